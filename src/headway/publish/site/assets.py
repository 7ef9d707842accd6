"""What pages load besides themselves: one style sheet and the scripts, joined from small files."""

from functools import partial
from importlib.resources import files

from headway.publish.site.engine import engine
from headway.publish.site.goal_colors import goal_styles
from headway.publish.site.pages import Make

ASSETS = files(__package__) / "assets"


def asset_files() -> dict[str, Make]:
    """Path below the site's folder → what makes the file; a folder of scripts becomes one script of its name."""
    entries = sorted((ASSETS / "scripts").iterdir(), key=lambda entry: entry.name)
    found: dict[str, Make] = {"assets/style.css": _style, "assets/icon.svg": partial(_text, "icon.svg"), "assets/engine.js": engine}
    found |= {f"assets/{entry.name}": partial(_script, entry.name) for entry in entries if entry.name.endswith(".js")}
    found |= {f"assets/{entry.name}.js": partial(_joined, "scripts", entry.name) for entry in entries if entry.is_dir()}
    return found


def _style() -> str:
    return _joined("style") + goal_styles()


def _joined(*folder: str) -> str:
    """The files of a folder in the order of their names."""
    entries = sorted(ASSETS.joinpath(*folder).iterdir(), key=lambda entry: entry.name)
    return "".join(entry.read_text(encoding="utf-8") for entry in entries)


def _script(name: str) -> str:
    return (ASSETS / "scripts" / name).read_text(encoding="utf-8")


def _text(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")
