"""The page in Chromium: a labeler's whole way, and what it does when others fail.

`LABELFIELD_SCREENSHOTS=docs/images pytest tests/web` takes the documents' pictures anew.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

from labelfield.chain.pool import Pool
from labelfield.protocol.ids import Address
from tests.browsers import installed_browser
from tests.web.conftest import ROOT, WEB, Product

LARGEST_PICTURE = 200 * 1024
PATIENCE_S = 900


def _node(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["node", *arguments],
        cwd=WEB,
        env={"LABELFIELD_CHROMIUM": installed_browser() or ""} | os.environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.mark.browser
@pytest.mark.chain
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_a_labeler_makes_a_wallet_labels_and_cashes_out(
    size: str, product: Product, page_scripts: Path, pictures: str
) -> None:
    walk = [str(page_scripts / "walk.mjs"), product.url, size, str(product.answers), pictures]
    done = _node(*walk)
    assert done.returncode == 0, done.stdout + done.stderr
    seen = json.loads(done.stdout)
    assert seen["receipts"] == 23
    assert seen["earned"] > seen["first"] > 0
    assert _balance_on_chain(product, seen["address"]) > 0


@pytest.mark.browser
@pytest.mark.parametrize("script", ["faults", "keeping", "accounts", "hostile"])
def test_the_page_keeps_answers_and_stops_for_a_bad_operator(
    script: str, page_scripts: Path
) -> None:
    done = _node("--test", str(page_scripts / f"{script}.mjs"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_pictures_of_the_documents_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs/images").rglob("*.*")}
    assert {name: size for name, size in sizes.items() if size > LARGEST_PICTURE} == {}


def _balance_on_chain(product: Product, address: str) -> int:
    """Return the tokens that lie in the wallet, as the chain says."""
    deployed = json.loads((product.home / "deployment.json").read_text())
    pool = Pool(deployed["rpc_url"], Address(deployed["pool"]))
    return pool.token_balance(Address(address))
