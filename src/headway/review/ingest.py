"""Pinned sources to a store, kept beside the review until a source or the code changes."""

import hashlib
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp

import msgspec
from filelock import FileLock, Timeout

from headway.errors import UsageError
from headway.model.dataset import Dataset
from headway.nomenclature import codelists
from headway.review.change import CACHE
from headway.review.leftovers import STORE_PARTIAL
from headway.review.pins import Pin, pin_of, verified_folder
from headway.review.settings import Settings, SourceSetting
from headway.sources import reader
from headway.sources.settings import ReadSettings
from headway.store.conflicts import Place
from headway.store.read import Store
from headway.store.seal import is_whole, seal
from headway.store.write import write_store

KEPT = 2
"""Older stores that stay: a check or a preview that began before the sources changed may still read one."""
PATIENCE = 300
"""Seconds to wait while another command reads the same sources."""
log = logging.getLogger("headway")


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
    """The store of the pinned sources; read anew only when they, their mapping or the code changed, or it is damaged."""
    key = store_key(review, settings, pins, decided)
    folder = review / CACHE / f"store-{key[:16]}"
    if not is_whole(folder):
        with _one_writer(review):
            if not is_whole(folder):
                if folder.exists():
                    log.warning(f"the store {folder.name} was damaged; the sources are read anew.")
                write_new_store(_read_steadily(review, settings, pins), settings, decided, folder)
                _remove_others(folder)
                _opened.cache_clear()
    return _opened(folder)


def _read_steadily(review: Path, settings: Settings, pins: dict[str, Pin]) -> list[Dataset]:
    """The pinned copies held still while they were read, or ReviewError."""
    datasets = read_sources(review, settings, pins)
    for source in settings.sources:
        verified_folder(review, source.name, pin_of(pins, source.name))
    return datasets


@lru_cache(maxsize=1)
def _opened(folder: Path) -> Store:
    """Named by its content, so a preview that finishes the review again need not load it again."""
    return Store(folder)


@contextmanager
def _one_writer(review: Path) -> Iterator[None]:
    """A build, a check and a preview of one review do not clear away each other's half-written stores."""
    (review / CACHE).mkdir(exist_ok=True)
    try:
        with FileLock(review / CACHE / "store.lock", timeout=PATIENCE):
            yield
    except Timeout:
        raise UsageError("Another command is still reading the sources of this review.", remedy="Try again when it is done.") from None


def write_new_store(
    datasets: list[Dataset], settings: Settings, decided: frozenset[Place], folder: Path
) -> None:
    """Writes a store beside its place and moves it there whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(mkdtemp(prefix=STORE_PARTIAL, dir=folder.parent))
    ranks = {source.name: source.rank for source in settings.sources}
    try:
        write_store(datasets, partial, ranks, decided)
        seal(partial)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _remove_others(folder: Path) -> None:
    others = [path for path in folder.parent.glob("store-*") if path.is_dir() and path != folder]
    for other in sorted(others, key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
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
