// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Side} from "../../src/interfaces/ICourt.sol";
import {PoolState} from "../../src/interfaces/PoolTypes.sol";
import {CourtTest} from "./CourtTest.sol";
import {PlainArbitrator} from "./PlainArbitrator.sol";

/// @dev The court works with any arbitrator that it was made with.
contract OtherArbitratorTest is CourtTest {
    PlainArbitrator private plain;
    uint256 private id;
    uint256 private number;

    function setUp() public override {
        super.setUp();
        plain = new PlainArbitrator(token, 2 * FEE);
        court = newCourt(courtSettings(plain));
        pool = newPool(address(court));
        fund(disputant, address(court));
        fund(operator, address(court));
        fund(joiner, address(court));
        project = openProject();
        checkpoint(1, CREDIT);
        openRecords(1);
        (id, number) = arbitrated();
    }

    function test_convicts_by_its_ruling() public {
        assertEq(number, 1_001, "its own number");
        plain.propose(number, DISPUTANT);
        plain.give(number);
        court.convict(id, complaintNow());
        court.takeStake(id, disputant);
        assertTrue(pool.state() == PoolState.Halted, "halted");
        assertEq(token.balanceOf(address(plain)), 2 * FEE, "its fee");
        assertEq(token.balanceOf(address(court)), 0, "left");
    }

    function test_takes_its_appeals() public {
        plain.propose(number, DISPUTANT);
        vm.prank(joiner);
        court.appeal(id, Side.Operator);
        plain.propose(number, OPERATOR);
        plain.give(number);
        assertTrue(court.disputeOf(id).winner == Side.Operator, "winner");
        court.release(id);
        court.takeStake(id, operator);
        court.takeStake(id, joiner);
        assertEq(token.balanceOf(address(court)), 0, "left");
    }

    function test_takes_no_ruling_twice() public {
        plain.propose(number, OPERATOR);
        plain.give(number);
        vm.expectRevert();
        plain.give(number);
    }
}
