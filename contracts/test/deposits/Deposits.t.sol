// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {IDeposits, Permit, Permit2Transfer} from "../../src/interfaces/IDeposits.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IPermit2} from "../../src/interfaces/IPermit2.sol";
import {PoolSettings} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";
import {IMintable} from "../tokens/IMintable.sol";
import {Permit2Double} from "./Permit2Double.sol";
import {WrappedCoin} from "./WrappedCoin.sol";

contract DepositsTest is PoolTest {
    IDeposits private deposits;
    Permit2Double private permit2;
    WrappedCoin private coin;
    address private payer;

    function setUp() public override {
        super.setUp();
        permit2 = new Permit2Double();
        coin = new WrappedCoin();
        deposits =
            IDeposits(deploy("Deposits.sol:Deposits", abi.encode(address(permit2), address(coin))));
        payer = vm.addr(55);
        token.mint(payer, 1_000 * UNIT);
        vm.deal(payer, 10 ether);
        vm.prank(payer);
        token.approve(address(permit2), type(uint256).max);
    }

    function test_knows_its_periphery() public view {
        assertEq(address(deposits.permit2()), address(permit2), "permit2");
        assertEq(address(deposits.wrappedNative()), address(coin), "wrapped");
    }

    function test_permit_refuses_without_allowance() public {
        Permit memory permit = permitFor(100 * UNIT);
        permit.value += 1;
        vm.expectRevert();
        vm.prank(payer);
        deposits.topUpWithPermit(pool, project, 100, permit);
    }

    function test_permit_opens_a_project_of_the_caller() public {
        Permit memory permit = permitFor(100 * UNIT);
        vm.prank(payer);
        uint32 opened = deposits.openProjectWithPermit(pool, terms(FEE_BPS), 100, permit);
        assertEq(pool.project(opened).requester, payer, "requester");
        assertEq(pool.project(opened).deposit, 100, "deposit");
        nothingLeft();
    }

    function test_permit_tops_up() public {
        Permit memory permit = permitFor(100 * UNIT);
        vm.prank(payer);
        deposits.topUpWithPermit(pool, project, 100, permit);
        assertEq(pool.project(project).deposit, DEPOSIT + 100, "deposit");
        nothingLeft();
    }

    function test_a_permit_that_somebody_used_first_is_no_obstacle() public {
        Permit memory permit = permitFor(100 * UNIT);
        vm.prank(stranger);
        IERC20Permit(address(token))
            .permit(
                payer,
                address(deposits),
                permit.value,
                permit.deadline,
                permit.v,
                permit.r,
                permit.s
            );
        vm.prank(payer);
        deposits.topUpWithPermit(pool, project, 100, permit);
        assertEq(pool.project(project).deposit, DEPOSIT + 100, "deposit");
    }

    function test_nobody_spends_another_s_allowance() public {
        vm.prank(payer);
        token.approve(address(deposits), type(uint256).max);
        Permit memory permit = permitFor(100 * UNIT);
        uint256 before = token.balanceOf(payer);
        vm.expectRevert();
        vm.prank(relayer);
        deposits.openProjectWithPermit(pool, terms(FEE_BPS), 100, permit);
        assertEq(token.balanceOf(payer), before, "payer");
    }

    function test_permit2_refuses_a_signature_for_another_amount_or_caller() public {
        Permit2Transfer memory transfer = transferOf(99 * UNIT, 7);
        vm.expectRevert(Permit2Double.InvalidSigner.selector);
        vm.prank(payer);
        deposits.topUpWithPermit2(pool, project, 100, transfer);
        transfer = transferOf(100 * UNIT, 7);
        vm.expectRevert(Permit2Double.InvalidSigner.selector);
        vm.prank(relayer);
        deposits.topUpWithPermit2(pool, project, 100, transfer);
    }

    function test_permit2_opens_and_tops_up_once_each() public {
        Permit2Transfer memory transfer = transferOf(100 * UNIT, 7);
        vm.prank(payer);
        uint32 opened = deposits.openProjectWithPermit2(pool, terms(FEE_BPS), 100, transfer);
        assertEq(pool.project(opened).requester, payer, "requester");
        vm.expectRevert(Permit2Double.InvalidNonce.selector);
        vm.prank(payer);
        deposits.topUpWithPermit2(pool, opened, 100, transfer);
        transfer = transferOf(100 * UNIT, 8);
        vm.prank(payer);
        deposits.topUpWithPermit2(pool, opened, 100, transfer);
        assertEq(pool.project(opened).deposit, 200, "deposit");
        nothingLeft();
    }

    function test_native_refuses_pools_of_other_tokens_and_other_values() public {
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.NativeNotTaken.selector, address(token), address(coin))
        );
        vm.prank(payer);
        deposits.topUpWithNative{value: 100 * UNIT}(pool, project, 100);
        useCoin();
        vm.expectRevert(
            abi.encodeWithSelector(IDeposits.WrongValue.selector, 100 * UNIT + 1, 100 * UNIT)
        );
        vm.prank(payer);
        deposits.openProjectWithNative{value: 100 * UNIT + 1}(pool, terms(FEE_BPS), 100);
    }

    function test_native_opens_and_tops_up() public {
        useCoin();
        vm.prank(payer);
        uint32 opened = deposits.openProjectWithNative{value: 100 * UNIT}(pool, terms(FEE_BPS), 100);
        vm.prank(payer);
        deposits.topUpWithNative{value: 50 * UNIT}(pool, opened, 50);
        assertEq(pool.project(opened).requester, payer, "requester");
        assertEq(pool.project(opened).deposit, 150, "deposit");
        assertEq(coin.balanceOf(address(pool)), 150 * UNIT, "wrapped");
        assertEq(address(deposits).balance, 0, "coins");
        nothingLeft();
    }

    function nothingLeft() private view {
        assertEq(token.balanceOf(address(deposits)), 0, "balance");
        assertEq(token.allowance(address(deposits), address(pool)), 0, "allowance");
    }

    function useCoin() private {
        token = IMintable(address(coin));
        PoolSettings memory wanted = settings();
        pool = newPool(wanted);
    }

    function permitFor(uint256 value) private view returns (Permit memory) {
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                payer,
                address(deposits),
                value,
                0,
                block.timestamp
            )
        );
        bytes32 domain = IERC20Permit(address(token)).DOMAIN_SEPARATOR();
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(55, keccak256(abi.encodePacked(hex"1901", domain, message)));
        return Permit(value, block.timestamp, v, r, s);
    }

    function transferOf(uint256 value, uint256 nonce)
        private
        view
        returns (Permit2Transfer memory)
    {
        IPermit2.PermitTransferFrom memory permit =
            IPermit2.PermitTransferFrom(
                IPermit2.TokenPermissions(address(token), value), nonce, block.timestamp
            );
        bytes32 digest = permit2.digest(permit, address(deposits));
        return Permit2Transfer(nonce, block.timestamp, signature(55, digest));
    }
}
