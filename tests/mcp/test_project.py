"""A question becomes a labeling project that the project's own checks accept."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.api.question_models import QuestionItem, QuestionRequest
from labelfield.labeling.config import classes
from labelfield.labeling.config_xml import parse_config
from labelfield.mcp.errors import BadQuestion
from labelfield.mcp.project import check_question, config_of, draft_of, media_of
from labelfield.protocol.ids import Address, Hash32

DESK = Address("0x" + "22" * 20)
FIRST, SECOND = Hash32("0x" + "01" * 32), Hash32("0x" + "02" * 32)
PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)


def request(count: int = 2, **changes: object) -> QuestionRequest:
    plain: dict[str, object] = {
        "question": "Which?",
        "choices": ["a", "b"],
        "items": [QuestionItem(key=f"{place}", text=f"t{place}") for place in range(count)],
        "price": 1,
    }
    return QuestionRequest(**plain | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("image", ["%", "AAAA", base64.b64encode(b"<svg/>").decode()])
def test_what_is_no_image_is_refused_by_its_key(image: str) -> None:
    with pytest.raises(BadQuestion, match="item 'x'"):
        media_of(request(items=[QuestionItem(key="x", image=image)]))


@given(words, st.lists(words, min_size=2, max_size=6, unique=True))
def test_any_question_is_refused_or_is_what_the_config_says(question: str, said: list[str]) -> None:
    asked = request(question=question, choices=said)
    if all(text.isprintable() and text.strip() for text in [question, *said]):
        check_question(asked)
        assert list(classes(parse_config(config_of(asked)))) == said
    else:
        with pytest.raises(BadQuestion):
            check_question(asked)


def test_images_are_named_by_their_hash() -> None:
    asked = request(items=[QuestionItem(key="x", image=PIXEL)])
    (file,) = media_of(asked)
    draft = draft_of(FIRST, asked, DESK, None)
    assert draft.tasks[0].data == {"item": file.name}
    assert file.name.endswith(".png")


def test_the_same_question_twice_is_two_projects() -> None:
    one, other = (draft_of(identity, request(), DESK, None) for identity in (FIRST, SECOND))
    assert {task.key for task in one.tasks}.isdisjoint(task.key for task in other.tasks)


def test_few_items_are_rated_from_the_first_answer_and_many_by_the_usual_rules() -> None:
    few = draft_of(FIRST, request(9), DESK, None)
    assert few.scoring == {"minimum_answers": 1, "deduction_percent": 0}
    assert draft_of(FIRST, request(10), DESK, None).scoring == {}


def test_a_question_for_some_is_reserved_for_them() -> None:
    assert draft_of(FIRST, request(), DESK, None).labelers is None
    assert draft_of(FIRST, request(), DESK, [DESK]).labelers == [DESK]
