"""Empirical best predictors of indicators, each by the cheapest way that is right.

    closed form     mean, total, headcount, gap, severity with incomes z or exp(z) - s
    quadrature      the same under Box-Cox; Gini, S80/S20, quantiles in areas of LARGE units or more
    Monte Carlo     Gini, S80/S20, quantiles in smaller areas or with sampled incomes kept; functions of the user's

A result says which was taken for each number.
"""

from collections.abc import Callable

import msgspec
import numpy as np

from headway.errors import UsageError
from headway.statistics.smallarea import closed_forms, mixture, monte_carlo, quadrature
from headway.statistics.smallarea.income_scale import Scale
from headway.statistics.smallarea.indicators import (
    LINEAR,
    ORDERED,
    SMALLEST_FOR_FIFTHS,
    Indicator,
    chosen,
    needs_line,
)
from headway.statistics.smallarea.population import Population
from headway.statistics.smallarea.unit_data import listed

LARGE = 500
"""Units from which an area's own variation is left out of Gini, S80/S20 and quantiles."""
WAYS = ("closed form", "quadrature", "Monte Carlo")
CLOSED, QUADRATURE, DRAWN = range(3)


class Posterior(msgspec.Struct, frozen=True):
    """What is known of the units of a population with k areas."""

    beta: np.ndarray
    effects: np.ndarray
    """(k,); 0 where the area was not sampled."""
    effect_variances: np.ndarray
    """(k,)."""
    unit_variance: float


class Task(msgspec.Struct, frozen=True):
    """What is wanted, of whom; checked by `task`."""

    population: Population
    indicators: tuple[Indicator, ...]
    line: float | None
    draws: int
    kept: tuple[np.ndarray, ...] | None
    """Known incomes of each area, beside those of the population; None: there are none."""
    sizes: np.ndarray
    """Units of each area, the kept ones included (k,)."""
    drawn_only: bool = False
    """Everything by Monte Carlo, to check the other ways."""

    def ways(self, scale: Scale) -> np.ndarray:
        """Position in WAYS for each area and indicator (k, i)."""
        found = np.full((len(self.sizes), len(self.indicators)), DRAWN)
        if self.drawn_only:
            return found
        closed = CLOSED if closed_forms.has_closed_form(scale) else QUADRATURE
        large = (self.sizes >= LARGE) & (self.kept is None)
        for column, indicator in enumerate(self.indicators):
            if indicator.kind in LINEAR:
                found[:, column] = closed
            elif indicator.kind in ORDERED:
                found[large, column] = QUADRATURE
        return found


def task(population: Population, indicators, line, *, draws: int, kept=None, drawn_only: bool = False) -> Task:
    """Check what is wanted; UsageError on a poverty line missing or not positive, on areas too small for fifths."""
    indicators = chosen(indicators)
    number = isinstance(line, (int, float, np.number))
    if needs_line(indicators) and not (number and np.isfinite(line) and line > 0):
        raise UsageError(
            f"The poverty line is {line!r}; headcount, gap and severity need a positive number.",
            remedy="Give line=, in the unit of the incomes.",
        )
    if draws < 2 or draws % 2:
        raise UsageError(f"{draws} draws: an even number, two or more, is needed.")
    sizes = population.sizes
    if kept is not None:
        sizes = sizes + np.array([len(part) for part in kept])
    small = np.flatnonzero(sizes < SMALLEST_FOR_FIFTHS)
    if len(small) and any(i.kind == "s80s20" for i in indicators):
        raise UsageError(
            f"The areas {listed(population.areas[small])} have fewer than {SMALLEST_FOR_FIFTHS} units: no fifths to compare.",
            remedy="Leave s80s20 out, or these areas.",
        )
    return Task(population, indicators, line, draws, kept, sizes, drawn_only)


def estimate(
    posterior: Posterior, scale: Scale, task: Task, streams: Callable[[int], np.random.Generator]
) -> tuple[np.ndarray, np.ndarray]:
    """Indicators (k, i), and the variance of the Monte-Carlo error in each (k, i), 0 where none was drawn.

    `streams(position)` gives the random numbers of an area.
    """
    population, ways = task.population, task.ways(scale)
    centres = population.x @ posterior.beta + posterior.effects[population.codes]
    found, noise = np.zeros(ways.shape), np.zeros(ways.shape)
    linear = [c for c, i in enumerate(task.indicators) if i.kind in LINEAR and not task.drawn_only]
    if linear:
        found[:, linear] = _linear(posterior, centres, scale, task, [task.indicators[c] for c in linear])
    rest = [c for c in range(len(task.indicators)) if c not in linear]
    for position in range(len(task.sizes)) if rest else ():
        drawn = [c for c in rest if ways[position, c] == DRAWN]
        integrated = [c for c in rest if ways[position, c] == QUADRATURE]
        effect_sd = float(np.sqrt(posterior.effect_variances[position]))
        sd = float(np.sqrt(posterior.unit_variance))
        if integrated:
            rows = population.rows(position)
            counts = None if population.counts is None else population.counts[rows]
            asked = [task.indicators[c] for c in integrated]
            found[position, integrated] = mixture.expected(
                asked, centres[rows], counts, sd=sd, effect_sd=effect_sd, scale=scale
            )
        if drawn:
            found[position, drawn], noise[position, drawn] = monte_carlo.expected(
                [task.indicators[c] for c in drawn],
                population.spread(centres, position),
                sd=sd,
                effect_sd=effect_sd,
                scale=scale,
                line=task.line,
                draws=task.draws,
                random=streams(position),
                kept=None if task.kept is None else task.kept[position],
            )
    return found, noise


def _linear(posterior: Posterior, centres, scale: Scale, task: Task, indicators) -> np.ndarray:
    """Means over units of each unit's expected value (k, i)."""
    sd = np.sqrt(posterior.effect_variances + posterior.unit_variance)[task.population.codes]
    form = closed_forms if closed_forms.has_closed_form(scale) else quadrature
    kinds = unit_kinds(indicators)
    by_unit = form.expected(kinds, centres, sd, scale=scale, line=task.line)
    sums = {kind: task.population.total(value) + kept_sums(task, kind) for kind, value in by_unit.items()}
    return columns(task, indicators, sums)


def unit_kinds(indicators) -> set[str]:
    """Functions of one unit's income that the linear indicators are made of."""
    return {"mean" if i.kind == "total" else i.kind for i in indicators}


def columns(task: Task, indicators, sums: dict[str, np.ndarray], power: int = 1) -> np.ndarray:
    """Sums over units to indicators (k, i); with power 2, variances of sums to those of indicators."""
    return np.stack([sums["mean"] if i.kind == "total" else sums[i.kind] / task.sizes**power for i in indicators], axis=1)


def kept_sums(task: Task, kind: str) -> np.ndarray:
    """Sum over each area's kept incomes of the function that `kind` averages (k,)."""
    if task.kept is None:
        return np.zeros(len(task.sizes))
    short = {"headcount": 0, "gap": 1, "severity": 2}
    if kind == "mean":
        return np.array([part.sum() for part in task.kept])
    return np.array([np.sum((1 - part[part < task.line] / task.line) ** short[kind]) for part in task.kept])
