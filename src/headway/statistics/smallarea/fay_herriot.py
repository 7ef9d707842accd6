"""The Fay-Herriot model: area estimates strengthened by covariates known for every area.

    y_i = x_i'beta + u_i + e_i,   var(u_i) = A,   var(e_i) = D_i known

`fit` estimates A and beta; `predict` gives the empirical best linear unbiased
predictor gamma_i y_i + (1 - gamma_i) x_i'beta, gamma_i = A / (A + D_i), with its
mean squared error; `predict_unsampled` gives x'beta where there is no sample;
`estimate` does the three for a table with gaps.

Source: Fay and Herriot (1979), JASA 74, 269-277; Rao and Molina (2015), chapter
6. `log_likelihood`, and the criteria from it, are those of sae::eblupFH and
emdi::fh: the unrestricted normal log-likelihood at the estimates, whatever the
method; k = p + 1 parameters: AIC -2l + 2k, BIC -2l + k log m, KIC -2l + 3k.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from scipy.linalg import solve_triangular

from headway.errors import UsageError
from headway.statistics.smallarea import area_checks as checks
from headway.statistics.smallarea import area_mse, variance_component
from headway.statistics.smallarea.area_algebra import Algebra, Moments, moments, prepare


class FayHerriotFit(msgspec.Struct, frozen=True, eq=False):
    """A fitted model and the sampled areas it was fitted to.

    y, variance (m,); x (m, p); beta, standard_errors (p,); beta_covariance
    (p, p) = Q. `sigma2_u` is A, in squared units of y, `sigma2_u_error` its
    asymptotic standard error; `newton_step` the last Newton step relative to A;
    `maxima` the number of local maxima of the likelihood; `given` whether A was
    given by the caller.
    """

    method: str
    areas: tuple
    y: np.ndarray
    x: np.ndarray
    variance: np.ndarray
    sigma2_u: float
    sigma2_u_error: float
    beta: np.ndarray
    beta_covariance: np.ndarray
    standard_errors: np.ndarray
    log_likelihood: float
    restricted_log_likelihood: float
    aic: float
    bic: float
    kic: float
    newton_step: float
    maxima: int
    given: bool = False

    @property
    def m(self) -> int:
        return len(self.y)

    @property
    def gamma(self) -> np.ndarray:
        """Weight of the direct estimate in each area, (m,)."""
        return self.sigma2_u / (self.sigma2_u + self.variance)

    @property
    def synthetic(self) -> np.ndarray:
        """x_i'beta, (m,)."""
        return self.x @ self.beta


class AreaEstimates(msgspec.Struct, frozen=True, eq=False):
    """Predictions, arrays (rows,), in the order of `areas`.

    `gamma` is 0 and `sampled` False where an area had no sample; `mse_method`
    names the formula or the bootstrap, `convention` the back-transformation.
    """

    areas: tuple
    estimate: np.ndarray
    mse: np.ndarray
    gamma: np.ndarray
    sampled: np.ndarray
    method: str
    mse_method: str
    convention: str = "none"

    @property
    def cv(self) -> np.ndarray:
        """Root mean squared error over the estimate's size; infinite where that is 0."""
        infinite = np.full(len(self.mse), np.inf)
        return np.divide(np.sqrt(self.mse), np.abs(self.estimate), out=infinite, where=self.estimate != 0)


def fit(
    *,
    y: Sequence | np.ndarray,
    x: Sequence | np.ndarray,
    variance: Sequence | np.ndarray,
    areas: Sequence | None = None,
    method: str = "reml",
    tolerance: float = 1e-12,
    sigma2_u: float | None = None,
) -> FayHerriotFit:
    """Fit the model to m sampled areas.

    `y` (m,) direct estimates; `x` (m, p) covariates, a column of ones for the
    intercept among them; `variance` (m,) their sampling variances, above zero;
    `method` one of reml, ml, fh, ampl, amrl, ampl_yl, amrl_yl; `sigma2_u` a
    variance that is known already, else it is estimated. UsageError names the
    rows of missing values, variances not above zero, and collinear columns.
    """
    y = checks.vector(y, "y")
    names = checks.labels(areas, len(y))
    x, variance = checks.matrix(x, len(y)), checks.vector(variance, "variance", len(y))
    for values, name in ((y, "y"), (x, "x"), (variance, "variance")):
        checks.finite(values, name, names)
    checks.positive(variance, "variance", names)
    algebra = prepare(x, variance)
    if sigma2_u is None:
        found = variance_component.estimate(algebra, y, method=method, tolerance=tolerance)
    else:
        found = variance_component.known(sigma2_u)
    at = moments(algebra, y, found.sigma2_u)
    fitted = result(algebra, at, found, y, x, names, variance_component.method_name(method))
    return fitted if sigma2_u is None else msgspec.structs.replace(fitted, given=True)


