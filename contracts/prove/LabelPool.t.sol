// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../src/interfaces/ILabelPool.sol";
import {IRegistry} from "../src/interfaces/IRegistry.sol";
import {
    Periods,
    PoolSettings,
    PoolState,
    ProjectState,
    Withdrawal
} from "../src/interfaces/PoolTypes.sol";
import {LabelPool} from "../src/LabelPool.sol";
import {Registry} from "../src/Registry.sol";
import {TestDollar} from "../src/TestDollar.sol";
import {Symbolic} from "./Symbolic.sol";

/// @dev One step of the pool from every state that its storage can hold: what each step keeps is
/// kept by all of them together.
contract LabelPoolProof is Symbolic {
    // A unit is a base unit, or else the solver would have to multiply what it divides.
    uint8 private constant UNIT_DECIMALS = 18;
    uint256 private constant ALL_BPS = 10_000;
    address private constant OPERATOR = address(0xA11CE);
    address private constant COURT = address(0xC0427);
    address private constant CHECKPOINT_KEY = address(0xC4EC);
    address private constant RECEIPT_KEY = address(0x4EC7);
    address private constant DESTINATION = address(0xDE57);
    uint32 private constant LABELERS = 6;

    TestDollar private _token;
    ILabelPool private _pool;

    function setUp() public {
        vm.warp(1_800_000_000);
        _token = new TestDollar();
        IRegistry registry = new Registry(2 days, 1 days, _token, 1_000 ether, 7 days);
        address[] memory labelers = new address[](LABELERS);
        for (uint160 index = 1; index <= LABELERS; ++index) {
            labelers[index - 1] = _labeler(index);
        }
        registry.register(labelers);
        vm.prank(OPERATOR);
        registry.setKeys(CHECKPOINT_KEY, RECEIPT_KEY);
        _pool = new LabelPool(_settings(registry));
        _token.mint(address(_pool), type(uint128).max);
        svm.enableSymbolicStorage(address(_pool));
    }

    function check_a_checkpoint_debits_its_credits_and_the_fee_within_the_deposit(
        uint32 project,
        uint32 number,
        uint32 first,
        uint32 second
    ) external {
        ProjectState memory before = _pool.project(project);
        _checkpoint(project, number, first, second);
        ProjectState memory afterwards = _pool.project(project);
        assert(afterwards.credited == uint256(before.credited) + first + second);
        assert(afterwards.fees == afterwards.credited * uint256(before.feeBps) / ALL_BPS);
        assert(uint256(afterwards.credited) + afterwards.fees <= afterwards.deposit);
        assert(afterwards.deposit == before.deposit && !before.refunded);
    }

    function check_a_checkpoint_counts_its_debit_as_unproven(
        uint32 project,
        uint32 number,
        uint32 first,
        uint32 second
    ) external {
        uint256 unproven = _pool.unproven();
        uint256 feesDue = _pool.feesDue();
        _checkpoint(project, number, first, second);
        uint256 fee = _pool.feesDue() - feesDue;
        assert(_pool.unproven() == unproven + first + second + fee);
    }

    function check_a_checkpoint_counts_as_unopened_what_it_counts_as_unproven(
        uint32 project,
        uint32 number,
        uint32 first,
        uint32 second
    ) external {
        uint256 unopened = _pool.project(project).unopened;
        uint256 unproven = _pool.unproven();
        _checkpoint(project, number, first, second);
        ProjectState memory afterwards = _pool.project(project);
        assert(afterwards.unopened - unopened == _pool.unproven() - unproven);
        assert(afterwards.unopened <= afterwards.maxUnopened);
    }

    function check_a_checkpoint_leaves_the_unproven_covered_twice(
        uint32 project,
        uint32 number,
        uint32 first,
        uint32 second
    ) external {
        _checkpoint(project, number, first, second);
        assert(_pool.bondAmount() >= 2 * (uint256(_pool.unproven()) + _pool.floatAmount()));
    }

    function check_a_checkpoint_lowers_no_credit(
        uint32 project,
        uint32 number,
        uint32 first,
        uint32 second,
        uint32 watched
    ) external {
        vm.assume(watched >= 1 && watched <= LABELERS);
        uint256 before = _pool.creditOf(_labeler(watched));
        uint256 withdrawn = _pool.withdrawnOf(_labeler(watched));
        _checkpoint(project, number, first, second);
        uint256 expected = before;
        if (watched == 2) expected += first;
        if (watched == 5) expected += second;
        assert(_pool.creditOf(_labeler(watched)) == expected);
        assert(_pool.withdrawnOf(_labeler(watched)) == withdrawn);
    }

    function check_a_refund_pays_what_was_not_debited(uint32 project) external {
        ProjectState memory before = _pool.project(project);
        vm.assume(before.requester != address(_pool));
        uint256 held = _token.balanceOf(address(_pool));
        uint256 credit = _pool.creditOf(_labeler(1));
        _pool.refund(project);
        ProjectState memory afterwards = _pool.project(project);
        uint256 rest = uint256(before.deposit) - before.credited - before.fees;
        assert(held - _token.balanceOf(address(_pool)) == rest);
        assert(before.closesAt != 0 && before.closesAt <= block.timestamp);
        assert(!before.refunded && afterwards.refunded);
        assert(afterwards.credited == before.credited && afterwards.fees == before.fees);
        assert(_pool.creditOf(_labeler(1)) == credit);
    }

    function check_a_withdrawal_stays_within_the_credit(
        uint64 amount,
        uint64 relayFee,
        uint64 maxRelayFee,
        uint64 nonce,
        bytes32 r,
        bytes32 s,
        uint8 v
    ) external {
        address labeler = _labeler(3);
        uint256 credit = _pool.creditOf(labeler);
        uint256 withdrawn = _pool.withdrawnOf(labeler);
        uint256 neighbour = _pool.withdrawnOf(_labeler(2));
        uint256 held = _token.balanceOf(address(_pool));
        Withdrawal memory order = Withdrawal({
            labeler: labeler,
            destination: DESTINATION,
            amount: amount,
            maxRelayFee: maxRelayFee,
            nonce: nonce,
            deadline: type(uint64).max
        });
        _pool.withdraw(order, abi.encodePacked(r, s, v), relayFee);
        assert(_pool.withdrawnOf(labeler) == withdrawn + amount);
        assert(_pool.withdrawnOf(labeler) <= credit);
        assert(_pool.creditOf(labeler) == credit);
        assert(_pool.withdrawnOf(_labeler(2)) == neighbour);
        assert(held - _token.balanceOf(address(_pool)) == amount);
    }

    /// With up to two openings at once: halmos goes twice through a loop.
    function check_a_proof_of_records_touches_no_credit_and_no_debit(uint32 project) external {
        ProjectState memory before = _pool.project(project);
        uint256 credit = _pool.creditOf(_labeler(1));
        uint256 unproven = _pool.unproven();
        _pool.prove(project);
        ProjectState memory afterwards = _pool.project(project);
        assert(before.holds == 0);
        assert(afterwards.credited == before.credited && afterwards.deposit == before.deposit);
        assert(afterwards.unopened == before.unopened);
        assert(afterwards.provenCount > before.provenCount);
        assert(_pool.unproven() <= unproven);
        assert(_pool.creditOf(_labeler(1)) == credit);
    }

    function check_a_halted_pool_takes_no_checkpoint(uint32 project, uint32 number, uint32 amount)
        external
    {
        bool running = _pool.state() == PoolState.Running;
        _checkpoint(project, number, amount, amount);
        assert(running);
    }

    function _checkpoint(uint32 project, uint32 number, uint32 first, uint32 second) private {
        bytes memory entries =
            bytes.concat(bytes4(uint32(2)), bytes4(first), bytes4(uint32(5)), bytes4(second));
        vm.prank(CHECKPOINT_KEY);
        _pool.checkpoint(project, number, keccak256("record"), entries);
    }

    function _settings(IRegistry registry) private view returns (PoolSettings memory) {
        return PoolSettings({
            token: _token,
            registry: registry,
            operator: OPERATOR,
            court: COURT,
            unitDecimals: UNIT_DECIMALS,
            maxFeeBps: 1_000,
            periods: Periods({
                settleWithin: 1 hours,
                grace: 1 hours,
                checkpointInterval: 1 hours,
                closeNotice: 1 days,
                floatExitDelay: 2 days,
                bondExitDelay: 2 days,
                openingInterval: 1 days,
                challengeWindow: 1 days,
                claimTime: 7 days
            })
        });
    }

    function _labeler(uint160 index) private pure returns (address) {
        return address(0x1000 + index);
    }
}
