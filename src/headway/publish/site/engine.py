"""The chart engine: Vega and Vega-Lite in one classic script, made once and kept.

vl-convert carries the libraries and joins them without a network, which takes
two seconds of the processor. So the file is kept in the user's cache folder
under the version of vl-convert and a digest of what is put around it.
"""

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from platformdirs import user_cache_path

SNIPPET = "headway.embed = vegaEmbed;"
"""All that pages need: Vega-Embed compiles, draws and, told to, evaluates expressions without `eval`."""

WRAPPER = '/*\n{notices}*/\n(function () {{\n"use strict";\nvar headway = (window.headway = window.headway || {{}});\n{bundle}\n}})();\n'
"""Names of the bundle stay inside a function, or they would stand beside those of every other script."""


def engine(folder: Path | None = None) -> bytes:
    """The script, from the cache folder or made anew; a folder that cannot be written is no hindrance."""
    kept = (folder or user_cache_path("headway", appauthor=False) / "engine") / f"{_key()}.js"
    with suppress(OSError):
        return kept.read_bytes()
    made = _make()
    with suppress(OSError):
        _keep(kept, made)
    return made


def _key() -> str:
    around = sha256("\0".join((SNIPPET, WRAPPER, _notices())).encode()).hexdigest()[:12]
    return f"{version('vl-convert-python')}-{around}"


def _make() -> bytes:
    import vl_convert  # 40 MB of library, needed only where nothing is kept

    return WRAPPER.format(notices=_notices(), bundle=vl_convert.javascript_bundle(SNIPPET)).encode()


def _keep(path: Path, content: bytes) -> None:
    """Under its name only when whole: another build may read it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _notices() -> str:
    return (files(__package__) / "notices" / "engine.txt").read_text(encoding="utf-8")
