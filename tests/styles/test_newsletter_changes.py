"""A number of a journal, changed as other societies and converters would: what it says holds."""

import os
import re
import unicodedata
from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest

from generator.encoding import decode
from generator.model import Issue
from generator.source import Source
from generator.styles.newsletter import matches, parse
from tests.pace import is_linear
from tests.styles.numbers import CHANGES, Change, headers_more, page_numbers
from tests.styles.test_newsletter import SAMPLE, issue_of, seed

ROUNDS = 40 if os.environ.get("JIANBAO_TRIAL") else 1
WHOLE = re.compile(r"\d{4}-\d\d-\d\d")


def text_of(name: str) -> str:
    """Return the sample or a real number."""
    return SAMPLE if name == "sample" else seed()[0]


def letters(words: str) -> str:
    """Return the letters and digits of *words*, those of full width as the usual ones."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", words).casefold()))


def facts(issue: Issue) -> dict[str, Any]:
    """Return what a change may not touch unless its name says so."""
    items = issue.items
    bodies = [item.body.zh or item.body.en for item in items]
    return {
        "number": bool(issue.id and issue.total_number),
        "items": len(items),
        "sections": [len(section.items) for section in issue.sections],
        "people": len(issue.people),
        "editors": [len(item.editors) for item in items],
        "kinds": [item.kind for item in items],
        "authors": [len(item.authors) for item in items],
        "kickers": [bool(item.kicker) for item in items],
        "events": [[bool(WHOLE.match(event.date)) for event in item.events] for item in items],
        "places": [[bool(event.place) for event in item.events] for item in items],
        "deadlines": [
            [bool(WHOLE.match(one.date)) and bool(one.href) for one in item.deadlines]
            for item in items
        ],
        "links": [len(item.links) for item in items],
        "lives": [item.counts.bios for item in items],
        "points": [len(re.findall(r"(?m)^(?:> )?- ", body)) for body in bodies],
        "words": [letters(body) for body in bodies],
    }


def strings(value: Any) -> Iterator[str]:
    """Give every string in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def lost(text: str, issue: Issue) -> list[str]:
    """Return the words of *text* that stand nowhere in the issue."""
    said = letters("\x00".join(strings(msgspec.to_builtins(issue))))
    plain = re.sub(r"\[[^\]]*\]\((https?:[^)]*)\)", r"\1", text)
    return [word for word in plain.split() if (key := letters(word)) and key not in said]


@pytest.mark.parametrize("name", ["sample", "seed"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_a_number_says_holds(change: Change, name: str) -> None:
    """Items, people, dates, links and words stay, but for what the change takes away."""
    plain = text_of(name)
    before = facts(issue_of(plain))
    numbered = change in (headers_more, page_numbers)
    for round_ in range(ROUNDS):
        text = change(plain, Random(f"{change.__name__} {round_}"))
        issue = issue_of(text)
        after = facts(issue)
        for fact in before.keys() - CHANGES[change]:
            assert after[fact] == before[fact], (fact, round_)
        assert matches(Source("a.md", text)) >= 90
        left = [word for word in lost(text, issue) if not (numbered and word.isdecimal())]
        assert not left, round_


@pytest.mark.parametrize("name", ["sample", "seed"])
def test_line_ends_and_signatures_change_nothing(name: str) -> None:
    """A file saved by another editor, with a byte-order mark and long line ends, reads the same."""
    plain = text_of(name)
    text, problems = decode(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode(), "a.md")
    assert issue_of(text) == issue_of(plain)
    assert {problem.code for problem in problems} <= {"bom", "line-ends"}


def test_a_long_number_is_read_at_once() -> None:
    """Sixty articles, some forty pages, take about four times as long as fifteen."""
    story = "\n".join(SAMPLE.split("\n")[100:150])

    def read(count: int) -> None:
        items = "".join(
            f"\n## 第 {n} 篇文章的题目\n\n{story}\n\n责任编辑 李四\n" for n in range(count)
        )
        parsed = parse(Source("a.md", SAMPLE + items))
        assert parsed.issue
        assert len(parsed.issue.items) > count * 2 // 3

    assert is_linear(read, 60)