def result(algebra: Algebra, at: Moments, found, y, x, names, method) -> FayHerriotFit:
    inverse = solve_triangular(algebra.triangle, np.eye(algebra.p))
    covariance = inverse @ at.q[0] @ inverse.T
    log_likelihood, k = float(at.log_likelihood[0]), algebra.p + 1
    return FayHerriotFit(
        method=method,
        areas=names,
        y=y,
        x=x,
        variance=algebra.variance,
        sigma2_u=float(found.sigma2_u[0]),
        sigma2_u_error=float(np.sqrt(area_mse.variance_of_sigma2_u(algebra, at, method)[0])),
        beta=inverse @ at.coefficients[0],
        beta_covariance=covariance,
        standard_errors=np.sqrt(np.diag(covariance)),
        log_likelihood=log_likelihood,
        restricted_log_likelihood=float(at.restricted[0]),
        aic=-2 * log_likelihood + 2 * k,
        bic=-2 * log_likelihood + k * float(np.log(algebra.m)),
        kic=-2 * log_likelihood + 3 * k,
        newton_step=float(found.newton_step[0]),
        maxima=int(found.maxima[0]),
    )


def at_estimates(fitted: FayHerriotFit) -> tuple[Algebra, Moments]:
    """The quadratic forms of a fit at its own estimates, batch of one."""
    algebra = prepare(fitted.x, fitted.variance)
    return algebra, moments(algebra, fitted.y, np.array([fitted.sigma2_u]))


def predict(fitted: FayHerriotFit) -> AreaEstimates:
    """The sampled areas: y - B_i (y - x'beta), which is the EBLUP, and its analytic error."""
    algebra, at = at_estimates(fitted)
    error = area_mse.analytic(algebra, at, np.array([fitted.sigma2_u]), fitted.method)
    return AreaEstimates(
        areas=fitted.areas,
        estimate=fitted.y - fitted.variance * at.scaled[0],
        mse=error.mse[0],
        gamma=fitted.gamma,
        sampled=np.ones(fitted.m, dtype=bool),
        method=fitted.method,
        mse_method="analytic",
    )


def predict_unsampled(fitted: FayHerriotFit, *, x, areas: Sequence | None = None) -> AreaEstimates:
    """Areas without a sample: x'beta, mean squared error A + x'Qx; `x` (rows, p) as in the fit."""
    x = checks.matrix(x)
    names = checks.labels(areas, len(x))
    if x.shape[1] != len(fitted.beta):
        raise UsageError(
            f"x has {x.shape[1]} columns where the model has {len(fitted.beta)} coefficients.",
            remedy="Give the columns that the model was fitted to, in their order.",
        )
    checks.finite(x, "x", names)
    return AreaEstimates(
        areas=names,
        estimate=x @ fitted.beta,
        mse=fitted.sigma2_u + np.einsum("ij,jk,ik->i", x, fitted.beta_covariance, x),
        gamma=np.zeros(len(x)),
        sampled=np.zeros(len(x), dtype=bool),
        method=fitted.method,
        mse_method="analytic",
    )


def estimate(
    *, y, x, variance, areas: Sequence | None = None, method: str = "reml", tolerance: float = 1e-12
) -> tuple[FayHerriotFit, AreaEstimates]:
    """Fit and predict in one: rows whose `y` is missing (NaN) are unsampled areas."""
    y = checks.vector(y, "y")
    names = checks.labels(areas, len(y))
    x, variance = checks.matrix(x, len(y)), checks.vector(variance, "variance", len(y))
    sampled = ~np.isnan(y)
    if not sampled.any():
        raise UsageError("y is missing in every row.", remedy="Give a direct estimate for the sampled areas.")
    checks.finite(x, "x", names)
    checks.positive(np.where(sampled, variance, 1.0), "variance", names)
    inside = tuple(name for name, seen in zip(names, sampled, strict=True) if seen)
    fitted = fit(
        y=y[sampled], x=x[sampled], variance=variance[sampled], areas=inside, method=method, tolerance=tolerance
    )
    return fitted, everywhere(fitted, predict(fitted), x, sampled, names)


def everywhere(fitted: FayHerriotFit, within: AreaEstimates, x, sampled, names) -> AreaEstimates:
    """Predictions of sampled and unsampled areas in the order of the rows."""
    if sampled.all():
        return within
    outside = predict_unsampled(fitted, x=x[~sampled])
    return msgspec.structs.replace(
        within,
        areas=names,
        sampled=sampled,
        estimate=merge(within.estimate, outside.estimate, sampled),
        mse=merge(within.mse, outside.mse, sampled),
        gamma=merge(within.gamma, outside.gamma, sampled),
    )


def merge(inside: np.ndarray, outside: np.ndarray, sampled: np.ndarray) -> np.ndarray:
    whole = np.empty(len(sampled))
    whole[sampled], whole[~sampled] = inside, outside
    return whole
