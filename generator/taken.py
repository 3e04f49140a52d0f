"""What each line of a file was taken for, and the outline of an issue, for a person to read."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.assemble import IssueEntry
from generator.cards import Body
from generator.diagnostics import Diagnostic
from generator.discover import Found, read
from generator.look import Seen
from generator.model import Issue, Item
from generator.reading import frontmatter
from generator.regex import regex
from generator.text import LANGS

WIDE = 26
SHOWN = 72
"""Columns of what a line was taken for, and characters of the line itself."""

_SIGNS = regex(r"[\W_]+")
_TAG = regex(r"</?[A-Za-z][^<>:]*>")
SHORT = 2
"""Latin letters, or Chinese characters and one more, that say too little to be looked for."""


def taken(seen: Seen) -> Iterator[str]:
    """Give every line of every file with what it was taken for."""
    issues = {issue.card.path: issue for issue in seen.issues}
    for found in seen.found:
        issue = issues.get(found.path)
        body = seen.draft.scene.body(issue) if issue else None
        for file in (found, found.twin) if found.twin else (found,):
            own = [problem for problem in seen.problems if problem.span.path == file.path]
            yield from _file(file, issue, body, own)


def _file(
    file: Found, issue: IssueEntry | None, body: Body | None, problems: Sequence[Diagnostic]
) -> Iterator[str]:
    text = read(file)[0] or ""
    rest = frontmatter.split(text, file.path)[1]
    told = f"{file.path}: {issue.card.style}, {issue.id}" if issue else f"{file.path}: not shown"
    yield told
    lines = rest.split("\n")
    words = _of_lines(lines, body.issue) if body else [""] * len(lines)
    codes = {problem.span.line: problem.code for problem in reversed(problems)}
    for number, (printed, line) in enumerate(zip(text.split("\n"), lines, strict=True), 1):
        what = words[number - 1] if line.strip() else ""
        if printed.strip() and not line.strip():
            what = "front matter"
        elif line.strip() and not what:
            what = f"left out: {codes[number]}" if number in codes else "sign or boilerplate"
        shown = printed if len(printed) <= SHOWN else f"{printed[:SHOWN]}…"
        yield f"{number:>6}  {what:<{WIDE}}  {shown}".rstrip()


def _of_lines(lines: Sequence[str], issue: Issue) -> list[str]:
    """Return what every line was taken for; empty where no part of the issue has its words."""
    told = [""] * len(lines)
    whole = _Parts(_of_issue(issue))
    number = 0
    owned = [False] * len(lines)
    for section in issue.sections:
        for item in section.items:
            number += 1
            parts = _Parts(_of_item(item))
            first, last = item.lines
            for at in range(first - 1, min(last, len(lines))):
                what = parts.of(lines[at])
                if what or not told[at]:
                    told[at] = f"item {number}: {what}" if what else told[at]
                owned[at] = True
    for at, line in enumerate(lines):
        if not told[at]:
            what = whole.of(line)
            told[at] = what or ("item: markup" if owned[at] and line.strip() else "")
    return told


class _Parts:
    """Named words, in which lines are looked for by their letters alone."""

    def __init__(self, parts: Sequence[tuple[str, str]]) -> None:
        self.parts = [(name, _letters(words)) for name, words in parts if words]

    def of(self, line: str) -> str:
        """Return the part that holds a line, or else one that the line holds."""
        said = _letters(line)
        if not said:
            return ""
        for name, words in self.parts:
            if said in words and (len(said) > SHORT - (not said.isascii()) or said == words):
                return name
        inside = [(name, words) for name, words in self.parts if words in said]
        best = max(inside, key=lambda part: len(part[1]), default=None)
        return best[0] if best and len(best[1]) > SHORT else ""


def _letters(words: str) -> str:
    return _SIGNS.sub("", _TAG.sub("", words)).casefold()


def _of_issue(issue: Issue) -> list[tuple[str, str]]:
    parts = [("issue: title", issue.title[lang]) for lang in LANGS]
    for section in issue.sections:
        parts += [("section", section.title[lang]) for lang in LANGS]
    parts.append(("issue: text", issue.rest))
    for person in issue.people:
        parts.append(("issue: people", person.name))
        parts.append(("issue: people", person.role.zh or person.role.en))
    return [*parts, ("issue: date", issue.date), ("issue: number", issue.number)]


def _of_item(item: Item) -> list[tuple[str, str]]:
    parts = [(f"title ({lang})", item.title[lang]) for lang in LANGS]
    parts += [(f"subtitle ({lang})", item.subtitle[lang]) for lang in LANGS]
    parts.append(("column", item.kicker))
    parts.append(("authors", " ".join(author.name for author in item.authors)))
    parts += [("authors", author.name) for author in item.authors]
    parts += [("affiliation", author.affiliation) for author in item.authors]
    parts += [("editor", name) for name in item.editors]
    parts += [(f"link: {link.rel}", link.href) for link in item.links]
    parts += [(f"figure {figure.number}: caption", figure.caption) for figure in item.figures]
    parts += [(f"table {table.number}: caption", table.caption) for table in item.tables]
    parts += [(f"abstract ({lang})", item.abstract[lang]) for lang in LANGS]
    parts += [(f"field {label}", f"{label} {words}") for label, words in item.fields]
    parts += [("event", event.title) for event in item.events]
    parts += [("deadline", deadline.title) for deadline in item.deadlines]
    parts += [(f"text ({lang})", item.body[lang]) for lang in LANGS]
    return [*parts, ("date", item.date)]


def tree(issues: Sequence[dict[str, Any]], problems: Sequence[Diagnostic]) -> str:
    """Return issues, as ``inspect`` has them, as an indented list for a person."""
    return "".join(f"{line}\n" for issue in issues for line in _issue(issue, problems))


def _issue(issue: dict[str, Any], problems: Sequence[Diagnostic]) -> Iterator[str]:
    first, last = issue["lines"]
    own = [problem for problem in problems if problem.span.path == issue["source"]]
    yield f"{issue['id']}  {issue['style']}  {issue['source']}:{first}-{last}"
    facts = {key: issue[key] for key in ("date", "number", "total_number") if issue[key]}
    yield f"  {_sides(issue['title'])}"
    yield from (f"  {key} {value}" for key, value in facts.items())
    if issue["people"]:
        yield f"  people {len(issue['people'])}"
    inside = [item for section in issue["sections"] for item in section["items"]]
    spans = [range(item["lines"][0], item["lines"][1] + 1) for item in inside]
    yield from _problems([p for p in own if not any(p.span.line in span for span in spans)], "  ")
    for section in issue["sections"]:
        if section["title"]:
            yield f"  {_sides(section['title'])}  ({len(section['items'])})"
        for item in section["items"]:
            first, last = item["lines"]
            yield f"    {item['kind']}  {item['id']}  {_sides(item['title'])}  @{first}-{last}"
            yield from (f"      {fact}" for fact in _facts(item))
            yield from _problems([p for p in own if first <= p.span.line <= last], "      ")


def _facts(item: dict[str, Any]) -> Iterator[str]:
    names = ", ".join(author["name"] for author in item["authors"])
    if names:
        yield f"authors {names}{' et al.' if item['et_al'] else ''}"
    yield from (f"{link['rel']} {link['href']}" for link in item["links"])
    yield "topics " + ", ".join(item["topics"])
    counts = [f"{name} {number}" for name, number in item["counts"].items() if number]
    said = {lang: len(words) for lang, words in item["text"].items() if words}
    counts += [f"characters {number} ({lang})" for lang, number in said.items()]
    if counts:
        yield ", ".join(counts)


def _problems(problems: Sequence[Diagnostic], indent: str) -> Iterator[str]:
    for problem in problems:
        said = f"{problem.severity}[{problem.code}]: {problem.message}"
        yield f"{indent}! line {problem.span.line}: {said}"


def _sides(text: dict[str, str | None]) -> str:
    return " | ".join(text[lang] or "-" for lang in LANGS)
