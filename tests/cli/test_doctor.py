"""`labelfield doctor` names what is missing and how to get it."""

from pathlib import Path

from tests.cli.running import done, labelfield


def test_everything_needed_is_listed(tmp_path: Path) -> None:
    said = labelfield("doctor", "--json")
    assert {finding["name"] for finding in said.json} == {"Python", "anvil", "web page", "home"}
    assert said.code == (0 if all(finding["ok"] for finding in said.json) else 2)


def test_a_missing_anvil_is_named_with_the_ways_to_get_it() -> None:
    said = labelfield("doctor", LABELFIELD_ANVIL="/nonexistent")
    assert said.code == 2
    assert "MISSING  anvil: LABELFIELD_ANVIL=/nonexistent is no program" in said.out
    assert "npm install --global @foundry-rs/anvil" in said.out


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_text("")
    said = labelfield("doctor", "--json", LABELFIELD_HOME=str(home))
    (finding,) = (finding for finding in said.json if finding["name"] == "home")
    assert not finding["ok"]
    assert "set LABELFIELD_HOME" in finding["detail"]
    assert said.code == 2


def test_a_new_home_is_fine_and_is_not_made(tmp_path: Path) -> None:
    home = tmp_path / "new"
    said = labelfield("doctor", "--home", home)
    assert f"{home} (new; `labelfield up` makes it)" in said.out
    assert not home.exists()
    home.mkdir()
    assert str(home) in labelfield("doctor", "--home", home).out
    assert list(home.iterdir()) == []


def test_help_names_the_setting() -> None:
    assert "LABELFIELD_HOME" in done("doctor", "--help").out
