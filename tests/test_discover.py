"""Finding and reading content: what is a file, and what its bytes say."""

import os
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.discover import LARGEST, discover, read, single
from generator.errors import ConfigError
from generator.excerpts import Excerpts
from generator.source import Span


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


@pytest.mark.parametrize(
    ("names", "together"),
    [
        ("指南.md 指南.zh.md", "指南.zh.md+指南.md"),
        ("指南.md 指南.en.md", "指南.md+指南.en.md"),
        ("指南.en.md 指南.md 指南.zh.md", "指南.md 指南.zh.md+指南.en.md"),
        ("指南.txt 指南.zh.md", "指南.txt 指南.zh.md"),
        ("指南.md 指南.zh.en.md", "指南.md 指南.zh.en.md"),
        ("子/指南.md 指南.zh.md", "子/指南.md 指南.zh.md"),
    ],
)
def test_a_name_without_a_side_is_the_other_side(tmp_path: Path, names: str, together: str) -> None:
    """``name.md`` beside ``name.zh.md`` is its English, beside ``name.en.md`` its Chinese."""
    for name in names.split():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found, _ = discover(tmp_path)
    assert {"+".join(one.paths) for one in found} == set(together.split())
    for name in names.split():
        one, problems = single(tmp_path / name, name)
        assert one
        assert problems == []
        assert "+".join(one.paths) in together.split()


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


@pytest.mark.parametrize("name", ["none", "一.md"])
def test_no_folder(tmp_path: Path, name: str) -> None:
    """A content folder that is not there, or is a file, stops the command."""
    (tmp_path / "一.md").write_text("x")
    with pytest.raises(ConfigError, match="there is no content folder .*" + name) as stopped:
        discover(tmp_path / name)
    assert "--content" in stopped.value.hint
    assert "jianbao new site" in stopped.value.hint


