// Makes one transaction of each kind that the unmodified JS SDK can make, against a double. It
// signs as a wallet does: given the key itself, the SDK signs times in a form of its own.
// node --require ./dns.cjs vectors.cjs '{"rpc","chain","key","address","other"}'
const sdk = require('@bnb-chain/greenfield-js-sdk');
const { signTypedData } = require('@metamask/eth-sig-util');

const { Client, Long, PermissionTypes, RedundancyType, VisibilityType, toTimestamp } = sdk;
const { rpc, chain, key, address, other } = JSON.parse(process.argv[2]);
const bucket = 'vectors';
// With thousandths: of whole seconds the SDK signs '.000', which the chain does not write.
const later = toTimestamp(new Date('2050-01-02T03:04:05.678Z'));
const privately = VisibilityType.VISIBILITY_TYPE_PRIVATE;
const hashes = [1, 2, 3, 4, 5, 6, 7].map((byte) => new Uint8Array(32).fill(byte));
const results = [];

async function send(name, transaction) {
  const { gasLimit, gasPrice } = await transaction.simulate({ denom: 'BNB' });
  const done = await transaction.broadcast({
    denom: 'BNB', gasLimit: Number(gasLimit), gasPrice, payer: address, granter: '',
    signTypedDataCallback: async (_, message) => signTypedData({
      data: JSON.parse(message), version: 'V4', privateKey: Buffer.from(key.slice(2), 'hex'),
    }),
  });
  results.push({ name, code: done.code, hash: done.transactionHash });
  console.error(name, done.code, done.rawLog || '');
}

function object(name, size) {
  return {
    bucketName: bucket, objectName: name, creator: address, visibility: privately,
    contentType: 'text/plain', redundancyType: RedundancyType.REDUNDANCY_EC_TYPE,
    payloadSize: Long.fromNumber(size), expectChecksums: hashes,
  };
}

function statement(resources, expirationTime) {
  return {
    effect: PermissionTypes.Effect.EFFECT_ALLOW, resources, expirationTime, limitSize: undefined,
    actions: [PermissionTypes.ActionType.ACTION_GET_OBJECT,
      PermissionTypes.ActionType.ACTION_CREATE_OBJECT],
  };
}

function policy(type, value, statements, expirationTime) {
  return { operator: address, principal: { type, value }, statements, expirationTime };
}

async function main() {
  const client = Client.create(rpc, chain);
  const [provider] = await client.sp.getStorageProviders();
  const { account: account_, bucket: buckets, feegrant, group, object: objects, payment } = client;
  const GROUP = PermissionTypes.PrincipalType.PRINCIPAL_TYPE_GNFD_GROUP;
  const ACCOUNT = PermissionTypes.PrincipalType.PRINCIPAL_TYPE_GNFD_ACCOUNT;
  const make = {
    'create bucket': () => buckets.createBucket({
      bucketName: bucket, creator: address, paymentAddress: address, visibility: privately,
      chargedReadQuota: Long.fromNumber(12345), primarySpAddress: provider.operatorAddress,
    }),
    'update bucket': () => buckets.updateBucketInfo({
      bucketName: bucket, operator: address, paymentAddress: address,
      visibility: 'VISIBILITY_TYPE_PUBLIC_READ', chargedReadQuota: '54321',
    }),
    'toggle agent': () => buckets.toggleSpAsDelegatedAgent({ bucketName: bucket, operator: address }),
    'create object': () => objects.createObject(object('a/ü.txt', 1000)),
    'cancel object': () => objects.cancelCreateObject(
      { bucketName: bucket, objectName: 'a/ü.txt', operator: address }),
    'create empty object': () => objects.createObject(object('empty', 0)),
    'update object': () => objects.updateObjectInfo(
      { bucketName: bucket, objectName: 'empty', operator: address, visibility: 1 }),
    'set tag': () => client.storage.setTag({
      operator: address, resource: `grn:b::${bucket}`,
      tags: { tags: [{ key: 'one', value: '1' }, { key: 'two', value: '2' }] },
    }),
    'create group': () => group.createGroup({ creator: address, groupName: 'readers', extra: 'x' }),
    'add members': () => group.updateGroupMember({
      operator: address, groupOwner: address, groupName: 'readers', membersToDelete: [],
      membersToAdd: [{ member: other, expirationTime: later }, { member: address, expirationTime: later }],
    }),
    'delete member': () => group.updateGroupMember({
      operator: address, groupOwner: address, groupName: 'readers', membersToAdd: [],
      membersToDelete: [other],
    }),
    'leave group': () => group.leaveGroup(
      address, { member: address, groupOwner: address, groupName: 'readers' }),
    'put policy': () => buckets.putBucketPolicy(
      bucket, policy(ACCOUNT, other, [statement([`grn:o::${bucket}/.*`])])),
    'put policy with times': () => buckets.putBucketPolicy(
      bucket, policy(ACCOUNT, other, [statement([`grn:o::${bucket}/.*`], later)], later)),
    'put policy for a group': () => buckets.putBucketPolicy(
      bucket, policy(GROUP, '1', [statement([])])),
    'delete policy': () => buckets.deleteBucketPolicy(
      address, bucket, other, 'PRINCIPAL_TYPE_GNFD_ACCOUNT'),
    'delete group': () => group.deleteGroup({ operator: address, groupName: 'readers' }),
    'delete object': () => objects.deleteObject(
      { bucketName: bucket, objectName: 'empty', operator: address }),
    'create payment account': () => account_.createPaymentAccount({ creator: address }),
    'deposit': async () => payment.deposit({ creator: address, to: await paying(), amount: '1000000' }),
    'withdraw': async () => payment.withdraw({ creator: address, from: await paying(), amount: '999' }),
    'disable refund': async () => payment.disableRefund({ owner: address, addr: await paying() }),
    'grant allowance': () => feegrant.grantAllowance({
      amount: '123456789', denom: 'BNB', granter: address, grantee: other, expirationTime: later,
      allowedMessages: ['/greenfield.storage.MsgCreateObject', '/greenfield.storage.MsgDeleteObject'],
    }),
    'revoke allowance': () => feegrant.revokeAllowance({ granter: address, grantee: other }),
    'create another bucket': () => buckets.createBucket({
      bucketName: 'another', creator: address, paymentAddress: address, visibility: privately,
      chargedReadQuota: Long.fromNumber(0), primarySpAddress: provider.operatorAddress,
    }),
    'delete bucket': () => buckets.deleteBucket({ bucketName: 'another', operator: address }),
    'two objects': async () => client.txClient.multiTx(
      [await objects.createObject(object('one', 1)), await objects.createObject(object('two', 2))]),
  };
  const paying = async () => (await account_.getPaymentAccountsByOwner(address)).paymentAccounts[0];
  for (const [name, build] of Object.entries(make)) {
    try {
      await send(name, await build());
    } catch (error) {
      console.error(name, String(error));
      results.push({ name, error: String(error) });
    }
  }
  console.log(JSON.stringify(results));
}

main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
