"""What a method may need besides the series itself."""

import msgspec
import numpy as np

Run = tuple[np.ndarray, np.ndarray]
"""Years, strictly ascending whole numbers, and one finite value each; both of shape (n,)."""


class Situation(msgspec.Struct, frozen=True):
    """The surroundings of one series: its scale, its indicator, its peers."""

    percent: bool = False
    """Values are percentages."""
    growth_base: float = 0.0
    """The value that means no growth, where values are growth rates (100 for an index of the year before)."""
    indicator: str = ""
    """The code of the global indicator that it is; blank where it only stands in for one."""
    peers: tuple[Run, ...] = ()
    """The same series in the areas of the comparison group, the area itself among them."""
