"""What a web page has around its text: the way to it above, lists of other pages below."""

import re
from collections.abc import Sequence

from generator.regex import regex

_PATH = regex(
    r"(?:[您你]?(?:的)?(?:当前|现在)?(?:的|所在)?位置(?:是|在)?\s*[:：].*"
    r"|(?:网站)?(?:首页|主页)\s*[>»›/→].*"
    r"|(?:you are here\s*:|home\s*[>»›/→]).*)",
    re.IGNORECASE,
)
_OTHERS = regex(
    r"(?:(?:相关|推荐|热门|最新|更多|精彩|延伸|同类|其他)的?(?:文章|阅读|推荐|内容|资讯|新闻|博客|博文|帖子)"
    r"|猜[您你]喜欢|[您你]可能[还也]?(?:喜欢|感兴趣)的?(?:文章|内容)?"
    r"|(?:related|more|recommended|latest|popular) (?:articles?|posts?|reading|stories)"
    r"|you (?:may|might) also like)\s*[:：]?",
    re.IGNORECASE,
)
_FOOT = regex(
    r"[上下]一[篇页]\s*[:：].*|返回(?:顶部|首页|列表)|.{0,40}ICP备\s?\d.*"
    r"|(?:copyright\s*(?:©|\(c\)|\d{4})|©|版权所有).*|(?:友情链接|网站地图|关于我们|联系我们)[:：]?",
    re.IGNORECASE,
)
LONGEST = 120
"""Characters of a line that may be the site's own."""
PAIRS = 3
"""Titles with a teaser below them, one after the other, that make a list without a heading."""

Lines = Sequence[tuple[int, str]]
"""The lines that say something, with their numbers from 1."""


def is_path(line: str) -> bool:
    """Say whether *line* is the way from the site's front page to this one."""
    return len(line) <= LONGEST and _PATH.fullmatch(line.strip()) is not None


def is_teaser(line: str) -> bool:
    """Say whether *line* is cut off, like the first words of a page in a list of pages."""
    return line.rstrip().endswith(("…", "..."))


def tail(lines: Lines) -> int:
    """Return how many of *lines* come before what the site adds below: all of them, or fewer.

    It adds a list of other pages, each a title and a teaser, under a heading such as 相关文章 or
    under none, and a foot.
    """
    end = _before_foot(lines, len(lines))
    teasers = 0
    start = end
    for at in range(end - 1, -1, -1):
        line = lines[at][1]
        if len(line) <= LONGEST and _OTHERS.fullmatch(line.strip()):
            others = end - at - 1
            near = any(is_teaser(words) for _, words in lines[at + 2 : min(at + 5, end) : 2])
            if not others or (near and 4 * teasers >= others):
                start = at
        teasers += is_teaser(line)
    return _before_foot(lines, min(start, _unheaded(lines, end)))


def _before_foot(lines: Lines, end: int) -> int:
    """Return where the foot of the page begins that ends at *end*."""
    while end and len(lines[end - 1][1]) <= LONGEST and _FOOT.fullmatch(lines[end - 1][1].strip()):
        end -= 1
    return end


def _unheaded(lines: Lines, end: int) -> int:
    """Return where a list of titles and teasers that ends at *end* begins, or *end*.

    The last title may have lost its teaser.
    """
    for last in (end, end - 1):
        at = last
        while at >= 2 and _is_pair(lines[at - 2][1], lines[at - 1][1]):
            at -= 2
        if last - at >= 2 * PAIRS and (last == end or len(lines[last][1]) <= LONGEST):
            return at
    return end


def _is_pair(title: str, teaser: str) -> bool:
    return len(title) <= LONGEST and not is_teaser(title) and is_teaser(teaser)
