"""Runs replicates in blocks, on one thread or several, and can be stopped.

Blocks do not depend on the number of threads, and their results are put
together in order: the answer is the same on any machine.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import numpy as np

from headway.errors import UsageError

Progress = Callable[[int, int], bool | None]
"""Called with the replicates done and wanted; False stops, what is done is kept."""


class Replicates(msgspec.Struct, frozen=True):
    """What the replicates gave, stacked along the first axis."""

    values: np.ndarray
    done: int
    complete: bool


def run(
    work: Callable[[range], np.ndarray],
    *,
    replicates: int,
    block: int,
    threads: int = 1,
    progress: Progress | None = None,
) -> Replicates:
    """`work(range)` for each block of replicates, in order; each gives an array (len(range), ...).

    Raises UsageError on fewer than two replicates and where `progress` stops
    before the first block is done.
    """
    if replicates < 2 or threads < 1:
        raise UsageError(f"{replicates} replicates on {threads} threads: at least two replicates and one thread are needed.")
    blocks = [range(first, min(first + block, replicates)) for first in range(0, replicates, block)]
    kept = []
    with ThreadPoolExecutor(threads) as pool:
        for first in range(0, len(blocks), threads):
            kept += pool.map(work, blocks[first : first + threads])
            done = sum(len(part) for part in kept)
            if progress is not None and progress(done, replicates) is False:
                break
    if done < 2:
        raise UsageError("The bootstrap was stopped before two replicates were done; there is no error to report.")
    return Replicates(np.concatenate(kept), done, done == replicates)
