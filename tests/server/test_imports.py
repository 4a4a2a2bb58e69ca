"""A requester's files become tasks and gold, or a sentence that names the line."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.world import IMAGE_CONFIG, TEXT_CONFIG, World, code_of, picture

PNG = b"\x89PNG\r\n\x1a\n and more"
NAME, DATA = picture(PNG)


def body(tasks: str | None, **more: Any) -> dict[str, Any]:
    file = None if tasks is None else {"name": "tasks.csv", "content": tasks}
    return {"config": TEXT_CONFIG, "tasks": file, "gold": None, "media": {}} | more


def refused(world: World, request: dict[str, Any]) -> str:
    return str(error_of(world, request)["message"])


def error_of(world: World, request: dict[str, Any]) -> dict[str, Any]:
    response = world.as_requester("POST", "/api/imports", json=request)
    assert (response.status_code, code_of(response)) == (400, "malformed"), response.text
    found: dict[str, Any] = response.json()["error"]
    return found


def test_strangers_import_nothing(world: World) -> None:
    assert world.http.post("/api/imports", json=body("text\nHello\n")).status_code == 401


def test_a_row_that_cannot_be_used_is_named_by_its_line(world: World) -> None:
    found = refused(world, body("key,text\na,Hello\nb,\n"))
    assert found.startswith("tasks.csv, line 3")
    assert "/tmp" not in found


def test_a_column_that_gives_the_answer_away_is_refused(world: World) -> None:
    assert "looks like the right answer" in refused(world, body("text,label\nHello,yes\n"))


@pytest.mark.parametrize(
    ("tasks", "details"),
    [
        ("text,label\nHello,yes\n", {"problem": "file_telling_field", "line": 2, "field": "label"}),
        ("text\n", {"problem": "file_too_little"}),
        ("text,text\na,b\n", {"problem": "file_missing_column", "line": 1, "field": "text"}),
        ("key,text\na\n", {"problem": "file_ragged_row", "line": 2}),
        ('text\n"a\n', {"problem": "file_not_csv", "line": 2}),
        ("words\nHello\n", {"problem": "file_unfit_field", "line": 2, "field": "text"}),
        (
            "key,text\na,b\na,c\n",
            {"problem": "file_duplicate_key", "line": 3, "field": "key"},
        ),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_file_is_told_to_programs_too(
    world: World, tasks: str, details: dict[str, Any]
) -> None:
    assert error_of(world, body(tasks))["details"] == {"file": "tasks.csv"} | details


def test_what_is_wrong_with_right_answers_is_told_to_programs_too(world: World) -> None:
    named = {"name": "gold.csv", "content": "key,label\nz,no\n"}
    found = error_of(world, body("key,text\na,Hello\n", gold=named))["details"]
    assert found == {"problem": "file_no_such_task", "file": "gold.csv", "line": 2, "field": "key"}
    found = error_of(world, body("text,right\nHello,maybe\n", label_field="right"))["details"]
    assert (found["problem"], found["field"]) == ("file_unknown_answer", "right")
    found = error_of(world, body("text\nHello\n", label_field="right"))["details"]
    assert (found["problem"], found["field"]) == ("file_no_right_answer", "right")


def test_a_config_that_is_refused_says_its_line(world: World) -> None:
    assert "line 1" in refused(world, body("text\nHello\n", config="<View><Style/></View>"))


@pytest.mark.parametrize(
    "path", ["../a.png", "/etc/passwd", "a/../../b.png", "", "a\0b", "x" * 300]
)
def test_a_path_never_leaves_its_folder(world: World, path: str) -> None:
    world.as_requester("PUT", f"/api/media/{NAME}", content=DATA)
    refused(world, body(None, config=IMAGE_CONFIG, media={path: NAME}))


@pytest.mark.parametrize("path", ["data.yaml", "labels/a.txt", "train.parquet", "dataset.json"])
def test_an_upload_is_never_read_as_a_data_set(world: World, path: str) -> None:
    world.as_requester("PUT", f"/api/media/{NAME}", content=DATA)
    found = refused(world, body(None, config=IMAGE_CONFIG, media={path: NAME, "a.png": NAME}))
    assert f"{path!r} is called like no medium" in found


@pytest.mark.parametrize("name", ["tasks.parquet", "tasks.arrow", "TASKS.FEATHER"])
def test_files_of_columns_are_not_read_from_text(world: World, name: str) -> None:
    file = {"name": name, "content": "PAR1"}
    assert "is no text" in refused(world, body(None) | {"tasks": file})


def test_a_picture_that_was_not_uploaded_is_named(world: World) -> None:
    found = refused(world, body(None, config=IMAGE_CONFIG, media={"cat.png": "ab" * 32 + ".png"}))
    assert "cat.png" in found


def test_tasks_and_their_gold_come_as_a_draft_takes_them(world: World) -> None:
    csv = "key,text,right\na,Hello,yes\nb,World,\n"
    found = world.as_requester("POST", "/api/imports", json=body(csv, label_field="right")).json()
    assert found["tasks"] == [
        {"key": "a", "data": {"text": "Hello"}},
        {"key": "b", "data": {"text": "World"}},
    ]
    assert [gold["key"] for gold in found["gold"]] == ["a"]
    assert found["gold"][0]["answer"][0]["value"] == {"choices": ["yes"]}


def test_a_gold_file_counts_too(world: World) -> None:
    gold = {"name": "gold.csv", "content": "key,label\nb,no\n"}
    request = body("key,text\na,Hello\nb,World\n", gold=gold)
    found = world.as_requester("POST", "/api/imports", json=request).json()
    assert [gold["key"] for gold in found["gold"]] == ["b"]


def test_pictures_alone_are_tasks_and_a_table_may_name_them(world: World) -> None:
    world.as_requester("PUT", f"/api/media/{NAME}", content=DATA)
    alone = body(None, config=IMAGE_CONFIG, media={"cats/one.png": NAME})
    found = world.as_requester("POST", "/api/imports", json=alone).json()
    assert found["tasks"] == [{"key": "cats/one.png", "data": {"image": f"media/{NAME}"}}]
    table = body("key,image\nfirst,cats/one.png\n", config=IMAGE_CONFIG) | {
        "media": {"cats/one.png": NAME}
    }
    found = world.as_requester("POST", "/api/imports", json=table).json()
    assert found["tasks"] == [{"key": "first", "data": {"image": f"media/{NAME}"}}]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["t.csv", "t.jsonl", "t.json", "t.txt", "../t.csv"]),
    content=st.text(max_size=60),
    path=st.text(max_size=20),
)
def test_whatever_comes_is_taken_or_refused(
    world: World, name: str, content: str, path: str
) -> None:
    request = body(None) | {"tasks": {"name": name, "content": content}, "media": {path: NAME}}
    assert world.as_requester("POST", "/api/imports", json=request).status_code in (200, 400, 404)
