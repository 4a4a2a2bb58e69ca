import inspect
import re

from labelfield.protocol import errors


def test_the_drawn_tree_is_the_tree() -> None:
    drawn = re.findall(r"(\w+)  +\S", errors.__doc__ or "")
    defined = [name for name, _ in inspect.getmembers(errors, inspect.isclass)]
    assert sorted(drawn) == sorted(defined)


def test_every_protocol_error_is_a_labelfield_error_with_a_sentence() -> None:
    for _, error in inspect.getmembers(errors, inspect.isclass):
        assert issubclass(error, errors.LabelfieldError)
        assert error.__doc__


def test_an_error_without_values_says_its_docstring() -> None:
    assert str(errors.BadProof()) == errors.BadProof.__doc__
    assert str(errors.BadProof("leaf 3")) == "leaf 3"
