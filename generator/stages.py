"""What long work says of itself while it goes on: its stage, and how far it has come."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Step = Callable[[int], None]
"""Told how many more are done."""

Stage = Callable[[str, int], AbstractContextManager[Step]]
"""Begins a stage of a name with so many things to do, and ends it."""


@contextmanager
def silent(_stage: str, _total: int) -> Iterator[Step]:
    """A stage that nobody is told of."""
    yield lambda _: None
