"""The progress measure of Open SDG on a repository, beside what its office published.

A repository whose build writes `indicator_calculation_components.yml` is
recomputed twice: from the base and last values that stand there, and from the
data files and the options in the metadata. Where that file is absent the
method is run and its results are listed.
"""

from pathlib import Path

from headway.assess.reproduce.open_sdg.components import compare_components
from headway.assess.reproduce.open_sdg.ledger import Ledger
from headway.assess.reproduce.open_sdg.published import COMPONENTS, PublishedIndicator, read_published
from headway.assess.reproduce.open_sdg.raw import compare_data, list_results
from headway.assess.reproduce.open_sdg.repository import Repository, open_repository
from headway.assess.reproduce.result import Agreement, Reproduction
from headway.errors import SourceError
from headway.nomenclature.methods import edition
from headway.sources.problems import ProblemLog

EDITION = "open-sdg-2025"


def reproduce(path: Path) -> Reproduction:
    """Agreements, and every cell that differs with its inputs.

    `path`: the repository's folder, or its components file. Raises SourceError
    where neither data nor components can be read there.
    """
    path, log = Path(path), ProblemLog("open-sdg")
    root = path.parent if path.is_file() else path
    components = path if path.is_file() else find_components(root)
    repository = open_repository(root, log, without_data=components is not None)
    published = read_published(components, log) if components else ()
    ledger = Ledger()
    if published:
        compare_components(published, repository, edition(EDITION), ledger)
        compare_data(published, repository, edition(EDITION), ledger, log)
    results = () if published else list_results(repository, edition(EDITION), log)
    used = edition(EDITION)
    return Reproduction(
        method=used.method,
        edition=used.edition,
        path=str(path),
        agreements=ledger.agreements() if published else (nothing_published(results),),
        disagreements=tuple(ledger.disagreements),
        uncovered=uncovered(repository, published),
        results=results,
    )


def find_components(root: Path) -> Path | None:
    if not root.is_dir():
        raise SourceError(
            f"“{root}” is not a folder.", remedy="Point to the folder of an Open SDG data repository."
        )
    found = sorted(root.glob(f"{COMPONENTS}*.y*ml"))
    return found[0] if found else None


def nothing_published(results: tuple) -> Agreement:
    series = sum(result.name == "series" for result in results)
    note = (
        f"The repository has no {COMPONENTS}.yml: the method was run on {series} series, "
        "and nothing published stands beside the results."
    )
    return Agreement("published results", 0, 0, note)


def uncovered(repository: Repository, published: tuple[PublishedIndicator, ...]) -> dict[str, int]:
    """Options that nothing here reads, and indicators without metadata."""
    found: dict[str, int] = {}
    for plan in repository.plans.values():
        for key in plan.unknown:
            found[f"unknown option “{key}”"] = found.get(f"unknown option “{key}”", 0) + 1
        for text in repository.unreadable(plan):
            found[f"option that is no number: “{text}”"] = found.get(f"option that is no number: “{text}”", 0) + 1
    missing = sum(indicator.code not in repository.plans for indicator in published)
    return found | ({"indicator without metadata": missing} if missing else {})
