"""Looking at a config and checking an answer before there is a project."""

import pytest

from tests.server.world import TEXT_CONFIG, World

BOXES = (
    '<View><Image name="i" value="$image"/>'
    '<RectangleLabels name="b" toName="i"><Label value="Car"/></RectangleLabels></View>'
)
MASKS = BOXES.replace("Rectangle", "Brush")
DATA = {"image": "media/" + "a1" * 32 + ".png"}
BOX = {
    "id": "r1",
    "from_name": "b",
    "to_name": "i",
    "type": "rectanglelabels",
    "original_width": 8,
    "original_height": 6,
    "image_rotation": 0,
    "value": {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 0, "rectanglelabels": ["Car"]},
}


def test_a_config_that_is_refused_says_its_line(world: World) -> None:
    found = world.http.post("/api/preview", json={"config": "<View>\n<Style/></View>"})
    assert found.status_code == 400
    error = found.json()["error"]
    assert "line 2: tag 'Style'" in error["message"]
    assert error["details"] == {"line": 2, "problem": "unknown_tag", "name": "Style"}


def test_a_preview_says_what_is_asked_and_whether_it_is_paid(world: World) -> None:
    found = world.http.post("/api/preview", json={"config": BOXES}).json()
    assert [control["shape"] for control in found["face"]["controls"]] == ["rectangle"]
    assert (found["payable"], found["unpaid_because"]) == (True, None)
    assert world.http.post("/api/preview", json={"config": TEXT_CONFIG}).json()["payable"] is True
    found = world.http.post("/api/preview", json={"config": MASKS}).json()
    assert found["payable"] is False
    assert "use PolygonLabels" in found["unpaid_because"]
    assert found["unpaid"] == {"reason": "masks", "tag": "BrushLabels"}


def test_an_answer_is_checked_and_not_kept(world: World) -> None:
    trial = {"config": BOXES, "data": DATA, "answer": [BOX]}
    assert world.http.post("/api/preview/answers", json=trial).json() == {"valid": True}


def test_what_is_not_answered_is_named(world: World) -> None:
    trial = {"config": TEXT_CONFIG, "data": {"text": "Hello"}, "answer": []}
    error = world.http.post("/api/preview/answers", json=trial).json()["error"]
    assert error["code"] == "invalid_answer"
    assert error["details"]["problem"] == "not_answered"
    assert f"{error['details']['control']!r}" in error["message"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"answer": [BOX | {"id": "?"}]}, "answer[0].id"),
        ({"answer": [BOX | {"value": {}}]}, "answer[0].value"),
        ({"answer": None}, "answer"),
        ({"data": {"image": "https://elsewhere.example/x.png"}}, "image"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_its_place(
    world: World, change: dict[str, object], where: str
) -> None:
    trial = {"config": BOXES, "data": DATA, "answer": [BOX]} | change
    found = world.http.post("/api/preview/answers", json=trial)
    assert found.json()["error"]["code"] == "invalid_answer"
    assert where in found.json()["error"]["message"]


def test_a_project_that_cannot_be_paid_is_refused_with_what_to_do_instead(world: World) -> None:
    draft = {
        "requester": "0x" + "1" * 40,
        "title": "Boxes",
        "instructions": "",
        "config": MASKS,
        "tasks": [{"key": "a", "data": DATA}],
        "gold": [],
        "price": 1000,
        "answers_per_task": {"minimum": 1, "maximum": 1, "target_confidence_bps": 10_000},
        "scoring": {},
        "lease_s": 60,
        "reserved": None,
    }
    found = world.as_requester("POST", "/api/drafts", json=draft)
    assert found.status_code == 400
    assert "BrushLabels cannot be paid: masks" in found.json()["error"]["message"]
