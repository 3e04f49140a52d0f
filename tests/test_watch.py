"""Changes come as bursts: all that happened in one go, and nothing that was only read."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import watch
from generator.watch import Changes, changes

Take = Callable[[Changes], frozenset[Path]]

QUIET = 0.05
"""Seconds without a change that end a burst here: a busy machine tells of one in pieces."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one file."""
    folder = tmp_path.resolve() / "内容"
    (folder / "日报").mkdir(parents=True)
    (folder / "日报/一.md").write_text("旧")
    return folder


@pytest.fixture
def started() -> Iterator[list[Changes]]:
    """What was started in a test and has to be stopped."""
    running: list[Changes] = []
    yield running
    for one in running:
        one.stop()


@pytest.fixture
def watching(content: Path, started: list[Changes]) -> Changes:
    """The changes of the content folder and of ``site.toml`` beside it."""
    started.append(changes([content, content.parent / "site.toml"], quiet=QUIET))
    return started[0]


def take(bursts: Changes, seconds: float = 5) -> frozenset[Path]:
    """Return the next burst, or nothing where none comes in time."""
    found: list[frozenset[Path]] = []
    reader = threading.Thread(target=lambda: found.extend([next(bursts, frozenset())]), daemon=True)
    reader.start()
    reader.join(seconds)
    return found[0] if found else frozenset()


def silent(bursts: Changes, content: Path) -> bool:
    """Say whether nothing was reported before a change made now."""
    (content / "mark").write_text("")
    return take(bursts) == {content / "mark"}


def test_write(watching: Changes, content: Path) -> None:
    """A file that is written is reported once."""
    (content / "日报/一.md").write_text("新")
    assert take(watching) == {content / "日报/一.md"}
    assert silent(watching, content)


def test_events_are_used_where_the_disk_gives_them(watching: Changes) -> None:
    """Listing folders is the last resort."""
    assert not watching.polling


def test_many_files_are_one_burst(content: Path, started: list[Changes]) -> None:
    """A checkout of a thousand files is one change, on a busy machine too."""
    started.append(changes([content], quiet=QUIET))
    files = {content / f"{number}.md" for number in range(1000)}
    for file in files:
        file.write_text("x")
    assert take(started[0]) == files


def test_create_move_delete(watching: Changes, content: Path) -> None:
    """A new file, both names of a moved one, and a deleted one are reported."""
    (content / "二.md").write_text("")
    assert take(watching) == {content / "二.md"}
    (content / "二.md").rename(content / "三.md")
    assert take(watching) == {content / "二.md", content / "三.md"}
    (content / "三.md").unlink()
    assert take(watching) == {content / "三.md"}


def test_reading_is_no_change(watching: Changes, content: Path) -> None:
    """A build that reads does not wake itself."""
    for _ in range(3):
        (content / "日报/一.md").read_text()
        os.listdir(content / "日报")
    assert silent(watching, content)


@pytest.mark.parametrize(
    "name",
    [
        "4913",
        "一.md~",
        ".一.md.swp",
        ".#一.md",
        "#一.md#",
        "一.md___jb_tmp___",
        ".git/index",
        "x.tmp",
    ],
)
def test_passing_files_are_ignored(watching: Changes, content: Path, name: str) -> None:
    """What editors make for a moment while they save is nothing to build."""
    file = content / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("x")
    file.unlink()
    assert silent(watching, content)


def test_atomic_save(watching: Changes, content: Path) -> None:
    """An editor that writes beside and renames is reported with the file's own name."""
    (content / "日报/一.md___jb_tmp___").write_text("新")
    (content / "日报/一.md___jb_tmp___").rename(content / "日报/一.md")
    assert take(watching) == {content / "日报/一.md"}


def test_single_file(watching: Changes, content: Path) -> None:
    """A file may come, go and come again; its neighbours are not watched."""
    file = content.parent / "site.toml"
    (content.parent / "other.toml").write_text("x")
    for _ in range(2):
        file.write_text('title = "报"')
        assert take(watching) == {file}
        file.unlink()
        assert take(watching) == {file}


