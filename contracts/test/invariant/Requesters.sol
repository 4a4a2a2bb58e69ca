// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IProjects} from "../../src/interfaces/IProjects.sol";
import {ProjectModel} from "./Model.sol";
import {Play} from "./Play.sol";

/// @dev Requesters, honest and not: they open, add, close early and want more back than theirs.
abstract contract Requesters is Play {
    uint256 private constant PROJECTS_MAX = 4;

    function open(uint256 deposit, uint256 feeBps) external {
        if (projects.length > PROJECTS_MAX) return;
        deposit = between(deposit, 0, 3_000_000);
        feeBps = between(feeBps, 0, 1_000);
        address payer = projects.length % 2 == 0 ? requester : stranger;
        bytes memory call =
            abi.encodeCall(IProjects.openProject, (terms(uint16(feeBps)), uint64(deposit)));
        if (mustAgree(running(), payer, call, "open while halted")) {
            addProject(payer, deposit, feeBps);
        }
    }

    function topUp(uint256 seed, uint256 amount) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        amount = between(amount, 1, 1_000_000);
        bytes memory call = abi.encodeCall(IProjects.topUp, (number, uint64(amount)));
        bool may = running() && model.closesAt == 0;
        if (mustAgree(may, stranger, call, "top up of the closing")) model.deposit += amount;
    }

    function requestClose(uint256 seed) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        bytes memory call = abi.encodeCall(IProjects.requestClose, (number));
        mustFail(operator, call, "close by the operator");
        if (model.closesAt != 0) return mustFail(model.requester, call, "second close");
        if (seed % 4 != 0) return; // or else hardly anything stays open
        mustPass(model.requester, call);
        model.closesAt = block.timestamp + CLOSE_NOTICE;
    }

    function refund(uint256 seed) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        bytes memory call = abi.encodeCall(IProjects.refund, (number));
        bool due = model.closesAt != 0 && block.timestamp >= model.closesAt && !model.refunded;
        uint256 before = token.balanceOf(model.requester);
        if (!mustAgree(due, relayer, call, "refund not due")) return;
        uint256 expected = (model.deposit - debitOf(model.credits, model.feeBps)) * UNIT;
        expect(token.balanceOf(model.requester) - before == expected, "refund amount");
        model.refunded = true;
    }
}
