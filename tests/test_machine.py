"""Machines that are full, closed, small or interrupted: an error or a site, the old one intact."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.errors import MachineError
from generator.workers import spread
from tests import robot
from tests.conftest import DAY, Files, SiteFolder

pytestmark = pytest.mark.slow
TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
ROOT = Path(__file__).parents[1]
MakeSite = Callable[[Files], SiteFolder]


def build(
    site: SiteFolder, *words: str, output: Path | str = "public", **limits: int
) -> subprocess.CompletedProcess[str]:
    """Build in a process of its own, under *limits* such as ``NOFILE=64``."""

    def limit() -> None:
        for name, most in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))

    return subprocess.run(
        [sys.executable, "-m", "generator", "build", "--output", str(output), *words],
        cwd=site.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    """Say that a build ended with exit status 2 and one sentence with *words* in it."""
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "hint:" in done.stderr


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Return a function that gives a small disk of one's own; only the administrator can."""
    place = tmp_path / "disk"

    def mounted(options: str) -> Path:
        place.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
        return place

    yield mounted
    if place.exists():
        subprocess.run(["umount", str(place)], capture_output=True, check=False)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder* by its path."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def changed(site: SiteFolder) -> None:
    """Change the content so that many pages are others."""
    (site.root / "content/a.md").write_text(DAY.replace("边缘处", "边界上"), encoding="utf-8")


@pytest.mark.parametrize("options", ["size=3m", "size=30m,nr_inodes=400"])
def test_a_disk_that_fills_up(
    make_site: MakeSite, disk: Callable[[str], Path], options: str
) -> None:
    """No room for data, or for files: the old site stands; with room the next build is clean."""
    site = make_site({"a.md": DAY})
    place = disk(options)
    assert build(site, output=place / "public").returncode == 0
    before = tree(place / "public")
    changed(site)
    fillers = []
    try:
        while True:
            fillers.append(place / f"filler{len(fillers)}")
            fillers[-1].write_bytes(b"x" * (20_000 if "nr_inodes" not in options else 0))
    except OSError:
        pass
    refused(build(site, output=place / "public"), "the disk is full")
    assert tree(place / "public") == before
    for filler in fillers:
        filler.unlink(missing_ok=True)
    assert build(site, output=place / "public").returncode == 0
    site.build("elsewhere", clean=True, as_of=time.strftime("%Y-%m-%d"))
    assert tree(place / "public") == site.files("elsewhere")


def test_a_disk_that_is_read_only(make_site: MakeSite, disk: Callable[[str], Path]) -> None:
    """The site there is as it was."""
    site = make_site({"a.md": DAY})
    place = disk("size=8m")
    assert build(site, output=place / "public").returncode == 0
    before = tree(place / "public")
    changed(site)
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    refused(build(site, output=place / "public"), "read-only")
    assert tree(place / "public") == before


def test_a_whole_disk_as_the_output(make_site: MakeSite, disk: Callable[[str], Path]) -> None:
    """It cannot be exchanged in one step, and is not tried."""
    site = make_site({"a.md": DAY})
    refused(build(site, output=disk("size=8m")), "a disk of its own")


def test_files_that_may_not_grow(make_site: MakeSite) -> None:
    """A limit on the size of files stops the build in the middle of a page, not the site."""
    site = make_site({"a.md": DAY})
    assert build(site).returncode == 0
    before = site.files()
    changed(site)
    refused(build(site, FSIZE=4000), "cannot be written")
    assert site.files() == before
    assert build(site).returncode == 0
    assert site.files() != before


def test_nobody_may_write(make_site: MakeSite, tmp_path: Path) -> None:
    """Without permission the output is not begun, and the message says so."""
    site = make_site({"a.md": DAY})
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    if os.access(closed, os.W_OK):
        pytest.skip("this user may write everywhere")
    refused(build(site, output=closed / "public"), "permission is missing")


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="no second disk")
def test_another_disk_than_the_content(make_site: MakeSite, tmp_path: Path) -> None:
    """Where the output lies is no matter: cold, warm, and after a change."""
    site = make_site({"a.md": DAY})
    place = Path("/dev/shm") / f"{tmp_path.name}-{os.getpid()}"
    try:
        for _ in range(2):
            assert build(site, output=place / "public").returncode == 0
        changed(site)
        assert build(site, output=place / "public").returncode == 0
        site.build("elsewhere", clean=True, as_of=time.strftime("%Y-%m-%d"))
        assert tree(place / "public") == site.files("elsewhere")
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.mark.parametrize(
    "limits", [{"NOFILE": 64}, {"DATA": 256 << 20}], ids=["64 open files", "256 MB"]
)
def test_a_small_machine(make_site: MakeSite, limits: dict[str, int]) -> None:
    """Sixty-four open files, or 256 MB of data a process, are enough; a trial has 1,200 papers."""
    site = make_site({})
    robot.corpus(site.root / "content", *((30, 40) if TRIAL else (10, 3)), seed=2)
    done = build(site, "-j", "2", **limits)
    assert done.returncode == 0, done.stderr[-600:]
    site.build("elsewhere", clean=True, jobs=2, as_of=time.strftime("%Y-%m-%d"))
    assert site.files() == site.files("elsewhere")


