"""Where the real data are, and reviews made once for all tests that look at them."""

from pathlib import Path

import pytest
from browser import launched, visiting
from hypothesis import settings

import headway
from headway.review.build import Finished, check_folder

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


def shared(name: str) -> Path:
    """A folder of real data beside the checkout; the test is skipped where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the data set {name} is not beside the checkout")
    return path


@pytest.fixture(scope="session")
def kazakhstan() -> Path:
    return shared("kazakhstan")


@pytest.fixture(scope="session")
def canada() -> Path:
    return shared("canada-cif")


@pytest.fixture(scope="session")
def almaty(kazakhstan: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review of Almaty, built. Tests read it and do not write into it."""
    folder = tmp_path_factory.mktemp("reviews") / "almaty"
    headway.new(folder, area="KZALA", within="KZ", source=f"open-sdg={kazakhstan}", languages="kk,ru,en", year=2026)
    headway.build(folder)
    return folder


@pytest.fixture(scope="session")
def almaty_finished(almaty: Path) -> Finished:
    return check_folder(almaty)


@pytest.fixture(scope="session")
def canada_review(canada: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review of Canada, made but not built."""
    folder = tmp_path_factory.mktemp("reviews") / "canada"
    headway.new(folder, area="CA", source=f"open-sdg={canada}", languages="en", year=2026)
    return folder


@pytest.fixture(scope="session")
def canada_finished(canada_review: Path) -> Finished:
    return check_folder(canada_review)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example review, built. Tests read it and do not write into it."""
    return headway.demo(tmp_path_factory.mktemp("reviews") / "demo")


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of pages; they are skipped where none is installed."""
    with launched() as found:
        yield found


@pytest.fixture
def visit(browser):
    """A tab at the width of a desk that fails the test on any fault of its pages."""
    with visiting(browser) as found:
        yield found
