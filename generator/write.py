"""The only module that changes the output: a whole new site takes the old one's place in one step.

Beside the output ``public/`` stands the hidden folder ``.public.jianbao/``, which belongs to us:

============  =====================================================================
``lock``      held while a build runs
``shadow/``   the site before; shares files with the live one by hard link
``manifest``  what the live site holds, and where the shadow differs (*behind*)
``touched``   paths of the shadow that a build is about to change
``next``      the manifest of the site that is about to go live
``old/``      the live site for a moment, where folders cannot be exchanged in one step
============  =====================================================================

A build brings the shadow up to date, writing only what changed, and exchanges the two. It may be
killed at any moment: before the exchange ``touched`` says which paths of the shadow nobody may
rely on, after it ``next`` names the folder that is live and so becomes the manifest.

Files that are not ours ("foreign") are linked into the shadow before the exchange, never changed,
and never give way: a page that needs the place of one is an error. A file is ours if the manifest
says so; in a copy of the output, which the manifest does not know, if its size fits too. What
somebody writes into one of our files in place is not noticed, unless ``clean`` is asked for.
"""

import contextlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path

import msgspec

from generator.aside import Aside
from generator.disk import (
    clock,
    exchange,
    explaining,
    link,
    lock,
    refuse,
    remove,
)
from generator.errors import OutputError
from generator.ledger import Manifest, Tree, load, save, tree_at
from generator.survey import Survey, folders, in_the_way, stamp, survey


class Written(msgspec.Struct, frozen=True):
    """What publishing did, in files; *size* is that of the whole site in bytes."""

    written: int
    kept: int
    removed: int
    size: int


@contextlib.contextmanager
def output(
    folder: Path, keep_out: Iterable[Path] = (), *, clean: bool = False
) -> Iterator["Output"]:
    """Hold the output *folder* for one build; a build that was killed is recovered from first.

    The output may not be, and not hold, any of *keep_out*. With *clean* every file is stale.
    Raises OutputError where no site can stand, BusyError while another build holds it.
    """
    root = Path(os.path.realpath(folder))
    with explaining(str(root)):
        refuse(root, list(keep_out))
    hidden = root.with_name(f".{root.name}.jianbao")
    with explaining(str(root)):
        if not hidden.is_dir():
            hidden.mkdir(parents=True)
            (hidden / ".gitignore").write_text("*\n")
        fd = lock(str(hidden / "lock"), str(root))
    try:
        with explaining(str(root)):
            held = Output(str(root), hidden, clean=clean)
        with contextlib.closing(held):
            yield held
    finally:
        os.close(fd)


