"""The quadratic forms of the area-level model, for many variances at once.

The model of m areas is y = X beta + u + e, var(u_i) = A, var(e_i) = D_i known,
so V = diag(A + D_i). With w_i = 1 / (A + D_i), Q = (X'WX)^-1 and
P = W - W X Q X'W, everything an estimator of A asks for is a sum over areas:

    tr P, tr PP, y'Py, y'PPy, y'PPPy, log|V|, log|X'WX|

X enters as an orthonormal basis of its columns, so that neither the scale of a
covariate nor near-collinearity costs digits. All is O(m p^2) for each variance.
"""

import msgspec
import numpy as np
from scipy import linalg

from headway.errors import UsageError

RANK_TOLERANCE = 1e-10
"""A column is collinear when, at unit length, less than this of it is its own."""


class Algebra(msgspec.Struct, frozen=True, eq=False):
    """Covariates and sampling variances, prepared once.

    `basis` (m, p) orthonormal columns spanning X; `triangle` (p, p) with
    X = basis @ triangle; `products` (m, p*p) outer products of basis rows;
    `variance` (m,) the D_i.
    """

    basis: np.ndarray
    triangle: np.ndarray
    products: np.ndarray
    variance: np.ndarray

    @property
    def m(self) -> int:
        return self.basis.shape[0]

    @property
    def p(self) -> int:
        return self.basis.shape[1]


class Moments(msgspec.Struct, frozen=True, eq=False):
    """The model at B pairs of data and variance; arrays (B,), (B, m) or (B, p).

    `scaled` is W(y - X beta) = Py; `twice` is P Py.
    """

    w: np.ndarray
    q: np.ndarray
    coefficients: np.ndarray
    residual: np.ndarray
    scaled: np.ndarray
    twice: np.ndarray
    trace_w: np.ndarray
    trace_w2: np.ndarray
    trace_p: np.ndarray
    trace_pp: np.ndarray
    ypy: np.ndarray
    yppy: np.ndarray
    ypppy: np.ndarray
    log_likelihood: np.ndarray
    restricted: np.ndarray


def prepare(x: np.ndarray, variance: np.ndarray) -> Algebra:
    """Orthonormalise `x` (m, p); UsageError when columns are collinear or too many."""
    m, p = x.shape
    if m <= p:
        raise UsageError(
            f"There are {m} sampled areas for {p} coefficients.",
            remedy="Use fewer covariates: the model needs more areas than coefficients.",
        )
    length = np.linalg.norm(x, axis=0)
    refuse_collinear(x, length)
    basis, triangle = np.linalg.qr(x / length)
    products = (basis[:, :, None] * basis[:, None, :]).reshape(m, p * p)
    return Algebra(basis=basis, triangle=triangle * length, products=products, variance=variance)


def refuse_collinear(x: np.ndarray, length: np.ndarray) -> None:
    if np.any(length == 0):
        columns = ", ".join(str(int(j)) for j in np.flatnonzero(length == 0))
        raise UsageError(f"x has only zeros in column {columns}.", remedy="Leave the column out.")
    triangle, order = linalg.qr(x / length, mode="r", pivoting=True)
    own = np.abs(np.diag(triangle[: x.shape[1]]))
    if np.any(own < RANK_TOLERANCE):
        columns = ", ".join(str(int(j)) for j in np.sort(order[own < RANK_TOLERANCE]))
        raise UsageError(
            f"x has collinear columns: column {columns} is a combination of the others.",
            remedy="Leave one of them out; with an intercept, one category of each factor has no column.",
        )


def moments(algebra: Algebra, y: np.ndarray, sigma2_u: np.ndarray) -> Moments:
    """All forms at `y` (B, m) or (m,) and `sigma2_u` (B,), both broadcast."""
    y, sigma2_u = np.atleast_2d(y), np.atleast_1d(np.asarray(sigma2_u, dtype=float))
    z, m, p = algebra.basis, algebra.m, algebra.p
    w = 1.0 / (sigma2_u[:, None] + algebra.variance)
    g1 = (w @ algebra.products).reshape(-1, p, p)
    g2 = ((w * w) @ algebra.products).reshape(-1, p, p)
    g3 = ((w * w * w) @ algebra.products).reshape(-1, p, p)
    q = np.linalg.inv(g1)
    coefficients = apply(q, (w * y) @ z)
    # One step of refinement makes up for the digits that the inverse loses where D_i differ by orders.
    coefficients = coefficients + apply(q, (w * (y - coefficients @ z.T)) @ z)
    residual = y - coefficients @ z.T
    scaled = w * residual
    twice = w * (scaled - apply(q, (w * scaled) @ z) @ z.T)
    qg2 = q @ g2
    trace_w, trace_w2 = w.sum(axis=1), (w * w).sum(axis=1)
    ypy = (scaled * residual).sum(axis=1)
    log_likelihood = -0.5 * (m * np.log(2 * np.pi) - np.log(w).sum(axis=1) + ypy)
    log_x = 2 * np.log(np.abs(np.diag(algebra.triangle))).sum()
    return Moments(
        w=w,
        q=q,
        coefficients=coefficients,
        residual=residual,
        scaled=scaled,
        twice=twice,
        trace_w=trace_w,
        trace_w2=trace_w2,
        trace_p=trace_w - np.trace(qg2, axis1=1, axis2=2),
        trace_pp=trace_w2 - 2 * np.trace(q @ g3, axis1=1, axis2=2) + np.trace(qg2 @ qg2, axis1=1, axis2=2),
        ypy=ypy,
        yppy=(scaled * scaled).sum(axis=1),
        ypppy=(scaled * twice).sum(axis=1),
        log_likelihood=log_likelihood,
        restricted=log_likelihood + 0.5 * p * np.log(2 * np.pi) - 0.5 * (np.linalg.slogdet(g1)[1] + log_x),
    )


def apply(matrices: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Each of `matrices` (B, p, p) times its row of `vectors` (B, p)."""
    return (matrices @ vectors[..., None])[..., 0]


def leverage(algebra: Algebra, q: np.ndarray) -> np.ndarray:
    """x_i'Q x_i of every area, (B, m)."""
    return q.reshape(len(q), -1) @ algebra.products.T
