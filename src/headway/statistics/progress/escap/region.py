"""A region's progress from its countries': which indicators enter, and how countries are put together.

ESCAP takes the simple mean of the countries' values and then predicts; the
Economic Commission for Europe predicts for each country and takes the median.
Statistic and order are choices of the edition. A year counts for the mean where
at least half of the countries have a value: that share is Headway's.

Sources: UN ESCAP, Progress Assessment Methodology; UNECE, Technical Notes 2022 and 2023.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from headway.model.edition import Edition
from headway.model.expectation import Expectation
from headway.model.target import Target
from headway.statistics.progress import reasons as why
from headway.statistics.progress.escap.assess import assess, expected_value, ready
from headway.statistics.progress.escap.indices import anticipated_progress_index, band
from headway.statistics.progress.situation import Run, Situation

STATISTICS = {"mean": np.mean, "median": np.median}


class Regional(msgspec.Struct, frozen=True):
    """A region's Anticipated Progress Index."""

    index: float | None = None
    category: str = ""
    base_value: float | None = None
    expected_value: float | None = None
    countries: int = 0
    reason: str = ""


def selected(countries: Sequence[Run], *, of: int, edition: Edition) -> bool:
    """Whether enough of a region's `of` countries have two values.

    More than the edition's `selection_share` of them, or `selection_countries`
    of them where that is set.
    """
    enough = sum(len(years) >= 2 for years, _ in countries)
    needed = edition.parameters.get("selection_countries")
    if needed is not None:
        return enough >= needed
    return enough > edition.parameters["selection_share"] * of


def mean_run(countries: Sequence[Run], statistic: str = "mean") -> Run:
    """The mean or median over countries, in each year that at least half of them have a value."""
    found: dict[int, list[float]] = {}
    for years, values in countries:
        for year, value in zip(years, values):
            found.setdefault(int(year), []).append(float(value))
    kept = sorted(year for year, values in found.items() if 2 * len(values) >= len(countries))
    means = [float(STATISTICS[statistic](np.sort(found[year]))) for year in kept]
    return np.array(kept, dtype=int), np.array(means, dtype=float)


def regional_progress(countries: Sequence[Run], *, expectation: Expectation, edition: Edition) -> Regional:
    """The region's index, by the edition's order and statistic; one target for all countries."""
    statistic = edition.choices["regional_statistic"]
    if edition.choices["regional_order"] == "aggregate-first":
        found = assess(*mean_run(countries, statistic), expectation=expectation, edition=edition)
        return Regional(
            found.score, found.category, found.base_value, found.expected_value, len(countries), found.reason
        )
    return _predict_first(countries, expectation, edition, STATISTICS[statistic])


def _predict_first(countries, expectation: Expectation, edition: Edition, statistic) -> Regional:
    """Each country's base, current and expected value first, then their mean or median."""
    cases = [ready(*run, expectation, edition, Situation()) for run in countries]
    usable = [case for case in cases if not case.reason]
    if not usable:
        return Regional(reason=cases[0].reason if cases else why.NO_DATA)
    triples = np.array([(case.base.value, case.last, expected_value(case).value) for case in usable])
    base, current, expected = (float(statistic(np.sort(column))) for column in triples.T)
    aim = _one_aim(usable, base, edition)
    index = anticipated_progress_index(current, expected, base, aim)
    limits = edition.parameters
    category = band(
        index, maintain=limits["maintain"], accelerate=limits["accelerate"], equal=edition.choices["equal_to_border"]
    )
    return Regional(index, category, base, expected, len(usable))


def _one_aim(usable, base: float, edition: Edition):
    """The countries' aim; of a target relative to the base, the one relative to the region's base."""
    case = usable[0]
    target = case.expectation.target
    if target.factor is None:
        return case.aim
    number = Target(target.year, value=target.offset + target.factor * base, basis=target.basis or "relative")
    stated = msgspec.structs.replace(case.expectation, target=number)
    return ready(case.years, case.values, stated, edition, Situation()).aim
