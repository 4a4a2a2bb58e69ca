"""Signing what no honest client would sign, and refusals that must change nothing."""

from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.hashes import hex_of
from labelfield.protocol.ids import Hash32, ProjectNumber, TaskId
from labelfield.protocol.keys import Key
from labelfield.protocol.messages import Answer, answer_hash, digest
from labelfield.protocol.typed_data import Domain
from tests.server.world import DOMAIN, Json, Person, World, code_of


def refused(world: World, person: Person, request: object, project: int = 1) -> tuple[int, str]:
    """Return status and code of a refusal that changed nothing."""
    with world.unchanged():
        response = person.send(project, request)
    assert response.json()["error"]["message"]
    return response.status_code, code_of(response)


def signed_by(key: Key, person: Person, request: Json, domain: Domain = DOMAIN) -> str:
    """Return a key's signature on the last answer of a request to project 1."""
    return hex_of(key.sign(digest(domain, message_of(person, request["answers"][-1]))))


def message_of(person: Person, link: Json) -> Answer:
    return Answer(
        project=ProjectNumber(1),
        labeler=person.address,
        task=TaskId(link["task"]),
        answer_hash=answer_hash(link["salt"], canonical_json(link["answer"])),
        sequence=link["sequence"],
        previous=Hash32(link["previous"]),
        time_s=link["time_s"],
    )


def head_of(person: Person, link: Json) -> Hash32:
    return message_of(person, link).head()
