"""Writes docs/agreement.md: every reference file of shared/data/statistics beside what Headway computes.

Needs the shared data (HEADWAY_SHARED names their folder) and the readers in tests/.
"""

import sys
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from typing import NamedTuple

import numpy as np

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

import reference
import unit_level_reference as units
from area_level_data import eusilc, in_order, milk, values
from test_fay_herriot_reference import likelihood, numbers
from test_survey_reference import DESIGNS, calibrated, table_and_design

from headway.statistics import survey
from headway.statistics.smallarea import benchmarking, ebp, eblup, eblup_bootstrap, fay_herriot, selection, transformations
from headway.statistics.smallarea.nested_error import fit_nested_error
from headway.statistics.smallarea.population import collapse, population

PAGE = PROJECT / "docs" / "agreement.md"
SMALLEST = 1e-10
"""Differences below are rounding, which is not the same on every machine: the page says 'under'."""
ZERO = 1e-9
"""Reference values nearer to 0 are compared by their difference itself."""
BOOTSTRAP = 2000
HEADCOUNT_SD = 0.035
"""Deviation of one simulated province's headcount, given the sample."""
FIT = "variance, coefficients and errors, likelihood, criteria"
ARCSIN_COVARIATES = ("cash", "age_ben", "rent", "house_allow")

INTRODUCTION = """# Agreement with reference software, digit by digit

Reference values were made once with R 4.2.2, survey 4.1-1, sae 1.3 and emdi 2.2.2, on data that come with these packages. `values` is how many numbers were compared, `difference` the largest among them, relative to the reference unless it says absolute, rounded up to one digit; under 1e-10 it is rounding. `tolerance` is what the tests demand. Made by `python tools/agreement_page.py`, and made anew in the tests.

R's searches stop early in places. Where our root is clearly another one, a remark says by how much its likelihood is higher, and the comparison is made with R's variance put in the place of ours.
"""

MONTE_CARLO = """
## References that were simulated

Here the difference is in standard errors of the simulation; 4 is the most that is let pass.
"""

WITHOUT = """
## References without an estimator yet

`lnob_dindex_hoi.csv`, `lnob_rpart_mb49.csv` and `lnob_rpart_mb9pct.csv`: dissimilarity index, human opportunity index and regression trees.
"""


class Row(NamedTuple):
    """One line of the page; `gain` is our log-likelihood less the reference's, where the roots differ."""

    file: str
    what: str
    count: int
    difference: float
    tolerance: float
    kind: str = "relative"
    remark: str = ""
    gain: float = 0.0


def compared(file: str, what: str, found, expected, tolerance: float, *, kind: str = "relative", remark="", gain=0.0) -> Row:
    found, expected = np.ravel(np.asarray(found, dtype=float)), np.ravel(np.asarray(expected, dtype=float))
    if found.shape != expected.shape:
        raise ValueError(f"{file}, {what}: {len(found)} values beside {len(expected)}.")
    gap = np.abs(found - expected)
    if kind == "relative":
        size = np.abs(expected)
        gap = np.where(size > ZERO, gap / np.where(size > ZERO, size, 1.0), gap)
    return Row(file, what, len(found), float(gap.max()), tolerance, kind, remark, gain)


def milk_rows() -> list[Row]:
    data, rows = milk(), []
    for method in ("REML", "ML", "FH"):
        fitted = fay_herriot.fit(y=data.y, x=data.x, variance=data.variance, areas=data.areas, method=method)
        model, name = fay_herriot.predict(fitted), f"fh_milk_{method}"
        table = reference.columns(f"{name}.csv")
        expected = list(values(f"{name}_fit.csv").values())
        rows += [
            compared(f"{name}.csv", f"Fay-Herriot, {method}: estimates", model.estimate, table["eblup"], 1e-10),
            compared(f"{name}.csv", "their MSE", model.mse, table["mse"], 1e-10),
            compared(f"{name}_fit.csv", FIT, numbers(fitted), expected, 1e-10),
        ]
    return rows


