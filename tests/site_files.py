"""Parts of a site written for tests that open pages: assets, chunks and the pages of some indicators."""

import http.server
import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from headway.publish.site.site import site_files
from headway.review.build import Finished


def write_pages(finished: Finished, stems: Iterable[str], folder: Path) -> Path:
    """Everything the pages of the indicators `stems` load, and the pages in each language."""
    wanted = {f"{stem}.html" for stem in stems} | {f"{stem}.js" for stem in stems}
    for files in site_files(finished).values():
        for path, make in files.items():
            script = path.endswith((".js", ".css", ".svg")) and not path.startswith("chunks/")
            if script or path.rpartition("/")[2] in wanted:
                content = make()
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read_chunk(text: str) -> tuple[str, dict]:
    """Name and content of a chunk; ValueError where it is not one call with plain JSON."""
    start, end = "headway.receive(", ");\n"
    if not (text.startswith(start) and text.endswith(end)):
        raise ValueError(text[:80])
    name, content = json.loads(f"[{text[len(start) : -len(end)]}]", parse_constant=_refuse)
    return name, content


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which a folder is served on this machine alone."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
