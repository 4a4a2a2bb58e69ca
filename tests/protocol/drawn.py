"""Messages, manifests and records that Hypothesis draws for the protocol's tests."""

from hypothesis import strategies as st

from labelfield.protocol.canonical import Json, canonical_json
from labelfield.protocol.ids import Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.manifest import AnswersPerTask, Manifest
from labelfield.protocol.messages import (
    Answer,
    Appeal,
    Login,
    Message,
    Receipt,
    Session,
    Withdrawal,
)
from labelfield.protocol.record import (
    AnswerRow,
    AppealRow,
    ClosingRow,
    ContentRow,
    CreditRow,
    GoldRow,
    PredictedRow,
    PredictionRow,
    Record,
    RecordHeader,
    SessionRow,
    SettlementRow,
    SignatureRow,
)
from labelfield.protocol.record_json import rows_root
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.typed_data import Domain

LARGEST = 2**53 - 1
MODELS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/@:+-]{0,8}", fullmatch=True)


def hexadecimal(size: int) -> st.SearchStrategy[str]:
    """Return texts that spell `size` bytes."""
    return st.binary(min_size=size, max_size=size).map(lambda data: "0x" + data.hex())


def between(least: int, most: int) -> st.SearchStrategy[int]:
    """Return integers in a range, with its edges often among them."""
    return st.sampled_from((least, most)) | st.integers(least, most)


def unsigned(bits: int) -> st.SearchStrategy[int]:
    """Return integers of up to `bits` bits."""
    return between(0, 2**bits - 1)


ADDRESSES = hexadecimal(20).map(Address)
HASHES = hexadecimal(32).map(Hash32)
TASKS = hexadecimal(32).map(TaskId)
PROJECTS = unsigned(32).map(ProjectNumber)
SIGNATURES = hexadecimal(65)
AMOUNTS = between(0, LARGEST)
COUNTS = between(1, LARGEST)
SEQUENCES = between(1, 2**32 - 1)
PRIVATE_KEYS = st.integers(1, 2**255).map(lambda number: number.to_bytes(32))

TEXTS = st.text(max_size=20)
NUMBERS = between(-LARGEST, LARGEST) | st.floats(-(2.0**52), 2.0**52)
JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
CANONICAL = JSON.map(canonical_json)

DOMAINS = st.builds(Domain, chain_id=unsigned(256), pool=ADDRESSES)
SESSIONS = st.builds(Session, ADDRESSES, ADDRESSES, unsigned(64))
LOGINS = st.builds(Login, ADDRESSES, ADDRESSES, HASHES)
ANSWERS = st.builds(
    Answer,
    project=PROJECTS,
    labeler=ADDRESSES,
    task=TASKS,
    answer_hash=HASHES,
    sequence=unsigned(32),
    previous=HASHES,
    time_s=unsigned(64),
)
RECEIPTS = st.builds(
    Receipt,
    labeler=ADDRESSES,
    number=unsigned(64),
    owed=unsigned(64),
    project=PROJECTS,
    sequence=unsigned(32),
    head=HASHES,
    task=TASKS,
    position=unsigned(16),
    settle_by_s=unsigned(64),
)
WITHDRAWALS = st.builds(
    Withdrawal,
    labeler=ADDRESSES,
    destination=ADDRESSES,
    amount=unsigned(64),
    max_relay_fee=unsigned(64),
    nonce=unsigned(64),
    deadline_s=unsigned(64),
)
APPEALS = st.builds(Appeal, project=PROJECTS, labeler=ADDRESSES, task=TASKS, time_s=unsigned(64))
MESSAGES: st.SearchStrategy[Message] = st.one_of(
    SESSIONS, LOGINS, ANSWERS, RECEIPTS, WITHDRAWALS, APPEALS
)