def test_texts_of_other_programs_are_named(tmp_path: Path) -> None:
    """What an editor may take for content and is not read is named; pictures and data are not."""
    for name in ("征文.docx", "a/b.PDF", "页.html", "旧.zip", "图.png", "a.bib", ".x.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found, problems = discover(tmp_path)
    assert found == []
    assert codes(problems) == [
        f"{n} other-format" for n in ("a/b.PDF", "征文.docx", "旧.zip", "页.html")
    ]
    assert {problem.severity for problem in problems} == {Severity.NOTE}


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


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    """Such a file or folder is named with its bad bytes replaced, and not read; others are."""
    for name in (b"\xb1\xea.md", b"\xd2\xe2.png"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_text("x")
    folder = Path(os.fsdecode(bytes(tmp_path) + b"/\xc1\xa6"))
    folder.mkdir()
    (folder / "in.md").write_text("x")
    (tmp_path / "好.md").write_text("x")
    found, problems = discover(tmp_path)
    assert [one.path for one in found] == ["好.md"]
    assert sorted(codes(problems)) == ["\ufffd\ufffd bad-name", "\ufffd\ufffd.md bad-name"]
    file = Path(os.fsdecode(bytes(tmp_path) + b"/\xb1\xea.md"))
    assert single(file, str(file))[0] is None


def test_links_that_never_end(tmp_path: Path) -> None:
    """A link to itself, or to a name no disk can hold, is no reason to stop."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "圈.md").symlink_to("圈.md")
    (tmp_path / "长").symlink_to("长" * 100)
    (tmp_path / "长.md").symlink_to("长" * 100)
    (tmp_path / "好.md").write_text("x")
    found, problems = discover(tmp_path)
    assert [one.path for one in found] == ["好.md"]
    assert codes(problems) == ["圈.md dangling-link", "长 unreadable", "长.md unreadable"]


def test_a_file_that_vanishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is gone before it is looked at was not there."""
    (tmp_path / "一.md").write_text("x")
    (tmp_path / "二.md").write_text("x")
    scan = os.scandir

    def late(folder: str) -> list:
        entries = list(scan(folder))
        (tmp_path / "一.md").unlink()
        return entries

    monkeypatch.setattr(os, "scandir", late)
    found, problems = discover(tmp_path)
    assert [one.path for one in found] == ["二.md"]
    assert problems == []


def test_folders_without_end(tmp_path: Path) -> None:
    """Folders in folders are read down to a depth; what lies deeper is pointed out once."""
    deep = tmp_path.joinpath(*["层"] * 120)
    deep.mkdir(parents=True)
    for folder in (deep, tmp_path / "层" / "层"):
        (folder / "一.md").write_text("x")
    found, problems = discover(tmp_path)
    assert [one.path for one in found] == ["层/层/一.md"]
    assert [problem.code for problem in problems] == ["too-deep"]


def test_letter_case_of_a_suffix(tmp_path: Path) -> None:
    """``.MD`` and ``.TXT`` are content too."""
    for name in ("一.MD", "二.TXT", "三.Png"):
        (tmp_path / name).write_text("x")
    assert [one.path for one in discover(tmp_path)[0]] == ["一.MD", "二.TXT"]


@pytest.mark.parametrize("name", ["捷径.zh.md", "捷径.en.md"])
def test_one_side_alone_finds_the_other(tmp_path: Path, name: str) -> None:
    """Either file of a pair stands for both, as it does in the folder."""
    for side in ("捷径.zh.md", "捷径.en.md"):
        (tmp_path / side).write_text("x")
    found, problems = single(tmp_path / name, f"子/{name}")
    assert problems == []
    assert found
    assert found.twin
    assert (found.path, found.twin.path) == ("子/捷径.zh.md", "子/捷径.en.md")


def test_one_side_without_the_other(tmp_path: Path) -> None:
    """A file whose other side is not there, or is a folder, stands for itself."""
    (tmp_path / "独.en.md").write_text("x")
    (tmp_path / "独.zh.md").mkdir()
    found, problems = single(tmp_path / "独.en.md", "独.en.md")
    assert problems == []
    assert found
    assert (found.path, found.twin) == ("独.en.md", None)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("注意力机制".encode() + bytes(200), "注意力机制" + "\ufffd" * 200),
        ("字\0".encode() * 50, "字\ufffd" * 50),
        (b"plain words" + bytes(200), "plain words" + "\ufffd" * 200),
        ("plain words".encode("utf-16-be"), "plain words"),
    ],
)
def test_zeros_are_not_utf_16(tmp_path: Path, raw: bytes, text: str) -> None:
    """Zeros between or after the words of a UTF-8 text cost no word; UTF-16 is still told."""
    (tmp_path / "x.md").write_bytes(raw)
    got, problems = read(discover(tmp_path)[0][0])
    assert got == text
    assert problems


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    """A file larger than any volume of papers is named and not read; it takes no memory."""
    with (tmp_path / "x.md").open("wb") as file:
        file.truncate(LARGEST + 1)
    (tmp_path / "y.md").write_text("正文")
    found, problems = discover(tmp_path)
    assert [one.path for one in found] == ["y.md"]
    assert codes(problems) == ["x.md too-large"]


def test_what_is_not_read_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line of a file elsewhere, of a dot-file or of a huge one stands beside its problem."""
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / "private.txt").write_text("a secret\n", encoding="utf-8")
    (content / "link.md").symlink_to(tmp_path / "private.txt")
    (content / ".draft.md").write_text("a secret\n", encoding="utf-8")
    (content / "huge.md").write_text("a secret\n", encoding="utf-8")
    (content / "inside.md").symlink_to("good.md")
    (content / "good.md").write_text("words\n", encoding="utf-8")
    assert Excerpts(content)(Span("huge.md")) == "a secret"
    monkeypatch.setattr("generator.excerpts.LARGEST", 8)
    shown = {name: Excerpts(content)(Span(name)) for name in sorted(os.listdir(content))}
    assert {name: line for name, line in shown.items() if line is not None} == {
        "good.md": "words",
        "inside.md": "words",
    }
    monkeypatch.chdir(tmp_path)
    assert Excerpts(content)(Span(str(content / "good.md"))) == "words"
    assert Excerpts(content)(Span("private.txt")) == "a secret"  # named, and not in the content
