"""Changes to a society's journal: what another society, or another converter, would have printed.

A change is a function of a number's text and a random generator. It keeps all that the number says,
but for what its name says it takes away, so that what is read has to stay the same in proportion.
"""

import re
from calendar import month_name
from collections.abc import Callable
from random import Random

Change = Callable[[str, Random], str]

_HAN_NUMBERS = "零一二三四五六七八九十"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_COLUMN = re.compile(r"^### \| (\S+)$", re.MULTILINE)
_ENTRY = re.compile(r"^- (\d{2}) (.+)\n", re.MULTILINE)
_EDITOR = re.compile(r"^(?:责任编辑|责编编委|责编委):? ?(?=\S)", re.MULTILINE)
_DAY = re.compile(r"(20\d\d) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日(?! ?[-–~至])")
_TITLES = (
    "看得见的声音与听得见的光",
    "小样本条件下的鸟鸣识别",
    "从一张照片重建一座桥",
    "低照度图像增强十年",
    "机器如何读懂手写乐谱",
    "水下影像的颜色校正",
)


def han(number: int) -> str:
    """Return a number up to 99 in Chinese characters."""
    tens, ones = divmod(number, 10)
    digits = f"{_HAN_NUMBERS[tens] if tens > 1 else ''}十" if tens else ""
    return digits + (_HAN_NUMBERS[ones] if ones or not tens else "")


def rename_columns(text: str, rng: Random) -> str:
    """Give every column another name."""
    names = _COLUMN.findall(text)
    new = rng.sample(
        ["新闻", "前沿综述", "人物", "资料室", "海外来信", "读者论坛", "工具箱"], len(names)
    )
    for old, name in zip(names, new, strict=True):
        text = text.replace(f"### | {old}", f"### | {name}").replace(f"/{old}/", f"/{name}/")
    return text


def rename_titles(text: str, rng: Random) -> str:
    """Give entries of the contents, and the items that they name, other titles."""
    titles = [title for _, title in _ENTRY.findall(text)]
    for old, new in zip(
        rng.sample(titles, min(3, len(titles))), rng.sample(_TITLES, 3), strict=False
    ):
        text = text.replace(old, new)
    return text


def rename_number(text: str, rng: Random) -> str:
    """Give the journal another number, and year."""
    text = re.sub(
        r"(?m)^20\d\d ?年第 ?\d+ ?期$",
        f"{rng.randint(1990, 2040)} 年第 {rng.randint(1, 12)} 期",
        text,
    )
    return re.sub(r"总第 \d+ 期", f"总第 {rng.randint(1, 300)} 期", text)


def drop_entry(text: str, rng: Random) -> str:
    """Drop an entry from the contents."""
    entry = rng.choice(list(_ENTRY.finditer(text)))
    return text[: entry.start()] + text[entry.end() :]


def drop_contents(text: str, rng: Random) -> str:
    """Drop the contents, all of them."""
    columns = list(_COLUMN.finditer(text))
    last = list(_ENTRY.finditer(text))[-1]
    return text[: columns[0].start()] + text[last.end() :]


def drop_masthead(text: str, rng: Random) -> str:
    """Drop everybody who makes the journal."""
    roles = list(re.finditer(r"(?m)^(?:荣誉主编|执行主编|主 编|编 委) .*(?:\n.+)*\n", text))
    for found in reversed(roles):
        text = text[: found.start()] + text[found.end() :]
    return re.sub(r"(?m)^#### /.*/\n", "", text)


def relabel_editors(text: str, rng: Random) -> str:
    """Name the editors of an item under another label."""
    label = rng.choice(
        [
            "责任编辑：",
            "责编: ",
            "责编：",
            "编辑：",
            "Editor: ",
            "Editors: ",
            "本文编辑 ",
            "【责任编辑】",
            "（责任编辑：",
            "责任编辑｜",
            "责编/",
        ]
    )
    close = "）" if label[0] == "（" else ""
    return re.sub(
        _EDITOR.pattern + "(.*)", lambda m: f"{label}{m[1]}{close}", text, flags=re.MULTILINE
    )


def renumber_headings(text: str, rng: Random) -> str:
    """Number the parts of an article in another manner."""
    forms = [
        lambda n: f"{n}. ",
        lambda n: f"{n} ",
        lambda n: f"（{han(n)}）",
        lambda n: f"第{n}节 ",
        lambda n: f"§{n} ",
        lambda n: f"第{han(n)}部分 ",
        lambda n: f"{n}、",
        lambda n: f"({n}) ",
        lambda n: f"第 {n} 章 ",
        lambda n: f"{han(n)}. ",
        lambda n: f"0{n} ",
        lambda n: f"{'ⅠⅡⅢⅣⅤⅥⅦ'[n - 1]}、",
    ]
    form = rng.choice(forms)
    return re.sub(
        r"(?m)^(#{2,4} )([一二三四五六七])、 ?",
        lambda m: m[1] + form(_HAN_NUMBERS.index(m[2])),
        text,
    )


def reform_references(text: str, rng: Random) -> str:
    """Print the lists of references in another manner."""
    form = rng.choice(
        [
            "[{}] ",
            "- {}. ",
            "{}. ",
            "［{}］",
            "【{}】",
            "- [{}]. ",
            "* [{}] ",
            "[{}]",
            "({}) ",
            "{}、",
        ]
    )
    return re.sub(r"(?m)^- \[(\d+)\] ", lambda m: form.format(m[1]), text)


def other_bullets(text: str, rng: Random) -> str:
    """Begin news with another sign."""
    return re.sub(r"[✪◆]", rng.choice("●★■▶▲➤◎☆◇✦•□○"), text)


