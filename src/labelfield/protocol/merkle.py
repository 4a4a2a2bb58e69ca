"""Merkle trees that OpenZeppelin's `MerkleProof.verify` accepts.

Leaf = keccak(keccak(content)), node = keccak(smaller ‖ larger): a node of 64 bytes can never pass
for a leaf. An odd last node moves up unchanged.
"""

from collections.abc import Sequence

from labelfield.protocol.errors import BadProof
from labelfield.protocol.hashes import keccak

EMPTY_ROOT = bytes(32)


def leaf_of(content: bytes) -> bytes:
    """Return the leaf, 32 bytes, that commits to `content`."""
    return keccak(keccak(content))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over `leaves` in their order; 32 zero bytes for none."""
    return _levels(leaves)[-1][0] if leaves else EMPTY_ROOT


def proof_of(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the siblings that lead from leaf `index` to the root, lowest first."""
    if not 0 <= index < len(leaves):
        raise BadProof(f"no leaf {index} among {len(leaves)}")
    siblings = []
    for level in _levels(leaves)[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            siblings.append(level[sibling])
        index //= 2
    return tuple(siblings)


def check_proof(leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise BadProof unless `proof` leads from `leaf` to `root`."""
    node = leaf
    for sibling in proof:
        node = _join(node, sibling)
    if node != root:
        raise BadProof(f"the proof leads to 0x{node.hex()}, not to 0x{root.hex()}")


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [_join(left, right) for left, right in zip(below[::2], below[1::2], strict=False)]
        if len(below) % 2:
            above.append(below[-1])
        levels.append(above)
    return levels


def _join(one: bytes, other: bytes) -> bytes:
    return keccak(min(one, other) + max(one, other))
