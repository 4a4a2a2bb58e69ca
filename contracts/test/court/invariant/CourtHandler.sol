// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Complaint, DisputeState, ICourt, Side, Stage} from "../../../src/interfaces/ICourt.sol";
import {IJurorStake} from "../../../src/interfaces/IJurorStake.sol";
import {IJury, Place, Round} from "../../../src/interfaces/IJury.sol";
import {ILabelPool} from "../../../src/interfaces/ILabelPool.sol";
import {CourtWorld} from "../CourtWorld.sol";

/// @dev Disputants, operators, joiners and jurors who answer, lie, stay silent and repeat
/// themselves, in any order. Calls may be refused; what must pass or fail is told in `breaches`.
contract CourtHandler is CourtWorld {
    uint256 private constant MAX_DISPUTES = 6;

    uint256 public breaches;
    string public lastBreach;
    uint256 public rulings;

    mapping(uint256 id => Complaint) private complaints;
    mapping(uint256 number => mapping(uint256 place => uint8)) private votes;
    mapping(uint256 id => Stage) private seenStages;
    mapping(uint256 id => Side) private seenWinners;
    address[] private members;

    constructor() {
        build();
        vm.prank(operator);
        court.token().approve(address(court), type(uint256).max);
        members.push(disputant);
        members.push(operator);
        members.push(joiner);
        vm.prank(labeler);
        registry.setPayoutAddress(labeler);
    }

    function open(uint256 seed, uint64 amount) external {
        if (court.disputeCount() == MAX_DISPUTES) return;
        Complaint memory complaint = complaintOf(uint64(between(amount, 0, 200_000)));
        complaint.statement = bytes32(seed % 3);
        address by = members[(seed >> 8) % 3];
        bytes32 content = court.contentHashOf(complaint);
        bytes32 commitment = court.secretCommitment(content, by, DISPUTANT_SECRET);
        vm.prank(by);
        try court.open(complaint, commitment, type(uint256).max) returns (uint256 id) {
            complaints[id] = complaint;
        } catch {}
    }

    function answerOne(uint256 seed) external {
        uint256 id = pick(seed);
        bytes32 content = court.disputeOf(id).contentHash;
        bytes32 commitment = court.secretCommitment(content, operator, OPERATOR_SECRET);
        attempt(operator, address(court), abi.encodeCall(ICourt.answer, (id, commitment)));
    }

    function join(uint256 seed, uint256 amount) external {
        Side side = Side(seed % 3);
        amount = between(amount, 0, 3 * BOND);
        bytes memory call = abi.encodeCall(ICourt.join, (pick(seed >> 8), side, amount));
        attempt(members[(seed >> 4) % 3], address(court), call);
    }

    function revealOne(uint256 seed) external {
        uint256 id = pick(seed >> 8);
        reveal(id, seed % 4 != 0, seed % 4 != 1);
    }

    /// @dev The usual way, so that juries are often reached.
    function hurry(uint256 seed) external {
        uint256 id = pick(seed);
        if (court.disputeOf(id).stage == Stage.Opened) this.answerOne(seed);
        reveal(id, true, true);
        this.arbitrate(seed);
    }

    function arbitrate(uint256 seed) external {
        attempt(stranger, address(court), abi.encodeCall(ICourt.arbitrate, (pick(seed))));
    }

    /// @dev Each juror of the round commits to 1, to 2, or not.
    function commitRound(uint256 seed) external {
        (uint256 number, Round memory round) = pickRound(seed);
        Place[] memory places = jury.placesOf(number);
        for (uint256 i = 0; i < round.size; ++i) {
            uint256 place = uint256(round.firstPlace) + i;
            uint8 vote = uint8((seed >> (8 + 2 * i)) % 4);
            if (vote == 0) continue;
            if (vote == 3) vote = 1 + uint8(seed >> 250) % 2;
            votes[number][place] = vote;
            address by = places[place].juror;
            bytes32 commitment = jury.voteCommitment(number, place, by, vote, salt(place));
            bytes memory call = abi.encodeCall(IJury.commitVote, (number, place, commitment));
            attempt(by, address(jury), call);
        }
    }

    /// @dev Each juror of the round but some reveals.
    function revealRound(uint256 seed) external {
        (uint256 number, Round memory round) = pickRound(seed);
        if (block.timestamp <= round.commitEndsAt) vm.warp(round.commitEndsAt + 1);
        for (uint256 i = 0; i < round.size; ++i) {
            if ((seed >> (8 + 2 * i)) % 4 == 0) continue;
            uint256 place = uint256(round.firstPlace) + i;
            uint8 vote = votes[number][place];
            bytes memory call = abi.encodeCall(IJury.revealVote, (number, place, vote, salt(place)));
            attempt(stranger, address(jury), call);
        }
        if (seed % 2 == 0 && block.timestamp <= round.revealEndsAt) {
            vm.warp(round.revealEndsAt + 1);
        }
    }

    function appeal(uint256 seed) external {
        bytes memory call = abi.encodeCall(ICourt.appeal, (pick(seed >> 8), Side(seed % 3)));
        attempt(members[(seed >> 4) % 3], address(court), call);
    }

    function execute(uint256 seed) external {
        uint256 number = pickNumber(seed);
        if (attempt(stranger, address(jury), abi.encodeCall(IJury.executeRuling, (number)))) {
            ++rulings;
            bool again =
                attempt(stranger, address(jury), abi.encodeCall(IJury.executeRuling, (number)));
            expect(!again, "a ruling was given twice");
        }
    }

    function settle(uint256 seed) external {
        bytes memory call = abi.encodeCall(IJury.settle, (pickNumber(seed)));
        if (!attempt(stranger, address(jury), call)) return;
        expect(!attempt(stranger, address(jury), call), "jurors were settled twice");
    }

    function lapse(uint256 seed) external {
        uint256 id = pick(seed);
        if (seed % 4 == 0) afterDeadline(id);
        attempt(stranger, address(court), abi.encodeCall(ICourt.lapse, (id)));
    }

    function executePool(uint256 seed) external {
        uint256 id = pick(seed);
        if (id > court.disputeCount()) return;
        DisputeState memory state = court.disputeOf(id);
        bool done =
            attempt(stranger, address(court), abi.encodeCall(ICourt.convict, (id, complaints[id])));
        if (!done) {
            done = attempt(stranger, address(court), abi.encodeCall(ICourt.release, (id)));
        }
        expect(done == (state.stage == Stage.Ended && !state.executed), "executed once");
    }

    function takeStakes(uint256 seed) external {
        uint256 id = pick(seed);
        for (uint256 i = 0; i < 3; ++i) {
            address member = members[(seed % 3 + i) % 3];
            bytes memory call = abi.encodeCall(ICourt.takeStake, (id, member));
            if (!attempt(stranger, address(court), call)) continue;
            expect(!attempt(stranger, address(court), call), "a stake was paid twice");
        }
    }

    function takePay(uint256 seed) external {
        address by = juror(seed % JURORS);
        uint256 owed = jury.payOf(by);
        uint256 before = token.balanceOf(by);
        attempt(stranger, address(jury), abi.encodeCall(IJury.takePay, (by)));
        expect(token.balanceOf(by) - before == owed, "a juror's pay");
    }

    function moveSeat(uint256 seed) external {
        uint32[] memory seats = new uint32[](1);
        seats[0] = uint32(seed % JURORS);
        (address j, address c) = (address(jury), address(court));
        address by = juror(seats[0]);
        if (seed % 3 == 0) {
            attempt(by, address(stake), abi.encodeCall(IJurorStake.takeSeats, (j, c, 1)));
        } else if (seed % 7 == 0) {
            attempt(by, address(stake), abi.encodeCall(IJurorStake.leaveSeats, (j, c, seats)));
        }
        attempt(by, address(stake), abi.encodeCall(IJurorStake.takeStake, (j, c, seats)));
        bool stolen =
            attempt(stranger, address(stake), abi.encodeCall(IJurorStake.takeStake, (j, c, seats)));
        expect(!stolen, "another's stake");
    }

    /// @dev Whatever is disputed, labelers are paid.
    function labelerTakesPay() external {
        uint256 due = pool.creditOf(labeler) - pool.withdrawnOf(labeler);
        if (due == 0) return;
        bool paid = attempt(stranger, address(pool), abi.encodeCall(pool.payOut, (labeler)));
        expect(paid, "a labeler was not paid");
    }

    function pass(uint256 period) external {
        vm.warp(block.timestamp + between(period, 0, 1 days));
    }

    function world() external view returns (ICourt, IJury, IJurorStake, ILabelPool) {
        return (court, jury, stake, pool);
    }

    function memberAt(uint256 i) external view returns (address) {
        return members[i];
    }

    function reveal(uint256 id, bool first, bool second) private {
        bytes memory call = abi.encodeCall(ICourt.reveal, (id, Side.Disputant, DISPUTANT_SECRET));
        if (first) attempt(stranger, address(court), call);
        call = abi.encodeCall(ICourt.reveal, (id, Side.Operator, OPERATOR_SECRET));
        if (second) attempt(stranger, address(court), call);
    }

    function attempt(address by, address target, bytes memory call) private returns (bool passed) {
        vm.prank(by);
        (passed,) = target.call(call);
    }

    /// @dev Disputes only go forward, and what they ended with stays.
    function look() external {
        for (uint256 id = 1; id <= court.disputeCount(); ++id) {
            DisputeState memory state = court.disputeOf(id);
            expect(state.stage >= seenStages[id], "a stage went back");
            bool ended = seenStages[id] == Stage.Ended;
            expect(!ended || state.winner == seenWinners[id], "another winner");
            (seenStages[id], seenWinners[id]) = (state.stage, state.winner);
        }
    }

    function pick(uint256 seed) private view returns (uint256) {
        uint256 count = court.disputeCount();
        return count == 0 ? 1 : 1 + (seed >> 64) % count;
    }

    function pickNumber(uint256 seed) private view returns (uint256) {
        uint256 count = jury.disputeCount();
        return count == 0 ? 1 : 1 + (seed >> 64) % count;
    }

    function pickRound(uint256 seed) private view returns (uint256 number, Round memory round) {
        if (jury.disputeCount() == 0) return (0, round);
        number = pickNumber(seed);
        round = lastRound(number);
    }

    function expect(bool right, string memory what) private {
        if (right) return;
        ++breaches;
        lastBreach = what;
    }
}
