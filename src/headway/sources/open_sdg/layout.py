"""Finds the files of an Open SDG repository, and names those that do not belong."""

import re
from pathlib import Path

import msgspec

from headway.errors import SourceError
from headway.sources.open_sdg.documents import load_document
from headway.sources.problems import ProblemLog

DATA_FILE = re.compile(r"^(?:indicator_)?(.+)\.csv$", re.I)


class MapLayer(msgspec.Struct, frozen=True):
    """One entry of `map_layers`."""

    file: str
    id_property: str
    name_property: str


class Layout(msgspec.Struct, frozen=True):
    """Where everything is, and what the repository's configuration says."""

    root: Path
    config: dict
    languages: tuple[str, ...]
    data: dict[str, Path]
    """Indicator code, dotted → its data file."""
    documents: dict[str, tuple[Path, ...]]
    """Indicator code, dotted → its metadata files, in the order in which they apply."""
    map_layers: tuple[MapLayer, ...]


def find_layout(root: Path, log: ProblemLog) -> Layout:
    """Raises SourceError where the folder is no Open SDG repository."""
    config_path = next((root / name for name in ("config_data.yml", "config_data.yaml") if (root / name).is_file()), None)
    config = load_document(config_path, config_path.name, log) if config_path else {}
    base = _base(root, config)
    data_folder = base / "data"
    if not data_folder.is_dir() or not any(data_folder.glob("*.csv")):
        raise SourceError(
            f"“{root.name}” is not an Open SDG repository: it has no folder “data” with CSV files.",
            remedy="Point to the folder that holds data/indicator_1-1-1.csv and the like.",
        )
    given = config.get("languages")
    languages = [language for language in given if isinstance(language, str)] if isinstance(given, list) else []
    spellings: dict[str, str] = {}
    return Layout(
        root=root,
        config=config,
        languages=tuple(dict.fromkeys(languages)) or ("en",),
        data=_data_files(root, data_folder, spellings, log),
        documents=_documents(root, base, spellings, log),
        map_layers=_map_layers(config, config_path.name if config_path else "", log),
    )


def _base(root: Path, config: dict) -> Path:
    """The folder that `src_dir` names, where it lies in the repository; else the repository."""
    given = config.get("src_dir", "")
    try:
        base = (root / given).resolve() if isinstance(given, str) else root
        return root / base.relative_to(root.resolve())
    except (OSError, ValueError):  # elsewhere, or no path at all
        return root


def dotted(identifier: str) -> str:
    """`1-2-1` as people write it: `1.2.1`."""
    return identifier.replace("-", ".")


def _data_files(root: Path, folder: Path, spellings: dict[str, str], log: ProblemLog) -> dict[str, Path]:
    """Of two files whose names differ in case only, which not every system can hold, the first is read."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        match = DATA_FILE.match(path.name)
        if match and path.is_file():
            code = dotted(match[1])
            if (first := spellings.setdefault(code.casefold(), code)) in found:
                log.add("CODE_CASE_DIFFERS", path.relative_to(root).as_posix(), found=code, first=first, count=1)
            else:
                found[code] = path
        elif not path.name.startswith("."):
            log.add("STRAY_FILE", path.relative_to(root).as_posix(), found=path.name)
    return found


def _documents(root: Path, base: Path, spellings: dict[str, str], log: ProblemLog) -> dict[str, tuple[Path, ...]]:
    found: dict[str, list[Path]] = {}
    for folder in ("indicator-config", "meta"):
        if not (base / folder).is_dir():
            continue
        for path in sorted((base / folder).iterdir()):
            if path.suffix in (".yml", ".yaml", ".md") and path.is_file():
                code = dotted(path.stem)
                if (first := spellings.setdefault(code.casefold(), code)) != code:
                    log.add("CODE_CASE_DIFFERS", path.relative_to(root).as_posix(), found=code, first=first, count=1)
                found.setdefault(first, []).append(path)
            elif path.is_file() and not path.name.startswith("."):
                log.add("STRAY_FILE", path.relative_to(root).as_posix(), found=path.name)
            elif path.is_dir():
                _strays_of_language(root, path, log)
    return {code: tuple(paths) for code, paths in found.items()}


def _strays_of_language(root: Path, folder: Path, log: ProblemLog) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in (".yml", ".yaml", ".md"):
            log.add("STRAY_FILE", path.relative_to(root).as_posix(), found=path.name)


def _map_layers(config: dict, file: str, log: ProblemLog) -> tuple[MapLayer, ...]:
    """The layers that name a file; Open SDG calls the properties `id` and `name` where the entry does not say."""
    given = config.get("map_layers") or []
    found = []
    for layer in given if isinstance(given, list) else [given]:
        texts = {key: value for key, value in layer.items() if isinstance(value, str)} if isinstance(layer, dict) else {}
        if not texts.get("geojson_file"):
            log.add("MAP_LAYER_MALFORMED", file, found=str(layer))
            continue
        found.append(
            MapLayer(texts["geojson_file"], texts.get("id_property") or "id", texts.get("name_property") or "name")
        )
    return tuple(found)
