"""A real browser for tests of pages: one Chromium for all, and pages that tell what went wrong on them."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE, DESK = (390, 844), (1280, 900)
THEMES = ("light", "dark")
SERIOUS = ("serious", "critical")
OWN_SCHEMES = ("data", "blob", "about")


@cache
def chromium() -> str | None:
    """The Chromium of the system, else the one that playwright has installed; None where there is neither."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found or not find_spec("playwright"):
        return found
    from playwright.sync_api import sync_playwright

    try:
        with sync_playwright() as tools:
            path = tools.chromium.executable_path
    except Exception:  # noqa: BLE001  (inside another run of playwright: the fixture below asks first)
        return None
    return path if Path(path).exists() else None


@contextmanager
def launched() -> Iterator:
    """A Chromium; the test is skipped where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here: install one, or run make chromium")
    with api.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A tab that remembers every fault: errors in the console, broken policy, what failed to load or came from elsewhere."""

    def __init__(self, tab) -> None:
        self.tab, self.faults, self.hosts = tab, [], set()
        tab.on("console", self._said)
        tab.on("response", lambda answer: answer.status >= 400 and self.faults.append(f"{answer.status}: {answer.url}"))
        tab.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        tab.on("requestfailed", self._failed)
        tab.on("request", self._request)

    def _request(self, request) -> None:
        place = urlsplit(request.url)
        if place.scheme not in OWN_SCHEMES and (place.scheme, place.netloc) not in self.hosts:
            self.faults.append(f"request to another host: {request.url}")

    def _said(self, message) -> None:
        """What failed to load is told below, with its address."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _failed(self, request) -> None:
        """What the browser gave up by itself, because another page was wanted, is no fault."""
        if "ERR_ABORTED" not in (request.failure or ""):
            self.faults.append(f"failed: {request.url} {request.failure}")

    def goto(self, address: str):
        """The page, after its scripts have begun; the tab itself."""
        place = urlsplit(address)
        self.hosts.add((place.scheme, place.netloc))
        self.tab.goto(address, wait_until="load")
        return self.tab

    def finish(self) -> None:
        assert not self.faults, "\n".join(self.faults)


@contextmanager
def visiting(browser, size: tuple[int, int] = DESK, theme: str = "light", **settings) -> Iterator[Visit]:
    """A fresh tab that fails its test on any fault of its pages."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=theme, **settings)
    context.set_default_timeout(20000)
    try:
        visit = Visit(context.new_page())
        yield visit
        visit.finish()
    finally:
        context.close()


@cache
def axe_source() -> str:
    """The accessibility checker axe, as the package axe-playwright-python carries it."""
    spec = find_spec("axe_playwright_python")
    if spec is None:
        pytest.skip("axe-playwright-python is not installed")
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def axe_faults(tab, *, colors_only: bool = False) -> list[str]:
    """What axe finds serious or critical on the page, each with its places; another theme changes colours only."""
    if not tab.evaluate("typeof window.axe === 'object'"):
        tab.evaluate(axe_source())
    rules = {"runOnly": ["color-contrast"]} if colors_only else {}
    found = tab.evaluate("options => axe.run(document, options).then(result => result.violations)", {"resultTypes": ["violations"], **rules})
    return [
        f"{fault['id']} ({fault['impact']}): {', '.join(node['target'][0] if isinstance(node['target'][0], str) else str(node['target']) for node in fault['nodes'][:4])}"
        for fault in found if fault["impact"] in SERIOUS
    ]  # fmt: skip


def install() -> None:
    """Lets playwright bring a Chromium where there is none; without a network the tests of pages are skipped."""
    if chromium() is None and find_spec("playwright"):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        chromium.cache_clear()
    print(f"Chromium: {chromium() or 'none, so the tests of pages are skipped'}", file=sys.stderr)


if __name__ == "__main__":
    install()
