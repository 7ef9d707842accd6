"""Published progress of Open SDG repositories, recomputed from components and from raw data."""

import shutil
from pathlib import Path

import pytest

from headway.assess.reproduce.open_sdg import reproduce
from headway.errors import SourceError
from headway.sources.open_sdg.progress_options import Group, SeriesOptions, read_plan


def counts(found) -> dict[str, tuple[int, int]]:
    return {entry.name: (entry.agreed, entry.total) for entry in found.agreements}


def notes(found) -> dict[str, str]:
    return {entry.name: entry.note for entry in found.agreements}


# Canada's own framework


@pytest.fixture(scope="module")
def canada_reproduced(canada):
    return reproduce(canada)


def test_canada_from_components_and_from_the_data(canada_reproduced):
    """132 series, 7 of them refused; 78 indicators with a score, 3 set by hand; 16-5-1 has no data file."""
    assert counts(canada_reproduced) == {
        "values": (125, 125),
        "refusals": (7, 7),
        "scores": (125, 125),
        "series statuses": (132, 132),
        "indicators": (78, 78),
        "indicators that cannot be judged": (4, 4),
        "set by hand": (3, 3),
        "from the data: base and last values": (131, 131),
        "from the data: values": (124, 124),
        "from the data: scores and statuses": (131, 131),
        "from the data: indicators": (81, 81),
    }
    assert canada_reproduced.disagreements == ()
    assert "16-5-1 (1 series)" in notes(canada_reproduced)["from the data: base and last values"]
    assert "7-1-1" in notes(canada_reproduced)["set by hand"]


@pytest.fixture
def canada_copy(canada, tmp_path) -> Path:
    """The indicators 1-1-1, 1-2-1 and 2-2-1, free to be spoiled."""
    folder = tmp_path / "canada"
    for part in ("data", "meta"):
        (folder / part).mkdir(parents=True)
    for code in ("1-1-1", "1-2-1"):
        shutil.copy(canada / "data" / f"indicator_{code}.csv", folder / "data")
        shutil.copy(canada / "meta" / f"{code}.md", folder / "meta")
    lines = (canada / "indicator_calculation_components.yml").read_text().splitlines(keepends=True)
    end = next(index for index, line in enumerate(lines) if line.startswith("1-3-1:"))
    (folder / "indicator_calculation_components.yml").write_text("".join(lines[:end]))
    shutil.copy(canada / "config_data.yml", folder)
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_changed_value_is_found_and_explained(canada_copy):
    assert reproduce(canada_copy).disagreements == ()
    change(canada_copy / "data" / "indicator_1-1-1.csv", '2015,"","","","",,14.5', '2015,"","","","",,15.5')
    found = reproduce(canada_copy)
    assert counts(found)["values"] == (2, 2), "the components agree with themselves"
    assert counts(found)["from the data: values"] == (1, 2)
    assert {entry.item for entry in found.disagreements} == {"1-1-1"}
    first = found.disagreements[0]
    assert first.reason == "the base value is 15.5 in the data file and 14.5 in the published components"
    assert first.inputs["file"] == "data/indicator_1-1-1.csv" and first.inputs["base"] == "15.5 (2015)"


def test_a_published_slip_is_found(canada_copy):
    change(canada_copy / "indicator_calculation_components.yml", "status: moderate_progress", "status: limited_progress")
    found = reproduce(canada_copy)
    assert counts(found)["series statuses"] == (1, 2)
    slip = next(entry for entry in found.disagreements if entry.name == "series statuses")
    assert (slip.item, slip.published, slip.ours) == ("1-1-1", "limited_progress", "moderate_progress")
    assert slip.inputs["base"] == "14.5 (2015.0)"


def test_changed_options_are_named(canada_copy):
    change(canada_copy / "meta" / "1-1-1.md", "target: 7.25", "target: 9")
    found = reproduce(canada_copy)
    reasons = {entry.reason for entry in found.disagreements if entry.item == "1-1-1" and "data" in entry.name}
    assert "the metadata say target 9, the published components 7.25" in reasons


