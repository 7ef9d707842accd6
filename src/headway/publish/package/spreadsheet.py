"""Cells that are safe to open in a spreadsheet program."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: object) -> object:
    """Text that a spreadsheet would run as a formula is led by an apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell
