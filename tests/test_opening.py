"""The opening sentences as text: 49 kinds of series in three languages, each text read for its grammar.

`openings.toml` holds what the pages say. After a change that is meant, run
`python tests/test_opening.py` and read every line that differs.
"""

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from opening_cases import CASES, make_review

from headway.publish.site.context import Context
from headway.publish.site.opening import opening
from headway.review.build import Finished, check_folder

EXPECTED = Path(__file__).parent / "openings.toml"
LANGUAGES = ("en", "ru", "kk")


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return check_folder(make_review(tmp_path_factory.mktemp("openings")))


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, str]]:
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def said(finished: Finished, language: str) -> dict[str, str]:
    """Code of a case → its opening in a language."""
    context = Context(finished, language)
    return {
        indicator.code: " ".join(opening(context, indicator)).replace("\u00a0", " ").replace("\u202f", " ")
        for indicator in finished.indicators.values()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_series_is_said_as_written_down(finished, expected, language: str):
    assert len(CASES) >= 40
    assert said(finished, language) == {code: texts[language] for code, texts in expected.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_opening_has_a_slot_a_key_or_half_a_sentence(finished, language: str):
    for code, text in said(finished, language).items():
        assert not set("{}_") & set(text), code
        assert "nan" not in text and "None" not in text and "  " not in text, code
        assert text[0].isupper() and text.endswith("."), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_openings_of_a_real_review_are_whole_sentences(almaty_finished: Finished, language: str):
    for code, text in said(almaty_finished, language).items():
        assert not set("{}_") & set(text), code
        assert "nan" not in text and "None" not in text and "  " not in text, code
        assert (text[0].isupper() or text[0].isdigit()) and text.endswith("."), code


def write_down() -> None:
    with TemporaryDirectory() as folder:
        finished = check_folder(make_review(Path(folder)))
        texts = {language: said(finished, language) for language in LANGUAGES}
    lines = ["# What the opening of each case says. Written by tests/test_opening.py, read by people.\n"]
    for case in CASES:
        lines.append(f"[{case.code}]  # {case.says}")
        lines += [f'{language} = "{texts[language][case.code]}"' for language in LANGUAGES]
        lines.append("")
    EXPECTED.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write_down()
