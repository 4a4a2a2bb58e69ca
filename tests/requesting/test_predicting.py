"""Predictions from files and backends: what cannot be an answer is refused, with its place."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelfield.formats.errors import FormatError
from labelfield.labeling.config_xml import parse_config
from labelfield.protocol.tasks import Task, task_id
from labelfield.requesting.errors import BadBackend
from labelfield.requesting.models import new_labels
from labelfield.requesting.predicting import ask_backend, by_key, chunks, read_predictions

XML = """<View>
  <Text name="text" value="$text"/>
  <Choices name="label" toName="text" choice="single">
    <Choice value="no"/><Choice value="yes"/>
  </Choices>
</View>"""
CONFIG = parse_config(XML)
TASKS = {task_id(task): task for task in (Task(f"t{n}", {"text": f"Text {n}"}) for n in range(120))}


def result(label: str) -> list[Any]:
    value = {"choices": [label]}
    return [{"from_name": "label", "to_name": "text", "type": "choices", "value": value}]


class Backend(BaseHTTPRequestHandler):
    """Says yes to all, as label-studio-ml does."""

    reply: Any = None

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/predict"
        assert asked["label_config"] == XML
        found = [{"result": result("yes"), "score": 0.9, "model_version": "m"}] * len(
            asked["tasks"]
        )
        body = json.dumps({"results": found} if self.reply is None else self.reply).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture
def backend() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Backend)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "key,label\nt1,maybe\n", "no choice"),
        ("a.csv", "key,text\nt1,yes\n", "no key or no label"),
        ("a.jsonl", '{"key": 1, "label": "yes"}\n', "no key or no label"),
        ("a.json", "{}", "not an array"),
        ("a.json", "[1]", "not an object"),
        ("a.json", '[{"id": 1, "data": {}, "predictions": [{"score": 1}]}]', "without result"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(FormatError, match=message):
        read_predictions(path, CONFIG, "key")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=80), suffix=st.sampled_from([".json", ".csv", ".jsonl"]))
def test_garbage_is_refused(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"garbage{suffix}"
    path.write_bytes(data)
    try:
        found = read_predictions(path, CONFIG, "key")
    except FormatError:
        return
    assert all(one.result for one in found.values())


def test_an_unknown_task_is_refused() -> None:
    said = by_key(CONFIG, {"t1": "yes", "t900": "no"})
    with pytest.raises(FormatError, match="t900"):
        list(chunks("m", said, TASKS))


@pytest.mark.parametrize("reply", [[], {}, {"results": []}, {"results": 5}])
def test_a_backend_that_answers_something_else_is_named(
    backend: str, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Backend, "reply", reply)
    with pytest.raises(BadBackend, match="127"):
        ask_backend(backend, XML, TASKS, "http://here")


def test_a_backend_that_is_not_there_is_named() -> None:
    with pytest.raises(BadBackend):
        ask_backend("http://127.0.0.1:9", XML, TASKS, "http://here")


def test_a_backend_is_asked_about_every_task(backend: str) -> None:
    found = ask_backend(backend, XML, TASKS, "http://here")
    assert found.keys() == {task.key for task in TASKS.values()}
    assert found["t1"].result == result("yes")
    assert found["t1"].score == 0.9
    (request,) = chunks("m", found, TASKS)
    assert len(request.predictions) == len(TASKS)


def test_files_of_both_kinds_say_the_same(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("key,label,score\n7,yes,0.75\n")
    studio = tmp_path / "tasks.json"
    predictions = [{"result": result("yes"), "score": 0.75}]
    studio.write_text(json.dumps([{"id": 7, "data": {"text": "x"}, "predictions": predictions}]))
    assert read_predictions(rows, CONFIG, "key") == read_predictions(studio, CONFIG, "key")


def test_labels_come_in_rounds() -> None:
    answers = iter([(f"t{number}", "yes") for number in range(7)])
    assert [len(labels) for labels in new_labels(answers, 3)] == [3, 6, 7]
