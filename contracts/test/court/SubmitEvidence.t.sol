// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICourt} from "../../src/interfaces/ICourt.sol";
import {CourtTest} from "./CourtTest.sol";

contract SubmitEvidenceTest is CourtTest {
    function test_tells_everybody(address author, bytes32 evidenceHash, string memory place)
        public
    {
        uint256 id = openDispute();
        vm.expectEmit(address(court));
        emit ICourt.Evidence(id, author, evidenceHash, place);
        vm.prank(author);
        court.submitEvidence(id, evidenceHash, place);
    }
}
