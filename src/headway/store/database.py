"""One way to open DuckDB: in memory, nothing fetched from outside."""

import duckdb

from headway.model.paths import path_text

CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "threads": "2",
}


def connect() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config=CONFIG)


def quoted(name: object) -> str:
    """An SQL string literal: the only way a path or value enters a statement of ours."""
    return "'" + path_text(name).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """An SQL identifier, whatever a source called its column."""
    return '"' + name.replace('"', '""') + '"'
