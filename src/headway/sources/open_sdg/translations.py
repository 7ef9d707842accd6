"""Translations: `group.key` to a text in each language."""

from pathlib import Path

from headway.sources.languages import language_of
from headway.sources.open_sdg.documents import load_document
from headway.sources.problems import ProblemLog

Translations = dict[str, dict[str, dict[str, str]]]
"""Language → group → key → text."""


def load_translations(root: Path, folder: str, log: ProblemLog) -> Translations:
    """Every `<language>/<group>.yml` under the translations folder."""
    found: Translations = {}
    for path in sorted((root / folder).glob("*/*.yml")):
        document = load_document(path, path.relative_to(root).as_posix(), log)
        texts = {key: value.strip() for key, value in document.items() if isinstance(value, str)}
        found.setdefault(path.parent.name, {})[path.stem] = texts
    return found


def is_key(value: str, translations: Translations) -> bool:
    """Whether a text is `group.key` of a group that some language has."""
    group, dot, _ = value.strip().partition(".")
    return bool(dot) and any(group in groups for groups in translations.values())


def translate(value: str, translations: Translations, languages: tuple[str, ...]) -> dict[str, str]:
    """The texts of `group.key` by language; a text that is no key stands in the language of its letters."""
    group, _, key = value.strip().partition(".")
    if is_key(value, translations):
        texts = {
            language: translations[language].get(group, {}).get(key, "")
            for language in languages
            if language in translations
        }
        return {language: text for language, text in texts.items() if text}
    text = value.strip()
    return {written_in(text, languages): text} if text and languages else {}


def written_in(text: str, languages: tuple[str, ...]) -> str:
    """The language of a repository that a text can be written in; its first where the letters leave it open."""
    guess = language_of(text)
    if guess in languages:
        return guess
    cyrillic = guess != "en"
    fitting = [language for language in languages if (language in ("ru", "kk")) == cyrillic]
    return (fitting or languages)[0]


OFFICIAL = {
    "goal": ("global_goals", "-short"),
    "target": ("global_targets", "-title"),
    "global_indicator": ("global_indicators", "-title"),
}
"""What the source names officially: kind → (group, ending of its keys)."""


def official_names(translations: Translations) -> dict[str, dict[str, dict[str, str]]]:
    """Kind → dotted code → language → the source's official name of a goal, target or global indicator."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for kind, (group, ending) in OFFICIAL.items():
        for language, groups in translations.items():
            for key, text in groups.get(group, {}).items():
                if key.endswith(ending) and text:
                    code = key.removesuffix(ending).replace("-", ".")
                    found.setdefault(kind, {}).setdefault(code, {})[language] = " ".join(text.split())
    return found


def code_labels(translations: Translations, dimension: str) -> dict[str, dict[str, str]]:
    """Code → language → label from the group named after a dimension's column."""
    labels: dict[str, dict[str, str]] = {}
    for language, groups in translations.items():
        for group, texts in groups.items():
            if group.lower() != dimension:
                continue
            for code, label in texts.items():
                if label:
                    labels.setdefault(code, {})[language] = label
    return labels
