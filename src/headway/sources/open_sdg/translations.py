"""Translations: `group.key` to a text in each language."""

from pathlib import Path

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


def translate(value: str, translations: Translations, languages: tuple[str, ...]) -> dict[str, str]:
    """The texts of `group.key` by language; a text that is no key stands in the first language."""
    group, dot, key = value.strip().partition(".")
    if dot and any(group in groups for groups in translations.values()):
        texts = {
            language: translations[language].get(group, {}).get(key, "")
            for language in languages
            if language in translations
        }
        return {language: text for language, text in texts.items() if text}
    return {languages[0]: value.strip()} if value.strip() and languages else {}


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
