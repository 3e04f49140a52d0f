"""A branch that holds a site: read without its files, added to by one commit, pushed, never forced.

All of it happens in a repository of our own in a temporary folder, which has the settings of the
repository at hand that say how to reach a remote. So the working tree, the index, the branches and
the hooks of that one are none of our business. Of the branch only its last commit and the names in
it are fetched, where the server can leave out the rest, and only what is new is sent.
"""

import contextlib
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.errors import PublishError
from generator.git import Git, carried, config_text, environment, refusal

KEPT = "CNAME"
"""The file of a branch that says its domain; GitHub puts it there, and it is nobody's work."""

MARK = "Published-By: Jianbao"
"""The line in the message of each commit of ours, before the version."""

_DEPTH = 50
"""How far back the last commit of ours is looked for below commits of others."""
_WAS = "refs/jianbao/was"
_NAME = "site"
"""What a remote is called that has no name, only an address."""


class File(msgspec.Struct, frozen=True):
    """A file to be published: where it is, its size in bytes, the hash that git gives it."""

    place: Path
    size: int
    name: str


class Branch(msgspec.Struct, frozen=True):
    """A branch of a remote as it is now.

    *tip* is its last commit, empty where there is no such branch; *held* are the names that git
    gives the contents of its files, by path, made by the hash *form*. *domain* is what its
    ``CNAME`` says. *others* are paths that somebody else has worked at
    since our last commit, *author* says who.
    """

    git: Git
    remote: str
    branch: str
    url: str
    tip: str = ""
    held: Mapping[str, str] = {}
    domain: str = ""
    form: str = "sha1"
    others: tuple[str, ...] = ()
    author: str = ""


@contextlib.contextmanager
def open_branch(home: Git, remote: str, branch: str) -> Iterator[Branch]:
    """Fetch what is known of *branch*; *home* is the repository whose remote it is.

    *remote* is a name or an address. Raises PublishError.
    """
    if home.attempt("check-ref-format", "--branch", branch).returncode:
        raise PublishError(f"a branch cannot be called {branch!r}", "gh-pages is the usual name")
    if home.attempt("symbolic-ref", "--short", "--quiet", "HEAD").stdout.decode().strip() == branch:
        hint = "choose another, such as gh-pages: the site would take the place of your files"
        raise PublishError(f"{branch} is the branch that you work on", hint)
    settings = home.settings()
    name, url = _address(settings, remote)
    with tempfile.TemporaryDirectory(prefix="jianbao-") as folder:
        form = dict(settings).get("extensions.objectformat") or "sha1"
        git = _repository(home, Path(folder) / "git", form)
        _set(git, [*carried(settings, git.settings()), (f"remote.{name}.url", url)])
        listed = git.attempt("ls-remote", name, f"refs/heads/{branch}")
        if listed.returncode:
            raise refusal(f"{remote} cannot be read", listed.stderr)
        if not listed.stdout:
            yield Branch(git, name, branch, url, form=form)
        else:
            yield _fetched(Branch(git, name, branch, url, form=form))


def _address(settings: Sequence[tuple[str, str | None]], remote: str) -> tuple[str, str]:
    """Return the name and the address of a remote, the one that is pushed to."""
    for key in ("pushurl", "url"):
        urls = [value for name, value in settings if name == f"remote.{remote}.{key}" and value]
        if urls:
            return remote, urls[0]
    if "/" in remote or ":" in remote:
        return _NAME, remote
    keys = [key.split(".") for key, _ in settings if key.startswith("remote.")]
    known = sorted({".".join(key[1:-1]) for key in keys if key[-1] == "url"})
    if known:
        hint = f"there is: {', '.join(known)}; choose with --remote or [publish] in site.toml"
    else:
        hint = f"git remote add {remote} https://github.com/NAME/REPOSITORY.git"
    raise PublishError(f"this repository has no remote {remote!r}", hint)


def _repository(home: Git, place: Path, form: str) -> Git:
    """Make an empty repository of our own, in which no hook of anybody runs."""
    known = () if form == "sha1" else (f"--object-format={form}",)
    home.run("init", "--quiet", "--bare", "--template=", *known, str(place))
    git = Git(home.folder, place)
    _set(git, [("core.hookspath", str(place / "hooks")), ("gc.auto", "0")])
    return git


