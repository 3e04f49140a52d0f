"""Every case file of every style, and that no style is without."""

from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.source import Source
from generator.styles import load_styles
from tests.styles.cases import HERE, answer, read_case, write_case

CASES = sorted(HERE.glob("*/*.case"))


@pytest.mark.parametrize("file", CASES, ids=[f"{f.parent.name}/{f.stem}" for f in CASES])
def test_case(file: Path, request: pytest.FixtureRequest) -> None:
    """A style makes of the source what the case says, problems included."""
    case = read_case(file)
    items, problems = answer(case)
    if request.config.getoption("--update-cases", default=False):
        write_case(case, items, problems)
        return
    assert items == case.items
    assert problems == case.problems


@pytest.mark.parametrize("style", sorted(load_styles()))
def test_every_style_has_cases(style: str) -> None:
    """A style without cases is a style that nobody has described."""
    assert list((HERE / style).glob("*.case")), f"write tests/styles/{style}/*.case"


@pytest.mark.parametrize("style", sorted(load_styles()))
def test_a_starter_is_a_file_of_its_style(style: str) -> None:
    """What a style offers to begin with is read by it without a complaint."""
    found = load_styles()[style]
    parsed = found.parse(Source("starter.md", found.starter))
    assert parsed.issue
    assert [p for p in parsed.problems if p.severity > Severity.NOTE] == []
