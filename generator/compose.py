"""One source from text to body and card: parsed, its words set, its topics found."""

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import islice

import msgspec

from generator.cards import Body, Card, DatesCard, IssueCard, Leaf, SectionCard, digest_of, has_code
from generator.diagnostics import Diagnostic, Severity
from generator.markup import typeset
from generator.markup.tongues import tell
from generator.markup.typeset import Heading
from generator.model import Issue, Item, Parsed
from generator.putback import put_back
from generator.reading import frontmatter
from generator.reading.fixes import NO_FIX, Fix, ItemFix, by_machine, fix_issue, fix_item, match
from generator.reading.staleness import mark_stale
from generator.slugs import Names, slug
from generator.source import Source, Span
from generator.styles import Style
from generator.text import LANGS, Lang, Text, language_of
from generator.topics import Topics

Sides = dict[Lang, typeset.Typeset]

OPENING = 300
"""Characters at the beginning of an item that are asked for its topic when nothing else tells."""


def compose(
    style: Style,
    source: Source,
    front: frontmatter.FrontMatter,
    topics: Topics,
    fix: Fix = NO_FIX,
    translated: Sequence[Lang] = (),
    *,
    paired: bool = True,
) -> Parsed:
    """Parse *source* and settle what a style need not know: front matter, fixes, topics, slugs.

    *translated* are what a machine wrote where the file names none; if *paired*, of both sides.
    """
    parsed = style.parse(source)
    if parsed.issue is None:
        return parsed
    issue = fix_issue(fix, frontmatter.apply(front, parsed.issue))
    doubts = [
        *frontmatter.unused(front, parsed.issue, source.path),
        *_unknown_topics(front.topics, topics, source.at(front.lines.get("topics", 1))),
    ]
    if not (issue.title or issue.date):
        hint = "write 'title:' into front matter at the top of the file"
        said = "the issue has no title; the name of its file is shown instead"
        doubts.append(Diagnostic(Severity.NOTE, "issue-no-title", said, source.at(1), hint))
    taken = Names()
    named = [_named(item, taken) for item in issue.items]
    fixes, unmatched = match(fix, named)
    problems = [*parsed.problems, *doubts, *unmatched]
    numbered, own = enumerate(named), (*front.machine, *fix.translated)
    sections = []
    for section in issue.sections:
        group = section.title.zh or section.title.en
        items = []
        for number, item in islice(numbered, len(section.items)):
            one = fixes.get(number)
            if one and one.drop:
                problems = [*_without(problems, item, source.path), _dropped(item, one)]
                continue
            if one:
                problems += _unknown_topics(one.topics, topics, Span(fix.path, one.lines["topics"]))
            item = by_machine(item, own) if own else by_machine(item, translated, paired=paired)
            if one:
                item, doubtful = mark_stale(one, fix.path, item, fix_item(one, item))
                problems += doubtful
            items.append(_filed(item, one.topics if one else (), group, topics))
        sections.append(msgspec.structs.replace(section, items=tuple(items)))
    return Parsed(msgspec.structs.replace(issue, sections=tuple(sections)), tuple(problems))


def _without(problems: list[Diagnostic], item: Item, path: str) -> list[Diagnostic]:
    """Return *problems* but for those of the lines of an item that is left out."""
    first, last = item.lines
    return [p for p in problems if not (p.span.path == path and first <= p.span.line <= last)]


def _dropped(item: Item, fix: ItemFix) -> Diagnostic:
    said = f"{item.paper or item.slug} is left out, as the fix file asks"
    hint = "remove 'drop' to have it back"
    return Diagnostic(Severity.NOTE, "fix-dropped", said, fix.place, hint)


def _unknown_topics(names: Iterable[str], topics: Topics, span: Span) -> list[Diagnostic]:
    """Warn about each topic that there is none of: the rules decide without it."""
    problems = []
    for name in names:
        if not topics.known(name):
            near = difflib.get_close_matches(name, topics.topics, 1)
            hint = f"did you mean {near[0]!r}?" if near else "add it to topics.toml"
            said = f"there is no topic {name!r}"
            problems.append(Diagnostic(Severity.WARNING, "unknown-topic", said, span, hint))
    return problems


def _named(item: Item, taken: Names) -> Item:
    """Return *item* with its slug, made of the words of its source: a fix moves no page."""
    wish = item.slug or item.title.en or item.title.zh
    return msgspec.structs.replace(item, slug=taken.take(slug(wish, spare="untitled")))


def _filed(item: Item, own: Sequence[str], group: str, topics: Topics) -> Item:
    """Return *item* under its topics; *own* are those of its fix."""
    titles = ["\n".join(_sides(item.title)), "\n".join(_sides(item.subtitle))]
    opening = "\n".join(side[:OPENING] for side in _sides(item.abstract or item.body))
    given = own if any(map(topics.known, own)) else item.topics
    return msgspec.structs.replace(item, topics=topics.of(given, titles, group, opening))


def _sides(text: Text) -> list[str]:
    return [text[lang] for lang in LANGS if text[lang]]


