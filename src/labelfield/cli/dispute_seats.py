"""`labelfield dispute seats`: a juror's places on a Court's bench, and the stake behind them."""

from typing import TYPE_CHECKING, Annotated

import typer

from labelfield.cli.dispute_scene import KeyFileOption, Scene, scene_of
from labelfield.cli.errors import BadOptions
from labelfield.cli.places import HomeOption, PoolOption, RpcOption
from labelfield.cli.times import utc
from labelfield.cli.wallet import private_key

if TYPE_CHECKING:
    from labelfield.chain.calls import Call
    from labelfield.chain.pool_state import Seat
    from labelfield.chain.transactions import Sender


def seats(
    take: Annotated[int, typer.Option(help="Seats to take, each with its stake.", min=0)] = 0,
    leave: Annotated[int, typer.Option(help="Seats to leave; the newest first.", min=0)] = 0,
    stake: Annotated[
        bool, typer.Option("--stake", help="Take the stake of seats left long enough ago.")
    ] = False,
    rpc: RpcOption = None,
    pool: PoolOption = None,
    key_file: KeyFileOption = None,
    home: HomeOption = None,
) -> None:
    """Take seats on the bench of the pool's Court, leave them, take their stake; then list them.

    Who sits is drawn into juries and paid for voting with the final ruling. A fault costs a quarter
    of a seat's stake.
    """
    from labelfield.chain.anvil import JUROR_KEYS
    from labelfield.chain.transactions import Sender

    scene = scene_of(home, rpc, pool, None)
    sender = Sender(scene.pool.rpc_url, private_key(key_file, scene.pool.chain_id, JUROR_KEYS[0]))
    for call in _calls(scene, sender, take, leave, stake):
        sender.execute(call)
    _list(scene, sender)


def _calls(scene: Scene, sender: "Sender", take: int, leave: int, stake: bool) -> "list[Call]":
    from labelfield.chain import calls, court_calls

    bench = (scene.pool.registry, scene.court.jury, scene.court.address)
    own = _own_seats(scene, sender.address)
    sitting = [number for number, seat in own.items() if not seat.left_at and seat.parts]
    wanted: list[Call] = []
    if take:
        wanted.append(calls.approve(scene.pool.stake_token, bench[0], _price(scene, sender, take)))
        wanted.append(court_calls.take_seats(*bench, take))
    if leave > len(sitting):
        raise BadOptions(f"--leave {leave}: you sit on {len(sitting)}")
    if leave:
        wanted.append(court_calls.leave_seats(*bench, sitting[-leave:]))
    if stake:
        now_s = scene.pool.chain_time_s()
        free = [number for number, seat in own.items() if _is_free(scene, seat, now_s)]
        if not free:
            raise BadOptions("--stake: no stake is free yet")
        wanted.append(court_calls.take_seat_stake(*bench, free))
    return wanted


def _price(scene: Scene, sender: "Sender", count: int) -> int:
    """Return the base units behind `count` seats; refuse what the juror has not got."""
    price = scene.pool.seat_stake * count
    held = scene.pool.balance_of(scene.pool.stake_token, sender.address)
    if held < price:
        raise BadOptions(
            f"--take {count}: the stake is {price} base units of {scene.pool.stake_token}, "
            f"{sender.address} has {held}"
        )
    return price


def _own_seats(scene: Scene, juror: str) -> "dict[int, Seat]":
    jury, court = scene.court.jury, scene.court.address
    every = (
        (number, scene.pool.seat(jury, court, number))
        for number in range(scene.pool.seat_count(jury, court))
    )
    return {number: seat for number, seat in every if seat.juror == juror}


def _is_free(scene: Scene, seat: "Seat", now_s: int) -> bool:
    return bool(
        seat.left_at
        and seat.parts
        and not seat.locked
        and seat.left_at + scene.pool.seat_exit_delay_s <= now_s
    )


def _list(scene: Scene, sender: "Sender") -> None:
    own = _own_seats(scene, sender.address)
    for number, seat in own.items():
        typer.echo(f"seat {number}: {_sentence(scene, seat)}")
    if not own:
        typer.echo(f"{sender.address} has no seat on the bench of {scene.court.address}")


def _sentence(scene: Scene, seat: "Seat") -> str:
    if not seat.parts:
        return "its stake is gone"
    locked = f", {seat.locked} at stake in votes" if seat.locked else ""
    if not seat.left_at:
        return f"{seat.parts} of 4 parts{locked}"
    free = utc(seat.left_at + scene.pool.seat_exit_delay_s)
    return f"left, {seat.parts} of 4 parts{locked}; free at {free}"
