"""Which column or cell a name in the metadata means.

An office's options name what its site shows, its files hold keys: `Leading
causes of death` for the column `data.Leading causes of death (ICD-10)`. The
key itself is tried first, then its translations, then the one name that goes
on with a bracket where the asked one ends; what was taken is told.
"""

from collections.abc import Iterable

from headway.sources.open_sdg.translations import Translations


class Labels:
    """The names under which a file's keys are shown."""

    def __init__(self, translations: Translations) -> None:
        self.shown: dict[str, set[str]] = {}
        for groups in translations.values():
            for key, text in groups.get("data", {}).items():
                self.shown.setdefault(key.casefold(), set()).add(text.strip().casefold())

    def find(self, asked: str, present: Iterable[str]) -> tuple[str | None, str]:
        """(the name among `present` that is meant, a note where it is not the very same); None where none is."""
        names, wanted = list(dict.fromkeys(present)), asked.casefold()
        for name in names:
            if name.casefold() == wanted:
                return name, ""
        for name in names:
            if wanted in self.shown.get(name.casefold(), ()):
                return name, ""
        longer = [name for name in names if name.casefold().startswith((f"{wanted} (", f"{wanted} ["))]
        if asked and len(longer) == 1:
            return longer[0], f"“{asked}” read as “{longer[0]}”"
        return None, ""
