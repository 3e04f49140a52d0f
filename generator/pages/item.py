"""An item: as a card on an issue's page, and its own page."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

import msgspec
from markupsafe import Markup, escape

from generator.agenda import Occasion
from generator.assemble import Entry, IssueEntry
from generator.cards import Body, Leaf, has_code
from generator.index import kind_of
from generator.markup.tongues import tell
from generator.model import Item
from generator.pages.cite import cite_view
from generator.pages.forge import report, source
from generator.pages.former import TAG, apart, below, renamed
from generator.pages.frame import (
    ATTR,
    Frame,
    id_href,
    id_label,
    is_lone,
    kind_anchor,
)
from generator.pages.leads import shown_links
from generator.pages.level import are_level
from generator.pages.occasions import item_dates
from generator.pages.reports import is_report, reports
from generator.pages.scene import leaf_of
from generator.plan import around
from generator.regex import regex
from generator.text import LANGS, NO_TEXT, Lang, Text, language_of, other
from generator.views import Anchor, Fact, ItemPage, ItemView, Mention, Words

TEASER = 300
"""Characters of an abstract that a long list of papers shows."""

DEEPEST = 4
"""Level of the headings that a list of contents still shows."""

GAPS = regex(r"[\s、，,;；]+")
NUMBERED = r'(?:<span class="no">)?[\d、.．\s]{0,6}(?:</span>)?\s*'
TAGS = regex(r"<[^>]*>")
CITED = ('<a class="cite"', '<a id="fnref-')
"""How a link to a reference or a note begins."""


def item_view(
    frame: Frame, entry: Entry, leaf: Leaf, *, linked: bool = False, most: int = 0
) -> ItemView:
    """Return one item with all that it says; its authors may be *linked* to their pages.

    Of its links no more than *most* are shown, if that is given.
    """
    whole = leaf is frame.scene.leaf(entry)
    told = frame.once(_whole, entry) if whole else _told(frame, entry, leaf)
    agenda = frame.scene.index.agenda.items.get(entry.path, ()) if linked else ()
    return msgspec.structs.replace(
        told,
        authors=frame.authors(entry.card.authors, leaf.item.et_al, linked=linked),
        reports=tuple(reports(frame, leaf.item, agenda)),
        links=shown_links(frame, entry, leaf, most),
    )


def _whole(frame: Frame, entry: Entry) -> ItemView:
    return _told(frame, entry, frame.scene.leaf(entry))


def _told(frame: Frame, entry: Entry, leaf: Leaf) -> ItemView:
    """Return what an item's own page and its issue's say alike, where both are as deep."""
    item, t = leaf.item, frame.t
    far = other(frame.lang)
    title = leaf.title or Text(**{frame.lang: str(escape(item.paper or t["untitled"]))})
    plain = leaf.plain if leaf.title else title
    fields = [(one, _is_editors(item, one[1])) for one in leaf.fields]
    return ItemView(
        anchor=entry.anchor,
        number=str(entry.number),
        href=frame.link(entry.path),
        title=frame.best(title),
        plain_title=plain.best(frame.lang)[1],
        plain_alt=plain[far] if plain[frame.lang] else "",
        pages=t["pages"].format(first=item.pages[0], last=item.pages[1]) if item.pages else "",
        affiliations=_affiliations(frame, item),
        kind_label="" if item.kind == "paper" else t[f"kind_{item.kind}"],
        alt=frame.alt(leaf.title),
        title_mark=frame.mark("title", leaf.title),
        subtitle=frame.best(leaf.subtitle) if leaf.subtitle else None,
        subtitle_mark=frame.mark("subtitle", leaf.subtitle),
        kicker=frame.name(item.kicker) if item.kicker else None,
        id_label=id_label(item.paper) if item.paper else "",
        id_href=id_href(item.paper) if item.paper else "",
        date=frame.date(item.date),
        abstract=frame.best(leaf.abstract) if leaf.abstract else None,
        abstract_mark=frame.mark("abstract", leaf.abstract),
        other_abstract=frame.alt(leaf.abstract),
        abstract_summary=t[f"abstract_summary_{far}"],
        body=_headed(frame, leaf) if leaf.body else None,
        body_mark=frame.mark("body", leaf.body),
        other_body=_second(frame, leaf.body),
        body_summary=t[f"body_summary_{far}"],
        level=are_level(leaf.body.zh, leaf.body.en),
        other_attr=ATTR[far],
        fields=tuple(_said(frame, field) for field, edits in fields if not edits),
        kind=item.kind,
        editors=tuple(_said(frame, field) for field, edits in fields if edits),
        topics=tuple(frame.topic(name) for name in item.topics),
        has_code=has_code(item.links),
        source=source(frame, frame.scene.site.issues[entry.issue].card.path, item.lines),
        notices=tuple(_notices(frame, leaf)),
    )


def _notices(frame: Frame, leaf: Leaf) -> Iterator[str]:
    """Say of each language which of the shown words a machine translated, and which are stale."""
    if not (leaf.item.machine or leaf.item.stale):
        return
    t = frame.t
    shown = {"title": leaf.title, "subtitle": leaf.subtitle}
    shown |= {"abstract": leaf.abstract, "text": leaf.body}
    for what, names in (("machine", leaf.item.machine), ("stale", leaf.item.stale)):
        for lang in LANGS:
            parts = [t[f"part_{p}"] for p, text in shown.items() if text and f"{p}.{lang}" in names]
            if parts:
                listed = t["list_separator"].join(parts)
                yield t[f"translated_{what}"].format(side=t[f"side_{lang}"], parts=listed)


def _affiliations(frame: Frame, item: Item) -> tuple[Words, ...]:
    """Return where the authors are from, each place once."""
    said = (author.affiliation for author in item.authors if author.affiliation)
    places = dict.fromkeys(place for places in said for place in places.split("; "))
    return tuple(frame.name(place) for place in places)


def _is_editors(item: Item, html: str) -> bool:
    """Say whether a field holds the names of the item's editors and nothing else."""
    names = GAPS.sub("", "".join(item.editors))
    return bool(item.editors) and GAPS.sub("", unescape(TAGS.sub("", html))) == names


