"""The plain consensus: shares that lose nothing."""

from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.reference import normalise, share, without_own
from labelfield.quality.tables import ONE

weights = st.lists(st.integers(0, 1 << 30), min_size=2, max_size=32).filter(any)


@given(weights)
def test_shares_sum_to_one_and_the_first_largest_weight_has_the_largest_share(
    numbers: list[int],
) -> None:
    shares = share(numbers)
    assert sum(shares) == ONE
    assert shares.index(max(shares)) == numbers.index(max(numbers))
    assert all(
        part * sum(numbers) <= number * ONE or number == max(numbers)
        for part, number in zip(shares, numbers, strict=True)
    )


def test_the_remainder_goes_to_the_first_of_equals() -> None:
    assert share([1, 1, 1]) == [21846, 21845, 21845]


def test_a_class_thirty_one_doublings_behind_has_no_share() -> None:
    assert normalise([0, -31 * ONE]) == [ONE, 0]


def test_without_the_own_answer_what_it_added_is_gone() -> None:
    table = [[-100, -90_000], [-90_000, -100]]
    logs = [-100 - ONE, -90_000 - ONE]
    assert without_own(logs, table, 0) == [ONE // 2, ONE // 2]