# A repository with everything the public ones have: groups, blank cells, long names, a column Progress

LONG = "Proportion of children and young people at the end of lower secondary achieving at least a minimum level"

SERVICES = f"""
auto_progress_calculation: true
progress_calculation_options:
- series: Water
  direction: positive
  target: 100
- group:
  - series: Education
    direction: positive
    disaggregation:
    - field: Kind
      value: {LONG}
    - field: Sex
      value:
  - group:
    - series: Education
      direction: positive
      disaggregation:
      - field: Kind
        value: Primary
      - field: Sex
        value: ~
    - series: Education
      direction: negative
      disaggregation:
      - field: Kind
        value: Primary
      - field: Sex
        value: F
"""
# 100 → 101 in a year scores 250·0.01 − 1.25 = 1.25; 100 → 100 scores −2.5; an undesired 100 → 101 scores 125·(−0.01) − 2.5 = −3.75
SERVICES_DATA = f"""Year,Series,Kind,Sex,GeoCode,Value
2015,Water,,,,90
2016,Water,,,,100
2015,Education,{LONG},,,100
2016,Education,{LONG},,,101
2015,Education,{LONG},F,,7
2016,Education,{LONG},F,,1
2015,Education,Primary,,,100
2016,Education,Primary,,,100
2015,Education,Primary,F,,100
2016,Education,Primary,F,,101
"""
SERIES = """  {tag}:
    base_value: {base}
    base_year: 2015.0
    current_value: {last}
    current_year: 2016.0
    direction: {direction}
    limit: null
    progress_value: {value}
    score: {score}
    sign: 1
    status: {status}
    target: {target}
    target_year: 2030.0
"""
REQUIRED = (100 / 90) ** (1 / 15) - 1


def series(tag, base, last, direction, value, score, status, target="null") -> str:
    return SERIES.format(
        tag=tag, base=base, last=last, direction=direction, value=value, score=score, status=status, target=target
    )


# (5 + (1.25 + (−2.5 − 3.75)/2)/2)/2 = (5 + (1.25 − 3.125)/2)/2 = 2.03125
SERVICES_PUBLISHED = (
    "1-4-1:\n"
    + series("1-4-1 / Education / Primary / F", 100.0, 101.0, -1, -0.01, -3.75, "deterioration")
    + series("1-4-1 / Education / Primary / None", 100.0, 100.0, 1, 0.0, -2.5, "limited_progress")
    + series(f"1-4-1 / Education / {LONG[:60]}... / None", 100.0, 101.0, 1, 0.01, 1.25, "moderate_progress")
    + series("1-4-1 / Water", 90.0, 100.0, 1, (100 / 90 - 1) / REQUIRED, 5.0, "target_achieved", 100.0)
    + "  progress_status: moderate_progress\n  score: 2.03125\n"
)

PARITY = """
auto_progress_calculation: true
progress_calculation_options:
- direction: negative
  target: 1
  progress_thresholds: {high: 0.9}
"""
PARITY_DATA = """Year,Units,Progress,COMMENT_OBS,Value
2014-15,Ratio,9,,9
2015-16,Ratio,2,checked,0.5
2016-17,Ratio,1,,1.01
2017-18,Ratio,,,44
"""
PARITY_PUBLISHED = (
    "4-5-1:\n"
    + series("4-5-1", 2.0, 1.0, -1, 0.5 / (1 - 0.5 ** (1 / 15)), 5.0, "target_achieved", 1.0)
    + "  progress_status: target_achieved\n  score: 5.0\n"
)
BY_HAND = "auto_progress_calculation: false\nprogress_status: target_achieved\n"
BY_HAND_PUBLISHED = """1-5-3:
  progress_status: target_achieved
  score: null
13-2-1:
  progress_status: ''
  score: null
"""


