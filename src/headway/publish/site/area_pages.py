"""Where the profiles of areas are."""

from functools import lru_cache
from hashlib import sha256

from headway.publish.file_names import file_name
from headway.publish.site.context import Context


@lru_cache(maxsize=8)
def area_pages(context: Context) -> dict[str, str]:
    """Area with data → the path of its profile, `areas/KZALA.html`.

    Codes that differ in small and capital letters only are told apart, since
    some systems take their files for one.
    """
    codes = dict.fromkeys(area for by_area in context.finished.groups.values() for area in by_area)
    taken: set[str] = set()
    found = {}
    for code in sorted(codes):
        name = file_name(code)
        if name.casefold() in taken:
            name = f"{name}-{sha256(code.encode()).hexdigest()[:6]}"
        taken.add(name.casefold())
        found[code] = f"areas/{name}.html"
    return found
