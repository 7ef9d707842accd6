"""The command line: one command per function of `headway`, the same words.

Results go to standard output, progress and messages to standard error.
Exit status: 0 all well, 1 the check found errors, 2 the call or an input could
not be used, 130 interrupted, 143 ended by the system.
"""

import argparse
import json
import sys
from collections.abc import Iterable

from headway import commands
from headway.model.paths import path_text
from headway.running import harmless, run

EXAMPLES = {
    "demo": "headway demo\n  headway demo my-demo",
    "new": "headway new almaty --area KZALA --within KZ --source open-sdg=../data --languages kk,ru,en",
    "add": "headway add almaty --source table=city-plan.xlsx",
    "refresh": "headway refresh almaty\n  headway refresh almaty --accept",
    "check": "headway check almaty",
    "build": "headway build almaty\n  headway build almaty --only data",
    "serve": "headway serve almaty\n  headway serve almaty --port 9000 --no-browser",
    "show": "headway show almaty 1.2.1/KZALA\n  headway show almaty '1.2.1/KZALA/sex=F;unit_measure=PT@2023'",
    "reproduce": "headway reproduce sdsn Database-Benin-Regional-2023.xlsx\n  headway reproduce sdsn Database-Benin-Regional-2023.xlsx --json",
}


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(
        prog="headway",
        description="Prepares national and local reviews of the Sustainable Development Goals "
        "in which every number can be opened.",
        epilog="Start with: headway demo. Each command has its own --help with an example.",
    )
    main.add_argument("--version", action="version", version=f"headway {_version()}")
    verbs = main.add_subparsers(dest="command", metavar="COMMAND", required=True)

    demo = _verb(verbs, "demo", "make and build an example review of a fictional city")
    demo.add_argument("directory", metavar="DIR", nargs="?", default="headway-demo", help="folder to make (default: headway-demo)")
    demo.add_argument("--seed", type=int, default=2030, help="another number makes other figures (default: 2030)")

    new = _verb(verbs, "new", "start a review from its sources")
    new.add_argument("directory", metavar="DIR", help="folder to make")
    new.add_argument("--area", required=True, metavar="CODE", help="the place the review is about")
    new.add_argument("--within", default="", metavar="CODE", help="the area it lies in and is compared with")
    new.add_argument("--source", action="append", required=True, metavar="READER=LOCATION", help="open-sdg=FOLDER, open-sdg=GIT-URL or table=FILE; may be repeated")
    new.add_argument("--name", default="", help="name of the area, where no source or list knows it")
    new.add_argument("--languages", default="en", metavar="kk,ru,en", help="languages of the review, the default one first")
    new.add_argument("--year", type=int, default=None, help="year of the review (default: this year)")

    add = _verb(verbs, "add", "add a source to a review: a spreadsheet, another repository")
    add.add_argument("directory", metavar="DIR", help="the review")
    add.add_argument("--source", required=True, metavar="READER=LOCATION", help="table=FILE or open-sdg=FOLDER")
    add.add_argument("--yes", action="store_true", help="confirm the guessed columns without asking")

    refresh = _verb(verbs, "refresh", "retrieve the sources again and show what changed")
    refresh.add_argument("directory", metavar="DIR", help="the review")
    refresh.add_argument("--accept", action="store_true", help="take the revisions into the review")

    check = _verb(verbs, "check", "list every problem with its place and remedy")
    check.add_argument("directory", metavar="DIR", help="the review")

    build = _verb(verbs, "build", "build the site and the open data into DIR/build")
    build.add_argument("directory", metavar="DIR", help="the review")
    build.add_argument("--only", default="", metavar="PART", help="site or data")

    serve = _verb(verbs, "serve", "preview in the browser, rebuilt as files change")
    serve.add_argument("directory", metavar="DIR", help="the review")
    serve.add_argument("--port", type=int, default=None, metavar="N", help="port to use (default: a free one from 8000 on)")
    serve.add_argument("--no-browser", dest="browser", action="store_false", help="open no browser")

    show = _verb(verbs, "show", "open one series or number")
    show.add_argument("directory", metavar="DIR", help="the review")
    show.add_argument("address", metavar="ADDRESS", help="[framework:]indicator/area[/dimension=value;…][@period][#source]")

    reproduce = _verb(verbs, "reproduce", "run a published data set through its method and list what differs")
    reproduce.add_argument("method", metavar="METHOD", help="sdsn, open-sdg or unsd")
    reproduce.add_argument("path", metavar="PATH", help="the data as their publisher offers them: a workbook, a file or a folder")

    for verb in (add, refresh, check, show, reproduce):
        verb.add_argument("--json", action="store_true", help="print machine-readable output and nothing else")
    return main