def _said(frame: Frame, field: tuple[str, str]) -> tuple[Words, Words]:
    return frame.labelled(field[0]), frame.name_html(field[1])


def brief(leaf: Leaf) -> Leaf:
    """Return a leaf without what only its own page shows: its body, its fields, its events."""
    item = msgspec.structs.replace(leaf.item, events=())
    fields = tuple(field for field in leaf.fields if _is_editors(item, field[1]))
    return msgspec.structs.replace(leaf, item=item, body=NO_TEXT, fields=fields)


def teaser(leaf: Leaf) -> Leaf:
    """Return a leaf with no more than the first lines of its abstract."""
    said = leaf.item.abstract
    cut = Text(**{lang: _first_lines(said[lang], lang) for lang in LANGS if said[lang]})
    return msgspec.structs.replace(brief(leaf), abstract=cut)


def _first_lines(words: str, lang: Lang) -> str:
    shown = words if len(words) <= TEASER else words[:TEASER].rpartition(" ")[0] + " …"
    return tell(f"<p>{escape(shown)}</p>", lang)


def _second(frame: Frame, body: Text) -> Words | None:
    """Return the other language's body; its ids carry the language, since both are on one page."""
    words = frame.alt(body)
    if words is None:
        return None
    far = other(frame.lang)
    return Words(
        Markup(TAG.sub(lambda tag: renamed(tag[0], f"{far}-"), str(words.html))), words.attr
    )


def _labels(frame: Frame, leaf: Leaf) -> re.Pattern[str] | None:
    """Return what matches a heading that is the label of a field, printed in the other language."""
    labels = [label for label, _ in leaf.item.fields if language_of(label) != frame.lang]
    names = "|".join(re.escape(str(escape(label))) for label in labels)
    return re.compile(rf"(?P<shown>{NUMBERED}(?P<label>{names}))") if names else None


def _headed(frame: Frame, leaf: Leaf) -> Words:
    """Return a body; headings that are labels of fields are in the page's language as well."""
    labels = _labels(frame, leaf)
    body = frame.best(leaf.body)
    if labels is None:
        return body

    def told(found: re.Match[str]) -> str:
        words = _label(frame, found)
        return f"{found['open']}{words.attr or ATTR[frame.lang]}>{words.html}</h2>"

    heading = rf'(?P<open><h2 id="[^"]*")(?: lang="[^"]*")?>{labels.pattern}</h2>'
    return Words(Markup(re.sub(heading, told, str(body.html))), body.attr)


def _label(frame: Frame, found: re.Match[str]) -> Words:
    return frame.labelled(unescape(found["label"]), unescape(TAGS.sub("", found["shown"])))


def _contents(frame: Frame, leaf: Leaf) -> Iterator[Anchor]:
    """Give the headings of the body that is shown."""
    labels = _labels(frame, leaf)
    lang, _ = leaf.body.best(frame.lang)
    headings = [one for one in leaf.contents.get(lang, ()) if one.level <= DEEPEST]
    top = min((heading.level for heading in headings), default=0)
    for heading in headings:
        found = labels.fullmatch(heading.html) if labels else None
        words = _label(frame, found) if found else frame.words(heading.html, lang)
        yield Anchor(words, f"#{heading.anchor}", deep=heading.level > top)


