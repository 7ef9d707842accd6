"""YAML read from its events: every value as text, no object built, no reference that grows without end.

PyYAML's own loaders descend into themselves, so that a deep enough file ends
the whole process, and repeat what an alias names as often as a file asks. Here
depth and repetition have a limit, a tag does nothing, and a name given twice is
told.
"""

import msgspec
import yaml

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DEEPEST = 50
"""Levels of lists and mappings; the layout itself needs five."""
MOST_VALUES = 500_000
"""Values of one document, those counted again that an alias repeats."""


class Faulty(Exception):
    """Says what is wrong and on which line of the text, counted from 0; -1 where no line is at fault."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


class Repeated(msgspec.Struct, frozen=True):
    """A name that a mapping gives a second time, and its line, counted from 0."""

    name: str
    line: int


class Level:
    """A list or mapping that is still open."""

    def __init__(self, value: list | dict, anchor: str | None) -> None:
        self.value, self.anchor = value, anchor
        self.key: str | None = None
        self.size = 1


class Document:
    """The value of one document, built as its events come in."""

    def __init__(self) -> None:
        self.value: object = None
        self.repeated: list[Repeated] = []
        self.open: list[Level] = []
        self.named: dict[str, tuple[object, int]] = {}
        self.size = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line
        if isinstance(event, yaml.ScalarEvent):
            self._name(event.anchor, event.value, 1)
            self._place(event.value, 1, line)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._name(event.anchor, None, 0)
            self.open.append(Level({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor))
            if len(self.open) > DEEPEST:
                raise Faulty("nesting too deep", line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            level = self.open.pop()
            self._name(level.anchor, level.value, level.size)
            self._place(level.value, level.size, line)
        elif isinstance(event, yaml.AliasEvent):
            value, size = self.named.get(event.anchor, ("", -1))
            if size < 1:
                raise Faulty("an alias names what is not there" if size else "an alias names what it is a part of", line)
            self._place(value, size, line)

    def _name(self, anchor: str | None, value: object, size: int) -> None:
        if anchor is not None:
            self.named[anchor] = value, size

    def _place(self, value: object, size: int, line: int) -> None:
        """Puts a finished value where it belongs."""
        if not self.open:
            self.value = value
            return
        level = self.open[-1]
        level.size += size
        if level.size > MOST_VALUES:
            raise Faulty("too many values", line)
        if isinstance(level.value, list):
            level.value.append(value)
        elif level.key is None:
            if not isinstance(value, str):
                raise Faulty("a name is a list or a mapping", line)
            if value in level.value:
                self.repeated.append(Repeated(value, line))
            level.key = value
        else:
            level.value[level.key] = value
            level.key = None


def load(text: str) -> tuple[object, list[Repeated]]:
    """The value of a text (None where it is empty) and the names given twice; raises Faulty."""
    document, begun = Document(), False
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                if begun:
                    raise Faulty("a second document begins", event.start_mark.line)
                begun = True
            document.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Faulty(getattr(error, "problem", "") or str(error).splitlines()[0], mark.line if mark else -1) from None
    return document.value, document.repeated
