"""The runner of case files: one source, and what its style has to make of it.

A case begins with ``# what it shows`` and ``path: NAME``, then parts that begin with a line each:

    --- source      the file, as a style gets it; whole lines only
    --- items       the issue as `outline` prints it
    --- problems    the diagnostics as the command prints them

``pytest --update-cases`` writes the last two parts anew; where the variable CI is set it refuses.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.diagnostics import explain, ordered
from generator.model import Issue, Item, Parsed
from generator.source import Source, Span
from generator.styles import Style, load_styles
from generator.text import LANGS, Text

HERE = Path(__file__).parent
PARTS = ("source", "items", "problems")
_PART = re.compile(r"^--- (source|items|problems)\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A case file, taken apart; *head* is everything above the source."""

    file: Path
    head: str
    path: str
    source: str
    items: str
    problems: str

    @property
    def style(self) -> Style:
        """The style whose folder holds the case."""
        return load_styles()[self.file.parent.name]


def read_case(file: Path) -> Case:
    """Return the case that *file* holds; it fails where a part is missing or out of order."""
    head, *parts = _PART.split(file.read_text(encoding="utf-8"))
    if tuple(parts[::2]) != PARTS:
        pytest.fail(f"{file.name}: parts {parts[::2]}, wanted {PARTS}")
    path = next((line[6:] for line in head.split("\n") if line.startswith("path: ")), "")
    if not path or not head.startswith("# "):
        pytest.fail(f"{file.name}: begin with '# what it shows' and 'path: NAME'")
    source, items, problems = parts[1::2]
    return Case(file, head, path, source, items.rstrip("\n"), problems.rstrip("\n"))


def answer(case: Case) -> tuple[str, str]:
    """Return the parts ``items`` and ``problems`` as the style answers now."""
    source = Source(case.path, case.source)
    parsed = case.style.parse(source)

    def line_at(span: Span) -> str | None:
        return source.lines[span.line - 1] if span.line <= len(source.lines) else None

    return outline(parsed), explain(ordered(parsed.problems), line_at)


def write_case(case: Case, items: str, problems: str) -> None:
    """Write the answers into the case file, as ``--update-cases`` asks."""
    text = f"{case.head}--- source\n{case.source}--- items\n"
    text += "".join(f"{part}\n" for part in (items, "--- problems", problems) if part)
    case.file.write_text(text, encoding="utf-8", newline="\n")


def outline(parsed: Parsed) -> str:
    """Return what was parsed, one line per fact; empty facts are left out."""
    issue = parsed.issue
    if issue is None:
        return "no issue"
    lines = [_facts("issue", id=issue.id, date=issue.date, title=_text(issue.title))]
    lines += _issue_facts(issue)
    for section in issue.sections:
        lines.append(f"## {_text(section.title) or '-'}")
        for item in section.items:
            lines += _item(item)
    if issue.rest:
        lines.append(f"rest from line {issue.rest_line}")
        lines += [f"  | {line}".rstrip() for line in issue.rest.split("\n")]
    return "\n".join(lines)


def _issue_facts(issue: Issue) -> list[str]:
    facts = _facts(
        " ",
        number=issue.number,
        total=issue.total_number,
        draft="yes" if issue.draft else "",
        publish=issue.publish,
        cover=issue.cover,
    )
    people = [
        _facts("  person", name=p.name, role=_text(p.role), of=p.affiliation, section=p.section)
        for p in issue.people
    ]
    return [facts, *people] if facts.strip() else people


def _item(item: Item) -> list[str]:
    first, last = item.lines
    what = "" if (item.kind, item.markup) == ("paper", "tex") else f" {item.kind}, {item.markup}"
    lines = [f"- {item.paper or item.slug or 'no id'} @{first}-{last}{what}"]
    for name in ("title", "subtitle", "kicker"):
        if text := getattr(item, name):
            lines.append(f"  {name}: {text if isinstance(text, str) else _text(text)}")
    authors = [f"{a.name} ({a.affiliation})" if a.affiliation else a.name for a in item.authors]
    if authors or item.et_al:
        lines.append(f"  authors: {'; '.join(authors)}{' … et al.' if item.et_al else ''}")
    facts = _facts(
        " ",
        date=item.date,
        editors="; ".join(item.editors),
        topics=", ".join(item.topics),
        pages="-".join(str(page) for page in item.pages or ()),
    )
    lines += [facts] if facts.strip() else []
    for link in item.links:
        lines.append(f"  {link.rel}: {link.href}{f' [{link.label}]' if link.label else ''}")
    lines += [f"  {label} = {words!r}" for label, words in item.fields]
    lines += [f"  {event}" for event in (*item.events, *item.deadlines)]
    lines += [f"  {part}" for part in (*item.figures, *item.tables)]
    for name in ("abstract", "body"):
        text, where = getattr(item, name), getattr(item, f"{name}_lines")
        for at, lang in enumerate(LANGS):
            if text[lang]:
                lines.append(f"  {name}.{lang} @{where[at]}: {text[lang]!r}")
    return lines


def _text(text: Text) -> str:
    return " | ".join(text[lang] or "-" for lang in LANGS) if text else ""


def _facts(start: str, **facts: str) -> str:
    return " ".join([start, *(f"{name}={value}" for name, value in facts.items() if value)])
