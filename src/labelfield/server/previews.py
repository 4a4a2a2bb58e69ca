"""Trying a config before there is a project: what it asks, and whether an answer is valid."""

from labelfield.api.preview_models import Preview, TrialRequest, Unpaid
from labelfield.labeling.config import LabelingConfig
from labelfield.labeling.config_xml import parse_config
from labelfield.labeling.errors import LabelingError, NotAnswered, NotPayable
from labelfield.labeling.face import face_of
from labelfield.labeling.payable import scored_controls
from labelfield.labeling.validate_on_task import validate_on_task
from labelfield.protocol.canonical import canonical_json
from labelfield.protocol.errors import ProtocolError
from labelfield.server import refusals
from labelfield.server.config_refusals import of_config
from labelfield.server.problems import Problem


def preview(xml: str) -> Preview:
    """Return a config's face; refuse what is no config."""
    config = _parsed(xml)
    face, found = face_of(config), _not_payable(config)
    if found is None:
        return Preview(face=face, payable=True, unpaid_because=None, unpaid=None)
    unpaid = Unpaid(reason=found.reason, tag=found.tag)
    return Preview(face=face, payable=False, unpaid_because=str(found), unpaid=unpaid)


def check_trial(request: TrialRequest) -> None:
    """Refuse an answer that a project with this config and task would refuse."""
    try:
        validate_on_task(_parsed(request.config), request.data, request.answer)
        canonical_json(request.answer)
    except NotAnswered as error:
        raise refusals.InvalidAnswer(
            str(error), problem=Problem.NOT_ANSWERED, control=error.control
        ) from error
    except (LabelingError, ProtocolError) as error:
        raise refusals.InvalidAnswer(str(error)) from error


def _parsed(xml: str) -> LabelingConfig:
    try:
        return parse_config(xml)
    except LabelingError as error:
        raise of_config(error) from error


def _not_payable(config: LabelingConfig) -> NotPayable | None:
    try:
        scored_controls(config)
    except NotPayable as error:
        return error
    return None
