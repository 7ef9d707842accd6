"""What the search of one language knows: every indicator, goal, target, area and page, with the stems of its words."""

import json
from collections import Counter
from functools import cached_property

from headway.model.framework import SAME_MEASURE, Indicator
from headway.nomenclature import frameworks
from headway.publish.file_names import file_name
from headway.publish.site.board import goal_head
from headway.publish.site.context import OWN, Context
from headway.publish.site.gaps import bodies_asked, request_page
from headway.publish.site.pages import Make, Pages, menu
from headway.publish.site.paths import goal_page, indicator_page
from headway.publish.words.stems import ENDINGS, stems, stop_words
from headway.publish.words.vocabulary import N_

PAGE = "search.html"
INDEX = "search-index.js"

GROUPS = {
    "indicator": N_("Indicators"),
    "goal": N_("Goals"),
    "target": N_("Targets"),
    "area": N_("Areas"),
    "page": N_("Pages"),
    "body": N_("Bodies and what is asked of them"),
}
"""What is found, under headings."""

FURTHER_PAGES = {"problems.html": N_("Problems")}

TEXTS = {
    "none": N_("Nothing was found. Try fewer words, or a code such as 1.2.1."),
    "count": N_("Results: {count}"),
    "all": N_("Show all results: {count}"),
    "hint": N_("A word, a place, or a code such as 1.2.1"),
    "keys": N_("Enter opens the first result, arrow keys move through them, Escape closes."),
}
"""What the script says; they travel with the index, so that a page is not burdened with them."""


def search_files(pages: Pages, found: dict[str, Make]) -> dict[str, Make]:
    """The page of the search and its index; `found` are the pages it can lead to."""
    index = Index(pages.context, found)
    return {
        PAGE: lambda: pages.render(PAGE, PAGE, "search", index.listing()),
        INDEX: index.script,
    }


