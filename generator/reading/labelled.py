"""Links under a label, ``论文地址:https://…``: what each is to the post that has it."""

import re
from collections.abc import Iterator, Sequence

from generator.model import Link, Rel
from generator.reading.links import find_urls, rel_of
from generator.reading.posts import Line
from generator.regex import regex

LONGEST = 24
"""Characters of a label."""
_FAR = 80
"""Characters before an address in which its label is looked for."""

_LABEL = regex(
    rf"(?:^|[。；;!！?？，,、|\s(（\[【])(?P<label>[^\s:：。；;!！?？，,、|()（）\[\]【】]"
    rf"[^:：。；;!！?？，,、|()（）\[\]【】]{{0,{LONGEST - 1}}})\s*[:：]\s*[(（\[【<]?$"
)
_BRACKET = regex(rf"(?P<label>[^:：。；;!！?？，,()（）]{{1,{LONGEST}}})[(（]\s*$")
_REFERENCE = regex(r"\[\d{1,3}\][.:：]?\s*$")
_PAPER = regex(r"论文|文章|预印本|\barxiv\b|\bpapers?\b|\[\d", re.IGNORECASE)
_SITE = regex(r"主页|网站|官网|项目|\bproject|\bpage\b|\bsite\b", re.IGNORECASE)
_MODEL = regex(r"模型|\bmodels?\b", re.IGNORECASE)
_ORIGIN = regex(r"原文|转载|出处|来源|\bsource\b", re.IGNORECASE)
_DOWNLOAD = regex(r"下载|获取|\bdownload", re.IGNORECASE)
_DATA = regex(r"数据集|数据库|data ?sets?|benchmark", re.IGNORECASE)


def links_of(lines: Sequence[Line], title: str, headings: Sequence[int]) -> tuple[Link, ...]:
    """Return every address in *lines* as a link, as often as it is printed.

    What is offered for download is known by the part of the post it stands in: the words since the
    last of the *headings* (places in *lines*), or its *title*.
    """
    links: list[Link] = []
    starts = frozenset(headings)
    about: Rel | None = _about(title)
    here: Rel | None = None
    for at, line in enumerate(lines):
        if at in starts:
            here = None
        here = here or _about(line.words)
        for label, href in _labelled(lines, at):
            links.append(Link(_rel(label, href, here or about), href, label))
    return tuple(links)


def _about(words: str) -> Rel | None:
    return "dataset" if _DATA.search(words) else None


def _labelled(lines: Sequence[Line], at: int) -> Iterator[tuple[str, str]]:
    """Give label and address of every link in a line; its label may be all of the line above."""
    words = lines[at].words
    before = 0
    for start, end in find_urls(words):
        said = words[max(before, start - _FAR) : start]
        found = _LABEL.search(said) or _BRACKET.search(said) or _REFERENCE.search(said)
        if found:
            named = "label" in found.re.groupindex  # a reference has none but itself
            label = (found["label"].strip("[]【】") if named else found[0]).strip()
        else:
            label = _above(lines, at) if start < 3 and not words[:start].strip("<(（[【") else ""
        yield label, words[start:end]
        before = end


def _above(lines: Sequence[Line], at: int) -> str:
    above = lines[at - 1].words if at else ""
    return above[:-1].strip() if above.endswith((":", "：")) and len(above) <= LONGEST else ""


def _rel(label: str, href: str, about: Rel | None) -> Rel:
    """Return what a link is to its post, by its label and its host."""
    if about and _DOWNLOAD.search(label) and not _MODEL.search(label):
        label = f"{about} {label}"
    rel = rel_of(label, href)
    if rel != "project" or _SITE.search(label):
        return rel
    if _PAPER.search(label):
        return "paper"
    if _MODEL.search(label):
        return "model"
    return "source" if _ORIGIN.search(label) else rel
