"""Entries of paper listings: the fields as printed, and the item that they make."""

import re
from dataclasses import dataclass, field

from generator.model import Item, Link
from generator.reading.arxiv import arxiv_id, named_id
from generator.reading.dates import find_date, other_words
from generator.reading.fields import MARGIN
from generator.reading.links import closing_urls, rel_of, same, take_links
from generator.reading.names import read_authors
from generator.reading.problems import Problems
from generator.reading.roles import Role, aligned, column_role, role_of
from generator.regex import regex
from generator.text import HAN, Text, text_of

_BREAK = regex(r"<br\s{0,9}/?>", re.IGNORECASE)
_OPEN = regex(
    r"<details[^<>]{0,99}>\s*(?:<summary>(?P<summary>[^<]*)</summary>)?"
    r"(?:\s*(?:原文|译文)\s?[:：])?",
    re.IGNORECASE,
)
_USUAL_SUMMARY = regex(
    r"\W*(?:(?:点击)?(?:展开|查看)?\W*(?:(?:英文|中文)?(?:原文|译文|摘要)|英文|中文)?"
    r"|(?:show |click to expand )?(?:the )?(?:original|abstract|translation|summary)?)\W*",
    re.IGNORECASE,
)
"""A summary that says what the field is, which the page does as well."""
_CLOSE = "</details>"
_EDGE = MARGIN + ";；|,，"
_WORD = regex(r"\w")
_SPACE = regex(r"\s+")
_ODD = (("\u200b", ""), ("\ufeff", ""), ("\xa0", " "))
_NOTHING = frozenset(
    {"", "null", "none", "nan", "n/a", "na", "nil", "无", "暂无", "没有", "空", "-", "--", "—", "/"}
)
_PLAIN_LABELS = frozenset(
    {"", "link", "url", "here", "pdf", "paper", "arxiv", "abs", "code", "github"}
    | {"代码", "代码链接", "链接", "论文", "论文链接", "源码"}
)
"""Labels that say no more than the field they stand in."""
_RECORD: tuple[Role, ...] = (
    *("title", "title_cn", "authors", "abstract", "abstract_cn", "pdf", "code"),
)
"""The order in which the robot keeps a paper before it cuts the record at every ``|``."""


@dataclass(slots=True)
class Entry:
    """A paper of a listing while the file is read: what each field prints, and where.

    *values* are as printed; *labels* are the names that the fields carry; *extras* are fields that
    belong to no role, as label and text.
    """

    first: int
    last: int
    values: dict[Role, str] = field(default_factory=dict)
    lines: dict[Role, int] = field(default_factory=dict)
    labels: dict[Role, str] = field(default_factory=dict)
    extras: list[tuple[str, str]] = field(default_factory=list)


def from_row(row: list[str], names: list[str], lines: tuple[int, int], problems: Problems) -> Entry:
    """Return the entry that a table's *row* holds, under columns of these *names*.

    A row without outer bars may leave out its last cell; other ragged rows are told of.
    """
    number = lines[0]
    if lines[1] > number:
        hint = "write a line break inside a cell as '<br />'"
        problems.note(
            "digest-ragged-row",
            "line breaks have cut this row; its parts are joined again",
            number,
            hint,
        )
    if len(row) != len(names):
        bare = not problems.source.lines[number - 1].lstrip(MARGIN).startswith("|")
        if not (bare and len(row) == len(names) - 1 and "://" in row[-1]):
            message = f"a row of {len(row)} cells under {len(names)} columns"
            hint = "compare the paper with its source; write a bar inside a cell as '&#124;'"
            problems.warn("digest-ragged-row", message, number, hint)
        row = aligned(row, names)
    entry = Entry(*lines)
    guessed = []
    for name, cell in zip(names, row, strict=True):
        role = column_role(name)
        if role and role_of(name) is None:
            guessed.append(f"'{name}' for {role}")
        if role and role not in entry.values:
            entry.values[role], entry.lines[role], entry.labels[role] = cell, number, name
        elif cell:
            entry.extras.append((name, cell))
    if guessed:
        hint = "nothing to do if that is right; else give the columns names of their own"
        message = f"columns are taken for what a word in their names says: {', '.join(guessed)}"
        problems.note_once("digest-unknown-field", message, number, hint)
    if not entry.values.get("index"):
        entry.values.pop("index", None)
    return entry


