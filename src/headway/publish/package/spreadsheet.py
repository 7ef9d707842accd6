"""Cells that are safe to open in a spreadsheet program."""

from headway.model.spreadsheet_text import guarded


def safe(cell: object) -> object:
    """Text that a spreadsheet would run as a formula is led by an apostrophe; numbers stay numbers."""
    return guarded(cell) if isinstance(cell, str) else cell
