// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IProjects} from "../../src/interfaces/IProjects.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
import {PoolSettings, PoolState} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";
import {PlainToken} from "../tokens/PlainToken.sol";

contract ConstructorTest is PoolTest {
    function test_refuses_a_token_coarser_than_the_unit() public {
        PoolSettings memory wanted = settings();
        wanted.token = new PlainToken(5);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.TokenTooCoarse.selector, 5, 6));
        newPool(wanted);
        wanted.token = new PlainToken(0);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.TokenTooCoarse.selector, 0, 6));
        newPool(wanted);
    }

    function test_refuses_a_registry_without_code() public {
        PoolSettings memory wanted = settings();
        wanted.registry = IRegistry(stranger);
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.NotAContract.selector, stranger));
        newPool(wanted);
    }

    function test_refuses_a_token_without_code() public {
        PoolSettings memory wanted = settings();
        wanted.token = PlainToken(stranger);
        vm.expectRevert();
        newPool(wanted);
    }

    function test_refuses_zero_roles() public {
        PoolSettings memory wanted = settings();
        wanted.operator = address(0);
        refuses(wanted, ILabelPool.ZeroAddress.selector);
        wanted = settings();
        wanted.court = address(0);
        refuses(wanted, ILabelPool.ZeroAddress.selector);
    }

    function test_refuses_a_fee_over_everything() public {
        PoolSettings memory wanted = settings();
        wanted.maxFeeBps = 10_001;
        vm.expectRevert(abi.encodeWithSelector(IProjects.FeeAboveLimit.selector, 10_001, 10_000));
        newPool(wanted);
    }

    function test_refuses_periods_of_zero() public {
        PoolSettings memory wanted = settings();
        wanted.periods.settleWithin = 0;
        refuses(wanted, ILabelPool.ZeroPeriod.selector);
        wanted = settings();
        wanted.periods.grace = 0;
        refuses(wanted, ILabelPool.ZeroPeriod.selector);
        wanted = settings();
        wanted.periods.checkpointInterval = 0;
        refuses(wanted, ILabelPool.ZeroPeriod.selector);
        wanted = settings();
        wanted.periods.openingInterval = 0;
        refuses(wanted, ILabelPool.ZeroPeriod.selector);
        wanted = settings();
        wanted.periods.challengeWindow = 0;
        refuses(wanted, ILabelPool.ZeroPeriod.selector);
        wanted = settings();
        wanted.periods.claimTime = 0;
        refuses(wanted, ILabelPool.ZeroPeriod.selector);
    }

    function test_refuses_to_let_money_leave_before_what_was_promised_can_be_claimed() public {
        uint32 least = SETTLE_WITHIN + GRACE + CHECKPOINT_INTERVAL;
        PoolSettings memory wanted = settings();
        wanted.periods.closeNotice = least - 1;
        tooShort(wanted, least - 1, least);
        wanted.periods.closeNotice = least;
        wanted.periods.floatExitDelay = least - 1;
        tooShort(wanted, least - 1, least);
        wanted.periods.floatExitDelay = least;
        wanted.periods.challengeWindow = least;
        wanted.periods.bondExitDelay = least - 1;
        tooShort(wanted, least - 1, least);
        wanted.periods.bondExitDelay = least;
        newPool(wanted);
    }

    function test_refuses_to_let_bond_leave_before_records_can_be_disputed() public {
        PoolSettings memory wanted = settings();
        wanted.periods.bondExitDelay = CHALLENGE_WINDOW - 1;
        tooShort(wanted, CHALLENGE_WINDOW - 1, CHALLENGE_WINDOW);
    }

    function test_refuses_a_registry_whose_keys_go_too_soon() public {
        uint32 least = SETTLE_WITHIN + GRACE + CHECKPOINT_INTERVAL;
        PoolSettings memory wanted = settings();
        wanted.registry = newRegistry(least - 1, SETTLE_WITHIN + GRACE);
        tooShort(wanted, least - 1, least);
        wanted.registry = newRegistry(least, SETTLE_WITHIN + GRACE - 1);
        tooShort(wanted, SETTLE_WITHIN + GRACE - 1, SETTLE_WITHIN + GRACE);
        wanted.registry = newRegistry(least, SETTLE_WITHIN + GRACE);
        newPool(wanted);
    }

    function test_keeps_its_settings() public {
        PoolSettings memory wanted = settings();
        ILabelPool made = newPool(wanted);
        assertEq(address(made.token()), address(token), "token");
        assertEq(address(made.registry()), address(registry), "registry");
        assertEq(made.operator(), operator, "operator");
        assertEq(made.court(), court, "court");
        assertEq(made.unitDecimals(), 6, "unitDecimals");
        assertEq(made.unit(), UNIT, "unit");
        assertEq(made.maxFeeBps(), 1_000, "maxFeeBps");
        assertEq(
            keccak256(abi.encode(made.periods())), keccak256(abi.encode(wanted.periods)), "periods"
        );
        assertTrue(made.state() == PoolState.Running, "state");
        assertEq(made.haltedAt() + made.pot() + made.unproven(), 0, "nothing yet");
        assertEq(made.projectCount(), 0, "projectCount");
    }

    function test_a_token_of_six_decimals_has_units_of_one() public {
        PoolSettings memory wanted = settings();
        wanted.token = new PlainToken(6);
        assertEq(newPool(wanted).unit(), 1, "unit");
    }

    function tooShort(PoolSettings memory wanted, uint256 period, uint256 least) private {
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.PeriodTooShort.selector, period, least));
        newPool(wanted);
    }

    function refuses(PoolSettings memory wanted, bytes4 selector) private {
        vm.expectRevert(selector);
        newPool(wanted);
    }
}
