"""What a build leaves behind: the open data, the endpoints, the pages; and that editing a table takes effect."""

import csv
import hashlib
import json
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import duckdb
import pytest
from babel.messages.pofile import read_po

import headway
from headway.publish import words
from headway.review.build import check_folder

LANGUAGES = ("en", "ru", "kk")


@pytest.fixture(scope="module", params=["almaty", "demo"])
def review(request) -> Path:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def data(review) -> Path:
    return review / "build" / "data"


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


def load(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


# build/data


def test_the_files_of_the_design_are_there(data):
    names = {path.name for path in data.iterdir() if not path.name.startswith(".")}
    assert names == {
        "observations.parquet", "observations.csv", "assessments.csv", "rollups.csv", "gaps.csv", "coverage.csv",
        "problems.json",
        "datapackage.json", *LANGUAGES,
    }  # fmt: skip


CONCEPTS = (
    "framework", "indicator", "series", "ref_area", "time_period", "obs_value", "unit_measure", "sex", "age",
    "urbanisation", "obs_status", "std_error", "lower", "upper", "origin",
)  # fmt: skip


def test_observations_have_the_concepts_as_columns_in_their_order(data):
    columns = header(data / "observations.csv")
    assert [name for name in columns if name in CONCEPTS] == list(CONCEPTS)
    assert {"row", "address"} <= set(columns)
    parquet = duckdb.sql(f"describe select * from read_parquet('{data / 'observations.parquet'}')").fetchall()
    assert [name for name, *_ in parquet] == columns


def test_every_observation_has_its_origin_and_row(data):
    for row in table(data / "observations.csv"):
        assert row["origin"].endswith(".csv") and int(row["row"]) > 1
        assert row["address"].startswith(row["indicator"]) or row["address"].startswith(f"{row['framework']}:")


def test_assessments_have_one_row_for_each_series_and_method(data):
    """The headline method's for every series first, then the others' for those compared."""
    of_values = {row["address"] for row in table(data / "observations.csv")}
    assessed = [(row["address"], row["method"]) for row in table(data / "assessments.csv")]
    assert len(assessed) == len(set(assessed))
    assert {address for address, _ in assessed} == of_values
    methods = [method for _, method in assessed]
    count = methods.count("unsd")
    assert set(methods[:count]) == {"unsd"} and count == len(of_values)
    others = set(methods[count:])
    assert others == {"escap", "eurostat", "oecd", "open-sdg", "sdsn", "unsd-ratio"}
    assert len({methods.count(method) for method in others}) == 1


def test_each_indicator_and_area_has_one_headline_at_most(data):
    heads = Counter(
        (row["framework"], row["indicator"], row["ref_area"])
        for row in table(data / "assessments.csv")
        if row["headline"] and row["method"] == "unsd"
    )
    assert heads and set(heads.values()) == {1}


def test_coverage_has_a_row_for_each_of_the_277_indicators(almaty, kazakhstan):
    codes = {path.stem.replace("-", ".") for path in (kazakhstan / "indicator-config").glob("*.yml")}
    rows = table(almaty / "build" / "data" / "coverage.csv")
    assert len(rows) == len(codes) == 277
    assert {row["indicator"] for row in rows} == codes


def test_coverage_says_what_the_area_has_and_what_the_nation_has(almaty, kazakhstan):
    """Counted from the files: values, first and last year, for the city and for rows without an area."""
    own = {}
    for path in (kazakhstan / "data").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = list(csv.reader(stream))
        names = [name.strip() for name in lines[0]]
        width = max(index for index, name in enumerate(names) if name) + 1
        years: dict[str, list[int]] = {"KZALA": [], "": []}
        for cells in lines[1:]:
            row = dict(zip(names, cells))
            if len(cells) >= width and row["Value"].strip() and row.get("REF_AREA", "").strip() in years:
                years[row.get("REF_AREA", "").strip()].append(int(row["Year"]))
        own[path.stem.removeprefix("indicator_").replace("-", ".")] = (years["KZALA"], years[""])
    for row in table(almaty / "build" / "data" / "coverage.csv"):
        area, nation = own.get(row["indicator"], ([], []))
        for prefix, years in (("area", area), ("within", nation)):
            told = (row[f"{prefix}_values"], row[f"{prefix}_first"], row[f"{prefix}_last"])
            assert told == (str(len(years)), str(min(years, default="")), str(max(years, default=""))), row
        assert row["coverage"] == ("area" if area else "within" if nation else "none")


def test_coverage_names_the_body_for_every_gap_whose_metadata_name_one(almaty, kazakhstan):
    bodies = {row["body"] for row in table(almaty / "bodies.csv", "utf-8-sig")}
    gaps = [row for row in table(almaty / "build" / "data" / "coverage.csv") if row["coverage"] == "within"]
    assert len(gaps) == 206 - 65
    assert {body for row in gaps for body in row["owner"].split("|")} - {""} <= bodies
    for row in gaps:
        path = kazakhstan / "meta" / f"{row['indicator'].replace('.', '-')}.yml"
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
        named = re.search(r"^source_compilation_\d+: sources\.", text, re.MULTILINE)
        assert bool(row["owner"]) == bool(named), row["indicator"]


def test_coverage_has_class_grade_dimensions_and_verdict(data):
    assert {
        "framework", "indicator", "global_indicator", "class", "grade", "coverage", "headline", "area_values",
        "area_first", "area_last", "area_dimensions", "within_values", "within_first", "within_last",
        "within_dimensions", "verdict", "reason", "owner",
    } <= set(header(data / "coverage.csv"))  # fmt: skip


def test_problems_have_place_severity_and_sentences_in_every_language(data):
    found = load(data / "problems.json")
    assert found
    for problem in found:
        assert problem["severity"] in ("error", "warning", "notice")
        assert re.fullmatch(r"[A-Z_]+", problem["code"])
        assert problem["row"] is None or problem["row"] > 0
        assert set(problem["sentences"]) == set(LANGUAGES)
        for sentences in problem["sentences"].values():
            assert all(sentences[part].strip() for part in ("found", "expected", "remedy")), problem


def test_the_data_package_tells_the_truth_about_its_files(data):
    package = load(data / "datapackage.json")
    assert {resource["path"] for resource in package["resources"]} == {
        "observations.parquet", "observations.csv", "assessments.csv", "rollups.csv", "gaps.csv", "coverage.csv",
        "problems.json",
    }  # fmt: skip
    for resource in package["resources"]:
        content = (data / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert re.fullmatch(r"[a-z0-9._/-]+", resource["name"])


def test_the_data_package_describes_the_columns(data):
    """Names in the order of the header; every cell reads as its type says."""
    types = {"number": float, "integer": int, "string": str}
    for resource in load(data / "datapackage.json")["resources"]:
        if not resource["path"].endswith(".csv"):
            continue
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == header(data / resource["path"])
        rows = table(data / resource["path"])
        for field in fields:
            for row in rows:
                if row[field["name"]]:
                    types[field["type"]](row[field["name"]])


def test_numbers_are_described_as_numbers(data):
    types = {
        field["name"]: field["type"]
        for resource in load(data / "datapackage.json")["resources"]
        for field in resource.get("schema", {}).get("fields", [])
    }
    assert {types[name] for name in ("obs_value", "score", "target_value")} == {"number"}
    assert {types[name] for name in ("row", "base_year", "last_year", "area_values")} == {"integer"}


def test_the_example_calls_itself_fictional_in_its_data(demo, almaty):
    assert load(demo / "build" / "data" / "datapackage.json")["fictional"] is True
    assert load(almaty / "build" / "data" / "datapackage.json")["fictional"] is False


# Endpoints of Open SDG


def raw_values(path: Path) -> list[float]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    names = [name.strip() for name in lines[0]]
    width = max(index for index, name in enumerate(names) if name) + 1
    cells = [row[names.index("Value")].strip() for row in lines[1:] if len(row) >= width]
    return [float(cell.replace(" ", "").replace("\u00a0", "")) for cell in cells if cell]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_endpoint_of_each_indicator_has_the_values_of_its_file(almaty, kazakhstan, language):
    folder = almaty / "build" / "data" / language / "data"
    for path in (kazakhstan / "data").glob("*.csv"):
        columns = load(folder / f"{path.stem.removeprefix('indicator_')}.json")
        assert Counter(columns["Value"]) == Counter(raw_values(path)), path.name
        assert {len(cells) for cells in columns.values()} == {len(columns["Value"])}, path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_1_2_1_stands_in_every_language(almaty, kazakhstan, language):
    root = almaty / "build" / "data" / language
    columns = load(root / "data" / "1-2-1.json")
    assert len(columns["Value"]) == len(raw_values(kazakhstan / "data" / "indicator_1-2-1.csv"))
    assert list(columns)[0] == "Year" and list(columns)[-1] == "Value"
    assert set(columns["Year"]) == set(range(2010, 2024))
    headline = load(root / "headline" / "1-2-1.json")
    assert dict(zip(headline["Year"], headline["Value"]))[2023] == 5.2
    everything = load(root / "meta" / "all.json")
    assert len(everything) == 277
    assert everything["1-2-1"] == load(root / "meta" / "1-2-1.json")
    assert everything["1-2-1"]["indicator_number"] == "1.2.1"


def test_endpoints_speak_their_language(almaty):
    root = almaty / "build" / "data"
    names = {language: load(root / language / "meta" / "1-2-1.json")["indicator_name"] for language in LANGUAGES}
    assert len(set(names.values())) == 3
    assert re.search("[А-я]", names["ru"]) and re.search("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]", names["kk"]) and names["en"].isascii()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_has_endpoints_for_all_its_indicators(demo, language):
    everything = load(demo / "build" / "data" / language / "meta" / "all.json")
    for name in everything:
        columns = load(demo / "build" / "data" / language / "data" / f"{name}.json")
        file = demo / "meridia" / "data" / f"indicator_{name}.csv"
        assert len(columns["Value"]) == len(raw_values(file)) if file.is_file() else columns["Value"] == []


# Pages


class Page(HTMLParser):
    """The visible texts of a page, its links, ids and headings."""

    VOID = {"meta", "link", "br", "img", "input", "hr"}
    HEADINGS = {"title", "h1", "h2", "h3", "h4", "caption", "th", "summary", "dt"}

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.codes: list[str] = []
        self.blocks: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.headings: list[list[str]] = []
        self.language = ""
        self._open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes) -> None:
        found = dict(attributes)
        self.links += [found[name] for name in ("href", "src") if name in found]
        self.texts += [found[name] for name in ("title", "aria-label") if found.get(name)]
        if "id" in found:
            self.ids.add(found["id"])
        if tag == "html":
            self.language = found["lang"]
        if tag in self.HEADINGS:
            self.headings.append([tag, ""])
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, text) -> None:
        if not text.strip():
            return
        if "script" in self._open:
            self.blocks.append(text)
            return
        (self.codes if "code" in self._open else self.texts).append(" ".join(text.split()))
        if self.headings and self.headings[-1][0] in self._open:
            self.headings[-1][1] += text


