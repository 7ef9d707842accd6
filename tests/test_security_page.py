"""docs/security.md promises nothing without a test that holds it."""

import ast
import re
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PAGE = PROJECT / "docs" / "security.md"
NAMED = re.compile(r"\[(tests/\w+\.py)::(\w+)\]\(\.\./(tests/\w+\.py)\)")


def lines() -> list[str]:
    return PAGE.read_text(encoding="utf-8").splitlines()


def test_every_test_that_the_page_names_is_there():
    found = [match.groups() for line in lines() for match in NAMED.finditer(line)]
    assert len(found) > 30
    for file, test, link in found:
        assert file == link
        tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}::{test}"


def test_every_promise_names_a_test():
    rows = [line for line in lines() if line.startswith("|") and not line.startswith(("| promise", "|---"))]
    assert len(rows) > 20
    assert [row for row in rows if not NAMED.search(row)] == []


def test_the_page_is_linked_from_the_readme():
    assert "docs/security.md" in (PROJECT / "README.md").read_text(encoding="utf-8")
