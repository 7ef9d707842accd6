"""What the charts of one language share: specifications, separators of numbers, texts; one file for all pages."""

from collections.abc import Callable
from functools import partial

from headway.publish.charts.dots import dots
from headway.publish.charts.drawing import DOCUMENT
from headway.publish.charts.multiples import multiples
from headway.publish.charts.texts import ChartTexts
from headway.publish.charts.trend import trend
from headway.publish.site.chunks import script_json
from headway.publish.words.catalogue import Words
from headway.publish.words.numbers import symbols

LEVEL = 80
"""Per cent: the level of every projection's interval."""

SPECS = {"trend": trend, "dots": dots, "multiples": multiples}


def chart_files(language: str) -> dict[str, Callable[[], str]]:
    """Path below the site's folder → what makes the file."""
    return {f"assets/charts-{language}.js": partial(_script, language)}


def _script(language: str) -> str:
    return f"(window.headway = window.headway || {{}}).chartSpecs = {script_json(chart_specs(language))};\n"


def chart_specs(language: str) -> dict[str, object]:
    """Specifications by name, and what is needed to draw them."""
    words = Words(language)
    texts = chart_texts(words)
    return {
        "specs": {name: make(texts) for name, make in SPECS.items()},
        "numbers": number_format(language),
        "paper": DOCUMENT,
        "missing": words.t("The chart could not be drawn: the file of the chart engine did not load. The tables on this page have the numbers."),
        "cut": words.t("The axis does not begin at zero."),
    }


def number_format(language: str) -> dict[str, object]:
    """As d3 wants it."""
    decimal, group = symbols(language)
    return {"decimal": decimal, "thousands": group, "grouping": [3], "currency": ["", ""]}


def chart_texts(words: Words) -> ChartTexts:
    t = words.t
    return ChartTexts(
        line=t("Line"), area=t("Area"), group=t("Group"), period=t("Period"), value=t("Value"), file=t("File"), row=t("Row"),
        interval=t("{level} % interval", level=LEVEL), projection=t("If the trend goes on"),
        projected=t("if the trend goes on, with its {level} % interval", level=LEVEL),
    )  # fmt: skip
