"""One way to open DuckDB: in memory, nothing fetched from outside."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from headway.model.paths import path_text

CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "2",
}
NUMBER = re.compile(r'"errno":"(\d+)"')
FILE = re.compile(r'file \\?"([^"\\]+)')


@contextmanager
def connect() -> Iterator[duckdb.DuckDBPyConnection]:
    """Closed at the end. A full disk or a file that cannot be read raises OSError, as everywhere else."""
    try:
        with duckdb.connect(config=CONFIG) as database:
            yield database
    except duckdb.IOException as error:
        raise _system_error(str(error)) from None
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None


def _system_error(text: str) -> OSError:
    number, file = NUMBER.search(text), FILE.search(text)
    if not number:
        return OSError(errno.EIO, text.splitlines()[0])
    code = int(number[1])
    return OSError(code, os.strerror(code), file[1] if file else None)


def quoted(name: object) -> str:
    """An SQL string literal: the only way a path or value enters a statement of ours."""
    return "'" + path_text(name).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """An SQL identifier, whatever a source called its column."""
    return '"' + name.replace('"', '""') + '"'
