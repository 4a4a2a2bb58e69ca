"""Checks a copy of a dataset, found anywhere, against its certificate, the chain and the store."""

from dataclasses import dataclass
from pathlib import Path

from labelfield.chain.pool import Pool
from labelfield.formats.certificate import read_certificate
from labelfield.requesting.finished import read_published
from labelfield.storage.key_ring import KeyRing
from labelfield.verify.certificate import check_copy, check_items, check_origin


@dataclass(frozen=True, slots=True)
class Copy:
    """A dataset and the certificate that is said to be its own."""

    dataset: Path
    certificate: Path


def check_certificate(
    copy: Copy, pool: Pool, first_block: int, ring: KeyRing | None
) -> tuple[int, str]:
    """Return the project that a dataset comes from, and what agreed; raise Mismatch.

    Whether the published dataset follows from the record is for `verify_project` to say.
    """
    certificate = read_certificate(copy.certificate)
    files = check_copy(certificate, copy.dataset)
    payouts = check_origin(certificate, pool, first_block)
    number = certificate.origin.project
    items = check_items(
        certificate, read_published(pool, first_block, number, ring).finished.items()
    )
    said = f"certificate: {files} files, {items} items and {payouts} payouts agree; "
    return number, said
