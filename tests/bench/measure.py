"""Builds measured from outside: what a whole process takes, and what it leaves behind."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds on the wall, seconds of processor, peak memory in MiB.

    The memory is that of the largest process, the processor time that of all.
    """

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Size:
    """What a build has written."""

    files: int
    pages: int
    megabytes: float


def run(command: list[str], where: Path) -> Cost:
    """Run a command in the folder *where* to its end and return what it took.

    Raises RuntimeError with what it said if it fails.
    """
    with (where / "said").open("w+") as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=where, env=_environment(), stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {process.returncode}\n{said.read()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _environment() -> dict[str, str]:
    """Return the environment: this very project is imported, and compiled once as if installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2])}


def size(folder: Path) -> Size:
    """Return what stands in *folder*."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return Size(len(files), pages, sum(path.stat().st_size for path in files) / 1e6)


def typical(costs: list[Cost]) -> Cost:
    """Return the median of each column."""
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        median(cost.peak for cost in costs),
    )
