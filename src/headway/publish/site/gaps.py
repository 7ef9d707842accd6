"""What is not known: by goal, by the body that could fill it, and a list ready to send to each."""

import csv
import io

from headway.publish.file_names import file_name
from headway.publish.package.spreadsheet import safe
from headway.publish.site.board import goal_head
from headway.publish.site.context import Context
from headway.publish.site.paths import indicator_page

NOBODY = ""


def bodies_asked(context: Context) -> dict[str, list]:
    """Body → coverage rows of the figures it could give; those nobody is named for last, longest list first."""
    found: dict[str, list] = {}
    for row in context.missing:
        for body in row.owner or (NOBODY,):
            found.setdefault(body, []).append(row)
    return dict(sorted(found.items(), key=lambda item: (item[0] == NOBODY, -len(item[1]), item[0])))


def request_page(body: str) -> str:
    return f"gaps/{file_name(body)}.html"


def gaps_view(context: Context) -> dict:
    """Indicators without a figure for the area."""
    without = [row for row in context.finished.coverage if row.where != "area"]
    goals = []
    for goal in context.by_goal:
        rows = [gap_row(context, row) for row in context.missing if row.indicator.goal == goal]
        if rows:
            goals.append(goal_head(context, goal) | {"rows": rows})
    bodies = [
        {
            "name": _body(context, body),
            "href": request_page(body) if body else "",
            "count": len(rows),
            "rows": [gap_row(context, row) for row in rows],
        }
        for body, rows in bodies_asked(context).items()
    ]
    return {
        "goals": goals, "bodies": bodies, "count": len(context.missing),
        "not_applicable": len(without) - len(context.missing), "total": len(context.finished.coverage),
        "nowhere": sum(row.where == "none" for row in context.missing),
    }  # fmt: skip


def request_view(context: Context, body: str) -> dict:
    """A list that can be sent to one body as it is."""
    rows = [gap_row(context, row) for row in bodies_asked(context)[body]]
    return {"body": _body(context, body), "rows": rows, "csv": request_page(body).rpartition("/")[2].replace(".html", ".csv")}


def request_csv(context: Context, body: str) -> str:
    """The same list for a spreadsheet: with a byte order mark, separated as the language's spreadsheets expect."""
    t, out = context.words.t, io.StringIO()
    writer = csv.writer(out, delimiter="," if context.language == "en" else ";", lineterminator="\r\n")
    writer.writerow([
        t("Code"), t("Indicator"), t("Unit"), f"{t('Last year')}: {context.labels.area(context.nation)}",
        t("Breakdowns of the nation"), t("Figure asked for"), t("Year"), t("Source and remarks"),
    ])  # fmt: skip
    for row in bodies_asked(context)[body]:
        gap = gap_row(context, row)
        cells = (gap["code"], gap["name"], gap["unit"], gap["nation_last"], gap["dimensions"], "", "", "")
        writer.writerow([safe(cell) for cell in cells])
    return "\ufeff" + out.getvalue()


def gap_row(context: Context, row) -> dict:
    indicator = row.indicator
    series_id = context.beside(indicator, context.nation)
    series = context.finished.store.series[series_id] if series_id is not None else None
    return {
        "code": indicator.reference,
        "name": context.labels.indicator(indicator),
        "href": indicator_page(indicator),
        "where": row.where,
        "unit": context.labels.unit(series, indicator) if series else "",
        "nation_last": row.within.last or "",
        "dimensions": ", ".join(context.labels.dimension(name) for name in row.within.dimensions),
        "owners": [context.labels.body(body) for body in row.owner],
    }


def _body(context: Context, body: str) -> str:
    return context.labels.body(body) if body else context.words.t("no body is named")
