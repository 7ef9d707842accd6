"""Words as a search compares them: folded letters, endings cut off.

Every stem is the beginning of its folded word. So a browser needs no stemmer:
a word of a query and a stem belong together when one begins with the other.
"""

import re
import unicodedata
from functools import lru_cache
from os.path import commonprefix

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼ`´](?=\w)")

KAZAKH = str.maketrans("әқңғүұһөі", "акнгуухои")
"""Kazakh letters as people type them on a Russian keyboard."""

SNOWBALL = {"en": "english", "ru": "russian"}

STOP_WORDS = {
    "en": "a all an and are as at by for from has have in into is it its not of on or per than that the their to "
          "was were which who with",
    "ru": "без в для до за и из или их к как на не о об от по под при с со также так том у что чьи этой",
    "kk": "бар бір бойынша болып барлық да де мен мың және олардың осы пен сайын туралы үшін әр я яғни",
}  # fmt: skip
"""Words that say nothing alone."""

ENDINGS = {"en": (3, 7), "ru": (3, 5), "kk": (4, 9)}
"""How many letters may follow a stem in a query: after a stem of at most three letters, after a longer one."""


def fold(text: str) -> str:
    """Small letters without marks: `Ё` is `е`, `й` is `и`, `қ` is `к`; apostrophes within words fall out."""
    marked = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text).lower())
    return "".join(letter for letter in marked if not unicodedata.combining(letter)).translate(KAZAKH)


def stop_words(language: str) -> list[str]:
    return [fold(word) for word in STOP_WORDS[language].split()]


def stems(text: str, language: str) -> list[str]:
    """The different stems of a text in their order, stop words left out."""
    words = WORD.findall(APOSTROPHES.sub("", unicodedata.normalize("NFC", text)).lower())
    found = dict.fromkeys(_stem(word, language) for word in words)
    found.pop("", None)
    return list(found)


@lru_cache(maxsize=None)
def _silent(language: str) -> frozenset[str]:
    return frozenset(stop_words(language))


@lru_cache(maxsize=None)
def _stemmer(language: str):
    return snowballstemmer.stemmer(SNOWBALL[language])


@lru_cache(maxsize=65536)
def _stem(word: str, language: str) -> str:
    """The beginning that the forms of a word share; blank for a stop word.

    Kazakh, where an ending follows an ending, is cut by length.
    """
    folded = fold(word)
    if folded in _silent(language):
        return ""
    if any(letter.isdigit() for letter in word):
        return folded
    if language == "kk":
        return folded[:6] if len(folded) > 6 else folded[:5]
    word = word.replace("ё", "е")
    stem = commonprefix([_stemmer(language).stemWord(word), word])
    if language == "en" and len(stem) > 3:
        stem = stem.rstrip("iy")  # city and cities, poverty and poverties
    return fold(stem) or folded
