"""Coverage and bias of the mean squared error on the grid m x A/D, printed as a table.

Data are drawn from the model with known parameters, an intercept and one
covariate, D_i in five sizes around 1. Given y the truth is normal with a known
mean and variance, so coverage and error are averaged over that law and not over
single draws: few samples give the third digit. Run with -s to see the table.
"""

from typing import NamedTuple

import numpy as np
import pytest
from scipy.special import ndtr

from area_level_data import milk, simulated
from headway.errors import UsageError
from headway.statistics.smallarea import area_mse, fay_herriot, intervals
from headway.statistics.smallarea.area_algebra import moments, prepare
from headway.statistics.smallarea.variance_component import estimate

HEADER = "   m  A/D   mse bias  textbook  bootstrap  yoshimori-lahiri   lengths (direct = 1)"


class Cell(NamedTuple):
    m: int
    ratio: float
    bias: float
    textbook: float
    bootstrap: float
    yoshimori_lahiri: float
    lengths: tuple

    def __str__(self) -> str:
        lengths = "  ".join(f"{length:.2f}" for length in self.lengths)
        return (
            f"{self.m:4d}  {self.ratio:3.1f}   {100 * self.bias:+6.1f} %   {100 * self.textbook:5.1f} %    "
            f"{100 * self.bootstrap:5.1f} %           {100 * self.yoshimori_lahiri:5.1f} %   {lengths}"
        )


def covered(centre, half, best, g1):
    return float(np.mean(ndtr((centre + half - best) / np.sqrt(g1)) - ndtr((centre - half - best) / np.sqrt(g1))))


def textbook(x, variance, best, g1, y):
    """Relative bias of the REML mean squared error, coverage and length of z sqrt(mse)."""
    algebra = prepare(x, variance)
    found = estimate(algebra, y, method="reml")
    at = moments(algebra, y, found.sigma2_u)
    told = area_mse.analytic(algebra, at, found.sigma2_u, "reml").mse
    predicted = y - variance * at.scaled
    true = g1 + ((predicted - best) ** 2).mean(axis=0)
    half = 1.959963984540054 * np.sqrt(told)
    return float((told.mean(axis=0) / true - 1).mean()), covered(predicted, half, best, g1), half


def cell(m, ratio, samples, second, replicates, seed=20):
    """One row of the table: `samples` for the textbook, the first `second` of them for the other intervals."""
    x, variance, best, y = simulated(m, ratio, samples, seed)
    g1 = ratio * variance / (ratio + variance)
    bias, plain, half = textbook(x, variance, best, g1, y)
    hits, lengths = np.zeros(2), np.zeros(3)
    for k in range(second):
        fitted = fay_herriot.fit(y=y[k], x=x, variance=variance)
        found = (
            intervals.bootstrap(fitted, replicates=replicates, seed=k),
            intervals.yoshimori_lahiri(fitted),
        )
        halves = [(interval.upper - interval.lower) / 2 for interval in found]
        hits += [covered(i.estimate, h, best[k], g1) for i, h in zip(found, halves, strict=True)]
        lengths += [np.mean(h / np.sqrt(variance)) / 1.959963984540054 for h in (half[k], *halves)]
    return Cell(m, ratio, bias, plain, *(hits / second).tolist(), tuple((lengths / second).tolist()))


def judge(found: Cell) -> None:
    if found.ratio >= 1:
        assert 0.93 <= found.textbook <= 0.97 and abs(found.bias) < 0.10, str(found)
    if found.m >= 50:
        assert 0.93 <= found.bootstrap <= 0.97, str(found)
    assert 0.93 <= found.yoshimori_lahiri <= 0.98, str(found)


def test_small_grid():
    print("\n" + HEADER)
    for m, ratio, samples, second in ((15, 1.0, 3000, 60), (50, 0.2, 3000, 60), (50, 1.0, 1500, 30), (100, 0.2, 1000, 40)):
        found = cell(m, ratio, samples, second, 60)
        print(found)
        judge(found)


@pytest.mark.slow
def test_full_grid():
    print("\n" + HEADER)
    for m, samples, second in ((15, 8000, 400), (50, 5000, 400), (100, 4000, 300), (400, 1500, 100)):
        for ratio in (0.2, 1.0, 4.0):
            found = cell(m, ratio, samples, second, 200)
            print(found)
            judge(found)


def test_yoshimori_lahiri_is_shorter_than_the_direct_interval():
    data = milk()
    fitted = fay_herriot.fit(y=data.y, x=data.x, variance=data.variance, areas=data.areas)
    found = intervals.yoshimori_lahiri(fitted)
    assert np.all(found.upper - found.lower < 2 * 1.959963984540054 * np.sqrt(data.variance))


def test_yoshimori_lahiri_solves_its_equation():
    """The interpolated roots against bisection on the score itself, area by area (milk)."""
    data = milk()
    algebra, z = prepare(data.x, data.variance), 1.959963984540054
    low, high = np.full(43, 1e-5), np.full(43, 10.0)
    for _ in range(60):
        a = np.sqrt(low * high)
        at = moments(algebra, data.y, a)
        own, w = (at.q.reshape(43, -1) * algebra.products).sum(axis=1), np.diagonal(at.w)
        extra = (1 + z * z) / (4 * a) + (7 - z * z) / 4 * w + own * at.trace_w2 / 2
        above = at.yppy - at.trace_p + 2 * extra > 0
        low, high = np.where(above, a, low), np.where(above, high, a)
    found = intervals.yoshimori_lahiri(fay_herriot.fit(y=data.y, x=data.x, variance=data.variance))
    np.testing.assert_allclose((found.upper - found.lower) / 2, z * np.sqrt(a * data.variance / (a + data.variance)), rtol=1e-11)


def test_levels_are_nested_and_faults_named():
    data = milk()
    fitted = fay_herriot.fit(y=data.y, x=data.x, variance=data.variance, areas=data.areas)
    narrow, wide = (intervals.bootstrap(fitted, level=level, replicates=50, seed=1) for level in (0.8, 0.95))
    assert np.all(wide.lower < narrow.lower) and np.all(narrow.upper < wide.upper)
    with pytest.raises(UsageError, match="between 0 and 1"):
        intervals.textbook(fay_herriot.predict(fitted), level=95)
    few = fay_herriot.fit(y=data.y[:9], x=data.x[:9, :2] + [[0, k == 0] for k in range(9)], variance=data.variance[:9])
    with pytest.raises(UsageError, match="rows? 0"):
        intervals.yoshimori_lahiri(few)
