"""Templates by HTTP: what a requester's page starts from."""

from labelfield.formats.templates import template_names
from tests.server.world import World


def test_a_file_that_no_template_shows_is_not_found(world: World) -> None:
    assert world.http.get(f"/api/templates/media/{'0' * 64}.png").status_code == 404


def test_all_templates_come_with_samples_and_their_files(world: World) -> None:
    found = world.http.get("/api/templates").json()["templates"]
    assert [one["name"] for one in found] == list(template_names())
    by_name = {one["name"]: one for one in found}
    assert by_name["classification"]["payable"] is True
    assert by_name["detection"]["face"]["controls"][0]["shape"] == "rectangle"
    picture = by_name["detection"]["tasks"][0]["data"]["picture"]
    answer = world.http.get(f"/api/templates/{picture}")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    recording = by_name["transcription"]["tasks"][0]["data"]["recording"]
    assert world.http.get(f"/api/templates/{recording}").content.startswith(b"OggS")