def words_of(block: str) -> list[str]:
    """Every text in a page's block of data, whatever it is nested in."""
    found, left = [], [json.loads(block)]
    while left:
        value = left.pop()
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list | dict):
            left += value.values() if isinstance(value, dict) else value
    return found


@pytest.fixture(scope="module")
def pages(review) -> dict[str, Page]:
    """`ru/indicators/1.2.1.html` → the page."""
    root = review / "build" / "site"
    return {path.relative_to(root).as_posix(): Page(path) for path in sorted(root.rglob("*.html"))}


def test_every_internal_link_resolves(review, pages):
    root = (review / "build" / "site").resolve()
    for name, page in pages.items():
        for link in page.links:
            assert not re.match(r"[a-z]+:|/", link), f"{name}: {link} leaves the folder"
            target, anchor = urldefrag(link)
            path = (root / name).parent.joinpath(unquote(target)).resolve() if target else root / name
            assert path.is_file() and root in path.parents, f"{name}: {link}"
            if "/" in anchor:  # the address of a series, which the explorer of its indicator opens
                reference = anchor.partition("/")[0].replace(":", "-")
                assert path.name == f"{reference}.html", f"{name}: {link}"
            elif anchor:
                assert anchor in pages[path.relative_to(root).as_posix()].ids, f"{name}: {link}"


