"""Tasks from files: every refusal names file, place, field and the way out."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.formats.errors import (
    DuplicateKey,
    FormatError,
    InvalidField,
    MissingColumn,
    MissingField,
    NoRightAnswer,
    NotCsv,
    NotJson,
    NotUtf8,
    RaggedRow,
    TellingField,
    TooLittle,
    UnfitField,
    UnknownFormat,
    UnreadableFile,
    UnusableMedia,
)
from labelfield.formats.tasks import ImportedTask, TaskSource, read_tasks
from labelfield.labeling.answers import answer_of
from labelfield.labeling.config import Choice, Choices, LabelingConfig, ObjectTag

TEXTS = LabelingConfig(
    objects=(ObjectTag("text", "text", "text"),),
    controls=(Choices("label", "text", (Choice("yes"), Choice("no"))),),
)
IMAGES = replace(TEXTS, objects=(ObjectTag("text", "image", "image"),))
PNG = b"\x89PNG\r\n\x1a\nrest"
JPG = b"\xff\xd8\xff\xe0rest"
GIF = b"GIF89arest"
WEBP = b"RIFF\x04\x00\x00\x00WEBPrest"


def _written(path: Path, content: str | bytes | object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _read(path: Path, config: LabelingConfig = TEXTS, **options: str) -> list[ImportedTask]:
    return list(read_tasks(TaskSource(path, config, **options)))


def _media(data: bytes, suffix: str) -> str:
    return f"media/{hashlib.sha256(data).hexdigest()}.{suffix}"


@pytest.mark.parametrize(
    ("name", "content", "error", "parts"),
    [
        ("tasks.txt", "x", UnknownFormat, ["name a .csv", "Hugging Face"]),
        ("tasks.csv", "", TooLittle, ["is empty", "header line"]),
        ("tasks.csv", "text\n", TooLittle, ["holds no task"]),
        ("tasks.csv", "text,\na,b\n", MissingColumn, ["line 1", "column 2", "a name"]),
        ("tasks.csv", "text,text\na,b\n", MissingColumn, ["line 1", "one column only"]),
        ("tasks.csv", "text\na\nb,c\n", RaggedRow, ["line 3", "2 cells", "quote"]),
        ("tasks.csv", 'text\n"a\nb\n', NotCsv, ["line 2", "unexpected end", "quotes"]),
        ("tasks.csv", b"text\nok\n\xff\n", NotUtf8, ["line 3", "0xff", "UTF-8"]),
        ("tasks.csv", "body\nhello\n", UnfitField, ["line 2", "field 'text'", "no such field"]),
        ("tasks.csv", 'text\n"a\nb"\n\n ,\n', RaggedRow, ["line 5", "2 cells"]),
        ("tasks.csv", "text\n \n", UnfitField, ["line 2", "'text'", "not empty"]),
        ("tasks.csv", "key,text\na,x\na,y\n", DuplicateKey, ["line 3", "'key'", "line 2"]),
        ("tasks.csv", "key,text\n2,x\n,y\n", InvalidField, ["line 3", "'key'", "printable"]),
        ("tasks.csv", "text,label\na,yes\n", TellingField, ["'label'", "right answer", "gold"]),
        ("tasks.csv", "text,Gold\na,yes\n", TellingField, ["'Gold'", "right answer"]),
        ("tasks.jsonl", "", TooLittle, ["holds no task"]),
        ("tasks.jsonl", '{"text": "a"}\n{"text": }\n', NotJson, ["line 2", "not JSON"]),
        ("tasks.jsonl", '{"text": "a", "text": "b"}\n', NotJson, ["line 1", "twice"]),
        ("tasks.jsonl", '{"text": "a", "n": NaN}\n', NotJson, ["line 1", "NaN"]),
        ("tasks.jsonl", '["a"]\n', NotJson, ["line 1", "not a JSON object"]),
        ("tasks.jsonl", '{"text": 5}\n', UnfitField, ["line 1", "'text'", "found 5"]),
        ("tasks.jsonl", '{"text": "a", "key": 5}\n', InvalidField, ["'key'", "between quotes"]),
        ("tasks.jsonl", '{"data": {"text": "a"}, "x": 1}', InvalidField, ["'x'", "beside data"]),
        ("tasks.json", "{}", NotJson, ["not an array of tasks", ".jsonl"]),
        ("tasks.json", "[1]", NotJson, ["task 1", "not a JSON object"]),
        ("tasks.json", "[]", TooLittle, ["holds no task"]),
        ("tasks.json", [{"data": {"text": "a"}}, {"data": {}}], UnfitField, ["task 2", "'text'"]),
        (
            "tasks.json",
            [{"id": 1, "data": {"text": "a"}}, {"id": 1, "data": {"text": "b"}}],
            DuplicateKey,
            ["task 2", "task 1"],
        ),
        (
            "tasks.json",
            [{"data": {"text": "a"}, "annotations": {}}],
            InvalidField,
            ["'annotations'", "not an array"],
        ),
    ],
)
def test_read_tasks_refuses(tmp_path: Path, name, content, error, parts):
    path = _written(tmp_path / name, content)
    with pytest.raises(error) as caught:
        _read(path)
    assert type(caught.value) is error
    assert str(path) in str(caught.value)
    for part in parts:
        assert part in str(caught.value)


def test_read_tasks_refuses_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="No such file"):
        _read(tmp_path / "tasks.csv")


@pytest.mark.parametrize(
    ("named", "error", "problem"),
    [
        ("missing.png", UnusableMedia, "there is no file"),
        ("note.txt", UnusableMedia, "not a PNG, JPEG, WebP or GIF"),
        ("folder", UnusableMedia, "there is no file"),
        ("x" * 5000, UnusableMedia, "cannot be read"),
        ("data:image/png;base64,AAAA", UnusableMedia, "there is no file"),
        ("https://example.org/cat.png", InvalidField, "download the file"),
        ("../secret.png", InvalidField, "is outside of"),
        ("folder/../../secret.png", InvalidField, "is outside of"),
        ("/etc/passwd", InvalidField, "is outside of"),
        ("link.png", InvalidField, "is outside of"),
        ("", InvalidField, "not empty"),
    ],
)
def test_read_tasks_refuses_images_that_are_not_files_beside_the_tasks(
    tmp_path: Path, named, error, problem
):
    _written(tmp_path / "secret.png", PNG)
    _written(tmp_path / "job" / "note.txt", "text")
    (tmp_path / "job" / "folder").mkdir()
    (tmp_path / "job" / "link.png").symlink_to(tmp_path / "secret.png")
    path = _written(tmp_path / "job" / "tasks.jsonl", {"image": named})
    with pytest.raises(error, match=problem) as caught:
        _read(path, IMAGES)
    assert caught.value.field == "image"
    assert caught.value.place.position == "line 1"


def test_read_tasks_refuses_an_image_that_is_too_large(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("labelfield.formats.media.MAX_MEDIA_BYTES", 10)
    _written(tmp_path / "cat.png", PNG)
    with pytest.raises(UnusableMedia, match="more than 10 bytes"):
        _read(tmp_path, IMAGES)


def test_a_folder_refuses_a_file_that_is_no_image_by_name(tmp_path: Path):
    _written(tmp_path / "a.png", PNG)
    _written(tmp_path / "sub" / "b.png", "not really")
    with pytest.raises(UnusableMedia, match=r"b\.png is not a PNG") as caught:
        _read(tmp_path, IMAGES)
    assert caught.value.place.file == str(tmp_path / "sub" / "b.png")


def test_a_folder_needs_a_config_that_shows_one_file(tmp_path: Path):
    _written(tmp_path / "a.png", PNG)
    two = replace(TEXTS, objects=(*TEXTS.objects, ObjectTag("more", "text", "more")))
    with pytest.raises(MissingField, match="other than one image, recording or text"):
        _read(tmp_path, two)


def test_a_folder_of_texts_refuses_what_is_no_text(tmp_path: Path):
    _written(tmp_path / "a.txt", b"one\n\xff")
    with pytest.raises(NotUtf8, match=r"a\.txt, line 2: byte 0xff"):
        _read(tmp_path, TEXTS)


def test_a_folder_of_texts_is_a_task_a_file(tmp_path: Path):
    _written(tmp_path / "b.txt", "two")
    _written(tmp_path / "a.txt", "\ufeffone\n")
    assert [(task.key, task.data) for task in _read(tmp_path, TEXTS)] == [
        ("a.txt", {"text": "one\n"}),
        ("b.txt", {"text": "two"}),
    ]


@pytest.mark.parametrize(
    ("kind", "data", "suffix"),
    [
        ("audio", b"ID3rest", "mp3"),
        ("audio", b"\xff\xfbrest", "mp3"),
        ("audio", b"RIFF\x04\x00\x00\x00WAVErest", "wav"),
        ("audio", b"OggSrest", "ogg"),
        ("audio", b"fLaCrest", "flac"),
        ("audio", b"\x00\x00\x00\x20ftypM4A rest", "m4a"),
        ("video", b"\x00\x00\x00\x20ftypisomrest", "mp4"),
        ("video", b"\x1a\x45\xdf\xa3rest", "webm"),
    ],
)
def test_recordings_and_videos_are_known_by_their_bytes(tmp_path: Path, kind, data, suffix):
    _written(tmp_path / "a.bin", data)
    config = replace(TEXTS, objects=(ObjectTag("text", kind, "file"),))
    (task,) = _read(tmp_path, config)
    assert task.data == {"file": _media(data, suffix)}
    assert task.media[0].data == data
    other = replace(TEXTS, objects=(ObjectTag("text", "image", "file"),))
    with pytest.raises(UnusableMedia, match="is not a PNG"):
        _read(tmp_path, other)


def test_an_empty_folder_is_refused(tmp_path: Path):
    with pytest.raises(TooLittle, match="holds no task"):
        _read(tmp_path, IMAGES)


@pytest.mark.parametrize(("label", "found"), [("maybe", "'maybe'"), ("Yes", "'Yes'")])
def test_a_label_that_is_no_choice_is_refused(tmp_path: Path, label, found):
    path = _written(tmp_path / "tasks.csv", f"text,truth\na,yes\nb,{label}\n")
    with pytest.raises(InvalidField, match=f"label {found} is not a choice") as caught:
        _read(path, label_field="truth")
    assert caught.value.field == "truth"
    assert "write one of yes, no" in str(caught.value)


def test_a_label_field_that_no_row_fills_is_refused(tmp_path: Path):
    path = _written(tmp_path / "tasks.csv", "text\na\n")
    with pytest.raises(NoRightAnswer, match="no task has a right answer"):
        _read(path, label_field="truht")


def _annotated(*annotations: object) -> list[object]:
    return [{"id": 7, "data": {"text": "a"}, "annotations": list(annotations)}]


def _annotation(label: str, **more: object) -> dict[str, object]:
    item = answer_of(TEXTS, label)[0] | {"id": "x1", "origin": "manual"}
    return {"result": [item], "ground_truth": True} | more


@pytest.mark.parametrize(
    ("annotations", "problem"),
    [
        ([_annotation("yes"), _annotation("no")], "contradict each other"),
        ([_annotation("yes") | {"result": []}], "expected an answer to"),
        ([_annotation("yes") | {"result": None}], "expected an answer to"),
        ([{"ground_truth": True}], "expected an answer to"),
        ([{"ground_truth": True, "result": ["yes"]}], "expected an object"),
        ([{"ground_truth": True, "result": [{"type": "choices"}]}], "exactly from_name"),
    ],
)
def test_ground_truth_that_is_no_answer_is_refused(tmp_path: Path, annotations, problem):
    path = _written(tmp_path / "export.json", _annotated(*annotations))
    with pytest.raises(InvalidField, match=problem) as caught:
        _read(path)
    assert caught.value.place.position == "task 1"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "text", "key", "id", "annotations", "result", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)


@given(value=json_values)
def test_any_json_is_tasks_or_refused(tmp_path_factory, value):
    folder = tmp_path_factory.mktemp("tasks")
    for name in ("tasks.json", "tasks.jsonl"):
        for content in (value, [value], [{"data": {"text": "a"}, "annotations": value}]):
            try:
                tasks = _read(_written(folder / name, content))
            except FormatError:
                continue
            assert all(task.data["text"] for task in tasks)


@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_tasks_or_refused(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("tasks")
    for name in ("tasks.csv", "tasks.jsonl", "tasks.json"):
        try:
            tasks = _read(_written(folder / name, content))
        except FormatError:
            continue
        assert len({task.key for task in tasks}) == len(tasks)


shown_texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)


@given(texts=st.lists(shown_texts, min_size=1, max_size=8))
def test_texts_come_back_from_jsonl_and_label_studio_whatever_they_hold(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("tasks")
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    exported = [{"data": {"text": text}} for text in texts]
    for path in (_written(folder / "a.jsonl", lines), _written(folder / "b.json", exported)):
        tasks = _read(path)
        assert [task.data["text"] for task in tasks] == texts
        assert [task.key for task in tasks] == [str(n + 1) for n in range(len(texts))]


def test_csv_rows_become_tasks_with_all_their_columns(tmp_path: Path):
    content = '\ufeffkey,text,source\r\na,"x, ""y""\r\nz",book\r\nb,w,\r\n'
    tasks = _read(_written(tmp_path / "tasks.csv", content))
    assert tasks == [
        ImportedTask("a", {"text": 'x, "y"\r\nz', "source": "book"}, (), None),
        ImportedTask("b", {"text": "w", "source": ""}, (), None),
    ]


def test_jsonl_takes_plain_objects_and_objects_with_data(tmp_path: Path):
    lines = '{"text": "a", "n": 1}\n\n{"key": "k", "data": {"text": "b", "key": "shown"}}\n'
    assert _read(_written(tmp_path / "tasks.jsonl", lines)) == [
        ImportedTask("1", {"text": "a", "n": 1}, (), None),
        ImportedTask("k", {"text": "b", "key": "shown"}, (), None),
    ]


def test_any_column_can_hold_the_key(tmp_path: Path):
    path = _written(tmp_path / "tasks.csv", "id,text\na7,x\n")
    assert _read(path, key_field="id") == [ImportedTask("a7", {"text": "x"}, (), None)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tasks.csv", "text,label\na,yes\nb,\n"),
        ("tasks.jsonl", '{"text": "a", "label": "yes"}\n{"text": "b"}\n'),
        ("in.jsonl", '{"data": {"text": "a", "label": "yes"}}\n{"data": {"text": "b"}}\n'),
        ("beside.jsonl", '{"data": {"text": "a"}, "label": "yes"}\n{"text": "b"}\n'),
        ("tasks.json", '[{"data": {"text": "a", "label": "yes"}}, {"text": "b", "label": ""}]'),
    ],
)
def test_the_label_field_becomes_gold_and_is_never_shown(tmp_path: Path, name, content):
    assert _read(_written(tmp_path / name, content), label_field="label") == [
        ImportedTask("1", {"text": "a"}, (), answer_of(TEXTS, "yes")),
        ImportedTask("2", {"text": "b"}, (), None),
    ]


def test_a_field_called_label_may_be_shown_where_the_config_shows_it(tmp_path: Path):
    config = replace(TEXTS, objects=(ObjectTag("text", "text", "label"),))
    path = _written(tmp_path / "tasks.csv", "label\nWashable at 30 degrees\n")
    assert _read(path, config)[0].data == {"label": "Washable at 30 degrees"}


def test_label_studio_ground_truth_becomes_gold_and_other_annotations_do_not(tmp_path: Path):
    export = [
        *_annotated(_annotation("no", ground_truth=False), _annotation("yes")),
        {"id": 8, "data": {"text": "b"}, "annotations": [_annotation("no", was_cancelled=True)]},
        {"id": 9, "data": {"text": "c"}, "predictions": [], "created_at": "2024-01-01"},
    ]
    assert _read(_written(tmp_path / "export.json", export)) == [
        ImportedTask("7", {"text": "a"}, (), answer_of(TEXTS, "yes")),
        ImportedTask("8", {"text": "b"}, (), None),
        ImportedTask("9", {"text": "c"}, (), None),
    ]


def test_a_folder_of_images_becomes_tasks_named_by_file_and_content(tmp_path: Path):
    files = {"b.PNG": PNG, "a.jpeg": JPG, "sub/c": GIF, "d.webp": WEBP, "e.png": JPG}
    for name, data in files.items():
        _written(tmp_path / name, data)
    _written(tmp_path / ".DS_Store", "junk")
    _written(tmp_path / ".cache" / "x.png", "junk")
    tasks = _read(tmp_path, IMAGES)
    assert [task.key for task in tasks] == ["a.jpeg", "b.PNG", "d.webp", "e.png", "sub/c"]
    assert [task.data["image"] for task in tasks] == [
        *(_media(JPG, "jpg"), _media(PNG, "png"), _media(WEBP, "webp"), _media(JPG, "jpg")),
        _media(GIF, "gif"),
    ]
    assert all(task.media[0].name == task.data["image"] for task in tasks)
    assert [task.media[0].data for task in tasks] == [files[task.key] for task in tasks]


def test_csv_rows_name_images_by_path(tmp_path: Path):
    _written(tmp_path / "img" / "7.png", PNG)
    path = _written(tmp_path / "tasks.csv", "key,image,who\nseven,img/7.png,me\n")
    (task,) = _read(path, IMAGES)
    assert task.data == {"image": _media(PNG, "png"), "who": "me"}
    assert [file.data for file in task.media] == [PNG]


def test_tasks_are_read_one_at_a_time(tmp_path: Path):
    path = _written(tmp_path / "tasks.jsonl", '{"text": "a"}\n{"text": }\n')
    assert next(read_tasks(TaskSource(path, TEXTS))).data == {"text": "a"}