def test_too_small_a_machine(make_site: MakeSite) -> None:
    """With too few open files or too little memory the site is as it was, and nothing is half."""
    site = make_site({"a.md": DAY})
    assert build(site).returncode == 0
    before = site.files()
    changed(site)
    for limits in ({"NOFILE": 8}, {"DATA": 24 << 20}):
        done = build(site, **limits)
        assert "Traceback" not in done.stderr, done.stderr
        assert (site.files() == before) == (done.returncode != 0)
    assert build(site).returncode == 0


def test_a_worker_that_is_ended(make_site: MakeSite) -> None:
    """A system short of memory kills whom it likes: the build says so, and the site stands."""
    site = make_site({})
    robot.corpus(site.root / "content", 12, 2, seed=2)

    def ended(_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(MachineError, match="ended a process"):
        list(spread(ended, [1, 2, 3], 2))
    assert not (site.root / "public").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM][: None if TRIAL else 1])
def test_interrupted(make_site: MakeSite, number: signal.Signals) -> None:
    """Ctrl-C, or a service that ends: no traceback, the old site, and a clean next build."""
    site = make_site({})
    size = (4, 20) if TRIAL else (3, 8)
    robot.corpus(site.root / "content", *size, seed=2)
    assert build(site).returncode == 0
    before = site.files()
    shutil.rmtree(site.root / ".jianbao")
    robot.corpus(site.root / "content", *size, seed=3)
    for after in (0.0, 0.3, 0.8) if TRIAL else (0.0, 0.3):
        running = subprocess.Popen(
            [sys.executable, "-m", "generator", "build", "-j", "2"],
            cwd=site.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        lock = site.root / ".public.jianbao/lock"
        while lock.read_text() != str(running.pid) and running.poll() is None:
            time.sleep(0.01)
        time.sleep(after)
        running.send_signal(number)
        said = running.communicate(timeout=60)[1]
        assert "Traceback" not in said, said
        if running.returncode == 0:
            break
        assert site.files() == before
    assert build(site).returncode == 0
    site.build("elsewhere", clean=True, jobs=2, as_of=time.strftime("%Y-%m-%d"))
    assert site.files() == site.files("elsewhere")


STEP = """
import os, signal, sys
left = int(sys.argv.pop(1))
def step(event, args):
    global left
    left -= event in ("import", "open", "os.rename", "os.mkdir", "os.link")
    if left == 0:
        left = -1
        os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Python's own start is not ours to keep quiet
import generator.__main__
sys.addaudithook(step)
generator.__main__.run()
"""
"""Runs the command, interrupted at a step of its own: an import, or something done to a file."""


@pytest.mark.parametrize(
    ("words", "steps"),
    [("build -j 1", (1, 200, 400)), ("check", (60,)), ("--help", (1,))],
    ids=lambda value: str(value).split()[0],
)
def test_interrupted_at_any_step(make_site: MakeSite, words: str, steps: tuple[int, ...]) -> None:
    """Ctrl-C ends a command without a word and with status 130, while it is loaded as well."""
    site = make_site({"a.md": DAY})
    for step in (1, 2, 5, 20, 60, 100, 150, 200, 300, 400, 500) if TRIAL else steps:
        done = subprocess.run(
            [sys.executable, "-c", STEP, str(step), *words.split()],
            cwd=site.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (130, 0), done.stderr
        assert done.returncode == 130 or step > 60, "it was over before"
        assert "Traceback" not in done.stderr, done.stderr
        assert "Aborted" not in done.stderr
        files = site.root / "public"
        assert not files.exists() or site.files()["zh/index.html"].endswith(b"</html>\n")
