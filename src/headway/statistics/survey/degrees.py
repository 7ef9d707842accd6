"""Degrees of freedom of an area's variance."""

import numpy as np

from headway.statistics.survey.codes import pair
from headway.statistics.survey.design import SurveyDesign


def degrees_by_area(design: SurveyDesign, area: np.ndarray, size: int) -> np.ndarray:
    """(size,) first-stage units with rows of the area, less strata with such units.

    The rule of Korn and Graubard 1999, 5.2, and of R's `degf` on a subset. Of
    replicate weights alone, their rank less one for every area.
    """
    if design.replicates is not None and design.replicates.degrees_of_freedom is not None:
        return np.full(size, float(design.replicates.degrees_of_freedom))
    inside = area >= 0
    everywhere = bool(inside.all())
    stage = design.stages[0]
    areas = area if everywhere else area[inside]
    if stage.clusters is None:
        strata = stage.strata if everywhere else stage.strata[inside]
    else:
        units = pair(stage.clusters if everywhere else stage.clusters[inside], areas, size)
        strata, areas = stage.strata[units.first], units.second
    cells = pair(strata, areas, size)
    return (np.bincount(areas, minlength=size) - np.bincount(cells.second, minlength=size)).astype(float)
