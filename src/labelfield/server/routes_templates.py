"""Templates of common jobs, for pages on which requesters start."""

from functools import lru_cache

from fastapi import APIRouter, Request, Response

from labelfield.api.template_models import SampleTask, TemplateFacts, TemplateList
from labelfield.formats.templates import Template, templates
from labelfield.labeling.errors import NotPayable
from labelfield.labeling.face import face_of
from labelfield.labeling.payable import scored_controls
from labelfield.server import refusals
from labelfield.server.media import FOREVER, content_type_of
from labelfield.server.ranges import file_response

template_routes = APIRouter(tags=["anyone"])


@template_routes.get("/templates")
def list_templates() -> TemplateList:
    """Return all templates with their sample tasks."""
    return _all_templates()


@template_routes.get("/templates/media/{name}")
def sample_file(name: str, request: Request) -> Response:
    """Return a file that a sample task shows."""
    files = {file.name: file.data for t in templates() for task in t.tasks for file in task.media}
    if f"media/{name}" not in files:
        raise refusals.NotFound(f"No template shows a file {name:.80}.")
    data = files[f"media/{name}"]
    wanted = request.headers.get("range")
    return file_response(data, content_type_of(name), {"Cache-Control": FOREVER}, wanted)


@lru_cache
def _all_templates() -> TemplateList:
    return TemplateList(templates=[_facts(found) for found in templates()])


def _facts(found: Template) -> TemplateFacts:
    return TemplateFacts(
        name=found.name,
        title=found.title,
        about=found.about,
        config=found.config_xml,
        config_yaml=found.config_yaml,
        face=face_of(found.config),
        payable=_is_payable(found),
        instructions=found.instructions,
        price=found.price,
        seconds=found.seconds,
        minimum=found.minimum,
        maximum=found.maximum,
        tasks=[SampleTask(key=task.key, data=task.data) for task in found.tasks],
    )


def _is_payable(found: Template) -> bool:
    try:
        scored_controls(found.config)
    except NotPayable:
        return False
    return True
