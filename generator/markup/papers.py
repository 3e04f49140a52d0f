"""The plain text of a paper, as it comes out of a PDF file, set as paragraphs.

A paragraph that is no more than the usual name of a part of a paper becomes a heading; one that
begins like a caption is set as one; what follows the heading of the references is their list.
Every word stays where it is.
"""

import re
from collections.abc import Iterator

from generator.markup.cjk import join_lines
from generator.markup.result import Heading, Typeset, text
from generator.regex import regex
from generator.slugs import slug

_PARAGRAPH = regex(r"\n[ \t]*\n\s*")
_PART = regex(
    r"(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-H])\.?\s+|[一二三四五六七八九十]{1,2}[、.．]\s*)?"
    r"(?:introduction|background|preliminar(?:y|ies)|motivations?|related works?|literature review"
    r"|problem (?:definition|formulation|setting|setup|statement)|notations?"
    r"|(?:the |our |proposed |the proposed )?(?:methods?|methodology|approach|framework|model)"
    r"|(?:theoretical )?analysis|implementation(?: details)?|evaluations?|case stud(?:y|ies)"
    r"|experiment(?:s|al (?:analysis|evaluation|results|settings?|setup))?"
    r"|(?:experiments|results|discussions?|conclusions?|limitations?)"
    r" (?:and|&) (?:analys[ie]s|conclusions?|discussions?|future works?|limitations?|results)"
    r"|(?:main )?results?|ablation stud(?:y|ies)|datasets?|discussions?|limitations?|conclusions?"
    r"|concluding remarks|future works?|summary|acknowledge?ments?|appendi(?:x|ces)|references"
    r"|bibliography|ethic(?:s|al) statement|broader impacts?"
    r"|引言|绪论|前言|背景|相关工作|方法|实验|实验结果|讨论|结论|总结|结语|致谢|参考文献|附录)[:：]?",
    re.IGNORECASE,
)
_REFERENCES = regex(r"references|bibliography|参考文献", re.IGNORECASE)
_CAPTION = regex(r"(?:Figure|Fig\.|Table|Algorithm)\s+\d{1,3}\s*[:.]|[图表]\s*\d{1,3}\s*[:：.]")


def block(words: str) -> Typeset:
    """Set plain text; its headings are of the third level, below that of the text itself."""
    paragraphs = [join_lines(one) for one in _PARAGRAPH.split(words.strip()) if one]
    headings: list[Heading] = []
    shown = "\n".join(_blocks(paragraphs, headings))
    return Typeset(html=shown, plain="\n\n".join(paragraphs), headings=tuple(headings))


def _blocks(paragraphs: list[str], headings: list[Heading]) -> Iterator[str]:
    taken: dict[str, int] = {}
    listed = False
    for at, words in enumerate(paragraphs):
        if _PART.fullmatch(words) and at + 1 < len(paragraphs):
            anchor = f"h-{slug(words, spare='section')}"
            taken[anchor] = taken.get(anchor, 0) + 1
            if taken[anchor] > 1:
                anchor = f"{anchor}-again-{taken[anchor]}"
            headings.append(Heading(3, text(words), anchor))
            listed = bool(_REFERENCES.search(words))
            yield f'<h3 id="{anchor}">{text(words)}</h3>'
        else:
            yield _paragraph(words, listed)


def _paragraph(words: str, listed: bool) -> str:
    """Return a paragraph, or a list where every line begins with a hyphen, escaped."""
    lines = words.split("\n")
    if all(line.startswith("- ") for line in lines):
        return f"<ul>{''.join(f'<li>{text(line[2:])}</li>' for line in lines)}</ul>"
    found = _CAPTION.match(words)
    if found:
        rest = text(words[found.end() :])
        return f'<p class="caption"><b>{text(found[0])}</b>{rest}</p>'
    return f'<p class="listed">{text(words)}</p>' if listed else f"<p>{text(words)}</p>"
