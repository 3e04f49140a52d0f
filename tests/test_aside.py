"""Work that a child does beside: the same result, whatever becomes of the child."""

import os
import signal
import threading
import time

import pytest

from generator.aside import Aside


def test_a_child_does_the_work() -> None:
    """What comes back is what the work gives, made by another process."""
    who = Aside(lambda: {"谁": os.getpid()}, dict[str, int]).result()["谁"]
    assert (who != os.getpid()) == hasattr(os, "fork")


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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no children of that kind")
def test_a_child_that_is_killed_is_replaced() -> None:
    """Whatever ends the child, the result is there."""
    here = os.getpid()
    aside = Aside(lambda: time.sleep(60) or 7 if os.getpid() != here else 7, int)
    os.kill(aside._child, signal.SIGKILL)
    assert aside.result() == 7


def test_more_than_a_pipe_holds() -> None:
    """A large result comes whole."""
    assert len(Aside(lambda: "字" * 1_000_000, str).result()) == 1_000_000


def test_an_end_without_a_result() -> None:
    """Nobody is left behind where the result is never asked for."""
    aside = Aside(lambda: 1, int)
    aside.end()
    if hasattr(os, "fork"):
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
