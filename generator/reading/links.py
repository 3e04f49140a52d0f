"""Addresses in prose and in fields, and what a link is to its item."""

import re

from generator.model import Rel
from generator.regex import regex
from generator.urls import SCHEME, URL, end_of_url, plain

_LINK = regex(
    r"(?:\*\*)?(?:"
    rf"\[{{1,2}}(?P<label>[^\[\]\n]{{0,200}})\]{{1,2}}\(\s*<?(?P<target>{SCHEME}[^\s<>()]*"
    r"(?:\([^\s<>()]*\)[^\s<>()]*)*)>?\s*\)"
    rf"|<(?P<bracketed>{SCHEME}[^\s<>]+)>"
    rf"|(?P<bare>{URL.pattern}))(?:\*\*)?"
)
_HOST = regex(r"https?://(?:[^/@]*@)?(?:www\.)?([^/:?#]+)(?::\d+)?/?([^/?#]*)", re.IGNORECASE)
_BREAK = regex(r"(?:[.!?][\"')\]]*\s+|[。！？]\s*)(?=\w)")
"""The end of a sentence that another one follows."""
_MOST = 10
_SENTENCE = 120
"""Characters before an address in which its label is looked for."""

_HOSTS: dict[str, Rel] = {
    **dict.fromkeys(("github.com", "gitlab.com", "gitee.com", "bitbucket.org"), "code"),
    **dict.fromkeys(("codeberg.org", "sourceforge.net", "git.sr.ht", "gitcode.com"), "code"),
    **dict.fromkeys(("anonymous.4open.science", "colab.research.google.com"), "code"),
    **dict.fromkeys(("zenodo.org", "kaggle.com", "ieee-dataport.org", "figshare.com"), "dataset"),
    **dict.fromkeys(("huggingface.co", "hf.co", "modelscope.cn"), "model"),
    **dict.fromkeys(("youtube.com", "youtu.be", "bilibili.com", "vimeo.com", "b23.tv"), "video"),
    **dict.fromkeys(("doi.org", "dx.doi.org"), "doi"),
    **dict.fromkeys(("arxiv.org", "export.arxiv.org", "openreview.net"), "paper"),
}
_FOLDERS: dict[str, Rel] = {"datasets": "dataset", "spaces": "demo", "studios": "demo"}
_WORDS = regex(
    r"(?P<code>\bcodes?\b|\bimplementation|github|代码|源码|开源)"
    r"|(?P<dataset>\bdata ?sets?\b|\bbenchmark|\bdata\b|数据|基准)"
    r"|(?P<demo>\bdemos?\b|演示|试用)"
    r"|(?P<video>\bvideos?\b|视频)"
    r"|(?P<model>\bweights?\b|\bcheckpoints?\b|权重)"
    r"|(?P<project>\bproject|\bhome ?page|\bweb ?(?:page|site)|项目|主页)",
    re.IGNORECASE,
)
_SAID: tuple[Rel, ...] = ("code", "dataset", "demo", "video", "model", "project")


def find_urls(text: str) -> list[tuple[int, int]]:
    """Return where addresses begin and end in prose.

    An address ends before the first character that is not ASCII; the punctuation of the sentence
    around it and a bracket that it does not open are not part of it.
    """
    found = []
    colon = text.find("://")
    while colon >= 0:
        url = URL.match(text, max(0, colon - 5)) or URL.match(text, max(0, colon - 4))
        if url:
            found.append((url.start(), end_of_url(text, *url.span())))
        colon = text.find("://", url.end() if url else colon + 3)
    return found


def same(href: str) -> str:
    """Return what two addresses of one place share: no scheme, ``www.``, ``.git`` or last slash."""
    bare = href.lower().partition("://")[2].removeprefix("www.").rstrip("/")
    return bare.removesuffix(".git")


def closing_urls(text: str) -> list[tuple[str, str]]:
    """Return the addresses at the end of *text*, each with the words before it.

    At the end stands an address in the last sentence, and one in the same sentence as, or in the
    sentence before, another that stands at the end; the last ten at most.
    """
    found: list[tuple[str, str]] = []
    following, breaks = len(text), 0
    for start, end in find_urls(text)[: -_MOST - 1 : -1]:
        if len(_BREAK.findall(text, end, following)) > breaks:
            break
        sentence = _BREAK.split(text[max(0, start - _SENTENCE) : start])[-1]
        found.append((sentence, plain(text[start:end])))
        following, breaks = start, 1
    return found[::-1]


def take_links(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the links of a field as label and address, and what is left of its text.

    Known are ``[label](address)``, ``[[label]](<address>)``, ``<address>`` and bare addresses,
    bold or not, also with the stray ``**`` that a robot leaves behind.
    """
    if "://" not in text:
        return [], text
    links: list[tuple[str, str]] = []
    left: list[str] = []
    at = 0
    for link in _LINK.finditer(text):
        left.append(text[at : link.start()])
        at = link.end()
        if link["bare"]:
            at = end_of_url(text, *link.span("bare"))
            href = text[link.start("bare") : at]
            if text.startswith("**", at):
                at += 2
        else:
            href = link["target"] or link["bracketed"]
        links.append(((link["label"] or "").strip(), plain(href)))
    left.append(text[at:])
    return links, "".join(left)


def rel_of(words: str, href: str, field: Rel | None = None) -> Rel:
    """Return what the link *href* is to its item.

    *words* are its label or the words before it; *field* is what the field that holds it is for.
    A label that says what it is wins, then the field, then the host. In prose the host of code,
    models or videos is believed first, but for data or a demo that lie with the code.
    """
    names = {word.lastgroup for word in _WORDS.finditer(words)} if words else ()
    said = next((rel for rel in _SAID if rel in names), None)
    if field:
        return said or field
    host = _host_rel(href)
    if host == "code" and said in ("dataset", "demo", "model"):
        return said
    return host or said or "project"


def _host_rel(href: str) -> Rel | None:
    found = _HOST.match(href)
    if not found:
        return None
    host, folder = found[1].lower(), found[2].lower()
    rel = _HOSTS.get(host)
    if rel == "model":
        return _FOLDERS.get(folder, "model")
    if rel is None and host.endswith((".github.io", ".gitlab.io")):
        return "project"
    if rel is None and host.startswith(("gitlab.", "git.")):
        return "code"
    return rel
