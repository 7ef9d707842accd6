"""What the command line prints of a reproduction: agreements, then what differs, by kind and reason."""

from collections.abc import Iterable

from headway.assess.reproduce.result import Agreement, Disagreement, Reproduction, Result

SHOWN = 20
"""Cells of one kind that are printed; the rest is counted."""
MOST_INPUTS = 8
"""A cell computed from more numbers than this is printed without them."""


def reproduction_lines(found: Reproduction) -> list[str]:
    lines = [f"{found.path} by the method {found.method}, edition {found.edition}", ""]
    for agreement in found.agreements:
        lines += _agreement_lines(agreement)
    lines += [f"not covered: {kind}: {count}" for kind, count in found.uncovered.items()]
    for kind in dict.fromkeys(one.name for one in found.disagreements):
        lines += ["", *_kind_lines(kind, [one for one in found.disagreements if one.name == kind])]
    for kind in dict.fromkeys(one.name for one in found.results):
        lines += ["", *_result_lines(kind, [one for one in found.results if one.name == kind])]
    return lines


def _agreement_lines(agreement: Agreement) -> list[str]:
    if not agreement.total:
        return [f"{agreement.name}: left out. {agreement.note}"]
    return [f"{agreement.name} {agreement.agreed}/{agreement.total}"] + [f"  {agreement.note}"] * bool(agreement.note)


def _kind_lines(kind: str, cells: list[Disagreement]) -> list[str]:
    """The cells of one kind that differ, those with one reason together."""
    lines, shown = [f"{kind}: {len(cells)} {'differs' if len(cells) == 1 else 'differ'}"], cells[:SHOWN]
    for reason in dict.fromkeys(cell.reason for cell in shown):
        lines.append(f"  {reason or 'No reason is known.'}")
        for cell in shown:
            if cell.reason == reason:
                lines += [f"    {cell.item}: published {cell.published}, here {cell.ours}", *_inputs(cell.inputs)]
    return lines + _rest(len(cells))


def _result_lines(kind: str, cells: list[Result]) -> list[str]:
    lines = [f"{kind}, with nothing published beside: {len(cells)}"]
    for cell in cells[:SHOWN]:
        lines += [f"    {cell.item}: {cell.ours}{f' ({cell.reason})' if cell.reason else ''}", *_inputs(cell.inputs)]
    return lines + _rest(len(cells))


def _inputs(inputs: dict[str, str]) -> Iterable[str]:
    if not 0 < len(inputs) <= MOST_INPUTS:
        return []
    return ["      " + ", ".join(f"{name} {value}" for name, value in inputs.items())]


def _rest(count: int) -> list[str]:
    return [f"  … and {count - SHOWN} more; --json lists all."] if count > SHOWN else []
