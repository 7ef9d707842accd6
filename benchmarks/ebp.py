"""Empirical best prediction at size: CPU-seconds, without imports, beside a plain simulation.

Run as `python benchmarks/ebp.py`. 25 000 units in 94 areas, 1 945 of them
sampled, bootstrap of 50 replicates; the bounds are those of the project's
specification. The plain way is the textbook algorithm in NumPy, with 50
simulated populations for each estimate: all units drawn, indicators of each
area computed, everything again for each replicate.
"""

import time

import numpy as np

from headway.statistics.smallarea import indicators
from headway.statistics.smallarea.ebp import ebp, ebp_fit
from headway.statistics.smallarea.ebp_bootstrap import ebp_bootstrap
from headway.statistics.smallarea.nested_error import fit_nested_error, fit_sums
from headway.statistics.smallarea.population import population
from headway.statistics.smallarea.sufficient import area_sums

UNITS, AREAS, SAMPLE, REPLICATES, PLAIN_DRAWS, PLAIN_REPLICATES = 25_000, 94, 1_945, 50, 50, 2
THREE = ("mean", "headcount", "gap")


def main() -> None:
    data = country(np.random.default_rng(1))
    people = population(x=data["x"], area=data["area"])
    plain_estimate, plain_errors = plain_times(data)
    print(f"{'work':<62}{'CPU s':>9}{'at most':>9}{'plain':>9}{'times':>7}")
    for name, work, bound, plain in cases(data, people, plain_estimate, plain_errors):
        seconds = best_of(work)
        print(f"{name:<62}{seconds:>9.4f}{text(bound):>9}{text(plain):>9}{text(plain and plain / seconds):>7}")
    print(f"plain: {PLAIN_DRAWS} simulated populations, all ten indicators; its bootstrap from {PLAIN_REPLICATES} replicates")
    agreement(data, people)


def country(random: np.random.Generator) -> dict:
    """Lognormal incomes with ten covariates; areas from 20 to some 900 units, a tenth of them unsampled."""
    sizes = np.maximum((random.dirichlet(np.full(AREAS, 2.0)) * UNITS).astype(int), 20)
    sizes[-1] += UNITS - sizes.sum()
    area = np.repeat(np.arange(AREAS), sizes)
    covariates = [random.normal(size=UNITS) if j % 2 else random.integers(0, 2, UNITS).astype(float) for j in range(10)]
    x = np.column_stack([np.ones(UNITS), *covariates])
    beta = np.r_[9.8, 0.12 * random.normal(size=10)]
    y = np.exp(x @ beta + 0.2 * random.normal(size=AREAS)[area] + 0.45 * random.normal(size=UNITS))
    candidates = np.flatnonzero(area % 10 != 9)
    rows = np.sort(random.choice(candidates, SAMPLE, replace=False))
    return {"area": area, "x": x, "y": y, "rows": rows, "line": 0.6 * float(np.median(y[rows]))}


def cases(data: dict, people, plain_estimate: float, plain_errors: float):
    sample = {name: data[name][data["rows"]] for name in ("y", "x", "area")}
    sums = area_sums(**(sample | {"y": np.log(sample["y"])}))
    line = {"line": data["line"]}

    def whole(transformation, names):
        fit = ebp_fit(**sample, transformation=transformation)
        ebp(fit, people, indicators=names, **line)
        ebp_bootstrap(fit, people, indicators=names, replicates=REPLICATES, seed=1, **line)

    log = ebp_fit(**sample)
    ten = indicators.TEN
    yield "nested-error fit after one pass", lambda: fit_sums(sums), 0.005, None

    def estimates(names):
        return lambda: ebp(log, people, indicators=names, **line)

    yield "estimates: mean, headcount, gap, severity; log", estimates((*THREE, "severity")), None, plain_estimate
    yield "estimates: ten indicators; log", estimates(ten), None, plain_estimate
    yield "with bootstrap MSE: mean, headcount, gap; log", lambda: whole("log", THREE), 0.4, plain_errors
    yield "with bootstrap MSE: ten indicators; log", lambda: whole("log", ten), 5.0, plain_errors
    yield "with bootstrap MSE: mean, headcount, gap; Box-Cox estimated", lambda: whole("box-cox", THREE), None, None
    yield "with bootstrap MSE: ten indicators; Box-Cox estimated", lambda: whole("box-cox", ten), 10.0, None
    yield "with bootstrap MSE: ten indicators; log-shift estimated", lambda: whole("log-shift", ten), None, None


def best_of(work, times: int = 2) -> float:
    """The first run warms what the interpreter keeps; the best of two is told."""
    found = []
    for _ in range(times):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def text(value) -> str:
    return "" if value is None else f"{value:.3g}"


# The plain way


def plain_times(data: dict) -> tuple[float, float]:
    """CPU-seconds of one estimate, and of estimate and bootstrap of REPLICATES."""
    random, started = np.random.default_rng(2), time.process_time()
    fit = plain_fit(data, np.log(data["y"][data["rows"]]))
    plain_estimates(data, fit, random)
    once = time.process_time() - started
    started = time.process_time()
    for _ in range(PLAIN_REPLICATES):
        plain_replicate(data, fit, random)
    return once, once + REPLICATES * (time.process_time() - started) / PLAIN_REPLICATES


def plain_fit(data: dict, z: np.ndarray) -> dict:
    fit = fit_nested_error(y=z, x=data["x"][data["rows"]], area=data["area"][data["rows"]])
    effects, variances = np.zeros(AREAS), np.full(AREAS, fit.sigma2_area)
    effects[fit.areas], variances[fit.areas] = fit.effects, fit.effect_variances
    return {"beta": fit.beta, "effects": effects, "variances": variances, "area": fit.sigma2_area, "unit": fit.sigma2_unit}


def plain_estimates(data: dict, fit: dict, random: np.random.Generator) -> np.ndarray:
    total, mu = 0.0, data["x"] @ fit["beta"] + fit["effects"][data["area"]]
    for _ in range(PLAIN_DRAWS):
        effects = np.sqrt(fit["variances"]) * random.standard_normal(AREAS)
        y = np.exp(mu + effects[data["area"]] + np.sqrt(fit["unit"]) * random.standard_normal(UNITS))
        total = total + plain_indicators(data, y)
    return total / PLAIN_DRAWS


def plain_replicate(data: dict, fit: dict, random: np.random.Generator) -> np.ndarray:
    effects = np.sqrt(fit["area"]) * random.standard_normal(AREAS)
    mu = data["x"] @ fit["beta"] + effects[data["area"]]
    truth = plain_indicators(data, np.exp(mu + np.sqrt(fit["unit"]) * random.standard_normal(UNITS)))
    sample = mu[data["rows"]] + np.sqrt(fit["unit"]) * random.standard_normal(SAMPLE)
    return (plain_estimates(data, plain_fit(data, sample), random) - truth) ** 2


def plain_indicators(data: dict, y: np.ndarray) -> np.ndarray:
    return np.stack([plain_area(part, data["line"]) for part in np.split(y, np.flatnonzero(np.diff(data["area"])) + 1)])


def plain_area(y: np.ndarray, line: float) -> np.ndarray:
    n, poor = len(y), y < line
    quantiles = np.quantile(y, [0.1, 0.25, 0.5, 0.75, 0.9, 0.2, 0.8])
    gini = 2 * np.sum(np.arange(1, n + 1) * np.sort(y)) / (n * y.sum()) - (n + 1) / n
    fifths = y[y > quantiles[6]].sum() / y[y <= quantiles[5]].sum()
    return np.r_[y.mean(), poor.mean(), np.where(poor, 1 - y / line, 0).mean(), gini, fifths, quantiles[:5]]


def agreement(data: dict, people) -> None:
    """Median relative difference between the two ways, by indicator."""
    fit = ebp_fit(**{name: data[name][data["rows"]] for name in ("y", "x", "area")})
    ours = ebp(fit, people, indicators=indicators.TEN, line=data["line"]).estimate
    plain = plain_estimates(data, plain_fit(data, fit.z), np.random.default_rng(3))
    gaps = np.median(np.abs(plain / ours - 1), axis=0)
    names = [indicator.name for indicator in indicators.TEN]
    print("median difference: " + ", ".join(f"{name} {100 * gap:.2f} %" for name, gap in zip(names, gaps, strict=True)))


if __name__ == "__main__":
    main()
