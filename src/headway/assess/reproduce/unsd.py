"""UNDP's country files beside the ratio rule: statuses, levels and roll-ups, each with the file's own parameters."""

from collections import Counter
from pathlib import Path

from headway.assess.reproduce.result import Agreement, Disagreement, Reproduction
from headway.assess.reproduce.undp_cells import Cell, series_cells, uncovered_kind
from headway.assess.reproduce.undp_file import REMEDY, Country, Methodology, countries
from headway.assess.reproduce.undp_rollup import rollup_cells
from headway.errors import SourceError
from headway.nomenclature.methods import edition

NAMES = {
    "CAGRR": "statuses by the ratio rule (CAGRR)",
    "CAGRA": "statuses by the rule without a target (CAGRA)",
    "base": "base years",
    "level": "levels",
    "indicator": "indicators from series",
    "target": "targets from indicators",
    "goal": "Goals from targets",
}


def reproduce(path: Path) -> Reproduction:
    """Every class of one country file, or of all in a folder. SourceError where a file does not fit."""
    rule = edition("unsd-ratio-2022")
    cells: list[Cell] = []
    uncovered: Counter[str] = Counter()
    for file, country in countries(Path(path)):
        if not any(isinstance(series.methodology, Methodology) for series in country.tsData):
            raise SourceError(f"No series in “{file.name}” names its trendMethodology.", remedy=REMEDY)
        cells += series_cells(country, rule) + rollup_cells(country, rule)
        uncovered += _uncovered(country)
    return Reproduction(
        method=rule.method,
        edition=rule.edition,
        path=str(path),
        agreements=_agreements(cells),
        disagreements=tuple(_disagreement(cell) for cell in cells if cell.published != cell.ours),
        uncovered=dict(sorted(uncovered.items())),
    )


def _uncovered(country: Country) -> Counter[str]:
    kinds = (uncovered_kind(series) for series in country.tsData)
    return Counter(kind for kind in kinds if kind)


def _agreements(cells: list[Cell]) -> tuple[Agreement, ...]:
    found = []
    for kind, name in NAMES.items():
        ones = [cell for cell in cells if cell.kind == kind]
        if ones:
            agreed = sum(cell.published == cell.ours for cell in ones)
            found.append(Agreement(name, agreed, len(ones), _note(ones)))
    return tuple(found)


def _note(cells: list[Cell]) -> str:
    """How many of the cells are published as having no class."""
    blank = sum(cell.refusal for cell in cells)
    return f"{len(cells) - blank} with a class, {blank} published without one" if blank else ""


def _disagreement(cell: Cell) -> Disagreement:
    return Disagreement(NAMES[cell.kind], cell.item, cell.published, cell.ours, cell.inputs)
