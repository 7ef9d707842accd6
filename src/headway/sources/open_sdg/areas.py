"""Which area a row is about: by code, by name, or by silence."""

import re

from msgspec import structs

from headway.model.area import Area
from headway.nomenclature import codelists
from headway.sources.problems import ProblemLog
from headway.sources.settings import ReadSettings

CODE_LIKE = re.compile(r"[^\w.-]+")


class AreaResolver:
    """Resolves the area cells of one source and remembers the areas it met."""

    def __init__(
        self, settings: ReadSettings, declared: dict[str, dict[str, str]],
        languages: tuple[str, ...], log: ProblemLog,
    ) -> None:  # fmt: skip
        self.settings, self.declared, self.languages, self.log = settings, declared, languages, log
        self.areas: dict[str, Area] = {}
        self.incomplete: dict[str, str] = {}
        self.nation_names = settings.area_names
        self.aliases = {alias: code for code, area in codelists.areas().items() for alias in area.aliases}
        self.meet(settings.default_area)

    def meet(self, code: str, name: str = "", *, declared: bool = True) -> str:
        """Makes an area known; its names are the nomenclature's, else the source's."""
        if code not in self.areas:
            labels = self.declared.get(code, {})
            known = self.known(code, {name, *labels.values()} - {""})
            self.areas[code] = known or Area(
                code,
                parent="" if code == self.settings.default_area else self.settings.default_area,
                names=dict(labels) or ({"en": name} if name else {}),
                declared=declared and (bool(labels) or not self.declared),
            )
        return code

    def known(self, code: str, called: set[str]) -> Area | None:
        """The nomenclature's area of a code, unless the source calls it something else.

        Two letters may be a country or an office's own code: `AL` is Albania,
        or a province. The name beside it decides.
        """
        area = codelists.area(code)
        if area and area.level == "country" and code != self.settings.country and called:
            own = {name.casefold() for name in area.names.values()}
            return area if own & {name.casefold() for name in called} else None
        return area

    def of_code(self, code: str, name: str, file: str, row: int) -> str:
        """The area of a code cell that is not blank."""
        if name.casefold() in self.nation_names:
            return self.nation_names[name.casefold()]
        if code not in self.areas:
            self.meet(code, name)
            if self.declared and code not in self.declared:
                self.areas[code] = structs.replace(self.areas[code], declared=False)
        return code

    def check_declared(self, code: str, file: str, row: int) -> None:
        """Names a code that the source's own list leaves out, in all languages or in some."""
        if code not in self.incomplete:
            labels = self.declared.get(code, {})
            missing = [language for language in self.languages if language not in labels]
            silent = not self.declared or code == self.settings.default_area
            self.incomplete[code] = "" if silent else ", ".join(missing)
        if self.incomplete[code]:
            self.log.count("AREA_UNDECLARED", file, row, found=code, languages=self.incomplete[code])

    def of_name(self, name: str) -> tuple[str, str]:
        """(area, qualifier) of a name without a code.

        The nation's own name is the nation; `Canada (provinces only)` is the
        nation, qualified; any other name becomes an area of its own.
        """
        folded = name.casefold()
        if folded in self.nation_names:
            return self.nation_names[folded], ""
        for nation, code in self.nation_names.items():
            if folded.startswith(f"{nation} (") or folded.startswith(f"{nation}, "):
                return code, name
        return self.meet(CODE_LIKE.sub("-", name).strip("-"), name), ""

    def check_map_code(self, area: str, map_code: str, file: str, row: int) -> None:
        """A second code cell must be an alias of the first."""
        expected = self.aliases.get(map_code, map_code)
        if expected != area:
            self.log.count("GEOCODE_MISMATCH", file, row, found=map_code, area=area)