@pytest.fixture
def repository(tmp_path) -> Path:
    folder = tmp_path / "repository"
    write = {
        "config_data.yml": "languages:\n- en\n",
        "indicator-config/1-4-1.yml": SERVICES,
        "meta/1-4-1.yml": "national_geographical_coverage: Somewhere\n",
        "data/indicator_1-4-1.csv": SERVICES_DATA,
        "meta/4-5-1.md": f"---\n{PARITY}---\n",
        "data/indicator_4-5-1.csv": PARITY_DATA,
        "indicator-config/1-5-3.yml": BY_HAND,
        "indicator-config/13-2-1.yml": "indicator_number: 13.2.1\n",
        "indicator_calculation_components.yml": SERVICES_PUBLISHED + PARITY_PUBLISHED + BY_HAND_PUBLISHED,
    }
    for name, text in write.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_groups_blank_cells_long_names_and_the_progress_column(repository):
    found = reproduce(repository)
    assert found.disagreements == ()
    assert counts(found) == {
        "values": (5, 5),
        "scores": (5, 5),
        "series statuses": (5, 5),
        "indicators": (2, 2),
        "set by hand": (1, 1),
        "from the data: base and last values": (5, 5),
        "from the data: values": (5, 5),
        "from the data: scores and statuses": (5, 5),
        "from the data: indicators": (2, 2),
    }
    assert found.uncovered == {"unknown option “progress_thresholds”": 1}
    assert notes(found)["set by hand"] == "Left out, with neither series nor a status to compare: 13-2-1."


def test_without_the_groups_the_mean_is_another(repository):
    """Or the test above would not show that groups are read: (5 + 1.25 − 2.5 − 3.75)/4 = 0."""
    path = repository / "indicator-config" / "1-4-1.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(index for index, line in enumerate(lines) if "group:" in line)
    inner = [line for line in lines[first:] if "group:" not in line]
    fields = ("field", "value", "series", "direction", "disaggregation")
    flat = [line.strip() for line in inner if line.strip().lstrip("- ").startswith(fields)]
    indented = {"- series": "", "direction": "  ", "disaggregation": "  ", "- field": "  ", "value": "    "}
    rewritten = [next(indent for key, indent in indented.items() if line.startswith(key)) + line for line in flat]
    path.write_text("\n".join([*lines[:first], *rewritten]) + "\n", encoding="utf-8")
    found = reproduce(repository)
    assert [entry.name for entry in found.disagreements] == ["indicators", "from the data: indicators"]
    for entry in found.disagreements:
        assert entry.published == "2.03125 moderate_progress"
        assert float(entry.ours.split()[0]) == pytest.approx(0, abs=1e-12)


def test_without_components_the_results_are_listed(repository):
    (repository / "indicator_calculation_components.yml").unlink()
    found = reproduce(repository)
    assert found.disagreements == ()
    (only,) = found.agreements
    assert (only.agreed, only.total) == (0, 0) and "nothing published stands beside" in only.note
    listed = {(entry.name, entry.item): entry.ours for entry in found.results}
    assert listed["indicator", "1-4-1"] == "2.03125 moderate_progress"
    assert listed["series", "1-4-1 / Education / Primary / None"] == "-2.5 limited_progress"
    assert listed["set by hand", "1-5-3"] == "target_achieved"
    assert len(found.results) == 8


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2016,Water,,,,100", "2016,Water,,,,", "TOO_FEW_POINTS"),
        ("2016,Water,,,,100", "2015,Water,,,,100", "SAME_YEAR_TWICE: 2015"),
        ("2016,Water,,,,100", "2016,Water,Boiled,,,100", "TOO_FEW_POINTS"),
        ("Year,Series,Kind", "Year,Sorts,Kind", "NO_HEADLINE: Sorts, Kind, Sex"),
        ("Series,Kind,Sex,GeoCode,Value", "Series,Kind,Sex,GeoCode,Number", "NO_COLUMNS: Year, Series, Kind, Sex, GeoCode, Number"),
    ],
)
def test_what_the_data_cannot_give_has_its_reason(repository, old, new, reason):
    change(repository / "data" / "indicator_1-4-1.csv", old, new)
    (repository / "indicator_calculation_components.yml").unlink()
    listed = {entry.item: entry for entry in reproduce(repository).results if entry.name == "series"}
    assert listed["1-4-1 / Water"].reason == reason