def eusilc_adjusted_rows() -> list[Row]:
    data = eusilc()
    known = {"y": data.y, "x": data.x, "variance": data.variance, "areas": data.areas}
    rows = _area_rows("ampl", data, fay_herriot.fit(**known, method="ampl"), 1e-6, "Li and Lahiri's method, ML")
    theirs = values("fh_eusilc_amrl_yl_fit.csv")["sigma2u"]
    ours = fay_herriot.fit(**known, method="amrl_yl")
    given = fay_herriot.fit(**known, method="amrl_yl", sigma2_u=theirs)
    gain = likelihood(data, ours.sigma2_u, "amrl_yl") - likelihood(data, theirs, "amrl_yl")
    remark = "emdi's likelihood underflows, and its search runs to the end of its interval, the variance of y."
    rows += _area_rows("amrl_yl", data, given, 1e-10, "Yoshimori and Lahiri's method, REML", remark=remark, gain=gain)
    return rows


def _area_rows(name: str, data, fitted, tolerance: float, what: str, *, remark="", gain=0.0) -> list[Row]:
    file, model = f"fh_eusilc_{name}", fay_herriot.predict(fitted)
    table, expected = reference.columns(f"{file}.csv"), list(values(f"{file}_fit.csv").values())
    estimate, mse, gamma = (in_order(table, data.areas, column) for column in ("fh", "mse", "gamma"))
    found = [*numbers(fitted), *selection.r_squared(fitted)]
    return [
        compared(f"{file}.csv", f"{what}: estimates", model.estimate, estimate, tolerance, remark=remark, gain=gain),
        compared(f"{file}.csv", "their MSE", model.mse, mse, tolerance),
        compared(f"{file}.csv", "their gamma", model.gamma, gamma, tolerance),
        compared(f"{file}_fit.csv", f"{FIT}, R²", found, expected, tolerance),
    ]


def eusilc_transformed_rows() -> list[Row]:
    data = eusilc()
    y, variance = transformations.to_log(data.y, data.variance)
    given, gain = _at_theirs("log_bc_crude", y, data.x, variance)
    file = "fh_eusilc_log_bc_crude.csv"
    model, table = transformations.from_log(given, fay_herriot.predict(given)), reference.columns(file)
    estimate, mse, gamma = (in_order(table, data.areas, column) for column in ("fh", "mse", "gamma"))
    remark = "emdi's search stops at 1.2e-4 absolute; the root is 0.008."
    rows = [
        compared(file, "log scale, ML: estimates", model.estimate, estimate, 1e-10, remark=remark, gain=gain),
        compared(file, "their MSE", model.mse, mse, 1e-10),
        compared(file, "their gamma", model.gamma, gamma, 1e-10),
        _fit_row("log_bc_crude", given),
    ]
    data = eusilc(ARCSIN_COVARIATES, "MTMED")
    y, variance = transformations.to_arcsin(data.y, reference.columns("data_eusilcA_smpAgg.csv")["n"])
    given, gain = _at_theirs("arcsin_bc", y, data.x, variance)
    model = transformations.from_arcsin(given, fay_herriot.predict(given), convention="truncated")
    what, file = "arcsine scale, truncated, ML: estimates", "fh_eusilc_arcsin_bc.csv"
    expected = in_order(reference.columns(file), data.areas, "fh")
    remark = "The maximum is at 0, where emdi's search does not go; its integral is 1.2e-6 off."
    rows += [
        compared(file, what, model.estimate, expected, 2e-6, kind="absolute", remark=remark, gain=gain),
        _fit_row("arcsin_bc", given),
    ]
    return rows


def _at_theirs(name: str, y, x, variance):
    """The ML fit at emdi's variance, and what our own root gains."""
    theirs = values(f"fh_eusilc_{name}_fit.csv")
    ours = fay_herriot.fit(y=y, x=x, variance=variance, method="ml")
    given = fay_herriot.fit(y=y, x=x, variance=variance, method="ml", sigma2_u=theirs["sigma2u"])
    return given, ours.log_likelihood - theirs["loglike"]


def _fit_row(name: str, given) -> Row:
    file = f"fh_eusilc_{name}_fit.csv"
    found = [*numbers(given)[:-1], *selection.r_squared(given)]
    return compared(file, f"{FIT}, R²", found, list(values(file).values()), 1e-10)


