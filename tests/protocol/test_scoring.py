from dataclasses import fields

from labelfield.protocol.manifest import parse_scoring
from labelfield.protocol.scoring import Scoring


def test_the_default_preset_is_one_that_a_manifest_may_hold() -> None:
    preset = Scoring(classes=("no", "yes"))
    spelled = {field.name: getattr(preset, field.name) for field in fields(preset)}
    assert parse_scoring(spelled | {"classes": ["no", "yes"], "controls": []}) == preset
