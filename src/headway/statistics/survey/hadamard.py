"""Hadamard matrices by Sylvester's doubling and Paley's two constructions."""

import numpy as np


def hadamard(least: int) -> np.ndarray:
    """A matrix of signs H, H H' = R I, of the smallest order R >= `least` that can be built here.

    Its first column is all ones, so that every other column has as many of each
    sign. Paley 1933, with q prime: order q + 1 for q = 3 mod 4, 2 (q + 1) for
    q = 1 mod 4; and twice any order. Below 92 every multiple of 4 but 52 is found.
    """
    order = 2 if least <= 2 else least + (-least) % 4
    while (built := _build(order)) is None:
        order += 4
    return built * built[:, :1]


def _build(order: int) -> np.ndarray | None:
    if order == 1:
        return np.ones((1, 1), dtype=int)
    if order == 2:
        return np.array([[1, 1], [1, -1]])
    if order % 4:
        return None
    if _prime(order - 1):
        return _paley_one(order - 1)
    half = _build(order // 2)
    if half is not None:
        return np.kron(_build(2), half)
    q = order // 2 - 1
    return _paley_two(q) if q % 4 == 1 and _prime(q) else None


def _paley_one(q: int) -> np.ndarray:
    skew = np.zeros((q + 1, q + 1), dtype=int)
    skew[0, 1:], skew[1:, 0], skew[1:, 1:] = 1, -1, _residues(q)
    return skew + np.eye(q + 1, dtype=int)


def _paley_two(q: int) -> np.ndarray:
    symmetric = np.zeros((q + 1, q + 1), dtype=int)
    symmetric[0, 1:], symmetric[1:, 0], symmetric[1:, 1:] = 1, 1, _residues(q)
    return np.kron(symmetric, [[1, 1], [1, -1]]) + np.kron(np.eye(q + 1, dtype=int), [[1, -1], [-1, -1]])


def _residues(q: int) -> np.ndarray:
    """(q, q) the quadratic character of i - j."""
    character = np.full(q, -1)
    character[np.arange(1, q) ** 2 % q] = 1
    character[0] = 0
    return character[np.subtract.outer(np.arange(q), np.arange(q)) % q]


def _prime(number: int) -> bool:
    return number > 1 and all(number % d for d in range(2, int(number**0.5) + 1))
