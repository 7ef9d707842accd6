"""Fixtures of the explorer's tests: pages of real indicators, written once, and a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from site_files import write_pages

from headway.model.framework import Indicator
from headway.publish.site.chunks import stem
from headway.review.build import Finished, check_folder

PAGES = {
    "almaty": ("1.2.1", "8.5.2", "4.4.1", "4.2.1", "16.1.4", "kz-4.2.2.1"),
    "canada": ("canada-cif-2.1.1", "canada-cif-5.2.1"),
    "demo": ("9.1.2", "4.4.1", "1.1.1"),
}

@pytest.fixture(scope="session")
def reviews(almaty_finished: Finished, canada_finished: Finished, demo: Path) -> dict[str, Finished]:
    return {"almaty": almaty_finished, "canada": canada_finished, "demo": check_folder(demo)}


@pytest.fixture(scope="session")
def sites(reviews: dict[str, Finished], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("explorer")
    return {name: write_pages(finished, PAGES[name], folder / name) for name, finished in reviews.items()}


@pytest.fixture
def tab(browser: Browser):
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
    context.set_default_timeout(10000)
    yield context.new_page()
    context.close()


def page_address(sites: dict[str, Path], review: str, page: str, language: str = "en") -> str:
    return (sites[review] / language / "indicators" / f"{page}.html").as_uri()


def indicator_of(finished: Finished, page: str) -> Indicator:
    return next(indicator for indicator in finished.indicators.values() if stem(indicator) == page)
