"""Criteria for choosing the covariates of a Fay-Herriot model.

Marginal criteria ask how well x'beta describes new areas; conditional ones how
well the estimates describe these areas, which is what they are published for:

    cAIC = sum [log(2 pi D_i) + (y_i - theta_i)^2 / D_i] + 2 K
    cBIC   log m in place of 2

K is the exact number of parameters spent, sum d theta_i / d y_i (Stein), the
estimation of A included by implicit differentiation of its score (Vaida and
Blanchard 2005; Han 2013, Journal of Multivariate Analysis 115):

    K = sum (1 - D_i P_ii) + sum D_i (PPy)_i dA/dy_i

R^2: `adjusted_r2` of the least squares fit, and `model_r2` the same with the
sampling variance b taken out of both mean squares x, as h(x, b) = 2 x / (1 +
exp(2 b / x)), which is near x - b and never below 0 (Lahiri and Suntornchost
2015, Sankhya B 77; emdi's FH_R2).
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks
from headway.statistics.smallarea import fay_herriot, variance_component
from headway.statistics.smallarea.area_algebra import Algebra, Moments, leverage
from headway.statistics.smallarea.fay_herriot import FayHerriotFit, at_estimates

CRITERIA = ("conditional_aic", "conditional_bic", "aic", "bic", "kic")


class Criteria(msgspec.Struct, frozen=True):
    """Smaller is better for all but the two R^2; `effective` is K."""

    conditional_aic: float
    conditional_bic: float
    aic: float
    bic: float
    kic: float
    effective: float
    adjusted_r2: float
    model_r2: float


class Step(msgspec.Struct, frozen=True):
    """One step of a selection: the columns kept after it and the criterion's value."""

    columns: tuple[int, ...]
    value: float


def criteria(fitted: FayHerriotFit) -> Criteria:
    """All criteria of a fit. Compare fits of the same y only; of REML fits the conditional ones."""
    algebra, at = at_estimates(fitted)
    spent = effective_parameters(algebra, at, fitted)
    deviance = float((np.log(2 * np.pi * fitted.variance) + fitted.variance * at.scaled[0] ** 2).sum())
    plain, model = r_squared(fitted)
    return Criteria(
        conditional_aic=deviance + 2 * spent,
        conditional_bic=deviance + float(np.log(fitted.m)) * spent,
        aic=fitted.aic,
        bic=fitted.bic,
        kic=fitted.kic,
        effective=spent,
        adjusted_r2=plain,
        model_r2=model,
    )


def diagonal_of_p(algebra: Algebra, at: Moments) -> np.ndarray:
    """P_ii = w_i - w_i^2 x_i'Q x_i, (m,)."""
    return at.w[0] - at.w[0] ** 2 * leverage(algebra, at.q)[0]


def effective_parameters(algebra: Algebra, at: Moments, fitted: FayHerriotFit) -> float:
    """K above; the part of A is 0 where A is 0 or was given."""
    fixed = float((1 - fitted.variance * diagonal_of_p(algebra, at)).sum())
    if fitted.sigma2_u == 0.0 or fitted.given:
        return fixed
    slope = variance_component.score(algebra, at, np.array([fitted.sigma2_u]), fitted.method)[1][0]
    moved = 2 * (at.scaled if fitted.method == "fh" else at.twice)[0]
    return fixed + float((fitted.variance * at.twice[0] * -moved / slope).sum())


def r_squared(fitted: FayHerriotFit) -> tuple[float, float]:
    """Adjusted R^2 of least squares, plain and without the sampling variance; 0 where y does not vary or x explains all of it."""
    basis = np.linalg.qr(fitted.x)[0]
    own = (basis**2).sum(axis=1)
    freedom = fitted.m - fitted.x.shape[1]
    within = float(((fitted.y - basis @ (basis.T @ fitted.y)) ** 2).sum()) / freedom
    total = float(np.var(fitted.y, ddof=1))
    noise = float(((1 - own) * fitted.variance).sum()) / freedom
    if not (total > 0 and within > 0):
        return 0.0, 0.0
    return 1 - within / total, 1 - without(within, noise) / without(total, float(fitted.variance.mean()))


def without(square: float, noise: float) -> float:
    """A mean square less the sampling variance in it, kept above zero."""
    # exp(-2 b / x) / (1 + exp(-2 b / x)): the same, where exp(2 b / x) would overflow.
    share = np.exp(-2 * noise / square)
    return float(2 * square * share / (1 + share))


def stepwise(
    *,
    y: Sequence | np.ndarray,
    x: Sequence | np.ndarray,
    variance: Sequence | np.ndarray,
    keep: Sequence[int] = (0,),
    criterion: str = "conditional_aic",
    method: str = "ml",
) -> tuple[Step, ...]:
    """Columns of `x` (m, p) added or dropped one at a time while `criterion` falls.

    Starts from `keep` (the intercept), which always stays; the last step holds
    the columns chosen. Intervals after a selection are too short by what the
    selection has used up.
    """
    if criterion not in CRITERIA:
        raise UsageError(f"criterion is '{criterion}'.", remedy=f"Choose one of {', '.join(CRITERIA)}.")
    x = checks.matrix(x)
    kept = tuple(sorted({int(column) for column in keep}))
    if not kept or kept[0] < 0 or kept[-1] >= x.shape[1]:
        raise UsageError(f"keep is {keep} where x has {x.shape[1]} columns.", remedy="Name columns by number from 0.")

    def value(columns: tuple[int, ...]) -> float:
        tried = fay_herriot.fit(y=y, x=x[:, columns], variance=variance, method=method)
        return getattr(criteria(tried), criterion)

    steps = [Step(columns=kept, value=value(kept))]
    while True:
        moves = neighbours(steps[-1].columns, kept, x.shape)
        tried = [Step(columns=columns, value=value(columns)) for columns in moves]
        best = min(tried, key=lambda step: step.value, default=steps[-1])
        if best.value >= steps[-1].value - 1e-9:
            return tuple(steps)
        steps.append(best)


def neighbours(columns: tuple[int, ...], kept: tuple[int, ...], shape: tuple[int, int]) -> list[tuple[int, ...]]:
    """Sets one column larger or smaller, leaving areas enough to fit them."""
    dropped = [tuple(c for c in columns if c != gone) for gone in columns if gone not in kept]
    if len(columns) + 1 > shape[0] - 3:
        return dropped
    added = [tuple(sorted((*columns, new))) for new in range(shape[1]) if new not in columns]
    return dropped + added
