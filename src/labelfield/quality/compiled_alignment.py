"""ROVER by compiled loops: equal to `word_alignment.heaviest_words`."""

from collections.abc import Sequence

import numpy as np

from labelfield.quality import alignment_kernel
from labelfield.quality.word_alignment import NOTHING, Words


def heaviest_words(
    transcripts: Sequence[Words], weights: Sequence[int], most_cells: int
) -> Words | None:
    """Return the words with the most weight slot by slot; None where that takes more cells."""
    number = {NOTHING: 0}
    codes = [number.setdefault(word, len(number)) for words in transcripts for word in words]
    start = np.cumsum([0, *map(len, transcripts)], dtype=np.int64)
    table = alignment_kernel.network(np.array(codes, np.int32), start, most_cells)
    if not table.shape[1]:
        return None
    chosen = alignment_kernel.heaviest(table, np.array(weights, np.int64))
    spelled = list(number)
    return tuple(spelled[code] for code in chosen.tolist() if code)
