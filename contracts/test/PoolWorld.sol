// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../src/interfaces/ILabelPool.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {
    Periods,
    PoolSettings,
    ProjectTerms,
    Receipt,
    Withdrawal
} from "../src/interfaces/PoolTypes.sol";
import {Base} from "./Base.sol";
import {IMintable} from "./tokens/IMintable.sol";

/// @dev A pool with a token, a registry, an operator's bond, five labelers and one open project.
abstract contract PoolWorld is Base {
    uint256 internal constant UNIT = 1e12;
    uint64 internal constant DEPOSIT = 1_000_000;
    uint64 internal constant BOND = 20_000_000;
    uint64 internal constant MAX_UNOPENED = 2_000_000;
    uint16 internal constant FEE_BPS = 500;
    uint32 internal constant SETTLE_WITHIN = 1 hours;
    uint32 internal constant GRACE = 2 hours;
    uint32 internal constant CHECKPOINT_INTERVAL = 1 hours;
    uint32 internal constant CLOSE_NOTICE = 1 days;
    uint32 internal constant EXIT_DELAY = 2 days;
    uint32 internal constant OPENING_INTERVAL = 6 hours;
    uint32 internal constant CHALLENGE_WINDOW = 1 days;
    uint32 internal constant CLAIM_TIME = 7 days;
    uint32 internal constant ROTATION_DELAY = 1 days;
    uint32 internal constant REDEEM_TIME = 5 hours;
    uint256 internal constant SEAT_STAKE = 240e18;
    uint256 internal constant LABELERS = 5;
    bytes32 internal constant MANIFEST = keccak256("manifest");
    bytes32 internal constant RECORD = keccak256("record");
    bytes32 internal constant KEY = keccak256("record key");
    string internal constant STORE = "gnfd://labelfield-1";

    address internal immutable requester = namedAccount("requester");
    address internal immutable operator = namedAccount("operator");
    address internal immutable checkpointKey = namedAccount("checkpointKey");
    address internal immutable receiptKey = namedAccount("receiptKey");
    address internal immutable court = namedAccount("court");
    address internal immutable relayer = namedAccount("relayer");
    address internal immutable stranger = namedAccount("stranger");
    address internal immutable destination = namedAccount("destination");

    IMintable internal token;
    IRegistry internal registry;
    ILabelPool internal pool;
    uint32 internal project;
    address[LABELERS + 1] private _labelers;

    function build() internal {
        vm.warp(1_800_000_000);
        for (uint256 index = 1; index <= LABELERS; ++index) {
            _labelers[index] = vm.addr(labelerKey(index));
        }
        token = newToken();
        registry = newRegistry(ROTATION_DELAY, REDEEM_TIME);
        pool = newPool(settings());
        registry.register(labelers());
        vm.prank(operator);
        registry.setKeys(checkpointKey, receiptKey);
        fund(requester);
        fund(operator);
        fund(stranger);
        bond(BOND);
        project = openProject(DEPOSIT);
    }

    function newToken() internal virtual returns (IMintable) {
        return IMintable(deploy("TestDollar.sol:TestDollar", ""));
    }

    function newRegistry(uint32 rotationDelay, uint32 redeemTime) internal returns (IRegistry) {
        return IRegistry(
            deploy(
                "Registry.sol:Registry",
                abi.encode(rotationDelay, redeemTime, token, SEAT_STAKE, EXIT_DELAY)
            )
        );
    }

    function newPool(PoolSettings memory wanted) internal returns (ILabelPool) {
        return ILabelPool(deploy("LabelPool.sol:LabelPool", abi.encode(wanted)));
    }

    function settings() internal view returns (PoolSettings memory) {
        return PoolSettings({
            token: token,
            registry: registry,
            operator: operator,
            court: court,
            unitDecimals: 6,
            maxFeeBps: 1_000,
            periods: Periods({
                settleWithin: SETTLE_WITHIN,
                grace: GRACE,
                checkpointInterval: CHECKPOINT_INTERVAL,
                closeNotice: CLOSE_NOTICE,
                floatExitDelay: EXIT_DELAY,
                bondExitDelay: EXIT_DELAY,
                openingInterval: OPENING_INTERVAL,
                challengeWindow: CHALLENGE_WINDOW,
                claimTime: CLAIM_TIME
            })
        });
    }

    function namedAccount(string memory name) internal pure returns (address) {
        return vm.addr(uint256(keccak256(bytes(name))));
    }

    function labelerKey(uint256 index) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("labeler", index)));
    }

    function labeler(uint256 index) internal view returns (address) {
        return _labelers[index];
    }

    function labelers() internal view returns (address[] memory all) {
        all = new address[](LABELERS);
        for (uint256 i = 0; i < LABELERS; ++i) {
            all[i] = labeler(i + 1);
        }
    }

    function fund(address account) internal {
        token.mint(account, 1e30);
        vm.prank(account);
        token.approve(address(pool), type(uint256).max);
    }

    function bond(uint64 amount) internal {
        vm.prank(operator);
        pool.addBond(amount);
    }

    function terms(uint16 feeBps) internal pure returns (ProjectTerms memory) {
        return ProjectTerms(MANIFEST, STORE, feeBps, MAX_UNOPENED);
    }

    function openProject(uint64 deposit) internal returns (uint32) {
        return openProject(deposit, FEE_BPS);
    }

    function openProject(uint64 deposit, uint16 feeBps) internal returns (uint32) {
        vm.prank(requester);
        return pool.openProject(terms(feeBps), deposit);
    }

    /// @dev Units in the pool that are not bond.
    function held() internal view returns (uint256) {
        return token.balanceOf(address(pool)) / UNIT - pool.bondAmount();
    }

    function entry(uint256 index, uint256 amount) internal pure returns (bytes memory) {
        // forge-lint: disable-next-line(unsafe-typecast) tests give what fits
        return abi.encodePacked(uint32(index), uint32(amount));
    }

    function checkpoint(uint32 number, bytes memory entries) internal {
        vm.prank(checkpointKey);
        pool.checkpoint(project, number, RECORD, entries);
    }

    /// @dev Open all records of the project.
    function openRecords() internal {
        uint32 number = pool.project(project).checkpointCount;
        vm.prank(checkpointKey);
        pool.open(project, number, KEY);
    }

    /// @dev A receipt that says that `owed` is due by now to labeler `index`.
    function receiptOf(uint256 index, uint64 owed) internal view returns (Receipt memory) {
        return Receipt({
            labeler: labeler(index),
            number: 1,
            owed: owed,
            project: project,
            sequence: 1,
            head: keccak256("head"),
            task: keccak256("task"),
            position: 1,
            settleBy: uint64(block.timestamp - 1)
        });
    }

    function signed(Receipt memory receipt) internal view returns (bytes memory) {
        return signedBy(uint256(keccak256("receiptKey")), receipt);
    }

    function signedBy(uint256 key, Receipt memory receipt) internal view returns (bytes memory) {
        return signature(key, digestOf(receipt));
    }

    function fileLate(uint256 index, uint64 owed) internal {
        Receipt memory receipt = receiptOf(index, owed);
        pool.fileLateReceipt(receipt, signed(receipt));
    }

    function fileClaim(uint256 index, uint64 owed) internal {
        Receipt memory receipt = receiptOf(index, owed);
        pool.fileClaim(receipt, signed(receipt));
    }

    /// @dev Halt the operator by two stories told to labeler `index`; `reporter` reports.
    function equivocate(address reporter) internal {
        Receipt memory first = receiptOf(1, 10);
        Receipt memory second = receiptOf(1, 11);
        bytes memory one = signed(first);
        bytes memory other = signed(second);
        vm.prank(reporter);
        pool.proveEquivocation(first, one, second, other);
    }

    /// @dev A withdrawal of everything that labeler `index` has, to `destination`, fee up to 10.
    function withdrawalOf(uint256 index) internal view returns (Withdrawal memory) {
        address account = labeler(index);
        return Withdrawal({
            labeler: account,
            destination: destination,
            amount: pool.creditOf(account) - pool.withdrawnOf(account),
            maxRelayFee: 10,
            nonce: pool.withdrawnOf(account),
            deadline: uint64(block.timestamp + 1 hours)
        });
    }

    /// @dev The EIP-712 digest, built here from the norm and not from the contract.
    function digestOf(Withdrawal memory order) internal view returns (bytes32) {
        return digestIn(
            "Labelfield",
            address(pool),
            keccak256(
                abi.encode(
                    keccak256(
                        "Withdrawal(address labeler,address destination,uint64 amount,uint64 maxRelayFee,uint64 nonce,uint64 deadline)"
                    ),
                    order.labeler,
                    order.destination,
                    order.amount,
                    order.maxRelayFee,
                    order.nonce,
                    order.deadline
                )
            )
        );
    }

    function digestOf(Receipt memory receipt) internal view returns (bytes32) {
        bytes memory first = abi.encode(
            keccak256(
                "Receipt(address labeler,uint64 number,uint64 owed,uint32 project,uint32 sequence,bytes32 head,bytes32 task,uint16 position,uint64 settleBy)"
            ),
            receipt.labeler,
            receipt.number,
            receipt.owed,
            receipt.project
        );
        bytes memory second = abi.encode(
            receipt.sequence, receipt.head, receipt.task, receipt.position, receipt.settleBy
        );
        return digestIn("Labelfield", address(pool), keccak256(bytes.concat(first, second)));
    }

    function digestIn(string memory name, address place, bytes32 message)
        internal
        view
        returns (bytes32)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                place
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function signed(uint256 index, Withdrawal memory order) internal view returns (bytes memory) {
        return signature(labelerKey(index), digestOf(order));
    }

    function signature(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
