"""What is known of every source: remembered where it is unchanged, else composed anew."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import msgspec

from generator.assemble import IssueEntry
from generator.cards import Body, Record, digest_of
from generator.compose import card_of, compose, set_issue
from generator.config import Series
from generator.diagnostics import Diagnostic, Severity
from generator.discover import Found, Stamp, read, read_bytes
from generator.markup import typeset
from generator.markup.placing import Placing
from generator.markup.result import told_once
from generator.pairs import language_of_file
from generator.pictures.looked import Seen
from generator.proofread import Sheet, proofread
from generator.reading import frontmatter
from generator.reading.fixes import NO_FIX, Fix
from generator.source import Source, Span
from generator.stages import Stage, silent
from generator.styles import Style
from generator.text import LANGS, Lang
from generator.topics import Topics
from generator.twins import join
from generator.workers import chunks, spread

RACY = 50_000_000
"""Nanoseconds within which two writes may carry one time stamp: such a stamp proves nothing."""

NO_STAMP = Stamp(-1, 0, 0, 0)
GUESS = 1
"""The score of a style that takes any text: it recognises nothing in it."""

CHUNK = 4
NEAR = 4
"""Bodies that stay at hand while pages are rendered issue by issue."""
FEW = 8


class Shelf(Protocol):
    """Where bodies are kept."""

    def body(self, key: str) -> Body | None:
        """Return a body, if it is there."""

    def keep(self, key: str, body: Body) -> None:
        """Keep a body."""

    def pictures(self) -> dict[str, Seen]:
        """Return what pictures were when they were last looked at."""


class Memory(dict[str, Body]):
    """A shelf for one command that writes nothing."""

    def body(self, key: str) -> Body | None:
        """Return a body, if it is there."""
        return self.get(key)

    def keep(self, key: str, body: Body) -> None:
        """Keep a body."""
        self[key] = body

    def pictures(self) -> dict[str, Seen]:
        """Return nothing: every picture is new."""
        return {}


class _Words(msgspec.Struct, frozen=True, array_like=True):
    """What a file says, and what its fix file holds (``None``: there is none to be read)."""

    path: str
    text: str
    fix_path: str
    fix: bytes | None

    def correction(self) -> tuple[Fix, list[Diagnostic]]:
        """Return what the fix file says; most files have none, and need no TOML."""
        if self.fix is None:
            return NO_FIX, []
        from generator.reading.fixfile import read_fix

        return read_fix(self.fix, self.fix_path)

    def printed(self) -> dict[str, Source]:
        """Return both files as they are printed, by path."""
        files = {self.path: Source(self.path, self.text)}
        if self.fix is not None:
            text = self.fix.decode("utf-8-sig", "replace")
            files[self.fix_path] = Source(self.fix_path, text)
        return files


class Library:
    """Every source of a site; *version* stands for all but the text that a body depends on.

    *series* gives the one that a path belongs to: it may say a style, and what a machine wrote.
    """

    def __init__(
        self,
        styles: Mapping[str, Style],
        topics: Topics,
        shelf: Shelf,
        version: str,
        series: Callable[[str], Series | None],
        setting: typeset.Setting = typeset,
    ) -> None:
        self.styles = styles
        self.topics = topics
        self.shelf = shelf
        self.version = version
        self.series = series
        self.setting = setting
        self.at_hand: dict[str, Body] = {}
        self.found: dict[str, Found] = {}

    def __reduce__(self) -> tuple[object, ...]:
        known = (self.styles, self.topics, self.shelf, self.version, self.series)
        return _elsewhere, (*known, self.found)

    def records(
        self,
        found: Sequence[Found],
        known: Mapping[str, Record],
        jobs: int = 1,
        stage: Stage = silent,
    ) -> list[Record]:
        """Return a record for every found file, by path; *known* ones are used where they hold."""
        self.found = {one.path: one for one in found}
        records = {}
        changed = []
        for one in found:
            record = known.get(one.path)
            if record and record.stamps == one.stamps:
                records[one.path] = record
            else:
                changed.append((one, record))
        tasks = chunks(changed, CHUNK if len(changed) > FEW else len(changed) or 1)
        with stage("read", len(changed)) as step:
            for done in spread(self._many, tasks, jobs):
                records.update((record.path, record) for record in done)
                step(len(done))
        return [records[one.path] for one in found]

    def _many(self, changed: Sequence[tuple[Found, Record | None]]) -> list[Record]:
        return [self._record(one, known) for one, known in changed]

    def _record(self, found: Found, known: Record | None) -> Record:
        """Return the record of a file that may have changed."""
        now = time.time_ns()
        settled = all(now - max(s.modified, s.changed) > RACY for s in found.stamps)
        stamps = found.stamps if settled else (NO_STAMP,)
        texts, problems = self._texts(found)
        digest = digest_of(texts, problems)
        if known and known.digest == digest:
            return msgspec.structs.replace(known, stamps=stamps)
        key = digest_of(self.version, found.path, digest).hex()
        body, more = self._compose(found, texts)
        if body is None:
            return Record(found.path, stamps, digest, key, None, (*problems, *more))
        self.shelf.keep(key, body)
        wish = found.path.rpartition("/")[2].partition(".")[0]
        card = card_of(body, found.path, wish)
        return Record(found.path, stamps, digest, key, card, (*problems, *more))

    def _texts(self, found: Found) -> tuple[list[_Words], list[Diagnostic]]:
        """Return what a file says, and its twin; their fix files with them."""
        texts, problems = [], []
        for one in found.files:
            text, more = read(one)
            raw, trouble = read_bytes(one.fix) if one.fix else (None, [])
            problems += [*more, *trouble]
            if text is not None:
                texts.append(_Words(one.path, text, one.fix.path if one.fix else "", raw))
        return texts, problems

    def _compose(
        self, found: Found, texts: Sequence[_Words]
    ) -> tuple[Body | None, list[Diagnostic]]:
        """Return the body of a file, or of a pair of files that hold a language each."""
        bodies, problems = [], []
        sheets: dict[Lang, Sheet] = {}
        for words in texts:
            path = words.path
            if not words.text.strip():
                problems.append(_empty(path))
                continue
            front, rest, noted = frontmatter.split(words.text, path)
            problems += noted
            if lang := language_of_file(path, found.paths):
                front = frontmatter.with_language(front, lang)
            source = Source(path, rest)
            style, doubts = self.style_of(source, front)
            fix, wrong = words.correction()
            for lang in (front.lang,) if front.lang and len(texts) > 1 else LANGS:
                sheets.setdefault(lang, Sheet(path, fix.path))
            series, alone = self.series(path), len(texts) == 1
            machine = series.translated if series else ()
            parsed = compose(style, source, front, self.topics, fix, machine, paired=alone)
            problems += [*doubts, *wrong, *parsed.problems]
            if parsed.issue:
                setting = Placing(self.setting, words.printed())
                body, more = set_issue(parsed.issue, path, fix.path, setting)
                problems += told_once(more)
                bodies.append(body)
        if not bodies:
            return None, problems
        body = join(bodies)
        return body, [*problems, *proofread(body, sheets)]

    def style_of(
        self, source: Source, front: frontmatter.FrontMatter
    ) -> tuple[Style, list[Diagnostic]]:
        """Return the style of a source: as it says, by its series, its folder, or its text."""
        series = self.series(source.path)
        said = front.style or (series.style if series else "")
        if said:
            if said in self.styles:
                return self.styles[said], []
            names = ", ".join(self.styles)
            message = f"there is no style {said!r}"
            return self.styles["article"], [_warn("unknown-style", message, source, names)]
        folder = source.path.partition("/")[0]
        if folder in self.styles and "/" in source.path:
            return self.styles[folder], []
        scores = {name: style.matches(source) for name, style in self.styles.items()}
        known = (name for name in scores if scores[name] > GUESS)
        ranked = sorted(known, key=lambda name: (-scores[name], name))
        if not ranked and front.lines:
            return self.styles["article"], []
        if not ranked:
            message = "no style recognises this file; it is read as a plain article"
            return self.styles["article"], [
                _warn("unknown-style", message, source, ", ".join(self.styles))
            ]
        first = ranked[0]
        others = [name for name in ranked[1:] if name != "article"]
        if not others:
            return self.styles[first], []
        message = f"read as {first}; {others[0]} recognises it too"
        hint = f"put 'style: {first}' into the front matter to be sure"
        note = Diagnostic(Severity.NOTE, "two-styles", message, source.at(1), hint)
        return self.styles[first], [note]

    def body_of(self, issue: IssueEntry) -> Body:
        """Return an issue's body; the last ones stay at hand, by the name that they have."""
        body = self.at_hand.get(issue.key)
        if body is None:
            body = self._body_of(issue)
            while len(self.at_hand) >= NEAR:
                del self.at_hand[next(iter(self.at_hand))]
            self.at_hand[issue.key] = body
        return body

    def _body_of(self, issue: IssueEntry) -> Body:
        """Return an issue's body, composed again where the shelf has lost it."""
        body = self.shelf.body(issue.key)
        if body is None:
            found = self.found[issue.card.path]
            body, _ = self._compose(found, self._texts(found)[0])
            if body is None:
                raise LookupError(f"{issue.card.path} changed while it was read")
            self.shelf.keep(issue.key, body)
        return body


def _elsewhere(
    styles: Mapping[str, Style],
    topics: Topics,
    shelf: Shelf,
    version: str,
    series: Callable[[str], Series | None],
    found: dict[str, Found],
) -> Library:
    """Return a library as it is in another process."""
    library = Library(styles, topics, shelf, version, series)
    library.found = found
    return library


def _warn(code: str, message: str, source: Source, names: str) -> Diagnostic:
    hint = f"put 'style: NAME' into its front matter or its series; there is: {names}"
    return Diagnostic(Severity.WARNING, code, message, source.at(1), hint)


def _empty(path: str) -> Diagnostic:
    hint = "write something, or remove the file"
    return Diagnostic(Severity.WARNING, "empty-file", "the file is empty", Span(path), hint)
