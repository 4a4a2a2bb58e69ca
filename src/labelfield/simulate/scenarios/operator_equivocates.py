"""An operator that tells two labelers they were at the same place of a task, and pays one."""

from labelfield.chain.pool_state import PoolState
from labelfield.protocol.ids import Hash32, ProjectNumber, TaskId
from labelfield.protocol.messages import Receipt
from labelfield.simulate.cheating_operators import claims_paid, labelers_harm, promised, purse
from labelfield.simulate.errors import NotCaught
from labelfield.simulate.job import opened, wallet_of, worked
from labelfield.simulate.laboratory import Laboratory
from labelfield.simulate.row import Row
from labelfield.simulate.scenario import Scenario
from labelfield.simulate.watching import Watchtower, signed_receipt


def play(lab: Laboratory, scenario: Scenario) -> Row:
    """Sign the second story; two labelers' receipts meet in one folder."""
    with lab.economy() as place:
        job = lab.quick()
        number = opened(place, job)
        receipts = worked(place, number, job, job.crowd.seats[:-1])
        owed, before = promised(receipts), purse(place)
        first, late = receipts[0], wallet_of("came too late").address
        second = Receipt(
            labeler=late,
            number=1,
            owed=0,
            project=ProjectNumber(first.project),
            sequence=1,
            head=Hash32(first.head),
            task=TaskId(first.task),
            position=first.position,
            settle_by_s=first.settle_by_s,
        )
        tower = Watchtower(place, lab.folder(), receipts)
        tower.rest()
        tower.keep("second", [signed_receipt(place, second)])
        proved = tower.until("contradict")
        if place.pool.funds().state is not PoolState.HALTED:
            raise NotCaught("an operator that told two stories goes on")
        tower.rest()
        claims_paid(place, owed)
        return scenario.row(
            gained=purse(place).gain_since(before),
            measure=f"kept the price of one answer, {lab.price} units; its bond is halved",
            harmed=(labelers_harm(place, owed),),
            caught="two receipts for one place, proved in one call",
            when=f"{proved.blocks} block(s) after the receipts met",
        )


SCENARIO = Scenario("operator-equivocates", "operator", "signs two stories about one place", play)
