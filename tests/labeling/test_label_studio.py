"""Label Studio's own library accepts the configs we write and the answers we accept.

It holds NumPy back, so it lives in an environment of its own: LABELFIELD_LABEL_STUDIO names that
environment's Python. docs/labeling.md says how to make one.
"""

import json
import os
import subprocess

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from labelfield.labeling.write_xml import config_to_xml
from tests.labeling.strategies import answers, configs

PYTHON = os.environ.get("LABELFIELD_LABEL_STUDIO", "")
CASES = 60
ORACLE = """
import json, sys
from label_studio_sdk.label_interface import LabelInterface
for line in sys.stdin:
    case = json.loads(line)
    config = LabelInterface(case["config"])
    config.validate()
    print(json.dumps(config._validate_object({"result": case["result"]}, return_errors=True)))
"""

pytestmark = pytest.mark.skipif(
    not PYTHON,
    reason="##### LABELFIELD_LABEL_STUDIO IS NOT SET: NO COMPARISON WITH ITS PARSER #####",
)


def _cases() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []

    @given(st.data())
    @settings(
        max_examples=CASES,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def collect(data: st.DataObject) -> None:
        config = data.draw(configs())
        found.append({"config": config_to_xml(config), "result": data.draw(answers(config))})

    collect()
    return found


def test_label_studio_accepts_every_config_and_answer_that_we_accept() -> None:
    cases = _cases()
    done = subprocess.run(
        [PYTHON, "-c", ORACLE],
        input="".join(json.dumps(case) + "\n" for case in cases),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    refusals = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(refusals) == len(cases)
    for case, found in zip(cases, refusals, strict=True):
        assert found == [], (case, found)
