"""The running text of a paper without line breaks, laid out in paragraphs that can be read.

No word is changed, added or left out. A paragraph begins where a page did, at a caption, at a
bullet, at a heading that papers usually have, and at the end of a sentence after long enough.
"""

from itertools import pairwise

from generator.regex import regex

_STOP = regex(r"[.?!:;][”\"’)\]]{0,2}\s+(?=[^\W\d_a-z]|[“\"(\d])|[。！？]”?\s*(?=\S)")
"""Where a sentence may end and another begin."""
_RESUMED = regex(r"(?<=[a-z)%]\.)\s+(?=[a-z]{2,})")
"""Where a caption has ended and a sentence goes on that it interrupts."""
_SHORT = regex(
    r"(?:\b(?:al|Figs?|Eqs?|Eqn|Secs?|Tabs?|Refs?|Alg|Prof|Dr|Mr|Ms|No|vs|cf|resp|approx|et|St|Inc"
    r"|i\.e|e\.g|w\.r\.t|s\.t|[A-Z])|\W)\.$"
)
_CAPTION = regex(r"(?:Figure|Fig\.|Table|Tab\.|Algorithm|图|表)\s?(\d{1,3})\s?[:：](?=\s?\S)")
_BULLET = regex(r"• (?=\w)")
_HEADING = regex(
    r"(?:\d(?:\.\d){0,2}\.? |[IVX]{1,4}\. )?(?:"
    r"(?P<sure>Introduction|Related Works?|Preliminar(?:y|ies)|Problem (?:Formulation|Definition"
    r"|Statement|Setup)|Ablation Stud(?:y|ies)|Implementation Details|Experiment(?:al)? (?:Setup"
    r"|Setups|Setting|Settings|Results)|Conclusions?(?: and (?:Future Works?|Limitations?"
    r"|Discussions?))?|Limitations?|Acknowledge?ments?|Ethic(?:al|s) Statement|Broader Impacts?)"
    r"|(?P<likely>Background|Motivations?|Methods?|Methodology|Approach|Overview|Experiments?|Results"
    r"|Datasets?|Evaluation|Discussions?|Analysis|(?:Proposed|Our) (?:Method|Approach)))"
    r" (?=[^\W\d_a-z]|[“\"])"
    r"|(?:\d(?:\.\d){0,2}[.、]? ?|[一二三四五六七八九十]、 ?)?(?P<han>引\s?言|前言|绪论|背景"
    r"|相关工作|方法|实验|实验结果|实验设置|结果|消融实验|讨论|结论|结语|总结|局限|致谢) "
)
_PROSE = regex(r"(?:\S+ ){0,4}[a-z]{2,}[,;]? (?:\S+ ){0,3}?[a-z]{2,}\b(?![A-Z])")
"""The beginning of a sentence; the head of a table has hardly a word in small letters."""
_ENOUGH = 700
"""Characters after which a paragraph ends with its sentence."""


def paragraphs(words: str) -> list[str]:
    """Return *words* in paragraphs; those that *words* has already, parted by empty lines, stay."""
    return [
        paragraph
        for block in words.split("\n\n")
        for piece in _pieces(block)
        for paragraph in _laid_out(piece)
    ]


def captions(words: str) -> tuple[int, int]:
    """Return how many figures, and how many tables, have a caption in *words*."""
    numbers: dict[str, set[str]] = {"F": set(), "T": set(), "A": set()}
    for caption in _CAPTION.finditer(words):
        kind = {"图": "F", "表": "T"}.get(caption[0][0], caption[0][0])
        numbers[kind].add(caption[1])
    return len(numbers["F"]), len(numbers["T"])


def _pieces(words: str) -> list[str]:
    """Return *words* parted before captions and bullets, and behind a caption that cuts in."""
    starts = [found.start() for form in (_CAPTION, _BULLET) for found in form.finditer(words)]
    ends = [0, *sorted(at for at in starts if words[at - 1 : at].isspace()), len(words)]
    pieces = [words[begin:end] for begin, end in pairwise(ends)]
    return [part for piece in pieces for part in _behind_caption(piece)]


def _behind_caption(words: str) -> list[str]:
    if not _CAPTION.match(words):
        return [words]
    ends = (gap.start() for gap in _RESUMED.finditer(words))
    end = next((end for end in ends if not _is_abbreviated(words, end)), len(words))
    return [words[:end], words[end:]]


def _laid_out(words: str) -> list[str]:
    """Return one run of prose in paragraphs: headings alone, sentences until there are enough."""
    words = words.strip()
    found: list[str] = []
    begin = 0
    for at in (0, *(stop.end() for stop in _STOP.finditer(words))):
        heading = _heading(words, at) if at >= begin else 0
        if heading or (at - begin >= _ENOUGH and _ends_sentence(words, at)):
            found += [words[begin:at].rstrip(), words[at:heading].rstrip()]
            begin = max(at, heading)
    return [paragraph for paragraph in (*found, words[begin:]) if paragraph]


def _ends_sentence(words: str, at: int) -> bool:
    """Say whether a sentence, and not only a clause or an abbreviation, ends before *at*."""
    before = words[max(0, at - 16) : at].rstrip()
    return before[-1:] not in ":;" and not words.startswith("- ", at) and not _SHORT.search(before)


def _is_abbreviated(words: str, end: int) -> bool:
    return _SHORT.search(words, max(0, end - 12), end) is not None


def _heading(words: str, at: int) -> int:
    """Return where the text below a usual heading begins that stands at *at*, 0 for no heading."""
    found = _HEADING.match(words, at)
    if not found:
        return 0
    follows = _PROSE.match(words, found.end()) or _HEADING.match(words, found.end())
    return found.end() if found["sure"] or found["han"] or follows else 0
