"""One piece of work done by a child of this process, which meanwhile goes on with its own."""

import os
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from generator.sealed import seal, unseal

T = TypeVar("T")


class Aside(Generic[T]):
    """Work under way; *kind* is that of its result, which is plain values.

    Where no child can be had, and where it fails, the work is done here when the result is asked
    for: so nobody can tell, but by the time that it takes.
    """

    def __init__(self, work: Callable[[], T], kind: type[T]) -> None:
        self._work = work
        self._kind = kind
        self._child = self._pipe = 0
        if hasattr(os, "fork") and threading.active_count() == 1:  # a lock of a thread stays locked
            self._begin()

    def _begin(self) -> None:
        pipe, into = os.pipe()
        try:
            child = os.fork()
        except OSError:  # no memory, or too many processes
            os.close(pipe)
            os.close(into)
            return
        if child:
            os.close(into)
            self._child, self._pipe = child, pipe
            return
        try:  # from here on this is the child, and must never go back to what the parent does
            with open(into, "wb") as told:
                told.write(seal(self._work()))
        finally:
            os._exit(0)

    def result(self) -> T:
        """Return what the work gives, or raise what it raises; to be asked once."""
        data = self.end()
        found = unseal(data, self._kind)
        return self._work() if found is None else found

    def end(self) -> bytes:
        """Wait for the child, if there is one, and return what it has told."""
        if not self._child:
            return b""
        with open(self._pipe, "rb") as told:
            data = told.read()
        os.waitpid(self._child, 0)
        self._child = self._pipe = 0
        return data
