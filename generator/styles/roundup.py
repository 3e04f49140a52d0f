"""A round-up: one page of a blog with many articles on it, copied out as plain text.

An article begins with ``#title``, without a space; a short line below it is its subtitle. Above
the first one stand the title of the page and where it comes from; what the site has put around its
text, the way to the page above and a list of unrelated pages below, is left out and told.

Within an article nothing is marked: short lines are headings, ``图片`` is a lost picture, and every
address is a link that its label and its host explain. No sign is read as Markdown or as TeX.
"""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

import msgspec

from generator.markup.labels import language_of_most
from generator.model import Issue, Item, Parsed, Section
from generator.reading.dates import find_date
from generator.reading.labelled import links_of
from generator.reading.literal import literal, literal_line
from generator.reading.pictures import captions
from generator.reading.posts import Line, is_figure, read_lines, tidy
from generator.reading.posttext import to_markdown
from generator.reading.problems import Problems
from generator.reading.sitepage import is_path, is_teaser, tail
from generator.reading.subheads import find_subheads, is_usual, numbering
from generator.regex import regex
from generator.source import Source
from generator.styles._style import DATES, Beginning, Style
from generator.text import NO_TEXT, Text, text_of

LONGEST_TITLE = 120
LONGEST_SUBTITLE = 70

_TITLE = regex(r"#[^#!\s]")
_NO_TITLE = regex(
    r"#(?:include|define|undef|ifn?def|if|elif|else|endif|pragma|import|region|endregion)\b.*"
    r"|.*\s#\S.*|.*[。；;，,]"
)
"""What begins like a title: code, the tags of a network, a sentence."""
_MARKDOWN = regex(r"^(?:#{1,6}[ \t]+\S|:::|```|~~~)", re.MULTILINE)
_NUMBER = regex(
    r"第\s*(\d{1,5})\s*[期集辑卷弹回篇]|(?:合集|期|\bno\.|\bvol\.|\bissue|[#＃])\s*(\d{1,5})(?!\d)",
    re.IGNORECASE,
)
_LAST_NUMBER = regex(r"(?<![\d.])(?!(?:19|20)\d\d$)(\d{1,4})()$")
_ADDRESS = regex(r"https?://[!-~]+")
_SENTENCE = ("。", "；", ";", "，", ",", "、", "：", ":")

Lines = Sequence[tuple[int, str]]
"""The lines that say something, with their numbers from 1, and only common spaces."""


class _Page(msgspec.Struct, frozen=True):
    """A page in its parts: what stands above its articles, each of them, what is the site's own."""

    head: Lines
    articles: tuple[Lines, ...]
    site: tuple[Lines, ...]


def matches(source: Source) -> int:
    """Return how sure it is that *source* is such a page: by its titles and what stands around."""
    titled = any("#" in line and _TITLE.match(line.lstrip()) for line in source.lines)
    page = _cut(source) if titled else None
    if page is None or not page.articles:
        return 0
    if any(is_path(words) or is_teaser(words) for part in page.site for _, words in part):
        return 95
    if _MARKDOWN.search(source.text):
        return 0
    kinds = {line.kind for article in page.articles for line in read_lines(article[1:])}
    signs = 2 * len(kinds & {"picture", "video"}) + len(kinds & {"bullet", "caption"})
    signs += bool(page.head) + bool(page.site)
    if len(page.articles) == 1:
        return 60 if signs > 2 else 0
    return min(90, 40 + 20 * signs)


def parse(source: Source) -> Parsed:
    """Return the page as one issue, each article an item; no issue where it says nothing at all."""
    problems = Problems(source)
    page = _cut(source)
    for lines in page.site:
        first, last = lines[0][0], lines[-1][0]
        where = f"line {first} is" if first == last else f"lines {first} to {last} are"
        hint = "nothing to do: what a site puts around a text is no part of it"
        message = f"{where} of the web site, not of the text, and left out"
        problems.note("roundup-boilerplate", message, first, hint)
    items = tuple(_item(article, problems) for article in page.articles)
    if not (items or page.head):
        return Parsed(None, tuple(problems.found))
    title, head = _take_title(page.head)
    if not items:
        hint = "begin each article with a line of its own, '#标题', without a space"
        problems.warn("roundup-no-article", "no line begins an article", 1, hint)
    number = _NUMBER.search(title) or _LAST_NUMBER.search(title)
    issue = Issue(
        style="roundup",
        title=text_of(title) if title else NO_TEXT,
        lines=(1, len(source.lines) - (source.lines[-1] == "")),
        sections=(Section(items=items),) if items else (),
        date=next((day for _, words in head if (day := _date(words))), ""),
        number=str(int(number[1] or number[2])) if number else "",
        rest="\n\n".join(literal_line(words) for _, words in head),
        rest_line=head[0][0] if head else 0,
    )
    return Parsed(issue, tuple(problems.found))


