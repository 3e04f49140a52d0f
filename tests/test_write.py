"""The output folder is one complete site at every moment, and what is not ours is left alone."""

import errno
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from generator import disk
from generator.disk import write_file
from generator.errors import BusyError, OutputError
from generator.write import output
from tests.toy_site import build, digests, site, tree

ROOT = Path(__file__).parents[1]
KILLS = 300 if os.environ.get("JIANBAO_TRIAL") else 30
NOBODY = 2**30  # a process that does not exist

SMALL = {"index.html": "首页".encode(), "zh/甲/index.html": "甲".encode(), "zh/乙/index.html": b"B"}


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """The place of an output that does not exist yet."""
    return tmp_path / "public"


def hidden(public: Path) -> Path:
    """Return the folder that stands beside the output."""
    return public.with_name(f".{public.name}.jianbao")


def rested(public: Path) -> None:
    """Let the disk's clock move on, so that times of folders can be told apart."""
    time.sleep(0.08)


@pytest.fixture(params=["exchange", "two renames"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "two renames":
        monkeypatch.setattr(disk, "_exchange", lambda one, two: False)


def test_first_build(public: Path) -> None:
    """The first build writes every file, and nothing else is inside the output."""
    done = build(public, SMALL)
    assert (done.written, done.kept, done.removed) == (3, 0, 0)
    assert done.size == sum(map(len, SMALL.values()))
    assert tree(public) == SMALL


@pytest.mark.usefixtures("_either_way")
def test_only_what_changed_is_written(public: Path) -> None:
    """Later builds write what changed, remove what is gone, with the folders it leaves empty."""
    build(public, SMALL)
    changed = {"index.html": b"new", "zh/甲/index.html": "甲".encode(), "en/c/index.html": b"C"}
    for files in (changed, SMALL, changed):
        done = build(public, files)
        assert (done.written, done.kept, done.removed) == (2, 1, 1)
        assert tree(public) == files
        assert sorted(p.name for p in public.iterdir() if p.is_dir()) == sorted(
            {path.split("/")[0] for path in files} - {"index.html"}
        )


@pytest.mark.usefixtures("_either_way")
def test_many_versions(public: Path) -> None:
    """Twenty builds in a row, forwards and backwards, each give exactly their site."""
    for version in (*range(12), 3, 40, 2, 41, 41, 0):
        build(public, site(version))
        assert tree(public) == site(version)


def test_unchanged_files_are_shared(public: Path) -> None:
    """A file that did not change is not written again: it stays the same file."""
    for version in range(3):
        build(public, site(version))
    before = (public / "zh/papers/5/index.html").stat()
    build(public, site(3))
    assert os.path.samestat(before, (public / "zh/papers/5/index.html").stat())


def test_nothing_changed(public: Path) -> None:
    """A build that wants what is there leaves the folder itself in its place."""
    build(public, SMALL)
    before = public.stat().st_ino
    done = build(public, SMALL)
    assert (done.written, done.kept, done.removed) == (0, 3, 0)
    assert public.stat().st_ino == before


def test_inputs_let_a_build_stop_early(public: Path) -> None:
    """The fingerprint of a build is there for the next one; without one nothing is promised."""
    build(public, SMALL, "指纹")
    with output(public) as out:
        assert out.holds("指纹")
    with output(public, clean=True) as out:
        assert not out.holds("指纹")
    build(public, SMALL)
    with output(public) as out:
        assert not out.holds("指纹")


def test_summary_is_kept(public: Path) -> None:
    """What a build said can be said again."""
    with output(public) as out:
        out.prepare({})
        out.publish({}, {}, "x", {"pages": 12})
    with output(public) as out:
        assert out.summary == {"pages": 12}


@pytest.mark.parametrize("gone", ["index.html", "zh/乙/index.html", "zh"])
def test_a_missing_file_is_noticed(public: Path, gone: str) -> None:
    """Who removes a page of ours gets it back, and no build stops early before."""
    for _ in range(2):
        build(public, SMALL | {"x": os.urandom(3)}, "同")
    files = tree(public)
    (public / gone).unlink() if (public / gone).is_file() else _remove(public / gone)
    with output(public) as out:
        assert not out.holds("指纹")
    build(public, files, "同")
    assert tree(public) == files


def test_a_replaced_file_is_noticed(public: Path) -> None:
    """An editor that saves by renaming leaves a trace, and the page is made anew."""
    files = site(1)
    build(public, files)
    build(public, files | {"index.html": b"other"})
    rested(public)
    with output(public) as out:  # by now the folders' times are old enough to be remembered
        wanted = digests(files | {"index.html": b"other"})
        out.prepare(wanted)
        out.publish(wanted, {})
    (public / "draft").write_bytes(b"by hand")
    (public / "draft").replace(public / "zh/papers/3/index.html")
    build(public, files)
    assert tree(public) == files


def test_output_removed(public: Path) -> None:
    """Without the output everything is written anew."""
    build(public, SMALL)
    build(public, SMALL | {"zh/丙": b""})
    _remove(public)
    assert build(public, SMALL).written == 3
    assert tree(public) == SMALL


def test_hidden_folder_removed(public: Path) -> None:
    """Without our memory nothing in the output is ours: an error, not an overwritten file."""
    build(public, SMALL)
    _remove(hidden(public))
    with pytest.raises(OutputError, match="is in the way"):
        build(public, SMALL)
    assert tree(public) == SMALL


@pytest.mark.parametrize("links", [True, False])
def test_a_copied_project(public: Path, tmp_path: Path, links: bool) -> None:
    """In a copy of the project our files are known by path and size, all others stay."""
    build(public, SMALL)
    build(public, SMALL | {"en/index.html": b"E"})
    (public / "CNAME").write_text("例子.cn")
    copy = tmp_path / "copy"
    copy.mkdir()
    for folder in (public, hidden(public)):
        flags = ["-a"] if links else ["-r"]
        subprocess.run(["cp", *flags, str(folder), str(copy)], check=True)
    assert build(copy / "public", SMALL).written == 3
    assert tree(copy / "public") == {**SMALL, "CNAME": "例子.cn".encode()}


def test_clean_mends_what_was_overwritten(public: Path) -> None:
    """What somebody wrote into our file in place is seen by a clean build."""
    build(public, SMALL)
    (public / "index.html").write_bytes(b"in place")
    assert build(public, SMALL).written == 0
    assert build(public, SMALL, clean=True).written == 3
    assert tree(public) == SMALL


# What is not ours


def test_foreign_files_survive(public: Path) -> None:
    """Files, folders, links and modes that others put into the output are carried along."""
    build(public, site(0))
    (public / "CNAME").write_text("简报.cn")
    (public / ".git/objects/ab").mkdir(parents=True)
    (public / ".git/objects/ab/cd").write_bytes(b"\0")
    (public / "zh/papers/3/备注.txt").write_text("我的")
    (public / "空").mkdir()
    (public / "link").symlink_to("/nowhere/at/all")
    (public / "near").symlink_to("zh/papers")
    public.chmod(0o775)
    (public / "空").chmod(0o700)
    same = (public / "CNAME").stat().st_ino
    for version in range(1, 4):
        build(public, site(version))
        assert (public / "CNAME").stat().st_ino == same
        assert (public / ".git/objects/ab/cd").read_bytes() == b"\0"
        assert (public / "zh/papers/3/备注.txt").read_text() == "我的"
        assert list((public / "空").iterdir()) == []
        assert os.readlink(public / "link") == "/nowhere/at/all"
        assert os.readlink(public / "near") == "zh/papers"
        assert public.stat().st_mode & 0o777 == 0o775
        assert (public / "空").stat().st_mode & 0o777 == 0o700
        found = tree(public)
        assert all(found[path] == data for path, data in site(version).items())
        assert len(found) == len(site(version)) + 3


def test_foreign_changes_are_followed(public: Path) -> None:
    """What others change, replace or remove in the output does not come back with old data."""
    build(public, site(0))
    cname, old, deep = public / "CNAME", public / "old.txt", public / "私/深/x"
    cname.write_text("一")
    old.write_text("旧")
    deep.parent.mkdir(parents=True)
    deep.write_text("x")
    build(public, site(1))
    (public / "draft").write_text("二")
    (public / "draft").replace(cname)
    old.unlink()
    _remove(public / "私")
    for version in range(2, 5):
        build(public, site(version))
        assert cname.read_text() == "二"
        assert not old.exists()
        assert not (public / "私").exists()


def test_foreign_file_in_a_folder_of_ours(public: Path) -> None:
    """When our page leaves a folder, the foreign file in it stays."""
    build(public, SMALL)
    (public / "zh/乙/note").write_text("n")
    for files in ({"index.html": b"1"}, {"index.html": b"2"}, {"index.html": b"3"}):
        build(public, files)
        assert tree(public) == {**files, "zh/乙/note": b"n"}


def test_foreign_file_put_in_while_building(public: Path) -> None:
    """A file that comes into the output while a build runs is in the new site too."""
    build(public, site(0))
    wanted, files = digests(site(1)), site(1)
    with output(public) as out:
        root = out.prepare(wanted)
        stale = out.stale(wanted)
        for path in stale:
            write_file(root, path, files[path])
        (public / "CNAME").write_text("c")
        out.publish(wanted, {path: len(files[path]) for path in stale})
    assert (public / "CNAME").read_text() == "c"
    for version in (2, 3):
        build(public, site(version))
        assert (public / "CNAME").read_text() == "c"


@pytest.mark.parametrize(
    "way", ["file", "folder", "link", "file for a folder", "link for a folder"]
)
def test_foreign_things_never_give_way(public: Path, way: str) -> None:
    """A page that needs a taken place is an error that names the place; the site stays."""
    before = {"index.html": b"1"}
    build(public, before)
    place = public / "zh" if "for a folder" in way else public / "zh/甲/index.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    if way == "folder":
        place.mkdir()
    elif way.startswith("link"):
        place.symlink_to("/nowhere")
    else:
        place.write_text("我的")
    with pytest.raises(OutputError) as caught:
        build(public, SMALL)
    assert str(place.relative_to(public)) in caught.value.message
    assert caught.value.hint
    assert tree(public)["index.html"] == b"1"
    build(public, {"index.html": b"2"})


def test_output_that_was_there(public: Path) -> None:
    """A first build into a folder with other files keeps them."""
    public.mkdir()
    (public / "README").write_text("r")
    for version in range(3):
        build(public, site(version))
        assert tree(public) == {**site(version), "README": b"r"}


def test_symbolic_link_as_output(public: Path, tmp_path: Path) -> None:
    """An output that is a link stays a link; the site is where it leads to."""
    target = tmp_path / "disk/www"
    target.mkdir(parents=True)
    public.symlink_to(target)
    for version in range(2):
        build(public, site(version))
    assert public.is_symlink()
    assert tree(target) == site(1)


# Disks and systems that lack something


def test_copies_where_links_are_refused(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk without hard links unchanged files are copied."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    build(public, site(0))
    (public / "CNAME").write_text("c")
    for version in range(1, 4):
        build(public, site(version))
        assert tree(public) == {**site(version), "CNAME": b"c"}


@pytest.mark.parametrize("stage", [1, 2, 3])
def test_two_renames_roll_forward(
    public: Path, monkeypatch: pytest.MonkeyPatch, stage: int
) -> None:
    """Killed between two renames, the next start ends what was begun."""
    monkeypatch.setattr(disk, "_exchange", lambda one, two: False)
    build(public, site(0))
    (public / "CNAME").write_text("c")
    build(public, site(1))
    real, left = os.rename, [stage]

    def rename(one: str, two: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt  # as good as a kill: nothing of ours handles it
        real(one, two)

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(KeyboardInterrupt):
        build(public, site(2))
    monkeypatch.setattr(os, "rename", real)
    with output(public):
        pass
    assert tree(public) == {**site(1 if stage == 1 else 2), "CNAME": b"c"}
    for version in (3, 4):
        build(public, site(version))
        assert tree(public) == {**site(version), "CNAME": b"c"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "permission"),
        (errno.EIO, "error"),
    ],
)
@pytest.mark.parametrize("call", ["write", "link", "mkdir", "unlink"])
def test_failing_disk(
    public: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str, call: str
) -> None:
    """A disk that refuses gives one sentence; the site stands, and the next build is clean."""
    for version in range(2):
        build(public, site(version))
    real, left = getattr(os, call), [3]

    def fail(*given: object, **more: object) -> object:
        left[0] -= 1
        if left[0] <= 0:
            raise OSError(number, os.strerror(number))
        return real(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with suppress(OutputError):
            build(public, site(2) | {"zh/新/index.html": b"", "zh/新二/index.html": b""})
            pytest.skip(f"{call} was not needed")
    assert tree(public) == site(1)
    build(public, site(3))
    assert tree(public) == site(3)


def test_failing_disk_says_so(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the cause and a way out."""

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OutputError, match="the disk is full") as caught:
        build(public, SMALL)
    assert "still stands" in caught.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder(tmp_path: Path) -> None:
    """A folder that may not be written gives one sentence."""
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="permission"):
            build(tmp_path / "public", SMALL)
    finally:
        tmp_path.chmod(0o755)


# Places where no site may stand


def test_places_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root, the home folder, a file, and what holds the content are no place for a site."""
    content = tmp_path / "内容"
    content.mkdir()
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    for folder in (Path("/"), tmp_path / "home", tmp_path, content, tmp_path / "file"):
        with pytest.raises(OutputError) as caught, output(folder, [content]):
            pass
        assert caught.value.hint
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["内容", "file", "home"])


def test_a_mounted_disk_is_refused(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mount point cannot be exchanged, and the error says so before any work."""
    mounted = next((p for p in map(Path, ("/dev/shm", "/proc", "/sys")) if p.is_mount()), None)
    if not mounted:
        pytest.skip("no mount point here")
    with pytest.raises(OutputError, match="disk of its own"), output(mounted):
        pass


# Two at once, and kills


def test_two_builds_at_once(public: Path) -> None:
    """The second builder is told who holds the output."""
    with (
        output(public),
        pytest.raises(BusyError, match=f"process {os.getpid()}"),
        output(public),
    ):
        pass
    build(public, SMALL)


def test_orphans_are_waited_for(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock whose owner is dead is held by its last workers: they get a moment, no more."""
    with output(public):
        (hidden(public) / "lock").write_text(str(NOBODY))
        started = time.perf_counter()
        with pytest.raises(BusyError):
            disk.lock(str(hidden(public) / "lock"), str(public), patience=0.2)
        assert time.perf_counter() - started > 0.15


def test_a_failed_build_leaves_the_site(public: Path) -> None:
    """A build that ends before publishing leaves the old site, and the next one is clean."""
    build(public, site(0))
    build(public, site(1))
    with output(public) as out:
        write_file(out.prepare(digests(site(2))), "index.html", b"half")
    assert tree(public) == site(1)
    build(public, site(3))
    assert tree(public) == site(3)


def test_unwritten_page_is_a_fault(public: Path) -> None:
    """A site that lacks a page is never published."""
    with output(public) as out:
        out.prepare(digests(SMALL))
        with pytest.raises(ValueError, match="stale and not written"):
            out.publish(digests(SMALL), {"index.html": 1})
    assert not public.exists()


def test_damaged_memory(public: Path) -> None:
    """A manifest with a flipped bit is no manifest: nothing is overwritten."""
    build(public, SMALL)
    manifest = hidden(public) / "manifest"
    data = bytearray(manifest.read_bytes())
    data[len(data) // 2] ^= 1
    manifest.write_bytes(data)
    with pytest.raises(OutputError, match="in the way"):
        build(public, SMALL)
    assert tree(public) == SMALL


def test_never_through_a_link(public: Path) -> None:
    """Writing a page gives a new file: who holds the old one keeps its bytes."""
    build(public, SMALL)
    build(public, SMALL | {"x": b""})
    with open(public / "index.html", "rb") as held:
        build(public, SMALL | {"index.html": b"new"})
        build(public, SMALL | {"index.html": b"newer"})
        assert held.read() == SMALL["index.html"]


@pytest.mark.slow
def test_kills(tmp_path: Path) -> None:
    """Killed at any moment, cold or warm, the output is one complete site, old or new."""
    chance = random.Random(20260302)
    version, public = 0, tmp_path / "0/public"
    public.parent.mkdir()
    for number in range(KILLS):
        if number % 5 == 0:  # a cold build
            public = tmp_path / f"{number}/public"
            public.mkdir(parents=True)
            (public / "CNAME").write_text("c")
        with _builder(public, version) as builder:
            time.sleep(chance.random() * 0.06)
            builder.send_signal(signal.SIGKILL)
        found = tree(public)
        assert found.pop("CNAME") == b"c"
        if found:
            version = int(found["index.html"].decode().split()[1])
            assert found == site(version)
        if chance.random() < 0.5:
            version += 1
            build(public, site(version))
            assert tree(public) == {**site(version), "CNAME": b"c"}
            assert {p.name for p in hidden(public).iterdir()} <= {
                ".gitignore",
                "lock",
                "manifest",
                "shadow",
            }


def _builder(public: Path, version: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.toy_site", str(public), str(version)]
    builder = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert builder.stdout
    assert builder.stdout.readline() == b"ready\n"
    return builder


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.rmdir()
