// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The cheatcodes of halmos that the proofs use.
interface Vm {
    function assume(bool condition) external pure;
    function prank(address caller) external;
    function warp(uint256 timestamp) external;
}

interface Svm {
    function enableSymbolicStorage(address account) external;
}

/// @dev What every proof stands on. halmos runs each function named `check_` with every value of
/// its arguments at once; a proof holds when no path ends in a failed assertion.
abstract contract Symbolic {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    Svm internal constant svm = Svm(address(uint160(uint256(keccak256("svm cheat code")))));
}
