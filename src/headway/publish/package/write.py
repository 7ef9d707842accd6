"""Writes the whole of `build/data`."""

from collections.abc import Callable
from pathlib import Path

from headway.publish.package import tables, verdicts
from headway.publish.package.datapackage import write_datapackage
from headway.publish.package.endpoints import write_endpoints
from headway.review.build import Finished


def write_package(finished: Finished, folder: Path, progress: Callable) -> None:
    steps = [
        tables.write_observations, verdicts.write_assessments, verdicts.write_rollups, verdicts.write_gaps,
        tables.write_coverage, tables.write_problems,
    ]  # fmt: skip
    for step in progress(steps, "data"):
        step(finished, folder)
    for language in progress(list(finished.review.settings.languages), "endpoints"):
        write_endpoints(finished, folder, language)
    write_datapackage(finished, folder)
