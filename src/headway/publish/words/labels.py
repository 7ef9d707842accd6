"""Names of things in a language: the source's own win, Headway's fill in, a code shows what is missing."""

import re
from functools import lru_cache

from headway.model.address import GLOBAL
from headway.model.framework import Indicator
from headway.model.series import MEASURE_DIMENSIONS, Series
from headway.nomenclature import codelists, frameworks, units
from headway.review.build import Finished

UNSAID = ("NUMBER", "RATIO", "RO", "INDEX", "IX")
"""Units that add nothing to a number."""
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


class Labels:
    """Every name a page of one language needs."""

    def __init__(self, finished: Finished, language: str) -> None:
        self.finished, self.language = finished, language
        self.source_labels = finished.store.catalogue.labels
        self.code = lru_cache(maxsize=None)(self._code)
        self.area = lru_cache(maxsize=None)(self._area)

    def _code(self, dimension: str, code: str) -> str:
        own = self.source_labels.get(dimension, {}).get(code, {}).get(self.language)
        if own and self.readable(own):
            return own
        ours = codelists.codelists().get(dimension, {}).get(code)
        return (ours.names.get(self.language) if ours else None) or code

    def column(self, dimension: str, name: str) -> str:
        """The heading of a column in the endpoints: translated as Open SDG does, else as it is."""
        return self.source_labels.get(dimension, {}).get(name, {}).get(self.language) or name

    def dimension(self, dimension: str) -> str:
        ours = codelists.dimension_names().get(dimension, {}).get(self.language)
        return ours or dimension.replace("_", " ").capitalize()

    def _area(self, code: str) -> str:
        area = self.finished.areas.get(code)
        return area.name(self.language) if area else code

    def unit(self, series: Series, indicator: Indicator | None) -> str:
        """The unit as it stands after a number; blank where nobody gives one."""
        code = series.value("unit_measure") or (indicator.unit if indicator else "")
        if units.is_percent(code):
            return "%"
        if not code or code in UNSAID:
            return ""
        ours = codelists.codelists()["unit_measure"].get(code)
        text = (ours.names.get(self.language) if ours else None) or self.code("unit_measure", code)
        return text if self.readable(text) or series.value("unit_measure") else ""

    def indicator(self, indicator: Indicator) -> str:
        """What is measured, in the source's words where it has them in this language."""
        own = indicator.names.get(self.language)
        if own and self.readable(own):
            return own
        return self.global_name(indicator) or next(iter(indicator.names.values()), indicator.code)

    def global_name(self, indicator: Indicator) -> str:
        """The name of the global indicator it is, or is likened to: the source's official one, else Headway's."""
        if indicator.framework != GLOBAL and not indicator.crosswalk.global_indicator:
            return ""
        code = indicator.crosswalk.global_indicator or indicator.code
        if own := self._official("global_indicator", code):
            return own
        known = frameworks.global_indicators().get(code)
        return known.names.get(self.language, "") if known else ""

    def definition(self, indicator: Indicator) -> tuple[str, bool]:
        """(text, whether it is the source's own); Headway's only for what is the global indicator itself."""
        own = indicator.definitions.get(self.language)
        if own and self.readable(own):
            return own, True
        known = frameworks.global_indicators().get(indicator.code)
        if indicator.framework == GLOBAL and known and indicator.crosswalk.class_ == "identical":
            return known.definitions.get(self.language, ""), False
        return "", False

    def goal(self, code: str) -> str:
        goal = frameworks.goals().get(code)
        return self._official("goal", code) or (goal.names[self.language] if goal else code)

    def target(self, code: str) -> str:
        """Headway's short name of a target, for headings and lists."""
        return frameworks.targets().get(code, {}).get(self.language, "")

    def official_target(self, code: str) -> str:
        """The source's own text of a target; blank where it has none."""
        return self._official("target", code)

    def _official(self, kind: str, code: str) -> str:
        text = self.source_labels.get(kind, {}).get(code, {}).get(self.language, "")
        return text if self.readable(text) else ""

    def body(self, body: str) -> str:
        known = self.finished.review.bodies.get(body)
        return known.name(self.language) if known else body

    def reason(self, text: str) -> str:
        """A reason of the nomenclature in this language; a person's own words as they are."""
        if self.language == "en" or not text:
            return text
        known = frameworks.reason_texts(self.finished.review.settings.nation).get(text)
        return known.get(self.language, "") if known else text if CYRILLIC.search(text) else ""

    def cut(self, series: Series, *, measure: bool = True) -> str:
        """The dimensions of a series in words: `Sex: female; Area: urban`."""
        kept = [
            (key, value) for key, value in series.dimensions
            if key != "unit_measure" and (measure or key not in MEASURE_DIMENSIONS)
        ]  # fmt: skip
        return "; ".join(
            self.code(key, value) if key in MEASURE_DIMENSIONS else f"{self.dimension(key)}: {self.code(key, value)}"
            for key, value in kept
        )

    def readable(self, text: str) -> bool:
        """Whether a text can be in this language at all: English has no Cyrillic letters."""
        return self.language != "en" or not CYRILLIC.search(text)
