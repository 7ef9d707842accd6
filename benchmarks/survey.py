"""Survey estimation at size: CPU-seconds, without imports, and peak memory.

Run as `python benchmarks/survey.py`. One million rows, 400 domains, 50 strata
of 40 clusters; the bounds are those of the project's specification.
"""

import time
import tracemalloc

import numpy as np

from headway.statistics import survey

ROWS, DOMAINS, STRATA, CLUSTERS = 1_000_000, 400, 50, 2000
MEGABYTE = 1e6


def main() -> None:
    data = population(np.random.default_rng(1))
    print(f"{'work':<58}{'CPU s':>9}{'at most':>9}{'MB':>8}{'at most':>9}")
    for name, work, seconds, megabytes in cases(data):
        report(name, work, seconds, megabytes)


def population(random) -> dict[str, np.ndarray]:
    cluster = np.sort(random.integers(0, CLUSTERS, ROWS))
    return {
        "weights": random.uniform(5, 50, ROWS),
        "cluster": cluster,
        "stratum": cluster % STRATA,
        "domain": random.integers(0, DOMAINS, ROWS),
        "income": random.lognormal(10, 0.6, ROWS),
        "sex": random.integers(0, 2, ROWS),
        "age": random.integers(0, 10, ROWS),
        "region": random.integers(0, 20, ROWS),
    }


def cases(data):
    design = survey.survey_design(data["weights"], strata=data["stratum"], clusters=data["cluster"])
    rows = survey.survey_design(data["weights"], strata=data["stratum"])
    nested = data["cluster"] % DOMAINS
    margins = {name: data[name] for name in ("sex", "age", "region")}
    totals = {name: shifted(codes, data["weights"]) for name, codes in margins.items()}

    def whole():
        made = survey.survey_design(data["weights"], strata=data["stratum"], clusters=data["cluster"])
        return survey.mean(data["income"], design=made, area=data["domain"])

    yield (
        "design of strata and clusters",
        lambda: survey.survey_design(data["weights"], strata=data["stratum"], clusters=data["cluster"]),
        None,
        None,
    )
    yield "means, 400 domains across clusters", lambda: survey.mean(data["income"], design=design, area=data["domain"]), 0.5, 300
    yield "means, 400 domains of whole clusters", lambda: survey.mean(data["income"], design=design, area=nested), 0.5, 300
    yield (
        "means, 400 domains, rows drawn in strata",
        lambda: survey.mean(data["income"], design=rows, area=data["domain"]),
        0.5,
        300,
    )
    yield "design and means, 400 domains", whole, 0.5, 300
    raked = survey.rake(design, margins=margins, totals=totals)
    yield "means after raking, 400 domains", lambda: survey.mean(data["income"], design=raked, area=data["domain"]), None, None
    yield "medians, 400 domains", lambda: survey.median(data["income"], design=design, area=data["domain"]), None, None
    yield "Gini, 400 domains", lambda: survey.gini(data["income"], design=design, area=data["domain"]), None, None
    yield "raking to three margins", lambda: survey.rake(design, margins=margins, totals=totals), 0.1, None


def shifted(codes: np.ndarray, weights: np.ndarray) -> dict:
    """Population totals some per cent off the sample's, of the same sum."""
    sums = np.bincount(codes, weights)
    moved = sums * np.linspace(0.9, 1.1, len(sums))
    return dict(enumerate((moved * sums.sum() / moved.sum()).tolist()))


def report(name, work, seconds, megabytes) -> None:
    work()
    spent = []
    for _ in range(3):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1] / MEGABYTE
    tracemalloc.stop()
    print(f"{name:<58}{min(spent):9.3f}{seconds or '':>9}{peak:8.0f}{megabytes or '':>9}", flush=True)


if __name__ == "__main__":
    main()
