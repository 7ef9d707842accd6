"""The language of a text by its letters."""

import re

KAZAKH = re.compile("[әіңғүұқөһӘІҢҒҮҰҚӨҺ]")
CYRILLIC = re.compile("[\u0400-\u04ff]")


def language_of(text: str) -> str:
    """kk where a letter is Kazakh alone, ru for other Cyrillic, else en."""
    return "kk" if KAZAKH.search(text) else "ru" if CYRILLIC.search(text) else "en"
