"""Paths as text, whatever the system's locale.

Where the locale knows no letters beyond ASCII, Python carries the bytes of a
path in stand-ins that no file or database accepts. These two functions go
between such a path and the text it stands for.
"""

import os


def path_text(path: object) -> str:
    """A path in readable letters, for files, messages and databases."""
    return os.fsencode(str(path)).decode("utf-8", "replace")


def text_path(text: str) -> str:
    """The path of a text, as this system's functions want it."""
    return os.fsdecode(text.encode("utf-8"))
