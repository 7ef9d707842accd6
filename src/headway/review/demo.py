"""The example review: a fictional city in a fictional country, with the awkward cases."""

import csv
import os
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from headway.errors import UsageError
from headway.example import write_example
from headway.review import schema
from headway.review.create import create_review
from headway.review.making import making
from headway.review.settings import FILE
from headway.review.tables import write_table

YEAR = 2026
"""Fixed, so that the demo is the same every day."""


def make_demo(folder: Path, *, seed: int) -> Path:
    """Makes the review in `folder`; an earlier demo there is replaced."""
    folder = folder.resolve()
    if folder.exists() and not _is_demo(folder):
        raise UsageError(f"“{folder}” exists and is no demo.", remedy="Name another folder.")
    with making(folder) as fresh, TemporaryDirectory(prefix=".", dir=fresh) as beside:
        source, review = Path(beside) / "meridia", Path(beside) / "review"
        write_example(source, seed=seed)
        create_review(
            review, area="XMALD", within="XM", sources=[f"open-sdg={source}"],
            languages=("en", "ru", "kk"), year=YEAR, fictional=True,
        )  # fmt: skip
        _settle(review, source)
        for path in (source, *review.iterdir()):
            os.replace(path, fresh / path.name)
    return folder


def _is_demo(folder: Path) -> bool:
    path = folder / FILE
    return folder.is_dir() and (not any(folder.iterdir()) or (path.is_file() and "fictional = true" in path.read_text(encoding="utf-8")))


def _settle(review: Path, source: Path) -> None:
    """What a person would fill in: where the areas lie, where the source is."""
    text = (files("headway.example") / "areas.csv").read_text(encoding="utf-8")
    columns = [cell.column for cell in schema.areas(("en", "ru", "kk"))]
    write_table(review / "areas.csv", columns, list(csv.DictReader(text.splitlines())))
    settings = review / FILE
    text = settings.read_text(encoding="utf-8").replace('location = "../meridia"', 'location = "meridia"')
    settings.write_text(text, encoding="utf-8", newline="\n")
