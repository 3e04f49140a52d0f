"""One source from text to body and card: parsed, its words set, its topics found."""

import difflib
import re
from collections.abc import Sequence

import msgspec

from generator.cards import Body, Card, DatesCard, IssueCard, Leaf, SectionCard, digest_of
from generator.diagnostics import Diagnostic, Severity
from generator.markup import typeset
from generator.markup.tongues import tell
from generator.markup.typeset import Heading
from generator.model import Counts, Issue, Item, Parsed, Section
from generator.reading import frontmatter
from generator.slugs import Names, slug
from generator.source import Source, Span
from generator.styles import Style
from generator.text import LANGS, Lang, Text, language_of
from generator.topics import Topics

Sides = dict[Lang, typeset.Typeset]

OPENING = 300
"""Characters at the beginning of an item that are asked for its topic when nothing else tells."""

NAMES: dict[Lang, str] = {"zh": "Chinese", "en": "English"}


def compose(style: Style, source: Source, front: frontmatter.FrontMatter, topics: Topics) -> Parsed:
    """Parse *source* and settle what a style need not know: front matter, topics, slugs."""
    parsed = style.parse(source)
    if parsed.issue is None:
        return parsed
    issue = frontmatter.apply(front, parsed.issue)
    doubts = [
        *frontmatter.unused(front, parsed.issue, source.path),
        *_unknown_topics(front, topics, source),
    ]
    if not (issue.title or issue.date):
        hint = "write 'title:' into front matter at the top of the file"
        message = "the issue has no title; the name of its file stands for it"
        doubts.append(Diagnostic(Severity.NOTE, "issue-no-title", message, source.at(1), hint))
    taken = Names()
    sections = []
    for section in issue.sections:
        group = section.title.zh or section.title.en
        items = tuple(_settle(item, group, topics, taken) for item in section.items)
        sections.append(msgspec.structs.replace(section, items=items))
    issue = msgspec.structs.replace(issue, sections=tuple(sections))
    return Parsed(issue, (*parsed.problems, *doubts))


def _unknown_topics(
    front: frontmatter.FrontMatter, topics: Topics, source: Source
) -> list[Diagnostic]:
    """Warn about each topic in front matter that there is none of: the rules decide without it."""
    problems = []
    for name in front.topics:
        if not topics.known(name):
            near = difflib.get_close_matches(name, topics.topics, 1)
            hint = f"did you mean {near[0]!r}?" if near else "add it to topics.toml"
            span = source.at(front.lines.get("topics", 1))
            message = f"there is no topic {name!r}"
            problems.append(Diagnostic(Severity.WARNING, "unknown-topic", message, span, hint))
    return problems


def _settle(item: Item, group: str, topics: Topics, taken: Names) -> Item:
    titles = ["\n".join(_sides(item.title)), "\n".join(_sides(item.subtitle))]
    opening = "\n".join(side[:OPENING] for side in _sides(item.abstract or item.body))
    wish = item.slug or item.title.en or item.title.zh
    name = taken.take(slug(wish, spare="untitled"))
    found = topics.of(item.topics, titles, group, opening)
    return msgspec.structs.replace(item, slug=name, topics=found)


def _sides(text: Text) -> list[str]:
    return [text[lang] for lang in LANGS if text[lang]]


def missing(body: Body, path: str) -> list[Diagnostic]:
    """Note each item that says something in one language only: the page will say so too."""
    notes = []
    for item in (leaf.item for leaves in body.leaves for leaf in leaves):
        for part, text in (("title", item.title), ("abstract", item.abstract), ("body", item.body)):
            if text and text.missing():
                name = NAMES[text.missing()[0]]
                message = f"no {name} {part}; the other language is shown, and marked"
                hint = f"add the {name} {part} when there is one"
                span = Span(path, item.lines[0])
                notes.append(Diagnostic(Severity.NOTE, "missing-language", message, span, hint))
    return notes


def set_issue(issue: Issue, path: str) -> tuple[Body, list[Diagnostic]]:
    """Return *issue* with every word set as HTML, and what could not be set."""
    setter = _Setter(path)
    leaves = tuple(tuple(setter.leaf(item) for item in section.items) for section in issue.sections)
    rest = ""
    if issue.rest:
        rest = setter.keep(
            typeset.block(issue.rest, "markdown", Span(path, issue.rest_line or 1))
        ).html
        rest = tell(rest, language_of(rest))
    return Body(issue, leaves, rest), setter.problems


