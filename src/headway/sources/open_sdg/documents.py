"""YAML and Markdown files of a repository, every value as text.

The loader resolves no types and builds no objects: `1.4.1`, `no` and dates stay
as the office wrote them, and a tag can do nothing.
"""

from pathlib import Path

import yaml

from headway.sources.problems import ProblemLog
from headway.sources.text import read_text

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load_document(path: Path, file: str, log: ProblemLog) -> dict:
    """The mapping of a YAML file or of a Markdown file's front matter; empty on a problem."""
    text = read_text(path, file, log)
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
        found = yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + first_line if mark else 0
        lines = text.splitlines()
        line = lines[mark.line] if mark and mark.line < len(lines) else ""
        code = "YAML_TAB" if "\t" in line.split("#")[0] else "YAML_BROKEN"
        log.add(code, file, row, found=line.strip(), problem=getattr(error, "problem", "") or "")
        return {}
    except RecursionError:
        log.add("YAML_BROKEN", file, found="nesting too deep", problem="nesting too deep")
        return {}
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        log.add("YAML_BROKEN", file, 1, found=str(found)[:80], problem="not a mapping of names to values")
        return {}
    return found
