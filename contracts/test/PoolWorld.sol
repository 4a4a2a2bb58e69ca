// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool, PoolSettings, Withdrawal} from "../src/interfaces/ILabelPool.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {Base} from "./Base.sol";
import {IMintable} from "./tokens/IMintable.sol";

/// @dev A pool with a token, a registry, five labelers and one open project.
abstract contract PoolWorld is Base {
    uint256 internal constant UNIT = 1e12;
    uint64 internal constant DEPOSIT = 1_000_000;
    uint16 internal constant FEE_BPS = 500;
    uint32 internal constant CLOSE_NOTICE = 1 days;
    uint32 internal constant EXIT_DELAY = 2 days;
    uint256 internal constant LABELERS = 5;
    bytes32 internal constant MANIFEST = keccak256("manifest");
    bytes32 internal constant RECORD = keccak256("record");
    string internal constant STORE = "gnfd://labelfield-1";

    address internal immutable requester = namedAccount("requester");
    address internal immutable operator = namedAccount("operator");
    address internal immutable checkpointKey = namedAccount("checkpointKey");
    address internal immutable receiptKey = namedAccount("receiptKey");
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
        registry = IRegistry(vm.deployCode("Registry.sol:Registry", ""));
        pool = newPool(settings());
        registry.register(labelers());
        fund(requester);
        fund(operator);
        fund(stranger);
        project = openProject(DEPOSIT);
    }

    function newToken() internal virtual returns (IMintable) {
        return IMintable(vm.deployCode("TestDollar.sol:TestDollar", ""));
    }

    function newPool(PoolSettings memory wanted) internal returns (ILabelPool) {
        return ILabelPool(vm.deployCode("LabelPool.sol:LabelPool", abi.encode(wanted)));
    }

    function settings() internal view returns (PoolSettings memory) {
        return PoolSettings({
            token: token,
            registry: registry,
            operator: operator,
            checkpointKey: checkpointKey,
            receiptKey: receiptKey,
            unitDecimals: 6,
            maxFeeBps: 1_000,
            closeNotice: CLOSE_NOTICE,
            exitDelay: EXIT_DELAY
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

    function openProject(uint64 deposit) internal returns (uint32) {
        vm.prank(requester);
        return pool.openProject(MANIFEST, STORE, deposit, FEE_BPS);
    }

    function entry(uint256 index, uint256 amount) internal pure returns (bytes memory) {
        // forge-lint: disable-next-line(unsafe-typecast) tests give what fits
        return abi.encodePacked(uint32(index), uint32(amount));
    }

    function checkpoint(uint32 number, uint64 fee, bytes memory entries) internal {
        vm.prank(checkpointKey);
        pool.checkpoint(project, number, RECORD, fee, entries);
    }

    /// @dev A withdrawal of everything that labeler `index` has, to `destination`, fee up to 10.
    function withdrawalOf(uint256 index) internal view returns (Withdrawal memory) {
        address account = labeler(index);
        return Withdrawal({
            labeler: account,
            destination: destination,
            amount: pool.creditOf(account) - pool.withdrawnOf(account),
            maxRelayFee: 10,
            nonce: pool.nonceOf(account),
            deadline: uint64(block.timestamp + 1 hours)
        });
    }

    /// @dev The EIP-712 digest, built here from the norm and not from the contract.
    function digestOf(Withdrawal memory withdrawal) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Labelfield"),
                keccak256("1"),
                block.chainid,
                address(pool)
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "Withdrawal(address labeler,address destination,uint64 amount,uint64 maxRelayFee,uint64 nonce,uint64 deadline)"
                ),
                withdrawal.labeler,
                withdrawal.destination,
                withdrawal.amount,
                withdrawal.maxRelayFee,
                withdrawal.nonce,
                withdrawal.deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function signed(uint256 index, Withdrawal memory withdrawal)
        internal
        view
        returns (bytes memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(labelerKey(index), digestOf(withdrawal));
        return abi.encodePacked(r, s, v);
    }
}
