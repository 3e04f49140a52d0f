"""What the open pages of a preview are told: which version is served, and what is wrong with it."""

import json
import re
import secrets
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.diagnostics import Diagnostic, Severity, ordered
from generator.errors import GeneratorError
from generator.regex import regex

_HEARTBEAT = 15.0
_PLACED = regex(r"(?P<path>[^\s:]+):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<message>.*)", re.S)

Problem = Mapping[str, str | int]
"""A problem as a browser is told of it: severity, message, hint, and its place where it has one."""

Say = Callable[[str], None]


class Outcome(msgspec.Struct, frozen=True):
    """What became of a change: the problems that there are, and whether the site is *fresh*."""

    problems: Sequence[Problem] = ()
    fresh: bool = True


Rebuild = Callable[[frozenset[Path]], Outcome]


def shown(problems: Iterable[Diagnostic]) -> list[Problem]:
    """Return what a browser shows: nothing unless there is an error, and never a note."""
    found = [problem for problem in problems if problem.severity > Severity.NOTE]
    if not any(problem.severity == Severity.ERROR for problem in found):
        return []
    return [problem.to_json() for problem in ordered(found)]


def told(error: GeneratorError) -> Problem:
    """Return an exception as a problem, at the place that its message begins with."""
    placed = _PLACED.fullmatch(error.message)
    if not placed:
        return {"severity": "error", "message": error.message, "hint": error.hint}
    return {
        "severity": "error",
        "message": placed["message"],
        "path": placed["path"],
        "line": int(placed["line"]),
        "column": int(placed["column"] or 1),
        "hint": error.hint,
    }


class News:
    """The version of the site that is served, and its problems; threads wait for others."""

    def __init__(self, problems: Sequence[Problem] = ()) -> None:
        self._news = threading.Condition()
        self._start = secrets.token_hex(4)  # another start is another version for open pages
        self._count = 0
        self._ended = False
        self.problems = list(problems)

    @property
    def version(self) -> str:
        """The version of the site that is served now."""
        return f"{self._start}-{self._count}"

    def tell(self, problems: Sequence[Problem], *, fresh: bool) -> None:
        """Tell what is wrong now, of a *fresh* site or of the one that was there before."""
        with self._news:
            self._count += fresh
            self.problems = list(problems)
            self._news.notify_all()

    def end(self) -> None:
        """Let nobody wait any longer."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def event(self, last: str | None) -> str | None:
        """Return the state as JSON once it is not *last* or a while has passed; None at the end."""
        with self._news:
            self._news.wait_for(lambda: self._ended or self._words() != last, _HEARTBEAT)
            return None if self._ended else self._words()

    def _words(self) -> str:
        return json.dumps({"version": self.version, "problems": self.problems})


def follow(bursts: Iterable[frozenset[Path]], rebuild: Rebuild, news: News, say: Say) -> None:
    """Rebuild for each burst and tell the browsers; nothing that goes wrong ends this."""
    for burst in bursts:
        started = time.perf_counter()
        names = ", ".join(sorted(path.name for path in burst)[:3])
        names += f" and {len(burst) - 3} more" if len(burst) > 3 else ""
        try:
            outcome = rebuild(burst)
        except GeneratorError as error:
            outcome = Outcome([told(error)], fresh=False)
        except Exception as error:  # a fault of ours must not end the preview
            words, hint = f"{type(error).__name__}: {error}", "this is a fault of the generator"
            outcome = Outcome([{"severity": "error", "message": words, "hint": hint}], fresh=False)
            say(traceback.format_exc())
        news.tell(outcome.problems, fresh=outcome.fresh)
        spent = (time.perf_counter() - started) * 1000
        done = f"made anew in {spent:.0f} ms" if outcome.fresh else "the site stays as it was"
        say(f"{names} changed: {done}")
        for problem in outcome.problems:
            if problem["severity"] == "error":
                say(f"  {_line(problem)}")


def _line(problem: Problem) -> str:
    """Return a problem on one line, its hint on another."""
    place = "{path}:{line}:{column}: ".format_map(problem) if problem.get("path") else ""
    hint = f"\n    hint: {problem['hint']}" if problem["hint"] else ""
    return f"{place}{problem['message']}{hint}"


class Afterwards:
    """Does *work* once it has been quiet for as long as *pause* says, after each stir."""

    def __init__(self, work: Callable[[], None], pause: Callable[[], float]) -> None:
        self._work, self._pause = work, pause
        self._stirred = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def stir(self) -> None:
        """Have the work done when it is quiet again."""
        self._stirred.set()

    def _run(self) -> None:
        while True:
            self._stirred.wait()
            while self._stirred.is_set():
                self._stirred.clear()
                self._stirred.wait(self._pause())
            self._work()
