"""Topics: which rule files an item, and what a site may change."""

from pathlib import Path

import pytest

from generator.topics import Topics, fold, load_topics

TOPICS = load_topics(None)[0]


def file(titles: list[str], group: str = "", own: tuple[str, ...] = ()) -> str:
    """Return the primary topic of an item."""
    return TOPICS.of(own, titles, group)[0]


def test_every_topic_is_whole() -> None:
    """Each topic has both names, a description in both languages, and a place in the order."""
    assert len(TOPICS.topics) >= 29
    for topic in TOPICS.topics.values():
        assert topic.title.zh
        assert topic.title.en
        assert topic.description.zh
        assert topic.description.en
        assert topic.id in TOPICS.order
    assert TOPICS.catch_all in TOPICS.topics


@pytest.mark.parametrize(
    ("titles", "group", "topic"),
    [
        (["基于扩散模型的图像编辑"], "", "generation"),
        (["Monocular depth estimation at night"], "", "depth"),
        (["A title that says nothing"], "生成模型", "generation"),
        (["A title that says nothing"], "3D/CG", "3d"),
        (["A title that says nothing"], "3d相关", "3d"),
        (["A title that says nothing"], "分类/检测/识别/分割/...", "recognition"),
        (["A title that says nothing"], "没有人知道的栏目", "theory"),
        (["Semantic segmentation of streets"], "多模态", "segmentation"),
        (["UNDERWATER detection"], "", "remote"),
    ],
)
def test_rules(titles: list[str], group: str, topic: str) -> None:
    """Keywords in the title first, then the group, then the catch-all; case does not count."""
    assert file(titles, group) == topic


def test_own_topics_win() -> None:
    """What an editor writes is taken as it is, in its order."""
    assert TOPICS.of(("depth", "3d", "depth"), ["segmentation"], "生成模型") == ("depth", "3d")


def test_a_title_outweighs_its_subtitle() -> None:
    """What the subtitle adds comes behind what the title says, whatever the order of the rules."""
    assert TOPICS.of((), ["三个数据增强工具", "与图像增强有何不同"], "")[:2] == (
        "datasets",
        "restoration",
    )
    assert TOPICS.of((), ["某个模型", "与图像增强有何不同"], "") == ("restoration",)


def test_opening_words_are_asked_last() -> None:
    """Where neither title nor group tells, the first words of the text do, with one topic."""
    opening = "本文介绍一种视频插帧的方法，也用于语义分割。"
    assert TOPICS.of((), ["某个模型"], "", opening) == ("video",)
    assert TOPICS.of((), ["某个模型"], "其他", opening) == ("theory",)
    assert TOPICS.of((), ["某个检测器：目标检测"], "", opening) == ("detection",)
    assert TOPICS.of((), ["某个模型"], "", "什么也没说。") == ("theory",)


def test_a_keyword_begins_a_word() -> None:
    """``clip`` is no part of ``eclipse``, and ``tts`` none of ``Watts``."""
    assert "multimodal" not in TOPICS.of((), ["Eclipse of the sun"], "")
    assert "audio" not in TOPICS.of((), ["Counting Watts"], "")
    assert "audio" in TOPICS.of((), ["TTS in one step"], "")


def test_names_of_groups_drift() -> None:
    """Case, width, spaces and a tail of dots do not matter."""
    assert fold("分类 / 检测 / 识别/分割/...") == fold("分类/检测/识别/分割")
    assert fold("３Ｄ／ＣＧ") == fold("3d/cg")


def changed(tmp_path: Path, text: str) -> tuple[Topics, list[str]]:
    """Return the topics of a site with this ``topics.toml``, and its problems."""
    (tmp_path / "topics.toml").write_text(text, encoding="utf-8")
    topics, problems = load_topics(tmp_path)
    return topics, [str(problem) for problem in problems]


def test_a_site_changes_and_adds(tmp_path: Path) -> None:
    """A site may rename a topic, add one, and say what its columns mean."""
    topics, problems = changed(
        tmp_path,
        """
[topics.depth]
title = { zh = "测深", en = "Depth" }
[topics.ships]
title = { zh = "船舶", en = "Ships" }
keywords = ["Ship", "舰船"]
[groups."科技前沿"]
topic = "ships"
decides = true
""",
    )
    assert problems == []
    assert topics.topics["depth"].title.zh == "测深"
    assert topics.topics["depth"].keywords
    assert topics.of((), ["舰船之歌"], "")[0] == "ships"
    assert topics.of((), ["Semantic segmentation"], "科技前沿") == ("ships",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = [", "topics.toml:1:1: error[config-syntax]"),
        ("[topics.depth]\ntitel = 'x'", "topics.toml:2:1: error[config-unknown-key]"),
        (
            "[groups]\n'专栏' = 'nothing'",
            "topics.toml:2:1: error[config-value]: no topic is called",
        ),
        ("[topics.depth]\nkeywords = 'x'", "topics.toml:2:1: error[config-value]"),
        ("[topics.depth]\nkeywords = [1]", "topics.toml:2:1: error[config-value]"),
    ],
)
def test_mistakes_are_said_and_cost_only_themselves(tmp_path: Path, text: str, said: str) -> None:
    """A mistake names its line; every topic of the package is still there."""
    topics, problems = changed(tmp_path, text)
    assert any(problem.startswith(said) for problem in problems), problems
    assert set(topics.topics) >= set(TOPICS.topics)
