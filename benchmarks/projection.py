"""How often the projection's 80 % interval holds values kept back, beside a regression on time.

Prints a table: for each data set and horizon, the share of headline series
whose last value lies within the interval made from the values before it.
Needs `../shared/data`; says so where it is absent.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from scipy.special import stdtrit

import headway
from headway.assess.runs import all_runs
from headway.review.build import Finished, check_folder
from headway.statistics.projection import project

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
HORIZONS = (1, 3, 5, 7)
LEVEL, WINDOW = 0.8, 9


def regression(years: np.ndarray, values: np.ndarray, until: int) -> tuple[float, float]:
    """The textbook prediction interval of a straight line fitted by least squares."""
    count, centre = len(years), years.mean()
    spread = float(np.sum((years - centre) ** 2))
    slope = float(np.sum((years - centre) * values)) / spread
    residuals = values - values.mean() - slope * (years - centre)
    error = np.sqrt(np.sum(residuals**2) / (count - 2) * (1 + 1 / count + (until - centre) ** 2 / spread))
    middle, width = values.mean() + slope * (until - centre), stdtrit(count - 2, (1 + LEVEL) / 2) * error
    return middle - width, middle + width


def coverage(finished: Finished, horizon: int) -> tuple[int, float, float]:
    """(series, share held by the drift interval, share held by the regression's)."""
    runs = all_runs(finished.store)
    hits = []
    for headline in finished.headlines.values():
        if headline.series_id is None:
            continue
        run = runs[headline.series_id]
        if not len(run.years):
            continue
        last = int(run.years[-1])
        known = (run.years <= last - horizon) & (run.years > last - horizon - WINDOW)
        years, values = run.years[known], run.values[known]
        found = project(years, values, until=last, level=LEVEL)
        if found.reason:
            continue
        low, high = regression(years, values, last)
        hits.append((found.lowers[-1] <= run.values[-1] <= found.uppers[-1], low <= run.values[-1] <= high))
    drift, line = np.mean(hits, axis=0) if hits else (np.nan, np.nan)
    return len(hits), float(drift), float(line)


def main() -> None:
    places = {"kazakhstan": {"area": "KZALA", "within": "KZ"}, "canada-cif": {"area": "CA"}}
    print(f"{'data':12} {'years ahead':>11} {'series':>7} {'drift':>7} {'regression':>11}")
    for name, place in places.items():
        if not (SHARED / name).exists():
            sys.exit(f"{SHARED / name} is not there: nothing to hold back.")
        with TemporaryDirectory() as folder:
            headway.new(Path(folder) / "review", source=f"open-sdg={SHARED / name}", **place)
            finished = check_folder(Path(folder) / "review")
            for horizon in HORIZONS:
                count, drift, line = coverage(finished, horizon)
                print(f"{name:12} {horizon:11} {count:7} {drift:7.1%} {line:11.1%}")


if __name__ == "__main__":
    main()
