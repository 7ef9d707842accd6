"""Problems by file, in words, with what to do."""

from headway.nomenclature.problems import meanings, sentence, severity
from headway.publish.site.context import Context
from headway.publish.words.catalogue import capitalised
from headway.publish.words.vocabulary import SEVERITIES


def problems_view(context: Context) -> dict:
    """The files with errors first."""
    files: dict[str, list[dict]] = {}
    counts = dict.fromkeys(SEVERITIES, 0)
    for problem in context.finished.problems:
        level = severity(problem)
        counts[level] += 1
        place = f"{problem.source}/{problem.file}" if problem.source else problem.file
        files.setdefault(place, []).append(
            {
                "severity": level,
                "word": context.words.t(SEVERITIES[level]),
                "code": problem.code,
                "row": problem.row or "",
                **{part: sentence(problem, part, context.language) for part in ("found", "expected", "remedy")},
            }
        )
    ordered = sorted(files.items(), key=lambda item: (-sum(p["severity"] == "error" for p in item[1]), item[0]))
    return {
        "files": [{"file": file, "rows": rows} for file, rows in ordered],
        "counts": [(level, capitalised(context.words.t(SEVERITIES[level])), count) for level, count in counts.items()],
        "codes": sorted(meanings()),
    }
