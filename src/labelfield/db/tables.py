"""Every table. Hashes and addresses are spelled as in the protocol, amounts are units.

Nothing here decides money that the record does not repeat: the database is a cache and a queue.
"""

from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    false,
)

from labelfield.db.appeal_tables import appeals as appeals  # noqa: PLC0414 (exported)
from labelfield.db.metadata import metadata as metadata  # noqa: PLC0414
from labelfield.db.webhook_tables import deliveries as deliveries  # noqa: PLC0414
from labelfield.db.webhook_tables import webhook_seen as webhook_seen  # noqa: PLC0414
from labelfield.db.webhook_tables import webhooks as webhooks  # noqa: PLC0414

projects = Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, unique=True),  # on chain; null while a draft
    Column("manifest_hash", String(66), nullable=False, unique=True),
    Column("manifest_json", LargeBinary, nullable=False),
    Column("requester", String(42), nullable=False),
    Column("bucket", String(63), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("reserved", Boolean, nullable=False),
    Column("state", String(8), nullable=False),  # filling, draft, open, closing, complete, halted
    Column("deposit", BigInteger, nullable=False, default=0),
    Column("accepted", Integer, nullable=False, default=0),
    Column("closed_tasks", Integer, nullable=False, default=0),
    Column("settlements", Integer, nullable=False, default=0),
    Column("begun_settlements", Integer, nullable=False, default=0, server_default="0"),
    Column("final_settlement", Integer),
    Column("checkpoints", Integer, nullable=False, default=0),
    Column("opened_checkpoints", Integer, nullable=False, default=0, server_default="0"),
    Column("unopened_since_s", BigInteger),  # of the oldest checkpoint that is not opened
    Column("proves_at_s", BigInteger),  # last second of the oldest opening that is not proven
    Column("paused", Boolean, nullable=False, default=False, server_default=false()),
    Column("hidden", Boolean, nullable=False, default=False, server_default=false()),
    Column("most_answers", Integer),  # that one labeler may give; null: all tasks
    Column("most_held", Integer),  # tasks that one labeler may hold at a time
    Column("contested", Boolean, nullable=False, default=False, server_default=false()),
    Column("disputes", Integer, nullable=False, default=0, server_default="0"),  # pending ones
    Column("heard", Integer, nullable=False, default=0, server_default="0"),  # who can close tasks
    Column("appealable", Boolean, nullable=False, default=False, server_default=false()),
    Column("appeals_until_s", BigInteger),  # once all is closed and open; null before
)

