// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {JuryRequest, Place} from "../../../src/interfaces/IJury.sol";
import {CourtTest} from "../CourtTest.sol";

/// @dev A jury whose court is the test itself.
abstract contract JuryTest is CourtTest {
    uint256 internal constant DISPUTE = 1;
    bytes32 internal constant SEED = keccak256("seed");

    uint256[] internal rulings;

    function setUp() public virtual override {
        super.setUp();
        takeBench(address(this));
        fund(address(this), address(jury));
    }

    function rule(uint256, uint256 ruling) external {
        rulings.push(ruling);
    }

    function request(bytes32 seed) internal view returns (bytes memory) {
        return abi.encode(JuryRequest(seed, uint40(block.timestamp), [disputant, operator]));
    }

    function create() internal returns (uint256) {
        return jury.createDispute(2, request(SEED));
    }

    function reveal(uint256 place, uint8 vote) internal {
        jury.revealVote(DISPUTE, place, vote, salt(place));
    }

    function seatDrawnAt(uint256 place) internal view returns (Place memory) {
        return jury.placesOf(DISPUTE)[place];
    }
}
