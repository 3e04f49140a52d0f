"""The Markdown twin of an issue, and ``llms.txt``: the same words for programs that read text.

Words in Markdown are given as they are written, one level of headings deeper than the item that
they belong to; all other text is given as it stands, with formulas as TeX.
"""

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import quote

from generator.assemble import Entry, IssueEntry, Site
from generator.cards import Body, Leaf
from generator.config import Config
from generator.pages.frame import Frame, id_label
from generator.pages.leads import shown_links
from generator.pages.scene import Scene
from generator.regex import regex
from generator.text import LANGS, Lang, Text, other

ISSUES = 100
"""Issues that ``llms.txt`` names, the newest; all are in ``api/site.json``."""

_HEADING = regex(r"(#{1,6})(?=[ \t])")
_FENCE = regex(r" {0,3}(`{3,}|~{3,})")
_LEADING = regex(r"^(\s*)([#>]|[-+*](?=\s)|\d{1,9}[.)](?=\s)|={3,}|-{3,}|```|~~~)", re.MULTILINE)


def twin(frame: Frame, issue: IssueEntry, body: Body) -> bytes:
    """Return an issue in the language of *frame* as Markdown; a missing side is the other."""
    t, card = frame.t, issue.card
    entries = iter(issue.entries)
    series = issue.series.licence if issue.series else None
    lines = [f"# {_plain(frame.issue_title(issue).html)}", ""]
    facts = [frame.serial(issue), "" if frame.is_dated(issue) else frame.date_label(card.date)]
    lines += [f"{fact}\n" for fact in facts if fact]
    for section, leaves in zip(card.sections, body.leaves, strict=True):
        if section.title:
            lines += [f"## {section.title.best(frame.lang)[1]}", ""]
        level = 3 if section.title else 2
        for leaf in leaves:
            lines += _item(frame, next(entries), leaf, level)
    if body.issue.rest:
        lines += [f"## {t['rest']}", "", deeper(body.issue.rest, 2), ""]
    if series:
        words = series.words.best(frame.lang)[1]
        lines += ["---", "", f"[{words}]({series.href})" if series.href else words, ""]
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _item(frame: Frame, entry: Entry, leaf: Leaf, level: int) -> Iterator[str]:
    item, lang = leaf.item, frame.lang
    own, title = leaf.plain.best(lang)
    yield f"{'#' * level} {title or item.paper or frame.t['untitled']}"
    yield ""
    if spare := leaf.plain[other(own)]:
        yield f"*{_starless(spare)}*\n"
    names = [author.name for author in item.authors]
    facts = [
        "、".join(names) if lang == "zh" and names else ", ".join(names),
        id_label(item.paper) if item.paper else "",
        item.date,
    ]
    if any(facts):
        yield " · ".join(filter(None, facts)) + "\n"
    for text in (item.subtitle, item.abstract, item.body):
        if text:
            yield _words(text, item.markup == "markdown", lang, level)
            yield ""
    for label, words in item.fields:
        yield f"- **{label}** {' '.join(words.split())}"
    links = [f"[{one.label}]({one.href})" for one in shown_links(frame, entry, leaf)]
    root = frame.scene.config.base_url or frame.up + "../"
    links.append(f"[{frame.t['permalink']}]({root}{lang}/{quote(entry.path)})")
    if item.fields:
        yield ""
    yield " · ".join(links) + "\n"


def _words(text: Text, is_markdown: bool, lang: Lang, level: int) -> str:
    words = text.best(lang)[1]
    return deeper(words, level) if is_markdown else literal(words)


def deeper(words: str, level: int) -> str:
    """Return Markdown with its headings below *level*; what is in a fence is no heading."""
    out = []
    fence = ""
    marks = [len(found[1]) for line in words.split("\n") if (found := _HEADING.match(line))]
    more = level + 1 - min(marks, default=1)
    for line in words.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
            fence = ""
        elif not fence and (found := _HEADING.match(line)):
            line = "#" * min(6, len(found[1]) + more) + line[found.end() :]
        out.append(line)
    return "\n".join(out).strip("\n")


def literal(words: str) -> str:
    """Return plain text as Markdown: what would begin a block of its own is escaped."""
    return _LEADING.sub(r"\1\\\2", words).strip("\n")


def _plain(html: object) -> str:
    return re.sub(r"\s+", " ", str(getattr(html, "striptags", lambda: html)()))


def _starless(words: str) -> str:
    return words.replace("*", "\\*")


def llms(scene: Scene, site: Site) -> bytes:
    """Return ``llms.txt``: what the site is, and where its text is to be had as text."""
    config = scene.config
    names = dict.fromkeys(config.title[lang] for lang in LANGS if config.title[lang])
    root = config.address
    lines = [f"# {' · '.join(names)}", ""]
    for lang in LANGS:
        if config.tagline[lang]:
            lines.append(f"> {config.tagline[lang]}")
    lines += ["", *_about(config), ""]
    for lang in LANGS:
        frame = Frame(scene, lang, "")
        lines += [f"## {scene.words[lang]['issues']}", ""]
        for issue in islice(reversed(site.issues), ISSUES):
            title = _plain(frame.issue_title(issue).html).replace("[", "(").replace("]", ")")
            size = frame.count("items", len(issue.entries))
            lines.append(f"- [{title}]({root}{lang}/{quote(issue.path)}index.md): {size}")
        lines.append("")
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _about(config: Config) -> list[str]:
    root = config.address
    return [
        "A newsletter in Chinese (`/zh/`) and in English (`/en/`), both under the same paths.",
        f"Every page and issue: [{root}api/site.json]({root}api/site.json). An issue as data:",
        f"`{root}api/issues/ID.json`; as text: `{root}zh/issues/ID/index.md`; its citations:",
        f"`{root}issues/ID.bib`. What is new, in full: [{root}en/feed.json]({root}en/feed.json).",
    ]
