"""A straight line into the future with an interval that widens as a random walk does."""

import math

import numpy as np
from scipy.special import stdtrit

from headway.model.projection import Projection

METHOD = "drift"
TOO_FEW_POINTS = "TOO_FEW_FOR_TREND"
NO_SCATTER = "NO_SCATTER"
"""Every yearly change is the same, as where values were interpolated: no interval can be had from them."""
BEYOND_TARGET_YEAR = "TARGET_YEAR_REACHED"
MINIMUM_POINTS = 5
SAME = 1e-12
"""Changes that differ by less, relative to the values, differ by the rounding of the machine only."""


def project(
    years: np.ndarray,
    values: np.ndarray,
    *,
    until: int,
    level: float = 0.8,
    lower: float | None = None,
    upper: float | None = None,
) -> Projection:
    """The random walk with drift: the mean yearly change carried on from the last value.

    `years` whole and strictly ascending, `values` finite, both of shape (n,);
    `until` is the last year projected; `lower` and `upper` are natural bounds
    at which values and intervals end.

    Model: y(t) − y(s) ~ N(δ(t − s), σ²(t − s)) for s < t, independent over
    spans that do not overlap. With n values, n − 1 spans of length h_i and
    changes d_i, and H the years between first and last:

        δ̂ = Σd_i / H,   σ̂² = Σ (d_i − δ̂h_i)² / h_i / (n − 2),
        ŷ(T + h) = y(T) + hδ̂ ± t(n − 2) · σ̂ · √(h + h²/H).

    The interval is exact under the model. Source: Hyndman and Athanasopoulos,
    Forecasting: Principles and Practice, drift method; the variance for uneven
    spans follows from the same model. Why this and not a regression on time is
    in docs/decisions.md: of real series held back it covers what it says.

    Needs five values whose yearly changes differ; of fewer, or where the last
    value is of the year `until` or later, the reason is given instead.
    """
    reason = _refusal(years, values, until)
    if reason:
        return Projection(METHOD, level, reason, points=len(years))
    spans, changes = np.diff(years).astype(float), np.diff(values)
    record = float(years[-1] - years[0])
    slope = float(values[-1] - values[0]) / record
    freedom = len(spans) - 1
    variance = float(np.sum((changes - slope * spans) ** 2 / spans)) / freedom
    ahead = np.arange(1, until - int(years[-1]) + 1)
    middle = values[-1] + slope * ahead
    width = stdtrit(freedom, (1 + level) / 2) * math.sqrt(variance) * np.sqrt(ahead + ahead**2 / record)
    ends = (-math.inf if lower is None else lower, math.inf if upper is None else upper)
    return Projection(
        METHOD, level,
        first_year=int(years[0]), points=len(years), slope=slope,
        years=tuple(int(years[-1] + step) for step in ahead),
        values=_within(middle, ends), lowers=_within(middle - width, ends), uppers=_within(middle + width, ends),
    )  # fmt: skip


def _refusal(years: np.ndarray, values: np.ndarray, until: int) -> str:
    if len(years) < MINIMUM_POINTS:
        return TOO_FEW_POINTS
    if years[-1] >= until:
        return BEYOND_TARGET_YEAR
    rates = np.diff(values) / np.diff(years)
    return NO_SCATTER if float(np.ptp(rates)) <= SAME * float(np.abs(values).max()) else ""


def _within(values: np.ndarray, ends: tuple[float, float]) -> tuple[float, ...]:
    return tuple(float(value) for value in np.clip(values, *ends))
