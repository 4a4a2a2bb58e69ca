"""Each type against its public set, by the functions that print the benchmark."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

CROWD_DATA = os.environ.get("LABELFIELD_CROWD_DATA")
BENCH = Path(__file__).parents[2] / "bench" / "answer_types.py"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    if not CROWD_DATA:
        pytest.skip("WARNING: LABELFIELD_CROWD_DATA is unset, so no public crowd set was tried")
    found = importlib.util.spec_from_file_location("answer_types", BENCH)
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def rows(printed: str, measure: str) -> list[tuple[float, float]]:
    """(first baseline, ours) of each printed row of a measure."""
    found = []
    for line in printed.splitlines():
        if f" {measure} " in line:
            numbers = [float(word) for word in line.split() if word.replace(".", "").isdigit()]
            found.append((numbers[0], numbers[-2]))
    return found


def test_boxes_reach_their_f1(bench: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    bench.measure_boxes(Path(CROWD_DATA or "") / "boxes_pedestrian_a")
    ((single, ours),) = rows(capsys.readouterr().out, "F1@0.5")
    assert single < 0.93 <= ours


@pytest.mark.parametrize("feeling", ["anger", "disgust", "fear"])
def test_numbers_are_at_least_as_good_as_the_mean(
    feeling: str, bench: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.measure_numbers(Path(CROWD_DATA or "") / f"numeric_affect_{feeling}")
    printed = capsys.readouterr().out
    ((plain, ours),) = rows(printed, "Pearson")
    assert ours >= plain
    ((plain, ours),) = rows(printed, "RMSE")
    assert ours <= plain


def test_human_summaries_win(bench: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    bench.measure_preferences(Path(CROWD_DATA or "") / "preference_squality")
    assert "order: human >" in capsys.readouterr().out


def test_translations_beat_a_single_answer(
    bench: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.measure_transcripts(Path(CROWD_DATA or "") / "text_translation_j1")
    printed = capsys.readouterr().out
    ((single, ours),) = rows(printed, "%")
    assert ours < single


@pytest.mark.soak
def test_speech_reaches_its_word_error_rate(
    bench: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.measure_transcripts(Path(CROWD_DATA or "") / "text_speech_test_clean")
    ((_, ours),) = rows(capsys.readouterr().out, "%")
    assert ours <= 6.0
