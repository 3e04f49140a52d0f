"""How a test asks whether time grows with the length of the input, on any machine, however busy."""

import os
import time
from collections.abc import Callable

SHARE = 1 if os.environ.get("JIANBAO_TRIAL") else 4
"""A trial takes inputs whole, a usual run a quarter of them."""

QUICK = 0.3
"""Seconds that no growth faster than linear would keep to."""

Work = Callable[[int], object]


def _seconds(work: Work, size: int) -> float:
    """Return the processor time of *work* for an input of *size*."""
    start = time.process_time()
    work(size)
    return time.process_time() - start


def is_linear(work: Work, size: int) -> bool:
    """Whether *work* on *size* takes at most eight times what it takes on a quarter of it.

    Quadratic work takes sixteen times as long. A busy machine may slow down one of two runs, so a
    ratio that is too large is measured again, twice.
    """
    most = size // SHARE
    for _ in range(3):
        whole = _seconds(work, most)
        if whole < QUICK or whole < 8 * _seconds(work, most // 4):
            return True
    return False
