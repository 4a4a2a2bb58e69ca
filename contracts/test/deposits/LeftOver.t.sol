// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDeposits, Permit, Permit2Transfer} from "../../src/interfaces/IDeposits.sol";
import {ILabelPool} from "../../src/interfaces/ILabelPool.sol";
import {IPermit2} from "../../src/interfaces/IPermit2.sol";
import {ProjectTerms} from "../../src/interfaces/PoolTypes.sol";
import {PoolTest} from "../PoolTest.sol";
import {IMintable} from "../tokens/IMintable.sol";
import {Permit2Double} from "./Permit2Double.sol";
import {WrappedCoin} from "./WrappedCoin.sol";

/// @dev Nothing stays in Deposits, whichever entrance is taken.
contract LeftOverTest is PoolTest {
    uint256 private constant VALUE = 100 * UNIT;

    IDeposits private deposits;
    Permit2Double private permit2;
    ForgetfulCoin private coin;
    address private payer;

    function setUp() public override {
        super.setUp();
        permit2 = new Permit2Double();
        coin = new ForgetfulCoin();
        deposits =
            IDeposits(deploy("Deposits.sol:Deposits", abi.encode(address(permit2), address(coin))));
        payer = vm.addr(55);
        vm.deal(payer, 2 * VALUE);
        vm.startPrank(payer);
        coin.deposit{value: VALUE}();
        coin.approve(address(deposits), type(uint256).max);
        coin.approve(address(permit2), type(uint256).max);
        vm.stopPrank();
        token = IMintable(address(coin));
    }

    function test_a_pool_that_takes_nothing_is_refused() public {
        coin.remember();
        pool = ILabelPool(address(new LazyPool(coin)));
        refuses();
    }

    function test_a_pool_that_uses_the_allowance_up_and_takes_nothing_is_refused() public {
        coin.remember();
        pool = ILabelPool(address(new ReturningPool(coin)));
        refuses();
    }

    function test_a_token_that_leaves_an_allowance_is_refused() public {
        pool = newPool(settings());
        vm.prank(requester);
        project = pool.openProject(terms(FEE_BPS), 0);
        refuses();
    }

    function refuses() private {
        Permit memory permit; // of no use, but the allowance is there
        Permit2Transfer memory transfer = transferOf();
        vm.startPrank(payer);
        vm.expectRevert(leftOver());
        deposits.openProjectWithPermit(pool, terms(FEE_BPS), 100, permit);
        vm.expectRevert(leftOver());
        deposits.topUpWithPermit(pool, project, 100, permit);
        vm.expectRevert(leftOver());
        deposits.openProjectWithPermit2(pool, terms(FEE_BPS), 100, transfer);
        vm.expectRevert(leftOver());
        deposits.topUpWithPermit2(pool, project, 100, transfer);
        vm.expectRevert(leftOver());
        deposits.openProjectWithNative{value: VALUE}(pool, terms(FEE_BPS), 100);
        vm.expectRevert(leftOver());
        deposits.topUpWithNative{value: VALUE}(pool, project, 100);
        vm.stopPrank();
        assertEq(coin.balanceOf(payer), VALUE, "tokens");
        assertEq(payer.balance, VALUE, "coins");
    }

    function leftOver() private pure returns (bytes memory) {
        return abi.encodeWithSelector(IDeposits.LeftOver.selector, VALUE, 0);
    }

    function transferOf() private view returns (Permit2Transfer memory) {
        IPermit2.PermitTransferFrom memory permit = IPermit2.PermitTransferFrom(
            IPermit2.TokenPermissions(address(coin), VALUE), 0, block.timestamp
        );
        bytes32 digest = permit2.digest(permit, address(deposits));
        return Permit2Transfer(0, block.timestamp, signature(55, digest));
    }
}

/// @dev Transfers do not use an allowance up, until it is told to remember.
contract ForgetfulCoin is WrappedCoin {
    bool private remembers;

    function remember() external {
        remembers = true;
    }

    function _spendAllowance(address owner, address spender, uint256 value) internal override {
        if (remembers) super._spendAllowance(owner, spender, value);
    }
}

/// @dev Says that it is a pool of the token, and takes nothing.
contract LazyPool {
    WrappedCoin public immutable token;
    uint256 public constant unit = 1e12;

    constructor(WrappedCoin token_) {
        token = token_;
    }

    function openProjectFor(address, ProjectTerms calldata, uint64 deposit)
        external
        returns (uint32)
    {
        _take(deposit);
        return 1;
    }

    function topUp(uint32, uint64 amount) external {
        _take(amount);
    }

    function _take(uint64 amount) internal virtual {}
}

/// @dev Moves the tokens to where they were.
contract ReturningPool is LazyPool {
    constructor(WrappedCoin token_) LazyPool(token_) {}

    function _take(uint64 amount) internal override {
        require(token.transferFrom(msg.sender, msg.sender, amount * unit));
    }
}
