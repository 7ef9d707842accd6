"""The comparison group: its levels in a year, its yearly rates, its best performers.

Peers are a set: their order changes nothing. A `Group` is such a set that many
series ask: what has been computed for one of them is kept for the others.
"""

from collections.abc import Callable, Hashable

import msgspec
import numpy as np

from headway.statistics.progress import reasons as why
from headway.statistics.progress.runs import finite
from headway.statistics.progress.situation import Run


class Group(tuple):
    """Runs of peers, as any tuple of them, that remembers what was computed from it.

    What is remembered must follow from the runs and the key alone. Arrays that
    are remembered are read-only.
    """

    def __init__(self, runs: tuple[Run, ...] = ()) -> None:
        self.known: dict[Hashable, object] = {}


def once(peers: tuple[Run, ...], key: Hashable, compute: Callable[[], object]) -> object:
    """What `compute` gives; of a `Group`, computed once for each key."""
    if not isinstance(peers, Group):
        return compute()
    if key not in peers.known:
        found = compute()
        if isinstance(found, np.ndarray):
            found.setflags(write=False)
        peers.known[key] = found
    return peers.known[key]


def since(peers: tuple[Run, ...], year: int) -> tuple[Run, ...]:
    """The peers with their values from a year on."""
    return once(peers, ("since", year), lambda: Group(_from(run, year) for run in peers))


def _from(run: Run, year: int) -> Run:
    years, values = run
    kept = years >= year
    return years[kept], values[kept]


class ChampionRate(msgspec.Struct, frozen=True):
    """The yearly rate of the best performers, or why there is none."""

    rate: float = 0.0
    """Compound growth a year (0.02 is 2 %), or units a year where `compound` is false."""
    compound: bool = True
    used: int = 0
    """How many best performers it is the mean of."""
    outliers: int = 0
    """How many rates were set aside."""
    reason: str = ""


def levels(peers: tuple[Run, ...], year: int, reach: int) -> np.ndarray:
    """Each peer's last value not after `year` and not more than `reach` years before it, ascending."""
    return once(peers, ("levels", year, reach), lambda: _levels(peers, year, reach))


def _levels(peers: tuple[Run, ...], year: int, reach: int) -> np.ndarray:
    found = []
    for years, values in peers:
        place = int(np.searchsorted(years, year, side="right")) - 1
        if place >= 0 and year - years[place] <= reach:
            found.append(float(values[place]))
    return np.sort(np.array(found, dtype=float))


def spread(values: np.ndarray, *, sample: bool) -> float:
    """The standard deviation with n - 1 (`sample`) or n below; 0 where all values are one."""
    if len(values) < 2 or values.min() == values.max():
        return 0.0
    return float(np.std(values, ddof=1 if sample else 0))


def best_level(values: np.ndarray, direction: str, share: float) -> float:
    """The level that the best `share` of the values reach.

    The quantile 1 - share where more is better, share where less is; quantiles are
    interpolated between neighbouring values.
    """
    return float(np.quantile(values, 1 - share if direction == "increase" else share))


def without_outliers(values: np.ndarray, fence: float) -> np.ndarray:
    """The values within `fence` interquartile ranges of the quartiles (Tukey)."""
    low, high = np.quantile(values, [0.25, 0.75])
    reach = fence * (high - low)
    return values[(values >= low - reach) & (values <= high + reach)]


def champion_rate(
    peers: tuple[Run, ...], direction: str, *, count: int, minimum: int, fence: float, since: int
) -> ChampionRate:
    """The mean yearly rate of the `count` peers that improve fastest, outliers set aside.

    A peer's rate runs from its first to its last value since `since`: compound
    growth where every such value in the group is positive, else the yearly
    change in units. Refused where fewer than `minimum` peers have two values,
    and where the best do not improve on the mean.
    """
    key = ("champions", direction, count, minimum, fence, since)
    return once(peers, key, lambda: _champion_rate(peers, direction, count, minimum, fence, since))


def _champion_rate(
    peers: tuple[Run, ...], direction: str, count: int, minimum: int, fence: float, since: int
) -> ChampionRate:
    ends = _ends(peers, since)
    if len(ends) < max(minimum, 1):
        return ChampionRate(reason=why.TOO_FEW_PEERS)
    compound = bool(np.all(ends[:, 2:] > 0))
    rates = _rates(ends, compound)
    kept = without_outliers(rates, fence)
    sign = 1 if direction == "increase" else -1
    best = np.sort(sign * kept)[::-1][:count]
    rate = sign * finite(float(np.mean(best)))
    if sign * rate <= 0:
        return ChampionRate(reason=why.CHAMPIONS_STAND_STILL)
    return ChampionRate(rate, compound, len(best), len(rates) - len(kept))


def _ends(peers: tuple[Run, ...], since: int) -> np.ndarray:
    """First and last year, first and last value of each peer with two values: shape (peers, 4)."""
    found = []
    for years, values in peers:
        late = np.asarray(years) >= since
        if np.sum(late) >= 2:
            when, what = np.asarray(years)[late], np.asarray(values)[late]
            found.append((when[0], when[-1], what[0], what[-1]))
    return np.array(sorted(found), dtype=float).reshape(-1, 4)


def _rates(ends: np.ndarray, compound: bool) -> np.ndarray:
    span = ends[:, 1] - ends[:, 0]
    if compound:
        return np.expm1((np.log(ends[:, 3]) - np.log(ends[:, 2])) / span)
    return (ends[:, 3] - ends[:, 2]) / span
