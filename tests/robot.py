"""A stand-in for the robot that writes daily digests: made-up days, the same for the same seed.

A day is a list of records first and a file second: both layouts print the same records, so a parser
can be held against them. Nothing here is a real paper; identifiers are valid and never repeat.
"""

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

Layout = Literal["fields", "table"]

TOPICS = (
    *(
        "生成模型",
        "多模态",
        "分类/检测/识别/分割",
        "分类/检测/识别/分割/...",
        "图像理解",
        "Transformer",
    ),
    *(
        "3D/CG",
        "3D相关",
        "Zero/Few-Shot Learning",
        "各类学习方式",
        "模型压缩/优化",
        "Nerf",
        "OCR",
        "其他",
    ),
)
SUBTOPICS = ("图像生成与编辑", "Efficient inference", "三维重建 (3D reconstruction)", "未分类")
METHODS = (
    *(
        "Sparse Attention",
        "Latent Diffusion",
        "Token Pruning",
        "Gaussian Splatting",
        "Prompt Tuning",
    ),
    *(
        "$\\beta$-VAE Priors",
        "Feature Distillation",
        "Flow Matching",
        "Graph Pooling",
        "M$^3$ Fusion",
    ),
)
METHODS_CN = (
    *("稀疏注意力", "潜在扩散", "令牌剪枝", "高斯泼溅", "提示调优"),
    *("$\\beta$-VAE 先验", "特征蒸馏", "流匹配", "图池化", "M$^3$ 融合"),
)
TASKS = (
    *("Night-Time Driving", "Chest X-Ray Reports", "Long Video Search", "Crop Counting"),
    *("Sign Language", "Old Film & Photo Repair", "Reading Maps < 1:500", "Robot Grasping"),
)
TASKS_CN = (
    *("夜间驾驶", "胸片报告", "长视频检索", "作物计数", "手语", "老电影与照片修复"),
    *("小于 1:500 的地图识读", "机器人抓取"),
)
GIVEN = (
    "Ada",
    "Bo",
    "Chiara",
    "Dmitri",
    "Élodie",
    "Farid",
    "Grace",
    "Hiro",
    "Ines",
    "J. K.",
    "Mei",
)
FAMILY = (
    "Abbott",
    "Björk",
    "Chen",
    "Díaz",
    "Ek",
    "Fu",
    "Gupta",
    "Haddad",
    "Ito",
    "O'Neil",
    "van Os",
)
SENTENCES = (
    "Cameras see less at night than drivers believe, and models trained by day inherit the habit.",
    "We ask how much of a frame a detector has to look at before it is sure, and find: little.",
    "The method needs no labels beyond those of the source domain, e.g. one box per image.",
    "On three public sets it gains 2.1\\%, 0.8\\% and 3.4\\% over the best earlier result.",
    "A bound of $O(n \\log n)$ holds for every $n > 3$, and $\\ell_2$ balls are enough to show it.",
    "Training costs between $5 and $10 on rented hardware, which students can afford.",
    "Earlier work \\textbf{ignores} the order of the views; ours makes ``order'' its only input.",
    "Ablations (Sec. 4) show that removing the second stage hurts small objects most.",
    "Raw sensors add noise & drift, so inputs with SNR < 3 dB are set aside.",
    "We also report where it fails: mirrors, fog, and scenes with more than 200 moving parts.",
)
SENTENCES_CN = (
    "夜里的摄像头看到的比司机以为的少，白天训练的模型继承了这一习惯。",
    "我们提出一个问题：检测器需要看一帧画面的多少才能确定？答案是：很少。",
    "该方法除源域标签外不需要其他标注，例如每幅图像一个框。",
    "在三个公开数据集上，它比此前最好的结果高出 2.1\\%、0.8\\% 和 3.4\\%。",
    "对于每个 $n > 3$，$O(n \\log n)$ 的界都成立，$\\ell_2$ 球足以说明这一点。",
    "在租用的硬件上，训练费用在$5到$10之间，学生也能负担。",
    "消融实验（第 4 节）表明，去掉第二阶段对小物体的影响最大。",
    "我们还报告了失败的情形：镜子、雾，以及运动部件超过 200 个的场景。",
)
PLACES = ("https://github.com/{who}/{what}", "https://{who}.github.io/{what}/")
HEADS = (
    *("## [UPDATED!] **{date}** (Publish Time)", "## [UPDATED!] **{date}** (Update Time)"),
    *("# !UPDATED  -- {date}", "## !UPDATED  -- {date}"),
)


