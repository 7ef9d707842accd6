"""Problems by file, in words, with what to do."""

from headway.nomenclature.problems import meanings, sentence, severity
from headway.publish.site.context import Context
from headway.publish.words.catalogue import capitalised
from headway.publish.words.vocabulary import SEVERITIES


def problems_view(context: Context) -> dict:
    """The files with errors first; in each, what has one expectation and one remedy together, errors first."""
    files: dict[str, dict[tuple, list[dict]]] = {}
    counts = dict.fromkeys(SEVERITIES, 0)
    for problem in context.finished.problems:
        level = severity(problem)
        counts[level] += 1
        place = f"{problem.source}/{problem.file}" if problem.source else problem.file
        found, expected, remedy = (sentence(problem, part, context.language) for part in ("found", "expected", "remedy"))
        kind = (level, problem.code, expected, remedy)
        files.setdefault(place, {}).setdefault(kind, []).append({"row": problem.row or "", "found": found})
    ordered = sorted(files.items(), key=lambda item: (-_errors(item[1]), item[0]))
    return {
        "files": [
            {"file": file, "count": sum(map(len, kinds.values())), "kinds": _kinds(context, kinds)} for file, kinds in ordered
        ],
        "counts": [(level, capitalised(context.words.t(SEVERITIES[level])), count) for level, count in counts.items()],
        "codes": sorted(meanings()),
    }


def _errors(kinds: dict[tuple, list[dict]]) -> int:
    return sum(len(rows) for kind, rows in kinds.items() if kind[0] == "error")


def _kinds(context: Context, kinds: dict[tuple, list[dict]]) -> list[dict]:
    order = list(SEVERITIES)
    return [
        {
            "severity": level, "word": capitalised(context.words.t(SEVERITIES[level])), "code": code,
            "expected": expected, "remedy": remedy, "rows": rows,
        }
        for (level, code, expected, remedy), rows in sorted(kinds.items(), key=lambda item: order.index(item[0][0]))
    ]  # fmt: skip
