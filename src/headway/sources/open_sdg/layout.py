"""Finds the files of an Open SDG repository, and names those that do not belong."""

import re
from pathlib import Path

import msgspec

from headway.errors import SourceError
from headway.sources.open_sdg.documents import load_document
from headway.sources.problems import ProblemLog

DATA_FILE = re.compile(r"^(?:indicator_)?(.+)\.csv$", re.I)


class Layout(msgspec.Struct, frozen=True):
    """Where everything is, and what the repository's configuration says."""

    root: Path
    config: dict
    languages: tuple[str, ...]
    data: dict[str, Path]
    """Indicator code, dotted → its data file."""
    documents: dict[str, tuple[Path, ...]]
    """Indicator code, dotted → its metadata files, in the order in which they apply."""
    boundaries: tuple[tuple[str, str], ...]
    """Pairs (file, property that holds the code) of the maps."""


def find_layout(root: Path, log: ProblemLog) -> Layout:
    """Raises SourceError where the folder is no Open SDG repository."""
    config_path = next((root / name for name in ("config_data.yml", "config_data.yaml") if (root / name).is_file()), None)
    config = load_document(config_path, config_path.name, log) if config_path else {}
    base = root / config.get("src_dir", "") if isinstance(config.get("src_dir", ""), str) else root
    data_folder = base / "data"
    if not data_folder.is_dir() or not any(data_folder.glob("*.csv")):
        raise SourceError(
            f"“{root.name}” is not an Open SDG repository: it has no folder “data” with CSV files.",
            remedy="Point to the folder that holds data/indicator_1-1-1.csv and the like.",
        )
    languages = config.get("languages") or ["en"]
    return Layout(
        root=root,
        config=config,
        languages=tuple(str(language) for language in languages),
        data=_data_files(root, data_folder, log),
        documents=_documents(root, base, log),
        boundaries=_boundaries(config),
    )


def dotted(identifier: str) -> str:
    """`1-2-1` as people write it: `1.2.1`."""
    return identifier.replace("-", ".")


def _data_files(root: Path, folder: Path, log: ProblemLog) -> dict[str, Path]:
    found = {}
    for path in sorted(folder.iterdir()):
        match = DATA_FILE.match(path.name)
        if match and path.is_file():
            found[dotted(match[1])] = path
        elif not path.name.startswith("."):
            log.add("STRAY_FILE", path.relative_to(root).as_posix(), found=path.name)
    return found


def _documents(root: Path, base: Path, log: ProblemLog) -> dict[str, tuple[Path, ...]]:
    found: dict[str, list[Path]] = {}
    for folder in ("indicator-config", "meta"):
        if not (base / folder).is_dir():
            continue
        for path in sorted((base / folder).iterdir()):
            if path.suffix in (".yml", ".yaml", ".md") and path.is_file():
                found.setdefault(dotted(path.stem), []).append(path)
            elif path.is_file() and not path.name.startswith("."):
                log.add("STRAY_FILE", path.relative_to(root).as_posix(), found=path.name)
            elif path.is_dir():
                _strays_of_language(root, path, log)
    return {code: tuple(paths) for code, paths in found.items()}


def _strays_of_language(root: Path, folder: Path, log: ProblemLog) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".yml", ".yaml", ".md"):
            log.add("STRAY_FILE", path.relative_to(root).as_posix(), found=path.name)


def _boundaries(config: dict) -> tuple[tuple[str, str], ...]:
    layers = config.get("map_layers") or []
    return tuple(
        (layer["geojson_file"], layer.get("id_property", "id"))
        for layer in layers
        if isinstance(layer, dict) and isinstance(layer.get("geojson_file"), str)
    )
