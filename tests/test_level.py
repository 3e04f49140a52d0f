"""Two languages stand level where they go block by block."""

import pytest

from generator.pages.level import MOST, are_level, blocks


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("", []),
        (
            '<p>一段<br>两行 <b>粗</b></p>\n<h2 id="a">题</h2><ul><li>甲</li></ul>',
            ["p", "h2", "ul"],
        ),
        ('<p title="a > b">甲</p><hr><p>乙</p>', ["p", "hr", "p"]),
        ('<div class="eq"><math><mspace width="1em"/><mi>x</mi></math></div>', ["div"]),
    ],
)
def test_blocks_of_the_first_level(html: str, names: list[str]) -> None:
    """What is inside a block is none, nor is what stands alone in it."""
    assert blocks(html) == names


@pytest.mark.parametrize(
    ("zh", "en", "level"),
    [
        ("<p>甲</p><p>乙</p>", "<p>one</p><p>two</p>", True),
        ("<p>甲</p><p>乙</p>", "<p>one</p>", False),
        ("<p>甲</p><h2>乙</h2>", "<p>one</p><p>two</p>", False),
        ("<p>甲</p>", "<p>one</p>", False),
        ("<p>甲</p>" * MOST, "<p>one</p>" * MOST, True),
        ("<p>甲</p>" * (MOST + 1), "<p>one</p>" * (MOST + 1), False),
        ("", "<p>one</p><p>two</p>", False),
    ],
)
def test_only_texts_that_match_are_level(zh: str, en: str, level: bool) -> None:
    """The same blocks in the same order, more than one, and no more than there are rows."""
    assert are_level(zh, en) is level
