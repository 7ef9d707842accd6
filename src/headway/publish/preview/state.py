"""What the preview shows: the site of the review as it stands, or why it cannot be shown."""

import time
from itertools import chain
from pathlib import Path
from threading import Condition, Lock

import msgspec

from headway.errors import HeadwayError
from headway.publish.site.pages import Make
from headway.publish.site.site import site_files
from headway.review.build import Finished, finish_review

SECOND_TRY = 0.3
"""Seconds until a review that failed for no fault of its own is tried again: a build beside it may have cleared a store."""


class State(msgspec.Struct, frozen=True):
    """One state of the review; every change of its files makes another."""

    name: str
    """Told apart from every other state, of another run of the preview too."""
    files: dict[str, Make]
    """Path below the site's folder → what makes it; of the last review that could be finished."""
    languages: tuple[str, ...] = ()
    """Of that review, the default one first."""
    fault: HeadwayError | None = None
    made: dict[str, bytes] = {}
    """What was looked at already."""


class Preview:
    """A review and its present state; made for many threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._start, self._count = time.time_ns(), 0
        self._finished: Finished | None = None
        self._changed, self._making = Condition(), Lock()
        self.state = State(self._name(), {})

    def _name(self) -> str:
        return f"{self._start}-{self._count}"

    def rebuild(self) -> State:
        """Finishes the review again; whoever waits for another state is woken."""
        finished, fault = _finish(self.folder, self._finished)
        self._finished = finished or self._finished
        self._count += 1
        if finished is None:
            state = msgspec.structs.replace(self.state, name=self._name(), fault=fault)
        else:
            files = dict(chain.from_iterable(step.items() for step in site_files(finished).values()))
            state = State(self._name(), files, finished.review.settings.languages)
        with self._changed:
            self.state = state
            self._changed.notify_all()
        return state

    def wait(self, name: str, seconds: float) -> str:
        """The name of the present state: at once where it is not `name`, else when it changes or the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.name != name, seconds)
            return self.state.name

    def content(self, state: State, path: str) -> bytes:
        """A file of the site, made at most once for each state; KeyError where there is none."""
        with self._making:  # views share what they have counted, so two pages are not made at a time
            if path not in state.made:
                content = state.files[path]()
                state.made[path] = content.encode() if isinstance(content, str) else content
            return state.made[path]


def _finish(folder: Path, before: Finished | None) -> tuple[Finished | None, HeadwayError | None]:
    """The finished review, or why there is none."""
    for attempt in range(2):
        try:
            return finish_review(folder, before=before), None
        except HeadwayError as error:
            return None, error
        except Exception as error:  # noqa: BLE001  (whatever it is, the preview goes on and says it)
            fault = HeadwayError(
                f"The review could not be finished: {type(error).__name__}: {error}.",
                remedy="Save any of its files to try again; “headway check” may say more.",
            )
            if attempt == 0:
                time.sleep(SECOND_TRY)
    return None, fault