def test_rows_that_still_differ_are_no_series(repository):
    change(repository / "indicator-config" / "1-4-1.yml", "      value: ~\n", "      value: ~\n      ignored: yes\n")
    text = (repository / "indicator-config" / "1-4-1.yml").read_text()
    (repository / "indicator-config" / "1-4-1.yml").write_text(text.replace("    - field: Sex\n      value:\n", "", 1))
    (repository / "indicator_calculation_components.yml").unlink()
    reasons = [entry.reason for entry in reproduce(repository).results if LONG in entry.item]
    assert reasons == ["MANY_SERIES: Sex: blank, F"]


def test_translations_tell_which_column_is_meant(repository):
    change(repository / "data" / "indicator_1-4-1.csv", "Kind,Sex", "data.K1,data.S1")
    folder = repository / "translations" / "en"
    folder.mkdir(parents=True)
    (folder / "data.yml").write_text("K1: Kind\nS1: Sex\n", encoding="utf-8")
    assert reproduce(repository).disagreements == ()


# Faults


def test_a_data_file_alone_missing_is_told(repository):
    (repository / "data" / "indicator_1-4-1.csv").unlink()
    found = reproduce(repository)
    assert "1-4-1 (4 series)" in notes(found)["from the data: base and last values"]
    assert counts(found)["indicators"] == (2, 2)


def test_components_alone_are_enough(repository):
    shutil.rmtree(repository / "data")
    assert counts(reproduce(repository))["values"] == (5, 5)
    assert counts(reproduce(repository / "indicator_calculation_components.yml"))["values"] == (5, 5)


@pytest.mark.parametrize("text", ["", "1-1-1: 5\n", "- a\n- b\n", "1-1-1:\n  score: 3\n", "\t: ["])
def test_a_file_that_is_no_components_file(repository, text):
    (repository / "indicator_calculation_components.yml").write_text(text)
    with pytest.raises(SourceError, match="progress_status"):
        reproduce(repository)


def test_no_repository(tmp_path):
    with pytest.raises(SourceError, match="is not a folder"):
        reproduce(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="not an Open SDG repository"):
        reproduce(tmp_path)


# Options as they are written


def test_options_are_read_as_they_stand():
    plan = read_plan(
        "1-1-1",
        {
            "auto_progress_calculation": "True",
            "progress_calculation_options": [
                {"direction": "positive", "target": "12,5", "base_year": "2014", "limit": "many", "odd": "1"},
                {"group": [{"unit": "%", "disaggregation": [{"field": "Sex", "value": "null"}, {"value": "x"}]}]},
                "not an option",
            ],
        },
    )  # fmt: skip
    first, group = plan.options
    assert isinstance(group, Group)
    assert (first.direction, first.target, first.base_year, first.limit) == ("increase", 12.5, 2014, None)
    assert first.unreadable == ("limit: many",) and plan.unknown == ("odd",)
    assert group.members == (SeriesOptions(unit="%", cells=(("Sex", ""),)),)
    assert group.members[0].tag("1-1-1") == "1-1-1 / % / None"


@pytest.mark.parametrize(
    "document", [{}, {"auto_progress_calculation": "false"}, {"progress_calculation_options": "nonsense"}]
)
def test_plans_that_are_not_automatic(document):
    plan = read_plan("1-1-1", document | {"progress_status": "target_achieved"})
    assert (plan.automatic, plan.manual, plan.options) == (False, "target_achieved", (SeriesOptions(),))
