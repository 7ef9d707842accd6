"""`headway serve` in a process of its own, as a user runs it."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

ENOUGH = 60.0
"""Seconds after which a test gives up waiting."""


class Serving:
    """A running preview: its process, what it said first, and its address."""

    def __init__(self, folder: Path, process: subprocess.Popen, complaints: TextIO) -> None:
        self.folder, self.process, self.said = folder, process, ""
        while "http://" not in self.said:
            line = process.stdout.readline()
            if not line:
                complaints.seek(0)
                raise AssertionError(f"the preview ended: {self.said} {complaints.read()}")
            self.said += line
        self.address = re.search(r"http://[\d.:]+/", self.said)[0]

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])

    def get(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
        """Status, headers, text."""
        request = urllib.request.Request(self.address + path, method=method)
        try:
            with urllib.request.urlopen(request, timeout=ENOUGH) as answer:
                return answer.status, dict(answer.headers), answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read().decode("utf-8", "replace")

    def raw(self, request: bytes) -> bytes:
        """The whole answer to bytes sent as they are."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=ENOUGH) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def interrupt(self) -> tuple[int, str]:
        """Ctrl+C: the exit status and all that was said on standard output."""
        self.process.send_signal(signal.SIGINT)
        out, _ = self.process.communicate(timeout=ENOUGH)
        return self.process.returncode, self.said + out


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[Serving]:
    command = [sys.executable, "-m", "headway.cli", "serve", str(folder), "--no-browser", *more]
    with TemporaryFile("w+", encoding="utf-8") as complaints:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True, encoding="utf-8")
        try:
            yield Serving(folder, process, complaints)
        finally:
            process.kill()
            process.communicate()


def copy_of(review: Path, folder: Path, *, built: bool = False) -> Path:
    """A review a test may change: with its store, and with what was built where it is wanted."""
    ignored = None if built else shutil.ignore_patterns("build")
    return Path(shutil.copytree(review, folder, ignore=ignored))


def replace_in(path: Path, old: str, new: str) -> None:
    """One replacement, saved in place; nothing to replace is a fault of the test."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def until(what: Callable[[], bool], seconds: float = ENOUGH) -> float:
    """Seconds until `what` holds."""
    start = time.monotonic()
    while not what():
        assert time.monotonic() - start < seconds, "waited in vain"
        time.sleep(0.02)
    return time.monotonic() - start
