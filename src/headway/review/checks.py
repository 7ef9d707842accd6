"""Checks that need the whole review: tables against sources, headlines, breaks, institutions."""

import os
from collections.abc import Iterator
from pathlib import Path

from headway.assess.headline import CHOSEN
from headway.errors import nearest
from headway.model.area import Area
from headway.model.framework import Indicator
from headway.model.problem import Problem
from headway.review.folder import Review
from headway.review.ingest import CACHE
from headway.review.institutions import Register
from headway.store.read import Store
from headway.store.write import Catalogue

MICRODATA_ENDINGS = (".sav", ".dta", ".sas7bdat", ".por", ".xpt")


def check_review(
    review: Review, catalogue: Catalogue, indicators: dict, areas: dict[str, Area],
    groups: dict, headlines: dict, suspected: dict, store: Store,
) -> list[Problem]:  # fmt: skip
    """Everything found, in no particular order."""
    return [
        *_rows_against_sources(review, indicators),
        *_owners(review),
        *_breaks(review, areas),
        *_decisions(review, catalogue),
        *_headlines(review, indicators, headlines, store),
        *_suspected(review, suspected, indicators),
        *_languages(review, catalogue),
        *_microdata(review),
    ]


def _near(word: str, words: list[str]) -> str:
    return ", ".join(nearest(word, words, most=3)) or "–"


def _rows_against_sources(review: Review, indicators: dict) -> Iterator[Problem]:
    codes = [" ".join(key) for key in indicators]
    for key, row in review.indicators.items():
        if key not in indicators:
            name = " ".join(key)
            yield Problem("INDICATOR_WITHOUT_SOURCE", "indicators.csv", row.line, name, {"near": _near(name, codes)})
    if review.indicators:
        for key in indicators:
            if key not in review.indicators:
                yield Problem("INDICATOR_NOT_IN_TABLE", "indicators.csv", found=" ".join(key), indicator=key[1])


def _owners(review: Review) -> Iterator[Problem]:
    bodies = list(review.bodies)
    for row in review.indicators.values():
        for column, ids in (("owner", row.owner), ("implementer", row.implementer)):
            for body in ids:
                if body not in review.bodies:
                    details = {"column": column, "near": _near(body, bodies)}
                    yield Problem("UNKNOWN_OWNER", "indicators.csv", row.line, body, details)


def _breaks(review: Review, areas: dict[str, Area]) -> Iterator[Problem]:
    for line, entry in enumerate(review.breaks, start=2):
        if entry.ref_area and entry.ref_area not in areas:
            details = {"column": "ref_area", "near": _near(entry.ref_area, list(areas))}
            yield Problem("UNKNOWN_AREA", "breaks.csv", line, entry.ref_area, details)


def _decisions(review: Review, catalogue: Catalogue) -> Iterator[Problem]:
    """Decisions that settle nothing: the row is in no conflict, or the file has another name."""
    settled = {
        (f"{problem.source}/{problem.file}", problem.row)
        for problem in catalogue.problems if problem.code == "CONFLICT_DECIDED"
    }  # fmt: skip
    for (file, row), line in review.decisions.items():
        if (file, row) not in settled:
            yield Problem("DECISION_WITHOUT_CONFLICT", "decisions.csv", line, f"{file}:{row}")


def _headlines(review: Review, indicators: dict, headlines: dict, store: Store) -> Iterator[Problem]:
    """Chosen headlines that fit nothing; defaults that had to choose among several."""
    settings = review.settings
    for key, indicator in indicators.items():
        here = [headlines.get((key, area)) for area in dict.fromkeys((settings.area, settings.nation))]
        row = review.indicators.get(key)
        if row and row.headline and any(here) and not any(h and h.chosen_by == CHOSEN for h in here):
            text = ";".join(f"{name}={value}" for name, value in row.headline)
            yield Problem("HEADLINE_NOT_FOUND", "indicators.csv", row.line, text, indicator=key[1])
        for headline in here:
            if headline and headline.others and headline.chosen_by != CHOSEN:
                yield _several(headline, indicator, store)


def _several(headline, indicator: Indicator, store: Store) -> Problem:
    series = store.series[headline.series_id]
    origin, row = store.points(headline.series_id).origins[0], store.points(headline.series_id).rows[0]
    source, _, file = origin.partition("/")
    details = {"count": str(1 + len(headline.others)), "area": series.ref_area}
    return Problem("HEADLINE_SEVERAL", file, int(row), str(series.address), details, source, indicator.code)


def _suspected(review: Review, suspected: dict, indicators: dict) -> Iterator[Problem]:
    declared = {(entry.framework, entry.indicator, entry.year) for entry in review.breaks}
    seen = set()
    for breaks in suspected.values():
        for entry in breaks:
            key = (entry.framework, entry.indicator, entry.year)
            if key not in declared and key not in seen:
                seen.add(key)
                indicator = indicators.get(key[:2])
                details = {"share": f"{100 * entry.share:.0f}"}
                yield Problem(
                    "SUSPECTED_BREAK", indicator.file if indicator else "", 0, str(entry.year), details,
                    review.settings.sources[0].name, entry.indicator,
                )  # fmt: skip


def _languages(review: Review, catalogue: Catalogue) -> Iterator[Problem]:
    register = Register(review.settings.nation)
    source = catalogue.sources[0] if catalogue.sources else ""
    for indicator in catalogue.indicators:
        yield from register.disagreements(indicator, source)


def _microdata(review: Review) -> Iterator[Problem]:
    for parent, folders, files in os.walk(review.folder):  # folders may vanish meanwhile: a build beside it
        folders[:] = sorted(set(folders) - {"build", CACHE, ".git"})
        for file in sorted(files):
            if file.lower().endswith(MICRODATA_ENDINGS):
                yield Problem("MICRODATA", (Path(parent) / file).relative_to(review.folder).as_posix())
