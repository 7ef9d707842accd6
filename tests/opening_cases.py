"""Series of every kind of which a page says an opening sentence: a small spreadsheet and what is desired of each."""

import csv
from pathlib import Path

import msgspec

import headway

Values = dict[int | str, float | str]


class Case(msgspec.Struct, frozen=True):
    """One indicator of the spreadsheet with its row of `indicators.csv`."""

    code: str
    says: str
    """What its opening has to get right."""
    unit: str
    values: Values
    direction: str = "increase"
    kind: str = "share"
    target: str = ""
    lower: str = ""
    upper: str = ""
    interval: tuple[float, float] | None = None
    """The source's own interval of the last value."""
    error: float | None = None
    """The source's own standard error of the last value."""


def years(first: int, *values: float | str) -> Values:
    return {first + step: value for step, value in enumerate(values)}


CASES = (
    Case("A01", "a share rises", "PT", years(2015, 40.1, 41.0, 42.2, 43.1, 44.0, 45.2, 46.1, 47.0, 48.2)),
    Case("A02", "a share falls", "PT", years(2015, 20, 19, 18.5, 17.9, 17, 16.2, 15, 14.4, 13.9), "decrease"),
    Case("A03", "a rate falls", "PER_100000_POP", years(2015, 12.3, 11.9, 11.2, 10.8, 10.1, 9.9, 9.4, 9.2, 8.8), "decrease", "rate"),
    Case("A04", "a rate rises though less is desired", "PER_1000_LIVE_BIRTHS", years(2015, 5, 5.3, 5.2, 5.6, 5.9, 6.1, 6.4), "decrease", "rate"),
    Case("A05", "a count rises", "PERSONS", years(2015, 120000, 125000, 131000, 138500, 141000, 150250), "increase", "count"),
    Case("A06", "a count of one digit falls to zero", "PERSONS", years(2015, 5, 4, 3, 3, 2, 1, 0), "decrease", "count"),
    Case("A07", "no change at all", "PT", years(2015, 33.3, 33.3, 33.3, 33.3, 33.3, 33.3)),
    Case("A08", "the same as in the base year after ups and downs", "PT", years(2015, 50, 52, 49, 51, 48, 50)),
    Case("A09", "one value", "PT", {2021: 61.5}),
    Case("A10", "one value since the base year, older ones before", "PT", {2009: 10, 2012: 12, 2019: 15.5}),
    Case("A11", "two values only: a verdict, no projection", "PT", {2016: 30, 2022: 36}),
    Case("A12", "the series ends before the base year", "PT", years(2008, 5, 6, 7)),
    Case("A13", "a stale series", "PT", years(2010, 70, 71, 72.5, 73, 74, 75.5, 76, 77)),
    Case("A14", "no value of the base year, the next one is taken", "PT", years(2017, 10, 11, 12.4, 13, 14, 15)),
    Case("A15", "school years", "PT", {"2015/16": 80, "2016/17": 81, "2017/18": 81.5, "2018/19": 83, "2019/20": 84, "2020/21": 85, "2021/22": 86}),
    Case("A16", "quarters", "PT", {"2019-Q4": 7.1, "2020-Q4": 7.0, "2021-Q4": 6.8, "2022-Q4": 6.6, "2023-Q4": 6.4}, "decrease"),
    Case("A17", "a target ahead, too slow", "PT", years(2015, 40, 41, 42, 43, 43.5, 44, 45, 45.5), target="100"),
    Case("A18", "a target ahead, on track", "PT", years(2015, 40, 45, 50, 54, 60, 65, 69, 75), target="95"),
    Case("A19", "a target within reach of the interval", "PT", years(2015, 40, 48, 44, 53, 50, 60, 52, 62), target="75"),
    Case("A20", "the target is met", "PT", years(2015, 85, 87, 88, 89.5, 90, 91.4), target="90"),
    Case("A21", "the target is met, yet it worsens", "PT", years(2015, 99, 98, 96.5, 96, 95, 94), target="90"),
    Case("A22", "nearly met", "PT", years(2015, 97, 97.8, 98.4, 98.9, 99.2, 99.4), target="100"),
    Case("A23", "the base year met the target, the last value does not", "PT", years(2015, 4, 4.5, 5, 5.8, 6.1, 6.6), "decrease", target="5"),
    Case("A24", "halve the value of the base year", "PT", years(2015, 20, 19, 18, 17.2, 16.3, 15.1, 14), "decrease", target="0.5*base"),
    Case("A25", "halve what was zero", "PT", years(2015, 0, 0.2, 0.1, 0.3, 0.2, 0.4), "decrease", target="0.5*base"),
    Case("A26", "two-sided target, from outside towards it", "PT", years(2015, 60, 61, 62, 63.5, 64, 65.2), "range", target="70..80"),
    Case("A27", "two-sided target, met", "RATIO", years(2015, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99), "range", "parity", "0.97..1.03"),
    Case("A28", "two-sided target, left on the far side", "RATIO", years(2015, 1.02, 1.03, 1.05, 1.06, 1.08, 1.1), "range", "parity", "0.97..1.03"),
    Case("A29", "growth rates", "PT_PREV_Y", years(2015, 101.2, 103.4, 104, 102.5, 97.4, 104.1), "increase", "growth_rate"),
    Case("A30", "a change of sign", "PT", years(2015, -2, -1.1, 0.4, 1.2, 1.9, 2.5), "increase", "index"),
    Case("A31", "negative throughout", "PT", years(2015, -8, -7.2, -6.1, -5.5, -5, -4.4), "increase", "index"),
    Case("A32", "from zero upward", "TNG", years(2015, 0, 1200, 2600, 3100, 4700, 6000), "increase", "money"),
    Case("A33", "very large numbers", "TNG", years(2015, 1.2e12, 1.4e12, 1.5e12, 1.8e12, 2.0e12, 2.3e12), "increase", "money"),
    Case("A34", "very small numbers", "PT", years(2015, 0.0004, 0.0005, 0.0004, 0.0006, 0.0007, 0.0008), "decrease"),
    Case("A35", "nobody has said what is desired", "PT", years(2015, 10, 11, 12.5, 13, 14, 15), ""),
    Case("A36", "neither more nor less is better", "PT", years(2015, 10, 11, 12.5, 13, 14, 15), "none"),
    Case("A37", "the source gives an interval", "PT", years(2015, 30, 31, 30, 33, 34, 36), interval=(33.1, 38.9)),
    Case("A38", "the source gives a standard error", "PT", years(2015, 30, 31, 30, 33, 34, 36), error=1.25),
    Case("A39", "conflicting values are left out", "PT", {2015: 10, 2016: 11, 2017: 12.5, 2018: 13, 2019: 14, 2020: "15|25", 2021: 16}),
    Case("A40", "a declared break, both sides agree", "PT", years(2015, 10, 11, 12, 30, 32.5, 34, 36, 38, 40)),
    Case("A41", "a declared break, the sides differ", "PT", years(2015, 10, 9, 8, 30, 28, 25.5, 24, 22, 20)),
    Case("A42", "a declared break, too few values after it", "PT", years(2015, 10, 11, 12, 13, 14, 15, 30)),
    Case("A43", "the territory changed", "PT", years(2015, 10, 11, 12, 13, 14, 15, 17)),
    Case("A44", "a sudden change of this series alone", "PT", years(2015, 10, 10.2, 10.1, 31, 31.2, 31.1, 31.4)),
    Case("A45", "the best that is possible", "PT", years(2015, 90, 92, 94, 97, 99, 100), upper="100"),
    Case("A46", "yes or no", "NUMBER", years(2015, 0, 0, 0, 1, 1, 1), kind="binary"),
    Case("A49", "every yearly change the same: interpolated, so no projection", "PT", years(2015, 10, 11, 12, 13, 14, 15)),
    Case("A47", "a projection that ends at the natural bound", "PT", years(2015, 70, 73, 79, 83, 88, 93), lower="0", upper="100"),
    Case("A48", "the target year has gone by", "PT", years(2015, 40, 45, 51, 55, 60, 65, 70), target="80@2020"),
)

