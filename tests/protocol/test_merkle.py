import pytest
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from labelfield.protocol.errors import BadProof
from labelfield.protocol.merkle import EMPTY_ROOT, check_proof, leaf_of, proof_of, root_of

CONTENTS = st.lists(st.binary(max_size=40), min_size=1, max_size=40, unique=True)
NODES = st.binary(min_size=32, max_size=32)


def plain_root(nodes: list[bytes]) -> bytes:
    """Return the root by the sentence of docs/protocol.md, section 3, and nothing shared."""
    if len(nodes) == 1:
        return nodes[0]
    pairs = [nodes[start : start + 2] for start in range(0, len(nodes), 2)]
    above = [keccak(b"".join(sorted(pair))) if len(pair) == 2 else pair[0] for pair in pairs]
    return plain_root(above)


@given(CONTENTS, st.data())
def test_a_tampered_proof_leads_elsewhere(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_of(content) for content in contents]
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = list(proof_of(leaves, index))
    other = data.draw(NODES)
    tampered = [[*proof, other], [other, *proof]]
    for place in range(len(proof)):
        tampered.append([*proof[:place], *proof[place + 1 :]])
        if proof[place] != other:
            tampered.append([*proof[:place], other, *proof[place + 1 :]])
    for wrong in tampered:
        with pytest.raises(BadProof):
            check_proof(leaves[index], wrong, root_of(leaves))


@given(CONTENTS, st.binary(max_size=40))
def test_content_that_is_not_in_the_tree_has_no_proof(contents: list[bytes], other: bytes) -> None:
    leaves = [leaf_of(content) for content in contents]
    for index in range(len(leaves)):
        if other not in contents:
            with pytest.raises(BadProof):
                check_proof(leaf_of(other), proof_of(leaves, index), root_of(leaves))


@given(st.lists(st.binary(max_size=40), min_size=2, max_size=20, unique=True))
def test_a_node_never_passes_for_a_leaf(contents: list[bytes]) -> None:
    leaves = [leaf_of(content) for content in contents]
    pair = min(leaves[:2]) + max(leaves[:2])
    assert root_of(leaves[:2]) == keccak(pair)
    with pytest.raises(BadProof):
        check_proof(leaf_of(pair), proof_of(leaves, 0)[1:], root_of(leaves))
    assert root_of([leaf_of(pair)]) != root_of(leaves[:2])


@pytest.mark.parametrize(("size", "index"), [(0, 0), (1, 1), (3, 3), (3, -1)])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(size: int, index: int) -> None:
    with pytest.raises(BadProof):
        proof_of([leaf_of(b"%d" % number) for number in range(size)], index)


@given(CONTENTS)
def test_every_leaf_has_a_proof(contents: list[bytes]) -> None:
    leaves = [leaf_of(content) for content in contents]
    for index, leaf in enumerate(leaves):
        check_proof(leaf, proof_of(leaves, index), root_of(leaves))


@given(CONTENTS)
def test_the_root_is_what_the_document_says(contents: list[bytes]) -> None:
    leaves = [leaf_of(content) for content in contents]
    assert leaves == [keccak(keccak(content)) for content in contents]
    assert root_of(leaves) == plain_root(leaves)


@given(CONTENTS, st.data())
def test_another_set_of_leaves_has_another_root(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_of(content) for content in contents]
    place = data.draw(st.integers(0, len(leaves) - 1))
    others = (
        [*leaves, leaf_of(b"x" * 41)],
        leaves[:place] + leaves[place + 1 :],
        [*leaves[:place], leaf_of(b"x" * 41), *leaves[place + 1 :]],
    )
    for other in others:
        assert root_of(other) != root_of(leaves)


def test_the_root_of_nothing_is_zero() -> None:
    assert root_of([]) == EMPTY_ROOT == bytes(32)