CLASSES = st.lists(st.text(max_size=5), min_size=2, max_size=5, unique=True).map(tuple)
SCORINGS = st.builds(
    Scoring,
    classes=CLASSES,
    passes=between(1, 20),
    labeler_pseudo_answers=between(1, 1000),
    crowd_pseudo_answers=between(1, 1000),
    deduction_percent=between(0, 1000),
    full_pay_score_percent=between(1, 100),
    minimum_answers=between(1, 1000),
    carry_over_answers=between(0, 1000),
    credit_line_percent=between(0, 1000),
)
CLOSING_RULES = st.builds(
    lambda minimum, extra, target: AnswersPerTask(minimum, min(1000, minimum + extra), target),
    between(1, 1000),
    between(0, 999),
    between(1, 10_000),
)
MANIFESTS = st.builds(
    Manifest,
    title=TEXTS,
    instructions=TEXTS,
    config=TEXTS,
    task_batches=st.lists(HASHES, min_size=1, max_size=3, unique=True).map(tuple),
    task_count=between(100, LARGEST),
    gold_count=between(1, 100),
    gold_root=HASHES,
    price=COUNTS,
    answers_per_task=CLOSING_RULES,
    scoring=SCORINGS,
    lease_s=between(1, 7 * 86_400),
    fee_bps=between(0, 10_000),
    operator=ADDRESSES,
    opening_interval_s=between(1, 30 * 86_400),
    max_unopened=between(1, 2**40 - 1),
    privacy=st.sampled_from(("public", "private")),
    version=st.just(3),
)

ANSWER_ROWS = st.builds(
    AnswerRow,
    labeler=ADDRESSES,
    sequence=SEQUENCES,
    task=TASKS,
    position=between(1, 2**16 - 1),
    answer_hash=HASHES,
    time_s=AMOUNTS,
    settlement=AMOUNTS,
    increment=AMOUNTS,
    receipt_number=COUNTS,
    owed=AMOUNTS,
    settle_by_s=AMOUNTS,
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Draw records of any rows; what the rows say of each other is not the protocol's concern."""

    def rows(row: type, **fields: st.SearchStrategy[object]) -> tuple:
        return tuple(draw(st.lists(st.builds(row, **fields), max_size=2)))

    answers = tuple(draw(st.lists(ANSWER_ROWS, max_size=3)))
    header = RecordHeader(
        chain_id=draw(COUNTS),
        pool=draw(ADDRESSES),
        project=ProjectNumber(draw(SEQUENCES)),
        checkpoint=draw(COUNTS),
        previous=draw(HASHES),
        fee=draw(AMOUNTS),
        rows_root=rows_root(answers),
    )
    return Record(
        header=header,
        sessions=rows(
            SessionRow,
            labeler=ADDRESSES,
            key=ADDRESSES,
            valid_until_s=AMOUNTS,
            signature=SIGNATURES,
        ),
        answers=answers,
        signatures=rows(
            SignatureRow,
            labeler=ADDRESSES,
            sequence=SEQUENCES,
            key=ADDRESSES,
            signature=SIGNATURES,
        ),
        closings=rows(ClosingRow, task=TASKS, settlement=COUNTS),
        contents=rows(
            ContentRow,
            labeler=ADDRESSES,
            sequence=SEQUENCES,
            answer_json=CANONICAL,
            salt=hexadecimal(16),
        ),
        settlements=rows(
            SettlementRow,
            number=COUNTS,
            final=st.booleans(),
            inputs_hash=HASHES,
            settlement_hash=HASHES,
        ),
        gold=rows(
            GoldRow,
            task=TASKS,
            answer_json=CANONICAL,
            salt=HASHES,
            proof=st.lists(HASHES, max_size=3).map(tuple),
        ),
        credits=rows(CreditRow, labeler=ADDRESSES, index=SEQUENCES, amount=SEQUENCES),
        predictions=rows(
            PredictionRow, model=MODELS, task=TASKS, prediction_hash=HASHES, settlement=AMOUNTS
        ),
        predicted=rows(
            PredictedRow, model=MODELS, task=TASKS, answer_json=CANONICAL, salt=hexadecimal(16)
        ),
        appeals=rows(
            AppealRow,
            task=TASKS,
            labeler=ADDRESSES,
            time_s=AMOUNTS,
            settlement=AMOUNTS,
            key=ADDRESSES,
            signature=SIGNATURES,
        ),
    )
