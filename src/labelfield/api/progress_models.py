"""What travels for a requester who watches a project."""

from labelfield.api.models import Amount, HexHash, ProjectSummary, Wire


class CheckpointFacts(Wire):
    """One checkpoint on chain."""

    number: int
    record: HexHash
    transaction: HexHash
    gas_used: int
    gas_price_wei: int
    credited: Amount
    fee: Amount
    labelers: int


class AppealsAwaited(Wire):
    """Why a project whose tasks are all closed goes on: labelers may appeal, or have appealed."""

    until_s: int | None
    """When it waits no longer; None while records are opened, for the time begins after that."""
    asked: int
    """Tasks that others are being asked about."""


class Progress(ProjectSummary):
    """What a requester watches."""

    deposit: Amount
    receipts: int
    settlements: int
    labelers: int
    owed: Amount
    credited: Amount
    gold_answers: int
    gold_right: int
    opened_checkpoints: int
    checkpoints: list[CheckpointFacts]
    appeals: AppealsAwaited | None = None
    """None where the project does not wait for appeals."""
