// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IJury, JurySettings} from "../../../src/interfaces/IJury.sol";
import {CourtTest} from "../CourtTest.sol";

contract JuryConstructorTest is CourtTest {
    function test_refuses_even_and_large_juries(uint8 size) public {
        JurySettings memory settings = jurySettings();
        settings.firstSize = size;
        if (size % 2 == 0 || size > 7) {
            vm.expectRevert(abi.encodeWithSelector(IJury.WrongJurySize.selector, size));
        }
        newJury(settings);
    }

    function test_refuses_no_fee() public {
        JurySettings memory settings = jurySettings();
        settings.jurorFee = 0;
        vm.expectRevert(IJury.ZeroFee.selector);
        newJury(settings);
    }

    function test_refuses_windows_of_no_length(uint8 which) public {
        JurySettings memory settings = jurySettings();
        if (which % 3 == 0) settings.commitWindow = 0;
        if (which % 3 == 1) settings.revealWindow = 0;
        if (which % 3 == 2) settings.appealWindow = 0;
        vm.expectRevert(IJury.ZeroWindow.selector);
        newJury(settings);
    }

    function test_keeps_its_settings() public view {
        assertEq(address(jury.stake()), address(stake), "stake");
        assertEq(address(jury.feeToken()), address(token), "token");
        assertEq(jury.jurorFee(), FEE, "fee");
        assertEq(jury.arbitrationCost(""), 3 * FEE, "cost");
        assertEq(jury.costOfAllRounds(), 25 * FEE, "cost of all rounds");
        assertEq(jury.longestArbitration(), 8 days, "longest");
    }
}
