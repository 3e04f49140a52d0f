"""The items of a journal: where each begins, whose it is, and what its first and last lines say.

Every item ends with a line that names its editors, though references, notes on the authors and even
tables may follow that line. An item begins at a heading that the contents name; where they fail, at
the first heading behind the editors' line that is not part of such a tail.
"""

import re
from dataclasses import dataclass, field

from generator.model import Author
from generator.reading.blocks import Block, folded
from generator.reading.contents import Contents, Listed, is_title
from generator.reading.editors import editors_of
from generator.reading.people import bare_name, is_place, read_byline, read_names
from generator.regex import regex

NUMBERED = regex(
    r"第 ?(?P<number>\d{1,4}|[一二三四五六七八九十]{1,3}) ?期[ \t:：]*(?P<topic>\S.*)?$"
)
"""A number of a series, alone in its line or as a heading, and what it was about."""
NUMBERING = regex(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:[、.．章节]|部分)|第 ?\d{1,2} ?[章节]|§|[Ⅰ-Ⅻ①-⑳]|"
    r"[（(][一二三四五六七八九十\d]{1,3}[)）]|"
    r"\d{1,2}(?:\.\d{1,2}){0,3}(?:[、.．)）]\s*|\s+)(?=\S)|[IVX]{1,4}\. )"
)
REFERENCES = regex(r"(?:主要)?参考(?:文献|资料)\W*|references?\W*", re.IGNORECASE)
ABOUT = regex(
    r"(?:作者|讲者|嘉宾|专家|人物|个人)(?:简介|介绍)\W*|(?:about the )?authors?\W*", re.IGNORECASE
)
"""A heading above the lives of authors."""
_TAIL = regex(
    r"(?:作者|讲者|嘉宾|专家|人物|个人)?(?:简介|介绍|致谢|附录.*|附件.*)\W*|acknowledge?ments?\W*|"
    r"(?:about the )?authors?\W*",
    re.IGNORECASE,
)
_LIFE = regex(
    r"教授|博士|硕士|研究员|讲师|工程师|导师|研究(?:方向|领域|兴趣)|毕业|本科|院士|学者|任职"
    r"|professor|ph\.? ?d|student|research",
    re.IGNORECASE,
)
LABEL = regex(
    r"[#*\s]*(?P<label>(?P<sure>(?:论文|文章|代码|源码|数据|数据集|项目|模型|权重|演示|视频|工程"
    r"|主页|开源)(?:及代码|与代码)?(?:的)?(?:下载)?(?:地址|链接|主页|网址|仓库)|(?:Paper|Code|Project|Dataset|Demo)"
    r" (?:link|page|URL))|论文|文章|原文|代码|源码|开源|数据集?|项目|模型|权重|演示|视频|主页|官网"
    r"|下载|Papers?|Preprint|(?:Source )?Code|Project|Data(?:set)?s?|Demo|Video|Models?|Weights"
    r"|GitHub|GitLab|Home ?page|Web ?site|Download)[*\s]*[:：][*\s]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_WHO = regex(r"(?:\*\*)?(?P<name>[^*，,：:（(。]{2,30}?)(?:\*\*|[，,：:（(]| is | 博士| 教授)")
_EDGES = regex(r"^\d{1,3}(?=\D)|(?<=\D)\d{1,3}$")
"""The number of a page before or behind what its head says."""
_BACK = 80
"""Characters that a back cover has below its first heading, at the most."""
_KICKER = regex(r"[^\W\d_](?:[^\W_]|[ ·・&/|-]){1,11}")


@dataclass(slots=True)
class Story:
    """An item while it is read; *headers* are the lines that repeat its title on later pages."""

    heading: Block
    blocks: list[Block] = field(default_factory=list)
    entry: Listed | None = None
    kicker: str = ""
    number: Block | None = None
    editors: list[tuple[str, str, int]] = field(default_factory=list)
    authors: tuple[Author, ...] = ()
    headers: list[int] = field(default_factory=list)
    kicker_line: int = 0

    @property
    def title(self) -> str:
        """The heading's words as printed."""
        return self.heading.words

    @property
    def first(self) -> int:
        """The first line, that of a kicker or number above the heading included."""
        return self.kicker_line or (self.number.line if self.number else self.heading.line)

    @property
    def above(self) -> list[Block]:
        """What was taken from above the heading: the number of a series, a kicker."""
        taken = [self.number] if self.number else []
        if self.kicker:
            taken.append(Block("text", self.kicker_line, [self.kicker], self.kicker_line))
        return sorted(taken, key=lambda block: block.line)

    @property
    def last(self) -> int:
        """The last line that says something."""
        said = [block.last for block in self.blocks if block.kind != "gap"]
        return max([self.heading.last, *said, *self.headers, *(line for *_, line in self.editors)])


def cut_stories(
    blocks: list[Block], contents: Contents, journal: set[str]
) -> tuple[list[Block], list[Story]]:
    """Return what belongs to no item, and the items, of the *blocks* of the body.

    *journal* are the names of the journal itself, folded: a heading that says one of them stands at
    the head of a page, or on the back cover.
    """
    loose: list[Block] = []
    stories: list[Story] = []
    for at, block in enumerate(blocks):
        story = stories[-1] if stories else None
        kept = story.blocks if story else loose
        if block.kind == "heading" and folded(block.words) not in journal:
            entry = contents.entry_of(block.words)
            if story and _is_repeated(block, story):
                story.headers.append(block.line)
            elif _is_listed(block, story, entry):
                stories.append(_opened(block, entry, kept))
            elif _may_begin(block, story, blocks[at + 1 : at + 4]):
                stories.append(_opened(block, None, kept))
            else:
                kept.append(block)
        elif story and (editor := editors_of(block)) is not None:
            if not story.editors:
                _take_byline(story)
            story.editors.append(editor)
        else:
            kept.append(block)
    loose += _take_back(stories, journal)
    if contents.entries:
        _merge_tails(stories)
    names = journal | {folded(column) for column in contents.columns}
    for story in stories:
        _take_headers(story, names)
        if not story.editors:
            _take_byline(story)
    return loose, stories


def _opened(block: Block, entry: Listed | None, above: list[Block]) -> Story:
    """Return a new item, with what stands right above its heading."""
    story = Story(block, entry=entry)
    _take_above(story, above)
    return story


def _is_listed(block: Block, story: Story | None, entry: Listed | None) -> bool:
    """Tell whether the contents name a heading as the beginning of an item.

    A heading that only holds an entry's title may be one of the item's own, numbered or not.
    """
    if entry is None:
        return False
    if folded(entry.title) == folded(block.words):
        return True
    own = story is not None and not story.editors and story.entry is entry
    return not own and not NUMBERING.match(block.words)


def _take_back(stories: list[Story], journal: set[str]) -> list[Block]:
    """Take the journal's name out of the heads of pages, and the back cover out of the last item.

    Return the back cover: what follows the journal's name, or a last heading with little below it.
    """
    back: list[Block] = []
    for story in stories:
        named = [block for block in story.blocks if _names(block, journal)]
        if named and story is stories[-1] and (story.editors or not story.entry):
            at = story.blocks.index(named[0])
            while at and story.blocks[at - 1].kind == "gap":
                at -= 1
            story.blocks, back = story.blocks[:at], story.blocks[at:]
        elif named:
            story.headers += [block.line for block in named]
            story.blocks = [block for block in story.blocks if not _names(block, journal)]
    if len(stories) > 1 and _is_back(stories[-1]):
        last = stories.pop()
        back = [*last.above, last.heading, *last.blocks, *back]
        stories[-1].headers += last.headers
    return back


def _merge_tails(stories: list[Story]) -> None:
    """Put back what was taken for an item: a heading that is not listed, with no editors behind."""
    for at in range(len(stories) - 1, 0, -1):
        story = stories[at]
        if not story.entry and not story.editors:
            stories[at - 1].blocks += [*story.above, story.heading, *story.blocks]
            stories[at - 1].headers += story.headers
            del stories[at]


def _names(block: Block, journal: set[str]) -> bool:
    return block.kind == "heading" and folded(block.words) in journal


def _is_back(story: Story) -> bool:
    """Tell whether what looks like the last item is the back cover: unlisted, by nobody, empty."""
    said = sum(len(block.text) for block in story.blocks)
    return not (story.entry or story.editors or story.authors) and said < _BACK


def _is_repeated(block: Block, story: Story) -> bool:
    """Tell whether a heading is the open item's title again, at the head of a page."""
    titles = {folded(story.title)} | ({folded(story.entry.title)} if story.entry else set())
    return not story.editors and folded(block.words) in titles


def _may_begin(block: Block, story: Story | None, following: list[Block]) -> bool:
    """Tell whether a heading that no contents name begins an item: it is no part of a tail."""
    words = block.words.strip()
    if (story is not None and not story.editors) or not words or is_title(words):
        return False
    inner = (NUMBERED, NUMBERING, LABEL)
    if any(pattern.match(words) for pattern in inner) or REFERENCES.fullmatch(words):
        return False
    return not (_TAIL.fullmatch(words) or (story and is_life(story, words, following)))


def tells_life(words: str) -> bool:
    """Tell whether a paragraph begins with a person's name and goes on about that person."""
    found = _WHO.match(words)
    return bool(found and bare_name(found["name"]) and _LIFE.search(words))


def is_life(story: Story, words: str, following: list[Block]) -> bool:
    """Tell whether a heading is a person's name, and what follows is about that person."""
    name = bare_name(words)
    if not name:
        return False
    text = next((block for block in following if block.kind != "gap"), None)
    if text is None or text.kind != "text":
        return False
    if folded(words) == folded(story.title):
        return False
    known = any(author.name == name for author in story.authors) or name in story.title
    return known or (len(name) < 4 and bool(_LIFE.search(text.text)))


def _take_above(story: Story, above: list[Block]) -> None:
    """Take the lines above the heading that belong to it: the number of a series, a kicker."""
    while above and above[-1].kind == "text" and len(above[-1].lines) == 1:
        line = above[-1].text.strip()
        if NUMBERED.match(line) and story.number is None:
            story.number = above.pop()
        elif _KICKER.fullmatch(line) and not story.kicker and not story.number:
            story.kicker, story.kicker_line = line, above.pop().line
        else:
            return


def _take_headers(story: Story, names: set[str]) -> None:
    """Take out the lines that say at the head of a page what the item, its column, the journal is.

    The title may have the number of the series behind it. *names* are folded.
    """
    title = folded(story.title)
    listed = {folded(story.entry.title)} if story.entry else set()
    numbers = {"", folded(story.number.text) if story.number else ""}
    kept: list[Block] = []
    for block in story.blocks:
        line = folded(block.text) if block.kind == "text" and len(block.lines) == 1 else ""
        behind = line[len(title) :] if title and line.startswith(title) else "?"
        bare = _EDGES.sub("", line)
        if line and (behind in numbers or line in listed or line in names or bare in names):
            story.headers.append(block.line)
            continue
        if NUMBERED.match(block.words or block.text):
            numbers.add(folded(block.words or block.text))
        kept.append(block)
    story.blocks = kept


def _take_byline(story: Story) -> None:
    """Take the authors from right under the title: place and names, or names above a place."""
    texts = [block for block in story.blocks[:4] if block.kind == "text"]
    if not texts or texts[0] not in story.blocks[:2] or len(texts[0].lines) > 1:
        return
    first = texts[0].text.strip()
    story.authors = read_byline(first)
    if story.authors:
        story.blocks.remove(texts[0])
        return
    names = read_names(first)
    if names and len(texts) > 1 and len(texts[1].lines) == 1 and is_place(texts[1].text):
        place = texts[1].text.strip()
        story.authors = tuple(Author(name, place) for name in names)
        story.blocks.remove(texts[0])
        story.blocks.remove(texts[1])
