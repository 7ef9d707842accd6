"""Runs published data sets through their methods and counts where the two agree."""

from importlib import import_module
from pathlib import Path

from headway.assess.reproduce.result import Reproduction
from headway.errors import UsageError, nearest

REPRODUCTIONS = {
    "sdsn": "headway.assess.reproduce.sdsn",
    "open-sdg": "headway.assess.reproduce.open_sdg",
    "unsd": "headway.assess.reproduce.unsd",
}
"""Method → the module that reads its publisher's files; loaded only when asked for."""


def reproduce(method: str, path: Path) -> Reproduction:
    """A published data set beside what the method gives.

    Raises UsageError for a method without a reproduction and SourceError for a
    file that is not what the method's publisher publishes.
    """
    if method not in REPRODUCTIONS:
        meant = nearest(method, list(REPRODUCTIONS), most=1)
        hint = f"Did you mean {meant[0]}? " if meant else ""
        raise UsageError(f"“{method}” cannot be reproduced.", remedy=f"{hint}Methods: {', '.join(REPRODUCTIONS)}.")
    if not path.exists():
        raise UsageError(f"There is no file or folder {path}.", remedy="Name the published data as it was downloaded.")
    return import_module(REPRODUCTIONS[method]).reproduce(path)
