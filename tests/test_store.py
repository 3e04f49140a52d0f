"""What is remembered between builds only saves time: damaged, foreign or lost, nothing changes."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import robot
from tests.conftest import DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]


def damage(path: Path, how: str) -> None:
    """Do harm to a file."""
    data = path.read_bytes()
    match how:
        case "truncated":
            path.write_bytes(data[: len(data) // 2])
        case "empty":
            path.write_bytes(b"")
        case "flipped":
            at = random.Random(len(data)).randrange(len(data))
            path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        case "foreign":
            path.write_bytes(b"\x93\x01\x02\x03")
        case "gone":
            path.unlink()


@pytest.mark.parametrize("which", ["cards", "last", "bodies", "search"])
def test_a_damaged_store_changes_nothing(make_site: MakeSite, which: str) -> None:
    """Whatever happens to its files, one way after the other, the next build is right."""
    site = make_site({})
    robot.corpus(site.root / "content", 2, 2)
    site.build()
    whole = site.files()
    store = site.root / ".jianbao"
    for how in ("truncated", "empty", "flipped", "foreign", "gone"):
        place = store / which
        for path in sorted(place.iterdir()) if place.is_dir() else [place]:
            damage(path, how)
        site.build()
        assert site.files() == whole, how
        site.write({"content/新.md": DAY})
        site.build()
        (site.root / "content/新.md").unlink()
        site.build()
        assert site.files() == whole, f"{how}, and an edit"


def test_an_edit_that_keeps_size_and_time(make_site: MakeSite) -> None:
    """Another text of the same length, with the old time put back, is noticed all the same."""
    site = make_site({"a.md": DAY})
    file = site.root / "content" / "a.md"
    os.utime(file, (1_700_000_000, 1_700_000_000))
    site.build()
    file.write_text(DAY.replace("Sparse", "Sparce"), encoding="utf-8")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    site.build()
    assert "Sparce attention" in site.page("en/papers/2603.00001/index.html")


def test_two_files_that_swap_their_names(make_site: MakeSite) -> None:
    """Neither size nor time need change for a file to hold another text."""
    other = DAY.replace("2026-03-02", "2026-03-03").replace("00001", "00002")
    site = make_site({"a.md": DAY, "b.md": other})
    site.build()
    content = site.root / "content"
    (content / "a.md").rename(content / "c")
    (content / "b.md").rename(content / "a.md")
    (content / "c").rename(content / "b.md")
    site.build()
    site.build(output="clean", clean=True)
    assert site.files() == site.files("clean")


def test_nothing_to_do_writes_nothing(make_site: MakeSite) -> None:
    """A second build finds nothing to do, and says the same."""
    site = make_site({"a.md": DAY, "bad.md": "中文".encode("gb18030")})
    for path in (site.root / "content").iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    first = site.build()
    second = site.build()
    assert second.written == 0
    assert second.problems == first.problems
    assert (second.pages, second.items, second.bytes) == (first.pages, first.items, first.bytes)
