"""Which storage provider a bucket goes to, and which one holds it."""

from labelfield.storage.greenfield import queries
from labelfield.storage.greenfield.chain import Chain
from labelfield.storage.greenfield.enums import ProviderStatus
from labelfield.storage.greenfield.errors import InvalidInput, MalformedResponse, RpcRefused
from labelfield.storage.greenfield.resources import StorageProvider


def choose_provider(chain: Chain, wanted: int | None) -> tuple[StorageProvider, int]:
    """Return a provider in service and its best virtual group family: the wanted, or any.

    A provider without room has no family to offer, and the next is asked.
    """
    candidates = [
        found
        for found in sorted(chain.providers(), key=lambda found: found.id)
        if found.status == ProviderStatus.STATUS_IN_SERVICE and wanted in (None, found.id)
    ]
    for provider in candidates:
        try:
            answer = chain.ask(queries.OptimalFamilyQuery(provider.id))
        except RpcRefused:
            continue
        return provider, answer.global_virtual_group_family_id
    raise InvalidInput(
        "no storage provider in service takes a bucket"
        if wanted is None
        else f"storage provider {wanted} takes no bucket"
    )


def provider_of(chain: Chain, bucket: str) -> StorageProvider:
    """Return the primary provider of a bucket: bucket, then family, then provider."""
    family_id = chain.bucket(bucket).global_virtual_group_family_id
    family = chain.ask(queries.FamilyQuery(family_id)).global_virtual_group_family
    if family is None:
        raise MalformedResponse(f"the chain's answer lacks family {family_id}")
    for provider in chain.providers():
        if provider.id == family.primary_sp_id:
            return provider
    raise MalformedResponse(f"bucket {bucket} is at provider {family.primary_sp_id}, unknown")
