"""Git, the program: run apart from whoever called us, its refusals in plain words."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from generator.errors import PublishError
from generator.regex import regex

_LOCAL = frozenset(
    f"GIT_{name}"
    for name in (
        *("DIR", "WORK_TREE", "COMMON_DIR", "INDEX_FILE", "OBJECT_DIRECTORY", "PREFIX", "CONFIG"),
        *("ALTERNATE_OBJECT_DIRECTORIES", "NAMESPACE", "SHALLOW_FILE", "GRAFT_FILE"),
        *("IMPLICIT_WORK_TREE", "INTERNAL_SUPER_PREFIX"),
    )
)
"""What a hook of git that calls us has set, and what would lead us into its repository."""

_CARRIED = regex(
    r"(?:http|https|credential|url|ssh|user|author|committer|protocol)\..+"
    r"|core\.(?:sshcommand|askpass|gitproxy|compression)"
    r"|remote\..+\.(?:proxy|proxyauthmethod|receivepack|uploadpack|vcs)"
)
"""Settings on how to reach a remote and who commits: the ones that another repository needs."""

_SECRET = regex(r"(?<=://)[^/@\s]+@")

_RULING = regex("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""What rules a terminal: a server may say anything."""

REFUSALS = (
    (
        r"non-fast-forward|fetch first|cannot lock ref|stale info|incorrect old value",
        "somebody else has published in the meantime",
        "nothing was changed; publish again to build upon it",
    ),
    (
        r"tell me who you are|empty ident name|unable to auto-detect email",
        "git does not know who you are",
        "git config --global user.name NAME; git config --global user.email ADDRESS",
    ),
    (
        r"dubious ownership",
        "git does not trust this folder, which belongs to another user",
        "git says below how to allow it",
    ),
    (
        r"[Pp]ermission (?:to \S+ )?denied|\b403\b|Authentication failed"
        r"|could not read (?:User|Pass)|terminal prompts disabled|[Hh]ost key verification failed"
        r"|Write access .* not granted|insufficient permission|unable to create temporary object",
        "you have no permission there, or are not logged in",
        "try 'git push --dry-run' with the same remote until it works",
    ),
    (
        r"hook declined|protected branch|GH\d{3}|remote rejected|denyCurrentBranch",
        "the server refused what was sent",
        "nothing was changed; its own words follow",
    ),
    (
        r"[Cc]ould not resolve|unable to access|Connection (?:refused|timed out|reset)|unreachable",
        "the server cannot be reached",
        "look at the network, then publish again",
    ),
    (
        r"[Rr]epository .*not found|does not appear to be a git repository|does not exist"
        r"|not found in upstream|Could not read from remote",
        "there is no repository, or you may not see it",
        "look at its address: git remote -v",
    ),
)
"""What git says (in English), what that means, and what to do; the first that fits."""


class Git(msgspec.Struct, frozen=True):
    """Where git runs: in *folder*, upon *repository* or else upon that which the folder is in."""

    folder: Path
    repository: Path | None = None

    def run(self, *words: str, given: bytes = b"") -> str:
        """Return what a command prints, without its last line's end. Raises PublishError."""
        done = self.attempt(*words, given=given)
        if done.returncode:
            raise refusal(f"git {words[0]}", done.stderr)
        return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")

    def attempt(self, *words: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        """Run a command and return how it ended."""
        return subprocess.run(
            self.line(*words),
            cwd=self.folder,
            env=environment(),
            input=given,
            capture_output=True,
            check=False,
        )

    def line(self, *words: str) -> list[str]:
        """Return the command line of a command of git. Raises PublishError where there is none."""
        program = shutil.which("git")
        if not program:
            raise PublishError("there is no git on this machine", "install it: git-scm.com")
        where = [f"--git-dir={self.repository}"] if self.repository else []
        return [program, *where, *words]

    def settings(self) -> list[tuple[str, str | None]]:
        """Return every setting that holds here, in order; ``None`` for a key without a value."""
        listed = self.run("config", "--list", "--null").rstrip("\0")
        pairs = (entry.partition("\n") for entry in listed.split("\0") if entry)
        return [(key, value if line else None) for key, line, value in pairs]


def environment() -> dict[str, str]:
    """Return the environment for git: its English, no question where nobody can answer."""
    env = {key: value for key, value in os.environ.items() if key not in _LOCAL}
    env |= {"LC_ALL": "C", "LANGUAGE": "C"}
    if not (sys.stdin and sys.stdin.isatty()):
        env["GIT_TERMINAL_PROMPT"] = "0"
    return env


def refusal(what: str, said: bytes) -> PublishError:
    """Return an error for what git *said* of *what*: its meaning, a way out, its own words."""
    words = _RULING.sub("\ufffd", _SECRET.sub("", said.decode("utf-8", "replace")))
    lines = [line for line in words.splitlines() if line.strip() and "hint:" not in line[:6]]
    fitting = (told for pattern, *told in REFUSALS if re.search(pattern, words))
    meaning, hint = next(fitting, ("git refuses", "its own words follow"))
    told = "".join(f"\n  git: {line.strip()}" for line in lines[-8:])
    return PublishError(f"{what}: {meaning}", f"{hint}{told}")


def carried(
    here: Sequence[tuple[str, str | None]], there: Iterable[tuple[str, str | None]]
) -> list[tuple[str, str | None]]:
    """Return the settings of *here* that another repository, which has those of *there*, needs."""
    known = Counter(there)
    wanted = []
    for setting in here:
        if known[setting]:
            known[setting] -= 1
        elif _CARRIED.fullmatch(setting[0]):
            wanted.append(setting)
    return wanted


def config_text(settings: Iterable[tuple[str, str | None]]) -> str:
    """Return settings as a file of git holds them."""
    lines = []
    for key, value in settings:
        section, _, name = key.partition(".")
        below, dot, name = name.rpartition(".")
        lines.append(f"[{section} {_quoted(below)}]" if dot else f"[{section}]")
        lines.append(f"\t{name}" if value is None else f"\t{name} = {_quoted(value)}")
    return "".join(f"{line}\n" for line in lines)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
