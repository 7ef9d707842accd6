"""The process in which mutated cases run: one for many, started anew where a case ends it."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

PATIENCE = 120
"""Seconds without an answer after which a case counts as hanging; the machine may be busy."""
MOST_MEMORY = 6_000_000_000
"""Address space of the worker: what no case may come near to; its own share is measured case by case."""


class Worker:
    """A process that answers each seed with a line."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__))]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.answers: Queue[str] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.answers.put(line.rstrip("\n"))
        self.answers.put("")

    def ask(self, seed: int) -> str | None:
        """What was at fault, blank where nothing was; None where the process hangs or is gone."""
        self.process.stdin.write(f"{seed}\n")
        self.process.stdin.flush()
        try:
            answer = self.answers.get(timeout=PATIENCE)
        except Empty:
            return None
        return answer.removeprefix("done ").replace("\x00", "\n") if answer.startswith("done ") else None

    def end(self) -> int | None:
        status = self.process.poll()
        self.process.kill()
        self.process.communicate()
        return status


def faults_of(seeds: Iterable[int]) -> Iterator[str]:
    """What did not end well."""
    worker = Worker()
    try:
        for seed in seeds:
            told = worker.ask(seed)
            if told is None:
                status = worker.end()
                yield f"seed {seed}: " + ("it hangs" if status is None else f"the process ended with status {status}")
                worker = Worker()
            elif told:
                yield told
    finally:
        worker.end()


def serve() -> None:
    try:
        from resource import RLIMIT_AS, setrlimit

        setrlimit(RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):
        pass
    from fuzzer import Bench

    bench = Bench()
    try:
        for line in sys.stdin:
            told = bench.run(int(line)).replace("\n", "\x00")
            print(f"done {told}".encode("utf-8", "replace").decode(), flush=True)
    finally:
        bench.close()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    serve()
