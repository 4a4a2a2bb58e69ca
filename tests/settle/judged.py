"""Settlements and explanations straight from inputs and a consensus function."""

from labelfield.protocol.ids import Address
from labelfield.quality.crowd import ConsensusFunction
from labelfield.settle import explain as explaining
from labelfield.settle import settle as settling
from labelfield.settle.explain import LabelerExplanation
from labelfield.settle.inputs import Inputs
from labelfield.settle.settlement import Settlement


def settle(inputs: Inputs, consensus: ConsensusFunction) -> Settlement:
    """Return a running settlement."""
    return settling.settle(inputs, settling.judge(inputs, consensus))


def settle_final(inputs: Inputs, consensus: ConsensusFunction) -> Settlement:
    """Return a last settlement."""
    return settling.settle_final(inputs, settling.judge(inputs, consensus))


def explain(inputs: Inputs, labeler: Address, consensus: ConsensusFunction) -> LabelerExplanation:
    """Return a labeler's explanation."""
    return explaining.explain(inputs, labeler, settling.judge(inputs, consensus))