def set_issue(
    issue: Issue, path: str, fix: str = "", setting: typeset.Setting = typeset
) -> tuple[Body, list[Diagnostic]]:
    """Return *issue* with every word set as HTML, and what could not be set.

    *path* is the source and *fix* its fix file: problems are placed where the words are from.
    """
    setter = _Setter(path, fix, setting)
    leaves = tuple(tuple(setter.leaf(item) for item in section.items) for section in issue.sections)
    if not issue.rest:
        return Body(issue, leaves), setter.problems
    rest = setter.keep(setting.block(issue.rest, "markdown", Span(path, issue.rest_line or 1)))
    html = tell(rest.html, language_of(rest.html))
    return Body(issue, leaves, html, rest.inner, rest.pictures), setter.problems


class _Setter:
    """Sets the words of one source, collecting its problems and counting its formulas."""

    def __init__(self, path: str, fix: str, setting: typeset.Setting) -> None:
        self.path = path
        self.fix = fix
        self.setting = setting
        self.problems: list[Diagnostic] = []
        self.done: list[typeset.Typeset] = []

    def keep(
        self, result: tuple[typeset.Typeset, Sequence[Diagnostic]], last: int = 0
    ) -> typeset.Typeset:
        """Note what was set and what went wrong; return the former.

        A text put together by its style has other lines than the file: no problem lies behind the
        *last* line of its item.
        """
        for problem in result[1]:
            span = problem.span
            if last and span.path == self.path and span.line > last:
                span = Span(span.path, last)
            self.problems.append(msgspec.structs.replace(problem, span=span))
        self.done.append(result[0])
        return result[0]

    def leaf(self, item: Item) -> Leaf:
        """Set every word of an item."""
        self.done = []
        title = self._titles(item, "title", item.title, item.title_lines)
        subtitle = self._titles(item, "subtitle", item.subtitle)
        fields = [
            (label, self._line(item, words, Span(self.path, item.lines[0]), links=True))
            for label, words in item.fields
            if not _is_heading(label, item.body)
        ]
        abstract = self._flow(item, "abstract", item.abstract, item.abstract_lines)
        body = self._flow(item, "text", item.body, item.body_lines)
        shown, back, unknown = put_back(item, _html(body), self.fix)
        self.problems += unknown
        return Leaf(
            item=self._counted(item, body),
            title=_html(title),
            plain=Text(**{lang: done.plain for lang, done in title.items()}),
            subtitle=_html(subtitle),
            abstract=_html(abstract),
            body=shown,
            fields=tuple(
                (label, tell(done.html, language_of(done.html))) for label, done in fields
            ),
            text=_plain(abstract, fields, body),
            contents={lang: _headings(done, lang) for lang, done in body.items()},
            inner=tuple(one for done in self.done for one in done.inner),
            pictures=(*(one for done in self.done for one in done.pictures), *back),
        )

    def _line(self, item: Item, words: str, span: Span, *, links: bool) -> typeset.Typeset:
        return self.keep(self.setting.inline(words, item.markup, span, links=links), item.lines[1])

    def _at(self, item: Item, part: str, lang: Lang, line: int) -> Span:
        """Return where one side of a text of *item* begins, in the source or in its fix file."""
        fixed = item.fixed.get(f"{part}.{lang}")
        return Span(self.fix, fixed) if fixed else Span(self.path, line or item.lines[0])

    def _titles(self, item: Item, part: str, text: Text, lines: tuple[int, int] = (0, 0)) -> Sides:
        """Set a title: it will be a link itself, so nothing in it is one."""
        return {
            lang: self._line(item, text[lang], self._at(item, part, lang, at), links=False)
            for lang, at in _placed(text, lines)
        }

    def _flow(self, item: Item, part: str, text: Text, lines: tuple[int, int]) -> Sides:
        """Set running text; headings that run in parallel share their anchors across languages."""
        sides: Sides = {}
        first: tuple[Heading, ...] = ()
        for lang, at in reversed(_placed(text, lines)):
            span = self._at(item, part, lang, at)
            result = self.setting.block(text[lang], item.markup, span)
            if first and [h.level for h in first] == [h.level for h in result[0].headings]:
                anchors = [heading.anchor for heading in first]
                result = self.setting.block(text[lang], item.markup, span, anchors)
            first = result[0].headings
            sides[lang] = self.keep(result, item.lines[1])
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
        inner=(
            *body.inner,
            *(one for section in sections for c in section.cards for one in c.inner),
        ),
        aliases=issue.aliases,
        pictures=(
            *body.pictures,
            *(one for section in sections for c in section.cards for one in c.pictures),
        ),
        cover=issue.cover,
        cover_line=issue.cover_line,
    )


def _card(leaf: Leaf) -> Card:
    item = leaf.item
    said = [text for text in (item.title, item.abstract, item.body) if text]
    authors = tuple(author.name for author in item.authors)
    code = has_code(item.links)
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
            item.kind, item.paper, leaf.title, leaf.plain, authors, item.et_al, item.date, code
        ),
        editors=item.editors,
        inner=leaf.inner,
        pictures=leaf.pictures,
    )
