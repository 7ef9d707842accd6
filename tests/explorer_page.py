"""An indicator's page as a reader meets it: selectors, table, messages; for the tests of the explorer."""

import shutil
from urllib.parse import unquote

import pytest
from playwright.sync_api import ConsoleMessage, Page

from headway.model.address import parse_address
from headway.model.framework import Indicator
from headway.review.build import Finished
from headway.store.read import Points

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine")

SPY = """
(() => {
  let charts;
  window.drawings = [];
  window.headway = window.headway || {};
  Object.defineProperty(headway, "charts", { get: () => charts, set: (found) => {
    if (found === charts) return;
    charts = found;
    let draw;
    Object.defineProperty(found, "draw", { get: () => draw && ((element, name, tables, options) => {
      window.drawings.push({ name, options, roles: tables.values.map((row) => row.role), rows: tables.values.length });
      return draw(element, name, tables, options);
    }), set: (real) => { draw = real; } });
  } });
})();
"""
"""Keeps what the page asks the chart to draw, and lets it be drawn."""

ENABLED = "select => Array.from(select.options).filter(option => !option.disabled).map(option => option.value)"


class Explorer:
    """The page of an indicator, opened, its data arrived."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.faults = page, []
        page.on("console", self.hear)
        page.on("requestfailed", lambda request: self.faults.append(request.url))
        page.on("response", lambda response: response.status >= 400 and self.faults.append(response.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.add_init_script(SPY)
        self.open(address)

    def hear(self, message: ConsoleMessage) -> None:
        """Errors of scripts; what failed to load is told by its address instead, the browser's own icon not at all."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def open(self, address: str) -> None:
        """Anew, even where only the part after # differs."""
        self.page.goto("about:blank")
        self.page.goto(address)
        self.page.locator("#explorer").scroll_into_view_if_needed()
        self.page.wait_for_selector("#explorer[data-ready]", state="attached")

    def selects(self) -> list[str]:
        """Ids of the selectors."""
        return self.page.eval_on_selector_all("#explorer-controls select", "all => all.map(each => each.id)")

    def enabled(self, select: str) -> list[str]:
        return self.page.eval_on_selector(f"#{select}", ENABLED)

    def value(self, select: str) -> str:
        return self.page.eval_on_selector(f"#{select}", "select => select.value")

    def choices(self) -> dict[str, str]:
        return {select: self.value(select) for select in self.selects()}

    def choose(self, select: str, value: str) -> None:
        self.page.select_option(f"#{select}", value)

    def is_disabled(self, select: str) -> bool:
        return self.page.eval_on_selector(f"#{select}", "select => select.disabled")

    @property
    def address(self) -> str:
        return self.page.text_content("#view-address")

    @property
    def said(self) -> str:
        return self.page.text_content("#explorer-status")

    def last_drawing(self) -> dict:
        return self.page.evaluate("drawings[drawings.length - 1]")

    def table_rows(self) -> list[str]:
        """`file, row N` of every number in the table of the view."""
        return self.page.eval_on_selector_all("#explorer-values .row", "all => all.map(each => each.textContent)")

    @property
    def kept(self) -> str:
        """What stands after the #, without the encoding that browsers add."""
        return unquote(self.page.evaluate("location.hash.slice(1)"))


def points_at(finished: Finished, indicator: Indicator, address: str) -> Points:
    """The points of the series with an address; KeyError where none has it."""
    parsed = parse_address(address)
    assert (parsed.framework, parsed.indicator) == indicator.key
    store = finished.store
    by_address = {str(store.series[each].address): each for each in finished.groups[indicator.key][parsed.ref_area]}
    return store.points(by_address[address])


def cited(finished: Finished, points: Points, word: str) -> list[str]:
    """`file, row N` of the points; `word` is the pattern of the page's language."""
    names = [finished.store.origins[key].file.rpartition("/")[2] for key in points.origins]
    return [f"{name}, {word.format(row=row)}" for name, row in zip(names, points.rows.tolist())]
