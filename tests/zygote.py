"""Runs commands of Headway in forked children, each of which something happens to at a given step.

One order a line on standard input, as JSON; one answer a line on standard
output. A step is anything a command does to the disk: a file opened to be
written, a rename, a removal, a folder made, a link.
"""

import json
import os
import signal
import sys
import time
import traceback

import headway.cli
import headway.publish.folder_swap as folder_swap
import headway.publish.package.write  # noqa: F401  (loaded here once, not in every child)
import headway.publish.rebuild  # noqa: F401
import headway.publish.site.write  # noqa: F401
import headway.review.add  # noqa: F401
import headway.review.demo  # noqa: F401
import headway.review.lookup  # noqa: F401
import headway.review.refresh  # noqa: F401

STEPS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Watch:
    """Counts the steps below a folder, and at one of them does what was ordered."""

    def __init__(self, order: dict, notes: int) -> None:
        self.order, self.notes, self.count = order, notes, 0

    def __call__(self, event: str, arguments: tuple) -> None:
        if event == "open":
            path, _, flags = arguments
            if not isinstance(flags, int) or not flags & WRITING:
                return
        elif event in STEPS:
            path = arguments[1] if event == "os.rename" else arguments[0]
        else:
            return
        if not isinstance(path, (str, bytes)) or self.order["below"] not in os.path.abspath(os.fsdecode(path)):
            return
        self.count += 1
        os.write(self.notes, f"{event} {os.fsdecode(path)}\n".encode("utf-8", "surrogateescape"))
        if self.count == self.order.get("at"):
            self.happen()

    def happen(self) -> None:
        if refusal := self.order.get("errno"):
            raise OSError(refusal, os.strerror(refusal))
        os.kill(os.getpid(), self.order.get("signal", signal.SIGKILL))


def child(order: dict) -> None:
    words = os.open(order["words"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    notes = os.open(order["notes"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.dup2(words, 2)
    if not order.get("exchange", True):
        folder_swap.exchange = lambda one, other: False
    sys.addaudithook(Watch(order, notes))
    try:
        status = headway.cli.main(order["command"])
    except BaseException:
        traceback.print_exc()
        status = 99
    sys.stderr.flush()
    os._exit(status)


def ended(pid: int, after: float | None, number: int) -> int:
    """Waits; sends the signal after so many seconds."""
    start = time.monotonic()
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if after is not None and time.monotonic() - start > after:
            os.kill(pid, number)
            after = None
        time.sleep(0.002)


for line in sys.stdin:
    order = json.loads(line)
    pid = os.fork()
    if pid == 0:
        child(order)
    print(json.dumps(ended(pid, order.get("after"), order.get("signal", signal.SIGKILL))), flush=True)
