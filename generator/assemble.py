"""From cards to the site: ids unique, papers one thing, everything in its order."""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from generator.cards import Card, IssueCard, Record
from generator.config import Config, Series
from generator.diagnostics import Diagnostic, Severity
from generator.regex import regex
from generator.slugs import Names, slug
from generator.source import Span

_JOINTS = regex(r"[\s_]+|(?<![0-9])-|-(?![0-9])")
"""What joins words in the name of a file; a hyphen between digits belongs to a date."""


class Entry(msgspec.Struct, frozen=True, gc=False, eq=False):
    """An item in its place: *issue* and *section* are indices, *number* counts within the issue.

    *path* is its page below a language, *anchor* its id on the issue's page. Equal is only
    the very same entry, so that it is a key at no cost.
    """

    issue: int
    section: int
    number: int
    card: Card
    path: str
    anchor: str


class IssueEntry(msgspec.Struct, frozen=True, gc=False, eq=False):
    """An issue in its place; *key* names its body in the store, *cover* is its picture's path.

    Equal is only the very same one.
    """

    id: str
    card: IssueCard
    key: str
    series: Series | None
    problems: tuple[Diagnostic, ...]
    entries: tuple[Entry, ...]
    cover: str = ""

    @property
    def spare_title(self) -> str:
        """What stands for a title where the source has none: the name of its file, in words."""
        stem = self.card.path.rpartition("/")[2].rpartition(".")[0]
        return _JOINTS.sub(" ", stem).strip() or self.id

    @property
    def path(self) -> str:
        """The issue's page below a language."""
        return f"issues/{self.id}/"

    @property
    def door(self) -> str:
        """Where its name leads: to its only article, if that is all there is, or to its page."""
        lone = len(self.entries) == 1 and self.card.style == "article"
        return self.entries[0].path if lone else self.path

    @property
    def order(self) -> tuple[str, str, str]:
        """What issues are sorted by, oldest first."""
        return self.card.date, self.card.number.zfill(4), self.card.path


class Site(msgspec.Struct, frozen=True):
    """All issues, oldest first; for every item's page the entries that share it, newest first."""

    issues: tuple[IssueEntry, ...]
    pages: dict[str, tuple[Entry, ...]]


def assemble(
    records: Sequence[Record],
    config: Config,
    *,
    as_of: str,
    drafts: bool,
    before: Site | None = None,
) -> tuple[Site, list[Diagnostic]]:
    """Return the site of *records*; drafts and what is to be published after *as_of* stay out.

    In path order the first keeps an id, later ones get another and a warning that names both.
    Issues that stood in *before* just as they do now are the same objects, and so are their
    entries.
    """
    shown = [
        record
        for record in sorted(records, key=lambda record: record.path)
        if record.card and (drafts or not record.card.draft) and record.card.publish <= as_of
    ]
    problems: list[Diagnostic] = []
    named = list(zip(shown, _ids(shown, config, problems), strict=True))
    named.sort(key=lambda pair: _order(pair[0]))
    stood = before.issues if before else ()
    issues = []
    for index, (record, name) in enumerate(named):
        issue = stood[index] if index < len(stood) else None
        series = config.series_of(record.path)
        if issue is None or not _stands(issue, name, record, series):
            card = record.card
            assert card is not None
            entries = tuple(_entries(index, name, card))
            issue = IssueEntry(name, card, record.key, series, record.problems, entries)
        issues.append(issue)
    return Site(tuple(issues), _pages(issues, before)), problems


def _stands(issue: IssueEntry, name: str, record: Record, series: Series | None) -> bool:
    """Say whether *issue* is what *record* is now."""
    same = issue.card is record.card and issue.id == name and issue.key == record.key
    return same and issue.series == series and issue.problems == record.problems


def moved(issues: Sequence[IssueEntry], stood: Sequence[IssueEntry]) -> list[int]:
    """Return the places, in order, at which other issues stand than did before."""
    both = min(len(issues), len(stood))
    more = range(both, max(len(issues), len(stood)))
    return [*(at for at in range(both) if issues[at] is not stood[at]), *more]