def _cut(source: Source) -> _Page:
    """Cut a page at its titles; the way to it stands above them, other pages below."""
    lines = [(at, words) for at, line in enumerate(source.lines, 1) if (words := tidy(line))]
    starts = list(_titles(lines))
    body = starts[-1] + 1 if starts else 0
    end = body + tail(lines[body:])
    above = lines[: starts[0] if starts else end]
    site = [[one] for one in above if is_path(one[1])]
    return _Page(
        head=[one for one in above if not is_path(one[1])],
        articles=tuple(lines[at:stop] for at, stop in pairwise([*starts, end])),
        site=tuple([*site, lines[end:]] if lines[end:] else site),
    )


def _titles(lines: Lines) -> Iterator[int]:
    """Give the places of the articles' titles: alone, and with no teaser below them."""
    for at, (number, words) in enumerate(lines):
        if not _TITLE.match(words) or len(words) > LONGEST_TITLE or _NO_TITLE.fullmatch(words):
            continue
        alone = at == 0 or lines[at - 1][0] < number - 1
        if at + 1 < len(lines):
            below, following = lines[at + 1]
            alone = alone and below > number + 1 and not is_teaser(following)
        if alone:
            yield at


def _take_title(head: Lines) -> tuple[str, Lines]:
    """Return the page's title, and the other lines above the first article.

    It is the first short line that is no sentence; one that counts the issues goes before others.
    """
    short = [
        at
        for at, (_, words) in enumerate(head)
        if len(words) <= LONGEST_SUBTITLE and "://" not in words and not words.endswith(_SENTENCE)
    ]
    counted = [at for at in short if _NUMBER.search(head[at][1])]
    if not short:
        return "", head
    at = (counted or short)[0]
    return head[at][1], [*head[:at], *head[at + 1 :]]


def _date(words: str) -> str:
    return find_date(words) if len(words) <= LONGEST_SUBTITLE else ""


def _item(article: Lines, problems: Problems) -> Item:
    (number, printed), *below = article
    title = printed.lstrip("#").strip()
    subtitle = ""
    lines = read_lines(below)
    if lines and _is_subtitle(lines):
        subtitle = lines[0].words
        below, lines = below[1:], lines[1:]
    if not lines:
        hint = "write something below it, or delete it"
        problems.warn("roundup-empty-article", "this article has no text", number, hint)
    captioned = captions(lines)
    _tell_lost(lines, captioned, number, problems)
    headings = find_subheads(lines, captioned)
    body = to_markdown(lines, headings, captioned)
    at = lines[0].number if lines else 0
    in_chinese = language_of_most(_ADDRESS.sub("", body)) == "zh"
    return Item(
        kind="article",
        title=text_of(literal(title)),
        subtitle=text_of(literal(subtitle)) if subtitle else NO_TEXT,
        lines=(number, article[-1][0]),
        markup="markdown",
        links=links_of(lines, f"{title} {subtitle}", list(headings)),
        body=Text(zh=body) if in_chinese else Text(en=body),
        title_lines=(number, number),
        body_lines=(at, 0) if in_chinese else (0, at),
    )


def _is_subtitle(lines: Sequence[Line]) -> bool:
    """Say whether the first of *lines* is short, alone, and no heading or link of the text."""
    line = lines[0]
    words = line.words
    return (
        line.kind == "words"
        and line.alone
        and len(words) <= LONGEST_SUBTITLE
        and not words.endswith(_SENTENCE)
        and "://" not in words
        and any(char.isalnum() for char in words)
        and not _begins_to_count(line)
        and not is_usual(words)
    )


def _begins_to_count(line: Line) -> bool:
    number = numbering(line)
    return number is not None and number.value <= 1


def _tell_lost(
    lines: Sequence[Line], captioned: Container[int], number: int, problems: Problems
) -> None:
    """Note how much of an article has not come with its text."""
    pictures = sum(
        line.kind == "picture" or (is_figure(line) and at not in captioned)
        for at, line in enumerate(lines)
    )
    videos = sum(line.kind == "video" for line in lines)
    said = [
        f"{count} {name}{'s' * (count > 1)}"
        for count, name in ((pictures, "picture"), (videos, "video"))
        if count
    ]
    if said:
        hint = "nothing to do: each has its place on the page, and its caption where there is one"
        message = f"{' and '.join(said)} did not come with the text"
        problems.note("roundup-lost", message, number, hint)


STARTER = """\
读图周记 第 1 期

#第一篇文章的题目

一行短语,作它的副题

正文从这里开始。一行就是一段,段与段之间空一行。

论文:https://arxiv.org/abs/2601.00001

方法

  • 要点写成这样;
  • 短的一行是小标题。

图片

图1 题注写在图的下面

#另一篇,写得短一些

正文。
"""

STYLE = Style(
    name="roundup",
    version=1,
    matches=matches,
    parse=parse,
    starter=STARTER,
    beginning=Beginning(
        file="{number:02}.txt",
        blanks=(*DATES, ("第 1 期", "第 {number} 期")),
    ),
)
