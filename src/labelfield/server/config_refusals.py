"""What is wrong with a labeling config, as a refusal that names the line and the kind."""

from labelfield.labeling.errors import InvalidConfig, LabelingError
from labelfield.server.problems import name_of
from labelfield.server.refusals import Malformed


def of_config(error: LabelingError) -> Malformed:
    """Return the refusal; pages say its kind in other languages and mark its line."""
    said = f"config: {error}"
    if not isinstance(error, InvalidConfig):
        return Malformed(said)
    details: dict[str, object] = {"line": error.line, "problem": problem_name(type(error))}
    if error.name is not None:
        details["name"] = error.name
    return Malformed(said, **details)


def problem_name(kind: type[InvalidConfig]) -> str:
    """Return `unknown_tag` for UnknownTag, `too_large` for ConfigTooLarge."""
    return name_of(kind).removeprefix("config_")
