"""What a source yields: GSIM's data set with its structure and its faults."""

import msgspec

from headway.model.area import Area
from headway.model.boundary import Boundary
from headway.model.framework import Indicator
from headway.model.problem import Problem
from headway.model.series import Observation, Origin
from headway.model.series_break import Break


class Dataset(msgspec.Struct, frozen=True):
    """Everything read from one source, in the source's order."""

    source: str
    indicators: tuple[Indicator, ...]
    observations: list[Observation]
    origins: tuple[Origin, ...]
    areas: tuple[Area, ...] = ()
    breaks: tuple[Break, ...] = ()
    labels: dict[str, dict[str, dict[str, str]]] = {}
    """Dimension → code → language → label, as the source gives them."""
    languages: tuple[str, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    problems: tuple[Problem, ...] = ()
