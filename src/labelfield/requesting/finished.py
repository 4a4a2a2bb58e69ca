"""A finished project, read from the store that its opening on chain names."""

from collections.abc import Iterator
from dataclasses import dataclass

from labelfield.chain.events import CheckpointEvent, ProjectOpened
from labelfield.chain.pool import Pool
from labelfield.collect.media import media_reader
from labelfield.collect.objects import read_manifest, read_record
from labelfield.collect.private_view import private_view
from labelfield.collect.receipt_hashes import ReceiptHashes, receipt_hashes
from labelfield.collect.record_keys import record_keys
from labelfield.formats.certificate import Origin, Payout
from labelfield.formats.exports.items import Finished, Item, stream_items
from labelfield.formats.published import ANSWERS_FILE, DATASET_OBJECT, LABELS_FILE
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.manifest import Manifest
from labelfield.protocol.sealing import RecordPlace
from labelfield.requesting.errors import NeedsItsKeys, NoProject, NotFinished
from labelfield.storage.bundle import Bundle, RangedBundle, open_bundle
from labelfield.storage.errors import ObjectMissing
from labelfield.storage.key_ring import KeyRing
from labelfield.storage.names import bucket_of
from labelfield.storage.store import Store, open_store

WHOLE_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Published:
    """What chain and store say of a finished project."""

    finished: Finished
    origin: Origin
    payouts: tuple[Payout, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a project's objects lie."""

    pool: Pool
    opened: ProjectOpened
    store: Store
    bucket: str
    manifest: Manifest


def read_published(
    pool: Pool, first_block: int, number: int, ring: KeyRing | None = None
) -> Published:
    """Return a finished project; raise NotFinished before its dataset is published."""
    place = _place(pool, first_block, number, ring)
    last_block = pool.block_number()
    events = pool.checkpoints(number, first_block, last_block)
    dataset = _dataset(place, number)
    receipts = _receipts(place, events, first_block, last_block)
    config = parse_config(place.manifest.config)

    def items() -> Iterator[Item]:
        return stream_items(
            dataset.lines(LABELS_FILE), dataset.lines(ANSWERS_FILE), receipts, config
        )

    origin = _origin(place, number)
    finished = Finished(
        config=config,
        items=items,
        title=place.manifest.title,
        instructions=place.manifest.instructions,
        origin={
            "chain_id": origin.chain_id,
            "pool": origin.pool,
            "project": number,
            "manifest_hash": origin.manifest_hash,
        },
        media=media_reader(place.store, place.bucket, place.manifest),
    )
    return Published(finished, origin, tuple(map(_payout, events)))


def _place(pool: Pool, first_block: int, number: int, ring: KeyRing | None) -> _Place:
    opened = pool.opening(number, first_block)
    if opened is None:
        raise NoProject(number)
    public = open_store(opened.store)
    bucket = bucket_of(pool.chain_id, pool.address, opened.manifest_hash)
    manifest = read_manifest(public, bucket, opened.manifest_hash)
    if manifest.privacy == "private" and ring is None:
        raise NeedsItsKeys(number)
    store = private_view(public, bucket, opened.manifest_hash, ring)
    return _Place(pool, opened, store, bucket, manifest)


def _dataset(place: _Place, number: int) -> RangedBundle:
    """Return the dataset; a large one is read from the store as it is needed.

    A small one is read whole, and so checked in every way that its store knows; of a large one
    each file is checked by the hash in the bundle's index, at its end.
    """
    try:
        if place.store.size(place.bucket, DATASET_OBJECT) > WHOLE_BYTES:
            return open_bundle(place.store, place.bucket, DATASET_OBJECT)
        return Bundle(place.store.get(place.bucket, DATASET_OBJECT))
    except ObjectMissing as error:
        raise NotFinished(number) from error


def _receipts(
    place: _Place, events: tuple[CheckpointEvent, ...], first_block: int, last_block: int
) -> ReceiptHashes:
    """Recompute the hashes of all receipts whose records are open."""
    pool, project = place.pool, place.opened.project
    keys = record_keys(pool.records_opened(project, first_block, last_block))
    records = (
        read_record(
            place.store,
            place.bucket,
            event.record_hash,
            keys[event.number],
            RecordPlace(pool.domain, project, event.number),
        )
        for event in events
        if event.number in keys
    )
    return receipt_hashes(pool.domain, place.opened.manifest_hash, records)


def _origin(place: _Place, number: int) -> Origin:
    return Origin(
        chain_id=place.pool.chain_id,
        pool=place.pool.address,
        project=number,
        manifest_hash=place.opened.manifest_hash,
        store=place.opened.store,
        scoring=place.manifest.scoring.version,
    )


def _payout(event: CheckpointEvent) -> Payout:
    return Payout(
        checkpoint=event.number,
        transaction=event.transaction_hash,
        block=event.block_number,
        record=event.record_hash,
        credited=sum(amount for _, amount in event.entries),
        fee=event.fee,
    )
