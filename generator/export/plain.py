"""A page as plain text, for mail programs and people who want no more."""

from collections.abc import Iterator

from generator.export.tree import Element

BLOCKS = frozenset(
    {"address", "article", "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption"}
    | {"figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre"}
    | {"section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
"""What begins and ends a line."""

UNDERLINED = {"h1": "=", "h2": "-"}
WIDEST = 60
BREAK, GAP = "\n", "\n\n"


def plain_text(body: Element) -> str:
    """Return the words of *body*: a line for a block, an empty one around what stands apart."""
    lines: list[str] = []
    line = ""
    empty = True
    for piece in _pieces(body):
        if piece not in (BREAK, GAP):
            line += piece
            continue
        line = " ".join(line.split()) if not line.startswith("\x00") else line[1:].strip("\n")
        if line:
            lines.append(line)
            empty = False
        if piece == GAP and not empty:
            lines.append("")
            empty = True
        line = ""
    tail = " ".join(line.split())
    text = "\n".join([*lines, tail]).strip()
    return f"{text}\n"


def _pieces(element: Element) -> Iterator[str]:
    """Give words, and where lines end."""
    tag = element.tag
    if tag == "br":
        yield BREAK
    elif tag == "hr":
        yield from (GAP, "* * *", GAP)
    elif tag == "pre":
        yield from (GAP, "\x00" + "".join(element.itertext()), GAP)
    elif tag in UNDERLINED:
        words = " ".join("".join(_inside(element)).split())
        rule = UNDERLINED[tag] * min(_width(words), WIDEST)
        yield from (GAP, words, BREAK, rule, GAP)
    elif tag == "a":
        yield from _inside(element)
        href = element.get("href", "")
        if href and href != "".join(element.itertext()).strip():
            yield f" <{href.removeprefix('mailto:')}>"
    elif tag in ("td", "th"):
        yield from _inside(element)
        yield "\t"
    elif tag == "li":
        yield from (BREAK, "- ", *_inside(element), BREAK)
    elif tag in BLOCKS:
        end = BREAK if tag in ("tr", "dt", "dd", "div", "tbody", "thead", "caption") else GAP
        yield from (end, *_inside(element), end)
    else:
        yield from _inside(element)


def _inside(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""


def _width(words: str) -> int:
    """Return how wide words are: a Chinese character takes two places."""
    return sum(1 + (ord(letter) > 0x2E7F) for letter in words)
