"""Deploying from the command line: what is asked for, what is printed, what is written."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account

from labelfield.chain.anvil import DEV_KEYS, Anvil, start_anvil, stop_anvil
from labelfield.chain.create2 import code_at
from labelfield.chain.deployments import STEPS
from labelfield.chain.rpc import Rpc
from labelfield.protocol.keys import Key
from tests.cli.running import done, refused

NAMES = [step.contract for step in STEPS if step.where != "public"]
PAYER = DEV_KEYS[3]


@pytest.fixture(scope="module")
def anvil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anvil]:
    running = start_anvil(tmp_path_factory.mktemp("chain"), block_time_s=None)
    yield running
    stop_anvil(running)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def on_dev(anvil: Anvil, *words: object) -> list[object]:
    return ["deploy", "--network", "dev", "--rpc", anvil.rpc_url, *words]


@pytest.mark.chain
def test_a_dry_run_prints_addresses_gas_and_cost_and_sends_nothing(anvil: Anvil) -> None:
    rpc = Rpc(anvil.rpc_url)
    before = rpc.ask_int("eth_blockNumber")
    said = done(*on_dev(anvil, "--dry-run", "--salt", "dry", "--bnb-price", "800")).out
    lines = said.splitlines()
    assert [line.split()[0] for line in lines] == [*NAMES, "together"]
    for line in lines[:-1]:
        _, address, gas, word, coins, unit, price = line.split()
        assert (word, unit) == ("gas", "BNB")
        assert int(gas.replace(",", "")) > 100_000
        assert float(price[1:]) == pytest.approx(float(coins) * 800, rel=1e-3)
        assert not code_at(rpc, address)
    assert rpc.ask_int("eth_blockNumber") == before
    assert list(Path().iterdir()) == []


@pytest.mark.chain
def test_a_key_file_signs_and_a_password_file_opens_it(anvil: Anvil) -> None:
    Path("key.json").write_text(json.dumps(Account.encrypt(PAYER, "right", iterations=1024)))
    Path("password").write_text("right\n")
    options = on_dev(
        anvil, "--key-file", "key.json", "--password-file", "password", "--out", "here"
    )
    rpc, payer = Rpc(anvil.rpc_url), Key(PAYER).address
    sent = rpc.ask_int("eth_getTransactionCount", payer, "latest")
    said = done(*options, "--salt", "key").out
    assert rpc.ask_int("eth_getTransactionCount", payer, "latest") == sent + len(NAMES)
    facts = json.loads(Path("here/deployment.json").read_text())
    assert list(facts["contracts"]) == NAMES
    for name, address in facts["contracts"].items():
        assert code_at(rpc, address)
        assert f"{name} is deployed: " in said
    forms = json.loads(Path("here/verification.json").read_text())
    assert [form["address"] for form in forms] == list(facts["contracts"].values())
    assert json.loads(Path("here/standard-input.json").read_text())["language"] == "Solidity"
    assert "is there" in done(*options, "--salt", "key").out
    assert rpc.ask_int("eth_getTransactionCount", payer, "latest") == sent + len(NAMES)


@pytest.mark.chain
def test_transactions_are_signed_elsewhere_and_sent_here(anvil: Anvil) -> None:
    sender = Account.from_key(PAYER).address
    done(*on_dev(anvil, "--salt", "far", "--unsigned", "unsigned.json", "--sender", sender))
    fields = json.loads(Path("unsigned.json").read_text())
    known = ("contract", "address")
    raw = [
        Account.sign_transaction(
            {name: value for name, value in each.items() if name not in known}, PAYER
        ).raw_transaction.hex()
        for each in fields
    ]
    Path("signed.txt").write_text("\n".join(raw))
    assert (
        "to sign are in unsigned.json"
        in done(
            *on_dev(anvil, "--salt", "far", "--unsigned", "unsigned.json", "--sender", sender)
        ).out
    )
    other = refused(*on_dev(anvil, "--salt", "near", "--signed", "signed.txt"))
    assert "deploys nothing of this plan" in other
    done(*on_dev(anvil, "--salt", "far", "--signed", "signed.txt"))
    facts = json.loads(Path("deployment-dev/deployment.json").read_text())
    assert [each["address"] for each in fields] == list(facts["contracts"].values())


@pytest.mark.chain
def test_a_wrong_password_and_a_wrong_chain_are_refused(anvil: Anvil) -> None:
    Path("key.json").write_text(json.dumps(Account.encrypt(PAYER, "right", iterations=1024)))
    said = refused(*on_dev(anvil, "--key-file", "key.json"), LABELFIELD_PASSWORD="wrong")
    assert "wrong password" in said
    Path("settings.toml").write_text("[Registry]\nrotationDelay = 1\n")
    bsc = ["deploy", "--network", "bsc", "--rpc", anvil.rpc_url, "--dry-run"]
    assert "Registry.redeemTime: missing" in refused(*bsc, "--settings", "settings.toml")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--network", "moon", "--dry-run"], "there is no network 'moon': choose one of bsc"),
        (
            ["--network", "bsc"],
            "give one of --dry-run, --key-file, --wallet, --uns",
        ),
        (["--network", "dev", "--dry-run", "--signed", "x"], "give one of --dry-run"),
        (["--network", "bsc", "--dry-run"], "bsc needs --rpc"),
        (["--network", "bsc", "--dry-run", "--rpc", "http://127.0.0.1:9"], "needs --settings"),
        (
            ["--network", "bsc", "--dry-run", "--rpc", "x", "--settings", "no.toml"],
            "no.toml cannot be read",
        ),
        (["--network", "dev", "--rpc", "http://127.0.0.1:9", "--dry-run"], "does not answer"),
        (["--network", "dev", "--dry-run", "--bnb-price", "much"], "'much' is no amount"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(words: list[str], message: str) -> None:
    assert message in refused("deploy", *words)


def test_a_settings_file_that_is_no_toml_is_named_with_its_line() -> None:
    Path("bad.toml").write_text("[LabelPool\n")
    said = refused(
        "deploy", "--network", "bsc", "--dry-run", "--rpc", "x", "--settings", "bad.toml"
    )
    assert "bad.toml is no TOML" in said
    assert "line 1" in said


def test_no_option_takes_a_private_key() -> None:
    said = done("deploy", "--help").out
    assert "--private-key" not in said
    assert "--key " not in said
