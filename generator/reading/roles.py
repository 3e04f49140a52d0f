"""What the fields and columns of paper listings are called, in Chinese and in English."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from generator.regex import regex
from generator.text import HAN

Role = Literal[
    "index", "title", "title_cn", "authors", "abstract", "abstract_cn", "pdf", "code", "date"
]

_NAMES: dict[Role, str] = {
    "index": "index idx no number # 序号 编号",
    "title": "title titleen englishtitle papertitle 标题 英文标题 论文标题 论文名称 论文题目 题目",
    "title_cn": "titlecn titlezh chinesetitle 中文标题 中文题目 标题中文 标题翻译 译名",
    "authors": "authors author 作者 论文作者",
    "abstract": "abstract abstracten paperabstract summary 摘要 英文摘要 摘要英文 原文摘要",
    "abstract_cn": "abstractcn abstractzh paperabstractcn summarycn 中文摘要 摘要中文 摘要翻译",
    "pdf": "pdf pdflink pdfurl link url paperlink paperurl arxiv arxivlink "
    "pdf链接 论文 论文链接 论文地址 链接",
    "code": "code codelink codeurl code/contribution github 代码 代码链接 代码地址 代码/贡献 源码",
    "date": "date publishdate publisheddate publicationdate updatedate published updated "
    "日期 发布日期 发布时间 更新日期 更新时间",
}
_ROLES: dict[str, Role] = {name: role for role in _NAMES for name in _NAMES[role].split()}
_OTHERS = frozenset(
    {"状态", "status", "核心问题", "核心方法", "核心贡献", "贡献", "contribution", "coreproblem"}
    | {"coremethod", "corecontribution", "comments", "备注", "分类", "categories"}
)
_WORDS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("authors", regex("作者|author")),
    ("abstract", regex("摘要|abstract")),
    ("title", regex("标题|题目|title")),
    ("code", regex("代码|源码|code|github")),
    ("pdf", regex("pdf|论文链接|论文地址|arxiv")),
    ("date", regex("日期|时间|date")),
)
_CHINESE = regex("中文|中译|译|cn$|zh$|chinese")
_TRANSLATED: dict[Role, Role] = {"title": "title_cn", "abstract": "abstract_cn"}
_LONGEST_NAME = 16
_NOISE = regex(r"[^\w/#]|_")


@lru_cache(maxsize=1024)
def role_of(name: str) -> Role | None:
    """Return what a field or column of this *name* holds; case, spaces and emoji do not count."""
    return _ROLES.get(_NOISE.sub("", name).casefold())


@lru_cache(maxsize=1024)
def column_role(name: str) -> Role | None:
    """Return what a column of this *name* holds: by the whole name, else by a word in it."""
    if (role := role_of(name)) or is_usual(name):
        return role
    key = _NOISE.sub("", name).casefold()
    if len(key) > _LONGEST_NAME:
        return None
    role = next((role for role, word in _WORDS if word.search(key)), None)
    return _TRANSLATED.get(role, role) if role and _CHINESE.search(key) else role


def is_usual(name: str) -> bool:
    """Tell whether listings usually have a field of this *name*, though it has no role."""
    return _NOISE.sub("", name).casefold() in _OTHERS


def are_papers(names: Sequence[str]) -> bool:
    """Tell whether the columns of these *names* list papers."""
    roles = {column_role(name) for name in names}
    return "title" in roles and ("pdf" in roles or {"authors", "date"} <= roles)


def aligned(row: list[str], names: Sequence[str]) -> list[str]:
    """Return the cells of a ragged *row* under the columns of these *names*.

    The cell with an arXiv address shows where the row was cut: cells too many before it belong to
    the title or its translation, behind it to the last column. Where cells are missing before it,
    a row without a translation is the likely case; all others are missing at the end.
    """
    roles = [column_role(name) for name in names]
    row = list(row)
    link = next((at for at, cell in enumerate(row) if "arxiv.org/" in cell), None)
    shift = 0 if link is None or "pdf" not in roles else link - roles.index("pdf")
    if shift > 0 and "title" in roles:
        at = roles.index("title")
        pair = roles[at + 1 : at + 2] == ["title_cn"]
        titles = row[at : at + shift + 1 + pair]
        cut = _translation(titles) if pair else len(titles)
        row[at : at + len(titles)] = [" | ".join(titles[:cut])]
        row[at + 1 : at + 1] = [" | ".join(titles[cut:])] if pair else []
    elif shift < 0:
        gap = roles.index("title_cn") if "title_cn" in roles else len(row)
        translated = gap < len(row) and HAN.search(row[gap])
        at = roles.index("pdf") + shift if translated or gap > roles.index("pdf") + shift else gap
        row[at:at] = [""] * -shift
    if len(row) > len(names):
        row[len(names) - 1 :] = [" | ".join(row[len(names) - 1 :])]
    return row + [""] * (len(names) - len(row))


def _translation(pieces: list[str]) -> int:
    """Return where the translation begins in a title and its translation that bars have cut.

    Words in bold are the title; a bar in it usually comes back in its translation; else that
    begins with Chinese words.
    """
    if pieces[0].startswith("**") and pieces[0].endswith("**"):
        return 1
    half = len(pieces) // 2
    chinese = [at for at, piece in enumerate(pieces) if HAN.search(piece)]
    if chinese and chinese[0] >= half and 2 * half == len(pieces):
        return half
    return chinese[0] if chinese and chinese[0] else len(pieces) - 1