def _set(git: Git, settings: Sequence[tuple[str, str | None]]) -> None:
    assert git.repository
    config = git.repository / "config"
    with open(config, "a", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
        file.write(config_text(settings))


def _fetched(branch: Branch) -> Branch:
    """Fetch the end of a branch that is there, and return what is known of it."""
    git = branch.git
    _fetch(branch, 1)
    tip = git.run("rev-parse", _WAS)
    held = {}
    for line in _listed(git, "ls-tree", "-r", "-z", "--full-tree", tip):
        about, _, path = line.partition("\t")
        held[path] = about.split(" ")[2]
    known = msgspec.structs.replace(branch, tip=tip, held=held)
    others = () if _ours(git, tip) else tuple(_others(known))
    return msgspec.structs.replace(
        known,
        domain=git.run("cat-file", "blob", held[KEPT]).strip() if KEPT in held else "",
        others=others,
        author=git.run("log", "-1", "--format=%h by %an, “%s”", tip) if others else "",
    )


def _listed(git: Git, *words: str) -> list[str]:
    """Return the parts of what a command prints with a NUL behind each."""
    return git.run(*words).split("\0")[:-1]


def _fetch(branch: Branch, depth: int) -> None:
    what = ("--quiet", "--no-tags", f"--depth={depth}", "--filter=blob:none")
    refs = f"+refs/heads/{branch.branch}:{_WAS}"
    done = branch.git.attempt("fetch", *what, branch.remote, refs)
    if done.returncode:
        raise refusal(f"{branch.branch} cannot be fetched", done.stderr)


def _ours(git: Git, commit: str) -> bool:
    return f"\n{MARK}" in git.run("log", "-1", "--format=%B", commit)


def _others(branch: Branch) -> Iterator[str]:
    """Give the paths that were changed since the last commit of ours, or all where there is none.

    The domain is GitHub's to write, an empty file is nobody's work.
    """
    git, tip, held = branch.git, branch.tip, branch.held
    _fetch(branch, _DEPTH)
    changed = list(held)
    for commit in git.run("rev-list", "--first-parent", tip).split("\n"):
        if _ours(git, commit):
            changed = _listed(git, "diff-tree", "-r", "-z", "--name-only", commit, tip)
            break
    empty = git.run("hash-object", "--stdin")
    yield from (path for path in changed if path != KEPT and held.get(path) != empty)


def files_of(folder: Path, form: str) -> dict[str, File]:
    """Return the files of a site by path, each with its name in git (*form*: sha1 or sha256).

    Names that begin with a dot are none of the site's, but for ``.nojekyll`` and ``.well-known``;
    a link is not followed. Raises PublishError where one cannot be read.
    """
    found = {}
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _shown(name))
        for name in sorted(filter(_shown, names)):
            place = Path(top, name)
            if place.is_file() and not place.is_symlink():
                data = _read(place)
                path = place.relative_to(folder).as_posix()
                found[path] = File(place, len(data), _name_of(data, form))
    return found


def _shown(name: str) -> bool:
    return not name.startswith(".") or name in (".nojekyll", ".well-known")


def _read(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        hint = "another build may have changed the site: publish again"
        raise PublishError(f"{place} cannot be read: {error.strerror}", hint) from None


def _name_of(data: bytes, form: str) -> str:
    """Return what git calls a file that holds *data*."""
    seal = hashlib.new(form, b"blob %d\0" % len(data), usedforsecurity=False)
    seal.update(data)
    return seal.hexdigest()


def commit(branch: Branch, files: Mapping[str, File], kept: Sequence[str], message: str) -> str:
    """Make one commit of *files* and the *kept* paths of the branch upon it; return its name.

    Empty where the branch holds just that already. Raises PublishError.
    """
    git = branch.git
    there = set(branch.held.values())
    _store(git, [one for one in files.values() if one.name not in there], branch.form)
    wanted = {path: branch.held[path] for path in kept} | {p: f.name for p, f in files.items()}
    lines = "".join(f"100644 {name}\t{path}\0" for path, name in sorted(wanted.items()))
    given = lines.encode("utf-8", "surrogateescape")
    git.run("update-index", "-z", "--index-info", given=given)
    tree = git.run("write-tree", "--missing-ok")
    if branch.tip and tree == git.run("rev-parse", f"{branch.tip}^{{tree}}"):
        return ""
    parents = ["-p", branch.tip] if branch.tip else []
    done = git.attempt("commit-tree", tree, *parents, "-F", "-", given=message.encode())
    if done.returncode:
        raise refusal("the commit cannot be made", done.stderr)
    return done.stdout.decode().strip()


def _store(git: Git, files: Sequence[File], form: str) -> None:
    """Put *files* into the repository, in one pack; of a content that several have, one."""
    fresh = {one.name: one for one in files}
    line = git.line("fast-import", "--quiet", "--done")
    pipe = subprocess.PIPE
    with subprocess.Popen(line, env=environment(), stdin=pipe, stderr=pipe) as importing:
        assert importing.stdin
        assert importing.stderr
        try:
            for one in fresh.values():
                data = _read(one.place)
                if _name_of(data, form) != one.name:
                    hint = "wait for the other build to end, and publish again"
                    raise PublishError(f"{one.place} changed while it was read", hint)
                importing.stdin.write(b"blob\ndata %d\n%b\n" % (len(data), data))
            importing.stdin.write(b"done\n")
            importing.stdin.close()
        except BrokenPipeError:
            pass  # what it says of its end is read below
        said = importing.stderr.read()
    if importing.returncode:
        raise refusal("git fast-import", said)


def push(branch: Branch, made: str) -> None:
    """Let the branch of the remote end in the commit *made*, if it still ends where it did.

    Raises PublishError; the branch is then as it was.
    """
    target = f"{made}:refs/heads/{branch.branch}"
    done = branch.git.attempt("push", "--quiet", "--no-verify", branch.remote, target)
    if done.returncode:
        raise refusal(f"{branch.branch} cannot be published", done.stderr)
