"""Writes docs/problems.md from the problem codes of the nomenclature."""

from pathlib import Path

from headway.model.problem import SEVERITIES
from headway.nomenclature.problems import meanings

INTRODUCTION = """# Problems

What each code of `headway check` means. Errors are not used until they are mended; warnings are used, but look; notices are mended or harmless. Words in braces are filled in. Made by `python tools/problem_page.py` from `src/headway/nomenclature/data/problems.toml`, where the Russian and Kazakh sentences stand too.
"""


def page() -> str:
    parts = [INTRODUCTION]
    for severity in SEVERITIES:
        parts.append(f"## {severity.capitalize()}s\n")
        for code, meaning in sorted(meanings().items()):
            if meaning.severity == severity:
                parts.append(
                    f"### {code}\n\nFound: {meaning.found['en']}\n\nExpected: {meaning.expected['en']}\n\n"
                    f"What to do: {meaning.remedy['en']}\n"
                )
    return "\n".join(parts)


if __name__ == "__main__":
    path = Path(__file__).parent.parent / "docs" / "problems.md"
    path.write_text(page(), encoding="utf-8", newline="\n")
