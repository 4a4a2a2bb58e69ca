// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PlainToken} from "./PlainToken.sol";

/// @dev Keeps 1% of every transfer.
contract FeeToken is PlainToken(18) {
    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0)) return super._update(from, to, amount);
        super._update(from, to, amount - amount / 100);
        super._update(from, address(this), amount / 100);
    }
}

/// @dev Says no by returning false.
contract FalseToken is PlainToken(18) {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @dev Refuses to pay those on its list.
contract FreezingToken is PlainToken(18) {
    error Frozen(address account);

    mapping(address account => bool) public frozen;

    function freeze(address account) external {
        frozen[account] = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (frozen[to]) revert Frozen(to);
        super._update(from, to, amount);
    }
}

/// @dev Calls whoever asked for it whenever it moves.
contract HookToken is PlainToken(18) {
    address public hooked;
    bytes public call;
    bytes public answer;
    bool public succeeded;

    function hook(address target, bytes calldata data) external {
        (hooked, call) = (target, data);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        address target = hooked;
        if (target == address(0)) return;
        hooked = address(0);
        (succeeded, answer) = target.call(call);
    }
}

/// @dev Counts shares, of which one can become worth more: what moves is rounded down to shares.
contract RebasingToken is PlainToken(18) {
    uint256 public worth = 1;

    function rebase(uint256 worth_) external {
        worth = worth_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return super.balanceOf(account) * worth;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount / worth);
    }
}

/// @dev Moves money and returns nothing, like the first of the stablecoins.
contract SilentToken {
    uint8 public constant decimals = 6;
    string public constant name = "Silent";
    string public constant symbol = "SILENT";
    mapping(address account => uint256) public balanceOf;
    mapping(address account => mapping(address spender => uint256)) public allowance;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}
