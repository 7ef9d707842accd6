"""How a command runs and ends: what it says on the way, signals, what the system refuses, the exit status."""

import errno
import logging
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from headway.errors import HeadwayError
from headway.model.paths import path_text

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Letters that move the cursor, colour, retitle or turn what a terminal shows."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
ENDED = ("SIGTERM", "SIGHUP")
"""By the system, or by closing the terminal: like an interruption. Some systems lack the second."""


class Ended(KeyboardInterrupt):
    """A signal asked the command to end; `status` is what shells expect then."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


class Said(logging.Handler):
    """Notes on the way, such as what a killed run had left, as one line each on standard error."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.command = command

    def emit(self, record: logging.LogRecord) -> None:
        _complain(f"headway {self.command}: {record.getMessage()}")


def run(command: str, call: Callable[[], int]) -> int:
    """Runs a command; returns the exit status. Nothing a user can meet ends in a traceback."""
    try:
        with _noted(command), _ending_signals():
            status = call()
            sys.stdout.flush()
            return status
    except BrokenPipeError:  # whoever reads has seen enough: head, less
        _close_output()
        return 0
    except HeadwayError as error:
        _complain(f"headway {command}: {error}")
        return 2
    except OSError as error:
        _complain(f"headway {command}: {_refusal(error)}")
        _give_up_output()
        return 2
    except MemoryError:
        _complain(f"headway {command}: this machine has too little memory for it. Nothing half-made was left.")
        return 2
    except Ended as end:
        _complain(f"headway {command}: ended by the system; nothing half-made was left.")
        return end.status
    except KeyboardInterrupt:
        _complain(f"headway {command}: interrupted; nothing half-made was left.")
        return 130


def _refusal(error: OSError) -> str:
    place = f" {path_text(error.filename)}" if error.filename else ""
    remedy = " Make room on the disk and run the same command again; what stood before stands." if error.errno in FULL else ""
    return f"the system refused{place}: {error.strerror or error}.{remedy}"


def harmless(line: str) -> str:
    """A line in which nothing from the data gives the terminal an order: such letters are shown by their number."""
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _complain(text: str) -> None:
    with suppress(OSError, ValueError):  # nobody may be there to hear it
        print(harmless(" ".join(text.splitlines())), file=sys.stderr, flush=True)


def _give_up_output() -> None:
    """What could not be written to a full disk is given up, or Python would try again at its end."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _close_output()


def _close_output() -> None:
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _noted(command: str) -> Iterator[None]:
    log, handler = logging.getLogger("headway"), Said(command)
    log.addHandler(handler)
    before, log.propagate = log.propagate, False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.propagate = before


@contextmanager
def _ending_signals() -> Iterator[None]:
    """Where this thread may have a say in signals."""
    before = {}
    with suppress(ValueError):
        for name in ENDED:
            if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:
                before[name] = signal.signal(getattr(signal, name), _end)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _end(number: int, _) -> None:
    raise Ended(number)