@dataclass(frozen=True)
class Record:
    """A paper as the robot knows it; *url* stands at the end of both abstracts."""

    paper: str
    version: int
    title: str
    title_cn: str
    authors: tuple[str, ...]
    et_al: bool
    abstract: str
    abstract_cn: str
    code: str
    url: str

    @property
    def pdf(self) -> str:
        """The address of the paper; without a translation it is that of the abstract page."""
        kind = "pdf" if self.title_cn else "abs"
        return f"http://arxiv.org/{kind}/{self.paper}v{self.version}"


@dataclass(frozen=True)
class Day:
    """A file of the robot, and the records that it prints, by topic."""

    date: str
    layout: Layout
    text: str
    topics: tuple[tuple[str, tuple[Record, ...]], ...] = field(repr=False)

    @property
    def records(self) -> list[Record]:
        """All records, in the order of the file."""
        return [record for _, records in self.topics for record in records]


def day(date: str, papers: int, layout: Layout, seed: int) -> Day:
    """Return the *date* with so many *papers*, fewer than 1000; same seed, same records."""
    random = Random(f"{seed} {date}")
    records = [_record(random, date, number) for number in range(papers)]
    topics = _topics(random, records)
    printer = Random(f"{seed} {date} {layout}")
    text = _fields(printer, date, topics) if layout == "fields" else _table(printer, date, topics)
    return Day(date, layout, text, topics)


