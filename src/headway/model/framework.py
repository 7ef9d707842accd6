"""Frameworks of indicators and how they relate to the global one.

An indicator is (framework, code): codes collide. Canada's own 1-4-1 is median
income; the global 1.4.1 is access to basic services.
"""

import msgspec

from headway.model.address import GLOBAL, Dimensions
from headway.model.expectation import Expectation

CLASSES = (
    "identical", "adapted", "territorial-proxy", "thematic-proxy", "modelled", "survey",
    "qualitative", "not-applicable", "gap",
)  # fmt: skip
SAME_MEASURE = frozenset({"identical", "adapted"})
"""Classes under which a global default (direction, target, bounds) may stand for the row."""
GRADES = ("A", "B", "C", "D")


class Framework(msgspec.Struct, frozen=True):
    """A versioned list of indicators: the global one, a national one, a city's own."""

    code: str
    edition: str
    name: str
    listed: int
    """Rows of the list; some indicators stand under two or three targets."""
    unique: int


class Crosswalk(msgspec.Struct, frozen=True):
    """How an indicator of some framework relates to the global list."""

    global_indicator: str = ""
    """A global indicator (`1.2.1`) or target (`4.4`); blank where none."""
    class_: str = ""
    grade: str = ""
    reason: str = ""


class BodyMention(msgspec.Struct, frozen=True):
    """An institution as a source names it, in each language it does."""

    role: str
    """`compiler`, `implementer` or `data`."""
    slot: str
    """The source's own field: `source_compilation_1`."""
    names: dict[str, str] = {}


class Indicator(msgspec.Struct, frozen=True):
    """One indicator as declared by a source or the nomenclature."""

    code: str
    """Dotted: `1.2.1`, `4.4.1.1`."""
    framework: str = GLOBAL
    names: dict[str, str] = {}
    definitions: dict[str, str] = {}
    status: str = ""
    """Reporting status: complete, inprogress, notstarted, notapplicable."""
    headline: tuple[Dimensions, ...] = ()
    """The source's own choice of the main series, area left out; further choices stand beside the first."""
    expectation: Expectation = Expectation()
    crosswalk: Crosswalk = Crosswalk()
    unit: str = ""
    """Unit as the metadata word it, where series carry none."""
    bodies: tuple[BodyMention, ...] = ()
    metadata: dict[str, dict[str, str]] = {}
    """Language → field → text, for the metadata endpoints and pages."""
    columns: dict[str, str] = {}
    """Dimension → the source's own column name, for consumers of its files."""
    file: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.framework, self.code

    @property
    def reference(self) -> str:
        """`1.2.1` or `kz:4.4.1.1`."""
        return self.code if self.framework == GLOBAL else f"{self.framework}:{self.code}"

    @property
    def target(self) -> str:
        """The target of the 2030 Agenda it belongs to, `1.2`; blank where only its code looks like one."""
        code = self.crosswalk.global_indicator or (self.code if self.framework == GLOBAL else "")
        return ".".join(code.split(".")[:2])

    @property
    def goal(self) -> str:
        return self.code.split(".")[0]


def code_order(code: str) -> tuple:
    """Sorts 1.2.1 < 1.10.1 < 1.a.1, as the official lists do."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in code.split("."))
