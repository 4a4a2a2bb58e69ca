"""The consensus of many answers by compiled loops on two threads: equal to the bit.

Imported only for large crowds, since Numba takes a second to load and its first run compiles.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from labelfield.protocol.scoring import Scoring
from labelfield.quality import labeler_tables
from labelfield.quality.crowd import Consensus, Crowd
from labelfield.quality.posteriors import informative
from labelfield.quality.shards import Shard, Step, consensus_of_shards, shard_of
from labelfield.quality.sorted_answers import sort_answers, split


def compiled(crowd: Crowd, scoring: Scoring) -> Consensus:
    """Return the consensus of a checked crowd."""
    order, answers = sort_answers(crowd)
    parts = [shard_of(each, detailed=True) for each in split(answers, labeler_tables.THREADS)]
    shards, common = consensus_of_shards(parts, crowd.models, scoring, on_threads)
    margin = np.empty(len(order), np.int64)
    margin[order] = np.concatenate([shard.margin for shard in shards])
    gold = np.concatenate([shard.gold for shard in shards])
    square = (crowd.labeler_count, crowd.class_count, crowd.class_count)
    return Consensus(
        posterior=np.concatenate([shard.posterior for shard in shards]),
        prior=common.prior,
        log_prior=common.log_prior,
        log_skill=np.ascontiguousarray(common.logarithms.reshape(square).transpose(0, 2, 1)),
        skill=common.skill,
        margin=margin,
        informative=informative(crowd, gold, common.limit),
        gold=gold,
        cluster=common.cluster,
    )


def load() -> None:
    """Have the loops ready, so that no consensus waits for them."""
    one = np.zeros(1, np.int32)
    compiled(Crowd(1, 1, 2, one, one, one, np.full(1, -1, np.int32)), Scoring(("no", "yes")))


def on_threads(
    step: Step, shards: Sequence[Shard], common: tuple[Any, ...]
) -> list[tuple[Shard, Any]]:
    """Run a step on all shards at the same time."""
    with ThreadPoolExecutor(max(len(shards), 1)) as pool:
        return list(pool.map(lambda shard: step(shard, *common), shards))
