// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICourt, Side, Stage} from "../../src/interfaces/ICourt.sol";
import {CourtTest} from "./CourtTest.sol";

contract TakeStakeTest is CourtTest {
    function test_refuses_before_the_end() public {
        uint256 id = openDispute();
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.WrongStage.selector, id, Stage.Opened, Stage.Ended)
        );
        court.takeStake(id, disputant);
    }

    function test_refuses_losers_and_strangers() public {
        (uint256 id,) = ruled(0, 3);
        refuses(id, disputant);
        refuses(id, stranger);
    }

    function test_refuses_twice() public {
        (uint256 id,) = ruled(0, 3);
        court.takeStake(id, operator);
        refuses(id, operator);
    }

    /// @dev One spam dispute pays the operator at least half a bond for its trouble.
    function test_pays_the_operator_for_a_lost_dispute() public {
        (uint256 id,) = ruled(0, 3);
        uint256 before = token.balanceOf(operator);
        vm.expectEmit(address(court));
        emit ICourt.StakePaid(id, operator, 2 * BOND - 3 * FEE);
        vm.prank(stranger);
        court.takeStake(id, operator);
        assertEq(token.balanceOf(operator) - before, 2 * BOND - 3 * FEE, "paid");
        assertEq(token.balanceOf(address(court)), 0, "left");
        assertEq(court.potOf(id), 0, "pot");
    }

    function test_gives_an_unanswered_disputant_its_bond() public {
        uint256 id = openDispute();
        afterDeadline(id);
        court.lapse(id);
        uint256 before = token.balanceOf(disputant);
        court.takeStake(id, disputant);
        assertEq(token.balanceOf(disputant) - before, BOND, "paid");
    }

    function test_shares_by_stake(uint256 a, uint256 b, uint256 ruling) public {
        (a, b) = (between(a, 1, 1e24), between(b, 1, 1e24));
        uint256 id = openDispute();
        vm.prank(joiner);
        court.join(id, Side.Disputant, a);
        answer(id);
        vm.prank(joiner);
        court.join(id, Side.Operator, b);
        revealBoth(id);
        court.arbitrate(id);
        ruling %= 3;
        vm.prank(address(jury));
        court.rule(1, ruling);
        uint256 pot = 2 * BOND + a + b - 3 * FEE;
        uint256 joined = (ruling == 2 ? 0 : a) + (ruling == 1 ? 0 : b);
        uint256 whole = joined + (ruling == 2 ? 0 : BOND) + (ruling == 1 ? 0 : BOND);
        uint256 before = token.balanceOf(joiner);
        court.takeStake(id, joiner);
        uint256 paid = token.balanceOf(joiner) - before;
        uint256 exact = pot * joined / whole;
        assertTrue(paid <= exact && paid + 2 > exact, "share");
        if (ruling != 0) assertTrue(paid >= joined, "winners lose nothing");
        if (ruling != 2) court.takeStake(id, disputant);
        if (ruling != 1) court.takeStake(id, operator);
        assertEq(court.potOf(id), 0, "all is paid");
        assertEq(token.balanceOf(address(court)), 0, "left");
    }

    function refuses(uint256 id, address member) private {
        vm.expectRevert(abi.encodeWithSelector(ICourt.NothingToTake.selector, id, member));
        court.takeStake(id, member);
    }
}
