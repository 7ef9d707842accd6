"""When two names may mean one place: `Акмолинская` and `Акмолинская область`, `г.Алматы` and `Город Алматы`."""

import re
import unicodedata
from functools import lru_cache

from headway.nomenclature import tables

WORD = re.compile(r"[^\W_]+")
VOWELS = "аеиоуыэюяәіөүұaeiouy"


@lru_cache(maxsize=4096)
def folded(name: str) -> tuple[str, str]:
    """(name without case, accents and words of kind; the kind: region, city, district or blank)."""
    marks = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in marks if not unicodedata.combining(letter))
    words, kinds = WORD.findall(plain), _kinds()
    rest = [word for word in words if word not in kinds]
    kind = next((kinds[word] for word in words if word in kinds), "")
    return " ".join(rest or words), kind


@lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """A folded name without the ending of an adjective and without a last vowel: `акмол`."""
    for ending in tables.toml("area_words.toml")["adjective"]:
        if name.endswith(ending) and len(name) - len(ending) > 2:
            name = name.removesuffix(ending)
            break
    return name[:-1] if len(name) > 3 and name[-1] in VOWELS else name


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    words = tables.toml("area_words.toml")
    return {word: kind for kind in ("region", "city", "district") for word in words[kind]}
