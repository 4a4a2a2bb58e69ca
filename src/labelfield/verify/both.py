"""The consensus as an audit computes it: by the fast code, and by the plain code beside it.

Both must be equal to the bit. The plain code, loops to be read beside the formulae, takes some ten
thousand times longer an answer; so of a large settlement only the fast code speaks, unless the
auditor asks for the plain code alone.
"""

from dataclasses import fields

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality import consensus as fast
from labelfield.quality import reference as plain
from labelfield.quality.crowd import Consensus, ConsensusFunction, Crowd
from labelfield.verify.errors import expect

MOST_PLAIN = 10_000
"""Answers of a settlement up to which the plain code runs too."""


def both(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return what the fast code finds; raise Mismatch where the plain code finds another thing."""
    found = fast.consensus(crowd, scoring)
    if len(crowd.task) <= MOST_PLAIN:
        beside = plain.consensus(crowd, scoring)
        for field in fields(Consensus):
            one, other = getattr(found, field.name), getattr(beside, field.name)
            where = "this program: consensus"
            expect(where, f"{field.name} of fast and plain code", True, np.array_equal(one, other))
    return found


PLAIN: ConsensusFunction = plain.consensus
"""For an auditor who wants nothing but the plain code, however long it takes."""
