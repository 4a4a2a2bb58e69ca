"""Posteriors of open tasks, updated at each answer from the tables of the last settlement.

Tables are the batch's business; between two batches an answer adds its labeler's logarithms to its
task, which takes a fraction of a microsecond. `quality.task.task_posterior` is the same, plainly.
"""

from dataclasses import dataclass

import numpy as np

from labelfield.quality import kernels
from labelfield.quality.crowd import Consensus, Int32s, Int64s


@dataclass(frozen=True, slots=True, eq=False)
class OpenTasks:
    """Logarithms of classes' weights, changed in place by `arrive`."""

    table: Int32s
    """(W × K × K,) [labeler, label, truth]"""

    logs: Int64s
    """(T, K)"""


def open_tasks(consensus: Consensus, task_count: int) -> OpenTasks:
    """Return tasks without answers: each is as likely as the prior says."""
    turned = np.ascontiguousarray(consensus.log_skill.transpose(0, 2, 1)).ravel()
    return OpenTasks(turned, np.tile(consensus.log_prior, (task_count, 1)))


def arrive(tasks: OpenTasks, task: Int32s, labeler: Int32s, label: Int32s) -> Int64s:
    """Add (N,) answers in their order; return (N,) the task's confidence after each, Q16."""
    confidence = np.empty(len(task), np.int64)
    kernels.arrive(task, labeler, label, tasks.table, tasks.logs, confidence)
    return confidence
