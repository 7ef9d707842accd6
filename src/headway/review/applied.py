"""The indicators of the sources as the review's own table has them."""

import msgspec

from headway.model.framework import Indicator, code_order
from headway.review.folder import IndicatorRow, Review


def applied_indicators(declared: tuple[Indicator, ...], review: Review) -> dict[tuple[str, str], Indicator]:
    """The indicators as the review has them, in the order of the lists."""
    known = {indicator.key: indicator for indicator in declared}
    for key, row in review.indicators.items():
        if key in known:
            known[key] = _with_row(known[key], row, review)
        elif row.crosswalk.class_ == "gap":
            empty = Indicator(row.indicator, row.framework)
            known[key] = _with_row(empty, row, review)
    ordered = sorted(known, key=lambda key: (code_order(key[1]), key[0]))
    return {key: known[key] for key in ordered}


def _with_row(indicator: Indicator, row: IndicatorRow, review: Review) -> Indicator:
    names = indicator.names
    language = review.settings.language
    if row.name and row.name not in names.values():
        names = names | {language: row.name}
    return msgspec.structs.replace(
        indicator, names=names, expectation=row.expectation, crosswalk=row.crosswalk
    )
