"""YAML and Markdown files of a repository, every value as text.

The loader resolves no types and builds no objects: `1.4.1`, `no` and dates stay
as the office wrote them, and a tag can do nothing.
"""

from pathlib import Path

from headway.sources.problems import ProblemLog
from headway.sources.text import read_text
from headway.sources.yaml_events import Faulty, load

MOST_BYTES = 8_000_000


def load_document(path: Path, file: str, log: ProblemLog) -> dict:
    """The mapping of a YAML file or of a Markdown file's front matter; empty on a problem."""
    text = read_text(path, file, log, most=MOST_BYTES)
    if text is None:
        return {}
    first_line = 1
    if path.suffix == ".md":
        text, first_line = front_matter(text)
    return parse_yaml(text, file, first_line, log)


def front_matter(text: str) -> tuple[str, int]:
    """The YAML between the first two `---` lines, and the line it begins on."""
    lines = text.splitlines()
    fences = [index for index, line in enumerate(lines) if line.strip() == "---"]
    if not fences:
        return "", 1
    end = fences[1] if len(fences) > 1 else len(lines)
    return "\n".join(lines[fences[0] + 1 : end]), fences[0] + 2


def parse_yaml(text: str, file: str, first_line: int, log: ProblemLog) -> dict:
    try:
        found, repeated = load(text)
    except Faulty as fault:
        lines = text.splitlines()
        line = lines[fault.line] if 0 <= fault.line < len(lines) else ""
        code = "YAML_TAB" if "\t" in line.split("#")[0] else "YAML_BROKEN"
        log.add(code, file, max(fault.line + first_line, 0), found=line.strip(), problem=fault.problem)
        return {}
    for name in repeated:
        log.add("YAML_NAME_TWICE", file, name.line + first_line, found=name.name)
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        log.add("YAML_BROKEN", file, 1, found=str(found)[:80], problem="not a mapping of names to values")
        return {}
    return found
