"""Pinned sources to a store, kept beside the review until a source or the code changes."""

import hashlib
import os
import shutil
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp

import msgspec
from filelock import FileLock

from headway.model.dataset import Dataset
from headway.nomenclature import codelists
from headway.review.pins import Pin, pin_of, verified_folder
from headway.review.settings import Settings, SourceSetting
from headway.sources import reader
from headway.sources.settings import ReadSettings
from headway.store.conflicts import Place
from headway.store.read import Store
from headway.store.write import write_store

CACHE = ".headway"


def read_source(review: Path, settings: Settings, source: SourceSetting, pin: Pin, folder: Path | None = None) -> Dataset:
    """Reads one source from its pinned copy, or from `folder`."""
    return reader(source.reader)(
        ReadSettings(
            folder=folder or verified_folder(review, source.name, pin),
            name=source.name,
            framework=source.framework,
            default_area=settings.nation if source.reader == "open-sdg" else settings.area,
            country=settings.nation,
            area_names=area_names(settings.nation, settings.name if not settings.within else ""),
            retrieved=pin.retrieved,
            mapping=mapping_path(review, source),
        )
    )


def mapping_path(review: Path, source: SourceSetting) -> Path | None:
    return review / "sources" / f"{source.name}.toml" if source.reader == "table" else None


def area_names(code: str, name: str = "") -> dict[str, str]:
    """The names by which a source may call the nation, in lower case."""
    area = codelists.area(code)
    names = list(area.names.values()) if area else []
    return {text.casefold(): code for text in [*names, name] if text}


def read_sources(review: Path, settings: Settings, pins: dict[str, Pin]) -> list[Dataset]:
    """Every source, the best-ranked first."""
    return [
        read_source(review, settings, source, pin_of(pins, source.name))
        for source in sorted(settings.sources, key=lambda source: source.rank)
    ]


def open_store(
    review: Path, settings: Settings, pins: dict[str, Pin], decided: frozenset[Place] = frozenset()
) -> Store:
    """The store of the pinned sources; read anew only when they, their mapping or the code changed."""
    key = store_key(review, settings, pins, decided)
    folder = review / CACHE / f"store-{key[:16]}"
    if not _is_there(folder):
        with _one_writer(review):
            if not _is_there(folder):
                write_new_store(read_sources(review, settings, pins), settings, decided, folder)
                _remove_others(folder)
                _opened.cache_clear()
    return _opened(folder)


def _is_there(folder: Path) -> bool:
    return (folder / "catalogue.json").is_file()


@lru_cache(maxsize=1)
def _opened(folder: Path) -> Store:
    """Named by its content, so a preview that finishes the review again need not load it again."""
    return Store(folder)


def _one_writer(review: Path) -> FileLock:
    """A build, a check and a preview of one review do not clear away each other's half-written stores."""
    (review / CACHE).mkdir(exist_ok=True)
    return FileLock(review / CACHE / "store.lock")


def write_new_store(
    datasets: list[Dataset], settings: Settings, decided: frozenset[Place], folder: Path
) -> None:
    """Writes a store beside its place and moves it there whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(mkdtemp(prefix=".partial-", dir=folder.parent))
    ranks = {source.name: source.rank for source in settings.sources}
    write_store(datasets, partial, ranks, decided)
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(partial, folder)


def _remove_others(folder: Path) -> None:
    for other in folder.parent.iterdir():
        if other != folder and other.is_dir():
            shutil.rmtree(other, ignore_errors=True)


def store_key(
    review: Path, settings: Settings, pins: dict[str, Pin], decided: frozenset[Place] = frozenset()
) -> str:
    """Changes with anything that could change the store."""
    total = hashlib.sha256(code_digest().encode())
    for source in settings.sources:
        total.update(msgspec.json.encode((source, pins.get(source.name))))
        mapping = mapping_path(review, source)
        if mapping and mapping.is_file():
            total.update(mapping.read_bytes())
        verified_folder(review, source.name, pin_of(pins, source.name))
    total.update(msgspec.json.encode((settings.area, settings.within, settings.name, sorted(decided))))
    return total.hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A digest of Headway's own code and data: a new version reads anew."""
    total = hashlib.sha256()
    root = Path(str(files("headway")))
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            status = path.stat()
            total.update(f"{path.relative_to(root).as_posix()} {status.st_size} {status.st_mtime_ns}\n".encode())
    return total.hexdigest()
