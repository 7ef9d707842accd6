"""Mutated input: one file of a small review goes wrong, and everything must still end well.

`case(seed)` says what goes wrong; `Bench.run(seed)` lets it and says what did
not end well, blank where all did. Well means: no exception but HeadwayError,
under 2 s and 500 MB of its own, and every value read or named.

    python tests/fuzzer.py 0 20000      runs seeds in a worker and prints every fault
"""

import shutil
import sys
import time
import traceback
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import msgspec
from fuzz_count import uncounted_rows, unaccounted, unread_cells
from fuzz_mutations import CELLS, mutate
from openpyxl import Workbook

from headway.errors import HeadwayError
from headway.example import write_example
from headway.model.address import parse_address
from headway.model.dataset import Dataset
from headway.nomenclature.problems import sentence
from headway.review.build import check_folder
from headway.review.create import create_review
from headway.review.ingest import write_new_store
from headway.review.pins import Pin
from headway.review.settings import load_settings
from headway.sources import reader
from headway.sources.settings import ReadSettings
from headway.sources.table.grid import load_grid
from headway.sources.table.mapping import guess_mapping, is_note, load_mapping, render_mapping
from headway.store.read import Store
from headway.store.write import Catalogue, merge_catalogues

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"
MOST_SECONDS, MOST_BYTES = 2.0, 500_000_000
REAL = {
    "kazakhstan": ("KZ", ["4-4-1-1", "16-1-1", "1-3-1"], ["REF_AREA", "SEX", "AGE", "SERIES", "UNIT_MEASURE", "meta"]),
    "canada-cif": ("CA", ["15-4-1", "3-5-1", "11-1-1"], []),
}
WIDE = [
    ["План развития города"],
    ["№", "Код", "Наименование показателя", "Ед. изм.", "Район", "2019", "2020", "2021", "2022", "Цель 2030"],
    ["1", "G-1", "Доля озеленённой территории", "%", "", "10,5", "10.9", "11,2", "–", "20"],
    ["2", "G-2", "Аварийные дома", "ед.", "", "120", "110", "100", "95", "60"],
    ["3", "G-2", "Аварийные дома", "ед.", "Алатауский", "12", "11", "10", "9", "6"],
]
TABLES = ("indicators.csv", "areas.csv", "bodies.csv", "breaks.csv", "decisions.csv")


def repository(name: str, to: Path) -> Path:
    """A handful of real files; of the demo's where the real ones are not beside the checkout."""
    codes, groups = REAL[name][1:] if name in REAL else (["1-2-1", "3-1-1", "4-1-1"], [])
    root = SHARED / name
    if not root.is_dir():
        root = to.with_name(f"{to.name}-whole")
        write_example(root, seed=2030)
    files = [root / "config_data.yml", *(root / "data" / f"indicator_{code}.csv" for code in codes)]
    for code in codes:
        files += [path for folder in ("meta", "indicator-config") for path in sorted((root / folder).glob(f"{code}.*"))]
    files += [path for group in groups for path in sorted((root / "translations").glob(f"*/{group}.yml"))]
    if not any(path.is_file() for path in files[1 : 1 + len(codes)]):
        files += sorted((root / "data").glob("*.csv"))[:3]
    for path in filter(Path.is_file, files):
        target = to / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return to


