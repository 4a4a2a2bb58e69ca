"""What is wrong with a labeling config, as a refusal that names the line and the kind."""

import re

from labelfield.labeling.errors import InvalidConfig, LabelingError
from labelfield.server.refusals import Malformed


def of_config(error: LabelingError) -> Malformed:
    """Return the refusal; pages say its kind in other languages and mark its line."""
    said = f"config: {error}"
    if not isinstance(error, InvalidConfig):
        return Malformed(said)
    return Malformed(said, line=error.line, problem=problem_name(type(error)))


def problem_name(kind: type[InvalidConfig]) -> str:
    """Return `unknown_tag` for UnknownTag, `too_large` for ConfigTooLarge."""
    name = kind.__name__.removeprefix("Config")
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
