"""Work spread over processes: one seam, and in the same process where there is little to do."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from generator.errors import MachineError

if TYPE_CHECKING:
    from concurrent.futures import Executor

Task = TypeVar("Task")
Result = TypeVar("Result")

Hire = Callable[[Callable[[Any], Any], int], "AbstractContextManager[Executor]"]
"""Gives an executor in whose workers ``do`` does some work, so many of them at the most."""

RUBBISH = 20_000
"""New objects after which Python looks for rubbish among them: some pages' worth.

Nearly all are gone with their page, without being looked for.
"""

_work: Callable[[Any], Any]


def know(work: Callable[[Any], Any]) -> None:
    """Let this process know the work that ``do`` does."""
    global _work
    _work = work


def do(task: Any) -> Any:
    """Do the work that this process knows."""
    return _work(task)


def _start(work: Callable[[Any], Any]) -> None:
    know(work)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of us: the parent decides
    try:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    except RuntimeError:
        os._exit(1)  # no memory for a thread: the parent says so


def _end_with_parent() -> None:
    """Leave when the parent is gone: it may have been killed without a chance to say so."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextmanager
def own_processes(work: Callable[[Any], Any], most: int) -> "Iterator[Executor]":
    """Hire up to *most* processes of this machine.

    Where the system can fork, they see all that is in memory now and nothing is sent but tasks
    and results; *work* and what it refers to must be picklable elsewhere. Raises MachineError if
    the system gives no worker or ends one.
    """
    import multiprocessing  # not before there is enough to do
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    hint = "there may be too little memory: try it with -j 1"
    try:
        pool = ProcessPoolExecutor(most, context, initializer=_start, initargs=(work,))
        pool.submit(os.getpid)  # only now processes are asked for
    except (OSError, RuntimeError) as error:
        for child in multiprocessing.active_children():
            child.kill()
        raise MachineError(f"no further process can be had: {error}", hint) from None
    with pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise MachineError("the system has ended a process of the build", hint) from None


def spread(
    work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int, hire: Hire | None = None
) -> Iterator[Result]:
    """Give the results of *work* on each task, in the order of the tasks.

    It is done by who is hired: processes of this machine where *hire* says nothing else, and this
    very process where there is little to do. Raises MachineError.
    """
    gc.freeze()  # what is there now stays: whoever works need not look through it again and again
    before = gc.get_threshold()
    gc.set_threshold(RUBBISH, *before[1:])
    try:
        if hire is None and (jobs < 2 or len(tasks) < 2):
            yield from map(work, tasks)
            return
        with (hire or own_processes)(work, min(jobs, len(tasks))) as executor:
            yield from executor.map(do, tasks)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def chunks(values: Sequence[Task], size: int) -> list[Sequence[Task]]:
    """Return *values* in pieces of *size*."""
    return [values[at : at + size] for at in range(0, len(values), size)]
