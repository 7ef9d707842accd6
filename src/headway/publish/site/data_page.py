"""The data: what there is to take, and the addresses programs ask for."""

from headway.publish.site.context import Context


def data_view(context: Context) -> dict:
    t, settings = context.words.t, context.settings
    return {
        "files": [
            ("observations.csv", t("Every value with its file and row, one row a value.")),
            ("observations.parquet", t("The same for DuckDB, pandas, R and the like.")),
            ("assessments.csv", t("The verdict on every series, with every number it rests on.")),
            ("rollups.csv", t("Targets, goals and the whole, by each method’s own rule.")),
            ("gaps.csv", t("Gaps between groups and between regions, and whether they close.")),
            ("coverage.csv", t("What the area has of each indicator, what the nation has, and who could fill a gap.")),
            ("problems.json", t("What is wrong with the sources, with file and row.")),
            ("datapackage.json", t("What each file and column is, for programs (Frictionless Data Package).")),
        ],
        "endpoints": [
            (f"{context.language}/data/1-2-1.json", t("Values of an indicator, column by column.")),
            (f"{context.language}/headline/1-2-1.json", t("Its headline only.")),
            (f"{context.language}/meta/1-2-1.json", t("Its metadata.")),
            (f"{context.language}/meta/all.json", t("The metadata of all indicators.")),
        ],
        "sources": [
            {"name": source.name, "retrieved": pin.retrieved, "digest": pin.digest.removeprefix("sha256:")}
            for source in settings.sources
            if (pin := context.finished.review.pins.get(source.name))
        ],
        "value_count": len(context.finished.store),
        "method": f"{t(context.finished.edition.publisher)}, {t(context.finished.edition.name)}",
        "series": len(context.finished.store.series),
        "problems": len(context.finished.problems),
    }

