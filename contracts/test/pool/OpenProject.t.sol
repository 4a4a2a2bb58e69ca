// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {ProjectState, ProjectTerms} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";

contract OpenProjectTest is PoolTest {
    function test_refuses_a_zero_manifest() public {
        ProjectTerms memory wanted = terms(FEE_BPS);
        wanted.manifestHash = 0;
        refuses(abi.encodeWithSelector(ILabelPool.ZeroHash.selector), wanted, DEPOSIT);
    }

    function test_refuses_a_fee_above_the_limit() public {
        bytes memory refusal =
            abi.encodeWithSelector(IProjects.FeeAboveLimit.selector, 1_001, 1_000);
        refuses(refusal, terms(1_001), DEPOSIT);
    }

    function test_refuses_a_project_that_could_never_be_debited() public {
        ProjectTerms memory wanted = terms(FEE_BPS);
        wanted.maxUnopened = 0;
        refuses(abi.encodeWithSelector(ILabelPool.ZeroAmount.selector), wanted, DEPOSIT);
    }

    function test_refuses_amounts_that_do_not_fit() public {
        ProjectTerms memory wanted = terms(FEE_BPS);
        refuses(tooLarge(2 ** 48, 2 ** 48 - 1), wanted, 2 ** 48);
        wanted.maxUnopened = 2 ** 40;
        refuses(tooLarge(2 ** 40, 2 ** 40 - 1), wanted, DEPOSIT);
        wanted.maxUnopened = 2 ** 40 - 1;
        vm.prank(stranger);
        pool.openProject(wanted, 2 ** 48 - 1);
        assertEq(pool.project(2).maxUnopened, 2 ** 40 - 1, "max");
        assertEq(pool.project(2).deposit, 2 ** 48 - 1, "deposit");
    }

    function test_refuses_a_payer_without_tokens() public {
        vm.expectRevert();
        vm.prank(relayer);
        pool.openProject(terms(FEE_BPS), DEPOSIT);
        assertEq(pool.projectCount(), 1, "count");
    }

    function test_refuses_in_a_halted_pool() public {
        equivocate(relayer);
        refuses(abi.encodeWithSelector(IHalts.PoolHalted.selector), terms(FEE_BPS), DEPOSIT);
    }

    function test_refuses_to_open_for_nobody() public {
        vm.expectRevert(ILabelPool.ZeroAddress.selector);
        vm.prank(stranger);
        pool.openProjectFor(address(0), terms(FEE_BPS), DEPOSIT);
    }

    function test_refuses_unknown_projects_in_the_view() public {
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 0));
        pool.project(0);
        vm.expectRevert(abi.encodeWithSelector(IProjects.UnknownProject.selector, 2));
        pool.project(2);
    }

    function test_opens_and_takes_the_deposit() public {
        uint256 before = token.balanceOf(requester);
        vm.expectEmit(address(pool));
        emit IProjects.ProjectOpened(2, requester, MANIFEST, STORE, FEE_BPS, MAX_UNOPENED, DEPOSIT);
        uint32 opened = openProject(DEPOSIT);
        assertEq(opened, 2, "number");
        assertEq(pool.projectCount(), 2, "count");
        ProjectState memory state = pool.project(2);
        assertEq(state.requester, requester, "requester");
        assertEq(state.deposit, DEPOSIT, "deposit");
        assertEq(state.credited + state.fees + state.unopened, 0, "debits");
        assertEq(state.maxUnopened, MAX_UNOPENED, "max");
        assertEq(state.feeBps, FEE_BPS, "feeBps");
        assertEq(state.checkpointCount + state.openingCount + state.provenCount, 0, "counts");
        assertEq(state.closesAt + state.unopenedSince + state.holds, 0, "times");
        assertTrue(!state.refunded, "refunded");
        assertEq(before - token.balanceOf(requester), DEPOSIT * UNIT, "paid");
        assertEq(held(), 2 * DEPOSIT, "held");
    }

    function test_opens_for_another_who_then_has_all_rights() public {
        vm.expectEmit(address(pool));
        emit IProjects.ProjectOpened(2, relayer, MANIFEST, STORE, FEE_BPS, MAX_UNOPENED, DEPOSIT);
        vm.prank(stranger);
        assertEq(pool.openProjectFor(relayer, terms(FEE_BPS), DEPOSIT), 2, "number");
        assertEq(token.balanceOf(stranger), 1e30 - DEPOSIT * UNIT, "paid");
        vm.prank(relayer);
        pool.requestClose(2);
        vm.warp(block.timestamp + CLOSE_NOTICE);
        pool.refund(2);
        assertEq(token.balanceOf(relayer), DEPOSIT * UNIT, "refunded");
    }

    function test_opens_without_a_deposit() public {
        assertEq(openProject(0), 2, "number");
        assertEq(pool.project(2).deposit, 0, "deposit");
    }

    function testFuzz_holds_what_it_says(uint48 deposit, uint16 feeBps) public {
        feeBps = uint16(feeBps % 1_001);
        uint256 before = token.balanceOf(address(pool));
        vm.prank(stranger);
        uint32 opened = pool.openProject(terms(feeBps), deposit);
        assertEq(token.balanceOf(address(pool)) - before, deposit * UNIT, "held");
        assertEq(pool.project(opened).deposit, deposit, "deposit");
        assertEq(pool.project(opened).feeBps, feeBps, "feeBps");
        assertEq(pool.project(project).deposit, DEPOSIT, "the neighbour's deposit");
    }

    function refuses(bytes memory refusal, ProjectTerms memory wanted, uint64 deposit) private {
        vm.expectRevert(refusal);
        vm.prank(stranger);
        pool.openProject(wanted, deposit);
    }

    function tooLarge(uint256 amount, uint256 limit) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILabelPool.AmountTooLarge.selector, amount, limit);
    }
}
