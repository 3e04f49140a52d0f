"""A made-up year of daily digests: the same number of papers gives the same bytes, anywhere.

Titles, abstracts and names are about as long as those of real days, one abstract in ten has
formulas, one paper in twenty has code. No two sentences need be alike, so nothing is gained by
remembering one. Nothing here is a real paper.
"""

import datetime
from dataclasses import dataclass
from random import Random

PER_DAY = 40
FIRST = datetime.date(2020, 1, 1)

GROUPS = {
    "generation": "生成模型",
    "multimodal": "多模态",
    "recognition": "分类/检测/识别/分割",
    "3d": "3D/CG",
    "compression": "模型压缩/优化",
    "learning": "各类学习方式",
    "ocr": "OCR",
    "other": "其他",
}

ADJECTIVES = (
    *("sparse", "narrow", "quiet", "distant", "coarse", "early", "robust", "uneven", "shallow"),
    *("frequent", "curved", "local", "paired", "noisy", "ordinary", "patient", "rough"),
    *("simple", "steady", "thin", "usual", "wide"),
)
NOUNS = (
    *("camera", "window", "bridge", "harvest", "street", "signal", "field", "river", "ledger"),
    *("station", "lantern", "market", "valley", "corridor", "sensor", "garden", "harbour"),
    *("archive", "tower", "orchard", "meadow", "frame", "detector", "encoder", "prior", "mask"),
    *("token", "query", "layer", "kernel", "shadow", "horizon", "texture"),
)
VERBS = (
    *("follows", "repairs", "measures", "divides", "predicts", "recovers", "compares", "keeps"),
    *("weighs", "renders", "aligns", "sorts", "crosses", "describes", "reduces", "joins"),
)
METHODS = (
    *("Attention", "Diffusion", "Pruning", "Splatting", "Tuning", "Distillation", "Matching"),
    *("Pooling", "Fusion", "Ranking", "Sampling", "Routing"),
)
ADJECTIVES_CN = (
    *("稀疏", "狭窄", "安静", "遥远", "粗略", "早期", "稳健", "不均", "浅层", "常见", "弯曲"),
    *("局部", "成对", "平常", "耐心", "简单"),
)
NOUNS_CN = (
    *("相机", "窗口", "桥梁", "收成", "街道", "信号", "田野", "河流", "账本", "车站", "灯笼"),
    *("市场", "山谷", "走廊", "传感器", "花园", "港口", "档案", "高塔", "果园", "草地", "画面"),
    *("检测器", "编码器", "先验", "掩码", "令牌", "查询", "图层", "卷积核", "阴影", "地平线"),
    "纹理",
)
VERBS_CN = (
    *("跟随", "修复", "测量", "划分", "预测", "恢复", "比较", "保持", "权衡", "渲染", "对齐"),
    *("排序", "穿过", "描述", "减少", "连接"),
)
METHODS_CN = (
    *("注意力", "扩散", "剪枝", "泼溅", "调优", "蒸馏", "匹配", "池化", "融合", "排名", "采样"),
    "路由",
)
GIVEN = (
    *("Ada", "Bo", "Chiara", "Dmitri", "Élodie", "Farid", "Grace", "Hiro", "Ines", "Mei"),
    *("Noor", "Otto", "Priya", "Ruth", "Sami"),
)
FAMILY = (
    *("Abbott", "Björk", "Chen", "Díaz", "Ek", "Fu", "Gupta", "Haddad", "Ito", "Jansen", "Kim"),
    *("Lund", "Moreau", "Novak", "Okoye", "Petrov", "Quist", "Rossi", "Silva", "Tanaka"),
    *("Ueda", "Varga", "Weiss", "Xu", "Yilmaz", "Zhou"),
)


@dataclass(frozen=True)
class Paper:
    """A paper, as a digest prints it; *topic* is a key of ``GROUPS``."""

    id: str
    topic: str
    title: str
    title_cn: str
    authors: tuple[str, ...]
    abstract: str
    abstract_cn: str
    code: str


@dataclass(frozen=True)
class Day:
    """One digest."""

    date: str
    papers: tuple[Paper, ...]


def days(papers: int) -> list[Day]:
    """Return so many *papers*, forty a day; the last day may have fewer."""
    left = range(papers)
    return [
        day(number, len(left[at : at + PER_DAY]))
        for number, at in enumerate(range(0, papers, PER_DAY))
    ]


def day(number: int, papers: int = PER_DAY) -> Day:
    """Return the day of that *number*, counted from 0."""
    random = Random(f"bench {number}")
    date = FIRST + datetime.timedelta(days=number)
    made = sorted(
        (_paper(random, date, at) for at in range(papers)),
        key=lambda paper: (list(GROUPS).index(paper.topic), paper.id),
    )
    return Day(date.isoformat(), tuple(made))


