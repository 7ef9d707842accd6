"""A repository's plans and data files, as the reproduction needs them."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from headway.errors import SourceError
from headway.sources.open_sdg.documents import load_document
from headway.sources.open_sdg.layout import Layout, find_layout
from headway.sources.open_sdg.progress_labels import Labels
from headway.sources.open_sdg.progress_options import Group, ProgressPlan, SeriesOptions, read_plan
from headway.sources.open_sdg.progress_rows import Selector, read_table
from headway.sources.open_sdg.translations import load_translations
from headway.sources.problems import ProblemLog


class Repository(msgspec.Struct, frozen=True):
    """Codes are written as in file names: `11-1-1`."""

    root: Path
    config: dict
    data: dict[str, Path]
    plans: dict[str, ProgressPlan]
    labels: Labels

    def selector(self, code: str, log: ProblemLog) -> Selector | None:
        """Picks series out of an indicator's data file; None where there is none to read."""
        path = self.data.get(code)
        table = read_table(path, path.relative_to(self.root).as_posix(), log) if path else None
        return Selector(table, self.config, self.labels) if table else None

    def unreadable(self, plan: ProgressPlan) -> Iterator[str]:
        for options in leaves(plan.options):
            yield from options.unreadable


def open_repository(root: Path, log: ProblemLog, *, without_data: bool) -> Repository:
    """Raises SourceError where the folder has no data and may not be without."""
    try:
        layout = find_layout(root, log)
    except SourceError:
        if not without_data:
            raise
        return Repository(root, {}, {}, {}, Labels({}))
    return Repository(
        root=root,
        config=layout.config,
        data={dashed(code): path for code, path in layout.data.items()},
        plans=read_plans(layout, log),
        labels=Labels(load_translations(root, "translations", log)),
    )


def read_plans(layout: Layout, log: ProblemLog) -> dict[str, ProgressPlan]:
    plans = {}
    for code, paths in layout.documents.items():
        document: dict = {}
        for path in paths:
            document |= load_document(path, path.relative_to(layout.root).as_posix(), log)
        plans[dashed(code)] = read_plan(dashed(code), document)
    return plans


def dashed(code: str) -> str:
    return code.replace(".", "-")


def leaves(nodes: tuple[SeriesOptions | Group, ...]) -> Iterator[SeriesOptions]:
    """Every series of a plan, groups or not, in order."""
    for node in nodes:
        if isinstance(node, Group):
            yield from leaves(node.members)
        else:
            yield node
