// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

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
}