def edited(one: Day) -> Day:
    """Return a day with another abstract and another title in one of its papers."""
    first, *rest = one.papers
    changed = Paper(
        first.id,
        first.topic,
        f"{first.title}, Revised",
        f"{first.title_cn}（修订）",
        first.authors,
        f"This abstract was written anew. {first.abstract}",
        f"这篇摘要是重写的。{first.abstract_cn}",
        first.code,
    )
    return Day(one.date, (changed, *rest))


def digest(one: Day) -> str:
    """Return a day as the file that Jianbao reads."""
    lines = [f"## [UPDATED!] **{one.date}** (Publish Time)", ""]
    topic = ""
    number = 0
    for paper in one.papers:
        if paper.topic != topic:
            topic, number = paper.topic, 0
            lines += [f">## **{GROUPS[topic]}**", ">---"]
        number += 1
        lines += [
            f">>**index:** {number}<br />",
            f"**Title:** **{paper.title}**<br />",
            f"**Title_cn:** {paper.title_cn}<br />",
            f"**Authors:** {', '.join(paper.authors)}<br />",
            f"**Abstract:** <details><summary>原文: </summary>{paper.abstract}</details>",
            f"**Abstract_cn:** <details><summary>译文: </summary>{paper.abstract_cn}</details>",
            f"**PDF:** <http://arxiv.org/pdf/{paper.id}v1><br />",
            f"**Code:** {f'<{paper.code}>' if paper.code else 'null'}<br />",
        ]
    return "\n".join(lines) + "\n"


def _paper(random: Random, date: datetime.date, at: int) -> Paper:
    choice = random.choice
    method, noun, task = (random.randrange(len(words)) for words in (METHODS, NOUNS, NOUNS))
    adjective = random.randrange(len(ADJECTIVES_CN))
    code = (
        f"https://github.com/lab-{random.randrange(90)}/net{at}" if random.random() < 0.05 else ""
    )
    formulas = random.random() < 0.1
    english = [_sentence(random) for _ in range(random.randint(13, 17))]
    chinese = [_sentence_cn(random) for _ in range(random.randint(12, 16))]
    if formulas:
        english[2], chinese[2] = _bound(random)
    group = choice(list(GROUPS))
    return Paper(
        id=f"{date:%y%m}.{date.day * 1000 + at:05}",
        topic=group,
        title=f"{ADJECTIVES[adjective].title()} {METHODS[method]} for the "
        f"{NOUNS[noun].title()} and the {NOUNS[task].title()}: "
        f"What a {choice(NOUNS).title()} {choice(VERBS).title()}",
        title_cn=f"{ADJECTIVES_CN[adjective]}{METHODS_CN[method]}用于{NOUNS_CN[noun]}与"
        f"{NOUNS_CN[task]}：{choice(NOUNS_CN)}{choice(VERBS_CN)}什么",
        authors=tuple(
            f"{choice(GIVEN)} {chr(random.randrange(65, 91))}. {choice(FAMILY)}"
            for _ in range(random.randint(2, 7))
        ),
        abstract=" ".join(english),
        abstract_cn="".join(chinese),
        code=code,
    )


def _sentence(random: Random) -> str:
    choice = random.choice
    lead = choice(("The", "Each", "One", "Every", "A", "No"))
    return (
        f"{lead} {choice(ADJECTIVES)} {choice(NOUNS)} {choice(VERBS)} the {choice(ADJECTIVES)} "
        f"{choice(NOUNS)} in {random.randrange(2, 99)} of {random.randrange(100, 999)} cases, and "
        f"{choice(VERBS)} a {choice(NOUNS)}."
    )


def _sentence_cn(random: Random) -> str:
    choice = random.choice
    return (
        f"{choice(ADJECTIVES_CN)}的{choice(NOUNS_CN)}{choice(VERBS_CN)}{choice(NOUNS_CN)}，"
        f"在 {random.randrange(100, 999)} 例中{choice(VERBS_CN)}了{choice(NOUNS_CN)}。"
    )


def _bound(random: Random) -> tuple[str, str]:
    """Return a sentence with formulas, in both languages."""
    x, power, over = random.choice("abcdkmn"), random.randrange(2, 30), random.randrange(2, 400)
    tex = f"$O({x}^{{{power}}} \\log {x})$", f"${x} > {over}$", f"$\\alpha_{{{power}}}$"
    return (
        f"A bound of {tex[0]} holds for every {tex[1]}, and {tex[2]} is enough to show it.",
        f"对每个 {tex[1]}，{tex[0]} 的界都成立，{tex[2]} 足以说明。",
    )
