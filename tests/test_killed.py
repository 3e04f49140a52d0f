"""A build that is killed at any moment leaves one complete site, and no trace in the next."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import robot
from tests.conftest import Files, SiteFolder

TRIAL = bool(os.environ.get("JIANBAO_TRIAL"))
KILLS = 200 if TRIAL else 9


@pytest.mark.slow
def test_killed_at_any_moment(make_site: Callable[[Files], SiteFolder]) -> None:
    """Cold and warm builds, killed at random: the output is a site of before or of after."""
    chance = random.Random(11)
    site = make_site({"site.toml": ""})
    content = site.root / "content"
    robot.corpus(content, *((6, 6) if TRIAL else (9, 2)), seed=5)
    versions = [_version(site, content, number) for number in range(3)]
    whole = [_snapshot(site, content, files) for files in versions]
    took = _time(site)
    killed = number = 0
    while killed < KILLS:
        _lay(content, versions[number % 3])
        if chance.random() < 0.3:
            shutil.rmtree(site.root / ".jianbao", ignore_errors=True)
        if chance.random() < 0.15:
            shutil.rmtree(site.root / "public", ignore_errors=True)
        in_time = not _kill(site, chance.uniform(0, took * chance.choice((0.3, 1))))
        if in_time:  # a build after others that were killed, and not killed itself
            assert site.files() == whole[number % 3], f"build {number} is not clean"
        elif (site.root / "public").exists():
            assert site.files() in whole, f"build {number}: neither the old site nor the new"
        killed += not in_time
        number += 1
    _lay(content, versions[0])
    done = _build(site)
    assert done.wait(60) == 0
    assert site.files() == whole[0]
    assert not [
        name for name in os.listdir(site.root) if name.startswith("public") and name != "public"
    ]


def _version(site: SiteFolder, content: Path, number: int) -> dict[str, str]:
    """Return content by name: a few days, some changed, one added, one taken away."""
    files = {p.name: p.read_text(encoding="utf-8") for p in sorted(content.iterdir())}
    names = sorted(files)
    if number:
        files[names[number]] = files[names[number]].replace("the", f"the {number}")
        files.pop(names[-number])
        files[f"新{number}.md"] = robot.day(f"2025-06-0{number}", 4, "table", number).text
    return files


def _lay(content: Path, files: dict[str, str]) -> None:
    for path in content.iterdir():
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (content / name).write_text(text, encoding="utf-8")


def _snapshot(site: SiteFolder, content: Path, files: dict[str, str]) -> dict[str, bytes]:
    _lay(content, files)
    site.build(output="whole", clean=True)
    return site.files("whole")


def _build(site: SiteFolder) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "generator", "build", "-j", "2"]
    silent = subprocess.DEVNULL
    return subprocess.Popen(
        command, cwd=site.root, stdout=silent, stderr=silent, start_new_session=True
    )


def _time(site: SiteFolder) -> float:
    """Return how long a cold build takes here and now."""
    started = time.monotonic()
    assert _build(site).wait(60) == 0
    return time.monotonic() - started


def _kill(site: SiteFolder, after: float) -> bool:
    """Start a build and kill all of it *after* seconds; say whether it was still running."""
    building = _build(site)
    time.sleep(after)
    running = building.poll() is None
    if running:
        os.killpg(building.pid, signal.SIGKILL)
    building.wait(60)
    return running
