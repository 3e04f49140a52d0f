"""Changes of files as bursts: what happened in one go is told in one go, once it is quiet."""

import contextlib
import queue
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from generator.regex import regex

COUNTED = frozenset({"created", "modified", "deleted", "moved", "closed"})
"""Kinds of events; all others come from reading, and a build that reads would wake itself."""

PASSING = regex(r"\.|4913$|.*~$|#.*#$|.*\.(?:sw[a-z]|tmp)$|.*___jb_(?:tmp|old)___$")
"""Names of hidden files, and of those that editors make for a moment while they save."""

SILENT = regex(r"(?:9p|nfs\d?|cifs|smb\d?|smbfs|drvfs|vboxsf|prl_fs|virtiofs|fuse\..+)$")
"""Disks that do not tell about changes made on the other side."""


EVERY = 1.0
"""Seconds between two looks at a disk that does not tell of changes."""

SAVED = frozenset({"closed", "moved"})
"""Events with which a file is complete, as far as one can know."""

FEW = 8
"""Paths up to which a burst is somebody saving; more of them is a tool at work, with pauses."""


class Changes(Iterator[frozenset[Path]]):
    """Bursts of changed paths below *places*; watching begins when it is made.

    A place is a folder, watched with all below it, or a file; it may come into being later, its
    parent folder must be there. A burst ends after *quiet* seconds without a change, after a third
    of that where one file is complete, after ten times as many where more than a few files are in
    it, or after *longest*. *polling* says why the
    system gives no events for these places, so that they are listed every second instead; it is
    empty where it does. *poll* asks for that.
    """

    def __init__(
        self,
        places: Iterable[Path],
        *,
        quiet: float = 0.015,
        longest: float = 2.0,
        poll: bool = False,
    ) -> None:
        self._quiet, self._longest, self._poll = quiet, longest, poll
        self._queue: queue.SimpleQueue[tuple[Path, bool] | None] = queue.SimpleQueue()
        self._begin(places)

    def _begin(self, places: Iterable[Path]) -> None:
        self._places = sorted({place.resolve() for place in places})
        self.polling = "as asked" if self._poll else silence(self._places)
        if not self.polling:
            try:
                self._watch = _Watch(Observer(), self._places, self._queue)
            except OSError as error:
                self.polling = f"the system watches no more files ({error.strerror})"
        if self.polling:
            self._watch = _Watch(PollingObserver(timeout=EVERY), self._places, self._queue)

    def look_at(self, places: Iterable[Path]) -> None:
        """Watch *places* from now on, instead of those before."""
        if self._places != sorted({place.resolve() for place in places}):
            before = self._watch
            self._begin(places)
            before.stop()

    def __next__(self) -> frozenset[Path]:
        """Wait for the next burst."""
        path, saved = self._next(None)
        burst = {path}
        until = time.monotonic() + self._longest
        with contextlib.suppress(queue.Empty):
            while (left := until - time.monotonic()) > 0:
                alone = saved and len(burst) == 1
                quiet = self._quiet * (1 / 3 if alone else 1 if len(burst) <= FEW else 10)
                path, saved = self._next(min(quiet, left))
                burst.add(path)
        return frozenset(burst)

    def _next(self, seconds: float | None) -> tuple[Path, bool]:
        """Return the next path, and whether its file is complete."""
        found = self._queue.get(timeout=seconds)
        if found is None:
            self._queue.put(None)  # for whoever asks next
            raise StopIteration
        return found

    def stop(self) -> None:
        """Stop watching; whoever waits for a burst gets no more."""
        self._queue.put(None)
        self._watch.stop()


def changes(places: Iterable[Path], *, quiet: float = 0.015, poll: bool = False) -> Changes:
    """Return the bursts of changes below *places*, from now on."""
    return Changes(places, quiet=quiet, poll=poll)


class _Watch(FileSystemEventHandler):
    """Puts every path that counts into a queue."""

    def __init__(
        self,
        observer: BaseObserver,
        places: list[Path],
        paths: "queue.SimpleQueue[tuple[Path, bool] | None]",
    ) -> None:
        self._observer, self._places, self._paths = observer, places, paths
        self._below: dict[Path, ObservedWatch] = {}
        try:
            for place in places:
                if place.parent.is_dir():
                    observer.schedule(self, str(place.parent))
                self._look_below(place)
            observer.start()
        except OSError:
            self.stop()
            raise

    def stop(self) -> None:
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take what counts; a folder that came (back) into being is watched anew."""
        if event.event_type not in COUNTED:
            return
        if event.is_directory and event.event_type == "modified":
            return  # only says that something else in it is new
        for name in (event.src_path, event.dest_path):
            path = Path(str(name))
            if name and self._counts(path):
                if event.is_directory and path in self._places:
                    self._look_below(path)
                self._paths.put((path, event.event_type in SAVED))

    def _counts(self, path: Path) -> bool:
        for place in self._places:
            if path.is_relative_to(place):
                return not any(PASSING.match(part) for part in path.relative_to(place).parts)
        return False

    def _look_below(self, place: Path) -> None:
        before = self._below.pop(place, None)
        if before:
            with contextlib.suppress(KeyError):
                self._observer.unschedule(before)
        if place.is_dir():
            self._below[place] = self._observer.schedule(self, str(place), recursive=True)


def silence(places: Iterable[Path]) -> str:
    """Say which disk of *places* is known not to tell about changes; nothing where all do."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    mounts = [(m[1], m[2]) for m in map(str.split, lines) if len(m) > 2]
    for place in places:
        above = [mount for mount in mounts if place.is_relative_to(mount[0])]
        point, kind = max(above, key=lambda mount: len(mount[0]), default=("", ""))
        if SILENT.match(kind):
            return f"{point} is a disk ({kind}) that does not tell of every change"
    return ""
