"""What a fix file says of a source, and an issue put right by it."""

import difflib
from collections.abc import Sequence

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.model import NO_COUNTS, Author, Issue, Item, Link
from generator.reading.arxiv import arxiv_id, named_id
from generator.source import Span
from generator.text import LANGS, NO_TEXT, Lang, Text

PARTS = {"title": "title", "subtitle": "subtitle", "abstract": "abstract", "text": "body"}
"""The texts of an item that can be corrected, and what the model calls them."""

SHORTEST = 0.5
"""How alike two ids must be for one to be meant by the other."""


class ItemFix(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said of one item; *place* is where its table begins.

    *texts* has the sides that are given, by part; an empty one takes that side away. *links* are
    those that go (``None``: all) and those that come. *hashes* say, by part, which words the given
    side was translated from; *machine* are the parts that a machine translated, *translated* the
    languages. *pictures* are files that were lost, with their lines. *lines* are the lines of
    texts, hashes and topics by name (``title.zh``).
    """

    place: Span
    texts: dict[str, dict[Lang, str]] = {}
    hashes: dict[str, str] = {}
    translated: tuple[Lang, ...] = ()
    machine: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    authors: tuple[Author, ...] | None = None
    et_al: bool = False
    replaced: tuple[str, ...] | None = ()
    links: tuple[Link, ...] = ()
    pictures: dict[str, tuple[str, int]] = {}
    language: Lang | None = None
    date: str = ""
    drop: bool = False
    lines: dict[str, int] = {}


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """A fix file: *issue* has the fields of the issue that it sets, *items* are by id as written.

    A title in *issue* may lack a side, which stays as parsed.
    """

    path: str = ""
    issue: dict[str, str] = {}
    title: Text = NO_TEXT
    items: dict[str, ItemFix] = {}
    translated: tuple[Lang, ...] = ()


NO_FIX = Fix()


def fix_issue(fix: Fix, issue: Issue) -> Issue:
    """Return *issue* with its own fields as the fix file says; its items are untouched."""
    if not fix.issue and not fix.title:
        return issue
    return msgspec.structs.replace(issue, **fix.issue, title=fix.title.fill(issue.title))


def match(fix: Fix, items: Sequence[Item]) -> tuple[dict[int, ItemFix], list[Diagnostic]]:
    """Return which item of *items* each fix means, by index; the items have their slugs.

    An item is named by its paper's id or by its slug. An id that names none, or several, is said.
    """
    meant: dict[int, ItemFix] = {}
    problems = []
    for name, one in fix.items.items():
        found = _named(name, items)
        if len(found) == 1 and found[0] in meant:
            span = meant[found[0]].place
            message = f"{name!r} is the same item as line {span.line}; this table has no effect"
            problems.append(_problem("fix-twice", message, one.place, "put both into one table"))
        elif len(found) == 1:
            meant[found[0]] = one
        elif found:
            names = " or ".join(repr(items[index].slug) for index in found)
            message = f"{len(found)} items have the id {name!r}"
            hint = f"name the one you mean by its slug: {names}"
            problems.append(_problem("fix-ambiguous", message, one.place, hint))
        else:
            message = f"no item here has the id {name!r}"
            problems.append(_problem("fix-unknown-item", message, one.place, _near(name, items)))
    return meant, problems


def _named(name: str, items: Sequence[Item]) -> list[int]:
    """Return the indices of the items that *name* means: ids as printed before all else."""
    for wanted in spellings(name):
        found = [index for index, item in enumerate(items) if item.paper.lower() == wanted]
        if found:
            return found
    return [index for index, item in enumerate(items) if item.slug == name]


def spellings(name: str) -> tuple[str, ...]:
    """Return the ids of papers that *name* may stand for, the likeliest first, in lower case."""
    folded = named_id(name) or arxiv_id(name) or name
    return name.lower(), folded.lower(), f"doi:{name.lower()}"


def _near(name: str, items: Sequence[Item]) -> str:
    ids = dict.fromkeys(item.paper or item.slug for item in items)
    near = difflib.get_close_matches(name, ids, 3, SHORTEST)
    if near:
        return f"did you mean {' or '.join(map(repr, near))}?"
    return "'jianbao inspect --format text' lists the ids of a file's items"


def fix_item(fix: ItemFix, item: Item) -> Item:
    """Return *item* as its fix wants it; what is not said there stays."""
    item = in_language(fix.language, item)
    given: dict[str, object] = {}
    for part, sides in fix.texts.items():
        text: Text = getattr(item, PARTS[part])
        given[PARTS[part]] = Text(**{lang: sides.get(lang, text[lang]) for lang in LANGS})
    body = fix.texts.get("text", {})
    if any(item.body[lang] for lang in body):
        given |= {"figures": (), "tables": (), "counts": NO_COUNTS}  # of words that are gone
    if fix.authors is not None:
        given |= {"authors": fix.authors, "et_al": fix.et_al}
    if fix.replaced is None or fix.replaced or fix.links:
        given["links"] = _links(fix, item.links)
    if fix.date:
        given["date"] = fix.date
    if fix.pictures:
        given["pictures"] = fix.pictures
    lines = {name: at for name, at in fix.lines.items() if name.partition(".")[0] in PARTS}
    machine = (*(name for name in item.machine if name not in lines), *_by_machine(fix))
    item = msgspec.structs.replace(item, **given, fixed=lines, machine=machine)
    return by_machine(item, fix.translated)


def _by_machine(fix: ItemFix) -> list[str]:
    return [f"{part}.{lang}" for part in fix.machine for lang in fix.texts.get(part, ())]


def by_machine(item: Item, langs: Sequence[Lang], *, paired: bool = False) -> Item:
    """Return *item* with all that it says in *langs* marked as translated by a machine.

    With *paired* only what it says in both languages: the rest may be an original.
    """
    if not langs:
        return item
    texts = {part: getattr(item, name) for part, name in PARTS.items()}
    told = {part: text for part, text in texts.items() if not (paired and text.missing())}
    said = [f"{part}.{lang}" for part, text in told.items() for lang in langs if text[lang]]
    return msgspec.structs.replace(item, machine=tuple(dict.fromkeys((*item.machine, *said))))


def _links(fix: ItemFix, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return links with the new ones in the place of those they replace."""
    if fix.replaced is None:
        return fix.links
    out: list[Link] = []
    left = list(fix.links)
    for link in links:
        if link.rel not in fix.replaced:
            out.append(link)
        else:
            out += [new for new in left if new.rel == link.rel]
            left = [new for new in left if new.rel != link.rel]
    return (*out, *left)


def in_language(lang: Lang | None, item: Item) -> Item:
    """Return *item* with every text that has one side in *lang*, if any is given."""
    if lang is None:
        return item
    given: dict[str, object] = {}
    for name in PARTS.values():
        text: Text = getattr(item, name)
        if text and text.missing() and not text[lang]:
            given[name] = Text(**{lang: text.best(lang)[1]})
            if name != "subtitle":
                given[f"{name}_lines"] = getattr(item, f"{name}_lines")[::-1]
    return msgspec.structs.replace(item, **given)


def _problem(code: str, message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(Severity.WARNING, code, message, span, hint)