class Bench:
    """Small reviews, made once; a case spoils a copy of one file and puts it back."""

    def __init__(self) -> None:
        self.folder, self.keeps = Path(mkdtemp(prefix="headway-fuzz-")), True
        self.repositories = {name: repository(name, self.folder / name) for name in (*REAL, "demo")}
        self.table = self.folder / "table"
        self.table.mkdir()
        (self.table / "plan.csv").write_text("\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in WIDE) + "\n", encoding="utf-8")
        (self.folder / "plan.toml").write_text(render_mapping(guess_mapping(self.table, "plan")).replace("confirmed = false", "confirmed = true"), encoding="utf-8")
        self.review = create_review(
            self.folder / "review", area="KZALA" if (SHARED / "kazakhstan").is_dir() else "XMALD",
            within="KZ" if (SHARED / "kazakhstan").is_dir() else "XM", languages=("kk", "ru", "en"), year=2026,
            sources=[f"open-sdg={self.repositories['kazakhstan']}", f"table={self.table / 'plan.csv'}"],
        )  # fmt: skip
        (self.review / "text").mkdir(exist_ok=True)
        (self.review / "decisions.csv").write_text("file,row,reason\nkazakhstan/data/indicator_1-3-1.csv,2,it is newer\nplan/plan.csv,3,-1\n", encoding="utf-8")
        (self.review / "breaks.csv").write_text("framework,indicator,ref_area,year,reason\nglobal,1.3.1,,2018,new survey\n,,KZALA,2016,\n", encoding="utf-8")

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, seed: int) -> str:
        chance, self.keeps = Random(seed), seed % 8 == 0
        kind = chance.choices(("source", "review", "table", "workbook", "whole"), (55, 30, 12, 1, 2))[0]
        begun, faults = time.process_time(), []
        reset_peak()
        try:
            faults = getattr(self, f"_{kind}")(chance)
        except HeadwayError as error:
            faults = [] if str(error).rstrip().endswith((".", "!", "?")) else [f"no sentence: {error}"]
        except Exception:
            faults = [traceback.format_exc(limit=-6)]
        taken, grown = time.process_time() - begun, peak()
        if taken > MOST_SECONDS:
            faults.append(f"{taken:.1f} s")
        if grown > MOST_BYTES:
            faults.append(f"{grown / 1e6:.0f} MB")
        return f"seed {seed}, {kind}: " + "; ".join(faults[:3]) if faults else ""

    def _source(self, chance: Random) -> list[str]:
        name = chance.choice(list(self.repositories))
        with Spoiled(self.repositories[name], chance) as (path, data):
            dataset = self._read("open-sdg", self.repositories[name], REAL[name][0] if name in REAL else "XM")
            file = path.relative_to(self.repositories[name]).as_posix()
            if not file.startswith("data/"):
                return []
            observed = [(o.row, o.text) for o in dataset.observations if o.origin.endswith(f"/{file}")]
            return unaccounted(data, observed, [(p.code, p.row) for p in dataset.problems if p.file == file])

    def _read(self, form: str, folder: Path, country: str, mapping: Path | None = None):
        settings = ReadSettings(folder=folder, name="own", framework="own", default_area=country, country=country, mapping=mapping)
        dataset = reader(form)(settings)
        catalogue = merge_catalogues([dataset], ())
        assert msgspec.json.decode(msgspec.json.encode(catalogue), type=Catalogue) == catalogue
        assert all(parse_address(str(series.address)) == series.address for series in {o.series for o in dataset.observations})
        for problem in dataset.problems:
            assert all(sentence(problem, part, "ru") for part in ("found", "expected", "remedy"))
        if self.keeps:
            self._keep(dataset)
        return dataset

    def _keep(self, dataset: Dataset) -> None:
        """What is written into a store is what is read from it."""
        store = self.folder / "store"
        write_new_store([dataset], load_settings(self.review), frozenset(), store)
        again = Store(store)
        assert len(again) == len(dataset.observations)
        assert set(again.series) == {o.series for o in dataset.observations}
        texts = [text for place in range(len(again.series)) for text in again.points(place).texts.tolist()]
        assert sorted(texts) == sorted(observation.text for observation in dataset.observations)

    def _whole(self, chance: Random) -> list[str]:
        """As a user would: a new review from a spoiled repository, checked."""
        with Spoiled(self.repositories["canada-cif"], chance):
            target = self.folder / "new"
            try:
                create_review(target, area="CA", sources=[f"open-sdg={self.repositories['canada-cif']}"], name="Canada", year=2026)
                check_folder(target)
            finally:
                shutil.rmtree(target, ignore_errors=True)
        return []

    def _review(self, chance: Random) -> list[str]:
        own = [self.review / name for name in (*TABLES, "review.toml", "sources/sources.lock", "sources/plan.toml")]
        own += sorted((self.review / "text").glob("*.md"))[:2]
        with Spoiled(self.review, chance, own) as (path, data):
            finished = check_folder(self.review)
            for problem in finished.problems:
                sentence(problem, "found", "kk")
            opened = finished.review
            if path.name not in TABLES:
                return []
            entries = len(getattr(opened, path.stem))
            return list(filter(None, [uncounted_rows(data, entries, [(p.code, p.row) for p in opened.problems if p.file == path.name])]))

    def _table(self, chance: Random) -> list[str]:
        with Spoiled(self.table, chance, [self.table / "plan.csv"]):
            return self._counted()

    def _counted(self) -> list[str]:
        mapping = load_mapping(self.folder / "plan.toml")
        grid = load_grid(next(self.table.iterdir()), mapping.sheet)
        dataset = self._read("table", self.table, "KZ", self.folder / "plan.toml")
        by_line = dict(zip(grid.lines, grid.rows))
        rows = [by_line.get(line, []) for line in range(1, max(grid.lines, default=0) + 1)]
        heads = rows[mapping.header_row - 1] if mapping.header_row <= len(rows) else []
        roles = {mapping.indicator, mapping.name, mapping.unit, mapping.ref_area, mapping.target, mapping.owner, *mapping.dimensions.values()}
        silent = roles - {""} | {heading for heading in heads if heading and is_note(heading)}
        observed = [(o.row, o.text) for o in dataset.observations]
        return unread_cells(rows, mapping.header_row, mapping.periods, silent, observed, [(p.code, p.row, p.found) for p in dataset.problems])

    def _workbook(self, chance: Random) -> list[str]:
        """A grid spoiled cell by cell and saved by openpyxl, or the bytes of the workbook spoiled."""
        book, path = Workbook(), self.table / "plan.xlsx"
        for at, row in enumerate(WIDE, 1):
            for column, cell in enumerate(row, 1):
                kept = cell if chance.random() > 0.03 else chance.choice(CELLS)
                book.active.cell(at, column).value = "".join(c for c in kept if c >= " ")
                book.active.cell(at, column).data_type = "s"
        aside = self.folder / "plan.csv"
        (self.table / "plan.csv").rename(aside)
        try:
            book.save(path)
            if chance.random() < 0.5:
                path.write_bytes(mutate("x", path.read_bytes(), chance))
                self._read("table", self.table, "KZ", self.folder / "plan.toml")
                return []
            return self._counted()
        finally:
            path.unlink(missing_ok=True)
            aside.rename(self.table / "plan.csv")


class Spoiled:
    """One file of a folder, spoiled for as long as the context lasts; (path, bytes now in it)."""

    def __init__(self, folder: Path, chance: Random, files: list[Path] | None = None) -> None:
        found = files or sorted(path for path in folder.rglob("*") if path.is_file())
        data = [path for path in found if path.suffix == ".csv"]
        self.path = chance.choice(data if data and chance.random() < 0.6 else found)
        self.before, self.chance = self.path.read_bytes(), chance

    def __enter__(self) -> tuple[Path, bytes]:
        data = mutate(self.path.name, self.before, self.chance)
        self.path.write_bytes(data)
        return self.path, data

    def __exit__(self, *_: object) -> None:
        self.path.write_bytes(self.before)


def reset_peak() -> None:
    """Begins to measure memory anew, where the system can."""
    global STANDING
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass
    STANDING = _resident("VmRSS")


STANDING = 0


def _resident(field: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{field}:")), 0)


def peak() -> int:
    """Bytes of memory that a case took above what stood before it."""
    return max(0, _resident("VmHWM") - STANDING)


if __name__ == "__main__":
    from fuzz_worker import faults_of

    for told in faults_of(range(int(sys.argv[1]), int(sys.argv[2]))):
        print(told, flush=True)
