"""Slugs: Chinese stays, look-alikes become one, nothing dangerous comes through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.slugs import LONGEST, RESERVED, slug, unique


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


def test_unique() -> None:
    """A name that is taken gets a number."""
    assert unique("一", set()) == "一"
    assert unique("一", {"一", "一-2"}) == "一-3"
