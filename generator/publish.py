"""From the content to the branch that is served: build, compare, one commit, one push."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from generator import __version__
from generator.branch import KEPT, MARK, Branch, File, commit, files_of, open_branch, push
from generator.config import is_address
from generator.diagnostics import Severity, worst
from generator.discover import readable
from generator.errors import PublishError
from generator.git import Git, refusal
from generator.hosting import beyond, misfit, on_github, pages_address
from generator.renew import build
from generator.store import Report
from generator.workshop import Choices, Workshop, shown

SHOWN = 5
"""Paths that a message names before it says how many more there are."""


class Change(msgspec.Struct, frozen=True):
    """What a new site does to a branch: paths that come, change, go."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def kinds(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The three lists with what happens to them."""
        return ("added", self.added), ("changed", self.changed), ("removed", self.removed)

    @property
    def lines(self) -> Iterator[tuple[str, str]]:
        """What happens to every path, by path."""
        told = sorted((path, what) for what, paths in self.kinds for path in paths)
        yield from ((what, path) for path, what in told)


NO_CHANGE = Change((), (), ())


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it. *made* is the new commit: empty if nothing was sent.

    *before* is the commit that the branch ended in until then, empty if there was no branch. With
    errors in *report* nothing was compared.
    """

    report: Report
    remote: str
    branch: str
    address: str
    url: str
    files: int = 0
    bytes: int = 0
    change: Change = NO_CHANGE
    before: str = ""
    made: str = ""

    @property
    def back(self) -> str:
        """The commands that let the branch end where it did."""
        if not self.before:
            return f"git push {self.remote} --delete {self.branch}"
        lease = f"--force-with-lease={self.branch}:{self.made}"
        return (
            f"git fetch {self.remote} {self.branch}\n"
            f"git push {lease} {self.remote} {self.before}:refs/heads/{self.branch}"
        )

    @property
    def where(self) -> str:
        """Where to tell GitHub to serve the branch; empty for other hosts."""
        found = on_github(self.url)
        return f"https://github.com/{found[0]}/{found[1]}/settings/pages" if found else ""


def publish(
    shop: Workshop,
    choices: Choices,
    *,
    say: Callable[[str], None],
    remote: str | None = None,
    branch: str | None = None,
    dry_run: bool = False,
    replace: bool = False,
) -> Published:
    """Build the site and let *branch* of *remote* hold it and nothing else, but for its domain.

    Only what is in the branch by our own doing gives way, unless *replace* is said. *say* is told
    warnings and what takes long. Raises PublishError, and what build raises; the branch is then as
    it was.
    """
    config = shop.config
    remote, branch = remote or config.publish.remote, branch or config.publish.branch
    home = _repository(config.root)
    with open_branch(home, remote, branch) as there:
        domain = _domain(config.output) or there.domain
        domain = domain if is_address(f"https://{domain}/") else ""
        base_url = config.base_url or pages_address(there.url, domain)
        config = msgspec.structs.replace(config, base_url=base_url)
        report = build(msgspec.structs.replace(shop, config=config), choices)
        told = Published(
            report=report, remote=remote, branch=branch, address=base_url, url=there.url
        )
        if worst(report.problems) == Severity.ERROR:
            return told
        files = _whole(config.output, there.form)
        change, kept = compare(there, files)
        for words in (misfit(base_url, there.url, domain), *_limits(files)):
            if words:
                say(f"warning: {words}")
        _guard(there, replace, say if dry_run else None)
        made = ""
        if not dry_run and (change != NO_CHANGE or not there.tip):
            fresh = [files[path].size for path in (*change.added, *change.changed)]
            say(f"sending {len(fresh)} files, {sum(fresh) / 1e6:.1f} MB, to {branch} of {remote} …")
            made = commit(there, files, kept, _message(home, report, base_url))
            push(there, made)
        return msgspec.structs.replace(
            told,
            files=len(files) + len(kept),
            bytes=sum(one.size for one in files.values()),
            change=change,
            before=there.tip,
            made=made,
        )


def compare(there: Branch, files: Mapping[str, File]) -> tuple[Change, list[str]]:
    """Return what *files* do to a branch, and the paths of it that stay."""
    held = there.held
    kept = [path for path in held if path == KEPT and path not in files]
    change = Change(
        added=tuple(sorted(files.keys() - held.keys())),
        changed=tuple(sorted(p for p, one in files.items() if held.get(p, one.name) != one.name)),
        removed=tuple(sorted(held.keys() - files.keys() - set(kept))),
    )
    return change, kept


def _repository(folder: Path) -> Git:
    """Return git in the working tree that *folder* is in."""
    done = Git(folder).attempt("rev-parse", "--show-toplevel")
    if done.returncode:
        if b"not a git repository" in done.stderr:
            hint = "git init; git remote add origin https://github.com/NAME/REPOSITORY.git"
            raise PublishError(f"{_called(folder)} is in no git repository", hint)
        raise refusal(_called(folder), done.stderr)
    return Git(Path(os.fsdecode(done.stdout.rstrip(b"\r\n"))))


def _called(folder: Path) -> str:
    return "this folder" if folder == Path.cwd() else shown(folder)


def _domain(output: Path) -> str:
    """Return the domain that a file of the editor's in the output says, if there is one."""
    try:
        return (output / KEPT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _whole(output: Path, form: str) -> dict[str, File]:
    """Return the files of the site, all of one build. Raises PublishError."""
    before = os.stat(output)
    files = files_of(output, form)
    if not os.path.samestat(before, os.stat(output)):
        hint = "wait for the other build to end, and publish again"
        raise PublishError(f"{shown(output)} was built anew while it was read", hint)
    return files


def _limits(files: Mapping[str, File]) -> Iterator[str]:
    return beyond({path: one.size for path, one in files.items()})


def _guard(there: Branch, replace: bool, say: Callable[[str], None] | None) -> None:
    """Refuse to remove what somebody else has put into the branch; a dry run only says so."""
    if not there.others or replace:
        return
    words = (
        f"{there.branch} holds what was not published from here: "
        f"{readable(f'{named(there.others)} ({there.author})')}"
    )
    hint = "if all of that may go, publish with --replace; the commits stay in the branch's past"
    if say is None:
        raise PublishError(words, hint)
    say(f"warning: {words}; {hint}")


def named(paths: Sequence[str]) -> str:
    """Return the first of *paths* and how many more there are."""
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return ", ".join(paths[:SHOWN]) + more


def _message(home: Git, report: Report, address: str) -> str:
    """Return the message of a commit: what is in it and what it was made from."""
    head = home.attempt("rev-parse", "--short", "HEAD")
    dirty = home.attempt("status", "--porcelain", "--untracked-files=no").stdout.strip()
    source = head.stdout.decode().strip() if not head.returncode else "nothing that is committed"
    lines = [
        f"Publish {report.pages} pages, {report.items} items",
        "",
        f"Source: {source}{' and changes that are not committed' if dirty else ''}",
        *([f"Address: {address}"] if address else []),
        f"{MARK} {__version__}",
    ]
    return "\n".join(lines) + "\n"