def corpus(
    folder: Path,
    days: int,
    papers: int,
    seed: int = 0,
    layout: Layout | Literal["mixed"] = "fields",
    first: str = "2024-01-01",
) -> list[Day]:
    """Write so many *days* into *folder*, one file each, and return them.

    ``mixed`` changes the layout in the middle, as the robot did.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(days):
        date = (datetime.date.fromisoformat(first) + datetime.timedelta(days=number)).isoformat()
        late: Layout = "table" if 2 * number >= days else "fields"
        made.append(day(date, papers, late if layout == "mixed" else layout, seed))
        (folder / f"{date}.md").write_text(made[-1].text, encoding="utf-8", newline="\n")
    return made


STRAY = (
    *("**", "|", "<", ">", "#", "：", "\n", "$", "`", "[", "\\", "\u200b", "\xa0", "\t"),
    *("<br />", "</details>", "<details>", "---", "\n## 新主题\n", "\n\n插进来的话。\n"),
    *("\n**Title:** ", "\n**Code:** ", "**Comments:** ", "Title: ", "\n|---|---|\n", " | a | "),
)
"""What turns up where nobody put it."""


def damaged(text: str, random: Random) -> str:
    """Return a day as it comes out when the robot, a translator or a merge went wrong."""
    lines = text.split("\n")
    for _ in range(random.choice((1, 1, 2, 4))):
        at, other = random.randrange(len(lines)), random.randrange(len(lines))
        line, cells = lines[at], lines[at].split("|")
        cut, cell = random.randrange(len(line) + 1), random.randrange(len(cells))
        match random.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines.insert(other, line)
            case 2:
                lines[at], lines[other] = lines[other], line
            case 3:
                lines[at] = "|".join(cells[:cell] + cells[cell + 1 :])
            case 4:
                lines[at : at + 2] = ["".join(lines[at : at + 2])]
            case _:
                lines[at] = line[:cut] + random.choice(STRAY) + line[cut:]
        lines = "\n".join(lines).split("\n")
    return "\n".join(lines)


def _record(random: Random, date: str, number: int) -> Record:
    year, month, dom = date.split("-")
    method, task = random.randrange(len(METHODS)), random.randrange(len(TASKS))
    authors = tuple(
        f"{random.choice(GIVEN)} {random.choice(FAMILY)}" for _ in range(random.randint(1, 10))
    )
    who, what = random.choice(("lab-" + str(random.randrange(90)), "A_b")), f"net{number}-{dom}"
    url = random.choice(PLACES).format(who=who, what=what) if random.random() < 0.3 else ""
    if "_" in url:
        url = url.replace(".github.io", "-x.github.io").replace("A_b-x", "ab-x")
    long, short = random.randint(12, 17), random.randint(9, 14)
    return Record(
        paper=f"{year[2:]}{month}.{int(dom) * 1000 + number % 1000:05}",
        version=random.choice((1, 1, 1, 2)),
        title=f"{METHODS[method]} for {TASKS[task]}: Study {number + 1}",
        title_cn=""
        if random.random() < 0.1
        else f"{METHODS_CN[method]}用于{TASKS_CN[task]}：研究之{number + 1}",
        authors=authors,
        et_al=len(authors) == 10,
        abstract=" ".join(random.choices(SENTENCES, k=long))
        + (f" Code is available at {url}." if url else ""),
        abstract_cn="".join(random.choices(SENTENCES_CN, k=short))
        + (f"代码可在 {url} 获取。" if url else ""),
        code=f"https://github.com/{who}/code{number}" if random.random() < 0.08 else "",
        url=url,
    )


def _topics(random: Random, records: list[Record]) -> tuple[tuple[str, tuple[Record, ...]], ...]:
    names = random.sample(TOPICS, k=min(8, max(1, len(records) // 3)))
    places: dict[str, list[Record]] = {name: [] for name in names}
    for record in records:
        places[random.choice(names)].append(record)
    return tuple((name, tuple(found)) for name, found in places.items() if found)


def _fields(random: Random, date: str, topics: tuple[tuple[str, tuple[Record, ...]], ...]) -> str:
    quoted = random.random() < 0.7
    lines = [random.choice(HEADS).format(date=date), ""]
    for name, records in topics:
        lines += [f">## **{name}**", ">---"] if quoted else [f"## **{name}**", ""]
        for number, record in enumerate(records, 1):
            lines += _entry(random, date, number, record, quoted=quoted)
        lines.append("")
    return "\n".join(lines) + "\n"


def _entry(random: Random, date: str, number: int, record: Record, *, quoted: bool) -> list[str]:
    code = random.choice((f"<{record.code}>**", f"**[link]({record.code})**", f"<{record.code}>"))
    bold = "**" if quoted else ""
    spaced = record.title.replace(" for ", "  for \u200b") if number == 2 else record.title
    lines = [
        f"{'>>' * quoted}**index:** {number}<br />",
        *([] if quoted else [f"**Date:** {date}<br />"]),
        f"**Title:** {bold}{spaced}{bold}<br />",
        *([f"**Title_cn:** {record.title_cn}<br />"] if record.title_cn else []),
        f"**Authors:** {_names(random, record)}<br />",
        f"**Abstract:** <details><summary>原文: </summary>{record.abstract}</details>",
        f"**Abstract_cn:** <details><summary>译文: </summary>{record.abstract_cn}</details>",
        f"**PDF:** <{record.pdf}><br />",
        f"**Code:** {code if record.code else random.choice(('null', 'None'))}<br />",
    ]
    return lines if quoted else [*lines, ""]


def _names(random: Random, record: Record) -> str:
    names = ", ".join(record.authors)
    return names + random.choice((", et.al.", " .etc.")) if record.et_al else names


def _table(random: Random, date: str, topics: tuple[tuple[str, tuple[Record, ...]], ...]) -> str:
    dialect = random.choice(("bare", "dated", "status"))
    lines = [random.choice(HEADS[:2]).format(date=date), ""]
    for name, records in topics:
        lines += ["", f"## {name}", ""]
        if dialect == "status":
            lines += [f"### {random.choice(SUBTOPICS)}", ""]
        lines += _HEADS[dialect]
        lines += [_row(random, date, record, dialect) for record in records]
    return "\n".join(lines) + "\n"


_HEADS = {
    "bare": ["|Publish Date|Title|Title_CN|Authors|PDF|Code|", "|---|---|---|---|---|---|"],
    "dated": [
        "| 发布日期 | 英文标题 | 中文标题 | 作者 | PDF链接 | 代码链接 |",
        "|:---|---|---|:--|---|--:|",
    ],
    "status": ["|状态|英文标题|中文标题|作者|PDF链接|代码/贡献|", "|---|---|---|---|---|---|"],
}


def _row(random: Random, date: str, record: Record, dialect: str) -> str:
    names = _names(random, record)
    title, title_cn = record.title, record.title_cn
    if dialect == "bare":
        code = f"**[link]({record.code})**" if record.code else "null"
        return f"**{date}**|**{title}**|{title_cn}|{names}|<{record.pdf}>|{code}"
    if dialect == "dated":
        code = f"<{record.code}>" if record.code else "None"
        return f"|{date}|{title}|{title_cn}|{names}|<{record.pdf}>|{code}|"
    note = random.choice(("", "; 提出两阶段方法; 证明 P(a&#124;b) 的界"))
    code = f"[代码]({record.code}){note}" if record.code else note[2:] or "无"
    status = random.choice(("🆕 发布", "📝 更新"))
    return f"|{status}|{title}|{title_cn}|{names}|[PDF]({record.pdf})|{code}|"
