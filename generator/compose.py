"""One source from text to body and card: parsed, its words set, its topics found."""

from collections.abc import Sequence

import msgspec

from generator.cards import Body, Card, IssueCard, Leaf, SectionCard, digest_of
from generator.diagnostics import Diagnostic, Severity
from generator.markup import typeset
from generator.markup.typeset import Heading
from generator.model import Issue, Item, Parsed
from generator.reading import frontmatter
from generator.slugs import slug, unique
from generator.source import Source, Span
from generator.styles import Style
from generator.text import LANGS, Lang, Text, language_of
from generator.topics import Topics

Sides = dict[Lang, typeset.Typeset]


def compose(style: Style, source: Source, front: frontmatter.FrontMatter, topics: Topics) -> Parsed:
    """Parse *source* and settle what a style need not know: front matter, topics, slugs."""
    parsed = style.parse(source)
    if parsed.issue is None:
        return parsed
    issue = frontmatter.apply(front, parsed.issue)
    taken: set[str] = set()
    sections = []
    for section in issue.sections:
        group = section.title.zh or section.title.en
        items = tuple(_settle(item, group, topics, taken) for item in section.items)
        sections.append(msgspec.structs.replace(section, items=items))
    issue = msgspec.structs.replace(issue, sections=tuple(sections))
    return Parsed(issue, (*parsed.problems, *_missing(issue, source)))


def _settle(item: Item, group: str, topics: Topics, taken: set[str]) -> Item:
    titles = [*_sides(item.title), *_sides(item.subtitle)]
    wish = item.slug or item.title.en or item.title.zh
    name = unique(slug(wish, spare="untitled"), taken)
    taken.add(name)
    return msgspec.structs.replace(item, slug=name, topics=topics.of(item.topics, titles, group))


def _sides(text: Text) -> list[str]:
    return [text[lang] for lang in LANGS if text[lang]]


def _missing(issue: Issue, source: Source) -> list[Diagnostic]:
    """Note each item that says something in one language only: the page will say so too."""
    notes = []
    names = {"zh": "Chinese", "en": "English"}
    for item in issue.items:
        for part, text in (("title", item.title), ("abstract", item.abstract), ("body", item.body)):
            if text and text.missing():
                lang = text.missing()[0]
                notes.append(
                    Diagnostic(
                        Severity.NOTE,
                        "missing-language",
                        f"no {names[lang]} {part}; the other language is shown, and marked",
                        source.at(item.lines[0]),
                        f"add the {names[lang]} {part} when there is one",
                    )
                )
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
        fields = [(label, self._line(item, words, links=True)) for label, words in item.fields]
        abstract = self._flow(item, item.abstract, item.abstract_lines)
        body = self._flow(item, item.body, item.body_lines)
        return Leaf(
            item=self._counted(item, body),
            title=_html(title),
            plain=Text(**{lang: done.plain for lang, done in title.items()}),
            subtitle=_html(subtitle),
            abstract=_html(abstract),
            body=_html(body),
            fields=tuple((label, done.html) for label, done in fields),
            text=_plain(abstract, fields, body),
            contents={lang: tuple(done.headings) for lang, done in body.items()},
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


def _levels(headings: Sequence[Heading]) -> list[int]:
    return [heading.level for heading in headings]


def _html(sides: Sides) -> Text:
    return Text(**{lang: done.html for lang, done in sides.items()})


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
        issue, told = first.issue, far.issue
        if [len(leaves) for leaves in first.leaves] == [len(leaves) for leaves in far.leaves]:
            leaves = tuple(
                tuple(map(_join_leaves, ours, theirs))
                for ours, theirs in zip(first.leaves, far.leaves, strict=True)
            )
        else:
            leaves = (*first.leaves, *far.leaves)
            issue = msgspec.structs.replace(issue, sections=(*issue.sections, *told.sections))
        title, date = issue.title.fill(told.title), issue.date or told.date
        issue = msgspec.structs.replace(issue, title=title, date=date)
        first = Body(issue, leaves, first.rest + far.rest)
    return first


def _join_leaves(ours: Leaf, theirs: Leaf) -> Leaf:
    """Return one leaf with the sides of both, the first deciding where both say something."""
    item = msgspec.structs.replace(
        ours.item,
        title=ours.item.title.fill(theirs.item.title),
        subtitle=ours.item.subtitle.fill(theirs.item.subtitle),
        abstract=ours.item.abstract.fill(theirs.item.abstract),
        body=ours.item.body.fill(theirs.item.body),
    )
    return msgspec.structs.replace(
        ours,
        item=item,
        title=ours.title.fill(theirs.title),
        plain=ours.plain.fill(theirs.plain),
        subtitle=ours.subtitle.fill(theirs.subtitle),
        abstract=ours.abstract.fill(theirs.abstract),
        body=ours.body.fill(theirs.body),
        text=ours.text.fill(theirs.text),
        contents={**theirs.contents, **ours.contents},
    )


def card_of(body: Body, path: str, wish: str) -> IssueCard:
    """Return what lists need of an issue; *wish* is the id to use where it has none."""
    issue = body.issue
    sections = []
    slugs: set[str] = set()
    for section, leaves in zip(issue.sections, body.leaves, strict=True):
        name = unique(slug(section.title.zh or section.title.en, spare="section"), slugs)
        slugs.add(name)
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
    )


def _card(leaf: Leaf) -> Card:
    item = leaf.item
    said = [text for text in (item.title, item.abstract, item.body) if text]
    return Card(
        kind=item.kind,
        slug=item.slug,
        paper=item.paper,
        title=leaf.title,
        plain=leaf.plain,
        authors=tuple(author.name for author in item.authors),
        et_al=item.et_al,
        date=item.date,
        topics=item.topics,
        links=item.links,
        lines=item.lines,
        languages=tuple(lang for lang in LANGS if any(text[lang] for text in said)) or LANGS,
        has_math=item.counts.inline_math + item.counts.display_math > 0,
        digest=digest_of(leaf),
    )
