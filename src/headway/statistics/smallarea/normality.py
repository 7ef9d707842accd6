"""Is a sample normal? Moments and the straightness of its quantile plot.

Shapiro and Francia's W' is the squared correlation of the ordered values with
the normal scores (i - 3/8) / (n + 1/4); its p-value is Royston's (1993, The
Statistician 42) approximation for 5 <= n <= 5000. Skewness and kurtosis are
tested together by Jarque and Bera's chi-square with 2 degrees of freedom, which
is too kind to small samples.
"""

import msgspec
import numpy as np
from scipy.special import chdtrc, ndtr, ndtri

from headway.errors import UsageError

LARGEST = 5000


class Normality(msgspec.Struct, frozen=True):
    """`skewness` 0 and `kurtosis` 3 when normal; `shapiro_francia` W' and p-values."""

    n: int
    skewness: float
    kurtosis: float
    shapiro_francia: float
    shapiro_francia_p: float
    jarque_bera: float
    jarque_bera_p: float


def normality(values: np.ndarray) -> Normality:
    """Tests of `values` (n,), 5 of them or more and not all alike."""
    values = np.asarray(values, dtype=float)
    n = values.size
    if n < 5 or not np.isfinite(values).all() or np.ptp(values) == 0:
        raise UsageError(
            f"A test of normality has {n} values, missing ones or all alike.", remedy="Give 5 different values or more."
        )
    centred = values - values.mean()
    spread = float((centred**2).mean())
    skewness = float((centred**3).mean() / spread**1.5)
    kurtosis = float((centred**4).mean() / spread**2)
    statistic = n * (skewness**2 / 6 + (kurtosis - 3) ** 2 / 24)
    straight = float(np.corrcoef(np.sort(values), normal_scores(n))[0, 1] ** 2)
    return Normality(
        n=n,
        skewness=skewness,
        kurtosis=kurtosis,
        shapiro_francia=straight,
        shapiro_francia_p=royston(straight, n),
        jarque_bera=statistic,
        jarque_bera_p=float(chdtrc(2, statistic)),
    )


def normal_scores(n: int) -> np.ndarray:
    """Expected order statistics of n standard normal values, nearly."""
    return ndtri((np.arange(1, n + 1) - 0.375) / (n + 0.25))


def royston(straight: float, n: int) -> float:
    """p-value of W': log(1 - W') is nearly normal. Beyond 5000 values that of 5000 serves."""
    log_n = np.log(min(n, LARGEST))
    log_log = np.log(log_n)
    centre = -1.2725 + 1.0521 * (log_log - log_n)
    spread = 1.0308 - 0.26758 * (log_log + 2 / log_n)
    return float(ndtr(-(np.log1p(-straight) - centre) / spread))
