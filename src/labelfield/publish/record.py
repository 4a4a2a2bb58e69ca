"""The record of a checkpoint, from the rows that were assigned to it."""

from collections.abc import Mapping

from sqlalchemy import Connection

from labelfield.db import checkpoints
from labelfield.db.predictions import recorded_contents, recorded_predictions
from labelfield.db.projects import list_gold
from labelfield.db.tables import AnyRow
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import ZERO_HASH, Address, Hash32, ProjectNumber
from labelfield.protocol.merkle import proof_of
from labelfield.protocol.messages import answer_hash
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
from labelfield.protocol.record_json import record_files, rows_root
from labelfield.protocol.sealing import RecordPlace, seal
from labelfield.protocol.tasks import Gold, gold_leaf, gold_leaves
from labelfield.protocol.typed_data import Domain
from labelfield.storage.bundle import BundleItem, write_bundle


def build_record(
    connection: Connection,
    domain: Domain,
    project: AnyRow,
    checkpoint: AnyRow,
    indices: Mapping[Address, int],
) -> Record:
    """Return the record of a prepared checkpoint; `indices` are the labelers' in the Registry."""
    place = (project.id, checkpoint.number)
    rows = checkpoints.answer_rows(connection, *place)
    answers = tuple(_answer(row) for row in rows)
    before = checkpoints.get_checkpoint(connection, project.id, checkpoint.number - 1)
    return Record(
        header=RecordHeader(
            chain_id=domain.chain_id,
            pool=domain.pool,
            project=ProjectNumber(project.number),
            checkpoint=checkpoint.number,
            previous=Hash32(before.record) if before else ZERO_HASH,
            fee=checkpoint.fee,
            rows_root=rows_root(answers),
        ),
        sessions=tuple(
            SessionRow(row.labeler, row.key, row.valid_until_s, row.signature)
            for row in checkpoints.session_rows(connection, *place)
        ),
        answers=answers,
        signatures=tuple(
            SignatureRow(row.labeler, row.sequence, row.key, row.signature)
            for row in rows
            if row.signature is not None
        ),
        closings=tuple(
            ClosingRow(row.task, row.closing)
            for row in checkpoints.closing_rows(connection, *place)
        ),
        contents=tuple(
            ContentRow(row.labeler, row.sequence, row.answer_json, row.salt)
            for row in checkpoints.content_rows(connection, *place)
        ),
        settlements=tuple(
            SettlementRow(row.number, row.final, row.inputs_hash, row.settlement_hash)
            for row in checkpoints.settlement_rows(connection, *place)
        ),
        gold=_gold(connection, project.id, checkpoint.number),
        credits=tuple(
            CreditRow(row.labeler, indices[row.labeler], row.amount)
            for row in checkpoints.credit_rows(connection, *place)
        ),
        predictions=_predictions(connection, project.id, checkpoint.number),
        predicted=_predicted(connection, project.id, checkpoint.number),
        appeals=tuple(
            AppealRow(row.task, row.labeler, row.time_s, row.settlement, row.key, row.signature)
            for row in checkpoints.appeal_rows(connection, *place)
        ),
    )


def record_bundle(record: Record) -> bytes:
    """Return the bundle that holds a record."""
    return write_bundle(BundleItem(name, data) for name, data in record_files(record).items())


def sealed_record(record: Record, key: bytes) -> bytes:
    """Return the object that holds a record until its opening and after it."""
    header = record.header
    domain = Domain(header.chain_id, header.pool)
    return seal(key, RecordPlace(domain, header.project, header.checkpoint), record_bundle(record))


def _answer(row: AnyRow) -> AnswerRow:
    return AnswerRow(
        labeler=row.labeler,
        sequence=row.sequence,
        task=row.task,
        position=row.position,
        answer_hash=answer_hash(row.salt, row.answer_json),
        time_s=row.time_s,
        settlement=row.settlement,
        increment=row.increment,
        receipt_number=row.receipt_number,
        owed=row.owed,
        settle_by_s=row.settle_by_s,
    )


def _predictions(connection: Connection, project_id: int, number: int) -> tuple[PredictionRow, ...]:
    rows = [
        PredictionRow(row.model, row.task, answer_hash(row.salt, row.answer_json), row.settlement)
        for row in recorded_predictions(connection, project_id, number)
    ]
    return tuple(sorted(rows, key=lambda row: (row.model, row.task)))


def _predicted(connection: Connection, project_id: int, number: int) -> tuple[PredictedRow, ...]:
    rows = [
        PredictedRow(row.model, row.task, row.answer_json, row.salt)
        for row in recorded_contents(connection, project_id, number)
    ]
    return tuple(sorted(rows, key=lambda row: (row.model, row.task)))


def _gold(connection: Connection, project_id: int, number: int) -> tuple[GoldRow, ...]:
    committed = [
        Gold(row.task, row.answer_json, row.salt) for row in list_gold(connection, project_id)
    ]
    leaves = gold_leaves(committed)
    revealed = []
    for row in checkpoints.closed_gold_rows(connection, project_id, number):
        leaf = gold_leaf(Gold(row.task, row.answer_json, row.salt))
        proof = proof_of(leaves, leaves.index(leaf))
        siblings = tuple(Hash32(hex_of(node)) for node in proof)
        revealed.append(GoldRow(row.task, row.answer_json, row.salt, siblings))
    return tuple(revealed)