class _Setter:
    """Sets the words of one source, collecting its problems and counting its formulas."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Diagnostic] = []
        self.done: list[typeset.Typeset] = []

    def keep(self, result: tuple[typeset.Typeset, Sequence[Diagnostic]]) -> typeset.Typeset:
        """Note what was set and what went wrong; return the former."""
        self.problems.extend(result[1])
        self.done.append(result[0])
        return result[0]

    def leaf(self, item: Item) -> Leaf:
        """Set every word of an item."""
        self.done = []
        title = self._titles(item, item.title, item.title_lines)
        subtitle = self._titles(item, item.subtitle)
        fields = [
            (label, self._line(item, words, links=True))
            for label, words in item.fields
            if not _is_heading(label, item.body)
        ]
        abstract = self._flow(item, item.abstract, item.abstract_lines)
        body = self._flow(item, item.body, item.body_lines)
        return Leaf(
            item=self._counted(item, body),
            title=_html(title),
            plain=Text(**{lang: done.plain for lang, done in title.items()}),
            subtitle=_html(subtitle),
            abstract=_html(abstract),
            body=_html(body),
            fields=tuple(
                (label, tell(done.html, language_of(done.html))) for label, done in fields
            ),
            text=_plain(abstract, fields, body),
            contents={lang: _headings(done, lang) for lang, done in body.items()},
        )

    def _line(self, item: Item, words: str, at: int = 0, *, links: bool) -> typeset.Typeset:
        span = Span(self.path, at or item.lines[0])
        return self.keep(typeset.inline(words, item.markup, span, links=links))

    def _titles(self, item: Item, text: Text, lines: tuple[int, int] = (0, 0)) -> Sides:
        """Set a title: it will be a link itself, so nothing in it is one."""
        return {
            lang: self._line(item, text[lang], at, links=False) for lang, at in _placed(text, lines)
        }

    def _flow(self, item: Item, text: Text, lines: tuple[int, int]) -> Sides:
        """Set running text; headings that run in parallel share their anchors across languages."""
        sides: Sides = {}
        first: tuple[Heading, ...] = ()
        for lang, at in reversed(_placed(text, lines)):
            span = Span(self.path, at or item.lines[0])
            result = typeset.block(text[lang], item.markup, span)
            if first and _levels(first) == _levels(result[0].headings):
                anchors = [heading.anchor for heading in first]
                result = typeset.block(text[lang], item.markup, span, anchors)
            first = result[0].headings
            sides[lang] = self.keep(result)
        return sides

    def _counted(self, item: Item, body: Sides) -> Item:
        """Return the item with the figures, tables and counts that setting it has found.

        A formula that stands in both languages is two formulas; a figure in both is one.
        """
        shown = body.get("zh") or body.get("en")
        figures = item.figures or (shown.figures if shown else ())
        tables = item.tables or (shown.tables if shown else ())
        counts = msgspec.structs.replace(
            item.counts,
            figures=len(figures) or item.counts.figures,
            tables=len(tables) or item.counts.tables,
            display_math=sum(done.display_math for done in self.done),
            inline_math=sum(done.inline_math for done in self.done),
            references=sum(done.references for done in self.done) or item.counts.references,
            citations=sum(done.citations for done in self.done) or item.counts.citations,
        )
        return msgspec.structs.replace(item, figures=figures, tables=tables, counts=counts)


def _is_heading(label: str, body: Text) -> bool:
    """Say whether a body has a field under a heading of its own, so that it is shown there."""
    heading = re.compile(rf"^#+ .*{re.escape(label)}", re.MULTILINE)
    return any(heading.search(words) for words in (body.zh, body.en) if words)


def _levels(headings: Sequence[Heading]) -> list[int]:
    return [heading.level for heading in headings]


def _html(sides: Sides) -> Text:
    return Text(**{lang: tell(done.html, lang) for lang, done in sides.items()})


def _headings(done: typeset.Typeset, lang: Lang) -> tuple[Heading, ...]:
    return tuple(msgspec.structs.replace(one, html=tell(one.html, lang)) for one in done.headings)


def _plain(abstract: Sides, fields: list[tuple[str, typeset.Typeset]], body: Sides) -> Text:
    parts: dict[Lang, list[str]] = {lang: [] for lang in LANGS}
    for lang, done in abstract.items():
        parts[lang].append(done.plain)
    for label, done in fields:
        parts[language_of(done.plain)].append(f"{label}: {done.plain}")
    for lang, done in body.items():
        parts[lang].append(done.plain)
    return Text(**{lang: "\n\n".join(said) for lang, said in parts.items()})


def _placed(text: Text, lines: tuple[int, int] = (0, 0)) -> list[tuple[Lang, int]]:
    """Return the sides that say something, each with its line."""
    return [(lang, at) for lang, at in zip(LANGS, lines, strict=True) if text[lang]]


def join(bodies: Sequence[Body]) -> Body:
    """Return an article's two languages as one; bodies of any other shape one after the other."""
    first, *others = bodies
    for far in others:
        ours, theirs = first.issue, far.issue
        if [len(x) for x in first.leaves] == [len(x) for x in far.leaves] == [1]:
            leaf = _join_leaves(first.leaves[0][0], far.leaves[0][0])
            leaves: tuple[tuple[Leaf, ...], ...] = ((leaf,),)
            section = msgspec.structs.replace(ours.sections[0], items=(leaf.item,))
            sections: tuple[Section, ...] = (section,)
        else:
            leaves = (*first.leaves, *far.leaves)
            sections = (*ours.sections, *theirs.sections)
        issue = msgspec.structs.replace(
            ours,
            title=ours.title.fill(theirs.title),
            sections=sections,
            draft=ours.draft or theirs.draft,
            publish=max(ours.publish, theirs.publish),
            **{key: getattr(ours, key) or getattr(theirs, key) for key in ("date", "number")},
        )
        rest = first.rest + far.rest
        first = Body(issue, leaves, tell(rest, language_of(rest)))
    return first