def test_folder_moved_in(watching: Changes, content: Path) -> None:
    """A folder that comes with files in it is reported, and then watched."""
    new = content.parent / "new"
    new.mkdir()
    (new / "五.md").write_text("")
    new.rename(content / "new")
    assert content / "new" in take(watching)
    (content / "new/五.md").write_text("新")
    assert take(watching) == {content / "new/五.md"}


def test_folder_removed_and_made_again(watching: Changes, content: Path) -> None:
    """A watched folder that was removed is watched again once it is back."""
    shutil.rmtree(content)
    assert take(watching)
    content.mkdir()
    assert content in take(watching)
    (content / "六.md").write_text("")
    assert content / "六.md" in take(watching)


def test_folder_that_does_not_exist_yet(tmp_path: Path, started: list[Changes]) -> None:
    """A place may come into being later."""
    place = tmp_path.resolve() / "themes"
    started.append(changes([place]))
    place.mkdir()
    assert place in take(started[0])
    (place / "x.html").write_text("")
    assert place / "x.html" in take(started[0])


def test_polling(content: Path, started: list[Changes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without events folders are listed, with the same result."""
    monkeypatch.setattr(watch, "EVERY", 0.05)
    started.append(changes([content], poll=True))
    assert started[0].polling == "as asked"
    (content / "日报/一.md").write_text("a longer text")
    assert take(started[0]) == {content / "日报/一.md"}


def test_polling_where_watches_are_used_up(
    content: Path, started: list[Changes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system that has no watches left is said to be polled."""

    class Exhausted(watch.PollingObserver):
        def __init__(self) -> None:
            super().__init__()

        def start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watch, "Observer", Exhausted)
    started.append(changes([content]))
    assert "watches no more files" in started[0].polling


def test_disk_that_is_silent(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which disk does not tell of changes is said, that of the folder itself and no other."""
    table = f"disk / ext4 rw 0 0\nshare {content.parent} nfs4 rw 0 0\nlocal {content} ext4 rw 0 0\n"
    read = Path.read_text
    monkeypatch.setattr(
        Path,
        "read_text",
        lambda self, *args: table if str(self) == "/proc/self/mounts" else read(self, *args),
    )
    assert watch.silence([content, Path("/etc")]) == ""
    assert str(content.parent) in watch.silence([content, content.parent / "themes"])


def test_other_places(watching: Changes, content: Path) -> None:
    """What is watched may change; what was watched before is no news then."""
    other = content.parent / "themes"
    other.mkdir()
    watching.look_at([other, content.parent / "site.toml"])
    (content / "日报/一.md").write_text("新")
    (other / "x.html").write_text("")
    assert take(watching) == {other / "x.html"}
    watching.look_at([content])
    assert silent(watching, content)


def test_many_files_wait_longer(content: Path, started: list[Changes]) -> None:
    """A burst of many files outlasts pauses that would end one of a few."""
    started.append(changes([content], quiet=QUIET))
    first = {content / f"{number}.md" for number in range(20)}
    for file in first:
        file.write_text("x")
    late = threading.Timer(3 * QUIET, (content / "late.md").write_text, ["x"])
    late.start()
    assert take(started[0]) == {*first, content / "late.md"}


@pytest.mark.parametrize("disk", ["9p", "nfs4", "fuse.sshfs", "drvfs"])
def test_silent_disks(disk: str) -> None:
    """Disks of another machine are polled, others are not."""
    assert watch.SILENT.match(disk)
    assert not any(watch.SILENT.match(name) for name in ("ext4", "btrfs", "tmpfs", "overlay"))


def test_stop(content: Path) -> None:
    """Who waits is let go, and gets nothing more."""
    bursts = changes([content])
    threading.Timer(0.01, bursts.stop).start()
    assert list(bursts) == []
    assert list(bursts) == []
