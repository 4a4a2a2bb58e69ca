// Uses the unmodified JS SDK against a double and prints what it saw:
// node --require ./dns.cjs session.cjs '{"rpc","chain","key","address","bucket","theirs"}'
const sdk = require('@bnb-chain/greenfield-js-sdk');
const { ReedSolomon } = require('@bnb-chain/reed-solomon');

const { Client, Long, RedundancyType, VisibilityType, bytesFromBase64 } = sdk;
const given = JSON.parse(process.argv[2]);
const { rpc, chain, key, address, bucket, theirs } = given;
const auth = { type: 'ECDSA', privateKey: key };

async function send(transaction) {
  const { gasLimit, gasPrice } = await transaction.simulate({ denom: 'BNB' });
  return transaction.broadcast({
    denom: 'BNB', gasLimit: Number(gasLimit), gasPrice, payer: address, granter: '', privateKey: key,
  });
}

function file(name, text) {
  const content = Buffer.from(text);
  return { name, type: 'text/plain', size: content.length, content };
}

async function main() {
  const client = Client.create(rpc, chain);
  const [provider] = await client.sp.getStorageProviders();
  const made = await send(await client.bucket.createBucket({
    bucketName: bucket, creator: address, paymentAddress: address,
    visibility: VisibilityType.VISIBILITY_TYPE_PRIVATE, chargedReadQuota: Long.fromInt(0),
    primarySpAddress: provider.operatorAddress,
  }));
  const body = file('by-js', 'written by the JS SDK');
  const checksums = new ReedSolomon().encode(Uint8Array.from(body.content));
  const announced = await send(await client.object.createObject({
    bucketName: bucket, objectName: 'folder/by js.txt', creator: address,
    visibility: VisibilityType.VISIBILITY_TYPE_INHERIT, contentType: body.type,
    redundancyType: RedundancyType.REDUNDANCY_EC_TYPE, payloadSize: Long.fromInt(body.size),
    expectChecksums: checksums.map((found) => bytesFromBase64(found)),
  }));
  const uploaded = await client.object.uploadObject(
    { bucketName: bucket, objectName: 'folder/by js.txt', body, txnHash: announced.transactionHash },
    auth);
  const delegated = await client.object.delegateUploadObject(
    { bucketName: bucket, objectName: 'delegated', body: file('delegated', 'without a transaction'),
      delegatedOpts: { visibility: VisibilityType.VISIBILITY_TYPE_INHERIT } },
    auth);
  const head = await client.object.headObject(bucket, 'folder/by js.txt');
  const own = await client.object.getObject({ bucketName: bucket, objectName: 'folder/by js.txt' }, auth);
  const other = await client.object.getObject(theirs, auth);
  const listed = await client.object.listObjects({ bucketName: bucket, endpoint: provider.endpoint });
  if (!listed.body) throw new Error(JSON.stringify(listed));
  const quota = await client.bucket.getBucketReadQuota({ bucketName: bucket }, auth);
  const missing = await client.object.getObject({ bucketName: bucket, objectName: 'nothing' }, auth);
  console.log(JSON.stringify({
    made: made.code, announced: announced.code, uploaded: uploaded.code, delegated: delegated.code,
    head: head.objectInfo.objectStatus, size: head.objectInfo.payloadSize.toNumber(),
    own: await own.body.text(), other: await other.body.text(),
    listed: listed.body.GfSpListObjectsByBucketNameResponse.Objects.map((o) => o.ObjectInfo.ObjectName),
    quota: quota.body, missing: missing,
  }));
}

main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
