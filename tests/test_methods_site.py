"""The methods on the pages: words for everything they can say, side by side, summed up, and a page that explains each.

`constellations.toml` holds what is said of each constellation in three languages. After
a change that is meant, run `python tests/test_methods_site.py` and read every
line that differs.
"""

import re
import tomllib
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from constellations import CASES, says

from headway.assess.rollup import rules
from headway.assess.rollup import sdsn as sdsn_sums
from headway.model.assessment import FAIR, ON_TRACK, REGRESSION, STAGNATION, VERDICTS
from headway.model.group_gap import CANNOT_TELL, CLOSING, REVERSED, UNCHANGED, WIDENING, GroupGap
from headway.model.rollup import Rollup
from headway.nomenclature import methods
from headway.publish.site.context import Context
from headway.publish.site.goal_methods import goal_methods, whole_methods
from headway.publish.site.group_gaps import group_gaps_view
from headway.publish.site.methods import methods_view
from headway.publish.site.pages import Pages
from headway.publish.site.side_by_side import side_by_side
from headway.publish.site.unchecked import rests_on_unchecked
from headway.publish.words import vocabulary
from headway.publish.words.agreement import agreement
from headway.publish.words.catalogue import Words
from headway.publish.words.gap_words import BETWEEN, OF_REGIONS
from headway.publish.words.method_words import CATEGORIES, CONCEPT_OF, CONCEPT_SENTENCES, CONCEPTS, METHODS, SHORT, class_phrase, edition_key, method_name
from headway.publish.words.parameter_words import choice_words, parameter_label
from headway.publish.words.score_words import score_phrase
from headway.statistics.progress import gaps, reasons
from headway.statistics.progress.escap.assess import VERDICT as ESCAP
from headway.statistics.progress.escap.extrapolate import FORMS
from headway.statistics.progress.eurostat.status import VERDICT as EUROSTAT_STATUS
from headway.statistics.progress.eurostat.trend import VERDICT as EUROSTAT
from headway.statistics.progress.oecd.assess import VERDICT as OECD
from headway.statistics.progress.oecd.trend import MOVING_AWAY, NO_TREND, PROGRESSING
from headway.statistics.progress.open_sdg.assess import VERDICTS as OPEN_SDG
from headway.statistics.progress.sdsn.colours import GREY
from headway.statistics.progress.sdsn.verdict import ARROW_SHOWN, COLOUR_SHOWN
from headway.statistics.progress.unsd_ratio import levels, rates, rollup

EXPECTED = Path(__file__).parent / "constellations.toml"
LANGUAGES = ("en", "ru", "kk")
EDITIONS = [methods.edition(name) for name in methods.progress_editions()]


def constants(module) -> set[str]:
    """The codes a module declares."""
    return {value for name, value in vars(module).items() if name.isupper() and isinstance(value, str) and value.replace("_", "").isupper()}


def in_every_language(text: str) -> bool:
    """Headway is called so in every language."""
    return text == "Headway" or all(Words(language).t(text) != text for language in ("ru", "kk"))


# Words for everything a method can say


