"""What docs/greenfield.md shows works as it stands there."""

import re
from pathlib import Path

from labelfield.storage.greenfield import network
from labelfield.storage.greenfield.double.settings import ONE_BNB, Settings
from labelfield.storage.greenfield.uploads import NewObject
from tests.storage.greenfield.conftest import BUCKET, OWNER, STRANGER

DOCUMENT = (Path(__file__).parents[3] / "docs" / "greenfield.md").read_text()
SHOWN = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)


def test_the_ten_lines_run(double, monkeypatch, capsys):
    monkeypatch.setattr(network, "TESTNET", double.network())
    assert len(SHOWN[0].strip().splitlines()) == 10
    exec(SHOWN[0], {"secret": b"\x01" * 32})  # noqa: S102
    assert capsys.readouterr().out == "b'Hello'\n"


def test_others_are_let_upload_as_shown(owner, double, connect):
    names = {}
    exec(SHOWN[1], names)  # noqa: S102
    names["let_upload"](owner, BUCKET, STRANGER.address)
    connect(double, STRANGER).upload_delegated(NewObject(BUCKET, "mask", b"bytes"))
    assert owner.read(BUCKET, "mask") == b"bytes"


def test_the_double_starts_as_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"address": OWNER.address}
    exec(SHOWN[2], names)  # noqa: S102
    assert names["network"].chain_id == 9000
    assert Settings(tmp_path, {OWNER.address: ONE_BNB}).provider_count == 2
