"""The transformation's parameter: recovered, at the top of its likelihood, refused where it cannot be."""

import numpy as np
import pytest

from headway.errors import UsageError
from headway.statistics.smallarea.ebp import ebp, ebp_fit
from headway.statistics.smallarea.income_scale import KINDS, Scale
from headway.statistics.smallarea.nested_error import fit_nested_error
from headway.statistics.smallarea.population import population
from headway.statistics.smallarea.transformation_fit import fit_scale, sample_design
from unit_level_reference import grouped


def incomes_of(scale: Scale, seed: int = 1, *, areas: int = 80, units: int = 25) -> dict:
    """Incomes that are normal on this scale: centred at 12 000, errors of 40 % or so."""
    data = grouped(seed, areas=areas, units=units)
    low, middle, high = (float(scale.forward(np.float64(y))) for y in (9_000, 12_000, 16_000))
    data["y"] = scale.back(middle + (high - low) / 2 * 0.8 * (data["y"] - 1.0))
    return data


def likelihood(data: dict, scale: Scale) -> float:
    """Restricted log-likelihood of incomes scaled by the geometric mean of the slope, by the plain definition."""
    centre = np.exp(np.mean(np.log(data["y"] + scale.shift)))
    factor = centre if scale.exponential else centre ** (1 - scale.power)
    z = scale.forward(data["y"]) * factor
    return fit_nested_error(y=z, x=data["x"], area=data["area"]).log_likelihood


@pytest.mark.parametrize("power", [0.0, 0.25, 0.5])
def test_a_power_is_recovered_at_the_top_of_its_likelihood(power):
    data = incomes_of(Scale("box-cox", power=power))
    scale = ebp_fit(**data, transformation="box-cox").scale
    assert scale.power == pytest.approx(power, abs=0.08)
    best = likelihood(data, scale)
    for step in (-0.01, 0.01):
        assert likelihood(data, Scale("box-cox", power=scale.power + step)) < best


def test_a_shift_is_recovered_at_the_top_of_its_likelihood():
    data = incomes_of(Scale("log", shift=6_000.0), areas=200)
    scale = ebp_fit(**data, transformation="log-shift").scale
    assert scale.shift == pytest.approx(6_000, rel=0.25)
    best = likelihood(data, scale)
    for factor in (0.97, 1.03):
        assert likelihood(data, Scale("log-shift", shift=scale.shift * factor)) < best


def test_the_unit_of_money_moves_the_parameters_along():
    data = incomes_of(Scale("log", shift=3_000.0))
    cents = data | {"y": 100 * data["y"]}
    one, other = (ebp_fit(**d, transformation="box-cox").scale.power for d in (data, cents))
    assert one == pytest.approx(other, abs=1e-5)
    one, other = (ebp_fit(**d, transformation="log-shift").scale.shift for d in (data, cents))
    assert 100 * one == pytest.approx(other, rel=1e-3)


@pytest.mark.parametrize(
    "scale",
    [
        Scale("none"),
        Scale("log", shift=50.0),
        Scale("box-cox", power=0.4),
        Scale("box-cox", power=-0.2, largest=1e7),
    ],
)
def test_a_scale_goes_there_and_back(scale):
    y = np.array([10.0, 500.0, 12_000.0, 90_000.0])
    assert scale.back(scale.forward(y)) == pytest.approx(y, rel=1e-9)


def test_incomes_of_zero_and_below_are_shifted_and_the_shift_is_shown():
    data = incomes_of(Scale("log"))
    data["y"][:3] = [0.0, -250.0, 10.0]
    for kind in ("log", "box-cox"):
        fit = ebp_fit(**data, transformation=kind)
        assert fit.scale.shift == 251.0
    people = population(x=data["x"], area=data["area"])
    for kind in KINDS:
        found = ebp(ebp_fit(**data, transformation=kind), people, line=9_000.0, indicators=["mean", "headcount", "gap"])
        assert np.all(np.isfinite(found.estimate))
    with pytest.raises(UsageError, match="zero or negative in the rows 0, 1"):
        ebp_fit(**data, transformation="log", shift=0.0)


def test_each_transformation_predicts_what_it_was_made_for():
    """Area means of box-cox incomes: the box-cox predictor is nearer than the untransformed one for headcounts."""
    data = incomes_of(Scale("box-cox", power=0.2), areas=60, units=40)
    people = population(x=data["x"], area=data["area"])
    truth = np.bincount(data["area"], data["y"] < 9_000) / np.bincount(data["area"])
    gap = {}
    for kind in ("none", "box-cox", "log-shift"):
        fit = ebp_fit(**data, transformation=kind)
        found = ebp(fit, people, indicators=["headcount"], line=9_000.0)
        gap[kind] = np.abs(found.column("headcount") - truth).mean()
    assert gap["box-cox"] < gap["none"] and gap["log-shift"] < gap["none"]


def test_a_negative_power_stops_at_the_largest_income():
    scale = Scale("box-cox", power=-0.5, largest=1e6)
    beyond = scale.back(np.array([2.5, 100.0]))
    assert np.all(beyond == pytest.approx(1e6))


def test_faults_are_named():
    data = grouped(1)
    sample = sample_design(data["x"], data["area"], rows=len(data["y"]))
    with pytest.raises(UsageError, match="'sqrt' is not known"):
        fit_scale(data["y"], sample, kind="sqrt")
    with pytest.raises(UsageError, match="nothing to transform"):
        fit_scale(np.ones(len(data["y"])), sample, kind="log-shift")
    with pytest.raises(UsageError, match="does not vary within any area"):
        ebp_fit(y=np.ones(len(data["y"])), x=data["x"], area=data["area"])
