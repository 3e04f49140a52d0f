"""The one gate between what a file says and what a page may hold.

Policy: an allow-list of formatting and structure. No script, style, form, frame, picture or SVG; no
event handlers, inline styles, ids or classes of the content's own; addresses begin with ``http://``,
``https://`` or ``mailto:``. The result is balanced, whatever went in.

Our own markup goes through the same gate, so that it nests whatever the content has left open. Its
attributes carry a mark, U+FDD0, which content cannot contain; what stands between that mark and
U+FDD1 in running text is the number of a slot, filled after the gate with a formula or the like.
"""

import re
from collections.abc import Sequence
from html import escape, unescape

import nh3

from generator.regex import regex

OWN = "\ufdd0"
SLOT_END = "\ufdd1"
PIPE = "\ufdd2"
"""Stands for a pipe inside a formula of a table row, which is not the end of a cell."""

PHRASING = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"}
    | {"mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup"}
    | {"time", "u", "var", "wbr"}
)
FLOW = PHRASING | frozenset(
    {"blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h2"}
    | {"h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table"}
    | {"tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES = {
    "*": {"class", "id", "lang", "title", "dir", "role", "tabindex", "aria-label", "data-label"},
    "a": {"href", "data-href"},
    "div": {"data-src", "data-alt", "data-figure"},
    "span": {"data-src", "data-alt"},
    "ol": {"start"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_VALUES = {
    "lang": regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"),
    "dir": regex(r"ltr|rtl|auto"),
    "title": regex(r"(?s).*"),
    "start": regex(r"-?\d{1,9}"),
    "value": regex(r"-?\d{1,9}"),
    "colspan": regex(r"[1-9]\d{0,2}"),
    "rowspan": regex(r"[1-9]\d{0,2}"),
    "scope": regex(r"row|col"),
    "href": regex(r"(?i)(?:https?://|mailto:)[^\s\\\x00-\x1f]+"),
}
"""What an attribute of the content's own may hold; one that is not here may only be ours."""

_MARKS = regex(f"[{OWN}{SLOT_END}{PIPE}]")
_MARK_ENTITY = regex(r"&#(?:x0*fdd[012]|0*6497[678]);?", re.IGNORECASE)
_RAW = regex(
    r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?:\s+[A-Za-z_:@.][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?>"
    r"|<"
)
_COMMENT = regex(r"(?s)<!--.*?-->")
_ATTRIBUTE = regex(
    r"(?P<name>[A-Za-z_:@.][\w:.-]*)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?"
)
_SLOT = regex(f"{OWN}(\\d+){SLOT_END}")
_HEAD = regex(rf"<th(?P<attrs>[^>]*)>{OWN}(?P<slot>\d+){SLOT_END}</th>")
_ANNOTATION = regex(r"<annotation\b.*?</annotation>", re.DOTALL)
_BLOCK_END = regex(
    r"</(?:p|h\d|li|tr|div|figcaption|caption|blockquote|pre|dt|dd|summary)>|<br>|<hr>"
)
_CELL_END = regex(r"</t[dh]>")
_ANY_TAG = regex(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>")
_LINE_ENDS = regex(r"\s*\n\s*")


def _attribute(element: str, name: str, value: str) -> str | None:
    if value.startswith(OWN):
        return value[1:]
    allowed = _VALUES.get(name)
    return value if allowed and allowed.fullmatch(value) else None


_GATE, _PHRASING_GATE = (
    nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=set(),
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in {*tags, "*"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    for tags in (FLOW, PHRASING)
)


PAIRED = (
    FLOW
    - {"br", "hr", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody"}
    - {
        "tfoot",
        "rp",
        "rt",
    }
)
"""Tags that come in pairs; of the others HTML allows one to be left out."""

_ADDRESS = regex(r"""<[aA]\s[^<>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def tags_in(html: str) -> list[re.Match[str]]:
    """Return every tag in raw HTML, as a match with its ``name``; what is in comments is none."""
    return [tag for tag in _RAW.finditer(_COMMENT.sub("", html)) if tag["name"]]


_PLAIN_HOST = regex(r"(?i)https?://(?:(?!xn--)[a-z0-9-]+\.)*(?!xn--)[a-z][a-z0-9-]*(?:[/?#]|$)")


def leads(address: str) -> bool:
    """Say whether the gate lets a link to *address* through: ``http://host:99999/`` is no place."""
    if not _VALUES["href"].fullmatch(address):
        return False
    return bool(_PLAIN_HOST.match(address)) or "href" in _GATE.clean(
        f'<a href="{escape(address)}">'
    )


def lost_addresses(html: str) -> list[str]:
    """Return the addresses of links in raw HTML that the gate does not let through."""
    if "href" not in html:
        return []
    given = ["".join(map(str, filter(None, found))) for found in _ADDRESS.findall(html)]
    return [one for one in given if not leads(unescape(one))]


def without_marks(words: str) -> str:
    """Return *words* without the characters that mark what is ours."""
    return _MARKS.sub("\ufffd", words)


def escape_foreign(raw: str, allowed: frozenset[str]) -> tuple[str, str]:
    """Return raw HTML with every tag that would be dropped shown as text, and the first of them.

    An unfinished tag or comment would swallow what follows it; it becomes text too.
    """
    foreign: list[str] = []

    def keep(found: re.Match[str]) -> str:
        name = found["name"]
        if name and name.lower() in allowed:
            return found[0]
        if found.string.startswith("<!--", found.start()) and found.start() + 4 <= last_comment_end:
            return found[0]
        if name and found[0][1] != "/":
            foreign.append(name)
        return found[0].replace("<", "&lt;")

    raw = _MARK_ENTITY.sub("\ufffd", raw)
    last_comment_end = raw.rfind("-->")
    shown = _RAW.sub(keep, raw)
    return shown, foreign[0] if foreign else ""


def unkept(raw: str) -> list[str]:
    """Return the names of the attributes of raw HTML that the policy does not keep."""
    names = []
    for tag in _RAW.finditer(raw):
        element = (tag["name"] or "").lower()
        if element not in FLOW or tag[0].startswith("</"):
            continue
        for found in _ATTRIBUTE.finditer(tag[0], tag.end("name")):
            name, value = found["name"].lower(), unescape((found["value"] or "").strip("\"'"))
            kept = _ATTRIBUTES["*"] | _ATTRIBUTES.get(element, set())
            if (value or found["value"]) and (
                name not in kept or _attribute(element, name, value) is None
            ):
                names.append(name)
    return names


def clean(html: str, phrasing: bool = False) -> str:
    """Return *html* with only what the policy allows, balanced; slots stay for ``fill``."""
    cleaned = (_PHRASING_GATE if phrasing else _GATE).clean(html)
    return cleaned.replace(PIPE, "|")


def fill(cleaned: str, slots: Sequence[tuple[str, str]]) -> str:
    """Return *cleaned* HTML with the HTML of each slot in its place.

    The head of a column that is nothing but a formula is named by its letters: to who hears a
    table it would have no name.
    """

    def named(head: re.Match[str]) -> str:
        formula = slots[int(head["slot"])][0]
        letters = _ANY_TAG.sub("", _ANNOTATION.sub("", formula)).strip()
        if letters and '"' not in letters:
            formula = formula.replace("<math", f'<math aria-label="{letters}"', 1)
        return f"<th{head['attrs']}>{formula}</th>"

    cleaned = _HEAD.sub(named, cleaned)
    return _SLOT.sub(lambda slot: slots[int(slot[1])][0], cleaned)


def plain(cleaned: str, slots: Sequence[tuple[str, str]]) -> str:
    """Return what a reader sees of *cleaned* HTML: no tags, a line for every block."""
    words = _CELL_END.sub("\t", _BLOCK_END.sub("\n", cleaned.replace("\n", " ")))
    words = _SLOT.sub(lambda slot: slots[int(slot[1])][1], unescape(_ANY_TAG.sub("", words)))
    return _LINE_ENDS.sub("\n", words).strip()