class Output:
    """An output folder held for one build: ask what is stale, prepare, write that, publish."""

    def __init__(self, live: str, hidden: Path, *, clean: bool) -> None:
        self._live, self._hidden, self._shadow = live, hidden, str(hidden / "shadow")
        self._roll_forward()
        known = load(self._hidden / "manifest", Manifest) or Manifest()
        self._certain = known.live.stands_at(live)
        self._trusted = self._certain and not clean
        self._behind = {*known.behind, *(load(self._hidden / "touched", tuple[str, ...]) or ())}
        if not (self._certain and known.shadow.stands_at(self._shadow)):
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(self._shadow)
            self._behind = set(known.digests)
            known = msgspec.structs.replace(known, shadow=Tree())
        self._known = known
        self._touched: set[str] = set()
        self._asked: tuple[Mapping[str, str], list[str]] = ({}, [])
        self._pending = False
        self._looking: Aside[Survey] | None = None

    def holds(self, inputs: str) -> bool:
        """Say whether the site published with the fingerprint *inputs* stands, and is whole."""
        with explaining(self._live):
            return self._trusted and self._known.inputs == inputs and not self._survey.lost

    @property
    def summary(self) -> dict[str, int]:
        """What was published with the live site, to be said again."""
        return self._known.summary

    def stale(self, wanted: Mapping[str, str]) -> list[str]:
        """Return the paths of *wanted* (digests by path) that have to be rendered.

        The answer about the mapping that was asked about last is remembered.
        """
        if self._asked[0] is not wanted:
            with explaining(self._live):
                lost = self._survey.lost
            known = self._known.digests if self._trusted else {}
            found = [p for p, digest in wanted.items() if known.get(p) != digest or p in lost]
            self._asked = (wanted, found)
        return list(self._asked[1])

    def prepare(self, wanted: Mapping[str, str]) -> Path:
        """Return the folder to write into: all of *wanted* is in place but for what is stale.

        Raises OutputError where something foreign stands in the way of a page.
        """
        with explaining(self._live):
            if blocked := in_the_way(self._survey, wanted.keys()):
                more = f" (and {len(blocked) - 1} more like it)" if blocked[1:] else ""
                raise OutputError(
                    f"{self._live}/{blocked[0]} is in the way and was not made here{more}",
                    "move it away, or name another folder with --output",
                )
            stale, gone = set(self.stale(wanted)), self._known.digests.keys() - wanted.keys()
            self._pending = bool(stale or gone or not os.path.isdir(self._live))
            if self._pending:
                self._bring_up_to_date(wanted, stale, gone)
        return Path(self._shadow)

    def publish(
        self,
        wanted: Mapping[str, str],
        sizes: Mapping[str, int],
        inputs: str = "",
        summary: Mapping[str, int] | None = None,
    ) -> Written:
        """Let the prepared folder go live; *sizes* are those of the files written into it.

        *inputs* and *summary* are kept with the site. Raises OutputError, and the site before
        still stands; ValueError if not exactly the stale files were written.
        """
        if wrong := set(self.stale(wanted)) ^ sizes.keys():
            raise ValueError(f"stale and not written, or the other way round: {min(wrong)}")
        gone = self._known.digests.keys() - wanted.keys()
        size_of = self._known.files | dict(sizes)
        with explaining(self._live):
            places = self._places(wanted.keys())
            seen = [self._survey.stamps.get(folder, 0) for folder in places]
            site = Manifest(
                digests=dict(wanted),
                sizes=tuple(size_of[path] for path in wanted),
                foreign=tuple(sorted(self._survey.foreign)),
                folders=tuple(places),
                inputs=inputs,
                summary=dict(summary or {}),
            )
            if self._pending:
                self._go_live(site, seen, {*sizes, *gone})
            else:
                self._stay(site, seen)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._hidden / "touched")
        return Written(len(sizes), len(wanted) - len(sizes), len(gone), sum(site.sizes))

    def look_aside(self) -> None:
        """Look through the live site from now on, while this process does something else."""
        if "_survey" not in vars(self):
            self._looking = Aside(self._look, Survey)

    def close(self) -> None:
        """Let nobody look any longer."""
        if self._looking:
            self._looking.end()

    @cached_property
    def _survey(self) -> Survey:
        return self._looking.result() if self._looking else self._look()

    def _look(self) -> Survey:
        known = self._known
        if not os.path.isdir(self._live):
            return Survey(frozenset(known.digests), frozenset(), {})
        stamps = known.stamps_of(known.live)
        if not self._certain:
            stamps = dict.fromkeys(stamps, 0)
        return survey(
            self._live,
            known.files,
            known.foreign,
            stamps or {"": 0},
            clock(self._hidden / "lock"),
            by_size=not self._certain,
        )

    def _bring_up_to_date(self, wanted: Mapping[str, str], stale: set[str], gone: set[str]) -> None:
        """Make the shadow what the next site is, without what is stale."""
        foreign = self._survey.foreign
        changed = self._behind | stale | gone | (set(self._known.foreign) - foreign)
        self._touched = changed | foreign
        save(self._hidden / "touched", sorted(self._touched))
        if os.path.isdir(self._shadow):
            self._clear(changed, wanted)
        else:
            os.mkdir(self._shadow)
        for path in sorted(self._behind - stale):
            if path in wanted:
                self._share(path)
        for path in sorted(foreign):
            self._carry(path)
        if os.path.isdir(self._live):
            shutil.copymode(self._live, self._shadow)

    def _clear(self, changed: set[str], wanted: Mapping[str, str]) -> None:
        """Remove *changed* from the shadow, and the folders that are empty without it."""
        for path in sorted(changed, reverse=True):
            remove(f"{self._shadow}/{path}")
        for folder in sorted(folders(changed - wanted.keys()) - {""}, reverse=True):
            with contextlib.suppress(OSError):
                os.rmdir(f"{self._shadow}/{folder}")

    def _carry(self, path: str) -> None:
        """Let the shadow hold what the live site holds at a foreign *path*."""
        source, target = f"{self._live}/{path}", f"{self._shadow}/{path}"
        try:
            info = os.lstat(source)
        except FileNotFoundError:
            return
        there = os.lstat(target) if os.path.lexists(target) else None
        if stat.S_ISDIR(info.st_mode):
            os.makedirs(target, exist_ok=True)
            shutil.copymode(source, target)
        elif there is None or not os.path.samestat(info, there):
            remove(target)
            self._share(path)

    def _share(self, path: str) -> None:
        """Let the shadow hold the very file that the live site holds at *path*."""
        source, target = f"{self._live}/{path}", f"{self._shadow}/{path}"
        try:
            link(source, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            link(source, target)

    def _places(self, wanted: Set[str]) -> Sequence[str]:
        """Return all folders of the site and of what is foreign in it."""
        foreign, known = self._survey.foreign, self._known
        if wanted == known.digests.keys() and foreign == set(known.foreign):
            return known.folders
        return sorted(folders(wanted) | folders(foreign) | (foreign & self._survey.stamps.keys()))

    def _stay(self, site: Manifest, seen: list[int]) -> None:
        """Keep the live site, which is as it should be, under new remarks."""
        old = self._known.stamps_of(self._known.shadow)
        behind = self._behind | (set(self._known.foreign) - self._survey.foreign)
        site = msgspec.structs.replace(
            site,
            live=tree_at(self._live, seen),
            shadow=tree_at(self._shadow, [old.get(folder, 0) for folder in site.folders]),
            behind=tuple(sorted(behind)),
        )
        save(self._hidden / "manifest", site)

    def _go_live(self, site: Manifest, seen: list[int], behind: set[str]) -> None:
        """Exchange live site and shadow, and remember in which way they differ."""
        now, touched = clock(self._hidden / "lock"), folders(self._touched)
        old = self._known.stamps_of(self._known.shadow)
        stamps = [
            stamp(os.lstat(f"{self._shadow}/{folder}"), now)
            if folder in touched and folder not in old
            else 0
            if folder in touched
            else old.get(folder, 0)
            for folder in site.folders
        ]
        site = msgspec.structs.replace(
            site,
            live=tree_at(self._shadow, stamps),
            shadow=tree_at(self._live, seen),
            behind=tuple(sorted(behind)),
        )
        save(self._hidden / "next", site)
        if os.path.lexists(self._live):
            exchange(self._live, self._shadow, str(self._hidden / "old"))
            self._bring_along()
        else:
            os.rename(self._shadow, self._live)
        self._roll_forward(site)

    def _bring_along(self) -> None:
        """Move to the live site what others put into the folder before while this build ran."""
        known = {path.partition("/")[0] for path in (*self._known.digests, *self._survey.foreign)}
        for name in sorted(set(os.listdir(self._shadow)) - known):
            if not os.path.lexists(f"{self._live}/{name}"):
                os.rename(f"{self._shadow}/{name}", f"{self._live}/{name}")

    def _roll_forward(self, site: Manifest | None = None) -> None:
        """End what was begun with ``next``: once it names the live folder, it is the manifest.

        *site* is what is in it, where that is known.
        """
        live, old, following = self._live, self._hidden / "old", self._hidden / "next"
        if not os.path.lexists(following):
            return
        site = site or load(following, Manifest) or Manifest()
        if os.path.lexists(old):
            if not os.path.lexists(live):
                os.rename(self._shadow if site.live.stands_at(self._shadow) else old, live)
            if site.live.stands_at(live):
                os.rename(old, self._shadow)
        if site.live.stands_at(live):
            os.replace(following, self._hidden / "manifest")
        else:
            os.unlink(following)
