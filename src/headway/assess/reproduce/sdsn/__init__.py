"""The SDG Index of the Sustainable Development Report beside what its method gives, cell by cell.

Reads the data base that is published with a report, global, regional or of
cities: the codebook with the bounds, the table of areas with values, scores,
colours and arrows, and where they are there the yearly values behind the arrows
and the yearly scores.
"""

from pathlib import Path

from headway.assess.reproduce.result import Reproduction
from headway.assess.reproduce.sdsn.arrows import compare_arrows
from headway.assess.reproduce.sdsn.history import compare_history
from headway.assess.reproduce.sdsn.levels import compare_levels
from headway.assess.reproduce.sdsn.region import compare_region
from headway.assess.reproduce.sdsn.tally import Tally
from headway.assess.reproduce.sdsn.workbook import read_data_base
from headway.nomenclature.methods import edition


def reproduce(path: Path) -> Reproduction:
    """Agreements out of totals, and every cell that differs with its inputs.

    Raises SourceError where the file is no workbook, or has no codebook or no
    table of areas. Where another sheet is missing, what needs it is left out
    with a note.
    """
    base, levels, trends = read_data_base(Path(path)), edition("sdsn-2023"), edition("sdsn-trend-2023")
    tally, uncovered = Tally(), {}
    if base.incomplete:
        uncovered["indicator of the codebook without usable bounds"] = len(base.incomplete)
    uncovered |= compare_levels(base, levels, tally)
    uncovered |= compare_arrows(base, trends, tally)
    compare_region(base, tally)
    compare_history(base, tally)
    return Reproduction(
        method=levels.method,
        edition=levels.edition,
        path=str(path),
        agreements=tally.agreements(),
        disagreements=tuple(tally.disagreements),
        uncovered={kind: count for kind, count in uncovered.items() if count},
    )
