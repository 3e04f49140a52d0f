"""Repositories on disk to publish from and to: a working tree, and a bare one as the server."""

import os
import subprocess
from pathlib import Path

import pytest

from generator.branch import Branch, commit, files_of, open_branch, push
from generator.git import Git

ADDRESS = "https://github.com/Lan/Letter.git"
"""What the remote is called; a setting of the working tree leads it to the disk."""


class Desk:
    """A working tree at *root* whose remote ``origin`` is the bare repository *bare*."""

    def __init__(self, root: Path, bare: Path) -> None:
        self.root, self.bare = root, bare

    def git(self, *words: str, cwd: Path | None = None, given: str | None = None) -> str:
        """Run git, and return what it prints."""
        done = subprocess.run(
            ["git", *words],
            cwd=cwd or self.root,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout.strip()

    def log(self, branch: str = "gh-pages") -> list[str]:
        """Return the commits of a branch of the server, the newest first."""
        return self.git("log", "--format=%H", branch, cwd=self.bare).split("\n")

    def files(self, branch: str = "gh-pages") -> dict[str, bytes]:
        """Return what a branch of the server holds."""
        found = {}
        for path in self.git("ls-tree", "-rz", "--name-only", branch, cwd=self.bare).split("\0"):
            if path:
                words = ["git", "cat-file", "blob", f"{branch}:{path}"]
                found[path] = subprocess.run(words, cwd=self.bare, capture_output=True).stdout
        return found

    def edit(self, files: dict[str, str | None], branch: str = "gh-pages") -> None:
        """Commit *files* (``None`` removes one) to the server as somebody else would."""
        clone = self.bare.parent / f"clone-{len(list(self.bare.parent.iterdir()))}"
        self.git("clone", "--quiet", str(self.bare), str(clone), cwd=self.bare.parent)
        known = self.git("branch", "--all", cwd=clone)
        self.git("switch", "--quiet", *([] if branch in known else ["--orphan"]), branch, cwd=clone)
        for path, text in files.items():
            if text is None:
                (clone / path).unlink()
            else:
                (clone / path).write_text(text, encoding="utf-8")
        self.git("add", "--all", cwd=clone)
        who = ("-c", "user.name=王明", "-c", "user.email=w@example.org")
        self.git(*who, "commit", "--quiet", "--message", "A word of mine", cwd=clone)
        self.git("push", "--quiet", "origin", branch, cwd=clone)

    def state(self) -> dict[str, bytes]:
        """Return every file of the working tree, git's own too."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}


def make_desk(folder: Path, monkeypatch: pytest.MonkeyPatch, *, filters: bool = True) -> Desk:
    """Make both repositories; no setting of this machine has a say. *filters* is GitHub's way."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    desk = Desk(folder / "desk", folder / "server.git")
    desk.root.mkdir(exist_ok=True)
    desk.git("init", "--quiet", "--bare", "--initial-branch=main", str(desk.bare))
    if filters:
        desk.git("config", "uploadpack.allowFilter", "true", cwd=desk.bare)
    desk.git("init", "--quiet", "--initial-branch=main")
    for key, value in (
        ("user.name", "李兰"),
        ("user.email", "lan@example.org"),
        ("remote.origin.url", ADDRESS),
        ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
        (f"url.{desk.bare.as_posix()}.insteadOf", ADDRESS),
    ):
        desk.git("config", key, value)
    return desk


def send(desk: Desk, files: dict[str, str], message: str = "") -> str:
    """Bring a site of *files* to the branch; return the commit, empty if there is none."""
    site = desk.bare.parent / "site"
    for old in sorted(site.rglob("*"), reverse=True):
        old.rmdir() if old.is_dir() else old.unlink()
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8", newline="\n")
    with open_branch(Git(desk.root), "origin", "gh-pages") as there:
        return put(there, site, message)


def put(there: Branch, site: Path, message: str = "") -> str:
    """Make a commit of the folder *site* and push it."""
    kept = [path for path in there.held if path == "CNAME"]
    words = message or "Publish\n\nPublished-By: Jianbao 0\n"
    made = commit(there, files_of(site, there.form), kept, words)
    if made:
        push(there, made)
    return made
