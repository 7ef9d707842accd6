"""Gaps, problems and methods: what is not known, what is wrong, how it was judged."""

from headway.nomenclature import frameworks
from headway.nomenclature.problems import meanings, sentence, severity
from headway.publish.site.context import Context
from headway.publish.site.overview import goal_head
from headway.publish.site.paths import indicator_page
from headway.publish.words.catalogue import capitalised
from headway.publish.words.vocabulary import PARAMETERS, SEVERITIES


def gaps_view(context: Context) -> dict:
    """Indicators without a figure for the area: by goal, and by the body that could fill them."""
    without = [row for row in context.finished.coverage if row.where != "area"]
    missing = [row for row in without if row.indicator.crosswalk.class_ != "not-applicable"]
    goals = []
    for goal in context.by_goal:
        rows = [_gap(context, row) for row in missing if row.indicator.goal == goal]
        if rows:
            goals.append(goal_head(context, goal) | {"rows": rows})
    bodies: dict[str, list[dict]] = {}
    for row in missing:
        for body in row.owner or ("",):
            bodies.setdefault(body, []).append(_gap(context, row))
    named = [
        {"name": context.labels.body(body) if body else context.words.t("no body is named"), "rows": rows}
        for body, rows in sorted(bodies.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    ]
    return {"goals": goals, "bodies": named, "count": len(missing), "not_applicable": len(without) - len(missing), "total": len(context.finished.coverage)}


def _gap(context: Context, row) -> dict:
    indicator = row.indicator
    return {
        "code": indicator.reference,
        "name": context.labels.indicator(indicator),
        "href": indicator_page(indicator),
        "where": row.where,
        "nation_last": row.within.last or "",
        "owners": [context.labels.body(body) for body in row.owner],
    }


def problems_view(context: Context) -> dict:
    """Problems by file, with what to do; the codes of one kind of file stand together."""
    files: dict[str, list[dict]] = {}
    counts = dict.fromkeys(SEVERITIES, 0)
    for problem in context.finished.problems:
        level = severity(problem)
        counts[level] += 1
        place = f"{problem.source}/{problem.file}" if problem.source else problem.file
        files.setdefault(place, []).append(
            {
                "severity": level,
                "code": problem.code,
                "row": problem.row or "",
                **{part: sentence(problem, part, context.language) for part in ("found", "expected", "remedy")},
            }
        )
    ordered = sorted(files.items(), key=lambda item: (-sum(p["severity"] == "error" for p in item[1]), item[0]))
    return {
        "files": [{"file": file, "rows": rows} for file, rows in ordered],
        "counts": [(capitalised(context.words.t(SEVERITIES[level])), count) for level, count in counts.items()],
        "codes": sorted(meanings()),
    }


def methods_view(context: Context) -> dict:
    """The method with its parameters and what could not be checked in its source."""
    edition = context.finished.edition
    framework = frameworks.global_framework()
    return {
        "edition": edition,
        "parameters": [
            (name, context.words.t(PARAMETERS.get(name, name)), context.number(value))
            for name, value in edition.parameters.items()
        ],
        "unverified": list(edition.unverified.items()),
        "framework": framework,
    }
