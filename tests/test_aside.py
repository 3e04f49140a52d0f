"""Work that a child does beside: the same result, whatever becomes of the child."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator.aside import Aside

ROOT = Path(__file__).parents[1]
forks = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="this system has no children of that kind"
)


def alone(words: str) -> None:
    """Run *words* in a program without threads: one that runs tests may have some."""
    program = f"import os, signal, time\nfrom generator.aside import Aside\n{words}"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@forks
def test_a_child_does_the_work() -> None:
    """What comes back is what the work gives, made by another process."""
    alone(
        "who = Aside(lambda: {'谁': os.getpid()}, dict[str, int]).result()['谁']\n"
        "assert who != os.getpid()"
    )


def test_beside_threads_the_work_is_done_here() -> None:
    """A child would inherit locks that no thread of its own can free: there is none."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert Aside(os.getpid, int).result() == os.getpid()
    finally:
        done.set()
        other.join()


def test_what_fails_fails_here() -> None:
    """The error of the work is raised where the result is asked for."""

    def fail() -> int:
        raise OSError("磁盘")

    with pytest.raises(OSError, match="磁盘"):
        Aside(fail, int).result()


@forks
def test_a_child_that_is_killed_is_replaced() -> None:
    """Whatever ends the child, the result is there."""
    alone(
        "here = os.getpid()\n"
        "aside = Aside(lambda: 7 if os.getpid() == here else time.sleep(60), int)\n"
        "assert aside._child\n"
        "os.kill(aside._child, signal.SIGKILL)\n"
        "assert aside.result() == 7"
    )


@forks
def test_more_than_a_pipe_holds() -> None:
    """A large result comes whole."""
    alone("assert len(Aside(lambda: '字' * 1_000_000, str).result()) == 1_000_000")


@forks
def test_an_end_without_a_result() -> None:
    """Nobody is left behind where the result is never asked for."""
    alone(
        "aside = Aside(lambda: 1, int)\n"
        "assert aside._child\n"
        "aside.end()\n"
        "try:\n    os.waitpid(-1, os.WNOHANG)\n"
        "except ChildProcessError:\n    pass\n"
        "else:\n    raise AssertionError('a child is left')"
    )
