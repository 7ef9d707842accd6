"""Symmetric systems that may be singular."""

import numpy as np

RANK = 1e-13
"""Eigenvalues under this share of the largest, after scaling, are taken as zero."""


def solve(gram: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The least-norm solution of gram @ b = right in scaled columns; collinear columns share their effect.

    `gram` (p, p) symmetric, positive semidefinite; `right` (p,) or (p, k).
    """
    scale = np.sqrt(np.diag(gram))
    scale = np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(gram / np.outer(scale, scale))
    keep = values > RANK * max(values[-1], 0.0) * len(values)
    values, vectors = values[keep], vectors[:, keep]
    flat = right.ndim == 1
    scaled = (right[:, None] if flat else right) / scale[:, None]
    solution = vectors @ ((vectors.T @ scaled) / values[:, None]) / scale[:, None]
    return solution[:, 0] if flat else solution
