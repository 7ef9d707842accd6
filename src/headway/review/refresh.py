"""Retrieves the sources again, shows what changed, and takes it when told to."""

import shutil
from pathlib import Path

import msgspec

from headway.errors import ReviewError
from headway.model.dataset import Dataset
from headway.model.problem import Problem
from headway.review.change import Change, changing
from headway.review.folder import open_review
from headway.review.ingest import read_source
from headway.review.pins import LOCK, Pin, copy_steadily, keep_copy, load_pins, pins_text, resolve, scratch, verified_folder
from headway.review.settings import SourceSetting, load_settings
from headway.sources.retrieve import retrieve

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


class Change(msgspec.Struct, frozen=True):
    """One number that is new, gone or revised."""

    kind: str
    address: str
    before: str
    after: str


class Revision(msgspec.Struct, frozen=True):
    """What a source gives now against what the review stands on."""

    source: str
    changed: bool
    """Whether any file differs."""
    accepted: bool
    changes: tuple[Change, ...]
    indicators_added: tuple[str, ...]
    indicators_removed: tuple[str, ...]
    problems_new: tuple[Problem, ...]


def refresh_review(folder: Path, *, accept: bool) -> list[Revision]:
    """One revision per source; nothing of the review changes unless `accept`."""
    load_settings(folder)
    if (folder / "sources" / LOCK).is_file():
        load_pins(folder)
    if not accept:
        return _refresh_all(folder, None)
    with changing(folder) as change:
        return _refresh_all(folder, change)


def _refresh_all(folder: Path, change: Change | None) -> list[Revision]:
    settings = load_settings(folder)
    if (folder / "sources" / LOCK).is_file():
        pins = load_pins(folder)
        open_review(folder)
    else:
        pins = {}
    found = [_refresh(folder, settings, source, pins, change) for source in settings.sources]
    if change:
        change.write(folder / "sources" / LOCK, pins_text(pins))
    return found


def _refresh(folder: Path, settings, source: SourceSetting, pins: dict[str, Pin], change: Change | None) -> Revision:
    old = pins.get(source.name)
    whole = old is not None and _is_whole(folder, source.name, old)
    accept = change is not None
    place = resolve(source.location, folder)
    with retrieve(source.reader, place) as retrieved, scratch(folder if accept else None) as copy:
        new = copy_steadily(source, retrieved, copy)
        if whole and new.digest == old.digest:
            return Revision(source.name, False, accept, (), (), (), ())
        after = read_source(folder, settings, source, new, folder=copy)
        before = read_source(folder, settings, source, old) if whole else Dataset(source.name, (), [], ())
        if change:
            if old is not None and not whole:
                shutil.rmtree(folder / "sources" / old.folder, ignore_errors=True)
            keep_copy(folder, new, copy, change.making)
            pins[source.name] = new
    return _compare(source.name, before, after, accept)


def _is_whole(folder: Path, name: str, pin: Pin) -> bool:
    """Whether the pinned copy is there as it was retrieved; if not, everything counts as new."""
    try:
        verified_folder(folder, name, pin)
    except ReviewError:
        return False
    return True


def _compare(name: str, before: Dataset, after: Dataset, accept: bool) -> Revision:
    old, new = _values(before), _values(after)
    changes = [Change(CHANGED, key, old[key], new[key]) for key in old if key in new and old[key] != new[key]]
    changes += [Change(ADDED, key, "", new[key]) for key in new if key not in old]
    changes += [Change(REMOVED, key, old[key], "") for key in old if key not in new]
    had = {indicator.reference for indicator in before.indicators}
    has = {indicator.reference for indicator in after.indicators}
    known = set(map(_what, before.problems))
    return Revision(
        source=name,
        changed=True,
        accepted=accept,
        changes=tuple(changes),
        indicators_added=tuple(sorted(has - had)),
        indicators_removed=tuple(sorted(had - has)),
        problems_new=tuple(problem for problem in after.problems if _what(problem) not in known),
    )


def _what(problem: Problem) -> tuple[str, str, str]:
    """What a problem is about, wherever its row has moved to."""
    return problem.code, problem.file, problem.found


def _values(dataset: Dataset) -> dict[str, str]:
    """Address with period → the numbers given, in the source's writing."""
    found: dict[str, list[str]] = {}
    for observation in dataset.observations:
        key = f"{observation.series.address}@{observation.period.canonical}"
        found.setdefault(key, []).append(observation.text)
    return {key: "; ".join(texts) for key, texts in found.items()}
