"""Finding and reading content: what is a file, and what its bytes say."""

import os
from pathlib import Path

import pytest

from generator.discover import discover, read


def codes(problems: list) -> list[str]:
    """Return problems as ``path code``."""
    return [f"{problem.span.path} {problem.code}" for problem in problems]


def test_only_md_and_txt_by_path(tmp_path: Path) -> None:
    """Content files come in the order of their paths; other files are not content."""
    for name in ("b.md", "a/二.txt", "a/一.md", "图.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found, problems = discover(tmp_path)
    assert [one.path for one in found] == ["a/一.md", "a/二.txt", "b.md"]
    assert problems == []


def test_two_languages_of_one_name_are_one(tmp_path: Path) -> None:
    """``name.zh.md`` and ``name.en.md`` are found as a pair."""
    for name in ("捷径.zh.md", "捷径.en.md", "alone.en.md"):
        (tmp_path / name).write_text("x")
    found, _ = discover(tmp_path)
    assert [(one.path, one.twin and one.twin.path) for one in found] == [
        ("alone.en.md", None),
        ("捷径.zh.md", "捷径.en.md"),
    ]


def test_what_only_looks_like_a_file(tmp_path: Path) -> None:
    """A folder, a pipe, links that lead nowhere or outside: each is named, none is read."""
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    content = tmp_path / "content"
    (content / "folder.md").mkdir(parents=True)
    (content / "folder.md" / "in.md").write_text("x")
    os.mkfifo(content / "pipe.md")
    (content / "dangling.md").symlink_to(content / "nothing.md")
    (content / "out.md").symlink_to(outside)
    (content / "loop").symlink_to(content)
    (content / ".hidden.md").write_text("x")
    (content / "inside.md").symlink_to(content / "folder.md" / "in.md")
    found, problems = discover(content)
    assert [one.path for one in found] == ["folder.md/in.md", "inside.md"]
    assert codes(problems) == [
        ".hidden.md dot-file",
        "dangling.md dangling-link",
        "folder.md not-a-file",
        "loop folder-link",
        "out.md outside-link",
        "pipe.md not-a-file",
    ]
    assert all(problem.hint for problem in problems)


def test_no_folder(tmp_path: Path) -> None:
    """A content folder that is not there is a warning."""
    assert codes(discover(tmp_path / "none")[1]) == [". no-content"]


@pytest.mark.parametrize(
    ("raw", "text", "said"),
    [
        ("注意力".encode(), "注意力", []),
        ("\ufeff注意力".encode(), "注意力", ["x.md:1:1: note[bom]"]),
        ("一\r\n二\r三".encode(), "一\n二\n三", ["x.md:1:1: note[line-ends]"]),
        ("一\n二\0三".encode(), "一\n二\ufffd三", ["x.md:2:2: warning[control-character]"]),
        ("页\x0c页".encode(), "页\ufffd页", ["x.md:1:2: warning[control-character]"]),
        ("注意，这是我们的".encode("gb18030"), "注意，这是我们的", ["x.md:1:2: error[not-utf-8]"]),
        ("这個是我們的".encode("big5", "ignore"), None, ["x.md:1:1: error[not-utf-8]"]),
        ("注意".encode("utf-16"), "注意", ["x.md:1:1: error[not-utf-8]"]),
        ("attention please".encode("utf-16-le"), "attention please", None),
        (
            "第一行\n这里坏".encode()[:-1] + b" tail",
            "第一行\n这里\ufffd tail",
            ["x.md:2:3: error[not-utf-8]"],
        ),
        (b"\xff\xfe\xfd\x81", None, ["x.md:1:1: error[not-utf-8]"]),
        (b"", "", []),
    ],
)
def test_bytes(tmp_path: Path, raw: bytes, text: str | None, said: list[str] | None) -> None:
    """Whatever the bytes are, there is a text and a word about it."""
    (tmp_path / "x.md").write_bytes(raw)
    got, problems = read(discover(tmp_path)[0][0])
    if text is not None:
        assert got == text
    if said is not None:
        assert [str(problem).partition("]")[0] + "]" for problem in problems] == said


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("我们在这里说的是中国的事，不是别的。".encode("gb18030"), "GB18030"),
        ("我們在這裡說的是中國的事，不是別的。".encode("big5"), "Big5"),
        ("我们".encode("utf-16"), "UTF-16"),
    ],
)
def test_the_likely_encoding_is_named(tmp_path: Path, raw: bytes, name: str) -> None:
    """An error names what the file looks like, and its words are shown all the same."""
    (tmp_path / "x.md").write_bytes(raw)
    text, problems = read(discover(tmp_path)[0][0])
    assert name in problems[0].message
    assert text
    assert "\ufffd" not in text


def test_a_very_long_line(tmp_path: Path) -> None:
    """Five megabytes in a line are read, and pointed out."""
    (tmp_path / "x.md").write_text("短\n" + "长" * 5_000_000)
    text, problems = read(discover(tmp_path)[0][0])
    assert text is not None
    assert len(text) == 5_000_002
    assert codes(problems) == ["x.md long-line"]
    assert problems[0].span.line == 2
