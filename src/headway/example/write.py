"""Writes the example's repository, byte for byte the same for the same seed."""

import csv
import io
from pathlib import Path

import yaml

from headway.example.documents import configuration, indicator_config, meta
from headway.example.faults import spoiled
from headway.example.plan import Plan, faults, plans
from headway.example.table import columns, rows
from headway.example.texts import translations

LICENCE = """Fictional data, free to use (CC0 1.0)

Meridia, its regions, its city Alder, its institutions and all numbers in this
repository are invented for demonstration. They describe no real place. Anyone
may use, change and share them for any purpose, without asking and without
naming a source.
"""

Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def write_example(folder: Path, *, seed: int = 2030) -> None:
    """An Open SDG repository of the fictional country Meridia.

    `folder` is made where it is missing; files of the same names are replaced.
    """
    _write(folder / "LICENSE", LICENCE)
    _write(folder / "config_data.yml", _yaml(configuration()))
    for plan in plans():
        _write(folder / "data" / f"indicator_{plan.key}.csv", _table(plan, seed))
        _write(folder / "indicator-config" / f"{plan.key}.yml", _yaml(indicator_config(plan)))
        _write(folder / "meta" / f"{plan.key}.yml", _yaml(meta(plan)))
    for language, groups in translations().items():
        for name, texts in groups.items():
            _write(folder / "translations" / language / f"{name}.yml", _yaml(texts))


def _table(plan: Plan, seed: int) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns(plan))
    writer.writerows(spoiled(plan, rows(plan, seed), faults()))
    return text.getvalue()


def _yaml(document: dict) -> str:
    # No folding: where a long line breaks differs between the two dumpers of PyYAML.
    return yaml.dump(document, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100_000)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
