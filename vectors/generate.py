"""Write the vectors that Solidity, Python and the browser are checked against.

Run `python vectors/generate.py`; a changed file is a protocol change.
"""

import json
from pathlib import Path
from runpy import run_path

from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.hashes import hex_of, keccak
from labelfield.protocol.ids import Address, Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key
from labelfield.protocol.manifest import AnswersPerTask, Manifest, manifest_hash, manifest_json
from labelfield.protocol.merkle import leaf_of, proof_of, root_of
from labelfield.protocol.messages import (
    Answer,
    Appeal,
    Login,
    Message,
    Receipt,
    Session,
    Withdrawal,
    answer_hash,
    digest,
)
from labelfield.protocol.scoring import Scoring
from labelfield.protocol.sealing import RecordPlace, key_before, seal
from labelfield.protocol.tasks import Gold, Task, gold_leaves, gold_root, task_id, task_json
from labelfield.protocol.typed_data import Domain, domain_separator

FOLDER = Path(__file__).parent
CLOSING_CROWDS = (2, 3, 8, 14)
"""Settlement vectors whose crowds close tasks: two, one with models, one with minted gold."""
DOMAIN = Domain(chain_id=31337, pool=Address("0x" + "5f" * 20))
PRIVATE_KEYS = [keccak(b"labelfield vector key %d" % number) for number in range(3)]
WALLET, SESSION_KEY, RECEIPT_KEY = (Key(private_key) for private_key in PRIVATE_KEYS)


def hash_of(text: str) -> Hash32:
    return Hash32(hex_of(keccak(text.encode())))


def message_vectors() -> list[dict[str, object]]:
    cases: list[tuple[Message, bytes]] = [
        (Session(WALLET.address, SESSION_KEY.address, 1_800_000_000), PRIVATE_KEYS[0]),
        (Login(WALLET.address, SESSION_KEY.address, hash_of("nonce")), PRIVATE_KEYS[1]),
        (_answer(1, Hash32("0x" + "00" * 32)), PRIVATE_KEYS[1]),
        (_answer(2, _answer(1, Hash32("0x" + "00" * 32)).head()), PRIVATE_KEYS[1]),
        (_answer(2**32 - 1, hash_of("far"), 2**64 - 1), PRIVATE_KEYS[1]),
        (_receipt(1, 0), PRIVATE_KEYS[2]),
        (_receipt(2**53 - 1, 2**53 - 1), PRIVATE_KEYS[2]),
        (_withdrawal(2_500_000, 1000, 0), PRIVATE_KEYS[0]),
        (_withdrawal(2**53 - 1, 2**53 - 1, 7), PRIVATE_KEYS[0]),
        (_appeal(1, 0), PRIVATE_KEYS[1]),
        (_appeal(2**32 - 1, 2**53 - 1), PRIVATE_KEYS[1]),
    ]
    return [_message_vector(message, private_key) for message, private_key in cases]


def _appeal(project: int, time_s: int) -> Appeal:
    return Appeal(ProjectNumber(project), WALLET.address, TaskId(hash_of("task")), time_s)


def canonical_vectors() -> list[dict[str, object]]:
    values = [
        {},
        [],
        {"b": 1, "a": [True, False, None]},
        {"€": "\u20ac", "\r": "return", "1": "one", "😀": "smile", "ö": "o"},
        [0, -1, 2**53 - 1, -(2**53) + 1],
        [0.5, 1e-7, 1e21, 333333333.3333333, 4.5, 2e-3, 1.0],
        'quote " slash / backslash \\ tab \t null \u0000 bell \u0007 del \u007f',
        [
            {
                "from_name": "label",
                "to_name": "text",
                "type": "choices",
                "value": {"choices": ["ja"]},
            }
        ],
    ]
    return [
        {"value": value, "canonical": canonical_json(value).decode()}  # type: ignore[arg-type]
        for value in values
    ]


def answer_vectors() -> list[dict[str, object]]:
    labels = ["yes", "no", "нет", "🙂", 'a "quoted" label']
    vectors = []
    for number, label in enumerate(labels):
        answer = _choice(label)
        salt = hex_of(keccak(b"salt %d" % number)[:16])
        vectors.append(
            {
                "salt": salt,
                "answer": answer,
                "answer_hash": answer_hash(salt, canonical_json(answer)),
            }
        )
    return vectors


def merkle_vectors() -> list[dict[str, object]]:
    vectors = []
    for size in (0, 1, 2, 3, 5, 8, 13):
        contents = [b"leaf %d" % number for number in range(size)]
        leaves = [leaf_of(content) for content in contents]
        vectors.append(
            {
                "contents": [hex_of(content) for content in contents],
                "leaves": [hex_of(leaf) for leaf in leaves],
                "root": hex_of(root_of(leaves)),
                "proofs": [[hex_of(node) for node in proof_of(leaves, i)] for i in range(size)],
            }
        )
    return vectors


def task_vectors() -> dict[str, object]:
    tasks = [Task(f"t{number}", {"text": f"Text {number}"}) for number in range(3)]
    golds = [
        Gold(task_id(task), canonical_json(_choice("yes")), hash_of(f"gold salt {task.key}"))
        for task in tasks
    ]
    return {
        "tasks": [{"json": task_json(task).decode(), "task": task_id(task)} for task in tasks],
        "gold": [
            {"task": gold.task, "answer": gold.answer_json.decode(), "salt": gold.salt}
            for gold in golds
        ],
        "gold_leaves": [hex_of(leaf) for leaf in gold_leaves(golds)],
        "gold_root": gold_root(golds),
    }


