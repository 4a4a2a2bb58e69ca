// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJury} from "../../../src/interfaces/IJury.sol";
import {JuryTest} from "./JuryTest.sol";

contract TakePayTest is JuryTest {
    function test_refuses_those_without_pay(address account) public {
        vm.expectRevert(abi.encodeWithSelector(IJury.NoPay.selector, account));
        jury.takePay(account);
    }

    function test_pays_once_whoever_calls() public {
        create();
        voteRound(DISPUTE, 3, 0);
        afterAppeals(DISPUTE);
        jury.settle(DISPUTE);
        address account = seatDrawnAt(0).juror;
        uint256 before = token.balanceOf(account);
        vm.expectEmit(address(jury));
        emit IJury.PayTaken(account, FEE);
        vm.prank(stranger);
        jury.takePay(account);
        assertEq(token.balanceOf(account) - before, FEE, "paid");
        assertEq(jury.payOf(account), 0, "rest");
        vm.expectRevert(abi.encodeWithSelector(IJury.NoPay.selector, account));
        jury.takePay(account);
    }
}
