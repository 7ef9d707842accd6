"""What an estimator returns: one row for each area, and what to know of it."""

import msgspec
import numpy as np

SHOWN = 20
"""Rows of the printed table."""


class Note(msgspec.Struct, frozen=True):
    """A treatment that was applied, and the areas it concerns."""

    code: str
    text: str
    areas: tuple = ()


class Estimates(msgspec.Struct, frozen=True, eq=False):
    """Estimates of one statistic for m areas, in the order of `areas`."""

    statistic: str
    """What is estimated, as "mean" or "quantile 0.5"."""
    areas: np.ndarray
    """(m,) labels; the one label "all" where no areas were given."""
    estimate: np.ndarray
    std_error: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    degrees_of_freedom: np.ndarray
    """(m,) of the variance; below 1 the interval takes 1."""
    n: np.ndarray
    """(m,) rows used."""
    population: np.ndarray
    """(m,) sum of their weights."""
    design_effect: np.ndarray
    """(m,) variance over that of a simple random sample of n rows without replacement; 1 where both are zero."""
    level: float
    interval: str
    """How the interval was made: "wald", "skewness", "log", "wilson", "korn-graubard", "logit" or "woodruff"."""
    errors: str
    """How the standard errors were made: "linearized", or the method of replication."""
    missing: int = 0
    """Rows left out because a value was absent."""
    notes: tuple[Note, ...] = ()

    @property
    def variance(self) -> np.ndarray:
        return self.std_error**2

    @property
    def variation(self) -> np.ndarray:
        """Coefficient of variation; infinite where the estimate is zero and its error is not."""
        size = np.abs(self.estimate)
        ratio = np.divide(self.std_error, size, out=np.zeros_like(size), where=size > 0)
        return np.where((size == 0) & (self.std_error > 0), np.inf, ratio)

    def columns(self) -> dict[str, np.ndarray]:
        """The table as columns, from which pandas, Polars and Arrow make one of theirs."""
        names = ("estimate", "std_error", "lower", "upper", "degrees_of_freedom", "n", "population", "design_effect")
        return {"area": self.areas} | {name: getattr(self, name) for name in names}

    def __str__(self) -> str:
        count = f"{len(self.areas)} area{'s' if len(self.areas) != 1 else ''}"
        head = f"{self.statistic}: {count}, {self.errors} errors, {self.level:.0%} {self.interval} intervals"
        lines = [
            head,
            f"{'area':>16} {'estimate':>14} {'std_error':>12} {'lower':>14} {'upper':>14} {'n':>8} {'df':>6} {'deff':>7}",
        ]
        for place in range(min(SHOWN, len(self.areas))):
            lines.append(self._line(place))
        if len(self.areas) > SHOWN:
            lines.append(f"{'…':>16} {len(self.areas) - SHOWN} more")
        return "\n".join(lines + [f"Note: {note.text}" for note in self.notes])

    def _line(self, place: int) -> str:
        values = f"{self.estimate[place]:14.6g} {self.std_error[place]:12.5g} {self.lower[place]:14.6g} {self.upper[place]:14.6g}"
        sizes = f"{self.n[place]:8d} {self.degrees_of_freedom[place]:6.0f} {self.design_effect[place]:7.3f}"
        return f"{str(self.areas[place])[:16]:>16} {values} {sizes}"
