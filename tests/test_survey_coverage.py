"""Intervals cover at their rate, over repeated samples of one population."""

import numpy as np
import pytest

from headway.statistics import survey

AREAS, STRATA, CLUSTERS, SIZE = 12, 6, 60, 40


def population(random):
    """Strata of clusters whose members resemble one another, areas that cut across them."""
    cluster = np.repeat(np.arange(STRATA * CLUSTERS), SIZE)
    stratum = cluster // CLUSTERS
    level = random.normal(0, 0.25, STRATA * CLUSTERS)[cluster] + 0.15 * stratum
    area = random.integers(0, AREAS, len(cluster))
    income = np.exp(8 + level + 0.5 * random.normal(size=len(cluster)) + 0.03 * area)
    return {"cluster": cluster, "stratum": stratum, "area": area, "income": income, "poor": income < np.quantile(income, 0.15)}


def one_sample(people, random, drawn=15, within=10):
    """`drawn` clusters of each stratum, `within` persons of each: some 75 persons an area."""
    chosen = np.concatenate([random.choice(CLUSTERS, drawn, replace=False) + s * CLUSTERS for s in range(STRATA)])
    rows = np.concatenate([random.choice(SIZE, within, replace=False) + c * SIZE for c in chosen])
    data = {name: values[rows] for name, values in people.items()}
    design = survey.survey_design(
        strata=[data["stratum"]], clusters=[data["cluster"]], fpc=[np.full(len(rows), CLUSTERS), np.full(len(rows), SIZE)]
    )
    return data, design


def coverage(samples: int, seed: int) -> dict[str, float]:
    """Share of intervals that hold the truth, over samples and areas."""
    random = np.random.default_rng(seed)
    people = population(random)
    truth = {name: np.array([people[name][people["area"] == a].mean() for a in range(AREAS)]) for name in ("income", "poor")}
    truth["median"] = np.array([np.median(people["income"][people["area"] == a]) for a in range(AREAS)])
    held = {name: [] for name in ("mean", "wilson", "korn-graubard", "median")}
    for _ in range(samples):
        data, design = one_sample(people, random)
        table = {
            "mean": (survey.mean(data["income"], design=design, area=data["area"]), truth["income"]),
            "median": (survey.median(data["income"], design=design, area=data["area"]), truth["median"]),
        }
        for method in ("wilson", "korn-graubard"):
            table[method] = (survey.proportion(data["poor"], design=design, area=data["area"], method=method), truth["poor"])
        for name, (found, true) in table.items():
            held[name].append((found.lower <= true) & (true <= found.upper))
    return {name: float(np.mean(values)) for name, values in held.items()}


def test_intervals_of_areas_cover_small():
    """250 samples of 12 areas: one standard error of the rate is about 0.4 points."""
    found = coverage(250, 1)
    assert 0.93 <= found["mean"] <= 0.97 and 0.93 <= found["wilson"] <= 0.97, found
    # The exact interval is conservative by construction; Woodruff's of a discrete few likewise.
    assert 0.94 <= found["korn-graubard"] <= 0.985 and 0.92 <= found["median"] <= 0.98, found


@pytest.mark.slow
def test_intervals_of_areas_cover_full():
    for seed in (2, 3):
        found = coverage(2000, seed)
        assert 0.93 <= found["mean"] <= 0.97 and 0.93 <= found["wilson"] <= 0.97, found


@pytest.mark.slow
@pytest.mark.parametrize("p", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("n", [30, 60])
def test_wilson_covers_in_simple_samples(n, p):
    """Wald's interval with a normal critical value covers 81 % for n = 30, p = 0.1."""
    random = np.random.default_rng(7)
    area = np.repeat(np.arange(400), n)
    design = survey.survey_design(np.ones(len(area)), strata=area)
    held = []
    for _ in range(25):
        found = survey.proportion(random.random(len(area)) < p, design=design, area=area)
        held.append((found.lower <= p) & (p <= found.upper))
    assert 0.93 <= np.mean(held) <= 0.975


@pytest.mark.parametrize("n", [30, 60])
@pytest.mark.parametrize("shape", ["normal", "exponential", "lognormal"])
def test_means_cover_in_simple_samples(n, shape):
    """4000 areas each; Student's interval covers 90.4 % for lognormal incomes (sigma 0.8) and n = 30."""
    random = np.random.default_rng(17)
    area = np.repeat(np.arange(4000), n)
    draw = {
        "normal": lambda: random.normal(1, 1, len(area)),
        "exponential": lambda: random.exponential(1, len(area)),
        "lognormal": lambda: random.lognormal(-0.32, 0.8, len(area)),
    }[shape]
    found = survey.mean(draw(), design=survey.survey_design(np.ones(len(area)), strata=area), area=area)
    assert 0.925 <= np.mean((found.lower <= 1) & (1 <= found.upper)) <= 0.97
