// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IArbitrable} from "../../src/interfaces/IArbitrable.sol";
import {IArbitrator} from "../../src/interfaces/IArbitrator.sol";
import {ICourt, Side} from "../../src/interfaces/ICourt.sol";
import {IJury} from "../../src/interfaces/IJury.sol";
import {IMintable} from "../tokens/IMintable.sol";
import {HookToken} from "../tokens/OddTokens.sol";
import {CourtTest} from "./CourtTest.sol";

/// @dev A token that calls back finds every door of the contract that moves it closed.
contract ReentrancyTest is CourtTest {
    function newToken() internal override returns (IMintable) {
        return IMintable(address(new HookToken()));
    }

    function test_a_hook_cannot_enter_the_court_again() public {
        uint256 id = openDispute();
        bytes[9] memory calls = [
            abi.encodeCall(ICourt.open, (complaintNow(), bytes32(uint256(1)), 0)),
            abi.encodeCall(ICourt.answer, (id, bytes32(uint256(1)))),
            abi.encodeCall(ICourt.join, (id, Side.Operator, 1)),
            abi.encodeCall(ICourt.arbitrate, (id)),
            abi.encodeCall(ICourt.appeal, (id, Side.Operator)),
            abi.encodeCall(IArbitrable.rule, (1, 1)),
            abi.encodeCall(ICourt.convict, (id, complaintNow())),
            abi.encodeCall(ICourt.release, (id)),
            abi.encodeCall(ICourt.takeStake, (id, stranger))
        ];
        answer(id);
        for (uint256 i = 0; i < calls.length; ++i) {
            hook(address(court), calls[i]);
            vm.prank(joiner);
            court.join(id, Side.Disputant, UNIT);
            checkGuarded();
        }
    }

    function test_a_hook_cannot_enter_the_jury_again() public {
        bytes[4] memory calls = [
            abi.encodeCall(IArbitrator.createDispute, (2, "")),
            abi.encodeCall(IArbitrator.appeal, (1, "")),
            abi.encodeCall(IJury.executeRuling, (1)),
            abi.encodeCall(IJury.settle, (1))
        ];
        for (uint64 i = 0; i < calls.length; ++i) {
            uint256 id = openDispute(complaintOf(1_000 + i));
            answer(id);
            revealBoth(id);
            hook(address(jury), calls[i]);
            court.arbitrate(id);
            checkGuarded();
        }
    }

    function hook(address target, bytes memory call) private {
        HookToken(address(token)).hook(target, call);
    }

    function checkGuarded() private view {
        HookToken hooking = HookToken(address(token));
        assertEq(hooking.hooked(), address(0), "called");
        assertTrue(!hooking.succeeded(), "entered");
        assertEq(
            keccak256(hooking.answer()),
            keccak256(
                abi.encodeWithSelector(
                    ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector
                )
            ),
            "guard"
        );
    }
}