def tidy(value: str) -> str:
    """Return one line of words: no line breaks, zero-width spaces or bold around the whole."""
    if "<" in value:
        value = _BREAK.sub(" ", value)
    if not value.isascii():
        for odd, plain in _ODD:
            if odd in value:
                value = value.replace(odd, plain)
    value = value.strip()
    if "*" in value and "**" in value:
        value = _without_bold(value)
    return _SPACE.sub(" ", value) if "  " in value or "\t" in value or "\n" in value else value


def _without_bold(value: str) -> str:
    inner = value.removeprefix("**").removesuffix("**")
    stars = inner.count("**")
    around = len(value) - len(inner) == 4
    return inner.strip() if not stars or (around and stars % 2) else value


def is_nothing(value: str) -> bool:
    """Tell whether a field says that there is nothing: ``null``, ``无``, a dash, no word at all."""
    return value in _NOTHING or (len(value) < 20 and tidy(value).lower() in _NOTHING)


def to_item(entry: Entry, day: str, problems: Problems) -> Item:
    """Return the paper that *entry* lists.

    *day* is the date of the listing, empty where unknown: then the entry's own date counts.
    Links are those of the PDF and code fields and the addresses at the end of an abstract, each
    place once. Text that stands beside a link, or instead of one, is kept among the fields.
    """
    values, lines = entry.values, entry.lines
    fields: list[tuple[str, str]] = []
    _shift_back(entry, problems)
    index, printed = tidy(values.get("index", "")), tidy(values.get("date", ""))
    if "index" in values and not index.isdecimal():
        message = "the index is not a number" if index else "the index is empty"
        hint = "number the entries of a topic 1, 2, 3 …"
        problems.note("digest-index", message, lines["index"], hint)
        fields += [(entry.labels["index"], index)] if index else []
    own = day or find_date(printed)
    if printed and (other_words(printed) or (find_date(printed) or printed) != own):
        fields.append((entry.labels["date"], printed))
    title = _title(entry, problems)
    abstract = Text(
        zh=_abstract(entry, "abstract_cn", problems), en=_abstract(entry, "abstract", problems)
    )
    if abstract.zh and abstract.zh == abstract.en:
        abstract = text_of(abstract.en)
    extras = [(label, _beside(_said(text))) for label, text in entry.extras]
    paper, links = _links(entry, abstract, fields, problems)
    authors, et_al = read_authors(tidy(_said(values.get("authors", ""))))
    return Item(
        kind="paper",
        title=title,
        lines=(entry.first, entry.last),
        markup="tex",
        paper=paper,
        authors=authors,
        et_al=et_al,
        date=own,
        abstract=abstract,
        links=links,
        fields=(*fields, *[(label, text) for label, text in extras if text]),
        title_lines=(lines.get("title_cn", 0), lines.get("title", 0)),
        abstract_lines=(lines.get("abstract_cn", 0), lines.get("abstract", 0)),
    )


def _said(value: str) -> str:
    return "" if is_nothing(value) else value


def _title(entry: Entry, problems: Problems) -> Text:
    values = entry.values
    en, zh = tidy(values.get("title", "")), tidy(_said(values.get("title_cn", "")))
    if not en and not zh:
        hint = "add a '**Title:** …' line, or fill the title's cell"
        problems.warn("digest-no-title", "this entry has no title", entry.first, hint)
    elif en == zh:
        line, hint = entry.lines["title_cn"], "translate it, or leave the Chinese title empty"
        message = "the Chinese title is the same as the English one"
        problems.note("digest-untranslated", message, line, hint)
    elif not zh and HAN.search(en):
        line, hint = entry.lines["title"], "name the field 'Title_cn' for a Chinese title"
        problems.note("digest-title-language", "the only title is Chinese", line, hint)
        return text_of(en)
    return Text(zh=zh, en=en)


def _abstract(entry: Entry, role: Role, problems: Problems) -> str:
    value = entry.values.get(role, "")
    if not value:
        return ""
    words, closed = _unwrapped(value)
    if not closed:
        message = f"the <details> of '{entry.labels[role]}' is never closed"
        hint = f"end the abstract with {_CLOSE}"
        problems.warn("digest-unclosed-details", message, entry.lines[role], hint)
    return tidy(_said(words))


