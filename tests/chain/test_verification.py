import json

from labelfield.chain.deployments import DEVELOPMENT_SETTINGS, plan
from labelfield.chain.interface import interface
from labelfield.chain.networks import NETWORKS
from labelfield.chain.verification import standard_input, verification_of

PLAN = plan(NETWORKS["dev"], DEVELOPMENT_SETTINGS, "salt")


def test_the_compiler_s_input_holds_every_contract_and_its_settings() -> None:
    request = json.loads(standard_input())
    assert request["language"] == "Solidity"
    assert request["settings"]["viaIR"] is True
    assert request["settings"]["metadata"] == {"bytecodeHash": "none", "appendCBOR": False}
    for planned in PLAN:
        path, _, name = verification_of([planned])[0]["contract"].partition(":")
        assert f"contract {name} " in request["sources"][path]["content"]


def test_the_input_s_sources_are_the_repository_s(root) -> None:
    sources = json.loads(standard_input())["sources"]
    ours = {path: source["content"] for path, source in sources.items() if path.startswith("src/")}
    assert len(ours) >= len(PLAN)
    for path, content in ours.items():
        assert (root / "contracts" / path).read_text() == content, "run make artifacts"


def test_a_form_ends_the_creation_code_with_its_arguments() -> None:
    for planned, form in zip(PLAN, verification_of(PLAN), strict=True):
        bytecode = interface(planned.contract).bytecode.hex()
        assert planned.creation.code.hex() == bytecode + form["constructorArguments"]
        assert form["address"] == planned.address
        assert form["compiler"].startswith("v0.8.37+commit.")
