"""From incomes to the scale on which they are near normal, and back.

    none       z = y
    log        z = log(y + s)             s given; or 0, or |min y| + 1 where y has values of 0 or less
    log-shift  z = log(y + s)             s estimated
    box-cox    z = ((y + s)^L - 1) / L    L estimated; s as for log

A frozen scale is fitted by `transformation_fit` and used by all predictions.
"""

import math

import msgspec
import numpy as np

KINDS = ("none", "log", "log-shift", "box-cox")
NEAR_ZERO = 1e-7
"""A Box-Cox power this near zero is the logarithm."""
FARTHEST = 100.0
"""Under a negative power the income scale ends; simulated incomes stop at this many times the largest sampled."""


class Scale(msgspec.Struct, frozen=True):
    """One transformation with its parameters."""

    kind: str
    shift: float = 0.0
    power: float = 0.0
    """Box-Cox only."""
    largest: float = math.inf
    """Largest shifted income given back, under a negative power."""

    @property
    def exponential(self) -> bool:
        """Back by the exponential: the closed forms of the lognormal hold."""
        return self.kind in ("log", "log-shift") or (self.kind == "box-cox" and abs(self.power) < NEAR_ZERO)

    @property
    def linear(self) -> bool:
        return self.kind == "none"

    def forward(self, y: np.ndarray) -> np.ndarray:
        """Incomes to the model's scale; they must exceed -shift unless the scale is linear."""
        if self.linear:
            return y
        if self.exponential:
            return np.log(y + self.shift)
        return np.expm1(self.power * np.log(y + self.shift)) / self.power

    def forward_line(self, line: float) -> float:
        """Where a poverty line stands on the model's scale; -inf at or below the lowest income."""
        if self.linear:
            return line
        if line + self.shift <= 0:
            return -math.inf
        return float(self.forward(np.float64(line)))

    def back(self, z: np.ndarray) -> np.ndarray:
        """To incomes. Box-Cox: below the scale's end the lowest income, 0 - shift; above it the largest."""
        if self.linear:
            return z
        if self.exponential:
            y = np.exp(z)
        else:
            base = np.multiply(z, self.power)
            base += 1
            floor = 0.0 if self.power > 0 else self.largest**self.power
            y = np.power(np.maximum(base, floor, out=base), 1 / self.power, out=base)
        return y - self.shift if self.shift else y

    def slope_of_log(self, z: float) -> float:
        """d log(y + s) / dz at z: how far the tail of incomes leans beyond the normal one."""
        if self.linear:
            return 0.0
        if self.exponential:
            return 1.0
        return 1.0 / max(self.power * z + 1.0, 1e-3)
