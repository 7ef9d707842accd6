"""Commands, their functions, their pages and the words of problems and pages are kept in step."""

import argparse
import ast
import csv
import importlib.util
import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import headway
from headway.cli import main, parser
from headway.nomenclature.problems import sentence
from headway.review.build import check_folder

ROOT = Path(__file__).parent.parent
SOURCES = Path(str(files("headway")))
LANGUAGES = ("en", "ru", "kk")


def commands() -> dict[str, argparse.ArgumentParser]:
    [verbs] = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(verbs.choices)


def page(name: str) -> str:
    path = ROOT / "docs" / name
    if not path.is_file():
        pytest.skip(f"docs/{name} does not exist yet")
    return path.read_text(encoding="utf-8")


def sections(text: str, mark: str) -> dict[str, str]:
    """Heading → the text below it, for headings of one level."""
    parts = re.split(rf"^{mark} (.+)$", text, flags=re.MULTILINE)
    return dict(zip((heading.strip("` ") for heading in parts[1::2]), parts[2::2]))


VERBS = sorted(commands())

# Commands, functions, help and page


def test_the_commands_are_those_of_the_design() -> None:
    assert {"demo", "new", "refresh", "check", "build", "show"} <= set(VERBS)


def test_every_command_is_a_function_and_every_function_a_command() -> None:
    assert sorted(headway.__all__) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_a_function_says_what_it_does(verb: str) -> None:
    function = getattr(headway, verb)
    assert inspect.isfunction(function) and function.__name__ == verb
    assert len((function.__doc__ or "").strip()) > 20


@pytest.mark.parametrize("verb", VERBS)
def test_a_function_takes_the_words_of_its_command(verb: str) -> None:
    """What only concerns the terminal has no counterpart: how to print, and consent given beforehand."""
    options = {action.dest for action in commands()[verb]._actions} - {"help", "json", "yes"}
    assert set(inspect.signature(getattr(headway, verb)).parameters) - {"progress"} == options


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_an_example_that_can_be_typed(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    examples = [line.strip() for line in said.partition("example:")[2].splitlines() if line.strip()]
    assert examples
    for example in examples:
        words = shlex.split(example)
        assert words[:2] == ["headway", verb]
        assert parser().parse_args(words[1:]).command == verb


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_has_a_word_of_explanation(verb: str) -> None:
    assert [action.dest for action in commands()[verb]._actions if not action.help] == []


def test_the_page_of_commands_has_a_section_for_each_and_for_no_other() -> None:
    assert sorted(sections(page("commands.md"), "##")) == [f"headway {verb}" for verb in VERBS]


@pytest.mark.parametrize("verb", VERBS)
def test_the_section_of_a_command_names_its_options_and_no_others(verb: str) -> None:
    text = sections(page("commands.md"), "##")[f"headway {verb}"]
    options = {name for action in commands()[verb]._actions for name in action.option_strings} - {"-h", "--help"}
    assert set(re.findall(r"--[a-z][a-z-]*", text)) == options
    positional = [str(action.metavar) for action in commands()[verb]._actions if not action.option_strings]
    assert [name for name in positional if name not in text] == []


def typed_lines() -> list[tuple[str, str]]:
    """(page, command) for each command in the code blocks of the pages; a remark may follow after two blanks."""
    found = []
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if path.is_file():
            for block in re.findall(r"^```[a-z]*\n(.*?)^```", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL):
                lines = [re.split(r"\s{2,}|\s#", line.strip())[0] for line in block.splitlines()]
                found += [(path.name, line) for line in lines if line.startswith("headway ")]
    return found


@pytest.mark.parametrize(("name", "line"), typed_lines())
def test_every_command_that_the_pages_show_can_be_typed(name: str, line: str) -> None:
    assert parser().parse_args(shlex.split(line)[1:]).command in VERBS


# Exit statuses and streams


@pytest.fixture
def example(demo: Path, tmp_path: Path) -> Path:
    """A copy of the example review that a test may change."""
    return Path(shutil.copytree(demo, tmp_path / "review"))


def strict(text: str) -> object:
    """JSON as the standard has it: no NaN, no Infinity, nothing before or after."""

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def run(*arguments: object) -> subprocess.CompletedProcess:
    """A process of its own, as a user starts it."""
    command = [sys.executable, "-m", "headway.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"]], ids=" ".join)
