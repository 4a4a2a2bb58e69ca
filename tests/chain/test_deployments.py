import tomllib

import pytest

from labelfield.chain.deployments import (
    DEVELOPMENT_SETTINGS,
    STEPS,
    Planned,
    Settings,
    plan,
)
from labelfield.chain.errors import BadSettings
from labelfield.chain.interface import interface
from labelfield.chain.networks import NETWORKS
from labelfield.protocol.hashes import bytes_of

DEV, BSC = NETWORKS["dev"], NETWORKS["bsc"]
OPERATOR = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"


def pool_settings(**changes: object) -> Settings:
    """Return the development settings with some of the pool's values changed."""
    pool = DEVELOPMENT_SETTINGS["LabelPool"]
    assert isinstance(pool, dict)
    return {**DEVELOPMENT_SETTINGS, "LabelPool": {**pool, **changes}}


def by_name(planned: tuple[Planned, ...]) -> dict[str, Planned]:
    return {each.contract: each for each in planned}


def refusal(settings: Settings) -> str:
    with pytest.raises(BadSettings) as caught:
        plan(DEV, settings, "salt")
    return str(caught.value)


def test_the_same_settings_are_the_same_addresses() -> None:
    assert plan(DEV, DEVELOPMENT_SETTINGS, "salt") == plan(DEV, pool_settings(), "salt")


def test_another_salt_moves_every_contract() -> None:
    one, other = (plan(DEV, DEVELOPMENT_SETTINGS, salt) for salt in ("one", "other"))
    assert {each.address for each in one} & {each.address for each in other} == set()


def test_another_operator_s_pool_shares_the_registry() -> None:
    one = by_name(plan(DEV, DEVELOPMENT_SETTINGS, "salt"))
    other = by_name(plan(DEV, pool_settings(operator="0x" + "12" * 20), "salt"))
    assert one["Registry"].address == other["Registry"].address
    assert one["LabelPool"].address != other["LabelPool"].address


def test_a_plan_holds_creation_code_and_arguments() -> None:
    planned = by_name(plan(DEV, DEVELOPMENT_SETTINGS, "salt"))
    pool = planned["LabelPool"]
    assert pool.creation.code == interface("LabelPool").bytecode + pool.arguments
    assert bytes_of(planned["Registry"].address, 20) in pool.arguments
    assert bytes_of(planned["TestDollar"].address, 20) in pool.arguments


def test_the_test_dollar_stays_on_the_development_chain() -> None:
    names = [step.contract for step in STEPS]
    on_dev = [each.contract for each in plan(DEV, DEVELOPMENT_SETTINGS, "salt")]
    assert on_dev == [name for name in names if name != "Deposits"]
    registry = DEVELOPMENT_SETTINGS["Registry"]
    assert isinstance(registry, dict)
    settings = {**pool_settings(token="USDT"), "Registry": {**registry, "stakeToken": "USDT"}}
    planned = by_name(plan(BSC, settings, "salt"))
    assert list(planned) == [name for name in names if name != "TestDollar"]
    assert bytes_of(BSC.addresses["USDT"], 20) in planned["LabelPool"].arguments
    assert bytes_of(BSC.addresses["WBNB"], 20) in planned["Deposits"].arguments


def test_a_registry_that_is_there_already_can_be_named() -> None:
    planned = by_name(plan(DEV, pool_settings(registry=OPERATOR), "salt"))
    assert bytes_of(OPERATOR.lower(), 20) in planned["LabelPool"].arguments


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"Pool": {}}, "settings, Pool: no such contract; there are Court"),
        ({**DEVELOPMENT_SETTINGS, "LabelPool": 3}, "settings, LabelPool: a table is expected"),
        (pool_settings(colour=1), "settings, LabelPool.colour: no such value; there are token"),
        (pool_settings(operator=OPERATOR[:-1]), "neither an address with a right checksum"),
        (pool_settings(operator=OPERATOR.replace("Fd6e", "fd6E")), "with a right checksum"),
        (pool_settings(operator="Alice"), "'Alice' is neither an address"),
        (pool_settings(operator=7), "settings, LabelPool.operator: 7 is no address"),
        (pool_settings(maxFeeBps=1 << 16), "maxFeeBps is 65536: expected uint16"),
        (pool_settings(maxFeeBps=True), "maxFeeBps is True: expected uint16"),
        (pool_settings(maxFeeBps="10"), "maxFeeBps is '10': expected uint16"),
    ],
)
def test_wrong_settings_are_refused_by_name(settings: Settings, message: str) -> None:
    assert message in refusal(settings)


def test_every_missing_value_is_refused_by_name() -> None:
    pool = DEVELOPMENT_SETTINGS["LabelPool"]
    assert isinstance(pool, dict)
    for name in pool:
        rest = {key: value for key, value in pool.items() if key != name}
        assert f"LabelPool.{name}: missing" in refusal({**DEVELOPMENT_SETTINGS, "LabelPool": rest})


def test_the_documented_settings_file_is_a_plan(root) -> None:
    text = (root / "docs" / "deploy.md").read_text()
    example = text.split("```toml\n")[1].split("```")[0]
    assert plan(BSC, tomllib.loads(example), "labelfield")
