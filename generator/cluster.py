"""The work of a build on a Dask cluster: its workers see the same folders and run the same program.

``dask://host:port`` is the address of a scheduler. Needs the extra ``cluster``.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from generator.errors import MachineError
from generator.workers import Hire, know
from generator.workshop import generator_digest

try:
    from distributed import Client, WorkerPlugin
except ImportError:
    raise MachineError(
        "--executor needs Dask, which is not installed", "pip install 'jianbao[cluster]'"
    ) from None

SCHEME = "dask://"
PATIENCE = 10
"""Seconds that a scheduler has to answer."""


class Teaching(WorkerPlugin):
    """Teaches the work to every worker of a cluster, also to one that comes later."""

    name = "jianbao"

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work = work
        self.version = generator_digest()

    def setup(self, worker: Any) -> None:
        """Let *worker* know the work. Raises MachineError where another program would do it."""
        if generator_digest() != self.version:
            raise MachineError(f"the worker {worker.address} runs another version of this program")
        know(self.work)


def hire_at(address: str) -> Hire:
    """Return how to hire the cluster at *address*. Raises MachineError where none answers."""
    if not address.startswith(SCHEME):
        raise MachineError(f"--executor is an address like {SCHEME}host:8786, not {address!r}")

    @contextmanager
    def hire(work: Callable[[Any], Any], _most: int) -> Iterator[Executor]:
        try:
            client = Client(
                address.replace(SCHEME, "tcp://", 1), timeout=PATIENCE, set_as_default=False
            )
        except OSError:
            hint = "start one with 'dask scheduler', and 'dask worker' on every machine"
            raise MachineError(f"no cluster answers at {address}", hint) from None
        with client, client.get_executor() as executor:
            client.register_plugin(Teaching(work))
            yield executor

    return hire