def item_page(frame: Frame, entry: Entry, body: Body) -> ItemPage:
    """Return the page of an item: its newest text, and every issue that has it, with what that
    says beside it."""
    scene = frame.scene
    issue = scene.site.issues[entry.issue]
    leaf = leaf_of(body, entry)
    view = item_view(frame, entry, leaf, linked=True)
    previous, following = around(issue.entries, entry.number - 1)
    mentions = tuple(_mentions(frame, scene.site.pages[entry.path], leaf))
    told = [view, *(mention.said for mention in mentions if mention.said)]
    return ItemPage(
        item=view,
        crumbs=_crumbs(frame, issue, entry),
        date=view.date,
        facts=tuple(_facts(frame, view, issue, entry)),
        contents=tuple(_contents(frame, leaf)),
        mentions=mentions,
        cite=cite_view(frame, entry),
        related=tuple(frame.title_row(one) for one in scene.index.related.get(entry.path, ())),
        newer=_entry_anchor(frame, following),
        older=_entry_anchor(frame, previous),
        dates=item_dates(frame, _untold(frame, entry, leaf)),
        report=report(frame, view.plain_title, entry.path, issue.card.path, leaf.item.lines),
        cited=any(map(_cites, told)),
    )


def _cites(view: ItemView) -> bool:
    said = [words.html for words in (view.body, view.abstract) if words]
    return any(sign in html for html in said for sign in CITED)


def _untold(frame: Frame, entry: Entry, leaf: Leaf) -> list[Occasion]:
    """Return what an item tells of the agenda, without the reports that stand before its text."""
    told = {event for event in leaf.item.events if is_report(event)}
    occasions = frame.scene.index.agenda.items.get(entry.path, ())
    return [one for one in occasions if one.what not in told]


def _crumbs(frame: Frame, issue: IssueEntry, entry: Entry) -> tuple[Anchor, ...]:
    crumbs = list(frame.once(_crumbs_of, issue))
    section = issue.card.sections[entry.section]
    if section.title:
        href = f"{frame.link(issue.path)}#s-{section.slug}"
        crumbs.append(Anchor(frame.named(section.title)[0], href))
    return tuple(crumbs)


def _crumbs_of(frame: Frame, issue: IssueEntry) -> tuple[Anchor, ...]:
    archive = Anchor(frame.own(frame.t["issues"]), frame.link("issues/"))
    return archive, Anchor(frame.issue_title(issue), frame.link(issue.path))


def _facts(frame: Frame, view: ItemView, issue: IssueEntry, entry: Entry) -> list[Fact]:
    t = frame.t
    facts = []
    if view.id_label:
        name, _, number = view.id_label.partition(" ")
        facts.append(Fact(name, (Anchor(frame.own(number), view.id_href),)))
    facts.append(Fact(t["mentions"], (frame.once(_kind, issue),)))
    if view.pages:
        facts.append(Fact(t["pages_label"], (Anchor(frame.own(view.pages), ""),)))
    if view.topics:
        facts.append(Fact(t["topics"], view.topics))
    return facts


def _kind(frame: Frame, issue: IssueEntry) -> Anchor:
    """Return a link to all issues of a kind."""
    kind = kind_of(issue)
    return Anchor(frame.kind(kind), f"{frame.link('issues/')}#{kind_anchor(kind)}")


def _mentions(frame: Frame, shared: Sequence[Entry], newest: Leaf) -> Iterator[Mention]:
    """Give every issue that has an item; one whose only article it is says so in its title."""
    site = frame.scene.site
    if len(shared) == 1 and is_lone(site.issues[shared[0].issue]):
        return
    for number, entry in enumerate(shared):
        issue = site.issues[entry.issue]
        said = None
        if number:
            rest = apart(leaf_of(frame.scene.body(issue), entry), newest)
            said = _said_there(frame, entry, rest, shared[0], number) if rest else None
        yield _mention(frame, entry, said)


def _said_there(frame: Frame, entry: Entry, rest: Leaf, first: Entry, number: int) -> ItemView:
    """Return what an older mention says beside the newest text."""
    view = item_view(frame, entry, rest)
    if entry.card.authors == first.card.authors:
        view = msgspec.structs.replace(view, authors=None)
    return below(view, number, frame.scene.site.issues[entry.issue].card.path)


def _mention(frame: Frame, entry: Entry, said: ItemView | None) -> Mention:
    issue = frame.scene.site.issues[entry.issue]
    section = issue.card.sections[entry.section].title
    return Mention(
        issue=frame.issue_title(issue),
        href=f"{frame.link(issue.path)}#{entry.anchor}",
        section=frame.named(section)[0] if section else None,
        number=frame.t["number"].format(n=entry.number),
        kind=frame.kind(kind_of(issue)),
        said=said,
    )


def _entry_anchor(frame: Frame, entry: Entry | None) -> Anchor | None:
    return Anchor(frame.entry_title(entry), frame.link(entry.path)) if entry else None
