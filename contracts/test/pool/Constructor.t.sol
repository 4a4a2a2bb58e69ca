// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILabelPool, PoolSettings} from "../../src/interfaces/ILabelPool.sol";
import {IRegistry} from "../../src/interfaces/IRegistry.sol";
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
        wanted.checkpointKey = address(0);
        refuses(wanted, ILabelPool.ZeroAddress.selector);
        wanted = settings();
        wanted.receiptKey = address(0);
        refuses(wanted, ILabelPool.ZeroAddress.selector);
    }

    function test_refuses_one_key_for_receipts_and_checkpoints() public {
        PoolSettings memory wanted = settings();
        wanted.receiptKey = wanted.checkpointKey;
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.SharedKey.selector, checkpointKey));
        newPool(wanted);
    }

    function test_refuses_a_fee_over_everything() public {
        PoolSettings memory wanted = settings();
        wanted.maxFeeBps = 10_001;
        vm.expectRevert(abi.encodeWithSelector(ILabelPool.FeeAboveLimit.selector, 10_001, 10_000));
        newPool(wanted);
    }

    function test_refuses_periods_of_zero() public {
        PoolSettings memory wanted = settings();
        wanted.closeNotice = 0;
        refuses(wanted, ILabelPool.ZeroPeriod.selector);
        wanted = settings();
        wanted.exitDelay = 0;
        refuses(wanted, ILabelPool.ZeroPeriod.selector);
    }

    function test_keeps_its_settings() public {
        PoolSettings memory wanted = settings();
        ILabelPool made = newPool(wanted);
        assertEq(address(made.token()), address(token), "token");
        assertEq(address(made.registry()), address(registry), "registry");
        assertEq(made.operator(), operator, "operator");
        assertEq(made.checkpointKey(), checkpointKey, "checkpointKey");
        assertEq(made.receiptKey(), receiptKey, "receiptKey");
        assertEq(made.unitDecimals(), 6, "unitDecimals");
        assertEq(made.unit(), UNIT, "unit");
        assertEq(made.maxFeeBps(), 1_000, "maxFeeBps");
        assertEq(made.closeNotice(), CLOSE_NOTICE, "closeNotice");
        assertEq(made.exitDelay(), EXIT_DELAY, "exitDelay");
        assertEq(made.projectCount(), 0, "projectCount");
    }

    function test_a_token_of_six_decimals_has_units_of_one() public {
        PoolSettings memory wanted = settings();
        wanted.token = new PlainToken(6);
        assertEq(newPool(wanted).unit(), 1, "unit");
    }

    function refuses(PoolSettings memory wanted, bytes4 selector) private {
        vm.expectRevert(selector);
        newPool(wanted);
    }
}
