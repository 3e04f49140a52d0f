"""Notes and round-ups with parts gone, moved and rewritten: what is left reads as it did before."""

import random
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from generator.encoding import decode
from generator.markup.typeset import block
from generator.model import Issue, Item
from generator.source import Source, Span
from generator.styles import load_styles

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
FIELD = re.compile(r"\d{1,2}、[^:：]{1,8}[:：]")


def texts(style: str) -> list[str]:
    """Return the sample file of a style and the real one, if it is at hand."""
    folder, seed = {"notes": ("notes", "003*"), "roundup": ("roundups", "004*")}[style]
    files = [*sorted((ROOT / "content" / folder).iterdir())[:1], *sorted(SEEDS.glob(seed))]
    return [FRONT.sub("", file.read_text(encoding="utf-8")) for file in files]


def read(style: str, text: str) -> Issue:
    """Return the issue in *text*, which its own style has to know for its own."""
    source = Source("原稿.txt", text)
    scores = {name: one.matches(source) for name, one in load_styles().items()}
    assert max(scores, key=lambda name: scores[name]) == style, scores
    issue = load_styles()[style].parse(source).issue
    assert issue
    return issue


def rewritten(text: str, randomly: random.Random) -> str:
    """Return *text* as another editor may have saved it, decoded again."""
    raw = text.encode()
    if randomly.random() < 0.5:
        raw = raw.replace(b"\n", b"\r\n")
    if randomly.random() < 0.5:
        raw = b"\xef\xbb\xbf" + raw
    return decode(raw, "原稿.txt")[0]


def facts(item: Item) -> tuple[object, ...]:
    """Return what is said of an item, wherever it stands."""
    kinds = Counter(link.rel for link in item.links)
    return item.title, item.subtitle, kinds, [label for label, _ in item.fields]


def said(issue: Issue) -> str:
    """Return the letters and digits of everything that pages show of an issue."""
    words = [issue.title.zh, issue.title.en, issue.rest]
    for section in issue.sections:
        words += [section.title.zh, section.title.en]
        for item in section.items:
            words += [item.title.zh, item.title.en, item.subtitle.zh, item.subtitle.en]
            body = item.body.zh or item.body.en
            words.append(block(body, item.markup, Span("a"))[0].plain)
            words += [link.label + link.href for link in item.links]
    return bare("".join(words))


def bare(words: str) -> str:
    """Return the letters and digits of *words*."""
    return "".join(char for char in words if char.isalnum())


def assert_nothing_lost(lines: list[str], issue: Issue) -> None:
    """Every line of at least four letters is shown, formulas and what is a rule aside."""
    shown = said(issue)
    for line in lines:
        for run in re.split(r"\$[^$]*\$|\s{2,}|-{4,}|[`*_]", line):
            words = bare(run)
            assert len(words) < 4 or words in shown, line


@pytest.mark.parametrize("seed", range(4))
def test_notes_with_papers_and_fields_gone(seed: int) -> None:
    """Papers and fields deleted, colons made wide: the rest has its groups, titles and fields."""
    for text in texts("notes"):
        randomly = random.Random(seed)
        lines = text.split("\n")
        whole = read("notes", text)
        gone: set[int] = set()
        want = []
        for section in whole.sections:
            left = []
            for item in section.items:
                span = range(item.lines[0] - 1, item.lines[1])
                opens = [at for at in span if FIELD.match(lines[at])]
                if randomly.random() < 0.25 and len(opens) > 1:
                    gone.update(span)
                    continue
                labels = [label for label, _ in item.fields]
                for first, end in pairwise([*opens[1:], span.stop]):
                    if randomly.random() < 0.3:
                        gone.update(range(first, end))
                        label = re.split("[、:：]", lines[first])[1]
                        labels = [one for one in labels if one != label]
                left.append((item.title, item.subtitle, Counter(k.rel for k in item.links), labels))
            want.append((section.title, left))
        kept = [line for at, line in enumerate(lines) if at not in gone]
        if randomly.random() < 0.5:
            kept = [re.sub(r"^(\d、\w+):", r"\1：", line) for line in kept]
        issue = read("notes", rewritten("\n".join(kept), randomly))
        assert [(s.title, [facts(i) for i in s.items]) for s in issue.sections] == want
        assert_nothing_lost([line for line in kept if "$" not in line], issue)


@pytest.mark.parametrize("seed", range(4))
def test_round_ups_in_another_order(seed: int) -> None:
    """Articles moved, what stands above or below removed: each has its subtitle, links, words."""
    for text in texts("roundup"):
        randomly = random.Random(seed)
        lines = text.split("\n")
        whole = read("roundup", text)
        items = list(whole.items)
        articles = [lines[item.lines[0] - 1 : item.lines[1]] for item in items]
        order = list(range(len(items)))
        randomly.shuffle(order)
        order = order[: randomly.randint(2, len(order))]
        above = lines[: items[0].lines[0] - 1] if randomly.random() < 0.5 else []
        below = lines[items[-1].lines[1] :] if randomly.random() < 0.5 else []
        body = [line for at in order for line in [*articles[at], "", ""]]
        issue = read("roundup", rewritten("\n".join([*above, *body, *below]), randomly))
        assert [facts(item) for item in issue.items] == [facts(items[at]) for at in order]
        assert_nothing_lost(body, issue)


OTHER_NOTES = """阅读模板:
1. 动机:
2. 模型:
3. 不足:

语音====================

Speech From Nothing But Silence

代码: https://gitee.com/example/silence

1. 动机: 沉默里有话。

2. 模型:

  ◦ 先听。
  ◦ 再说。

3. 不足:

Songs Without Any Words At All

1. 动机: 有声无词。
"""


def test_another_template_with_other_signs() -> None:
    """Field names, numbers, bullets and rules of a template we have not met."""
    issue = read("notes", OTHER_NOTES)
    (section,) = issue.sections
    assert section.title.zh == "语音"
    assert [len(item.fields) for item in section.items] == [2, 1]
    assert [label for item in section.items for label, _ in item.fields] == ["动机", "模型", "动机"]
    assert [link.rel for link in section.items[0].links] == ["code"]
    assert_nothing_lost([line for line in OTHER_NOTES.split("\n") if "://" not in line], issue)


OTHER_PAGE = """首页 » 技术博客 » 正文

声音周刊 第 7 期

转载自 https://blog.example.org/7

#静音检测

  ● 一句话:听不见也能看见

论文链接： https://arxiv.org/abs/2603.00007
GitHub： https://github.com/example/mute

图片

图 1 波形

#无词之歌

让旋律自己说话

  ▪ 数据集下载:https://data.example.org/song

图片

推荐阅读

上一篇: 别的
"""


def test_another_blog_with_other_chrome() -> None:
    """A way to the page in other signs, other bullets, wide colons, a tail in other words."""
    issue = read("roundup", OTHER_PAGE)
    first, second = issue.items
    assert (first.title.zh, second.title.zh) == ("静音检测", "无词之歌")
    assert [link.rel for link in first.links] == ["paper", "code"]
    assert [link.rel for link in second.links] == ["dataset"]
    assert second.subtitle.zh == "让旋律自己说话"
