"""Regular expressions are compiled when they are first used, and none is faulty."""

import importlib
import pickle
import re
import subprocess
import sys

import pytest

from generator.regex import Regex, regex
from tests.test_layers import MODULES

NAMES = [".".join(("generator", *path.with_suffix("").parts)) for path in MODULES]


def test_it_does_what_a_pattern_does() -> None:
    """Every way to ask finds what the compiled expression finds."""
    said = "论文 12，文章 345"
    late, soon = regex(r"(?P<what>论文|文章) (\d+)"), re.compile(r"(?P<what>论文|文章) (\d+)")
    assert late.findall(said) == soon.findall(said) == [("论文", "12"), ("文章", "345")]
    assert [m.span("what") for m in late.finditer(said)] == [(0, 2), (6, 8)]
    assert late.sub(r"\2", said) == "12，345"
    assert late.split(said) == soon.split(said)
    assert late.search(said, 3).start() == 6  # type: ignore[union-attr]
    assert late.match(said)
    assert not late.fullmatch(said)


def test_flags_count() -> None:
    """A flag is that of the compiled expression."""
    assert regex("arxiv", re.IGNORECASE).match("arXiv")
    assert not regex("arxiv").match("arXiv")


def test_a_fault_shows_at_first_use() -> None:
    """A faulty expression is made in peace and raises when it is asked."""
    faulty = regex("(")
    with pytest.raises(re.error):
        faulty.match("")


def test_it_goes_to_another_process() -> None:
    """A used expression can be pickled and is as good as new."""
    late = regex("[甲乙]", re.MULTILINE)
    assert late.search("乙")
    again = pickle.loads(pickle.dumps(late))
    assert (again.pattern, again.flags) == (late.pattern, late.flags)
    assert again.search("乙")


@pytest.mark.parametrize("name", NAMES)
def test_every_expression_of_the_program_is_sound(name: str) -> None:
    """No faulty expression waits in a module until some content comes that needs it."""
    if name == "generator.cluster":
        pytest.importorskip("distributed")
    module = importlib.import_module(name)
    for value in vars(module).values():
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(one, Regex):
                assert one.compiled.pattern == one.pattern


def test_starting_compiles_next_to_none() -> None:
    """What a build imports has compiled no expression of ours."""
    code = (
        "import generator.build, generator.styles as s; s.load_styles(); import gc\n"
        "from generator.regex import Regex\n"
        "made = [o for o in gc.get_objects() if isinstance(o, Regex)]\n"
        "print(len(made), [o.pattern for o in made if 'compiled' in vars(o)])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, _, used = said.stdout.strip().partition(" ")
    assert int(count) > 300
    assert used == "[]"