def benchmark_rows() -> list[Row]:
    data, file = eusilc(), "fh_eusilc_benchmark_ratio.csv"
    table = reference.columns(file)
    fitted = fay_herriot.fit(y=data.y, x=data.x, variance=data.variance, areas=data.areas, method="ml")
    estimate = fay_herriot.predict(fitted).estimate[[data.areas.index(area) for area in table["Domain"].tolist()]]
    shares = reference.columns("data_eusilcA_popAgg.csv")["ratio_n"]
    found = benchmarking.benchmark(estimate=estimate, weights=shares, totals=20140.09, method="ratio")
    remark = "The shares were multiplied by position, as in the reference, where 14 districts stand in another order."
    return [
        compared(file, "Fay-Herriot, ML: estimates", estimate, table["FH"], 1e-6),
        compared(file, "benchmarked by ratio", found.estimate, table["FH_Bench"], 1e-6, remark=remark),
    ]


def unit_rows() -> list[Row]:
    rows = []
    for method in ("REML", "ML"):
        fit, file = fit_nested_error(**units.corn(), method=method.lower()), f"bhf_corn_{method}"
        found = eblup.area_means(fit, **units.corn_population()).estimate
        expected = units.floats(units.columns(f"{file}.csv"), "eblup")
        rows += [
            compared(f"{file}.csv", f"nested error, {method}: area means", found, expected, 1e-6),
            _parameters(f"{file}_fit.csv", fit),
        ]
    data = units.income()
    fit = fit_nested_error(**(data | {"y": np.log(data["y"] + 3600)}))
    effects = units.columns("ebBHF_income_ranef.csv")
    place = np.searchsorted(fit.areas, units.floats(effects, "prov").astype(int))
    expected = units.floats(effects, "u")
    return [
        *rows,
        _parameters("ebBHF_income_fit.csv", fit),
        compared("ebBHF_income_ranef.csv", "effects of 52 provinces", fit.effects[place], expected, 1e-8, kind="absolute"),
    ]


def _parameters(file: str, fit) -> Row:
    found = np.r_[fit.beta, fit.sigma2_area, fit.sigma2_unit, fit.log_likelihood]
    return compared(file, "coefficients, variances, likelihood", found, units.floats(units.columns(file), "value"), 1e-6)


def survey_rows() -> list[Row]:
    expected, found = reference.api_estimates(), {}
    for name in DESIGNS:
        found |= _estimates_of(name)
    weights = reference.columns("survey_api_weights.csv")
    named = {
        "rake": ("rake dc1", "raking"),
        "poststrat": ("postStratify dc1", "post-stratification"),
        "greg": ("calibrate gl", "GREG"),
        "cal_raking": ("calibrate gr", "calibration, exponential"),
        "cal_logit": ("calibrate glog", "calibration, logit in bounds"),
    }
    rows = []
    for column, (prefix, label) in named.items():
        table, design = calibrated(column)
        rows.append(compared("survey_api_weights.csv", f"weights: {label}", design.weights, weights[column], 1e-9))
        found[f"{prefix} mean api00", "api00"] = (survey.mean(table["api00"], design=design), 0)
        found[f"{prefix} total enroll", "enroll"] = (survey.total(table["enroll"], design=design), 0)
    for method, name in (("JK1", "dc1"), ("JKn", "dst")):
        table, design = table_and_design(name)
        found[f"{method} {name} mean api00", "api00"] = (survey.mean(table["api00"], design=survey.jackknife(design)), 0)
    if set(found) != set(expected):
        raise ValueError(f"Not both computed and in the reference: {sorted(set(found) ^ set(expected))}.")
    parts = {
        "estimate": "means, totals, ratios, shares, quantiles, by area too",
        "std_error": "their standard errors",
        "design_effect": "their design effects",
    }
    for place, (part, what) in enumerate(parts.items()):
        keys = [key for key, theirs in expected.items() if not np.isnan(theirs[place])]
        ours = [getattr(found[key][0], part)[found[key][1]] for key in keys]
        rows.append(compared("survey_api_estimates.csv", what, ours, [expected[key][place] for key in keys], 1e-9))
    return rows


