"""Natural order is total, and numbers count by value."""

from hypothesis import given
from hypothesis import strategies as st

from labelfield.formats.natural_order import natural_key

names = st.text() | st.text("ab019", max_size=8)


def test_numbers_in_names_count_by_value() -> None:
    ordered = ["", "2", "10", "t", "t01", "t1", "t2", "t2b", "t10", "t10a3", "u" + "9" * 5000]
    backwards = list(reversed(ordered))
    assert sorted(backwards, key=natural_key) == ordered


@given(st.lists(names), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_one_before(texts: list[str], random) -> None:
    shuffled = list(texts)
    random.shuffle(shuffled)
    assert sorted(texts, key=natural_key) == sorted(shuffled, key=natural_key)
