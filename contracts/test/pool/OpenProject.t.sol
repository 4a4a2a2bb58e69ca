// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool, ProjectState} from "../../src/interfaces/ILabelPool.sol";
import {PoolTest} from "../PoolTest.sol";

contract OpenProjectTest is PoolTest {
    function test_refuses_a_zero_manifest() public {
        vm.expectRevert(ILabelPool.ZeroHash.selector);
        vm.prank(requester);
        pool.openProject(0, STORE, DEPOSIT, FEE_BPS);
    }

    function test_refuses_a_fee_above_the_limit() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.FeeAboveLimit.selector, 1_001, 1_000));
        vm.prank(requester);
        pool.openProject(MANIFEST, STORE, DEPOSIT, 1_001);
    }

    function test_refuses_a_payer_without_tokens() public {
        vm.expectRevert();
        vm.prank(relayer);
        pool.openProject(MANIFEST, STORE, DEPOSIT, FEE_BPS);
        assertEq(pool.projectCount(), 1, "count");
    }

    function test_refuses_unknown_projects_in_the_view() public {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.UnknownProject.selector, 0));
        pool.project(0);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.UnknownProject.selector, 2));
        pool.project(2);
    }

    function test_opens_and_takes_the_deposit() public {
        uint256 before = token.balanceOf(requester);
        vm.expectEmit(address(pool));
        emit ILabelPool.ProjectOpened(2, requester, MANIFEST, STORE, FEE_BPS, DEPOSIT);
        uint32 opened = openProject(DEPOSIT);
        assertEq(opened, 2, "number");
        assertEq(pool.projectCount(), 2, "count");
        ProjectState memory state = pool.project(2);
        assertEq(state.requester, requester, "requester");
        assertEq(state.deposit, DEPOSIT, "deposit");
        assertEq(state.debited, 0, "debited");
        assertEq(state.fees, 0, "fees");
        assertEq(state.feeBps, FEE_BPS, "feeBps");
        assertEq(state.checkpointCount, 0, "checkpoints");
        assertEq(state.closesAt, 0, "closesAt");
        assertTrue(!state.refunded, "refunded");
        assertEq(before - token.balanceOf(requester), DEPOSIT * UNIT, "paid");
        assertEq(token.balanceOf(address(pool)), 2 * DEPOSIT * UNIT, "held");
    }

    function test_opens_without_a_deposit() public {
        assertEq(openProject(0), 2, "number");
        assertEq(pool.project(2).deposit, 0, "deposit");
    }

    function testFuzz_holds_what_it_says(uint64 deposit, uint16 feeBps) public {
        vm.assume(deposit <= 1e18);
        feeBps = uint16(feeBps % 1_001);
        uint256 before = token.balanceOf(address(pool));
        vm.prank(stranger);
        uint32 opened = pool.openProject(MANIFEST, STORE, deposit, feeBps);
        assertEq(token.balanceOf(address(pool)) - before, deposit * UNIT, "held");
        assertEq(pool.project(opened).deposit, deposit, "deposit");
        assertEq(pool.project(opened).feeBps, feeBps, "feeBps");
        assertEq(pool.project(project).deposit, DEPOSIT, "the neighbour's deposit");
    }
}
