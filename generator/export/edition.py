"""The issue that is exported: found by its id or its file, and how templates see it."""

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from generator.assemble import IssueEntry
from generator.cards import Body, Leaf
from generator.engine import environment
from generator.errors import ConfigError
from generator.look import Seen, look
from generator.pages.frame import Frame
from generator.pages.frame import whole as whole_day
from generator.pages.issue import issue_view
from generator.pages.links import Links
from generator.text import HTML_LANG, Lang
from generator.views import Anchor, IssueView, Words
from generator.workshop import Workshop

Wanted = Literal["zh", "en", "both"]
SHOWN = 5
"""Ids that are named where the one asked for is unknown."""

TEMPLATES = "export/"


class Edition(msgspec.Struct, frozen=True, dict=True):
    """One issue of a site, ready to be set; *folder* is where its source stands."""

    shop: Workshop
    seen: Seen
    issue: IssueEntry
    folder: Path

    @property
    def body(self) -> Body:
        """The issue with all its words."""
        return self.seen.draft.scene.body(self.issue)

    @property
    def base_url(self) -> str:
        """The address of the site, with a slash at its end; empty where none is set."""
        return self.shop.config.base_url

    @property
    def name(self) -> str:
        """How its files are called: the id, without what some disks forbid."""
        return "".join("-" if sign in '<>:"/\\|?*' else sign for sign in self.issue.id)

    @property
    def links(self) -> Links:
        """Where links of the content lead."""
        return Links(self.seen.draft.scene, self.seen.draft.plan)


class Export(msgspec.Struct, frozen=True):
    """What an edition became: *files* by name, *notes* on what is not in them."""

    files: dict[str, bytes]
    notes: tuple[str, ...] = ()


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What frames an exported issue; templates of ``export/`` know it as ``page``.

    *both*: Chinese and English are both to be shown, and *langs* says so. *href* is the issue's
    address on the site, *home* that of the site; both are empty where no address is set. *note* is
    a sentence on what was left out.
    """

    lang: Lang
    html_lang: str
    langs: tuple[str, ...]
    both: bool
    title: str
    site_name: Words
    href: str = ""
    home: str = ""
    licence: Anchor | None = None
    note: str = ""


class Away(Frame):
    """A page that is read away from the site: its links hold the whole address, or are none."""

    def link(self, path: str) -> str:
        """Return the address of a page of this language; empty where the site has none."""
        base = self.scene.config.base_url
        return f"{base}{self.lang}/{quote(path)}" if base else ""


def whole(leaf: Leaf) -> Leaf:
    """Return a leaf with all its words."""
    return leaf


def choose(shop: Workshop, wanted: str, *, as_of: str, drafts: bool) -> Edition:
    """Return the issue of an id, or the one in a file. Raises ConfigError if there is none."""
    path = Path(wanted)
    content = shop.config.content.absolute()
    outside = path.is_file() and not path.absolute().is_relative_to(content)
    seen = look(shop, (path,) if outside else (), as_of=as_of, drafts=drafts)
    folders = {one.path: Path(one.file).parent for one in seen.found}
    inside = ""
    if path.is_file() and not outside:
        inside = path.absolute().relative_to(content).as_posix()
    for issue in seen.issues:
        if outside or issue.card.path == inside or issue.id == wanted:
            return Edition(shop, seen, issue, folders[issue.card.path])
    if outside:
        raise ConfigError(f"there is nothing to export in {wanted}", "see: jianbao check FILE")
    hint = _way_out(shop, seen, inside or wanted, drafts, as_of)
    raise ConfigError(f"there is no issue {wanted!r}", hint)


def _way_out(shop: Workshop, seen: Seen, wanted: str, drafts: bool, as_of: str) -> str:
    """Say what an unknown id may have meant."""
    ids = [issue.id for issue in seen.draft.site.issues]
    if not drafts:
        hidden = look(shop, (), as_of="9999-12-31", drafts=True).issues
        if any(wanted in (issue.id, issue.card.path) for issue in hidden):
            return f"it is a draft, or waits for a day after {as_of}: see --drafts and --as-of"
    near = difflib.get_close_matches(wanted, ids, 1)
    if near:
        return f"did you mean {near[0]!r}?"
    newest = ", ".join(reversed(ids[-SHOWN:]))
    return f"the newest are: {newest}" if ids else "there is no issue at all"


class Setter:
    """Sets one edition with the theme's templates."""

    def __init__(self, edition: Edition, wanted: Wanted) -> None:
        self.edition = edition
        self.both = wanted == "both"
        self.lang: Lang = "en" if wanted == "en" else "zh"
        self.frame = Away(edition.seen.draft.scene, self.lang, "")
        self.env = environment(edition.shop.theme)

    def view(self, show: Callable[[Leaf], Leaf] = whole) -> IssueView:
        """Return the issue, as much of each item as *show* leaves."""
        return issue_view(self.frame, self.edition.issue, self.edition.body, show)

    def sheet(self, view: IssueView, note: str = "") -> Sheet:
        """Return what frames the issue."""
        frame, issue = self.frame, self.edition.issue
        licence = issue.series.licence if issue.series else None
        return Sheet(
            lang=self.lang,
            html_lang=HTML_LANG[self.lang],
            langs=tuple(HTML_LANG.values()) if self.both else (HTML_LANG[self.lang],),
            both=self.both,
            title=" · ".join(dict.fromkeys(self.titles(view))),
            site_name=frame.plain(frame.scene.config.title),
            href=frame.link(issue.door),
            home=frame.link(""),
            licence=Anchor(frame.plain(licence.words), licence.href) if licence else None,
            note=note,
        )

    def titles(self, view: IssueView) -> list[str]:
        """Return the name of the site and that of the issue, in plain words on one line."""
        name = self.frame.plain(self.frame.scene.config.title).html
        return [" ".join(Markup(html).striptags().split()) for html in (name, view.title.html)]

    @property
    def day(self) -> str:
        """The day of the issue; empty where it has none."""
        return whole_day(self.edition.issue.card.date)

    def fill(self, template: str, view: object, page: Sheet) -> str:
        """Return a template of ``export/`` with everything placed."""
        found = self.env.get_template(f"{TEMPLATES}{template}")
        return found.render(page=page, view=view, t=self.frame.t)
