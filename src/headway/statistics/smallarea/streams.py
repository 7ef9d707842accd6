"""Random numbers by address: a seed, a purpose, a replicate, an area.

Each address has a stream of its own, so a seed gives the same answer whatever
the number of threads and whatever is computed first.
"""

import numpy as np

from headway.errors import UsageError

SUMS, UNITS, TRUTH, POINT, REPLICATE, SUBAREAS = range(6)
"""Purposes."""


def stream(seed: int, *address: int) -> np.random.Generator:
    """The generator at an address; UsageError where the seed is not an integer from 0 up."""
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise UsageError(f"The seed is {seed!r}; it must be an integer from 0 up.")
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(int(seed), spawn_key=address)))
