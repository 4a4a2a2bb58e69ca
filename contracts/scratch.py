"""Copies of the contracts that may be spoiled."""

import os
import shutil
from pathlib import Path

CONTRACTS = Path(__file__).resolve().parent
_COPIED = ("src", "test", "prove", "forge", "solc", "foundry.toml", "package.json")


def copy_contracts(folder: Path) -> Path:
    """Copy what compiles and tests the contracts into `folder`; return where they lie there."""
    contracts = folder / "contracts"
    contracts.mkdir(parents=True)
    for name in _COPIED:
        source = CONTRACTS / name
        if source.is_dir():
            shutil.copytree(source, contracts / name)
        else:
            shutil.copy(source, contracts / name)
    os.symlink(CONTRACTS / "node_modules", contracts / "node_modules")
    shutil.copytree(CONTRACTS.parent / "vectors", folder / "vectors")
    return contracts