def manifest_vectors() -> dict[str, object]:
    manifest = Manifest(
        title="Birds",
        instructions="Which bird is it?",
        config="<View/>",
        task_batches=(hash_of("batch"),),
        task_count=3,
        gold_count=1,
        gold_root=hash_of("gold"),
        price=5000,
        answers_per_task=AnswersPerTask(minimum=3, maximum=7, target_confidence_bps=9950),
        scoring=Scoring(classes=("bunting", "grosbeak")),
        lease_s=600,
        fee_bps=200,
        operator=WALLET.address,
        opening_interval_s=3600,
        max_unopened=25_000_000,
    )
    return {"json": manifest_json(manifest).decode(), "manifest_hash": manifest_hash(manifest)}


def sealing_vectors() -> list[dict[str, object]]:
    """Three records of one project: the last key opens them all."""
    last = keccak(b"labelfield vector record key")
    vectors = []
    for checkpoint in (1, 2, 3):
        place = RecordPlace(DOMAIN, ProjectNumber(7), checkpoint)
        key = key_before(last, 3 - checkpoint)
        data = b"record %d" % checkpoint
        vectors.append(
            {
                "place": place.spelled().decode(),
                "key": hex_of(key),
                "data": hex_of(data),
                "sealed": hex_of(seal(key, place, data)),
            }
        )
    return vectors


def withdrawal_vector() -> dict[str, object]:
    """One withdrawal, flat, with names in alphabetical order: what forge's JSON parser reads."""
    withdrawal = _withdrawal(2_500_000, 1000, 0)
    return {
        "amount": withdrawal.amount,
        "chainId": DOMAIN.chain_id,
        "deadline": withdrawal.deadline_s,
        "destination": withdrawal.destination,
        "digest": hex_of(digest(DOMAIN, withdrawal)),
        "domainSeparator": hex_of(domain_separator(DOMAIN)),
        "labeler": withdrawal.labeler,
        "maxRelayFee": withdrawal.max_relay_fee,
        "nonce": withdrawal.nonce,
        "pool": DOMAIN.pool,
        "signature": hex_of(WALLET.sign(digest(DOMAIN, withdrawal))),
        "structHash": hex_of(withdrawal.struct_hash()),
    }


def _choice(label: str) -> list[object]:
    value = {"choices": [label]}
    return [{"from_name": "label", "to_name": "text", "type": "choices", "value": value}]


def _answer(sequence: int, previous: Hash32, time_s: int = 1_790_000_000) -> Answer:
    return Answer(
        project=ProjectNumber(7),
        labeler=WALLET.address,
        task=TaskId(hash_of("task")),
        answer_hash=hash_of("answer"),
        sequence=sequence,
        previous=previous,
        time_s=time_s,
    )


def _receipt(number: int, owed: int) -> Receipt:
    return Receipt(
        labeler=WALLET.address,
        number=number,
        owed=owed,
        project=ProjectNumber(7),
        sequence=1,
        head=hash_of("head"),
        task=TaskId(hash_of("task")),
        position=3,
        settle_by_s=1_790_003_600,
    )


def _withdrawal(amount: int, max_relay_fee: int, nonce: int) -> Withdrawal:
    return Withdrawal(
        labeler=WALLET.address,
        destination=Address("0x" + "d0" * 20),
        amount=amount,
        max_relay_fee=max_relay_fee,
        nonce=nonce,
        deadline_s=1_790_000_600,
    )


def _message_vector(message: Message, private_key: bytes) -> dict[str, object]:
    fields = {name: getattr(message, name) for name in message.__slots__}
    signed = digest(DOMAIN, message)
    return {
        "type": type(message).__name__,
        "domain": {"chain_id": DOMAIN.chain_id, "pool": DOMAIN.pool},
        "message": {
            name: str(value) if isinstance(value, int) and value > 2**53 - 1 else value
            for name, value in fields.items()
        },
        "struct_hash": hex_of(message.struct_hash()),
        "digest": hex_of(signed),
        "private_key": hex_of(private_key),
        "signature": hex_of(Key(private_key).sign(signed)),
        "signer": Key(private_key).address,
    }


def vectors() -> dict[str, object]:
    """Return every vector file's content by its name."""
    settlements, closings = (
        run_path(str(FOLDER / f"{name}.py")) for name in ("settlements", "closings")
    )
    crowds = settlements["made_crowds"]()
    return {
        "messages.json": message_vectors(),
        "canonical.json": canonical_vectors(),
        "answers.json": answer_vectors(),
        "merkle.json": merkle_vectors(),
        "tasks.json": task_vectors(),
        "manifest.json": manifest_vectors(),
        "sealing.json": sealing_vectors(),
        "withdrawal.json": withdrawal_vector(),
        "settlements.json": settlements["settlement_vectors"](),
        "closings.json": closings["closing_vectors"](
            {number: crowds[number] for number in CLOSING_CROWDS}
        ),
    }


def spelled(content: object) -> str:
    """Return a vector file's text."""
    return json.dumps(content, indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    for name, content in vectors().items():
        (FOLDER / name).write_text(spelled(content))