class Index:
    """Entries are plain data: group, code, name, page, state, then the words a search looks at."""

    def __init__(self, context: Context, pages: dict[str, Make]) -> None:
        self.context, self.pages = context, pages
        self.words, self.labels = context.words, context.labels

    @cached_property
    def entries(self) -> list[dict]:
        found = [self._indicator(indicator) for indicators in self.context.by_goal.values() for indicator in indicators]
        found += [self._goal(goal) for goal, indicators in self.context.by_goal.items() if indicators or goal != OWN]
        found += [self._target(code) for code in frameworks.targets()]
        found += self._areas + self._pages + self._bodies
        return [entry for entry in found if entry["href"].partition("#")[0] in self.pages]

    def _indicator(self, indicator: Indicator) -> dict:
        square = self.context.squares[indicator.key]
        known_as, likened = self._global_words(indicator)
        old = f" ({self.words.t('old value')})" if square["stale"] else ""
        return {
            "group": "indicator",
            "code": indicator.reference,
            "name": self.labels.indicator(indicator),
            "href": indicator_page(indicator),
            "state": (square["code"], square["sign"], square["word"] + old),
            "known": known_as,
            "more": f"{self.labels.definition(indicator)[0]} {likened} {indicator.framework}",
        }

    def _global_words(self, indicator: Indicator) -> tuple[str, str]:
        """(another name of the same measure, words of what it is likened to): the global indicator, as Headway words it."""
        known = frameworks.global_indicators().get(indicator.crosswalk.global_indicator or indicator.code)
        if known is None or not self.labels.global_name(indicator):
            return "", ""
        name, definition = known.names.get(self.context.language, ""), known.definitions.get(self.context.language, "")
        same = indicator.crosswalk.class_ in SAME_MEASURE
        return (name, definition) if same else ("", f"{name} {definition}")

    def _goal(self, goal: str) -> dict:
        head = goal_head(self.context, goal)
        label = "" if goal == OWN else self.words.t("Goal {goal}", goal=goal)
        return _plain("goal", "" if goal == OWN else goal, head["name"], goal_page(goal), label)

    def _target(self, code: str) -> dict:
        page = f"{goal_page(code.split('.')[0])}#target-{code}"
        label = self.words.t("Target {code}", code=code)
        return _plain("target", code, self.labels.target(code), page, label, self.labels.official_target(code))

    @property
    def _areas(self) -> list[dict]:
        """The review's own area and its nation first; known also by their names in other languages."""
        first = (self.context.area, self.context.nation)
        areas = sorted(self.context.finished.areas.values(), key=lambda area: (area.code not in first, area.code != first[0]))
        return [
            _plain("area", area.code, self.labels.area(area.code), f"areas/{file_name(area.code)}.html",
                   more=" ".join([area.code, *area.names.values(), *area.aliases]))
            for area in areas
        ]  # fmt: skip

    @property
    def _pages(self) -> list[dict]:
        """The pages of the menu and those one step behind it."""
        named = {page: label for _, page, label in menu(self.context)}
        named |= {page: self.words.t(label) for page, label in FURTHER_PAGES.items()}
        return [_plain("page", "", label, page) for page, label in named.items()]

    @property
    def _bodies(self) -> list[dict]:
        return [_plain("body", "", self.labels.body(body), request_page(body)) for body in bodies_asked(self.context) if body]

    def listing(self) -> dict:
        """Everything by goal and code, then areas, pages and bodies: an index for those without scripts."""
        by_href = {entry["href"]: entry for entry in self.entries if entry["group"] == "indicator"}
        goals = [
            goal_head(self.context, goal) | {"rows": [by_href[indicator_page(indicator)] for indicator in indicators]}
            for goal, indicators in self.context.by_goal.items()
            if indicators
        ]
        lists = [(group, self.words.t(GROUPS[group]), self._named(group)) for group in ("area", "page", "body")]
        count = len(by_href) + sum(len(rows) for *_, rows in lists)
        return {"goals": goals, "lists": [entry for entry in lists if entry[2]], "count": count}

    def _named(self, group: str) -> list[dict]:
        found = [entry for entry in self.entries if entry["group"] == group]
        return found if group == "page" else sorted(found, key=lambda entry: entry["name"].lower())

    def script(self) -> str:
        """One call of a classic script, which also works from disk."""
        language, fields = self.context.language, [_fields(entry, self.context.language) for entry in self.entries]
        often = Counter(stem for entry in fields for field in entry for stem in field)
        number = {stem: place for place, (stem, _) in enumerate(often.most_common())}  # short numbers for frequent ones
        states: dict[tuple, int] = {}
        rows = [
            _row(entry, states) + [[number[stem] for stem in field] for field in found]
            for entry, found in zip(self.entries, fields)
        ]
        index = {
            "endings": ENDINGS[language],
            "skip": stop_words(language),
            "groups": {group: self.words.t(label) for group, label in GROUPS.items()},
            "texts": {key: self.words.t(text) for key, text in TEXTS.items()},
            "states": list(states),
            "stems": " ".join(number),
            "entries": rows,
        }
        return f"headway.search.receive({_script_text(index)});\n"


def _row(entry: dict, states: dict[tuple, int]) -> list:
    """[group, code, label, name, page, state]; a label that is the code, and no state, take no room."""
    state = states.setdefault(entry["state"], len(states)) if "state" in entry else -1
    label = entry.get("label", "")
    return [entry["group"], entry["code"], label, entry["name"], entry["href"], state]


def _fields(entry: dict, language: str) -> tuple[list[str], list[str], list[str]]:
    """Stems of the name, of its other name, of the rest: each stem once, where it weighs most."""
    name = stems(f"{entry['name']} {entry.get('label', '')}", language)
    known = [stem for stem in stems(entry.get("known", ""), language) if stem not in name]
    more = [stem for stem in stems(entry["more"], language) if stem not in name and stem not in known]
    return name, known, more


def _plain(group: str, code: str, name: str, href: str, label: str = "", more: str = "") -> dict:
    return {"group": group, "code": code, "name": name, "href": href, "label": label, "more": more}


def _script_text(value: object) -> str:
    """JSON that is also JavaScript, whatever stands in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
