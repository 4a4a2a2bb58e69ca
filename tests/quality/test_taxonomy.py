import pytest

from labelfield.quality.agreement import Given
from labelfield.quality.answer_errors import MalformedLabels
from labelfield.quality.tables import ONE
from labelfield.quality.taxonomy import (
    MAXIMUM_DEPTH,
    deepest_paths,
    judge_taxonomy,
    path_agreement,
    paths_of,
)

DOG, CAT, ANIMAL, OAK = ("animal", "dog"), ("animal", "cat"), ("animal",), ("plant", "tree", "oak")


@pytest.mark.parametrize("path", ["dog", (), ("",), (1,), ("a",) * (MAXIMUM_DEPTH + 1)])
def test_what_is_no_path_is_refused(path: tuple[str, ...]) -> None:
    with pytest.raises(MalformedLabels):
        paths_of([path])


def test_a_path_on_the_way_to_another_is_not_said_twice() -> None:
    assert paths_of([ANIMAL, DOG]) == (DOG,)
    with pytest.raises(MalformedLabels, match="paths_of"):
        judge_taxonomy([Given("t", "w", (ANIMAL, DOG))])


def test_agreement_has_partial_credit_along_the_path() -> None:
    assert path_agreement((DOG,), (DOG,)) == ONE
    assert path_agreement((DOG,), (CAT,)) == ONE // 2
    assert path_agreement((DOG,), (ANIMAL,)) == 2 * ONE // 3
    assert path_agreement((DOG,), (OAK,)) == 0
    assert path_agreement((), ()) == ONE


def test_the_consensus_is_as_deep_as_more_than_half_of_the_votes() -> None:
    assert deepest_paths([((DOG,), 1), ((DOG,), 1), ((CAT,), 1)]) == (DOG,)
    assert deepest_paths([((DOG,), 1), ((CAT,), 1), ((ANIMAL,), 1)]) == (ANIMAL,)


def test_where_nobody_stopped_the_heaviest_child_is_followed() -> None:
    assert deepest_paths([((DOG,), 1), ((CAT,), 1)]) == (CAT,)
    assert deepest_paths([((DOG,), 2), ((CAT,), 1), ((OAK,), 3)]) == (DOG,)


def test_emptiness_wins_where_no_first_node_is_heavier() -> None:
    assert deepest_paths([((), 1), ((DOG,), 1)]) == ()
    assert deepest_paths([((), 1), ((DOG,), 2), ((OAK,), 2)]) == (DOG,)
