"""Work spread over processes: one seam, and in the same process where there is little to do."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

from generator.errors import MachineError

Task = TypeVar("Task")
Result = TypeVar("Result")

_work: Callable[[Any], Any]


def _start(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of us: the parent decides
    try:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    except RuntimeError:
        os._exit(1)  # no memory for a thread: the parent says so


def _end_with_parent() -> None:
    """Leave when the parent is gone: it may have been killed without a chance to say so."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _do(task: Any) -> Any:
    return _work(task)


def processes() -> int:
    """Return how many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """Give the results of *work* on each task, in the order of the tasks.

    Where the system can fork, workers see all that is in memory now and nothing is sent but tasks
    and results; *work* and what it refers to must be picklable elsewhere. Raises MachineError if
    the system gives no worker or ends one.
    """
    if jobs < 2 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    crew = min(jobs, len(tasks))
    hint = "there may be too little memory: try it with -j 1"
    try:
        pool = ProcessPoolExecutor(crew, context, initializer=_start, initargs=(work,))
        results = pool.map(_do, tasks)
    except (OSError, RuntimeError) as error:
        for child in multiprocessing.active_children():
            child.kill()
        raise MachineError(f"no further process can be had: {error}", hint) from None
    with pool:
        try:
            yield from results
        except BrokenProcessPool:
            raise MachineError("the system has ended a process of the build", hint) from None


def chunks(values: Sequence[Task], size: int) -> list[Sequence[Task]]:
    """Return *values* in pieces of *size*."""
    return [values[at : at + size] for at in range(0, len(values), size)]
