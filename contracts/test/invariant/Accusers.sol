// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IHalts} from "../../src/interfaces/IHalts.sol";
import {IReceipts} from "../../src/interfaces/IReceipts.sol";
import {Receipt} from "../../src/interfaces/PoolTypes.sol";
import {LabelerModel, ProjectModel} from "./Model.sol";
import {Play} from "./Play.sol";

/// @dev Those who hold the operator to its word, and the operator's own sybils who do it for profit.
abstract contract Accusers is Play {
    uint256 private _awards;
    uint256 private _shortfalls;

    function fileLateReceipt(uint256 seed, uint256 owed) external {
        uint256 index = 1 + seed % LABELERS;
        LabelerModel storage model = people[index];
        owed = between(owed, model.credited, model.credited + 500_000);
        Receipt memory receipt = receiptOf(index, uint64(owed));
        bytes memory call = abi.encodeCall(IReceipts.fileLateReceipt, (receipt, signed(receipt)));
        bool live = model.lateOwed > model.credited;
        bool may = running() && owed > model.credited && (!live || owed > model.lateOwed);
        if (!mustAgree(may, stranger, call, "late receipt")) return;
        if (!live) model.graceEndsAt = block.timestamp + GRACE;
        model.lateOwed = owed;
    }

    function defaultOn(uint256 seed) external {
        LabelerModel storage model = people[1 + seed % LABELERS];
        bytes memory call = abi.encodeCall(IReceipts.defaultOn, (labeler(1 + seed % LABELERS)));
        bool due =
            running() && model.lateOwed > model.credited && block.timestamp > model.graceEndsAt;
        if (due && seed % 8 != 0) return; // or else every run ends early
        if (!mustAgree(due, stranger, call, "default not due")) return;
        uint256 lacking = model.lateOwed - model.credited;
        uint256 paid = lacking < operatorModel.float ? lacking : operatorModel.float;
        operatorModel.float -= paid;
        model.credited += paid;
        modelHalt(false);
        claimFor(model, lacking - paid);
    }

    function equivocation(uint256 seed) external {
        Receipt memory first = receiptOf(1 + seed % LABELERS, 10);
        Receipt memory second = receiptOf(1 + seed % LABELERS, 10);
        second.owed = seed % 2 == 0 ? 10 : 11;
        bytes memory call = abi.encodeCall(
            IReceipts.proveEquivocation, (first, signed(first), second, signed(second))
        );
        bool may = running() && second.owed == 11;
        if (may && seed % 16 != 1) return;
        if (mustAgree(may, watcher, call, "no equivocation")) modelHalt(true);
    }

    function convict(uint256 seed, uint256 amount) external {
        uint256 index = 1 + seed % LABELERS;
        (address[] memory who, uint64[] memory amounts) = (new address[](1), new uint64[](1));
        amount = between(amount, 0, type(uint64).max);
        (who[0], amounts[0]) = (labeler(index), uint64(amount));
        bytes memory call = abi.encodeCall(IHalts.convict, (watcher, who, amounts));
        mustFail(operator, call, "conviction by the operator");
        if (running() && seed % 16 != 0) return;
        mustPass(court, call);
        if (running()) modelHalt(true);
        if (!takesClaims()) return;
        LabelerModel storage model = people[index];
        uint256 award = model.award + amount;
        if (award > haltModel.pot) award = haltModel.pot;
        _awards += award - model.award;
        model.award = award;
    }

    function holdOrRelease(uint256 seed) external {
        (uint32 number, ProjectModel storage model) = pick(seed);
        bool release = seed % 4 != 0;
        bytes memory call = release
            ? abi.encodeCall(IHalts.release, (number))
            : abi.encodeCall(IHalts.hold, (number));
        mustFail(operator, call, "hold by the operator");
        if (!mustAgree(!release || model.holds != 0, court, call, "release of nothing")) return;
        model.holds = release ? model.holds - 1 : model.holds + 1;
        operatorModel.holds = release ? operatorModel.holds - 1 : operatorModel.holds + 1;
    }

    function fileClaimOf(uint256 seed, uint256 owed) external {
        uint256 index = 1 + seed % LABELERS;
        LabelerModel storage model = people[index];
        owed = between(owed, model.credited, type(uint64).max);
        if (seed % 2 == 0) owed = model.credited + seed % 100_000;
        Receipt memory receipt = receiptOf(index, uint64(owed));
        bytes memory call = abi.encodeCall(IHalts.fileClaim, (receipt, signed(receipt)));
        bool may = takesClaims() && owed > model.credited
            && capped(owed - model.credited) > model.shortfall;
        if (mustAgree(may, stranger, call, "claim")) claimFor(model, owed - model.credited);
    }

    function settleClaims() external {
        bytes memory call = abi.encodeCall(IHalts.settleClaims, ());
        bool due = !running() && !haltModel.settled && !takesClaims();
        if (!mustAgree(due, stranger, call, "claims are open")) return;
        haltModel.settled = true;
        uint256 pot = haltModel.pot;
        haltModel.forAwards = _awards < pot ? _awards : pot;
        pot -= haltModel.forAwards;
        haltModel.forShortfalls = _shortfalls < pot ? _shortfalls : pot;
        operatorModel.float = haltModel.forAwards + haltModel.forShortfalls;
        operatorModel.feesDue = haltModel.pot - operatorModel.float;
        operatorModel.bond = (haltModel.burned ? 0 : burned()) + (haltModel.rewarded ? 0 : reward());
    }

    function payClaim(uint256 seed) external {
        LabelerModel storage model = people[1 + seed % LABELERS];
        bytes memory call = abi.encodeCall(IHalts.payClaim, (labeler(1 + seed % LABELERS)));
        bool due = haltModel.settled && !model.paid && model.award + model.shortfall != 0;
        if (!mustAgree(due, stranger, call, "claim not due")) return;
        uint256 amount;
        if (model.award != 0) amount = model.award * haltModel.forAwards / _awards;
        if (model.shortfall != 0) {
            amount += model.shortfall * haltModel.forShortfalls / _shortfalls;
        }
        model.paid = true;
        model.credited += amount;
        operatorModel.float -= amount;
    }

    function burnBond() external {
        bytes memory call = abi.encodeCall(IHalts.burnBond, ());
        bool may = !running() && !haltModel.burned && burned() != 0;
        if (!mustAgree(may, stranger, call, "burn")) return;
        haltModel.burned = true;
        operatorModel.bond -= burned();
    }

    function payReward() external {
        bytes memory call = abi.encodeCall(IHalts.payReward, ());
        bool may = !running() && !haltModel.rewarded && reward() != 0;
        if (!mustAgree(may, stranger, call, "reward")) return;
        haltModel.rewarded = true;
        operatorModel.bond -= reward();
    }

    function claimFor(LabelerModel storage model, uint256 lacking) private {
        uint256 shortfall = capped(lacking);
        if (shortfall <= model.shortfall) return;
        _shortfalls += shortfall - model.shortfall;
        model.shortfall = shortfall;
    }

    function capped(uint256 amount) private view returns (uint256) {
        return amount < haltModel.pot ? amount : haltModel.pot;
    }
}
