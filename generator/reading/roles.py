"""What the fields and columns of paper listings are called, in Chinese and in English."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

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
_NOISE = re.compile(r"[^\w/#]|_")


@lru_cache(maxsize=1024)
def role_of(name: str) -> Role | None:
    """Return what a field or column of this *name* holds; case, spaces and emoji do not count."""
    return _ROLES.get(_NOISE.sub("", name).casefold())


def is_usual(name: str) -> bool:
    """Tell whether listings usually have a field of this *name*, though it has no role."""
    return _NOISE.sub("", name).casefold() in _OTHERS


def are_papers(names: Sequence[str]) -> bool:
    """Tell whether the columns of these *names* list papers."""
    roles = {role_of(name) for name in names}
    return "title" in roles and ("pdf" in roles or {"authors", "date"} <= roles)


def aligned(row: list[str], names: Sequence[str]) -> list[str]:
    """Return the cells of a ragged *row* under the columns of these *names*.

    The cell with an arXiv address shows where the row was cut: cells too many before it belong to
    the title, behind it to the last column. Where cells are missing before it, a row without a
    translation is the likely case; all others are missing at the end.
    """
    roles = [role_of(name) for name in names]
    row = list(row)
    link = next((at for at, cell in enumerate(row) if "arxiv.org/" in cell), None)
    shift = 0 if link is None or "pdf" not in roles else link - roles.index("pdf")
    if shift > 0 and "title" in roles:
        title = roles.index("title")
        row[title : title + shift + 1] = [" | ".join(row[title : title + shift + 1])]
    elif shift < 0:
        gap = roles.index("title_cn") if "title_cn" in roles else len(row)
        translated = gap < len(row) and HAN.search(row[gap])
        at = roles.index("pdf") + shift if translated or gap > roles.index("pdf") + shift else gap
        row[at:at] = [""] * -shift
    if len(row) > len(names):
        row[len(names) - 1 :] = [" | ".join(row[len(names) - 1 :])]
    return row + [""] * (len(names) - len(row))