def test_every_page_stands_in_every_language_under_the_same_name(pages):
    names = {
        language: {name.partition("/")[2] for name in pages if name.startswith(f"{language}/")} for language in LANGUAGES
    }
    assert names["en"] == names["ru"] == names["kk"]
    assert {"index.html", "gaps.html", "problems.html", "methods.html"} <= names["en"]
    assert {f"goals/{goal}.html" for goal in range(1, 18)} <= names["en"]
    assert set(pages) - {f"{language}/{name}" for language in LANGUAGES for name in names["en"]} == {"index.html"}


def test_every_indicator_has_a_page(review, pages):
    rows = table(review / "build" / "data" / "coverage.csv")
    own = {f"{'' if row['framework'] == 'global' else row['framework'] + '-'}{row['indicator']}.html" for row in rows}
    assert {name.removeprefix("en/indicators/") for name in pages if name.startswith("en/indicators/")} == own


def test_every_page_says_its_language_and_leads_to_the_others(pages):
    for name, page in pages.items():
        if name == "index.html":
            continue
        language, _, rest = name.partition("/")
        assert page.language == language, name
        up = "../" * name.count("/")
        assert {f"{up}{other}/{rest}" for other in LANGUAGES} <= set(page.links), name


def test_the_entrance_leads_to_the_default_language(review):
    default = {"almaty": "kk", "demo": "en"}[review.name]
    text = (review / "build" / "site" / "index.html").read_text(encoding="utf-8")
    assert f'url={default}/index.html"' in text and f'<html lang="{default}">' in text


