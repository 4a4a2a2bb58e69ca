"""Label Studio's own library accepts the configs we write and the answers we accept."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from labelfield.labeling.write_xml import config_to_xml
from tests.label_studio import asked, needs_label_studio
from tests.labeling.strategies import answers, configs

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

pytestmark = needs_label_studio


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
    refusals = asked(ORACLE, cases)
    assert len(refusals) == len(cases)
    for case, found in zip(cases, refusals, strict=True):
        assert found == [], (case, found)
