"""What every page of one language shares: words, labels, numbers, verdicts."""

from functools import cached_property

from headway.model.area import parts_of
from headway.model.assessment import Assessment
from headway.model.framework import Indicator
from headway.model.group_gap import GroupGap
from headway.model.rollup import Rollup
from headway.nomenclature import frameworks
from headway.publish.words.catalogue import Words
from headway.publish.words.labels import Labels
from headway.publish.words.numbers import format_number, format_value, series_decimals
from headway.publish.words.vocabulary import SIGNS, VERDICTS
from headway.review.build import Finished
from headway.store.read import Points


OWN = "own"
"""Stands for the goal of indicators that belong to none: a city's own."""


class Context:
    """One review in one language."""

    def __init__(self, finished: Finished, language: str) -> None:
        self.finished, self.language = finished, language
        self.words, self.labels = Words(language), Labels(finished, language)
        self.settings = finished.review.settings
        self.area, self.nation = self.settings.area, self.settings.nation

    @property
    def has_comparator(self) -> bool:
        return self.area != self.nation

    @cached_property
    def by_goal(self) -> dict[str, list[Indicator]]:
        """Goals in their order, each with its indicators; those of no goal come last, as the review's own."""
        found: dict[str, list[Indicator]] = {goal: [] for goal in frameworks.goals()}
        for indicator in self.finished.indicators.values():
            found.setdefault(indicator.goal if indicator.goal in frameworks.goals() else OWN, []).append(indicator)
        return found

    @cached_property
    def parts(self) -> list[str]:
        """The regions and cities of the nation; where nobody has said which they are, all its parts."""
        return parts_of(self.finished.areas, self.nation, self.settings.year)

    def beside(self, indicator: Indicator, area: str) -> int | None:
        """The series of an area that can stand beside the headline of the review's own area.

        The same series where the area has it; else, for the nation, its own
        headline; for others only a headline that measures the same.
        """
        finished, key = self.finished, indicator.key
        here, there = finished.headline(key, self.area), finished.headline(key, area)
        if here is None or here.series_id is None or area == self.area:
            return there.series_id if there else None
        own = finished.store.series[here.series_id]
        for series_id in finished.groups[key].get(area, ()):
            if finished.store.series[series_id].dimensions == own.dimensions:
                return series_id
        if there is None or there.series_id is None:
            return None
        alike = finished.store.series[there.series_id].measure == own.measure
        return there.series_id if alike or area == self.nation else None

    def is_comparable(self, indicator: Indicator) -> bool:
        """Whether the area and the nation are shown by the same series."""
        one, other = self.beside(indicator, self.area), self.beside(indicator, self.nation)
        if one is None or other is None:
            return True
        series = self.finished.store.series
        return series[one].dimensions == series[other].dimensions

    def assessment(self, indicator: Indicator, area: str) -> Assessment | None:
        series_id = self.beside(indicator, area)
        return None if series_id is None else self.finished.assessments[series_id]

    @cached_property
    def coverage(self) -> dict:
        return {row.indicator.key: row for row in self.finished.coverage}

    @cached_property
    def squares(self) -> dict[tuple[str, str], dict]:
        """Indicator → its square on the board of the review's own area."""
        return {indicator.key: self.square(indicator) for indicator in self.finished.indicators.values()}

    @cached_property
    def gaps_by_indicator(self) -> dict[tuple[str, str], list[GroupGap]]:
        found: dict[tuple[str, str], list[GroupGap]] = {}
        for gap in self.finished.group_gaps:
            found.setdefault((gap.framework, gap.indicator), []).append(gap)
        return found

    @cached_property
    def rollups_at(self) -> dict[tuple[str, str], list[Rollup]]:
        """(level, code) → what the methods say of it in the review's own area."""
        found: dict[tuple[str, str], list[Rollup]] = {}
        for rollup in self.finished.rollups:
            if rollup.ref_area == self.area:
                found.setdefault((rollup.level, rollup.code), []).append(rollup)
        return found

    @cached_property
    def class_colours(self) -> dict[tuple[str, str], str]:
        """(method, class) → the verdict under whose colour and sign it is shown."""
        results = (one for found in self.finished.side_by_side.values() for one in found)
        return {(one.method, one.category): one.verdict for one in results if one.category}

    @cached_property
    def missing(self) -> list:
        """The coverage of indicators that apply here and have no figure for the area."""
        return [
            row for row in self.finished.coverage
            if row.where != "area" and row.indicator.crosswalk.class_ != "not-applicable"
        ]  # fmt: skip

    def points(self, series_id: int | None) -> Points | None:
        """The usable points of a series in the order of time."""
        if series_id is None:
            return None
        points = self.finished.store.timeline(series_id)
        return points if len(points) else None

    def number(self, value: float, decimals: int | None = None) -> str:
        """With the decimals of its series, or as many as it needs."""
        if decimals is None:
            return format_number(value, self.language)
        return format_value(value, decimals, self.language)

    def last_value(self, points: Points, unit: str, index: int = -1) -> str:
        """A value of a series with its unit, in the decimals of the series."""
        decimals = series_decimals(points.texts.tolist())
        return self.with_unit(self.number(float(points.values[index]), decimals), unit)

    def with_unit(self, number: str, unit: str) -> str:
        """A number and its unit, which a line break must not part; a unit that begins with a number stands in brackets."""
        if unit[:1].isdigit():
            return f"{number} ({unit})"
        return f"{number}\u00a0{unit}" if unit else number

    def latest(self, indicator: Indicator, area: str) -> dict | None:
        """The last value of an indicator's headline in an area."""
        series_id = self.beside(indicator, area)
        points = self.points(series_id)
        if points is None:
            return None
        series = self.finished.store.series[series_id]
        unit = self.labels.unit(series, indicator)
        return {
            "value": self.last_value(points, unit),
            "plain": self.last_value(points, unit if unit == "%" else ""),
            "unit": unit,
            "number": repr(float(points.values[-1])),
            "period": points.labels[-1],
            "file": points.origins[-1],
            "row": int(points.rows[-1]),
        }

    def verdict(self, assessment: Assessment | None) -> dict:
        """Code, sign and word of a verdict; of none, the question mark."""
        code = assessment.verdict if assessment else ""
        return {
            "code": code or "UNKNOWN",
            "sign": SIGNS[code],
            "word": self.words.t(VERDICTS[code]),
            "stale": bool(assessment and assessment.stale and code),
        }

    def square_of(self, indicator: Indicator, area: str) -> dict:
        """The verdict in an area, or that there is no figure."""
        if self.coverage[indicator.key].within.values or area != self.nation:
            return self.verdict(self.assessment(indicator, area))
        return {"code": "NONE", "sign": "", "word": "–", "where": "none", "stale": False}

    def square(self, indicator: Indicator) -> dict:
        """A square of the goal board: a verdict, a figure of the nation's only, or nothing at all."""
        where = self.coverage[indicator.key].where
        if where == "area":
            return self.verdict(self.finished.assessment(indicator.key, self.area)) | {"where": where}
        word = (
            self.words.t("only {place} has a figure", place=self.labels.area(self.nation))
            if where == "within"
            else self.words.t("no figure at all")
        )
        return {"code": "GAP" if where == "within" else "NONE", "sign": "", "word": word, "where": where, "stale": False}
