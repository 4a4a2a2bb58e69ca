// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CourtSettings, ICourt} from "../../src/interfaces/ICourt.sol";
import {CourtTest} from "./CourtTest.sol";
import {PlainArbitrator} from "./PlainArbitrator.sol";

contract CourtConstructorTest is CourtTest {
    function test_refuses_windows_of_no_length(uint8 which) public {
        CourtSettings memory settings = courtSettings(jury);
        if (which % 3 == 0) settings.answerWindow = 0;
        if (which % 3 == 1) settings.revealWindow = 0;
        if (which % 3 == 2) settings.arbitrationWindow = 0;
        vm.expectRevert(ICourt.ZeroWindow.selector);
        newCourt(settings);
    }

    function test_refuses_a_bond_below_twice_the_cost(uint256 wanted) public {
        CourtSettings memory settings = courtSettings(jury);
        settings.bond = between(wanted, 0, 6 * FEE - 1);
        vm.expectRevert(
            abi.encodeWithSelector(ICourt.BondTooSmall.selector, settings.bond, 6 * FEE)
        );
        newCourt(settings);
        settings.bond = 6 * FEE;
        newCourt(settings);
    }

    function test_refuses_no_bond_even_where_arbitration_is_free() public {
        CourtSettings memory settings = courtSettings(new PlainArbitrator(token, 0));
        settings.bond = 0;
        vm.expectRevert(abi.encodeWithSelector(ICourt.BondTooSmall.selector, 0, 0));
        newCourt(settings);
    }

    function test_keeps_its_settings() public view {
        assertEq(address(court.arbitrator()), address(jury), "arbitrator");
        assertEq(address(court.token()), address(token), "token");
        assertEq(court.bond(), BOND, "bond");
        assertEq(court.overdueGrace(), OVERDUE_GRACE, "grace");
        uint256 longest = uint256(ANSWER_WINDOW) + SECRET_WINDOW + ARBITRATION_WINDOW;
        assertEq(court.longestDispute(), longest, "longest");
        assertTrue(pool.periods().claimTime > longest, "claims outlast disputes");
        assertTrue(jury.longestArbitration() < ARBITRATION_WINDOW, "the jury has time");
        assertTrue(2 * jury.costOfAllRounds() <= BOND, "the bond pays for every round");
        assertTrue(stake.seatExitDelay() > longest, "jurors stay to the end");
    }
}
