"""What was worked out before and still holds, so that a preview need not judge every series after each change."""

import msgspec

from headway.assess.side_by_side import SideBySide, side_by_side
from headway.model.assessment import Assessment
from headway.model.framework import Indicator


class Kept(msgspec.Struct, frozen=True):
    """Series whose inputs are what they were, with their verdicts of then."""

    ids: frozenset[int] = frozenset()
    assessments: list[Assessment] = []
    """By series id, of all series."""
    progress: dict[int, tuple] = {}
    over_breaks: dict[tuple[int, int], object] = {}

    def beside(self, compared: list[int], *arguments) -> SideBySide:
        """As `side_by_side`, which is asked only for the series that are not kept."""
        held = {series_id for series_id in compared if series_id in self.ids and series_id in self.progress}
        fresh = side_by_side([series_id for series_id in compared if series_id not in held], *arguments)
        progress = {one: (self.progress if one in held else fresh.progress)[one] for one in compared}
        over = {key: judged for key, judged in self.over_breaks.items() if key[0] in held}
        return SideBySide(fresh.editions, progress, over | fresh.over_breaks)


def kept(before, store, review, areas: dict, editions: tuple, indicators: dict[tuple[str, str], Indicator], main: set[int]) -> Kept:
    """What of `before`, an earlier Finished or None, still holds.

    A verdict rests on the values of its series and of its peers, the breaks, the
    editions, the year of the review and the series' own indicator. Where
    anything of all but the last is another, nothing is kept.
    """
    if before is None or before.store is not store or before.editions != editions or before.areas != areas:
        return Kept()
    settings, then = review.settings, before.review.settings
    if review.breaks != before.review.breaks or (settings.year, settings.nation) != (then.year, then.nation):
        return Kept()
    keys = {(series.framework, series.indicator) for series in store.series}
    same = {key for key in keys if indicators.get(key) == before.indicators.get(key)}
    ids = frozenset(
        series_id for series_id, series in enumerate(store.series)
        if (series.framework, series.indicator) in same and before.assessments[series_id].headline == (series_id in main)
    )  # fmt: skip
    return Kept(ids, before.assessments, before.side_by_side, before.over_breaks)
