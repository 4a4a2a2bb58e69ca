// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @dev A token of which one stands for one coin, like WBNB.
contract WrappedCoin is ERC20("Wrapped Coin", "WCOIN") {
    function deposit() external payable {
        _mint(msg.sender, msg.value);
    }
}