def _verb(verbs, name: str, text: str) -> argparse.ArgumentParser:
    return verbs.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=f"example:\n  {EXAMPLES[name]}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _version() -> str:
    from importlib.metadata import version

    return version("headway")


def progress(steps: Iterable, title: str) -> Iterable:
    """A bar on standard error that vanishes when done; nothing where that is no terminal."""
    from tqdm import tqdm

    return tqdm(steps, desc=title, leave=False, disable=None, file=sys.stderr, unit="", delay=1)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    options = vars(parser().parse_args(arguments))
    command = options.pop("command")
    for name in ("area", "within", "name", "address"):
        if options.get(name):
            options[name] = path_text(options[name])
    return run(command, lambda: COMMANDS[command](**options))


def _say(lines: Iterable[str]) -> None:
    print("\n".join(map(harmless, lines)))


def _json(content: object) -> None:
    import msgspec

    print(json.dumps(msgspec.to_builtins(content), ensure_ascii=False, indent=1))


def _demo(directory: str, seed: int) -> int:
    folder = commands.demo(directory, seed=seed, progress=progress)
    _say([f"An example review stands in {folder}.", f"Open {folder / 'build' / 'site' / 'index.html'} in a browser."])
    return 0


def _new(directory: str, **options) -> int:
    folder = commands.new(directory, **options)
    _say([f"The review stands in {folder}."])
    for mapping in sorted((folder / "sources").glob("*.toml")):
        _say([f"The columns were understood as {mapping} says: look, correct it, and set confirmed = true."])
    _say([f"Next: headway check {directory}, then headway build {directory}."])
    return 0


def _add(directory: str, source: str, yes: bool, json: bool) -> int:
    from headway.publish.terminal import added_lines
    from headway.review.add import confirm_mapping

    added = commands.add(directory, source=source)
    if yes and not added.confirmed:
        confirm_mapping(added.mapping)
        added = commands.add(directory, source=source)
    if json:
        _json(added)
        return 0
    _say(added_lines(added))
    if added.confirmed:
        return 0
    if _agrees("Are the columns understood rightly? [y/N] "):
        confirm_mapping(added.mapping)
        _say(["Confirmed."])
    else:
        _say([f"Correct {added.mapping}, set confirmed = true, and run the same command again."])
    return 0


def _agrees(question: str) -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return input(question).strip().lower() in ("y", "yes", "да", "д", "иә")


def _refresh(directory: str, accept: bool, json: bool) -> int:
    from headway.publish.terminal import revision_lines

    revisions = commands.refresh(directory, accept=accept)
    _json(revisions) if json else _say(revision_lines(revisions))
    return 0


def _check(directory: str, json: bool) -> int:
    from headway.nomenclature.problems import severity
    from headway.publish.package.tables import problem_record
    from headway.publish.terminal import problem_lines

    problems = commands.check(directory)
    if json:
        _json([problem_record(problem, ("en",)) for problem in problems])
    else:
        _say(problem_lines(problems))
    return int(any(severity(problem) == "error" for problem in problems))


def _build(directory: str, only: str) -> int:
    folder = commands.build(directory, only=only, progress=progress)
    _say([f"Built into {folder}."])
    return 0


def _serve(directory: str, port: int | None, browser: bool) -> int:
    commands.serve(directory, port=port, browser=browser)
    return 0


def _show(directory: str, address: str, json: bool) -> int:
    from headway.publish.terminal import shown_lines

    shown = commands.show(directory, address)
    _json(shown) if json else _say(shown_lines(shown))
    return 0


def _reproduce(method: str, path: str, json: bool) -> int:
    from headway.publish.reproduction import reproduction_lines

    found = commands.reproduce(method, path)
    _json(found) if json else _say(reproduction_lines(found))
    return 0


COMMANDS = {
    "demo": _demo, "new": _new, "add": _add, "refresh": _refresh, "check": _check, "build": _build,
    "serve": _serve, "show": _show, "reproduce": _reproduce,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