HEADER = ("code", "indicator", "unit", "year", "value", "lower bound", "upper bound", "standard error")
BREAKS = {
    "A40": (2018, "New questionnaire"), "A41": (2018, "New questionnaire."), "A42": (2021, ""), "A43": (2018, "TERRITORY"),
}  # fmt: skip


def make_review(folder: Path) -> Path:
    """A review of one area whose indicators are the cases; its tables filled in as a person would."""
    sheet = folder / "cases.csv"
    folder.mkdir(parents=True, exist_ok=True)
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for case in CASES:
            writer.writerows(_rows(case))
    review = folder / "review"
    headway.new(review, area="SPR", name="Springfield", source=f"table={sheet}", languages="en,ru,kk", year=2024)
    _fill_indicators(review / "indicators.csv")
    _fill_breaks(review / "breaks.csv")
    return review


def _rows(case: Case):
    last = list(case.values)[-1]
    for period, value in case.values.items():
        low, high = (case.interval or ("", "")) if period == last else ("", "")
        error = case.error if case.error and period == last else ""
        for one in str(value).split("|"):
            yield case.code, f"{case.code}: {case.says}", case.unit, period, one, low, high, error


def _fill_indicators(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        case = next(case for case in CASES if case.code == row["indicator"])
        target, _, year = case.target.partition("@")
        row |= {
            "direction": case.direction, "kind": case.kind, "lower": case.lower, "upper": case.upper, "target": target,
            "target_year": year or ("2030" if target else ""), "target_basis": "local" if target else "",
        }  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _fill_breaks(path: Path) -> None:
    lines = ["framework,indicator,ref_area,year,reason"]
    lines += [f"cases,{code},SPR,{year},{reason}" for code, (year, reason) in BREAKS.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
