"""Agreement with R's survey, digit by digit.

Reference: shared/data/statistics/survey_api_estimates.csv and
survey_api_weights.csv, made with R 4.2.2 and survey 4.1-1 on the package's own
samples of California's schools (data_api*.csv). Tolerance 1e-9 relative: both
sides are closed forms in double precision; raking and calibration are iterated
there to R's own tolerances, which left these weights converged to 1e-14.
"""

import numpy as np
import pytest
import reference

from headway.statistics import survey

TOLERANCE = 1e-9
TYPES = {"E": 4421, "H": 755, "M": 1018}
DESIGNS = ("dst", "dstn", "dc1", "dc2", "dc2wr")


def table_and_design(name: str):
    strata, one, two = (reference.columns(f"data_{part}.csv") for part in ("apistrat", "apiclus1", "apiclus2"))
    return {
        "dst": lambda: (strata, survey.survey_design("pw", strata="stype", fpc="fpc", data=strata)),
        "dstn": lambda: (strata, survey.survey_design("pw", strata="stype", data=strata)),
        "dc1": lambda: (one, survey.survey_design("pw", clusters="dnum", fpc="fpc", data=one)),
        "dc2": lambda: (two, survey.survey_design(clusters=["dnum", "snum"], fpc=["fpc1", "fpc2"], data=two)),
        "dc2wr": lambda: (two, survey.survey_design("pw", clusters=["dnum", "snum"], data=two)),
    }[name]()


def agree(found: survey.Estimates, what: str, term: str, place: int = 0) -> None:
    estimate, error, effect = reference.api_estimates()[what, term]
    assert found.estimate[place] == pytest.approx(estimate, rel=TOLERANCE)
    assert found.std_error[place] == pytest.approx(error, rel=TOLERANCE, abs=1e-12)
    if not np.isnan(effect):
        assert found.design_effect[place] == pytest.approx(effect, rel=TOLERANCE)


@pytest.mark.parametrize("name", DESIGNS)
def test_means_totals_ratios(name):
    table, design = table_and_design(name)
    agree(survey.mean(table["api00"], design=design), f"{name} mean api00", "api00")
    agree(survey.total(table["enroll"], design=design, missing="omit"), f"{name} total enroll", "enroll")
    agree(survey.ratio(table["api00"], table["api99"], design=design), f"{name} ratio api00/api99", "api00/api99")


@pytest.mark.parametrize("name", DESIGNS)
def test_proportions(name):
    table, design = table_and_design(name)
    for category, found in survey.proportions(table["stype"], design=design).items():
        agree(found, f"{name} prop stype", f"stype{category}")


@pytest.mark.parametrize("name", DESIGNS)
def test_domains(name):
    table, design = table_and_design(name)
    means = survey.mean(table["api00"], design=design, area=table["stype"])
    totals = survey.total(table["enroll"], design=design, area=table["stype"], missing="omit")
    assert means.areas.tolist() == ["E", "H", "M"]
    for place, area in enumerate(means.areas):
        agree(means, f"{name} by stype mean api00", area, place)
        agree(totals, f"{name} by stype total enroll", area, place)


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("p", [0.25, 0.5, 0.75])
def test_quantiles(name, p):
    table, design = table_and_design(name)
    agree(survey.quantile(table["api00"], p, design=design), f"{name} quantile api00 (qrule=math)", f"{p:g}")


def calibrated(name: str):
    """The design, and the names of its weights and estimates in the reference."""
    table, design = table_and_design("dc1")
    x, totals = {"stype": table["stype"], "api99": table["api99"]}, {"stype": TYPES, "api99": 3914069}
    return table, {
        "rake": lambda: survey.rake(
            design, margins={"t": table["stype"], "s": table["sch.wide"]}, totals={"t": TYPES, "s": {"No": 1072, "Yes": 5122}}
        ),
        "poststrat": lambda: survey.poststratify(design, cell=table["stype"], totals=TYPES),
        "greg": lambda: survey.calibrate(design, x=x, totals=totals),
        "cal_raking": lambda: survey.calibrate(design, x=x, totals=totals, method="exponential"),
        "cal_logit": lambda: survey.calibrate(design, x=x, totals=totals, method="logit", bounds=(0.5, 2)),
    }[name]()


@pytest.mark.parametrize(
    ("weights", "what"),
    [
        ("rake", "rake dc1"),
        ("poststrat", "postStratify dc1"),
        ("greg", "calibrate gl"),
        ("cal_raking", "calibrate gr"),
        ("cal_logit", "calibrate glog"),
    ],
)
def test_calibration(weights, what):
    table, design = calibrated(weights)
    np.testing.assert_allclose(design.weights, reference.columns("survey_api_weights.csv")[weights], rtol=TOLERANCE)
    agree(survey.mean(table["api00"], design=design), f"{what} mean api00", "api00")
    agree(survey.total(table["enroll"], design=design), f"{what} total enroll", "enroll")


@pytest.mark.parametrize(("method", "name"), [("JK1", "dc1"), ("JKn", "dst")])
def test_jackknife(method, name):
    table, design = table_and_design(name)
    found = survey.mean(table["api00"], design=survey.jackknife(design))
    assert found.errors == method
    agree(found, f"{method} {name} mean api00", "api00")
