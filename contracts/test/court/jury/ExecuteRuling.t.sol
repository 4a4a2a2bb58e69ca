// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJury} from "../../../src/interfaces/IJury.sol";
import {JuryTest} from "./JuryTest.sol";

contract ExecuteRulingTest is JuryTest {
    function setUp() public override {
        super.setUp();
        create();
    }

    function test_refuses_an_unknown_dispute() public {
        vm.expectRevert(abi.encodeWithSelector(IJury.UnknownDispute.selector, 2));
        jury.executeRuling(2);
    }

    function test_refuses_before_the_appeal_period_is_over() public {
        voteRound(DISPUTE, 2, 1);
        (, uint256 end) = jury.appealPeriod(DISPUTE);
        vm.warp(end);
        vm.expectRevert(abi.encodeWithSelector(IJury.NotSolved.selector, DISPUTE));
        jury.executeRuling(DISPUTE);
        vm.warp(end + 1);
        jury.executeRuling(DISPUTE);
    }

    function test_refuses_twice() public {
        voteRound(DISPUTE, 2, 1);
        afterAppeals(DISPUTE);
        jury.executeRuling(DISPUTE);
        vm.expectRevert(abi.encodeWithSelector(IJury.AlreadyExecuted.selector, DISPUTE));
        jury.executeRuling(DISPUTE);
    }

    function test_gives_the_ruling_once(uint8 ones, uint8 twos) public {
        uint256 first = between(ones, 0, 3);
        uint256 second = between(twos, 0, 3 - first);
        voteRound(DISPUTE, first, second);
        afterAppeals(DISPUTE);
        uint256 ruling = first > second ? 1 : 2;
        if (first == second) ruling = 0;
        vm.expectEmit(address(jury));
        emit IJury.RulingExecuted(DISPUTE, ruling);
        vm.prank(stranger);
        jury.executeRuling(DISPUTE);
        assertEq(rulings.length, 1, "rulings");
        assertEq(rulings[0], ruling, "ruling");
    }
}
