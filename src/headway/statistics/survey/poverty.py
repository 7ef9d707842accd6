"""Poverty measures of Foster, Greer and Thorbecke: headcount, gap, severity.

FGT_a = sum w (1 - y/z)^a 1[y < z] / sum w, for the line z. Values below zero
count with a gap above one, as in emdi and sae. Where the line is a share of a
quantile of the sample, its own error is in the error of the measure:
influence (h - FGT)/N + dFGT/dz × influence on the line, with
dFGT/dz = a mean (1 - y/z)^(a-1) y/z² 1[y < z], and f(z) for a = 0.
"""

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.survey.design import SurveyDesign
from headway.statistics.survey.estimate import Influence, Statistic, estimate
from headway.statistics.survey.estimates import Estimates
from headway.statistics.survey.intervals import METHODS
from headway.statistics.survey.line import RelativeLine, density, fixed_line, line_influence, line_of
from headway.statistics.survey.ordered import ordered
from headway.statistics.survey.sample import Sample, sample


def fgt(
    y,
    order: int = 0,
    *,
    line,
    design: SurveyDesign,
    area=None,
    areas=None,
    missing="error",
    level=0.95,
    errors=None,
    method="wilson",
) -> Estimates:
    """FGT of `order` 0 (headcount), 1 (gap) or 2 (severity); other arguments as of `mean`.

    `line`: a positive number, one for each row (n,), or RelativeLine. `method`:
    the interval of the headcount, as in `proportion`; gap and severity have
    that of their log odds, or, where nobody is poor, the headcount's.
    """
    if order not in (0, 1, 2) or method not in METHODS:
        raise UsageError(
            f"order={order}, method={method!r} are not possible.",
            remedy=f"Use order 0, 1 or 2 and a method of {', '.join(METHODS)}.",
        )
    data = sample(design, {"y": y}, area=area, areas=areas, missing=missing)
    if isinstance(line, RelativeLine):
        statistic = _relative(data, design, order, line)
    else:
        statistic = _fixed(data, order, fixed_line(line, design.rows))
    return estimate(design, data, statistic, level=level, errors=errors, interval=method if order == 0 else "logit")


def poverty(y, *, line, design: SurveyDesign, **choices) -> dict[str, Estimates]:
    """Headcount, gap and severity together; choices as of `fgt`."""
    return {
        name: fgt(y, order, line=line, design=design, **choices) for order, name in enumerate(("headcount", "gap", "severity"))
    }


def shortfall(y: np.ndarray, line, order: int) -> np.ndarray:
    """(n,) what each row adds: (1 - y/z)^order below the line, 0 from it on."""
    poor = y < line
    return poor.astype(float) if order == 0 else np.where(poor, 1 - y / line, 0.0) ** order


def _fixed(data: Sample, order: int, line) -> Statistic:
    amounts = shortfall(data.values[0], line, order)
    return Statistic(
        f"FGT {order}",
        lambda weights: _mean(data, weights, amounts),
        lambda weights, value: Influence(_own(data, weights, amounts, value)),
    )


def _relative(data: Sample, design: SurveyDesign, order: int, relative: RelativeLine) -> Statistic:
    if not (0 < relative.p < 1 and relative.fraction > 0):
        raise UsageError(f"{relative} is no poverty line.", remedy="fraction is positive, p between 0 and 1.")
    group = data if relative.by_area else _whole(data)
    places, own_places = ordered(group), ordered(data)

    def lines(weights):
        lines = line_of(relative, places, weights)
        if not (lines[np.isfinite(lines)] > 0).all():
            raise UsageError("The relative poverty line is zero or negative.", remedy="Give a fixed line.")
        return lines if relative.by_area else np.repeat(lines, data.size)

    def point(weights):
        return _mean(data, weights, shortfall(data.values[0], _of_rows(data, lines(weights)), order))

    def influence(weights, value):
        line = lines(weights)
        own = _own(data, weights, shortfall(data.values[0], _of_rows(data, line), order), value)
        slope = _slope(data, own_places, weights, line, order)
        common = line_influence(relative, group, places, weights)
        if relative.by_area:
            return Influence(own + data.spread(slope) * common)
        return Influence(own, common[:, None], slope[None, :])

    return Statistic(f"FGT {order}, relative line", point, influence)


def _whole(data: Sample) -> Sample:
    """All rows with a value as one group, those of areas not asked for too."""
    return msgspec.structs.replace(
        data, area=data.everyone, labels=np.array(["all"]), count=np.array([int((data.everyone == 0).sum())])
    )


def _slope(data: Sample, places, weights, line, order: int) -> np.ndarray:
    """(m,) how fast the measure rises with the line."""
    if order == 0:
        return density(data, places, weights, line)
    y, z = data.values[0], _of_rows(data, line)
    return order * _mean(data, weights, np.where(y < z, (1 - y / z) ** (order - 1) * y / z**2, 0.0))


def _of_rows(data: Sample, line: np.ndarray) -> np.ndarray:
    return np.append(line, 1.0)[data.area]


def _mean(data: Sample, weights, amounts) -> np.ndarray:
    return data.sums(weights * amounts) / data.sums(weights)


def _own(data: Sample, weights, amounts, value) -> np.ndarray:
    return (amounts - data.spread(value)) / np.append(data.sums(weights), 1.0)[data.area]
