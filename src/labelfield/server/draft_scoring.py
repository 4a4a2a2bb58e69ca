"""How a draft's answers will be scored: the preset, and what is compared of its gold."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from labelfield.api.models import ControlTerms, Draft
from labelfield.labeling.config import LabelingConfig, classes
from labelfield.protocol.errors import ProtocolError
from labelfield.protocol.manifest import parse_scoring
from labelfield.protocol.scoring import ControlScoring, Scoring
from labelfield.server import refusals


def scoring_of(draft: Draft, config: LabelingConfig, controls: Sequence[ControlScoring]) -> Scoring:
    """Return the scoring preset with the draft's changes; refuse unknown or impossible ones."""
    for field in ("classes", "controls"):
        if field in draft.scoring:
            raise refusals.Malformed(f"scoring.{field}: the config says which there are.")
    known = {control.name for control in controls}
    for name in sorted(draft.controls.keys() - known):
        expected = ", ".join(sorted(known)) or "none, for the config is one choice"
        raise refusals.Malformed(f"controls names {name!r:.80}: expected {expected}.")
    changed = tuple(_changed(control, draft.controls.get(control.name)) for control in controls)
    preset = Scoring(() if controls else classes(config), changed)
    spelled: dict[str, Any] = asdict(preset) | {
        "classes": list(preset.classes),
        "controls": [asdict(each) | {"classes": list(each.classes)} for each in changed],
    }
    try:
        return parse_scoring(spelled | draft.scoring)
    except ProtocolError as error:
        raise refusals.Malformed(str(error)) from error


def _changed(control: ControlScoring, terms: ControlTerms | None) -> ControlScoring:
    """The control as the requester wants it weighed and measured."""
    if terms is None:
        return control
    if terms.reach is not None and control.type != "keypoints":
        raise refusals.Malformed(f"controls.{control.name}.reach: only keypoints have one.")
    reach = control.reach if terms.reach is None else terms.reach
    return replace(control, weight=terms.weight, reach=reach)
