"""Adds a source to a review that stands already."""

from pathlib import Path

import msgspec

from headway.errors import ReviewError
from headway.model.dataset import Dataset
from headway.model.problem import Problem
from headway.review import schema
from headway.review.change import Change, changing
from headway.review.create import parse_sources, propose_mapping
from headway.review.fill import indicator_row
from headway.review.folder import open_review
from headway.review.ingest import mapping_path, read_source
from headway.review.institutions import Register
from headway.review.pins import LOCK, pin_source, pins_text, resolve
from headway.review.settings import FILE, Settings, SourceSetting, load_settings, render_source
from headway.review.tables import table_lines, table_text
from headway.review.whole import write_whole
from headway.sources.table.mapping import load_mapping


class Added(msgspec.Struct, frozen=True):
    """What a new source brought."""

    source: str
    mapping: str
    """Path of the guessed mapping; blank for sources that need none."""
    mapping_text: str
    confirmed: bool
    values: int
    indicators: tuple[str, ...]
    targets: tuple[str, ...]
    """Indicators whose target the source set."""
    problems: tuple[Problem, ...]


def add_source(folder: Path, text: str) -> Added:
    """Pins the source, guesses a table's mapping, and enters its indicators into the tables.

    Called again for the same location it reads the source by its mapping as it
    stands now, and enters what is new.
    """
    open_review(folder)  # what is no review is refused before anything is written into it
    with changing(folder) as change:
        return _add(folder, text, change)


def _add(folder: Path, text: str, change: Change) -> Added:
    settings = load_settings(folder)
    review = open_review(folder)
    source, is_new = _source(folder, settings, text)
    path = mapping_path(folder, source)
    pin = pin_source(folder, source, base=folder, making=change.making)
    if path and not path.is_file():
        change.making(path)
        propose_mapping(folder, source, pin)
    dataset = read_source(folder, settings, source, pin)
    indicators, targets = _enter(folder, settings, source, dataset, change)
    change.write(folder / "sources" / LOCK, pins_text(dict(review.pins) | {source.name: pin}))
    if is_new:
        change.write(folder / FILE, _with(folder / FILE, source))
    mapping_text = path.read_text(encoding="utf-8") if path else ""
    return Added(
        source=source.name,
        mapping=str(path) if path else "",
        mapping_text=mapping_text,
        confirmed=load_mapping(path).confirmed if path else True,
        values=len(dataset.observations),
        indicators=indicators,
        targets=targets,
        problems=dataset.problems,
    )


def confirm_mapping(path: str | Path) -> None:
    """Sets confirmed = true, as a person who looked would."""
    path = Path(path)
    text = path.read_text(encoding="utf-8")
    write_whole(path, text.replace("confirmed = false", "confirmed = true", 1))


def _source(folder: Path, settings: Settings, text: str) -> tuple[SourceSetting, bool]:
    """The source meant, and whether it is new."""
    taken = tuple(source.name for source in settings.sources)
    proposed = parse_sources([text], folder, settings.nation, taken)[0]
    for source in settings.sources:
        same_place = resolve(source.location, folder) == resolve(proposed.location, folder)
        if same_place and source.reader == proposed.reader:
            return source, False
    return proposed, True


def _with(path: Path, source: SourceSetting) -> str:
    """The settings as a person wrote them, the new source at their end."""
    before = path.read_text(encoding="utf-8")
    return "\n".join([before.rstrip("\n"), "", *render_source(source), ""])


def _enter(
    folder: Path, settings: Settings, source: SourceSetting, dataset: Dataset, change: Change
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rows for new indicators and areas; targets for indicators that stand already.

    Where a corrected mapping moved the source to another framework, the rows
    it had entered under its own name go: they stand for nothing any more.
    """
    register = Register(settings.nation)
    rows, columns = _rows(folder, "indicators.csv", [cell.column for cell in schema.INDICATORS])
    frameworks = {indicator.framework for indicator in dataset.indicators}
    if source.name not in frameworks:
        rows = [row for row in rows if row["framework"] != source.name or row["class"] == "gap"]
    known = {(row["framework"], row["indicator"]): row for row in rows}
    added, targets = [], []
    for indicator in dataset.indicators:
        fresh = indicator_row(indicator, settings, register)
        if indicator.key not in known:
            rows.append(fresh)
            added.append(indicator.reference)
        elif indicator.expectation.target and indicator.expectation.target.basis == "local":
            for column in ("target", "target_year", "target_unit", "target_basis", "source"):
                known[indicator.key][column] = fresh[column]
        if indicator.expectation.target and indicator.expectation.target.basis == "local":
            targets.append(indicator.reference)
    change.write(folder / "indicators.csv", table_text(columns, rows))
    _enter_areas(folder, settings, dataset, change)
    _enter_bodies(folder, settings, register, change)
    return tuple(added), tuple(targets)


def _enter_areas(folder: Path, settings: Settings, dataset: Dataset, change: Change) -> None:
    rows, columns = _rows(folder, "areas.csv", [cell.column for cell in schema.areas(settings.languages)])
    known = {row["code"] for row in rows}
    for area in dataset.areas:
        if area.code not in known:
            names = {f"name_{language}": area.name(language) for language in settings.languages}
            if area.names:
                given = next(iter(area.names.values()))
                names = {f"name_{language}": area.names.get(language, given) for language in settings.languages}
            rows.append({"code": area.code, "level": area.level, "parent": area.parent, **names})
    change.write(folder / "areas.csv", table_text(columns, rows))


def _enter_bodies(folder: Path, settings: Settings, register: Register, change: Change) -> None:
    """Bodies that the new source names and the review does not know yet."""
    rows, columns = _rows(folder, "bodies.csv", [cell.column for cell in schema.bodies(settings.languages)])
    known = {row["body"] for row in rows}
    for body in register.unknown.values():
        if body.body not in known:
            given = next(iter(body.names.values()), body.body)
            names = {f"name_{language}": body.names.get(language, given) for language in settings.languages}
            rows.append({"body": body.body, **names})
    change.write(folder / "bodies.csv", table_text(columns, rows))


def _rows(folder: Path, file: str, columns: list[str]) -> tuple[list[dict], list[str]]:
    """The rows of a table as they stand, with columns a person added."""
    path = folder / file
    try:
        lines = table_lines(folder, path) if path.is_file() else []
    except ReviewError as error:
        raise ReviewError(f"{path} cannot be read. {error.message}", remedy=error.remedy) from None
    found = [cells for _, cells in lines if any(cells)]
    header = [name.strip().lower() for name in found[0]] if found else []
    rows = [{name: cell for name, cell in zip(header, cells) if name} for cells in found[1:]]
    extra = [name for name in header if name and name not in columns]
    return rows, columns + extra
