"""CoNLL, preference pairs and speech: what is marked and said arrives, emoji or not."""

import io
import json
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelfield.formats.exports.conll import conll_lines, tagged
from labelfield.formats.exports.items import Item
from labelfield.formats.exports.kinds import write_dataset
from labelfield.formats.exports.pairs import dpo_lines, reward_lines
from labelfield.formats.exports.speech import duration_of
from labelfield.formats.templates import template
from tests.formats.exports.made import finished, item

NER = template("ner").config
PAIRS = template("preference").config
SPEECH = template("transcription").config


def span(start: int, end: int, text: str, label: str) -> dict:
    return {
        "id": f"s{start}", "from_name": "entities", "to_name": "sentence", "type": "labels",
        "value": {"start": start, "end": end, "text": text, "labels": [label]},
    }  # fmt: skip


def test_spans_after_an_emoji_do_not_shift() -> None:
    text = "🙂 Ada Lovelace wrote from London."
    result = [span(3, 15, "Ada Lovelace", "PER"), span(27, 33, "London", "LOC")]
    items = [item(0, {"sentence": text}, result), item(1, {"sentence": "Rain."}, [])]
    lines = b"".join(conll_lines(finished(NER, items))).decode().splitlines()
    tags = [(line.split()[0], line.split()[-1]) for line in lines if line]
    assert tags == [
        ("-DOCSTART-", "O"), ("🙂", "O"), ("Ada", "B-PER"), ("Lovelace", "I-PER"), ("wrote", "O"),
        ("from", "O"), ("London", "B-LOC"), (".", "O"), ("-DOCSTART-", "O"), ("Rain", "O"),
        (".", "O"),
    ]  # fmt: skip


words = st.lists(st.text("ab𐐷é", min_size=1, max_size=3), min_size=1, max_size=8)


@given(words, st.data())
def test_spans_of_whole_words_survive_bio(parts: list[str], data: st.DataObject) -> None:
    marks = data.draw(
        st.lists(st.sampled_from(["A", "B", None]), min_size=len(parts), max_size=len(parts))
    )
    text, spans, at = "", [], 0
    for word, label in zip(parts, marks, strict=True):
        size = len(word.encode("utf-16-le")) // 2
        if label:
            spans.append((at, at + size, label))
        text, at = f"{text}{word} ", at + size + 1
    assert list(tagged(text, spans)) == [
        (word, f"B-{label}" if label else "O") for word, label in zip(parts, marks, strict=True)
    ]


def test_neighbours_of_one_label_stay_two() -> None:
    assert [tag for _, tag in tagged("a b c", [(0, 1, "X"), (2, 5, "X")])] == ["B-X", "B-X", "I-X"]


def pair(number: int, selected: str | None) -> Item:
    data = {"prompt": "Why?", "left": "Because.", "right": "No."}
    said = {"from_name": "better", "to_name": "left", "type": "pairwise",
            "value": {"selected": selected}}  # fmt: skip
    return item(number, data, [said] if selected else [])


def test_pairs_say_what_was_chosen_and_keep_the_undecided() -> None:
    made = finished(PAIRS, [pair(0, "left"), pair(1, "right"), pair(2, None)])
    rows = [json.loads(line) for line in dpo_lines(made)]
    assert [(row["chosen"], row["rejected"]) for row in rows] == [
        ("Because.", "No."), ("No.", "Because."), (None, None),
    ]  # fmt: skip
    assert {row["prompt"] for row in rows} == {"Why?"}
    rewards = [json.loads(line) for line in reward_lines(made)]
    assert rewards[1]["chosen"] == "Why?\n\nNo."
    assert rewards[1]["margin"] == pytest.approx(0.9752)
    assert rewards[2]["rejected"] is None


def wav(seconds: float, rate: int = 8000) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"\0\0" * int(seconds * rate))
    return target.getvalue()


def test_a_speech_manifest_has_a_line_a_recording(tmp_path: Path) -> None:
    said = {"from_name": "words", "to_name": "recording", "type": "textarea",
            "value": {"text": ["good morning"]}}  # fmt: skip
    made = [item(number, {"recording": f"media/{number:064x}.wav"}, [said] if number else [])
            for number in range(2)]  # fmt: skip
    files = write_dataset(finished(SPEECH, made, media=lambda _: wav(1.5)), "speech", tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "manifest.jsonl").read_text().splitlines()]
    assert [(row["text"], row["duration"], row["key"]) for row in rows] == [
        ("", 1.5, "key 0"), ("good morning", 1.5, "key 1"),
    ]  # fmt: skip
    assert all((tmp_path / row["audio_filepath"]) in files for row in rows)


def test_durations_of_recordings_are_read_from_their_heads() -> None:
    (recording,) = template("transcription").tasks[0].media
    assert 2 < (duration_of(recording.data) or 0) < 6
    assert duration_of(wav(0.25)) == 0.25
    assert duration_of(b"ID3 no length here") is None


@given(st.sampled_from([b"RIFF", b"fLaC", b"OggS", b"OggS\x01vorbis"]), st.binary(max_size=60))
def test_broken_recordings_have_no_duration(head: bytes, data: bytes) -> None:
    found = duration_of(head + data)
    assert found is None or isinstance(found, float)
