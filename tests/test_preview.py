"""The site of a preview follows every change, and is what a build would write."""

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from generator.library import Library
from generator.live import Outcome
from generator.markup import typeset
from generator.markup.typeset import Memory
from generator.plan import File
from generator.preview import Preview
from generator.source import Span
from generator.workshop import Choices
from tests.conftest import ARTICLE, DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]

AS_OF = "2026-12-31"
SECOND = DAY.replace("2026-03-02", "2026-03-03").replace("2603.00001v1", "2603.00002v1")
THEME = {
    "themes/mine/theme.toml": 'extends = "default"\n',
    "themes/mine/static/seal.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}
LINKED = """\
---
title: {zh: 有链接的文章, en: An article with links}
date: 2026-03-04
authors: [Li Lan]
---
见[那一天](2026-03-02.md)。
"""

SHOWN = """\
---
title: 有图的文章
date: 2026-03-05
cover: 图.png
---
![一张图](图.png)
"""


def picture(red: int) -> bytes:
    """Return a PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes([0, red, 0, 0]))
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def preview_of(site: SiteFolder) -> Preview:
    """Return a preview of a site."""
    where = {"config": site.root / "site.toml", "content": site.root / "content"}
    return Preview(where, Choices(as_of=AS_OF))


class Desk:
    """An editor at work: what is saved here is told to the preview."""

    def __init__(self, site: SiteFolder) -> None:
        self.site = site
        self.preview = preview_of(site)

    def save(self, files: Files) -> Outcome:
        """Write files below the root and say what came of it."""
        self.site.write(files)
        return self.tell(files)

    def remove(self, name: str) -> Outcome:
        """Remove a file."""
        (self.site.root / name).unlink()
        return self.tell([name])

    def tell(self, names: Files | list[str]) -> Outcome:
        """Say that files have changed."""
        root = self.site.root.resolve()
        return self.preview.rebuild(frozenset(root / name for name in names))

    def page(self, path: str) -> str:
        """Return a page as the preview shows it."""
        reply = self.preview.reply(path)
        assert reply, path
        return reply.data.decode()


@pytest.fixture
def desk(make_site: MakeSite) -> Desk:
    """A desk with two days on it."""
    return Desk(make_site({"2026-03-02.md": DAY, "2026-03-03.md": SECOND, "site.toml": ""}))


def is_built(desk: Desk) -> None:
    """Fail where the preview shows anything that a build would not write, or leaves it out."""
    desk.site.build(clean=True)
    for path, data in desk.site.files().items():
        reply = desk.preview.reply(f"/{path}")
        assert reply, path
        assert reply.data == data, path


def test_every_change_is_followed(desk: Desk) -> None:
    """New, edited, renamed and removed files, topics, settings, themes: all as a build has it."""
    content = desk.site.root / "content"
    desk.save({"content/2026-03-03.md": SECOND.replace("Wang Ming", "Ada Ek")})
    desk.save({"content/文章.md": ARTICLE, "content/链接.md": LINKED})
    desk.save({"content/有图.md": SHOWN, "content/图.png": picture(1)})
    is_built(desk)
    assert desk.save({"content/图.png": picture(2)}).fresh
    (content / "2026-03-03.md").rename(content / "日子.md")
    desk.tell(["content/2026-03-03.md", "content/日子.md"])
    desk.save({"content/日子.fix.toml": '[item."2603.00002"]\ntitle.zh = "改过的题"\n'})
    assert "改过的题" in desk.page("/zh/papers/2603.00002/")
    is_built(desk)
    desk.save({"content/topics.toml": '[topics.generation]\ntitle.zh = "生成"\n'})
    desk.save({"site.toml": 'title = "岭南"\ntheme = "mine"\n', **THEME})
    assert "岭南" in desk.page("/zh/")
    is_built(desk)
    desk.remove("content/2026-03-02.md")
    desk.remove("content/日子.fix.toml")
    desk.remove("content/topics.toml")
    desk.save({"themes/mine/i18n/zh.toml": 'issues = "各期"\n'})
    assert "各期" in desk.page("/zh/")
    is_built(desk)


def test_a_change_reads_one_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One edited file is one file read; the entries of the others stay the same objects."""
    read: list[str] = []
    record = Library._record

    def noted(self: Library, *given: object) -> object:
        read.append(given[0].path)  # type: ignore[attr-defined]
        return record(self, *given)  # type: ignore[arg-type]

    os.utime(desk.site.root / "content/2026-03-02.md", ns=(1, 1))
    os.utime(desk.site.root / "content/2026-03-03.md", ns=(1, 1))
    desk.tell(["content/2026-03-02.md"])
    before = desk.preview.state
    monkeypatch.setattr(Library, "_record", noted)
    desk.save({"content/2026-03-03.md": SECOND.replace("稀疏", "稠密")})
    after = desk.preview.state
    read = [path for path in read if path != "2026-03-02.md" or _is_settled(desk, path)]
    assert read == ["2026-03-03.md"]
    assert after.site.issues[0] is before.site.issues[0]
    assert after.site.issues[1] is not before.site.issues[1]
    assert after.renderer.templates is before.renderer.templates


def _is_settled(desk: Desk, path: str) -> bool:
    """Say whether the stamps of a file can be trusted: one that was just written is read again."""
    return len(next(r for r in desk.preview.state.records if r.path == path).stamps) > 1


def test_nothing_changed(desk: Desk) -> None:
    """A file that was saved as it was makes no new site."""
    assert not desk.save({"content/2026-03-02.md": DAY}).fresh
    assert not desk.save({"site.toml": ""}).fresh
    assert desk.save({"content/2026-03-02.md": DAY.replace("稀疏", "稠密")}).fresh


def test_places_without_the_plan(desk: Desk) -> None:
    """What is found by its address alone is what the plan has, and is most of what is looked at."""
    desk.save({"content/文章.md": ARTICLE})
    renderer = desk.preview.state.renderer
    assert renderer._doors
    found = 0
    for path in renderer.plan.outputs():
        planned = renderer.plan.at(path)
        assert planned
        quick = renderer._doors.at(path)
        if quick is None:
            continue
        found += 1
        if isinstance(planned, File):
            assert quick == msgspec.structs.replace(planned, digest="")
        else:
            assert quick == (msgspec.structs.replace(planned[0], digest=""), planned[1])
    assert found > len(renderer.plan.outputs()) / 2


@pytest.mark.parametrize("path", ["zh/topics/no/index.html", "zh/papers/1/index.html", "x", "zh/"])
def test_no_place(desk: Desk, path: str) -> None:
    """An address that is none is none."""
    assert desk.preview.state.renderer.place(path) is None


def test_nothing_is_written(desk: Desk) -> None:
    """The output folder is not touched."""
    desk.save({"content/文章.md": ARTICLE})
    desk.page("/zh/")
    desk.preview.look_over()
    assert sorted(path.name for path in desk.site.root.iterdir()) == [
        ".jianbao",
        "content",
        "site.toml",
    ]


def test_what_was_read_is_remembered(desk: Desk) -> None:
    """The next preview starts with what this one knew."""
    desk.preview.look_over()
    again = preview_of(desk.site)
    assert again.state.records[0].card == desk.preview.state.records[0].card


# What goes wrong


def test_settings_that_are_wrong(desk: Desk) -> None:
    """Wrong settings are told with their place; the last good ones hold until they are mended."""
    outcome = desk.save({"site.toml": 'title = "岭南"\ntheme = 3\n'})
    problem = outcome.problems[0]
    assert (problem["path"], problem["line"], outcome.fresh) == ("site.toml", 2, False)
    assert "岭南" not in desk.page("/zh/")
    outcome = desk.save({"content/2026-03-02.md": DAY.replace("稀疏", "稠密")})
    assert outcome.fresh
    assert outcome.problems == [problem]
    assert "稠密" in desk.page("/zh/papers/2603.00001/")
    outcome = desk.save({"site.toml": 'title = "岭南"\n'})
    assert (outcome.problems, outcome.fresh) == ([], True)
    assert "岭南" in desk.page("/zh/")


def test_settings_that_are_gone(desk: Desk) -> None:
    """A configuration that was removed is missed until it is back; the site stands."""
    desk.save({"site.toml": 'title = "岭南"\n'})
    outcome = desk.remove("site.toml")
    assert not outcome.fresh
    assert "site.toml" in str(outcome.problems[0]["message"])
    assert "岭南" in desk.page("/zh/")
    outcome = desk.save({"site.toml": 'title = "塞北"\n'})
    assert (outcome.problems, outcome.fresh) == ([], True)
    assert "塞北" in desk.page("/zh/")


def test_every_broken_template_is_told(desk: Desk) -> None:
    """All templates that cannot be compiled are listed with their lines until they are mended."""
    desk.save({"site.toml": 'theme = "mine"\n', **THEME})
    desk.preview.look_over()
    broken = {
        "themes/mine/templates/issue.html": "\n{% if %}\n",
        "themes/mine/templates/paper.html": "\n\n{{ page. }}\n",
    }
    outcome = desk.save(broken)
    assert [(one["path"], one["line"]) for one in outcome.problems] == [
        ("themes/mine/templates/issue.html", 2),
        ("themes/mine/templates/paper.html", 3),
    ]
    assert not outcome.fresh
    assert "<h1" in desk.page("/zh/issues/2026-03-02/")
    for name in broken:
        (desk.site.root / name).unlink()
    outcome = desk.tell([*broken])
    assert outcome.problems == []


def test_content_that_is_wrong(desk: Desk) -> None:
    """Errors of content are told with their place beside the new site."""
    outcome = desk.save({"content/坏.md": "坏了的编码".encode("gb18030")})
    assert outcome.fresh
    assert ("not-utf-8", "坏.md") in [(one["code"], one["path"]) for one in outcome.problems]
    assert desk.remove("content/坏.md").problems == []


def test_problems_of_the_whole_site(desk: Desk) -> None:
    """What only the whole site shows is told once it has been looked over, and then stays."""
    twin = ARTICLE.replace("date:", "aliases: [/issues/2026-03-02/]\ndate:")
    assert desk.save({"content/文章.md": twin}).problems == []
    desk.preview.look_over()
    codes = [one["code"] for one in desk.preview.problems()]
    assert codes == ["alias-taken"]
    event = desk.preview.news.event(None)
    assert event
    assert "alias-taken" in event
    outcome = desk.save({"content/2026-03-02.md": DAY.replace("稀疏", "稠密")})
    assert [one["code"] for one in outcome.problems] == ["alias-taken"]
    desk.save({"content/文章.md": ARTICLE})
    desk.preview.look_over()
    assert desk.preview.problems() == []


def test_places_to_watch_follow_the_settings(desk: Desk) -> None:
    """Another content folder or theme is watched from then on."""
    (desk.site.root / "texts").mkdir()
    desk.preview.where = {**desk.preview.where, "content": None}
    desk.save({"site.toml": 'content = "texts"\n'})
    assert desk.site.root / "texts" in {Path(place) for place in desk.preview.places()}


# What is remembered of setting words


@pytest.mark.parametrize("markup", ["tex", "markdown", "plain"])
def test_words_that_have_moved(markup: str) -> None:
    """Words that are set again elsewhere give what they would have given there, problems too."""
    memory = Memory()
    words = "一行 $\\frac{1$ 和 [甲](甲.md)\n另一行：付 $5 或 $10；$\\zz$，[乙](乙.md)"
    picture = "![图](图.png)"
    for at in (Span("a.md", 3, 7), Span("a.md", 30, 2), Span("b.md", 1, 1), Span("a.md", 3, 7)):
        for text in (words, picture):
            assert memory.block(text, markup, at) == typeset.block(text, markup, at)  # type: ignore[arg-type]
        first = words.partition("\n")[0]
        for links in (True, False):
            ours = memory.inline(first, markup, at, links=links)  # type: ignore[arg-type]
            assert ours == typeset.inline(first, markup, at, links=links)  # type: ignore[arg-type]


def test_memory_forgets() -> None:
    """Only so many texts are remembered, those that were used last."""
    memory = Memory(most=2)
    for words in ("一", "二", "一", "三"):
        memory.inline(words, "plain", Span("a.md"))
    assert [key[0] for key in memory.made if isinstance(key, tuple)] == ["一", "三"]
