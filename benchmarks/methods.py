"""How much it costs to judge every series by every method compared, and how that grows.

Prints CPU-seconds for made-up series over 25 years in more and more areas and
indicators, with the regions of a nation as each other's comparison group, and
the time for one series and method: it should stay the same in every row. A
fifth of the measures has a break.
"""

import time

import numpy as np

from headway.assess.peers import Peers
from headway.assess.runs import YearlyRun
from headway.assess.side_by_side import side_by_side
from headway.assess.verdicts import Circumstances, assess_series
from headway.model.area import Area
from headway.model.expectation import Expectation
from headway.model.framework import Indicator
from headway.model.series import Series
from headway.model.series_break import DECLARED, Break
from headway.model.target import Target
from headway.nomenclature import methods

SIZES = ((20, 100), (75, 100), (300, 100), (300, 500))
"""(areas, indicators)"""
YEARS = np.arange(2000, 2025)
UNIT = (("unit_measure", "PT"),)
EXPECTATIONS = (
    Expectation("increase", "share", 0.0, 100.0, Target(value=100.0)),
    Expectation("decrease", "rate", 0.0, None, Target(factor=0.5)),
    Expectation("increase", "index"),
    Expectation("range", "parity", target=Target(lower=0.97, upper=1.03)),
)


def made_up(areas: int, indicators: int) -> tuple[list[Series], list[YearlyRun], Circumstances]:
    random = np.random.default_rng(2030)
    places = {f"R{number}": Area(f"R{number}", "region", "N") for number in range(areas)}
    known = {
        ("global", f"1.{number}.1"): Indicator(f"1.{number}.1", expectation=EXPECTATIONS[number % 4])
        for number in range(indicators)
    }
    series = [Series("global", code, area, UNIT) for _, code in known for area in places]
    growth = np.exp(np.cumsum(random.normal(0.01, 0.03, (len(series), len(YEARS))), axis=1))
    values = 20 * random.uniform(0.5, 1.5, (len(series), 1)) * growth
    runs = [YearlyRun(YEARS, line, ()) for line in values]
    circumstances = Circumstances(
        indicators=known,
        declared=tuple(Break(2018, DECLARED, "global", f"1.{number}.1") for number in range(0, indicators, 5)),
        suspected={},
        peers=Peers(series, runs, places, list(places)),
        edition=methods.edition("unsd-2023"),
        review_year=2026,
    )
    return series, runs, circumstances


def cost(areas: int, indicators: int) -> tuple[float, float, int]:
    """CPU-seconds of the headline method and of the others, and how many others there are."""
    series, runs, circumstances = made_up(areas, indicators)
    editions = methods.compared_editions("unsd-2023", None)
    start = time.process_time()
    assessments = [
        assess_series(entry, run, headline=True, circumstances=circumstances)
        for entry, run in zip(series, runs, strict=True)
    ]
    middle = time.process_time()
    side_by_side(range(len(series)), series, runs, assessments, editions, circumstances)
    return middle - start, time.process_time() - middle, len(editions) - 1


def main() -> None:
    print(f"{'areas':>6}{'indicators':>12}{'series':>9}{'headline s':>12}{'others s':>10}{'µs a series and method':>24}")
    for areas, indicators in SIZES:
        first, others, methods_beside = cost(areas, indicators)
        count = areas * indicators
        each = 1e6 * others / count / methods_beside
        print(f"{areas:>6}{indicators:>12}{count:>9}{first:>12.2f}{others:>10.2f}{each:>24.1f}")


if __name__ == "__main__":
    main()
