"""Serves the preview over HTTP, to this machine alone."""

import os
import re
import sys
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from headway.publish.preview.answers import Answer, answer, plain
from headway.publish.preview.state import Preview

HOST = "127.0.0.1"
OWN = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?", re.IGNORECASE)
"""Names by which this machine calls itself; a page elsewhere whose name was bent to this machine has another."""
IDLE = 60.0
"""Seconds after which a connection without a request is closed."""


class Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own, which ends with the program."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers take one port
    request_queue_size = 32

    def __init__(self, preview: Preview, port: int) -> None:
        super().__init__((HOST, port), partial(Handler, preview))

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request, client_address) -> None:
        """Whoever goes away in the middle of an answer is no fault; anything else is told in one line."""
        error = sys.exception() if hasattr(sys, "exception") else sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            print(f"A request could not be answered: {type(error).__name__}: {error}", file=sys.stderr)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "headway", ""
    timeout = IDLE

    def __init__(self, preview: Preview, *arguments) -> None:
        self.preview = preview
        super().__init__(*arguments)

    def do_GET(self) -> None:  # noqa: N802  (the standard library's name)
        self._send(self._answer())

    do_HEAD = do_GET

    def _answer(self) -> Answer:
        if not OWN.fullmatch(self.headers.get("Host", "")):
            return plain(403, "This preview answers under 127.0.0.1 and localhost only.")
        return answer(self.preview, self.path)

    def _refuse(self) -> None:
        self.close_connection = True  # what the request brings along is not read
        self._send(plain(405, "The preview can only be read."), allow="GET, HEAD")

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = _refuse

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A request that cannot be understood: in one line, without repeating it."""
        self.close_connection = True
        self._send(plain(code, f"{code} {self.responses.get(code, ('',))[0]}"))

    def _send(self, found: Answer, *, allow: str = "") -> None:
        self.send_response(found.status)
        headers = {
            "Content-Type": found.kind, "Content-Length": str(len(found.body)), "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff", "Location": found.location, "Allow": allow,
            "Connection": "close" if self.close_connection else "",
        }  # fmt: skip
        for name, text in headers.items():
            if text:
                self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.body)

    def log_message(self, *_: object) -> None:
        """The terminal is for what changed, not for every file that was fetched."""
