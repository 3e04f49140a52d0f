"""Slugs: Chinese stays, look-alikes become one, nothing dangerous comes through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.slugs import LONGEST, RESERVED, Names, slug


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("注意力 Attention", "注意力-attention"),
        ("ＡＢＣ　１２３", "abc-123"),
        ("x² 与 ½", "x2-与-1-2"),
        ("ﬁne", "fine"),
        ("分类/检测/识别/分割/...", "分类-检测-识别-分割"),
        ("3D/CG", "3d-cg"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\windows", "c-windows"),
        ("CON", "con-x"),
        ("issues", "issues-x"),
        ("...", "item"),
        ("🎉", "item"),
        ("", "item"),
        ("𠀀字", "𠀀字"),
    ],
)
def test_slugs(words: str, name: str) -> None:
    """Words become a name that is safe in every URL and file system."""
    assert slug(words) == name


@given(st.text())
def test_always_safe(words: str) -> None:
    """Whatever comes in: letters, digits and hyphens come out, not too many, stable."""
    name = slug(words)
    assert name
    assert len(name) <= LONGEST + 2
    assert all(char.isalnum() or char == "-" for char in name)
    assert name not in RESERVED
    assert slug(name) in (name, f"{name}-x")


def test_names() -> None:
    """A name that is taken gets the next number that is not."""
    names = Names()
    assert [names.take("一") for _ in range(3)] == ["一", "一-2", "一-3"]
    assert names.take("一-2") == "一-2-2"
    assert names.take("二-2") == "二-2"
    assert [names.take("二") for _ in range(2)] == ["二", "二-3"]


def test_many_equal_names_take_linear_time() -> None:
    """Fifty thousand items of one title are no trouble."""
    names = Names()
    assert len({names.take("同名") for _ in range(50_000)}) == 50_000