_COPIES = frozenset({"figures", "tables", "references", "bios"})
"""What the second language shows again; its formulas and citations are its own."""


def _join_leaves(ours: Leaf, theirs: Leaf) -> Leaf:
    """Return one leaf with the sides of both; of any other fact the first that says it counts."""
    item, far = ours.item, theirs.item
    texts = ("title", "subtitle", "abstract", "body")
    either = ("paper", "kicker", "authors", "editors", "date", "topics", "figures", "tables")
    counts = {}
    for key in item.counts.__struct_fields__:
        numbers = (getattr(item.counts, key), getattr(far.counts, key))
        counts[key] = max(numbers) if key in _COPIES else sum(numbers)
    item = msgspec.structs.replace(
        item,
        **{key: getattr(item, key).fill(getattr(far, key)) for key in texts},
        **{key: getattr(item, key) or getattr(far, key) for key in either},
        et_al=item.et_al or far.et_al,
        links=tuple(dict.fromkeys((*item.links, *far.links))),
        events=tuple(dict.fromkeys((*item.events, *far.events))),
        deadlines=tuple(dict.fromkeys((*item.deadlines, *far.deadlines))),
        counts=Counts(**counts),
    )
    sides = ("title", "plain", "subtitle", "abstract", "body", "text")
    return msgspec.structs.replace(
        ours,
        item=item,
        **{key: getattr(ours, key).fill(getattr(theirs, key)) for key in sides},
        contents={**theirs.contents, **ours.contents},
    )


def card_of(body: Body, path: str, wish: str) -> IssueCard:
    """Return what lists need of an issue; *wish* is the id to use where it has none."""
    issue = body.issue
    sections = []
    slugs = Names()
    for section, leaves in zip(issue.sections, body.leaves, strict=True):
        name = slugs.take(slug(section.title.zh or section.title.en, spare="section"))
        sections.append(SectionCard(section.title, name, tuple(_card(leaf) for leaf in leaves)))
    said = {lang for section in sections for card in section.cards for lang in card.languages}
    return IssueCard(
        path=path,
        style=issue.style,
        id=slug(issue.id or issue.title.en or issue.title.zh or wish, spare="issue"),
        title=issue.title,
        date=issue.date,
        number=issue.number,
        total_number=issue.total_number,
        lines=issue.lines,
        draft=issue.draft,
        publish=issue.publish,
        sections=tuple(sections),
        languages=tuple(lang for lang in LANGS if lang in said) or LANGS,
        has_math=any(card.has_math for section in sections for card in section.cards),
        digest=digest_of(
            msgspec.structs.replace(issue, sections=()),
            body.rest,
            [(section.title, [card.digest for card in section.cards]) for section in sections],
        ),
        dates=tuple(
            DatesCard(number, item.events, item.deadlines)
            for number, item in enumerate(issue.items, 1)
            if item.events or item.deadlines
        ),
    )


def _card(leaf: Leaf) -> Card:
    item = leaf.item
    said = [text for text in (item.title, item.abstract, item.body) if text]
    authors = tuple(author.name for author in item.authors)
    has_code = any(link.rel == "code" for link in item.links)
    return Card(
        kind=item.kind,
        slug=item.slug,
        paper=item.paper,
        title=leaf.title,
        plain=leaf.plain,
        authors=authors,
        et_al=item.et_al,
        date=item.date,
        topics=item.topics,
        links=item.links,
        lines=item.lines,
        languages=tuple(lang for lang in LANGS if any(text[lang] for text in said)) or LANGS,
        has_math=item.counts.inline_math + item.counts.display_math > 0,
        digest=digest_of(leaf),
        face=digest_of(
            item.kind, item.paper, leaf.title, leaf.plain, authors, item.et_al, item.date, has_code
        ),
        editors=item.editors,
    )