def test_no_page_shows_what_only_a_program_says(pages):
    for name, page in pages.items():
        for text in page.texts + page.codes:
            assert not re.search(r"\bNone\b(?! of)|\bnan\b|\bNaN\b|\binf\b|\{\w*\}|\bundefined\b|<[a-z/]", text), f"{name}: {text}"


def test_no_heading_is_empty(pages):
    for name, page in pages.items():
        assert [tag for tag, _ in page.headings if tag == "h1"].count("h1") == 1, name
        for tag, text in page.headings:
            assert text.strip(" ·:–"), f"{name}: {tag}"


def english_pieces() -> set[str]:
    """The English texts of the catalogues, longer than 25 letters, cut at their slots."""
    pieces: set[str] = set()
    for language in ("ru", "kk"):
        with (Path(words.__file__).parent / f"{language}.po").open("rb") as stream:
            for message in read_po(stream):
                for text in [message.id] if isinstance(message.id, str) else message.id:
                    pieces |= {piece.strip() for piece in re.split(r"\{\w+\}", text)}
    return {piece for piece in pieces if len(piece) > 25}


def test_no_english_text_of_ours_is_left_on_russian_and_kazakh_pages(pages):
    pieces = english_pieces()
    assert len(pieces) > 60
    for name, page in pages.items():
        if name.startswith(("ru/", "kk/")):
            text = "\n".join(page.texts + [word for block in page.blocks for word in words_of(block)])
            assert not [piece for piece in pieces if piece in text], name


ENGLISH = re.compile(r"(?:\b[A-Za-z][a-z’']*,? ){3,}[a-z’']{2,}")
"""Four words in a row in Latin letters, the last in small ones."""


def test_no_english_sentence_of_the_source_is_left_on_russian_and_kazakh_pages(review, pages):
    """Names of publishers stay as they are, and titles of what is cited, of which the methods page is full."""
    finished = check_folder(review)
    cited = {edition.source for edition in finished.editions} | {edition.publisher for edition in finished.editions}
    cited |= {edition.name for edition in finished.editions}
    cited |= {origin.publisher for origin in finished.store.origins.values() if origin.publisher}
    for name, page in pages.items():
        if name.startswith(("ru/", "kk/")) and not name.endswith(("/problems.html", "/methods.html")):
            assert not [text for text in page.texts if ENGLISH.search(without(text, cited))], name