def _estimates_of(name: str) -> dict:
    """What the reference holds of one design: (what, term) to (Estimates, place)."""
    table, design = table_and_design(name)
    api, enroll, kind = table["api00"], table["enroll"], table["stype"]
    found = {
        (f"{name} mean api00", "api00"): (survey.mean(api, design=design), 0),
        (f"{name} total enroll", "enroll"): (survey.total(enroll, design=design, missing="omit"), 0),
        (f"{name} ratio api00/api99", "api00/api99"): (survey.ratio(api, table["api99"], design=design), 0),
    }
    for category, share in survey.proportions(kind, design=design).items():
        found[f"{name} prop stype", f"stype{category}"] = (share, 0)
    for p in (0.25, 0.5, 0.75):
        found[f"{name} quantile api00 (qrule=math)", f"{p:g}"] = (survey.quantile(api, p, design=design), 0)
    means = survey.mean(api, design=design, area=kind)
    totals = survey.total(enroll, design=design, area=kind, missing="omit")
    for place, area in enumerate(means.areas.tolist()):
        found[f"{name} by stype mean api00", area] = (means, place)
        found[f"{name} by stype total enroll", area] = (totals, place)
    return found


def simulated_rows() -> list[Row]:
    fit, file = fit_nested_error(**units.corn()), "bhf_corn_pbmse_B200_MC.csv"
    ours = eblup_bootstrap.area_means_bootstrap(fit, **units.corn_population(), replicates=BOOTSTRAP, seed=1)
    gap = np.abs(units.floats(units.columns(file), "mse") - ours.mse) / (ours.std_error * np.sqrt(1 + BOOTSTRAP / 200))
    rows = [Row(file, "nested error, bootstrap MSE, 200 replicates", len(gap), float(gap.max()), 4, "standard errors")]
    outside = units.columns("data_Xoutsamp.csv.gz")
    x = units.with_intercept(units.floats(outside, *units.INCOME_COVARIATES))
    people = collapse(population(x=x, area=units.floats(outside, "domain").astype(int)))
    income_fit = ebp.ebp_fit(**units.income(), transformation="log", shift=3600)
    found = ebp.ebp(income_fit, people, indicators=["headcount"], line=6477.484, sampled="kept").column("headcount")
    for draws in (2000, 50):
        file = f"ebBHF_income_povinc_MC{draws}.csv"
        table = units.columns(file)
        place = np.searchsorted(people.areas, units.floats(table, "domain").astype(int))
        gap = np.abs(found[place] - units.floats(table, "eb")) / (HEADCOUNT_SD / np.sqrt(draws))
        what = f"empirical best headcount, {draws} draws; ours is a closed form"
        rows.append(Row(file, what, len(gap), float(gap.max()), 4, "standard errors"))
    return rows


def computed() -> list[Row]:
    return [
        *survey_rows(),
        *milk_rows(),
        *eusilc_adjusted_rows(),
        *eusilc_transformed_rows(),
        *benchmark_rows(),
        *unit_rows(),
        *simulated_rows(),
    ]


def rounded_up(value: float) -> str:
    """One significant digit, upwards."""
    number = Decimal(repr(value))
    digit = number.quantize(Decimal(1).scaleb(number.adjusted()), rounding=ROUND_CEILING)
    return f"{float(digit):.0e}".replace("e-0", "e-") if float(digit) < 0.01 else f"{float(digit):g}"


def shown(row: Row) -> str:
    if row.kind == "standard errors":
        return rounded_up(row.difference)
    text = "under 1e-10" if row.difference < SMALLEST else rounded_up(row.difference)
    return text if row.kind == "relative" else f"{text} absolute"


def line(row: Row) -> str:
    remark = row.remark
    if row.gain:
        gain = rounded_up(row.gain) if row.gain < 1 else f"{row.gain:.0f}"
        remark = f"{remark} Our root has the higher log-likelihood, by {gain}; the rows of this fit are at emdi's variance."
    tolerance = f"{row.tolerance:g}".replace("e-0", "e-")
    return f"| `{row.file}` | {row.what} | {row.count} | {shown(row)} | {tolerance} | {remark} |"


def page(rows: list[Row]) -> str:
    head = "\n| reference file | what | values | difference | tolerance | remark |\n|---|---|---|---|---|---|\n"
    exact = [line(row) for row in rows if row.kind != "standard errors"]
    drawn = [line(row) for row in rows if row.kind == "standard errors"]
    return INTRODUCTION + head + "\n".join(exact) + "\n" + MONTE_CARLO + head + "\n".join(drawn) + "\n" + WITHOUT


if __name__ == "__main__":
    if not (reference.SHARED / "data" / "statistics").is_dir():
        sys.exit(f"No reference files in {reference.SHARED}: set HEADWAY_SHARED to the folder of the shared data.")
    PAGE.write_text(page(computed()), encoding="utf-8", newline="\n")
