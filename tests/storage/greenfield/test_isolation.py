"""The client could be published alone, and ships nothing of the packages it is compared with."""

import ast
import sys
from pathlib import Path

import labelfield.storage.greenfield as package

FOLDER = Path(package.__file__).parent
ALLOWED = {"coincurve", "defusedxml", "httpx", "labelfield", "numpy", "sha3"}
SOURCES = {path.relative_to(FOLDER): path.read_text() for path in FOLDER.rglob("*.py")}


def imported(text: str) -> set[str]:
    """Return the modules that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add(str(node.module))
    return found


def test_nothing_of_labelfield_outside_the_package_is_imported():
    for path, text in SOURCES.items():
        ours = {name for name in imported(text) if name.startswith("labelfield")}
        assert all(name.startswith("labelfield.storage.greenfield") for name in ours), path


def test_only_the_five_libraries_and_the_standard_one_are_imported():
    for path, text in SOURCES.items():
        found = {name.partition(".")[0] for name in imported(text)}
        assert found - set(sys.stdlib_module_names) <= ALLOWED, path


def test_the_client_does_not_import_the_double():
    for path, text in SOURCES.items():
        if path.parts[0] != "double":
            assert "greenfield.double" not in text, path


def test_every_error_has_one_root():
    from labelfield.storage.greenfield import errors

    found = [each for each in vars(errors).values() if isinstance(each, type)]
    assert all(issubclass(each, errors.GreenfieldError) for each in found)
    assert errors.GreenfieldError.__base__ is Exception