tasks = Table(
    "tasks",
    metadata,
    Column("project_id", ForeignKey("projects.id"), primary_key=True),
    Column("task", String(66), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("task_json", LargeBinary, nullable=False),
    Column("answers", Integer, nullable=False, default=0),
    Column("closing", Integer),  # first settlement that counts the task; null while open
    Column("checkpoint", Integer),  # the record that holds the closing
    Column("withheld", Boolean, nullable=False, default=False, server_default=false()),
    Column("judged", Integer, nullable=False, default=0, server_default="0"),  # answers, lately
    Column("sure_q16", Integer, nullable=False, default=0, server_default="0"),  # with those
    Column("minted", Integer),  # class of the gold that a settlement made of it
)
Index("tasks_minted", tasks.c.project_id, tasks.c.minted)
Index("tasks_open", tasks.c.project_id, tasks.c.closing, tasks.c.ordinal)
Index("tasks_progress", tasks.c.project_id, tasks.c.closing, tasks.c.answers, tasks.c.ordinal)

gold = Table(
    "gold",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("task", String(66), primary_key=True),
    Column("answer_json", LargeBinary, nullable=False),
    Column("label", Integer, nullable=False),  # class; -1 where `stored` says more
    Column("salt", String(66), nullable=False),
    Column("stored", LargeBinary),  # what is compared of it
)

reservations = Table(
    "reservations",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("labeler", String(42), primary_key=True),
    Column("task", String(66), primary_key=True),
)

guests = Table(
    "guests",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("labeler", String(42), primary_key=True),
)

labelers = Table(
    "labelers",
    metadata,
    Column("labeler", String(42), primary_key=True),
    Column("receipts", Integer, nullable=False, default=0),
    Column("owed", BigInteger, nullable=False, default=0),
    Column("credited", BigInteger, nullable=False, default=0),
    Column("due_s", BigInteger),  # settle-by of the oldest receipt that credits do not cover
)

nonces = Table(
    "nonces",
    metadata,
    Column("nonce", String(66), primary_key=True),
    Column("expires_s", BigInteger, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("labeler", String(42), primary_key=True),
    Column("key", String(42), primary_key=True),
    Column("valid_until_s", BigInteger, nullable=False),
    Column("signature", String(132), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token_hash", String(66), primary_key=True),
    Column("labeler", String(42), nullable=False),
    Column("key", String(42), nullable=False),
    Column("valid_until_s", BigInteger, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("labeler", String(42), primary_key=True),
    Column("sequence", Integer, nullable=False, default=0),
    Column("head", String(66), nullable=False),
    Column("owed", BigInteger, nullable=False, default=0),
    Column("credited", BigInteger, nullable=False, default=0),
    Column("earned", BigInteger, nullable=False, default=0),
    Column("rate32", Integer),
    Column("score_q16", Integer),
    Column("closed_answers", Integer, nullable=False, default=0),
    Column("gold_answers", Integer, nullable=False, default=0, server_default="0"),
    Column("gold_right", Integer, nullable=False, default=0, server_default="0"),
    Column("alike", Integer, nullable=False, default=0, server_default="0"),
    Column("resting", Boolean, nullable=False, default=False, server_default=false()),
)
Index("memberships_labeler", memberships.c.labeler)

leases = Table(
    "leases",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("task", String(66), primary_key=True),
    Column("labeler", String(42), primary_key=True),
    Column("expires_s", BigInteger, nullable=False),
)
Index("leases_labeler", leases.c.project_id, leases.c.labeler, leases.c.expires_s)
Index("leases_expiry", leases.c.project_id, leases.c.expires_s)

skips = Table(
    "skips",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("task", String(66), primary_key=True),
    Column("labeler", String(42), primary_key=True),
    Column("reason", String(500), nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("labeler", String(42), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("task", String(66), nullable=False),
    Column("position", Integer, nullable=False),
    Column("answer_json", LargeBinary, nullable=False),
    Column("label", Integer, nullable=False),  # class; -1 where `stored` says more
    Column("salt", String(34), nullable=False),
    Column("time_s", BigInteger, nullable=False),
    Column("head", String(66), nullable=False),
    Column("settlement", Integer, nullable=False),
    Column("increment", BigInteger, nullable=False),
    Column("receipt_number", Integer, nullable=False),
    Column("owed", BigInteger, nullable=False),
    Column("settle_by_s", BigInteger, nullable=False),
    Column("key", String(42)),  # with signature: the last answer of a batch
    Column("signature", String(132)),
    Column("checkpoint", Integer),  # the record that holds the row
    Column("stored", LargeBinary),  # what is compared of it
    UniqueConstraint("project_id", "task", "labeler"),
)
Index("answers_checkpoint", answers.c.project_id, answers.c.checkpoint)

models = Table(  # as of the last settlement
    "models",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("model", String(100), primary_key=True),
    Column("predictions", Integer, nullable=False),  # of closed tasks
    Column("weight_q16", Integer, nullable=False),  # at most, of what it says
)

predictions = Table(
    "predictions",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("task", String(66), primary_key=True),
    Column("model", String(100), primary_key=True),
    Column("answer_json", LargeBinary, nullable=False),
    Column("label", Integer, nullable=False),
    Column("salt", String(34), nullable=False),
    Column("settlement", Integer, nullable=False),
    Column("doubt_q16", Integer, nullable=False),  # as the model says, 0 where it says nothing
    Column("checkpoint", Integer),  # the record that holds the row
)
Index("predictions_doubt", predictions.c.project_id, predictions.c.doubt_q16)
Index("predictions_checkpoint", predictions.c.project_id, predictions.c.checkpoint)

settlements = Table(
    "settlements",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("final", Boolean, nullable=False),
    Column("inputs_hash", String(66), nullable=False),
    Column("settlement_hash", String(66), nullable=False),
    Column("checkpoint", Integer),
)

labels = Table(
    "labels",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("task", String(66), primary_key=True),
    Column("label", Integer, nullable=False),
    Column("confidence_q16", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("stored", LargeBinary),  # the consensus, where it is no class
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String(8), nullable=False),  # prepared, signed, mined
    Column("credited", BigInteger, nullable=False),
    Column("fee", BigInteger, nullable=False),
    Column("record", String(66)),
    Column("transaction_hash", String(66)),
    Column("transaction_raw", LargeBinary),
    Column("transaction_nonce", Integer),
    Column("gas_used", BigInteger),
    Column("gas_price_wei", BigInteger),
    Column("prepared_s", BigInteger, nullable=False),
)

credits = Table(
    "credits",
    metadata,
    Column("project_id", Integer, primary_key=True),
    Column("checkpoint", Integer, primary_key=True),
    Column("labeler", String(42), primary_key=True),
    Column("amount", BigInteger, nullable=False),
)

totals = Table(
    "totals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chain_id", BigInteger),  # with pool: whose database this is; null until a server starts
    Column("pool", String(42)),
    Column("term", Integer, nullable=False),  # of the settlement worker
    Column("heard_block", BigInteger),  # up to which the chain was heard
    Column("receipts", BigInteger, nullable=False),
    Column("unsettled", BigInteger, nullable=False),  # owed and not credited
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("labeler", String(42), nullable=False),
    Column("destination", String(42), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("max_relay_fee", BigInteger, nullable=False),
    Column("relay_fee", BigInteger, nullable=False),
    Column("nonce", Integer, nullable=False),
    Column("deadline_s", BigInteger, nullable=False),
    Column("signature", String(132), nullable=False),
    Column("state", String(8), nullable=False),  # queued, sent, paid, failed
    Column("reason", String(500)),
    Column("transaction_hash", String(66)),
    Column("transaction_raw", LargeBinary),
    Column("transaction_nonce", Integer),
    Column("gas_used", BigInteger),
    Column("paid_s", BigInteger),  # when the server last heard that it was
    UniqueConstraint("labeler", "nonce", "signature"),
)
Index("withdrawals_state", withdrawals.c.state, withdrawals.c.paid_s)

cases = Table(  # reports, and appeals from before others were asked
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(6), nullable=False),
    Column("project_id", Integer, nullable=False),
    Column("labeler", String(42), nullable=False),
    Column("task", String(66)),
    Column("sequence", Integer),
    Column("about", String(20), nullable=False),
    Column("text", String(2000), nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("answer", String(2000)),
    Column("answered_s", BigInteger),
)
Index("cases_labeler", cases.c.labeler)

workspace = Table(  # drafts that requesters are working on
    "workspace",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("requester", String(42), nullable=False),
    Column("title", String(200), nullable=False),
    Column("content_json", LargeBinary, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_s", BigInteger, nullable=False),
    Column("manifest_hash", String(66)),  # once it was prepared for the chain
)
Index("workspace_requester", workspace.c.requester)

logins = Table(
    "logins",
    metadata,
    Column("token_hash", String(66), primary_key=True),
    Column("address", String(42), nullable=False),
    Column("valid_until_s", BigInteger, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(42), nullable=False),
    Column("name", String(100), nullable=False),
    Column("scopes", String(200), nullable=False),  # joined by spaces
    Column("key_hash", String(66), nullable=False, unique=True),
    Column("begins_with", String(12), nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("valid_until_s", BigInteger),  # null: until it is revoked
    Column("revoked_s", BigInteger),
)
Index("api_keys_address", api_keys.c.address)

AnyRow: TypeAlias = Any
"""One found row; its columns are attributes."""
