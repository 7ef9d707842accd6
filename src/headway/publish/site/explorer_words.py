"""The texts that scripts of the explorer fill in, one file per language."""

from headway.publish.site.chunks import script_json
from headway.publish.words.catalogue import Words


def words_file(language: str) -> str:
    """A script like the chunks of data, received under `explorer-kk`."""
    content = script_json(explorer_words(Words(language)))
    return f"headway.receive({script_json(f'explorer-{language}')},{content});\n"


def citation_pattern(words: Words) -> str:
    return words.t(
        "{publisher}. “{name}” (indicator {code}), {area}, {first}–{last}. Source file: {files}; retrieved: {date}. "
        "In: “{title}”. Address of the data: {address}."
    )


def explorer_words(words: Words) -> dict[str, str]:
    """Name in the scripts → text with its slots unfilled."""
    t = words.t
    return _choices(words) | _messages(words) | {
        "period": t("Period"),
        "value": t("Value"),
        "origin": t("File and row"),
        "row": t("row {row}"),
        "source": t("Source: {source}. {place}, {period}: {file}, row {row}."),
        "conflict": t("conflicting"),
        "unused": t("not used"),
        "allValues": t("Values of all series"),
        "allShow": t("Show all series as a table: {series} series, {values} values"),
        "allHide": t("Hide the table of all series"),
        "allFilter": t("Keep only"),
        "allCount": t("Values shown: {shown} of {count}"),
        "allMore": t("Show {count} more"),
        "any": t("any"),
        "cite": citation_pattern(words),
    }  # fmt: skip


def _choices(words: Words) -> dict[str, str]:
    t = words.t
    return {
        "area": t("Area"),
        "with": t("Compare with"),
        "withNone": t("no other area"),
        "by": t("Lines in the chart"),
        "byNone": t("this choice alone"),
        "byEach": t("each group: {dimension}"),
        "byArea": t("each area"),
        "whole": t("not broken down"),
        "unnamed": t("not named"),
    }


def _messages(words: Words) -> dict[str, str]:
    t = words.t
    return {
        "shown": t("Shown: {view}."),
        "span": t("Values: {count} ({first}–{last})."),
        "latest": t("{place}: {value} ({period})."),
        "changed": t("There are no data for this together with the other choices, so the nearest series is shown. Changed as well: {changes}."),
        "noComparator": t("Not compared, for want of the same series: {area}."),
        "noLines": t("There is one line only for this choice."),
        "mostLines": t("Lines shown: {shown} of {count}, those with the largest and the smallest last values among them."),
        "unknown": t("No data of this indicator have the address {address}; the first view is shown."),
        "near": t("No data have exactly the address {address}; the nearest series is shown."),
        "noChart": t("The chart could not be drawn; the table has its values."),
    }
