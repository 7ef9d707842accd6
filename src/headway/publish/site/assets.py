"""What pages load besides themselves: one style sheet and the scripts, joined from small files."""

from functools import partial
from importlib.resources import files

from headway.publish.site.goal_colors import goal_styles
from headway.publish.site.pages import Make

ASSETS = files(__package__) / "assets"


def asset_files() -> dict[str, Make]:
    """Path below the site's folder → what makes the file."""
    scripts = [entry.name for entry in (ASSETS / "scripts").iterdir() if entry.name.endswith(".js")]
    found: dict[str, Make] = {"assets/style.css": _style}
    found |= {f"assets/{name}": partial(_script, name) for name in sorted(scripts)}
    return found


def _style() -> str:
    """The sheets of `assets/style` in the order of their names."""
    sheets = sorted((ASSETS / "style").iterdir(), key=lambda entry: entry.name)
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets) + goal_styles()


def _script(name: str) -> str:
    return (ASSETS / "scripts" / name).read_text(encoding="utf-8")
