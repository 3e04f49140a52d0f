"""What notes say about one paper: its title, its links, its fields; and the item they make."""

from dataclasses import dataclass, field

from generator.model import Counts, Item, Link
from generator.reading.links import rel_of
from generator.reading.plainlists import Line, Row, lay_out, remake
from generator.reading.problems import Problems
from generator.reading.signs import Numbered, Reference
from generator.reading.template import is_related_work
from generator.text import text_of


@dataclass(slots=True)
class Answer:
    """What stands under the field *to*, or above the first one (``None``)."""

    first: int
    to: Numbered | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words as they stand in the source, with the blank lines between them."""
        out = [self.to.text] if self.to and self.to.text else []
        before = self.first
        for number, line in self.lines:
            out += [""] * (number - before - 1) if out else []
            out.append(line.rstrip())
            before = number
        return "\n".join(out).strip()


@dataclass(slots=True)
class PaperNotes:
    """The notes on one paper while the file is read; *last* is the last line that says something.

    *links* are the lines below the title that are links or were, each with its number.
    """

    title: str
    first: int
    last: int
    links: list[tuple[int, str, Reference]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)

    @property
    def open_field(self) -> Numbered | None:
        """The field that the next line belongs to."""
        return self.answers[-1].to if self.answers else None

    def open(self, first: int, to: Numbered) -> None:
        """Begin the answer to a field."""
        self.answers.append(Answer(first, to))
        self.labels.add(to.label)
        self.last = first


def to_item(notes: PaperNotes, problems: Problems) -> Item:
    """Return the notes as an item: fields as in the source, and all of it as Markdown."""
    if not notes.title:
        hint = "write the paper's title on a line of its own above the first field"
        problems.warn("notes-no-title", "these notes have no title above them", notes.first, hint)
    title, body = text_of(notes.title), _Body(notes, problems)
    words = text_of(lay_out(body.rows, body.first))
    return Item(
        kind="note",
        title=title,
        lines=(notes.first, notes.last),
        markup="markdown",
        links=tuple(
            Link(rel_of(one.label, one.href), one.href, one.label)
            for _, _, one in notes.links
            if one.href
        ),
        fields=tuple(
            (answer.to.label, answer.text) for answer in notes.answers if answer.to and answer.text
        ),
        counts=Counts(references=body.references),
        body=words,
        title_lines=(notes.first, notes.first) if title else (0, 0),
        body_lines=(body.first if words.zh else 0, body.first if words.en else 0),
    )


class _Body:
    """The Markdown of one paper's notes, row by row, and what had to be decided for it."""

    def __init__(self, notes: PaperNotes, problems: Problems) -> None:
        self.rows: list[Row] = []
        self.references = 0
        self.problems = problems
        for number, line, link in notes.links:
            if not link.href:
                self._nameless(number, line)
        for answer in notes.answers:
            if answer.text:
                self._answer(answer)
        self.first = self.rows[0].number if self.rows else notes.first

    def _nameless(self, number: int, line: str) -> None:
        """Show the name of a link whose address has not survived."""
        shown = f"\\{line.strip()}" if line.startswith("[") else line.strip()
        self.rows.append(Row(number, shown, apart=True))
        hint = "write the address behind it: 'GitHub: https://…'"
        message = "only the name of a link has survived, here and further down"
        self.problems.note_once("notes-no-address", message, number, hint)

    def _answer(self, answer: Answer) -> None:
        lines, found = answer.lines, answer.to
        if found:
            self.rows.append(Row(answer.first, f"## {found.printed}", apart=True))
            if found.text:
                lines = [(answer.first, found.text), *lines]
        made = remake(lines, references=bool(found and is_related_work(found.label)))
        self.rows += made.rows
        self.references += made.references
        note = self.problems.note_once
        for first, last in made.tables:
            message = f"lines {first}–{last} are read as a table of two columns"
            hint = "nothing to do if it is one; if not, put a blank line between two of its lines"
            self.problems.note("notes-table", message, first, hint)
        if made.joined:
            message = "references cut into several paragraphs are joined, here and further down"
            hint = "nothing to do; to be sure write each on one line"
            note("notes-joined", message, made.joined, hint)
        if made.picture:
            message = "of pictures only the names have survived, here and further down"
            hint = "nothing to do: each has its place on the page, with its name"
            note("notes-lost-picture", message, made.picture, hint)
