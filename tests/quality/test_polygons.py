import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.quality.agreement import Given
from labelfield.quality.answer_errors import MalformedRegion
from labelfield.quality.polygons import (
    MAXIMUM_COORDINATE,
    central_polygon,
    judge_polygons,
    polygon_overlap,
    polygons_of,
)
from labelfield.quality.tables import ONE
from tests.quality.answer_strategies import ring

SQUARE = [(0, 0), (100, 0), (100, 100), (0, 100)]


@pytest.mark.parametrize(
    "points",
    [
        *([], [(0, 0), (1, 1)], [(0, 0), (5, 5), (9, 9)], [(0, 0), (0, 0), (1, 1), (1, 1)]),
        *([(0, -1), (5, 0), (5, 5)], [(0, 0), (5, 0), (5, MAXIMUM_COORDINATE + 1)]),
        *([(0.0, 0), (5, 0), (5, 5)], [(0, 0, 0), (5, 0), (5, 5)]),
    ],
)
def test_what_is_no_polygon_is_refused(points: list[tuple[int, int]]) -> None:
    with pytest.raises(MalformedRegion):
        polygons_of([(points, "")])


@given(ring, st.integers(0, 5), st.booleans())
def test_where_and_which_way_one_begins_does_not_matter(
    points: list[tuple[int, int]], start: int, back: bool
) -> None:
    turned = points[start:] + points[:start]
    again = turned[::-1] if back else turned
    assert polygons_of([(points, "")]) == polygons_of([(again, "")])


@given(ring, ring)
def test_overlap_is_symmetric_and_full_only_for_equal_polygons(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    (a,), (b,) = polygons_of([(one, "")]), polygons_of([(other, "")])
    assert polygon_overlap(a, b) == polygon_overlap(b, a)
    assert (polygon_overlap(a, b) == ONE) == (a == b)


def test_overlap_is_intersection_over_union() -> None:
    (square,) = polygons_of([(SQUARE, "")])
    (half,) = polygons_of([([(0, 0), (100, 0), (100, 50), (0, 50)], "")])
    (triangle,) = polygons_of([([(0, 0), (100, 0), (0, 100)], "")])
    (other,) = polygons_of([(SQUARE, "tree")])
    assert polygon_overlap(square, half) == ONE // 2
    assert abs(polygon_overlap(square, triangle) - ONE // 2) < ONE // 50
    assert polygon_overlap(square, other) == 0


def test_a_hole_where_edges_cross_is_no_inside() -> None:
    (bow,) = polygons_of([([(0, 0), (100, 100), (100, 0), (0, 100)], "")])
    (square,) = polygons_of([(SQUARE, "")])
    assert abs(polygon_overlap(bow, square) - ONE // 2) < ONE // 50


def test_the_middle_is_the_polygon_most_like_the_others() -> None:
    cluster = [
        (polygons_of([([(x, 0), (x + 100, 0), (x + 100, 100)], "")])[0], ONE) for x in (0, 5, 40)
    ]
    assert central_polygon(cluster) == cluster[1][0]


def test_polygons_in_another_form_are_refused() -> None:
    (square,) = polygons_of([(SQUARE, "")])
    turned = square._replace(points=square.points[::-1])
    with pytest.raises(MalformedRegion, match="polygons_of"):
        judge_polygons([Given("t", "w", (turned,))])