def test_asking_for_help_or_version_ends_well(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    assert ended.value.code == 0 and said.out.strip() and said.err == ""


@pytest.mark.parametrize(
    "arguments", [[], ["chekc", "x"], ["check"], ["check", "x", "--jsn"], ["new", "x"], ["new", "x", "--area", "KZ"], ["show", "x"], ["demo", "x", "--seed", "many"]],
    ids=" ".join,
)  # fmt: skip
def test_a_call_that_cannot_be_understood_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == "" and "usage: headway" in said.err


def test_check_ends_with_1_exactly_when_it_lists_an_error(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The example review has faults on purpose."""
    status, out, err = call(capsys, "check", demo)
    assert any(line.startswith("error ") for line in out.splitlines())
    assert (status, err) == (1, "")


def test_build_and_demo_say_where_the_result_stands(demo: Path, tmp_path: Path) -> None:
    """And show no progress where standard error is no terminal."""
    done = run("build", demo)
    assert (done.returncode, done.stderr) == (0, "") and str(demo / "build") in done.stdout


def test_check_as_data_has_every_problem_with_its_sentences(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = call(capsys, "check", demo, "--json")
    found = strict(out)
    assert (status, err) == (1, "") and len(found) > 10
    for problem in found:
        assert problem["severity"] in ("error", "warning", "notice") and problem["code"] and problem["file"]
        assert all(problem["sentences"]["en"][part].strip() for part in ("found", "expected", "remedy"))
    order = [("error", "warning", "notice").index(problem["severity"]) for problem in found]
    assert order == sorted(order)


def test_check_lists_the_same_in_words_and_as_data(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = strict(call(capsys, "check", demo, "--json")[1])
    words = call(capsys, "check", demo)[1].splitlines()
    assert words[-1].startswith(f"{len(found)} problems: ")
    heads = [line for line in words if re.match(r"(error|warning|notice) [A-Z_]+ ", line)]
    assert len(heads) == len(found)
    for head, problem in zip(heads, found):
        row = f":{problem['row']}" if problem["row"] else ""
        assert head.startswith(f"{problem['severity']} {problem['code']} ") and head.endswith(f"{problem['file']}{row}")


def addresses(demo: Path) -> list[str]:
    """An address for each kind of verdict and each reason for having none."""
    with (demo / "build/data/assessments.csv").open(encoding="utf-8", newline="") as file:
        kinds = {(row["verdict"], row["reason"]): row["address"] for row in csv.DictReader(file)}
    return list(kinds.values())


def test_show_as_data_is_json_for_every_kind_of_verdict(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = addresses(demo)
    assert len(asked) > 4
    for address in asked:
        status, out, err = call(capsys, "show", demo, address, "--json")
        found = strict(out)
        assert (status, err) == (0, "")
        assert found["asked"] == address and address in [series["address"] for series in found["series"]]


def test_refresh_as_data_is_json(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = call(capsys, "refresh", example, "--json")
    assert (status, err) == (0, "")
    assert [revision["changed"] for revision in strict(out)] == [False]


def test_add_as_data_is_json(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.csv").write_text("Code,Name,2022,2023,Target 2030\nG-1,Parks,3,4,9\n", encoding="utf-8")
    status, out, err = call(capsys, "add", example, "--source", f"table={tmp_path / 'plan.csv'}", "--json")
    found = strict(out)
    assert (status, err) == (0, "")
    assert (found["source"], found["values"], found["indicators"], found["targets"]) == ("plan", 2, ["plan:G-1"], ["plan:G-1"])


@pytest.mark.parametrize("command", [["check"], ["check", "--json"], ["show", "--json"]], ids=" ".join)
def test_a_reader_that_stops_early_is_no_fault(command: list[str], demo: Path) -> None:
    """`headway check almaty | head -1`: the rest of the output has nowhere to go, and nothing is wrong."""
    verb, *more = command
    arguments = [verb, str(demo), *([addresses(demo)[0]] if verb == "show" else []), *more]
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        done = subprocess.run([sys.executable, "-m", "headway.cli", *arguments], stdout=theirs, stderr=subprocess.PIPE, text=True)
    finally:
        os.close(theirs)
    assert done.stderr == ""
    assert done.returncode in (0, 1)


def test_output_survives_a_terminal_that_knows_no_kazakh(demo: Path) -> None:
    """On Windows the console's own encoding would end the command with a traceback."""
    command = [sys.executable, "-m", "headway.cli", "check", str(demo)]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 1 and done.stderr == b""
    assert "“" in done.stdout.decode("utf-8")


# Problem codes


def problem_words() -> dict[str, dict]:
    return tomllib.loads((SOURCES / "nomenclature/data/problems.toml").read_text(encoding="utf-8"))


CODES = sorted(problem_words())
CODE = re.compile(r"^[A-Z]+(_[A-Z]+)*$")
OWN = {"file", "row", "found", "indicator", "source", "code"}


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(SOURCES.rglob("*.py"))]


def constants(node: ast.AST) -> list[str]:
    """The codes an argument can be: a word, or one of two."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def reports() -> list[tuple[str, str, ast.Call, str]]:
    """(code, how, call, place) for each place that reports a problem with its code written out."""
    found = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("add", "count", "Problem", "_problem"):
                place = f"{path.relative_to(SOURCES).as_posix()}:{node.lineno}"
                found += [(code, name, node, place) for code in constants(node.args[0]) if CODE.match(code)]
    return found


def test_there_are_reports_to_look_at() -> None:
    """Should the scan find nothing, the tests below would pass in vain."""
    assert len(reports()) > 40 and len(CODES) > 60


def test_every_code_that_is_reported_has_words() -> None:
    assert [(code, place) for code, _, _, place in reports() if code not in CODES] == []


def test_every_code_with_words_is_reported_somewhere() -> None:
    written = {node.value for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert [code for code in CODES if code not in written] == []


def test_every_slot_of_a_sentence_is_filled_where_the_problem_is_reported() -> None:
    """A slot that nobody fills would show as a dash."""
    words = problem_words()
    lacking = []
    for code, how, node, place in reports():
        if how not in ("add", "count") or any(keyword.arg is None for keyword in node.keywords):
            continue
        given = {keyword.arg for keyword in node.keywords} - OWN | {"file", "row", "found"}
        given |= {keyword.arg for keyword in node.keywords if keyword.arg == "code"} | ({"count"} if how == "count" else set())
        used = {slot for part in ("found", "expected", "remedy") for text in words[code][part].values() for slot in slots(text)}
        if used - given:
            lacking.append((code, place, sorted(used - given)))
    assert lacking == []


def test_every_slot_of_the_example_s_problems_is_filled(demo: Path) -> None:
    words = problem_words()
    for problem in check_folder(demo).problems:
        used = {slot for part in ("found", "expected", "remedy") for text in words[problem.code][part].values() for slot in slots(text)}
        assert used <= {"found", "row", "file", *problem.details}, problem.code


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_its_three_sentences_in_three_languages_with_the_same_slots(code: str) -> None:
    words = problem_words()[code]
    assert words["severity"] in ("error", "warning", "notice")
    for part in ("found", "expected", "remedy"):
        texts = words[part]
        assert sorted(texts) == sorted(LANGUAGES)
        assert all(text.strip() == text and text for text in texts.values())
        # A name that stands in each language under a slot of its own: {name_en}, {name_ru}, {name_kk}.
        alike = {language: {re.sub(rf"_{language}$", "", slot) for slot in slots(text)} for language, text in texts.items()}
        assert alike["ru"] == alike["kk"] == alike["en"], part


def test_the_page_of_problems_explains_every_code_and_no_other() -> None:
    text = page("problems.md")
    headings = [heading for level in ("##", "###") for heading in sections(text, level)]
    assert sorted(heading for heading in headings if CODE.match(heading)) == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_problems_says_what_the_command_says(code: str) -> None:
    text = sections(page("problems.md"), "###").get(code, "")
    assert [part for part in ("found", "expected", "remedy") if problem_words()[code][part]["en"] not in text] == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_sentence_is_in_one_language(language: str, example: Path) -> None:
    """A slot is filled with a fact, not with a phrase of another language."""
    path = example / "indicators.csv"
    text = path.read_text(encoding="utf-8")
    [first] = re.findall(r"^global,(\d+\.\d+\.\d+),", text, flags=re.MULTILINE)[:1]
    path.write_text(text.replace(f"global,{first},", f"global,{first}9,", 1), encoding="utf-8")
    [problem] = [problem for problem in check_folder(example).problems if problem.code == "INDICATOR_WITHOUT_SOURCE"]
    told = " ".join(sentence(problem, part, language) for part in ("found", "expected", "remedy"))
    assert first in told
    assert re.findall(r"\b[A-Z][a-z]+\b", told) == []


# The texts of the pages


def texts() -> list:
    """Every text of the pages, as the tool that updates the catalogues finds them."""
    path = ROOT / "tools" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [message for message in module.texts() if message.id]


def catalogue(language: str):
    with (SOURCES / f"publish/words/{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_text_of_the_pages_is_translated(language: str) -> None:
    known = catalogue(language)
    found = texts()
    assert len(found) > 100
    missing = [message.id for message in found if known.get(message.id) is None or not all(forms(known.get(message.id).string))]
    assert missing == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_translation_is_doubtful_or_of_a_text_no_page_has(language: str) -> None:
    known, found = catalogue(language), {forms(message.id)[0] for message in texts()}
    assert [message.id for message in known if message.id and (message.fuzzy or forms(message.id)[0] not in found)] == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_translation_has_the_slots_of_its_text(language: str) -> None:
    """One that is missing loses a number; one too many ends the build."""
    wrong = []
    for message in catalogue(language):
        if message.id:
            wanted = set().union(*(slots(form) for form in forms(message.id)))
            wrong += [message.id for form in forms(message.string) if slots(form) != wanted]
    assert wrong == []


@pytest.mark.parametrize(("language", "count"), [("ru", 3), ("kk", 2)])
def test_a_counted_text_has_every_plural_form_of_its_language(language: str, count: int) -> None:
    counted = [message for message in catalogue(language) if isinstance(message.id, tuple)]
    assert counted and [message.id for message in counted if len(message.string) != count or not all(message.string)] == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_translation_repeats_the_english_text(language: str) -> None:
    """A text of words that was copied over is one that was not translated; Headway is called so everywhere."""
    same = [message.id for message in catalogue(language) if message.id and message.id == message.string and message.id != "Headway"]
    assert [text for text in same if re.search(r"[A-Za-z]{4}", re.sub(r"\{.*?\}", "", text))] == []
