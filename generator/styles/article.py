"""The native style: one file is one article, in clean Markdown, in one language or two.

The title is the front matter's, or the first ``# heading``. ``::: zh`` … ``:::`` and ``::: en`` …
``:::`` hold the two sides of the text. Without them all of it is in one language, the one that most
of it is written in; words outside the blocks belong to that of the two languages they are written
in, in their order. Everything else is Markdown.
"""

import msgspec

from generator.diagnostics import Diagnostic, Severity
from generator.markup.labels import language_of_most
from generator.model import Issue, Item, Parsed, Section
from generator.regex import regex
from generator.source import Source
from generator.styles._style import DATES, Beginning, Style
from generator.text import LANGS, NO_TEXT, Lang, Text, text_of

_OPEN = regex(r":::[ \t]*(zh|en)[ \t]*$")
_CLOSE = regex(r":::[ \t]*$")
_TITLE = regex(r"#[ \t]+(?P<words>.*?)(?:[ \t]+#+)?[ \t]*$")
_FENCE = regex(r" {0,3}(`{3,}|~{3,})")


class _Piece(msgspec.Struct):
    """Lines that belong together; *lang* is ``None`` outside a block, *first* counts from 1."""

    lang: Lang | None
    first: int
    lines: list[str]

    @property
    def words(self) -> str:
        return "\n".join(self.lines)


def matches(source: Source) -> int:
    """Look for a language block or a title of the first level at the top; any text will do."""
    lines = [line for line in source.lines if line.strip()]
    if any(_OPEN.match(line) for line in lines):
        return 20
    return 10 if lines and _TITLE.match(lines[0]) else int(bool(lines))


def parse(source: Source) -> Parsed:
    """Read the whole file as one article."""
    problems: list[Diagnostic] = []
    pieces = [piece for piece in _pieces(source, problems) if piece.words.strip()]
    if not pieces:
        return Parsed(None, tuple(problems))
    titles = [_take_title(piece) for piece in pieces]
    title, title_lines = _both(titles)
    body, body_lines = _sides(pieces)
    lines = _extent(source)
    item = Item(
        kind="article",
        title=title,
        lines=lines,
        markup="markdown",
        body=body,
        title_lines=title_lines,
        body_lines=body_lines,
    )
    issue = Issue(style="article", title=title, lines=lines, sections=(Section(items=(item,)),))
    return Parsed(issue, tuple(problems))


def _pieces(source: Source, problems: list[Diagnostic]) -> list[_Piece]:
    """Cut the file at its language blocks; code between fences is never cut."""
    pieces = [_Piece(None, 1, [])]
    fence = ""
    for number, line in enumerate(source.lines, 1):
        marks = _FENCE.match(line)
        if marks and (not fence or marks[1].startswith(fence)):
            fence = "" if fence else marks[1]
        inside = pieces[-1].lang is not None
        opening = None if fence else _OPEN.match(line)
        if opening:
            if inside:
                _complain(source, pieces[-1], problems)
            lang: Lang = "zh" if opening[1] == "zh" else "en"
            pieces.append(_Piece(lang, number + 1, []))
        elif inside and not fence and _CLOSE.match(line):
            pieces.append(_Piece(None, number + 1, []))
        else:
            pieces[-1].lines.append(line)
    if pieces[-1].lang is not None:
        _complain(source, pieces[-1], problems)
    return pieces


def _complain(source: Source, piece: _Piece, problems: list[Diagnostic]) -> None:
    problems.append(
        Diagnostic(
            Severity.WARNING,
            "article-unclosed-block",
            f"the block '::: {piece.lang}' has no end",
            source.at(piece.first - 1),
            "close it with a line of ':::'",
        )
    )


def _take_title(piece: _Piece) -> tuple[str, int, Lang | None]:
    """Take the title off the top of *piece*; return its words, line and language."""
    for index, line in enumerate(piece.lines):
        if not line.strip():
            continue
        title = _TITLE.match(line)
        if not title or not title["words"]:
            break
        piece.lines[index] = ""
        return title["words"], piece.first + index, piece.lang
    return "", 0, piece.lang


def _both(titles: list[tuple[str, int, Lang | None]]) -> tuple[Text, tuple[int, int]]:
    """Return the first title of each language, and their lines."""
    title, lines = NO_TEXT, dict.fromkeys(LANGS, 0)
    for words, line, lang in titles:
        said = text_of(words) if lang is None else Text(**{lang: words})
        for side in LANGS:
            if said[side] and not title[side]:
                lines[side] = line
        title = title.fill(said)
    return title, (lines["zh"], lines["en"])


def _sides(pieces: list[_Piece]) -> tuple[Text, tuple[int, int]]:
    """Return the text of each language with the line it begins at.

    Lines of the other language inside a side are left empty, so that line numbers hold.
    """
    sides: dict[Lang, str] = {}
    first: dict[Lang, int] = {"zh": 0, "en": 0}
    for lang in LANGS:
        own = [piece for piece in pieces if (piece.lang or language_of_most(piece.words)) == lang]
        own = [piece for piece in own if piece.words.strip()]
        if not own:
            continue
        skipped = _leading_empty_lines(own[0])
        first[lang] = own[0].first + skipped
        lines: list[str] = []
        for piece in own:
            lines += [""] * (piece.first - first[lang] - len(lines))
            lines += piece.lines[skipped:] if piece is own[0] else piece.lines
        sides[lang] = "\n".join(lines).rstrip()
    return Text(**sides), (first["zh"], first["en"])


def _leading_empty_lines(piece: _Piece) -> int:
    return next(index for index, line in enumerate(piece.lines) if line.strip())


def _extent(source: Source) -> tuple[int, int]:
    said = [number for number, line in enumerate(source.lines, 1) if line.strip()]
    return said[0], said[-1]


STARTER = """\
---
title:
  zh: 一篇双语文章
  en: An article in two languages
authors: [李青, Ann Writer]
date: 2026-01-31
topics: []
abstract:
  zh: 一两句话说清楚这篇文章讲什么。
  en: One or two sentences that say what this article is about.
---

::: zh

## 先写中文

正文是普通的 Markdown：**强调。**后面不必空格，公式写成 $E = mc^2$，脚注也可以[^1]。

| 方法 | 准确率 |
|---|--:|
| 基线 | 71.2 |
| 本文 | 74.9 |

表 1 表题写在表格的上面或下面

前人做过类似的事 [@shannon]。

## 参考文献

- [@shannon] C. E. Shannon. A Mathematical Theory of Communication. 1948.

[^1]: 脚注写在文末。

:::

::: en

## Then in English

The text is plain Markdown: **emphasis**, formulas such as $E = mc^2$, and footnotes[^1].

| Method | Accuracy |
|---|--:|
| Baseline | 71.2 |
| Ours | 74.9 |

Table 1: a caption stands above or below its table

Others have done such a thing before [@shannon].

## References

- [@shannon] C. E. Shannon. A Mathematical Theory of Communication. 1948.

[^1]: Footnotes stand at the end.

:::
"""

STYLE = Style(
    name="article",
    version=1,
    matches=matches,
    parse=parse,
    starter=STARTER,
    beginning=Beginning(
        blanks=(
            *DATES,
            ("zh: 一篇双语文章", "zh: 一篇双语文章（{date}）"),
            ("en: An article in two languages", "en: An article in two languages ({date})"),
        ),
    ),
)
