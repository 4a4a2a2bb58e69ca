// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PoolState} from "../src/interfaces/PoolTypes.sol";
import {Funds, PackedFunds} from "../src/libraries/PackedFunds.sol";
import {Ledger, PackedLedger, ProjectStatus} from "../src/libraries/PackedLedger.sol";
import {Symbolic} from "./Symbolic.sol";

/// @dev What goes into a packed slot comes out of it, whatever its neighbours hold.
contract PackedSlotsProof is Symbolic {
    function check_funds_come_out_as_they_went_in(
        uint48 float,
        uint48 bond,
        uint48 fees,
        uint48 unproven,
        uint32 knownLabelers,
        PoolState state
    ) external pure {
        Funds memory put = Funds(float, bond, fees, unproven, knownLabelers, state);
        Funds memory got = PackedFunds.unpacked(PackedFunds.packed(put));
        assert(got.float == float && got.bond == bond && got.fees == fees);
        assert(got.unproven == unproven && got.knownLabelers == knownLabelers);
        assert(got.state == state);
    }

    function check_a_ledger_comes_out_as_it_went_in(
        uint48 deposit,
        uint48 credited,
        uint40 unopened,
        uint40 maxUnopened,
        uint24 checkpointCount,
        uint32 unopenedSince,
        uint16 feeBps,
        ProjectStatus status
    ) external pure {
        Ledger memory put;
        (put.deposit, put.credited) = (deposit, credited);
        (put.unopened, put.maxUnopened) = (unopened, maxUnopened);
        (put.checkpointCount, put.unopenedSince) = (checkpointCount, unopenedSince);
        (put.feeBps, put.status) = (feeBps, status);
        Ledger memory got = PackedLedger.unpacked(PackedLedger.packed(put));
        assert(got.deposit == deposit && got.credited == credited);
        assert(got.unopened == unopened && got.maxUnopened == maxUnopened);
        assert(got.checkpointCount == checkpointCount && got.unopenedSince == unopenedSince);
        assert(got.feeBps == feeBps && got.status == status);
    }
}