def _pages(issues: Sequence[IssueEntry], before: Site | None) -> dict[str, tuple[Entry, ...]]:
    """Return the entries that share each page; what no change has touched is as it was *before*."""
    if before is None:
        return _first_pages(issues)
    shared = dict(before.pages)
    stood = before.issues
    places = moved(issues, stood)
    found: dict[str, list[Entry]] = {}
    for at in places:
        for entry in stood[at].entries if at < len(stood) else ():
            found.setdefault(entry.path, [])
    for at in places:
        for entry in issues[at].entries if at < len(issues) else ():
            found.setdefault(entry.path, []).append(entry)
    gone = set(places)
    for path, entries in found.items():
        others = [entry for entry in shared.get(path, ()) if entry.issue not in gone]
        if others or entries:
            shared[path] = _newest_first([*others, *entries])
        else:
            del shared[path]
    return shared


def _first_pages(issues: Sequence[IssueEntry]) -> dict[str, tuple[Entry, ...]]:
    shared: dict[str, tuple[Entry, ...]] = {}
    for issue in reversed(issues):
        for entry in issue.entries:
            newer = shared.get(entry.path)
            shared[entry.path] = (*newer, entry) if newer else (entry,)
    return shared


def _order(record: Record) -> tuple[str, str, str]:
    card = record.card
    return (card.date, card.number.zfill(4), card.path) if card else ("", "", "")


def _newest_first(entries: list[Entry]) -> tuple[Entry, ...]:
    """Put the entries of the newest issue first, those of one issue in their own order."""
    if len(entries) == 1:
        return (entries[0],)
    return tuple(sorted(entries, key=lambda entry: (-entry.issue, entry.number)))


def _ids(records: Iterable[Record], config: Config, problems: list[Diagnostic]) -> Iterable[str]:
    names = Names()
    owners: dict[str, tuple[Span, Series | None]] = {}
    for record in records:
        card = record.card
        if card is None:
            continue
        series = config.series_of(record.path)
        first, its_series = owners.get(card.id, (None, None))
        prefixed = bool(first and series and series != its_series)
        name = names.take(slug(f"{series.name}-{card.id}") if prefixed and series else card.id)
        owners[name] = (Span(record.path, card.lines[0]), series)
        if first:
            severity = Severity.NOTE if prefixed else Severity.WARNING
            message = f"the id {card.id} is already that of {first}; this issue becomes {name}"
            hint = "give one of them another 'id:' in its front matter"
            span = Span(record.path, card.lines[0])
            problems.append(Diagnostic(severity, "id-taken", message, span, hint))
        yield name


def _entries(index: int, issue: str, card: IssueCard) -> Iterable[Entry]:
    number = 0
    anchors = Names()
    for place, section in enumerate(card.sections):
        for one in section.cards:
            number += 1
            own = paper_path(one.paper)
            path = f"papers/{own}/" if own else f"issues/{issue}/{one.slug}/"
            anchor = anchors.take(own.replace("/", "-") if own else f"i-{one.slug}")
            yield Entry(index, place, number, one, path, anchor)


LONGEST = 80
"""Characters of one part of an identifier in a path; a longer one ends in a hash of the whole."""

_NUMBER = regex(r"[0-9]{4}\.[0-9]{4,5}")
_UNSAFE = regex(r"[^a-z0-9._-]")


def paper_path(paper: str) -> str:
    """Return a paper's place below ``papers/``: ``2006.11239``, ``hep-th-9901001``, ``doi/…``.

    Case does not count in identifiers. Whatever else differs in two of them differs in their
    places: a character that is not safe in a path becomes ``~`` and its bytes.
    """
    if paper.startswith("doi:"):
        return "/".join(("doi", *map(_safe, paper[4:].split("/"))))
    if _NUMBER.fullmatch(paper):
        return paper  # as most are
    return _safe(paper.replace("/", "-")) if paper else ""


def _safe(part: str) -> str:
    safe = _UNSAFE.sub(lambda match: f"~{match[0].encode().hex()}", part.lower())
    if len(safe) > LONGEST:
        safe = f"{safe[:LONGEST]}~{hashlib.blake2b(safe.encode(), digest_size=6).hexdigest()}"
    return f"~{safe}" if safe.strip(".") in ("", "index.html") else safe
