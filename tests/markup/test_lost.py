"""Pictures, tables and videos that are known to be lost: a place on the page, and a caption."""

from generator.markup.typeset import Typeset, block
from generator.model import Figure, Table
from generator.source import Span


def set_all(words: str) -> Typeset:
    """Return *words* set, which must be without a problem."""
    done, problems = block(words, "markdown", Span("文.md"))
    assert problems == ()
    return done


def test_any_words_below_a_lost_picture_are_its_caption() -> None:
    """A picture without an address is a figure, whatever its caption begins with."""
    done = set_all("一。\n\n![]()\n教程里的 *第一步*\n\n二。")
    assert done.figures == (Figure(number="", caption="教程里的 第一步"),)
    assert "<figcaption>教程里的 <em>第一步</em></figcaption>" in done.html


def test_a_table_may_be_a_lost_picture() -> None:
    """Its caption makes it a table, of which no row is left."""
    done = set_all("![]()\n表 2：速度")
    assert done.figures == ()
    assert done.tables == (Table(number="2", caption="表 2：速度", rows=0, columns=0),)
    assert "<figcaption><b>表 2</b>：速度</figcaption>" in done.html


def test_a_lost_video_is_no_figure() -> None:
    """It says that it is a video, and does not count."""
    done = set_all("![](video:)\n时长00:30")
    assert (done.figures, done.tables) == ((), ())
    assert "视频未随文件提供" in done.html
    assert "video:" not in done.html


def test_a_picture_with_an_address_keeps_to_its_paragraph() -> None:
    """Words below a picture that is only missing are running text, unless they are a caption."""
    done, problems = block("![块](a.png)\n往下看", "markdown", Span("文.md"))
    assert (problems, [one.href for one in done.pictures]) == ((), ["a.png"])
    assert (done.figures, "<figure" in done.html) == ((), False)
