// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {PoolTest} from "./PoolTest.sol";

contract TestDollarTest is PoolTest {
    function test_has_eighteen_decimals_and_a_name() public view {
        assertEq(token.decimals(), 18, "decimals");
        assertEq(keccak256(bytes(token.name())), keccak256("Test Dollar"), "name");
        assertEq(keccak256(bytes(token.symbol())), keccak256("TUSD"), "symbol");
    }

    function test_anyone_mints() public {
        vm.prank(relayer);
        token.mint(destination, 5);
        assertEq(token.balanceOf(destination), 5, "balance");
    }

    function test_permits() public {
        address owner = labeler(1);
        bytes32 domain = IERC20Permit(address(token)).DOMAIN_SEPARATOR();
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                owner,
                address(pool),
                9,
                0,
                block.timestamp
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(labelerKey(1), keccak256(abi.encodePacked(hex"1901", domain, message)));
        IERC20Permit(address(token)).permit(owner, address(pool), 9, block.timestamp, v, r, s);
        assertEq(token.allowance(owner, address(pool)), 9, "allowance");
    }

    function test_refuses_an_authorization_that_another_signed() public {
        (uint8 v, bytes32 r, bytes32 s) = authorize(2, "n");
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        ERC3009(address(token))
            .transferWithAuthorization(
                labeler(1), destination, 9, 0, block.timestamp + 1, "n", v, r, s
            );
    }

    function test_transfers_by_authorization_once() public {
        (uint8 v, bytes32 r, bytes32 s) = authorize(1, "n");
        token.mint(labeler(1), 9);
        ERC3009(address(token))
            .transferWithAuthorization(
                labeler(1), destination, 9, 0, block.timestamp + 1, "n", v, r, s
            );
        assertEq(token.balanceOf(destination), 9, "balance");
        assertTrue(ERC3009(address(token)).authorizationState(labeler(1), "n"), "used");
        vm.expectRevert(
            abi.encodeWithSelector(
                ERC3009.ERC3009UsedAuthorization.selector, labeler(1), bytes32("n")
            )
        );
        ERC3009(address(token))
            .transferWithAuthorization(
                labeler(1), destination, 9, 0, block.timestamp + 1, "n", v, r, s
            );
    }

    /// What account `number` signs so that anyone can move 9 of labeler 1's base units.
    function authorize(uint256 number, bytes32 nonce)
        private
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        bytes32 domain = IERC20Permit(address(token)).DOMAIN_SEPARATOR();
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
                ),
                labeler(1),
                destination,
                9,
                0,
                block.timestamp + 1,
                nonce
            )
        );
        return vm.sign(labelerKey(number), keccak256(abi.encodePacked(hex"1901", domain, message)));
    }
}