def other_labels(text: str, rng: Random) -> str:
    """Print the labels of links in other words."""
    paper = rng.choice(["论文：", "Paper: ", "论文链接：", "文章地址："])
    code = rng.choice(["代码：", "Code: ", "项目主页：", "GitHub：", "源码："])
    data = rng.choice(["数据：", "Dataset: ", "数据集：", "下载："])
    for old, new in (("论文地址", paper), ("代码地址", code), ("数据集下载地址", data)):
        text = re.sub(rf"(?m)^(#* ?\**){old}[:：]", rf"\g<1>{new.strip()}", text)
    return text


def other_calls(text: str, rng: Random) -> str:
    """Move the columns of calls for papers, and write dates as the English do."""
    lines = text.split("\n")
    rows = [at for at, line in enumerate(lines) if "\t" in line]
    heads = [at for at in rows if "截稿" in lines[at]]
    for head in heads:
        order = None
        at = head
        while at in rows:
            cells = lines[at].split("\t")
            order = order or [0, *rng.sample(range(1, len(cells)), len(cells) - 1)]
            cells = [
                re.sub(
                    r"^(\d{4})\.(\d\d)\.(\d\d)$",
                    lambda m: f"{month_name[int(m[2])]} {int(m[3])}, {m[1]}",
                    cell,
                )
                for cell in cells
            ]
            lines[at] = "\t".join(cells[k] for k in order)
            at += 1
        lines[head] = lines[head].replace(
            "截稿日期", rng.choice(["截稿日期", "Submission deadline", "Paper due"])
        )
    return "\n".join(lines)


def other_dates(text: str, rng: Random) -> str:
    """Write single days in Chinese characters, with dots, or in full-width digits."""
    form = rng.randrange(3)

    def printed(found: re.Match[str]) -> str:
        if form == 1:
            return f"{found[1]}.{found[2]}.{found[3]}"
        if form == 2:
            return found[0].translate(_FULL)
        year = "".join("〇一二三四五六七八九"[int(digit)] for digit in found[1])
        return f"{year}年{han(int(found[2]))}月{han(int(found[3]))}日"

    return _DAY.sub(printed, text)


def without_hosts(text: str, rng: Random) -> str:
    """Take out who organises an event."""
    return re.sub(r"，?由[^，。\n]{2,80}(?:主办|承办)[^，。\n]{0,80}(?=[，。])", "", text)


def headers_out(text: str, rng: Random) -> str:
    """Drop the lines at the heads of pages: the second printing of an item's title."""
    titles = {re.sub(r"\W", "", title) for _, title in _ENTRY.findall(text)}
    seen: set[str] = set()
    out = []
    for line in text.split("\n"):
        key = re.sub(r"\W", "", line)
        again = key in seen and len(key) > 5 and key in titles and line[0] not in "#-"
        seen.add(key)
        if not again:
            out.append(line)
    return "\n".join(out)


def headers_more(text: str, rng: Random) -> str:
    """Print the journal's name, with or without a page number, at the heads of some pages."""
    names = re.findall(r"(?m)^#+ (.*(?:简报|通讯))$", text)
    name = re.sub(r"\W", "", names[-1])
    form = rng.choice(("{name}", "{page} {name}", "{name} {page}"))
    first = next(found.end() for found in _EDITOR.finditer(text))
    parts = re.split(r"\n\n(?=(?:[^\n#|\t-]{40}))", text[first:])
    out = text[:first] + parts[0]
    for page, part in enumerate(parts[1:], 4):
        header = form.format(name=name, page=page) if page % 5 == 0 else ""
        out += f"\n\n{header}\n\n{part}" if header else f"\n\n{part}"
    return out


def page_numbers(text: str, rng: Random) -> str:
    """Print a page number between paragraphs, alone in its line."""
    parts = re.split(r"\n\n(?=(?:[^\n#|\t-]{40}))", text)
    form = rng.choice(("{}", "- {} -", "第 {} 页", "· {} ·"))
    out = parts[0]
    for page, part in enumerate(parts[1:], 1):
        number = f"\n\n{form.format(page)}" if page % 2 == 0 else ""
        out += f"{number}\n\n{part}"
    return out


def full_width(text: str, rng: Random) -> str:
    """Print the numbers of the journal, its contents and its series in full width."""
    whole = r"(?m)^(?:\d{4} 年第 \d+ 期|总第 \d+ 期|- \d\d .*)$|第 ?\d+ ?期"
    return re.sub(whole, lambda found: found[0].translate(_FULL), text)


def wide_spaces(text: str, rng: Random) -> str:
    """Set words apart with full-width spaces."""
    return re.sub(r"(?m)^(责任编辑|主 编|编 委) ", "\\1\u3000", text)


CHANGES: dict[Change, frozenset[str]] = {
    rename_columns: frozenset(),
    rename_titles: frozenset({"words"}),
    rename_number: frozenset(),
    drop_entry: frozenset(),
    drop_contents: frozenset({"sections"}),
    drop_masthead: frozenset({"people"}),
    relabel_editors: frozenset(),
    renumber_headings: frozenset({"words"}),
    reform_references: frozenset(),
    other_bullets: frozenset(),
    other_labels: frozenset({"words"}),
    other_calls: frozenset({"words"}),
    other_dates: frozenset({"words"}),
    without_hosts: frozenset({"words", "places"}),
    headers_out: frozenset(),
    headers_more: frozenset(),
    page_numbers: frozenset(),
    full_width: frozenset(),
    wide_spaces: frozenset(),
}
"""Every change, and which of the facts of a number it may change."""