CODES = constants(reasons) | {getattr(rules, name) for name in ("NO_RULE", "NOTHING_ASSESSED", "SCORE_ONLY", "TOO_FEW_INDICATORS", "NEEDS_TARGETS")} | {
    sdsn_sums.TOO_MANY_MISSING, sdsn_sums.GOAL_WITHOUT_SCORE, "NO_TOTAL", "BREAK_NOT_JUDGED",
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_words_as_reason_and_as_flag(code):
    assert in_every_language(vocabulary.REASONS[code])
    assert in_every_language(vocabulary.FLAGS[code])


CLASSES_GIVEN = {
    "escap": set(ESCAP),
    "eurostat": set(EUROSTAT) | set(EUROSTAT_STATUS),
    "oecd": set(OECD) | {PROGRESSING, MOVING_AWAY, NO_TREND},
    "open-sdg": set(OPEN_SDG),
    "sdsn": set(COLOUR_SHOWN) | {GREY},
    "sdsn-trend": set(ARROW_SHOWN),
    "unsd-ratio": set(rates.CATEGORIES) | set(levels.CATEGORIES) | {rollup.FOR_REVIEW, rollup.GAP},
}


def test_every_class_has_a_phrase_and_no_phrase_is_idle():
    assert {pair for pair in CATEGORIES} == {(method, code) for method, codes in CLASSES_GIVEN.items() for code in codes}
    assert all(in_every_language(phrase) for phrase in CATEGORIES.values())


def test_every_movement_of_a_gap_has_a_pattern():
    assert set(BETWEEN) == set(gaps.MOVEMENTS)
    assert set(OF_REGIONS) == set(gaps.MOVEMENTS) - {gaps.REVERSED}
    assert all(in_every_language(text) for text in (*BETWEEN.values(), *OF_REGIONS.values()))


@pytest.mark.parametrize("edition", [*EDITIONS, methods.edition("level-shift")], ids=edition_key)
def test_everything_in_an_edition_has_words(edition):
    names = {*edition.parameters, *edition.choices, *edition.unverified, *(name for rule in edition.exceptions.values() for name in rule)}
    for language in ("ru", "kk"):
        words, english = Words(language), Words("en")
        for name in names:
            assert parameter_label(words, edition.method, name) != parameter_label(english, edition.method, name), name
        for name in edition.choices:
            assert name == "base_order" or choice_words(words, edition, name) != choice_words(english, edition, name)
        for text in (edition.name, edition.publisher, edition.source, *edition.unverified.values()):
            assert in_every_language(text), text
        assert in_every_language(METHODS.get(edition_key(edition)) or METHODS[edition.method])


def test_choices_that_no_edition_takes_have_words_too():
    base = methods.edition("escap-2026")
    for form in FORMS:
        assert choice_words(Words("kk"), msgspec.structs.replace(base, choices={"extrapolation": form}), "extrapolation")


def test_every_concept_has_a_heading_and_a_sentence():
    assert set(CONCEPTS) == set(CONCEPT_SENTENCES) == {"pace", "gap", "level", "relative"}
    assert all(in_every_language(text) for text in (*CONCEPTS.values(), *CONCEPT_SENTENCES.values()))
    assert set(CONCEPT_OF) == {edition.method for edition in EDITIONS}
    assert all(in_every_language(name) for name in SHORT.values() if name != "SDSN")


def test_no_target_is_said_without_a_year():
    assert all("2030" not in Words(language).t(vocabulary.FLAGS["NO_TARGET"]) for language in LANGUAGES)


# Where they part


def said() -> dict[str, dict[str, str]]:
    """Constellation → language → what is said of it."""
    return {name: {language: " ".join(agreement(Words(language), found)) for language in LANGUAGES} for name, found in CASES.items()}


def test_every_constellation_is_said_as_written_down():
    assert len(CASES) >= 12
    assert said() == tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_whether_methods_agree_does_not_hang_on_their_order(name):
    """Of equals another may be named; the kind of sentence stays."""

    def kind(found) -> list[str]:
        return [re.sub(r"the (best|worst) .*", "", text) for text in agreement(Words("en"), found)][:1]

    assert kind(CASES[name]) == kind(tuple(reversed(CASES[name])))


# On the pages


@pytest.fixture(scope="module")
def english(almaty_finished) -> Context:
    return Context(almaty_finished, "en")


def page(finished, language: str, path: str) -> str:
    return Pages(Context(finished, language)).files()[path]()


def test_every_method_stands_beside_the_headline_method_once(english):
    finished, seen = english.finished, 0
    for indicator in finished.indicators.values():
        view = side_by_side(english, indicator)
        if view is None:
            continue
        seen += 1
        assert [row["name"] for row in view["rows"]] == [method_name(english.words, edition) for edition in finished.editions]
        assert view["groups"][0]["rows"][0] is view["rows"][0]
        assert sorted(row["name"] for group in view["groups"] for row in group["rows"]) == sorted(row["name"] for row in view["rows"])
        assert all(bool(row["reason"]) == (row["verdict"]["code"] == "UNKNOWN") for row in view["rows"])
        assert view["sentences"]
    assert seen > 50


def test_the_verdict_shown_is_the_one_computed(english):
    finished = english.finished
    indicator = finished.indicators["global", "1.2.1"]
    found = finished.side_by_side[english.beside(indicator, english.area)]
    shown = side_by_side(english, indicator)["rows"]
    assert [row["verdict"]["word"] for row in shown] == [class_phrase(english.words, one) for one in found]
    text = page(finished, "en", "indicators/1.2.1.html")
    assert all(row["verdict"]["word"] in text for row in shown)


def test_one_method_alone_needs_no_box(almaty_finished):
    alone = msgspec.structs.replace(
        almaty_finished, editions=almaty_finished.editions[:1],
        side_by_side={series: found[:1] for series, found in almaty_finished.side_by_side.items()}, rollups=(),
    )  # fmt: skip
    text = page(alone, "en", "indicators/1.2.1.html")
    assert "methods-title" not in text and "How the verdict was reached" in text
    assert len(methods_view(Context(alone, "en"))["sections"]) == 1


def test_a_mark_stands_where_an_unchecked_number_enters():
    unsd, ratio, escap_2026 = (methods.edition(name) for name in ("unsd-2023", "unsd-ratio-2022", "escap-2026"))
    assert not rests_on_unchecked(says("unsd", ON_TRACK), unsd, "1.1.1")
    assert rests_on_unchecked(says("unsd", REGRESSION), unsd, "1.1.1")
    assert not rests_on_unchecked(says("unsd-ratio", FAIR), ratio, "1.1.1")
    assert rests_on_unchecked(says("unsd-ratio", FAIR), ratio, "3.2.1")
    assert rests_on_unchecked(says("escap", FAIR), escap_2026, "1.1.1")
    assert not rests_on_unchecked(says("escap", ON_TRACK, flags=("TARGET_MET",)), escap_2026, "1.1.1")
    assert not rests_on_unchecked(says("escap"), escap_2026, "1.1.1")


def test_scores_are_said_as_what_they_are(english):
    def phrase(method: str, score: float, target: float | None = 1.0) -> str:
        found = msgspec.structs.replace(says(method, FAIR, target=target), score=score)
        edition = next(edition for edition in english.finished.editions if edition.method == method)
        return score_phrase(english.words, found, edition, english.number)

    assert phrase("unsd", 0.5) == "50 % of the change required"
    assert phrase("unsd", 0.012, None) == "1.2 % a year in the desired direction"
    assert phrase("unsd-ratio", -12.0) == "more than ten times, in the wrong direction"
    assert phrase("open-sdg", 2.1507) == "2.15 on a scale from −5 to 5"
    assert phrase("escap", 34.2) == "34 % of the way will be missing"
    assert phrase("escap", 2475.0) == "more than ten times the way will be missing"
    assert phrase("sdsn", 81.4876) == "81 of 100 points"


# Gaps and sums


def gap(change: str, first: float | None, last: float | None, **more) -> GroupGap:
    return GroupGap("global", "1.2.1", "KZALA", "sex", "F", "M", change, 2015, 2023, first, last, lower=-0.4, upper=0.2, **more)


SENTENCES = {
    CLOSING: "Sex: Female – Male: the gap of 3.1 percentage points in 2015 is 1.2 percentage points in 2023. It is closing. Higher in 2023: Female.",
    WIDENING: "Sex: Female – Male: the gap of 3.1 percentage points in 2015 is 1.2 percentage points in 2023. It is widening. Higher in 2023: Female.",
    UNCHANGED: "Sex: Female – Male: the gap of 3.1 percentage points in 2015 is still 1.2 percentage points in 2023. Higher in 2023: Female.",
    REVERSED: "Sex: Female – Male: the gap of 3.1 percentage points in 2015 has turned round: it is 1.2 percentage points in 2023, on the other side. Higher in 2023: Female.",
    CANNOT_TELL: "Sex: Female – Male: the gap of 3.1 percentage points in 2015 is 1.2 percentage points in 2023. Whether it closes cannot be told: the change a year may lie anywhere from −0.40 to 0.20. Higher in 2023: Female.",
}  # fmt: skip


@pytest.mark.parametrize("change", SENTENCES)
def test_a_gap_is_said_with_its_change(almaty_finished, change):
    context = Context(msgspec.structs.replace(almaty_finished, group_gaps=(gap(change, -3.1, 1.2),)), "en")
    place, = group_gaps_view(context, almaty_finished.indicators["global", "1.2.1"])["places"]
    assert [entry["text"].casefold() for entry in place["first"]] == [SENTENCES[change].casefold()]


def test_the_reason_stands_where_a_gap_cannot_be_measured(almaty_finished):
    context = Context(msgspec.structs.replace(almaty_finished, group_gaps=(gap(CANNOT_TELL, None, None, reason="TOO_FEW_COMMON_YEARS"),)), "ru")
    place, = group_gaps_view(context, almaty_finished.indicators["global", "1.2.1"])["places"]
    assert place["first"][0]["text"].endswith("У сравниваемых рядов слишком мало общих лет.")


def test_an_indicator_without_gaps_has_no_part_for_them(almaty_finished):
    without = msgspec.structs.replace(almaty_finished, group_gaps=())
    assert 'id="group-gaps"' not in page(without, "en", "indicators/1.2.1.html")
    assert 'id="group-gaps"' in page(almaty_finished, "en", "indicators/1.2.1.html")


def test_a_goal_is_summed_up_in_one_row_a_method(english):
    finished = english.finished
    for goal in map(str, range(1, 18)):
        view = goal_methods(english, goal)
        if view:
            names = [row["name"] for row in view["rows"]]
            assert len(names) == len(set(names)) <= len(finished.editions)
            assert all(row["verdict"] or row["score"] or row["reason"] or view["note"] for row in view["rows"])
            assert f"{names[0]}</a>" in page(finished, "en", f"goals/{goal}.html")
    counts = {row["name"]: sum(part["count"] for part in row["counts"]) for row in whole_methods(english)["rows"]}
    assert counts["Eurostat"] >= 50


def test_a_sum_is_said_by_class_by_number_or_by_reason(almaty_finished):
    def row(**more) -> dict:
        found = Rollup("sdsn", "2023", "KZALA", "goal", "1", "level", assessed=3, listed=9, **more)
        return goal_methods(Context(msgspec.structs.replace(almaty_finished, rollups=(found,)), "en"), "1")["rows"][0]

    shown = row(verdict=STAGNATION, category="ORANGE", score=73.9, counts={"GREEN": 2, "ORANGE": 1})
    assert shown["verdict"]["word"] == "significant challenges remain" and shown["score"] == "74 of 100 points"
    assert [(part["sign"], part["count"]) for part in shown["counts"]] == [("▲", 2), ("■", 1)]
    assert row(reason="TOO_MANY_MISSING")["reason"] == "Too many indicators are missing for an index by this method."
    assert row(score=1.5, reason="SCORE_ONLY")["reason"] == ""


# The page of methods


def section(text: str, key: str) -> str:
    return text.split(f'<section class="method" id="{key}"', 1)[1].split("</section>", 1)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_a_section_for_each_method_the_headline_method_first(almaty_finished, language):
    text = page(almaty_finished, language, "methods.html")
    keys = [edition_key(edition) for edition in almaty_finished.editions]
    assert re.findall(r'<section class="method" id="([^"]+)"', text) == keys
    assert all(f'href="#{key}"' in text for key in keys)
    for edition in almaty_finished.editions:
        own = unescape(section(text, edition_key(edition)))
        words = Words(language)
        assert method_name(words, edition) in own and words.t(edition.source) in own
        assert all(words.t(why) in own for why in edition.unverified.values())
        assert 'class="formula"' in own and words.t("An example from this review") in own


SHOWN_AS_PERCENT = {
    "unsd-2023": "on_track", "unsd-ratio-2022": "limited", "eurostat-2022": "fair", "open-sdg-2025": "ratio_moderate",
    "sdsn-2023": "green_share", "sdsn-trend-2023": "stagnating", "oecd-territorial-2020": "best_share", "oecd-2022": "best_share",
}  # fmt: skip
SHOWN_PLAIN = {"escap-2026": "maintain", "escap-unece-2023": "accelerate"}


@pytest.mark.parametrize("name", methods.progress_editions())
def test_the_numbers_of_a_section_are_those_of_its_edition(almaty_finished, name):
    """Any edition can be a review's; a number that changes in it changes on the page."""
    edition = methods.edition(name)
    parameter = SHOWN_AS_PERCENT.get(name) or SHOWN_PLAIN[name]
    changed = msgspec.structs.replace(edition, parameters=edition.parameters | {parameter: 0.4321})
    shown = "43.21 %" if name in SHOWN_AS_PERCENT else "0.432"

    def own(one) -> str:
        finished = msgspec.structs.replace(almaty_finished, editions=(almaty_finished.editions[0], one))
        if name == edition_key(almaty_finished.editions[0]):
            finished = msgspec.structs.replace(almaty_finished, edition=one, editions=(one,))
        return section(page(finished, "en", "methods.html"), name).replace("\u00a0", " ").split("<details>")[0]

    assert shown not in own(edition) and shown in own(changed)


def test_methods_that_are_not_used_are_named(almaty_finished):
    text = unescape(page(almaty_finished, "ru", "methods.html"))
    used = {edition_key(edition) for edition in almaty_finished.editions}
    for edition in EDITIONS:
        if edition_key(edition) not in used:
            assert Words("ru").t(edition.name) in text


def test_the_example_of_a_method_is_a_verdict_of_this_review(english):
    for one in methods_view(english)["sections"]:
        assert one["example"]["verdict"]["code"] in VERDICTS and one["example"]["score"]


def test_the_rule_named_under_a_verdict_is_the_headline_method(almaty_finished):
    other = methods.edition("eurostat-2022")
    named = msgspec.structs.replace(almaty_finished, edition=other)
    assert "By the rule: Eurostat, edition 2022. It measures pace" in page(named, "en", "indicators/1.2.1.html")
    assert "By the rule: UN Statistics Division, edition 2023." in page(almaty_finished, "en", "indicators/1.2.1.html")


# What must never stand on a page


class Visible(HTMLParser):
    """The text of a page that people see, without addresses, file names and data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts, self.hidden = [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "code")
        self.parts += [value for name, value in attrs if name in ("aria-label", "title", "alt", "data-label") and value]

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "code")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


RAW = {code for code in (*CODES, *(code for _, code in CATEGORIES), *VERDICTS) if "_" in code}
RAW |= {name for edition in EDITIONS for name in (*edition.parameters, *edition.choices) if "_" in name} | {"unsd-ratio", "open-sdg-2025", "sdsn-trend"}


@pytest.mark.parametrize("review", ["almaty_finished", "canada_finished", "demo_finished"])
def test_no_code_stands_raw_on_a_page(review, request):
    finished = request.getfixturevalue(review)
    for language in finished.review.settings.languages:
        files = Pages(Context(finished, language)).files()
        for path, make in files.items():
            if path in ("methods.html", "index.html") or path.startswith(("goals/", "indicators/1", "indicators/3")):
                words = set(re.findall(r"[\w-]+", " ".join(Visible(make()).parts)))
                assert not RAW & words, path


@pytest.fixture(scope="module")
def demo_finished(demo):
    from headway.review.build import check_folder

    return check_folder(demo)


def test_hostile_texts_are_shown_as_text(almaty_finished):
    evil = '<script>alert("1")</script>'
    editions = tuple(
        msgspec.structs.replace(edition, name=evil, publisher=evil, source=evil, unverified=dict.fromkeys(edition.unverified, evil))
        for edition in almaty_finished.editions
    )
    gaps_of = (msgspec.structs.replace(gap(CLOSING, 3.0, 1.0), one=evil),)
    finished = msgspec.structs.replace(almaty_finished, edition=editions[0], editions=editions, group_gaps=gaps_of)
    for path in ("methods.html", "goals/1.html", "indicators/1.2.1.html"):
        text = page(finished, "en", path)
        assert "<script>alert" not in text, path
    assert "&lt;script&gt;" in page(finished, "en", "methods.html") and "&lt;script&gt;" in page(finished, "en", "indicators/1.2.1.html")


def write_expected() -> None:
    """Writes down what is said now."""
    lines = ["# What is said of methods side by side, by constellation and language. Read every line that differs.\n"]
    for name, texts in said().items():
        lines += [f'\n["{name}"]\n', *(f"{language} = '''{text}'''\n" for language, text in texts.items())]
    EXPECTED.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write_expected()
