"""Sparse factors of the spatial model: its likelihood, information and errors.

With V_A = Omega^-1, V_rho = -A Omega^-1 Omega_rho Omega^-1 and Omega_rho = -(W + W')
+ 2 rho W'W, and z_i = V^-1 D e_i, an area's errors are

    g1 = A (K^-1)_ii      g2 = (D V^-1 X)_i Q (D V^-1 X)_i'
    g3 = sum_kl F^-1_kl z_i'V_k V^-1 V_l z_i
    g4 = 1/2 sum_kl F^-1_kl z_i'(d2V / dk dl) z_i

F the information of (A, rho). Formulas and sources in `spatial`.
"""

import msgspec
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

COLUMNS = 128
"""Unit vectors solved for at once."""


class Spatial(msgspec.Struct, frozen=True, eq=False):
    """Orthonormal covariates (m, p), sampling variances (m,) and W (m, m), sparse."""

    basis: np.ndarray
    variance: np.ndarray
    w: sparse.csc_array


class Forms(msgspec.Struct, frozen=True, eq=False):
    """Q (p, p), coefficients (p,), Py (m,) and the log-likelihoods, `restricted` for the orthonormal basis."""

    q: np.ndarray
    coefficients: np.ndarray
    py: np.ndarray
    log_likelihood: float
    restricted: float


