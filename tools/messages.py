"""Brings the catalogues of the pages up to date with the texts in templates, code and the editions of the methods.

Run it after changing a text: `python tools/messages.py`. New texts stand in
ru.po and kk.po with an empty translation, which a test refuses.
"""

import tomllib
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parent.parent / "src/headway"
PUBLISH = SOURCE / "publish"
EDITIONS = SOURCE / "nomenclature/data/editions"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"t": None, "tn": (1, 2), "N_": None}


def texts() -> Catalog:
    """Every text of the pages, in the order of the files."""
    catalog = Catalog(project="headway", charset="utf-8")
    options = {"**/templates/**.html": {"trimmed": "true", "newstyle_gettext": "false"}}
    for _, _, message, _, context in extract_from_dir(
        str(PUBLISH), METHODS, options, keywords=KEYWORDS
    ):
        catalog.add(message, context=context)
    for message in edition_texts():
        catalog.add(message)
    return catalog


def edition_texts() -> list[str]:
    """What the editions of the methods say themselves: name, publisher, source, and what could not be checked."""
    found = []
    for path in sorted(EDITIONS.glob("*.toml")):
        edition = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [edition["name"], edition["publisher"], edition["source"], *edition.get("unverified", {}).values()]
    return list(dict.fromkeys(found))


def update(language: str) -> int:
    """Updates one catalogue and says how many texts lack a translation."""
    path = PUBLISH / "words" / f"{language}.po"
    known = Catalog(locale=language, project="headway", charset="utf-8")
    if path.is_file():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    known.update(texts(), no_fuzzy_matching=True)
    known.obsolete.clear()
    known.header_comment, known.fuzzy = f"# Headway's pages: {language}.", False
    for message in known:
        message.flags.clear()
    with path.open("wb") as file:
        write_po(file, known, width=0, no_location=True, sort_output=True, omit_header=False)
    return sum(not any(message.string if isinstance(message.string, tuple) else [message.string]) for message in known if message.id)


if __name__ == "__main__":
    for language in ("ru", "kk"):
        print(f"{language}: {update(language)} texts without a translation")