def _unwrapped(value: str) -> tuple[str, bool]:
    """Return an abstract without the ``<details>`` around it, and whether that was closed."""
    opening = _OPEN.match(value)
    start = opening.end() if opening else 0
    inside, close, after = value[start:].rpartition(_CLOSE)
    if not close:
        inside, after = after, ""
    summary = (opening["summary"] or "").strip() if opening else ""
    said = "" if _USUAL_SUMMARY.fullmatch(summary) else f"{summary} "
    return said + inside + after, bool(close) or not opening


def _links(
    entry: Entry, abstract: Text, fields: list[tuple[str, str]], problems: Problems
) -> tuple[str, tuple[Link, ...]]:
    """Return the paper's identifier and its links; add to *fields* the text beside the links."""
    links: dict[str, Link] = {}
    paper = ""
    for role in ("pdf", "code"):
        value = entry.values.get(role, "")
        found, text = take_links(value)
        for label, href in found:
            if role == "pdf" and not paper:
                paper = arxiv_id(href)
            if label and (label.lower() in _PLAIN_LABELS or named_id(label)):
                label = ""
            links.setdefault(same(href), Link(rel_of(label, href, role), href, label))
        if role == "pdf" and not found:
            paper = named_id(tidy(text))
            _tell_missing(entry, paper, problems)
        if text and not is_nothing(text) and (text := _beside(text)) and not is_nothing(text):
            fields.append((entry.labels[role], text))
            if role == "code" and not found and "/" not in entry.labels[role]:
                message, hint = "the code field holds no address", "write '<https://…>' or 'null'"
                problems.note("digest-code-text", message, entry.lines[role], hint)
    for words, href in closing_urls(abstract.en):
        links.setdefault(same(href), Link(rel_of(words, href), href))
    for words, href in closing_urls(abstract.zh):  # a translator may cut an address short
        if not any(known.startswith(same(href)) for known in links):
            links[same(href)] = Link(rel_of(words, href), href)
    return paper, tuple(links.values())


def _tell_missing(entry: Entry, paper: str, problems: Problems) -> None:
    message = "this entry has no link to its paper" + ("" if paper else ", and no arXiv identifier")
    hint = "add a '**PDF:** <http://arxiv.org/pdf/…>' line, or fill the PDF cell"
    problems.warn("digest-no-pdf", message, entry.lines.get("pdf", entry.first), hint)


def _beside(text: str) -> str:
    """Return the lines of text that stand beside the links of a field."""
    if not text.strip():
        return ""
    lines = (line.lstrip(_EDGE).rstrip() for line in _BREAK.sub("\n", text).split("\n"))
    return "\n".join(tidy(line) for line in lines if _WORD.search(line))


def _shift_back(entry: Entry, problems: Problems) -> None:
    """Undo what a ``|`` in a title or abstract did: the robot printed each later field one late.

    The sign is an arXiv address alone in the code field while the PDF field holds words.
    """
    values = entry.values
    if "pdf" not in values or "://" in values["pdf"] or is_nothing(values["pdf"]):
        return
    found, text = take_links(values.get("code", ""))
    if len(found) != 1 or not arxiv_id(found[0][1]) or _said(_beside(text)):
        return
    problems.warn(
        "digest-shifted-fields",
        "the link to the paper stands in the code field: fields have been moved back",
        entry.lines["code"],
        "a '|' in the title or an abstract has cut this entry: compare it with arXiv",
    )
    record = [role for role in _RECORD if role in values]
    if record == list(_RECORD):
        pieces = [_unwrapped(values[role])[0] for role in record]
        if values["title"].count("**") == 1:
            cut = record.index("title")
        else:
            cut = record.index(
                "abstract_cn" if HAN.search(pieces[record.index("abstract_cn")]) else "abstract"
            )
        pieces[cut : cut + 2] = ["|".join(pieces[cut : cut + 2])]
        values.update(zip(record, pieces, strict=False))
    else:
        entry.extras.append((entry.labels["pdf"], _beside(values["pdf"])))
        values["pdf"] = values["code"]
    values["code"] = ""