class Factors:
    """Solutions with V and its derivatives at one (A, rho), for columns (m, c)."""

    def __init__(self, space: Spatial, a: float, rho: float) -> None:
        self.space, self.a = space, a
        m = len(space.variance)
        lag = sparse.csc_array(sparse.eye_array(m, format="csc") - rho * space.w)
        self.lag = splu(lag)
        self.k = splu(
            sparse.csc_array(lag.T @ lag + sparse.diags_array(a / space.variance)),
            permc_spec="MMD_AT_PLUS_A",
            options={"SymmetricMode": True},
        )
        self.slope = sparse.csr_array(2 * rho * (space.w.T @ space.w) - space.w - space.w.T)
        self.curve = sparse.csr_array(2 * (space.w.T @ space.w))
        self.vx = self.inverse(space.basis)
        self.q = np.linalg.inv(space.basis.T @ self.vx)

    def inverse(self, columns: np.ndarray) -> np.ndarray:
        """V^-1 columns."""
        scaled = columns / self.space.variance[:, None]
        return scaled - self.a * self.k.solve(scaled) / self.space.variance[:, None]

    def projected(self, columns: np.ndarray) -> np.ndarray:
        """P columns."""
        solved = self.inverse(columns)
        return solved - self.vx @ (self.q @ (self.vx.T @ columns))

    def by_a(self, columns: np.ndarray) -> np.ndarray:
        """V_A columns = Omega^-1 columns."""
        return self.lag.solve(self.lag.solve(columns, trans="T"))

    def by_rho(self, columns: np.ndarray) -> np.ndarray:
        """V_rho columns."""
        return -self.a * self.by_a(self.slope @ self.by_a(columns))

    def slopes(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """V_A columns and V_rho columns."""
        first = self.by_a(columns)
        return first, -self.a * self.by_a(self.slope @ first)

    def curves(self, columns: np.ndarray) -> list[list[np.ndarray]]:
        """d2V / dk dl columns, for k, l in (A, rho)."""
        first = self.by_a(columns)
        second = self.by_a(self.slope @ first)
        last = self.a * (2 * self.by_a(self.slope @ second) - self.by_a(self.curve @ first))
        return [[np.zeros_like(first), -second], [-second, last]]

    def log_determinant(self) -> float:
        """log|V|."""
        return float(np.log(self.space.variance).sum()) + diagonal_log(self.k) - 2 * diagonal_log(self.lag)


def diagonal_log(factor) -> float:
    return float(np.log(np.abs(factor.U.diagonal())).sum() + np.log(np.abs(factor.L.diagonal())).sum())


def forms(space: Spatial, y: np.ndarray, a: float, rho: float) -> Forms:
    """Generalised least squares and likelihoods at (A, rho)."""
    factors = Factors(space, a, rho)
    m, p = space.basis.shape
    coefficients = factors.q @ (factors.vx.T @ y)
    residual = y - space.basis @ coefficients
    py = factors.inverse(residual[:, None])[:, 0]
    log_likelihood = -0.5 * (m * np.log(2 * np.pi) + factors.log_determinant() + float(residual @ py))
    restricted = log_likelihood + 0.5 * p * np.log(2 * np.pi) + 0.5 * np.linalg.slogdet(factors.q)[1]
    return Forms(q=factors.q, coefficients=coefficients, py=py, log_likelihood=log_likelihood, restricted=float(restricted))


def blocks(m: int):
    """Unit vectors (m, c), a few at a time, with their positions."""
    for at in range(0, m, COLUMNS):
        rows = np.arange(at, min(at + COLUMNS, m))
        unit = np.zeros((m, len(rows)))
        unit[rows, np.arange(len(rows))] = 1.0
        yield rows, unit


def traces(factors: Factors, method: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """tr(R V_k) (2,), tr(R V_k R V_l) and tr(R V_kl), both (2, 2); R is P for reml and V^-1 for ml."""
    apply = factors.projected if method == "reml" else factors.inverse
    single, double, curved = np.zeros(2), np.zeros((2, 2)), np.zeros((2, 2))
    for _, unit in blocks(len(factors.space.variance)):
        solved = apply(unit)
        left, bent = factors.slopes(solved), factors.curves(solved)
        moved = factors.slopes(unit)
        right = [apply(part) for part in moved]
        single += [(unit * part).sum() for part in left]
        double += [[(first * second).sum() for second in right] for first in left]
        curved += [[(unit * part).sum() for part in row] for row in bent]
    return single, 0.5 * (double + double.T), curved


def scoring(space: Spatial, y: np.ndarray, a: float, rho: float, method: str, *, only_a: bool = False) -> np.ndarray:
    """The Newton step of (A, rho), of A alone where rho is held; Fisher's where the likelihood is not concave."""
    factors = Factors(space, a, rho)
    py = factors.projected(y[:, None])
    single, double, curved = traces(factors, method)
    moved = factors.slopes(py)
    score = np.array([float((py * part).sum()) for part in moved]) - single
    solved = [factors.projected(part) for part in moved]
    quadratic = np.array([[float((first * second).sum()) for second in solved] for first in moved])
    bent = np.array([[float((py * part).sum()) for part in row] for row in factors.curves(py)])
    observed = 2 * quadratic - double - bent + curved
    kept = slice(0, 1) if only_a else slice(0, 2)
    information = observed if np.all(np.linalg.eigvalsh(scaled(observed, a)[kept, kept]) > 1e-3) else double
    step = np.zeros(2)
    step[kept] = np.linalg.solve(information[kept, kept], score[kept])
    return step


def scaled(information: np.ndarray, a: float) -> np.ndarray:
    """The information of (log A, rho), whose size does not hang on y's unit."""
    unit = np.array([a, 1.0])
    return information * unit * unit[:, None]


def errors(space: Spatial, a: float, rho: float, method: str) -> tuple[np.ndarray, float]:
    """Mean squared errors (m,) of the predictions, and the standard error of rho.

    At A = 0 rho is not defined: the errors are g1 + g2 with g1 = 0, and the
    standard error of rho is 0. Where the second-order terms leave nothing
    positive, g1 + g2 stands.
    """
    factors = Factors(space, a, rho)
    pull = space.variance[:, None] * factors.vx
    g2 = np.einsum("ij,jk,ik->i", pull, factors.q, pull)
    if a == 0.0:
        return g2, 0.0
    inverse = 2 * np.linalg.inv(traces(factors, method)[1])
    bias = bias_of_ml(factors, inverse) if method == "ml" else np.zeros(2)
    g1, second = np.zeros(len(g2)), np.zeros(len(g2))
    for rows, unit in blocks(len(g2)):
        g1[rows] = a * factors.k.solve(unit)[rows, np.arange(len(rows))]
        second[rows] = second_order(factors, space.variance[rows] * factors.inverse(unit), inverse, bias)
    mse = g1 + g2 + second
    return np.where(mse > 0, mse, g1 + g2), float(np.sqrt(inverse[1, 1]))


def second_order(factors: Factors, z: np.ndarray, inverse: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """2 g3 - g4 - b'dg1 of the areas whose V^-1 D e_i are the columns of `z`."""
    plain = factors.by_a(z)
    moved = [plain, -factors.a * factors.by_a(factors.slope @ plain)]
    solved = [factors.inverse(part) for part in moved]
    g3 = sum(inverse[k, l] * (moved[k] * solved[l]).sum(axis=0) for k in range(2) for l in range(2))
    bent = factors.slope @ plain
    mixed = -(plain * bent).sum(axis=0)
    twice = factors.a * (2 * (bent * factors.by_a(bent)).sum(axis=0) - (plain * (factors.curve @ plain)).sum(axis=0))
    g4 = 0.5 * (2 * inverse[0, 1] * mixed + inverse[1, 1] * twice)
    slope = [(z * part).sum(axis=0) for part in moved]
    return 2 * g3 - g4 - bias[0] * slope[0] - bias[1] * slope[1]


def bias_of_ml(factors: Factors, inverse: np.ndarray) -> np.ndarray:
    """Bias of order 1/m of the ML estimators of A and rho: -F^-1 tr(Q X'V^-1 V_k V^-1 X) / 2."""
    lost = [np.trace(factors.q @ (factors.vx.T @ part(factors.vx))) for part in (factors.by_a, factors.by_rho)]
    return -0.5 * inverse @ np.array(lost)
