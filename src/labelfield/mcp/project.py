"""From a question to the draft of a project, and from its dataset to answers."""

import base64
import binascii
from collections.abc import Sequence
from xml.etree import ElementTree

from labelfield.api.models import Draft, DraftTask
from labelfield.api.question_models import QuestionAnswer, QuestionRequest
from labelfield.formats.dataset import Dataset
from labelfield.formats.errors import Place, UnusableMedia
from labelfield.formats.media import MediaFile, media_file
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import LabelingError
from labelfield.mcp.errors import BadQuestion
from labelfield.protocol.ids import Address, Hash32
from labelfield.protocol.scoring import Scoring

LEASE_S = 120
FIELD = "item"
TITLE_LENGTH = 200


def config_of(request: QuestionRequest) -> str:
    """Return the labeling config: the question, the item, the choices."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Header", value=request.question)
    kind = "Text" if request.items[0].text is not None else "Image"
    ElementTree.SubElement(view, kind, name="what", value=f"${FIELD}")
    choices = ElementTree.SubElement(
        view, "Choices", name="answer", toName="what", choice="single", required="true"
    )
    for choice in request.choices:
        ElementTree.SubElement(choices, "Choice", value=choice)
    return ElementTree.tostring(view, encoding="unicode")


def check_question(request: QuestionRequest) -> None:
    """Raise BadQuestion where no project can ask this, before any money moves."""
    media_of(request)
    try:
        parse_config(config_of(request))
    except LabelingError as error:
        raise BadQuestion(f"question or choices: {error}") from error


def media_of(request: QuestionRequest) -> tuple[MediaFile, ...]:
    """Return the images of a question; raise BadQuestion at the first that is none."""
    return tuple(_image(item.key, item.image) for item in request.items if item.image is not None)


def draft_of(
    identity: Hash32,
    request: QuestionRequest,
    requester: Address,
    labelers: Sequence[Address] | None,
) -> Draft:
    """Return the project that asks a question, another one for each question.

    Few items a labeler cannot tell luck from skill: below the preset's number of answers nothing
    is deducted for it, and labelers are rated from the first answer on (docs/agents.md says what
    that exposes).
    """
    texts = [item.text for item in request.items]
    names = [file.name for file in media_of(request)] or texts
    tasks = [
        DraftTask(key=_task_key(identity, item.key), data={FIELD: shown})
        for item, shown in zip(request.items, names, strict=True)
    ]
    few = len(tasks) < Scoring(()).minimum_answers
    return Draft(
        title=request.question[:TITLE_LENGTH],
        instructions=request.question,
        config=config_of(request),
        price=request.price,
        answers_per_task={
            "minimum": request.answers,
            "maximum": request.answers,
            "target_confidence_bps": 10_000,
        },
        scoring={"minimum_answers": 1, "deduction_percent": 0} if few else {},
        lease_s=LEASE_S,
        requester=requester,
        tasks=tasks,
        gold=[],
        reserved=None,
        labelers=None if labelers is None else list(labelers),
    )


def answers_of(identity: Hash32, dataset: Dataset) -> list[dict[str, object]]:
    """Return what people said of each item."""
    return [
        QuestionAnswer(
            key=row.key.removeprefix(_task_key(identity, "")),
            choice=row.label,
            confidence=row.confidence,
            answers=row.answers,
        ).model_dump()
        for row in dataset.rows
    ]


def no_answers(request: QuestionRequest) -> list[dict[str, object]]:
    """Return that nobody answered anything."""
    return [
        QuestionAnswer(key=item.key, choice=None, confidence="0.0000", answers=0).model_dump()
        for item in request.items
    ]


def _task_key(identity: Hash32, key: str) -> str:
    """Return a task's key: two questions with the same words are two projects."""
    return f"{identity}/{key}"


def _image(key: str, encoded: str) -> MediaFile:
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadQuestion(f"item {key!r}: image is no base64 ({error})") from error
    try:
        return media_file(data, "it", "image", Place(f"item {key!r}"), "image")
    except UnusableMedia as error:
        raise BadQuestion(str(error)) from error
