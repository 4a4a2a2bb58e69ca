import pytest

from labelfield.quality.agreement import Given
from labelfield.quality.answer_errors import MalformedRegion
from labelfield.quality.keypoints import (
    MAXIMUM_COORDINATE,
    Keypoint,
    judge_keypoints,
    keypoint_overlap,
    keypoints_of,
    mean_keypoint,
)
from labelfield.quality.tables import ONE


@pytest.mark.parametrize(
    "point",
    [(-1, 0, ""), (0, MAXIMUM_COORDINATE + 1, ""), (0.5, 0, ""), (float("nan"), 0, ""), (0, 0, 1)],
)
def test_what_is_no_point_is_refused(point: tuple[int, int, str]) -> None:
    with pytest.raises(MalformedRegion):
        keypoints_of([point])


@pytest.mark.parametrize("reach", [0, -5, 2.5, MAXIMUM_COORDINATE + 1])
def test_a_reach_that_is_none_is_refused(reach: int) -> None:
    with pytest.raises(MalformedRegion, match="reach"):
        judge_keypoints([Given("t", "w", ())], reach)


def test_overlap_falls_with_the_square_of_the_distance() -> None:
    at = Keypoint(0, 0, "eye")
    assert keypoint_overlap(at, at, 10) == ONE
    assert keypoint_overlap(at, Keypoint(5, 0, "eye"), 10) == ONE * 3 // 4
    assert keypoint_overlap(at, Keypoint(6, 8, "eye"), 10) == 0
    assert keypoint_overlap(at, Keypoint(0, 0, "ear"), 10) == 0
    assert keypoint_overlap(at, Keypoint(1, 0, "eye"), MAXIMUM_COORDINATE) < ONE


def test_the_mean_is_weighted_and_rounded_half_up() -> None:
    assert mean_keypoint([(Keypoint(0, 1), 1), (Keypoint(1, 1), 1)]) == Keypoint(1, 1)
    assert mean_keypoint([(Keypoint(0, 0), 3), (Keypoint(8, 4), 1)]) == Keypoint(2, 1)


def test_points_of_several_labelers_become_one_and_a_stray_one_goes() -> None:
    answers = [Given("t", f"w{who}", keypoints_of([(100 + who, 50, "eye")])) for who in range(4)]
    answers.append(Given("t", "stray", keypoints_of([(101, 50, "eye"), (900, 900, "eye")])))
    found = judge_keypoints(answers, 40)
    assert found.consensus["t"].value == (Keypoint(101, 50, "eye"),)
