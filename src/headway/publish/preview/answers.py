"""What is answered to a request: a function of its address and the present state."""

from functools import lru_cache
from importlib.resources import files
from json import dumps
from pathlib import Path, PurePosixPath
from threading import BoundedSemaphore
from urllib.parse import parse_qs, unquote

import msgspec

from headway.errors import HeadwayError
from headway.publish.preview.notices import faulty, not_found
from headway.publish.preview.state import Preview, State
from headway.publish.site.assets import asset_files

LIVE = ".live/"
HOLD = 20.0
"""Seconds a page's question for a change is held."""
WAITING = BoundedSemaphore(4)
"""Questions held at a time: a browser has six connections to one host, and pages need some. Others are answered at once."""
SCRIPT = b'<script src="/.live/live.js" data-state="%s" defer></script>\n'

TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json", ".geojson": "application/geo+json", ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8", ".xml": "application/xml", ".svg": "image/svg+xml", ".png": "image/png",
    ".parquet": "application/vnd.apache.parquet", ".zip": "application/zip", ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


class Answer(msgspec.Struct, frozen=True):
    """Status, type and body; `location` where the page is elsewhere."""

    status: int
    kind: str
    body: bytes
    location: str = ""


def answer(preview: Preview, target: str) -> Answer:
    """`target` as it stands in the request: a path, perhaps with a question after `?`."""
    raw, _, question = target.partition("?")
    try:
        path = unquote(raw, errors="strict").removeprefix("/")
    except UnicodeDecodeError:
        return plain(400, "This address cannot be read.")
    if not raw.startswith("/"):
        return plain(400, "An address begins with a stroke.")
    if path.startswith(LIVE):
        return _live(preview, path, question)
    return _page(preview, preview.state, path)


def _live(preview: Preview, path: str, question: str) -> Answer:
    """The script on every page, and the answer it waits for."""
    if path == f"{LIVE}live.js":
        return Answer(200, TYPES[".js"], _script())
    if path != f"{LIVE}wait.js":
        return plain(404, "There is nothing at this address.")
    since = parse_qs(question).get("since", [""])[0]
    seconds = HOLD if WAITING.acquire(blocking=False) else 0.0
    try:
        now = preview.wait(since, seconds)
    finally:
        if seconds:
            WAITING.release()
    return Answer(200, TYPES[".js"], f"headwayLive({dumps(now)});\n".encode())


def _page(preview: Preview, state: State, path: str) -> Answer:
    if path == "" or path.endswith("/"):
        path += "index.html"
    if path in state.files and not (state.fault and path.endswith(".html")):
        try:
            return _content(state, path, preview.content(state, path))
        except Exception as error:  # noqa: BLE001  (a page that fails is told on the page, and the preview goes on)
            return _fault(state, path, _of_the_page(path, error), 500)
    if path.startswith("data/"):
        content = data_file(preview.folder / "build" / "data", path.removeprefix("data/"))
        return _missing(state, path) if content is None else _content(state, path, content)
    if path in asset_files():
        return _content(state, path, _bytes(asset_files()[path]()))
    if state.fault:
        return _fault(state, path, state.fault, 503)
    if f"{path}/index.html" in state.files:
        return Answer(302, TYPES[".txt"], b"", location=f"/{path}/")
    return _missing(state, path)


def data_file(folder: Path, path: str) -> bytes | None:
    """A file of the last build's data; None for whatever is not plainly one of them."""
    parts = path.split("/")
    if any(part.startswith(".") or not part or set(part) & set('\\:\0') for part in parts):
        return None
    try:
        found = folder.joinpath(*parts).resolve()
        inside = found.is_relative_to(folder.resolve()) and found.is_file()
        return found.read_bytes() if inside else None
    except (OSError, ValueError):  # a name no system takes, or a build that replaces the folder just now
        return None


def _of_the_page(path: str, error: Exception) -> HeadwayError:
    return HeadwayError(f"The page {path} could not be made: {type(error).__name__}: {error}.", remedy="This is a fault of Headway itself.")


def _content(state: State, path: str, content: bytes, status: int = 200) -> Answer:
    kind = TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
    return Answer(status, kind, live(content, state) if path.endswith(".html") else content)


def _missing(state: State, path: str) -> Answer:
    return Answer(404, TYPES[".html"], live(not_found(state, path).encode(), state))


def _fault(state: State, path: str, fault: HeadwayError, status: int) -> Answer:
    return Answer(status, TYPES[".html"], live(faulty(state, path, fault).encode(), state))


def plain(status: int, text: str) -> Answer:
    return Answer(status, TYPES[".txt"], f"{text}\n".encode())


def live(page: bytes, state: State) -> bytes:
    """A page with the script that shows it anew."""
    before, end, after = page.rpartition(b"</body>")
    script = SCRIPT % state.name.encode()
    return before + script + end + after if end else page + script


@lru_cache(maxsize=1)
def _script() -> bytes:
    return (files(__package__) / "live.js").read_bytes()


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
