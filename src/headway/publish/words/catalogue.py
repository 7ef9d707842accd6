"""Texts of the pages in a language: gettext catalogues, English being the key."""

import gettext
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

NATIVE = {"en": "English", "ru": "Русский", "kk": "Қазақша"}
"""What each language calls itself."""


@lru_cache(maxsize=None)
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English needs none."""
    if language == "en":
        return gettext.NullTranslations()
    text = (files(__package__) / f"{language}.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(text), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def capitalised(text: str) -> str:
    """A sentence that begins with a name from the data begins with a capital."""
    return text[:1].upper() + text[1:]


class Words:
    """Texts of one language with their slots filled."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._translations = translations(language)

    def t(self, message: str, **slots: object) -> str:
        """A text; `{name}` is filled from the slots."""
        text = self._translations.gettext(message)
        if not slots:
            return text
        filled = text.format(**slots)
        return capitalised(filled) if text.startswith("{") else filled

    def tn(self, singular: str, plural: str, count: int, **slots: object) -> str:
        """A text that depends on a count, which fills `{count}`."""
        return self._translations.ngettext(singular, plural, count).format(count=count, **slots)
