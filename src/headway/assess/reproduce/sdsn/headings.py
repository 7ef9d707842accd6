"""What the columns of a data base are called: knowledge that stands in `headings.toml`."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

ROLES_OF_INDICATORS = ("score", "colour", "arrow", "value")
ROLES_OF_GOALS = ("goal_colour", "goal_arrow", "goal_regional", "goal_score")


@lru_cache(maxsize=1)
def _known() -> dict:
    return tomllib.loads(files(__package__).joinpath("headings.toml").read_text(encoding="utf-8"))


def folded(heading: object) -> str:
    """A heading in lower case, without accents and with single blanks."""
    text = unicodedata.normalize("NFKD", str(heading)).replace("’", "'")
    plain = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


@lru_cache(maxsize=None)
def _pattern(pattern: str) -> re.Pattern:
    return re.compile(pattern.replace("KEY", ".+?").replace("GOAL", r"1[0-7]|[1-9]"))


def codebook_role(heading: str) -> str:
    """Which column of the codebook it is; blank where none."""
    return next((role for role, patterns in _known()["codebook"].items() if _matches(heading, patterns)), "")


def table_role(heading: str) -> tuple[str, str]:
    """(role, key) of a column of the tables: `goal_score`, `7`; `score`, `sdg1_wpc`; the key blank for columns of areas.

    A plain column may be anything: its role is `value` and its key the heading.
    """
    for role, patterns in _known()["table"].items():
        if match := _matches(heading, patterns):
            return role, (match[1] if role in (*ROLES_OF_INDICATORS, *ROLES_OF_GOALS) else "")
    return "", ""


def _matches(heading: str, patterns: list[str]) -> re.Match | None:
    return next((match for pattern in patterns if (match := _pattern(pattern).fullmatch(heading))), None)


def direction(word: object) -> int:
    """+1 where more is better, -1 where less is, 0 where the word does not say."""
    words = _known()["words"]
    return (folded(word) in words["ascending"]) - (folded(word) in words["descending"])


def colour(word: object) -> str:
    """The code of a colour's word; blank where it is none."""
    return _code(word, "colours")


def arrow(word: object) -> str:
    """The code of an arrow's sign or word; blank where it is none."""
    return _code(word, "arrows")


def _code(word: object, kind: str) -> str:
    return next((code for code, words in _known()["words"][kind].items() if folded(word) in words), "")
