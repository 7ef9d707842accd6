"""Runs the preview until it is interrupted: the server, the watcher, what the terminal says."""

import errno
import sys
import time
import webbrowser
from pathlib import Path
from threading import Event, Thread

from headway.errors import UsageError
from headway.publish.preview.server import Server
from headway.publish.preview.state import Preview
from headway.publish.preview.watch import signature, watch_review
from headway.review.folder import open_review
from headway.review.settings import FILE

FIRST_PORT, PORTS = 8000, 50
"""Where no port is asked for, the first free one from 8000 on is taken."""


def serve_review(folder: Path, *, port: int | None, browser: bool) -> None:
    """Serves until interrupted. Raises UsageError where the port cannot be had, ReviewError where `folder` is no review."""
    if not (folder / FILE).is_file():
        open_review(folder)  # says that it is none; any other fault is shown in the browser, to be mended there
    preview = Preview(folder)
    server = open_server(preview, port)
    before = signature(folder)
    _tell(preview)
    _say(f"Preview of {folder}: {server.address}", "It follows every change you save. Ctrl+C ends it.")
    stop = Event()
    threads = [
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True),
        Thread(target=watch_review, args=(folder, before, lambda names: _tell(preview, names), stop), daemon=True),
    ]
    for thread in threads:
        thread.start()
    if browser:
        Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
    try:
        while threads[0].is_alive():
            threads[0].join(timeout=0.5)  # with a time limit an interruption is noticed on every system
    except KeyboardInterrupt:
        _say("The preview has ended.")
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def open_server(preview: Preview, port: int | None) -> Server:
    """On the port asked for, else on the first free one; the terminal is told if that is another than usual."""
    if port is not None:
        return _asked_for(preview, port)
    for number in range(FIRST_PORT, FIRST_PORT + PORTS):
        try:
            server = Server(preview, number)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        if number != FIRST_PORT:
            _say(f"Port {FIRST_PORT} is in use; the preview takes {number}.")
        return server
    raise UsageError(f"The ports {FIRST_PORT} to {FIRST_PORT + PORTS - 1} are all in use.", remedy="Name a free one: --port 9000.")


def _asked_for(preview: Preview, port: int) -> Server:
    try:
        return Server(preview, port)
    except OverflowError:
        raise UsageError(f"There is no port {port}.", remedy="Ports go from 1 to 65535.") from None
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
        raise UsageError(f"Port {port} {why}.", remedy="Name another, or leave out --port to take a free one.") from None


def _tell(preview: Preview, changed: list[str] | None = None) -> None:
    """Finishes the review and says what came of it."""
    start = time.perf_counter()
    state = preview.rebuild()
    what = f"{', '.join(changed)} changed: " if changed else ""
    if state.fault:
        print(f"{what}{state.fault}", file=sys.stderr, flush=True)
    elif changed:
        print(f"{what}shown anew after {time.perf_counter() - start:.1f} s.", file=sys.stderr, flush=True)


def _say(*lines: str) -> None:
    print("\n".join(lines), flush=True)
