"""The translations: language → group → key → text."""

from headway.example.documents import group
from headway.example.plan import LANGUAGES, Plan, Texts, bodies, inquiries, labels, places, plans

COMPILER = "statistics"

Groups = dict[str, dict[str, str]]


def translations() -> dict[str, Groups]:
    return {language: _groups(language) for language in LANGUAGES}


def _groups(language: str) -> Groups:
    found: Groups = {}
    for name, key, texts in [*labels(), *_areas(), *_indicators(), *_sources()]:
        entries = found.setdefault(name, {})
        if texts[language]:
            entries[key] = texts[language]
    return found


def _areas() -> list[tuple[str, str, Texts]]:
    return [("REF_AREA", place.code, place.names) for place in places().values()]


def _indicators() -> list[tuple[str, str, Texts]]:
    titles = [(group(plan), f"{plan.key}-title", plan.title) for plan in plans()]
    definitions = [("national_indicator_description", plan.key, plan.definition) for plan in plans()]
    return titles + definitions


def _sources() -> list[tuple[str, str, Texts]]:
    known, surveys = bodies(), inquiries()
    found = []
    for plan in plans():
        texts = {
            "compilation": _compiler(plan, known),
            "data": surveys[plan.inquiry],
            "implementation": known[plan.ministry],
        }
        found += [("sources", f"{plan.key}-source_{role}_1", names) for role, names in texts.items()]
    return found


def _compiler(plan: Plan, known: dict[str, Texts]) -> Texts:
    return {language: known[plan.compiler_in.get(language, COMPILER)][language] for language in LANGUAGES}
