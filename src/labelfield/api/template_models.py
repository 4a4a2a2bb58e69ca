"""Templates of common jobs as they travel; docs/api.md says more."""

from typing import Any

from labelfield.api.models import Amount, Wire


class SampleTask(Wire):
    """A task to try a template on."""

    key: str
    data: dict[str, Any]


class TemplateFacts(Wire):
    """One common job, ready to be changed."""

    name: str
    title: str
    about: str
    config: str
    config_yaml: str
    face: dict[str, Any]
    payable: bool
    instructions: str
    price: Amount
    seconds: int
    minimum: int
    maximum: int
    tasks: list[SampleTask]


class TemplateList(Wire):
    """All templates, by name."""

    templates: list[TemplateFacts]