def without(text: str, names: set[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_problems_are_told_in_the_language_of_the_page(pages, language):
    """What stands in a file is quoted as it is; what is said about it is translated."""
    left = [text for text in pages[f"{language}/problems.html"].texts if ENGLISH.search(text)]
    assert not left, f"{len(left)} texts, the first: {left[0]}"


def test_no_russian_or_kazakh_text_of_ours_is_on_english_pages(pages):
    """Names of the source may be Russian where it has no English; headings and words of ours are not."""
    for name, page in pages.items():
        if name.startswith("en/") and "/" not in name.removeprefix("en/").replace("goals/", ""):
            for tag, text in page.headings:
                if tag in ("h1", "h2", "dt", "caption") and "problems" not in name:
                    assert not re.search("[а-яё]{4}", text), f"{name}: {text}"


FICTIONAL = {"en": "fictional", "ru": "вымыш", "kk": "ойдан шығарылған"}


def test_every_page_of_the_example_says_that_it_is_fictional(review, pages):
    for name, page in pages.items():
        if name != "index.html":
            note = any(FICTIONAL[page.language] in text for text in page.texts[:3])
            assert note == (review.name == "demo"), name


def test_a_value_on_a_page_stands_beside_its_file_and_row(almaty):
    text = (almaty / "build" / "site" / "en" / "indicators" / "1.2.1.html").read_text(encoding="utf-8")
    row = re.search(r'<tr><th scope="row">2023</th>(.*?)</tr>', text)[1]
    assert re.sub(r"<[^>]+>", "|", row).replace("||", "|").count("indicator_1-2-1.csv, row 311") == 1
    assert row.index("5.1") < row.index("row 311") < row.index("5.2")


# Building again


@pytest.fixture
def copy(demo, tmp_path) -> Path:
    """A copy of the example to write into."""
    return Path(shutil.copytree(demo, tmp_path / "demo"))


def times(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_second_build_changes_nothing(copy):
    headway.build(copy)
    before = times(copy)
    headway.build(copy)
    assert times(copy) == before


def test_only_what_changed_is_built_and_the_same_comes_out(copy):
    """A build from nothing gives the same bytes as the one before."""
    contents = {name: (copy / "build" / name).read_bytes() for name in times(copy / "build")}
    shutil.rmtree(copy / "build")
    shutil.rmtree(copy / ".headway", ignore_errors=True)
    headway.build(copy)
    again = {name: (copy / "build" / name).read_bytes() for name in times(copy / "build")}
    assert again.keys() == contents.keys()
    assert [name for name in again if again[name] != contents[name]] == []


def test_only_one_part_is_built_where_only_one_is_asked_for(copy):
    site = times(copy / "build" / "site")
    edit(copy / "indicators.csv", {"indicator": "8.5.2"}, target="3")
    headway.build(copy, only="data")
    assert times(copy / "build" / "site") == site
    assert assessed(copy, "8.5.2")["target_value"] == "3.0"


def test_a_failed_build_leaves_the_last_one_standing(copy):
    before = times(copy / "build")
    edit(copy / "indicators.csv", {"indicator": "8.5.2"}, direction="sideways")
    with pytest.raises(headway.errors.HeadwayError) as caught:
        headway.build(copy)
    message = str(caught.value)
    assert "indicators.csv" in message and "direction" in message and "sideways" in message and "increase" in message
    assert times(copy / "build") == before


def edit(path: Path, match: dict[str, str], **changes: str) -> None:
    """Changes cells of the rows that match, as a person with a spreadsheet would."""
    rows = table(path, "utf-8-sig")
    meant = [row for row in rows if all(row[column] == value for column, value in match.items())]
    assert meant and set(changes) <= set(meant[0])
    for row in meant:
        row.update(changes)
    write(path, list(rows[0]), rows)


def add_row(path: Path, **cells: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        columns = next(csv.reader(stream))
    assert set(cells) <= set(columns)
    write(path, columns, [*table(path, "utf-8-sig"), dict.fromkeys(columns, "") | cells])


def write(path: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)


def assessed(folder: Path, code: str, area: str = "XMALD") -> dict[str, str]:
    """The headline's row of assessments.csv."""
    (row,) = [
        row for row in table(folder / "build" / "data" / "assessments.csv")
        if (row["indicator"], row["ref_area"], row["headline"], row["method"]) == (code, area, "yes", "unsd")
    ]  # fmt: skip
    return row


def page_text(folder: Path, page: str) -> str:
    return "\n".join(Page(folder / "build" / "site" / page).texts)


def test_a_direction_flipped_takes_effect(copy):
    """Unemployment in the city rises: bad where less is better, good where more is."""
    before = assessed(copy, "8.5.2")
    assert before["verdict"] == "REGRESSION" and float(before["last_value"]) > float(before["base_value"])
    edit(copy / "indicators.csv", {"indicator": "8.5.2"}, direction="increase")
    headway.build(copy)
    after = assessed(copy, "8.5.2")
    assert after["verdict"] in ("ON_TRACK", "FAIR")
    assert float(after["score"]) == -float(before["score"])
    assert "more is better" in page_text(copy, "en/indicators/8.5.2.html")


def test_a_target_changed_takes_effect(copy):
    base = assessed(copy, "8.5.2")["last_value"]
    high = str(float(base) + 1).replace(".", ",")
    edit(copy / "indicators.csv", {"indicator": "8.5.2"}, target=high, target_year="2028", target_basis="local")
    headway.build(copy)
    after = assessed(copy, "8.5.2")
    assert (float(after["target_value"]), after["target_year"]) == (float(base) + 1, "2028")
    assert (after["verdict"], "TARGET_MET" in after["flags"]) == ("ON_TRACK", True)
    assert "set by the city or region" in page_text(copy, "en/indicators/8.5.2.html")


def test_a_headline_named_takes_effect(copy):
    first = assessed(copy, "4.1.1")["address"]
    (second,) = {
        row["address"] for row in table(copy / "build" / "data" / "assessments.csv")
        if (row["indicator"], row["ref_area"]) == ("4.1.1", "XMALD")
    } - {first}  # fmt: skip
    chosen = re.search(r"series=[^;]+", second)[0]
    edit(copy / "indicators.csv", {"indicator": "4.1.1"}, headline=chosen)
    headway.build(copy)
    assert assessed(copy, "4.1.1")["address"] == second
    (row,) = [row for row in table(copy / "build" / "data" / "coverage.csv") if row["indicator"] == "4.1.1"]
    assert row["headline"] == second


def test_an_areas_name_takes_effect(copy):
    (row,) = [row for row in table(copy / "areas.csv", "utf-8-sig") if row["code"] == "XMTOR"]
    edit(copy / "areas.csv", {"code": "XMTOR"}, name_en="Newly Named Land", name_ru="Новая земля")
    headway.build(copy)
    for language, new, old in (("en", "Newly Named Land", row["name_en"]), ("ru", "Новая земля", row["name_ru"])):
        text = page_text(copy, f"{language}/indicators/8.5.2.html")
        assert new in text and old not in text


def test_a_bodys_name_takes_effect(copy):
    rows = table(copy / "indicators.csv", "utf-8-sig")
    body = next(row for row in rows if row["indicator"] == "8.5.2")["owner"].split("|")[0]
    edit(copy / "bodies.csv", {"body": body}, name_en="Office of Figures (renamed)")
    headway.build(copy)
    assert "Office of Figures (renamed)" in page_text(copy, "en/indicators/8.5.2.html")
    assert "Office of Figures (renamed)" in page_text(copy, "en/gaps.html")


def test_a_break_added_takes_effect(copy):
    add_row(copy / "breaks.csv", framework="global", indicator="8.5.2", ref_area="XMALD", year="2019", reason="A new survey")
    headway.build(copy)
    after = assessed(copy, "8.5.2")
    assert (after["break_years"], after["break_kinds"]) == ("2019", "declared")
    assert after["verdict_whole"] and after["verdict_after_break"]
    assert "Break in 2019: A new survey" in page_text(copy, "en/indicators/8.5.2.html")
    assert assessed(copy, "8.5.2", "XM")["break_years"] == ""


def test_an_opening_text_takes_effect_in_its_language_only(copy):
    (copy / "text" / "opening.en.md").write_text("A **first** word from the mayor.\n", encoding="utf-8")
    headway.build(copy)
    index = copy / "build" / "site"
    assert "A <strong>first</strong> word from the mayor." in (index / "en" / "index.html").read_text(encoding="utf-8")
    assert "from the mayor" not in (index / "ru" / "index.html").read_text(encoding="utf-8")


def test_the_placeholder_of_a_text_is_never_shown(pages):
    assert not [name for name, page in pages.items() if "headway: write here" in "\n".join(page.texts)]


def test_a_removed_text_goes_from_the_page(copy):
    path = copy / "text" / "opening.en.md"
    path.write_text("Here today.\n", encoding="utf-8")
    headway.build(copy)
    path.unlink()
    headway.build(copy)
    assert "Here today." not in page_text(copy, "en/index.html")


# What people type is text, never markup


NASTY = '<img src=x onerror="alert(1)"> & <b>bold</b>'
ESCAPED = "&lt;img src=x onerror=&#34;alert(1)&#34;&gt; &amp; &lt;b&gt;bold&lt;/b&gt;"


@pytest.fixture(scope="module")
def attacked(demo, tmp_path_factory) -> Path:
    """The example with HTML typed into every place a person fills in."""
    folder = Path(shutil.copytree(demo, tmp_path_factory.mktemp("attacked") / "demo"))
    edit(folder / "indicators.csv", {"indicator": "8.5.2"}, name=f"Jobless {NASTY}", reason=f"Because {NASTY}", source=NASTY)
    edit(folder / "areas.csv", {"code": "XMTOR"}, name_en=f"Tor {NASTY}")
    body = next(row for row in table(folder / "indicators.csv", "utf-8-sig") if row["indicator"] == "8.5.2")["owner"]
    edit(folder / "bodies.csv", {"body": body.split("|")[0]}, name_en=f"Office {NASTY}")
    add_row(folder / "breaks.csv", framework="global", indicator="8.5.2", ref_area="XMALD", year="2019", reason=NASTY)
    (folder / "text" / "opening.en.md").write_text(
        f"Words {NASTY}\n\n<script>alert(1)</script>\n\n[press](javascript:alert(1)) ![x](data:text/html,x)\n",
        encoding="utf-8",
    )
    headway.build(folder)
    return folder


def test_html_typed_by_a_person_is_shown_as_text(attacked):
    page = (attacked / "build" / "site" / "en" / "indicators" / "8.5.2.html").read_text(encoding="utf-8")
    for lead in ("Jobless", "Tor", "Office"):
        assert f"{lead} {ESCAPED}" in page, lead
    assert f"Break in 2019: {ESCAPED}" in page


def test_html_in_a_text_is_shown_as_text(attacked):
    page = (attacked / "build" / "site" / "en" / "index.html").read_text(encoding="utf-8")
    assert "Words &lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &lt;b&gt;bold&lt;/b&gt;" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


OURS = re.compile(r'<script src="[./]*(?:assets|chunks)/[\w.-]+"(?: defer)?></script>|<script type="application/json" id="[\w-]+">[^<]*</script>')
"""The scripts and data blocks of the pages themselves; the text of a data block has no angle bracket."""


def test_no_page_has_markup_that_a_person_typed(attacked):
    for path in (attacked / "build" / "site").rglob("*.html"):
        text = OURS.sub("", path.read_text(encoding="utf-8"))
        assert not re.search(r"<script|<img|<b>|\son\w+=\"|href=\"(javascript|data):", text), path
