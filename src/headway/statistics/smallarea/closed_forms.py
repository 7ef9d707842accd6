"""Expected indicators of one unit where z is normal and incomes are z or exp(z) - s: no drawing.

Lognormal, a = (log(t + s) - mu) / sd, e_k = exp(k mu + k^2 sd^2 / 2):

    E[y] = e_1 - s
    E[(1 - y/t)^r; y < t] = sum_k C(r, k) (-1)^k (t + s)^(r - k) e_k Phi(a - k sd) / t^r

Normal, a = (t - mu) / sd: E[y] = mu and E[(t - y)^r; y < t] = I_r with

    I_0 = Phi(a),  I_1 = (t - mu) Phi(a) + sd phi(a),  I_r = (t - mu) I_(r-1) + (r - 1) sd^2 I_(r-2)

The square of an indicator of order r is the one of order 2 r, so variances are
closed as well. Source: Molina and Rao (2010), Canadian Journal of Statistics
38, 369-385, for the expectations that are simulated there.
"""

import math

import numpy as np
from scipy.special import ndtr

from headway.statistics.smallarea.income_scale import Scale

BLOCK = 8192
"""Units at a time: what is computed on the way stays in the processor's cache."""
ORDERS = {"headcount": 0, "gap": 1, "severity": 2}


def has_closed_form(scale: Scale) -> bool:
    return scale.linear or scale.exponential


def expected(kinds, mu: np.ndarray, sd: np.ndarray, *, scale: Scale, line: float | None) -> dict[str, np.ndarray]:
    """E of each kind ("mean", "headcount", "gap", "severity") for units with mean mu (r,) and deviation sd (r,)."""
    orders = {kind: ORDERS[kind] for kind in kinds if kind != "mean"}
    shortfalls = _shortfalls(sorted(set(orders.values())), mu, sd, scale, line)
    found = {kind: shortfalls[order] for kind, order in orders.items()}
    if "mean" in kinds:
        found["mean"] = mu if scale.linear else np.exp(mu + sd * sd / 2) - scale.shift
    return found


def moments(
    kinds, mu: np.ndarray, sd: np.ndarray, *, scale: Scale, line: float | None
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """E and variance of each kind for each unit."""
    orders = {kind: ORDERS[kind] for kind in kinds if kind != "mean"}
    wanted = sorted({order for r in orders.values() for order in (r, 2 * r)})
    shortfalls = _shortfalls(wanted, mu, sd, scale, line)
    found = {}
    for kind, r in orders.items():
        first, second = shortfalls[r], shortfalls[2 * r]
        found[kind] = first, np.maximum(second - first * first, 0.0)
    if "mean" in kinds:
        found["mean"] = _mean_and_variance(mu, sd, scale)
    return found


def _mean_and_variance(mu: np.ndarray, sd: np.ndarray, scale: Scale) -> tuple[np.ndarray, np.ndarray]:
    if scale.linear:
        return mu, np.broadcast_to(sd * sd, mu.shape)
    first = np.exp(mu + sd * sd / 2)
    return first - scale.shift, first * first * np.expm1(sd * sd)


def _shortfalls(orders, mu, sd, scale: Scale, line: float | None) -> dict[int, np.ndarray]:
    """E[(1 - y/t)^r; y < t] for each order r."""
    if not orders:
        return {}
    place = scale.forward_line(line)
    if place == -math.inf:
        return {r: np.zeros(mu.shape) for r in orders}
    form = _normal if scale.linear else _lognormal
    found = {r: np.empty(mu.shape) for r in orders}
    sd = np.broadcast_to(sd, mu.shape)
    for first in range(0, len(mu), BLOCK):
        part = slice(first, first + BLOCK)
        for r, values in form(orders, mu[part], sd[part], place, line, scale.shift).items():
            found[r][part] = values
    return found


def _lognormal(orders, mu, sd, place, line, shift) -> dict[int, np.ndarray]:
    a = (place - mu) / sd
    parts, growth = [ndtr(a)], 1.0
    if max(orders) > 0:
        # exp(k mu + k^2 v / 2) relative to the line's own k-th power, by products: one exponential for all k.
        first, widening = np.exp(mu + sd * sd / 2 - place), np.exp(sd * sd)
        growth = first
    for k in range(1, max(orders) + 1):
        parts.append(growth * ndtr(a - k * sd))
        growth = growth * first * widening**k
    found = {}
    for r in orders:
        terms = sum((-1) ** k * math.comb(r, k) * parts[k] for k in range(r + 1))
        found[r] = np.maximum(terms * ((line + shift) / line) ** r, 0.0)
    return found


def _normal(orders, mu, sd, place, line, shift) -> dict[int, np.ndarray]:
    distance = line - mu
    a = distance / sd
    integrals = [ndtr(a)]
    if max(orders) > 0:
        integrals.append(distance * integrals[0] + sd * np.exp(-a * a / 2) / math.sqrt(2 * math.pi))
    for r in range(2, max(orders) + 1):
        integrals.append(distance * integrals[r - 1] + (r - 1) * sd * sd * integrals[r - 2])
    return {r: np.maximum(integrals[r] / line**r, 0.0) for r in orders}
