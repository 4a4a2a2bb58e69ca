import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.canonical import Json
from labelfield.protocol.errors import MalformedMessage
from labelfield.protocol.fields import exact_object, integer, items, text
from tests.protocol.drawn import JSON


@pytest.mark.parametrize("value", [True, False, 1.0, "1", None, [1], {"a": 1}, -1, 11])
def test_integer_refuses_what_is_no_integer_in_range(value: Json) -> None:
    with pytest.raises(MalformedMessage, match="count"):
        integer({"count": value}, "count", 0, 10)


@pytest.mark.parametrize("value", [1, None, True, ["a"], "abcd"])
def test_text_refuses_other_types_and_long_texts(value: Json) -> None:
    with pytest.raises(MalformedMessage, match="title"):
        text({"title": value}, "title", 3)


@pytest.mark.parametrize("value", [1, None, True, "ab", {"0": 1}])
def test_items_refuses_what_is_no_array(value: Json) -> None:
    with pytest.raises(MalformedMessage, match="proof"):
        items({"proof": value}, "proof")


@given(JSON)
def test_exact_object_accepts_exactly_the_named_fields(value: Json) -> None:
    if isinstance(value, dict):
        assert exact_object(value, list(value), "row") is value
        with pytest.raises(MalformedMessage, match="missing"):
            exact_object(value, [*value, "one field more than all of them"], "row")
        for name in value:
            with pytest.raises(MalformedMessage, match="unknown"):
                exact_object(value, value.keys() - {name}, "row")
    else:
        with pytest.raises(MalformedMessage, match="expected an object"):
            exact_object(value, (), "row")


@given(st.integers(0, 10), st.text(max_size=3), st.lists(st.integers()))
def test_fields_are_returned_as_they_are(count: int, title: str, proof: list[Json]) -> None:
    fields: dict[str, Json] = {"count": count, "title": title, "proof": proof}
    assert integer(fields, "count", 0, 10) == count
    assert text(fields, "title", 3) == title
    assert items(fields, "proof") == proof
