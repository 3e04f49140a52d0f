"""Every code in the list of problems is raised: by a case of a style, or by a small site here."""

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from generator import outside
from generator.checks import collisions
from generator.discover import discover, read
from generator.look import look, review, take_translations
from generator.outside import Answer
from generator.reading.staleness import words_hash
from generator.styles import load_styles
from generator.workshop import open_workshop
from tests.conftest import ARTICLE, DAY, Files, SiteFolder
from tests.styles.cases import read_case
from tests.test_events import CALLS
from tests.test_faults import FAULTS
from tests.test_pictures import bomb, located, picture

MakeSite = Callable[[Files], SiteFolder]
Deed = Callable[[MakeSite, pytest.MonkeyPatch], set[str]]
HERE = Path(__file__).parent
_SAID = re.compile(r"(?:note|warning|error)\[([a-z0-9-]+)\]")
EXPLAINED = re.findall(r"^### `(.+)`$", (HERE.parent / "docs/problems.md").read_text("utf-8"), re.M)


def text(words: str, front: str = "title: 题") -> dict[str, str | bytes]:
    """Return a site of one article in Chinese."""
    return {"文.md": f"---\n{front}\n---\n{words}\n"}


STYLES = load_styles()
LISTED = "引文[1]。\n\n## 参考文献\n\n[1] 甲。\n\n[2] 乙。\n"

PIXEL = picture((1, 1))
SPACE = 'xmlns="http://www.w3.org/2000/svg"'
SECOND = {"append_images": [Image.new("L", (9, 9))]}
FIGURES = '[item.a-shortcut]\nfigures = { "图 9" = "a.png" }\n'

SITES: dict[str, Files] = {
    "not-a-file": {"a.md": DAY, "b.md/c.md": DAY.replace("03-02", "03-03")},
    "dot-file": {"a.md": DAY, ".b.md": DAY},
    "other-format": {"a.md": DAY, "b.docx": "PK"},
    "empty-file": {"a.md": "\n"},
    "not-utf-8": {"a.md": DAY.encode("gb18030")},
    "bom": {"a.md": f"\ufeff{DAY}"},
    "line-ends": {"a.md": DAY.replace("\n", "\r\n")},
    "control-character": {"a.md": DAY.replace("thin", "th\x00in")},
    "unknown-style": text("正文", "style: digset"),
    "two-styles": {"a.md": STYLES["roundup"].starter + STYLES["notes"].starter},
    "missing-language": text("正文"),
    "math-error": text("$\\frac{1}{$"),
    "missing-image": text("![图](a.png)"),
    "image-no-alt": {**text("![](a.png)"), "a.png": PIXEL},
    "image-broken": {**text("![图](a.png)"), "a.png": b""},
    "image-format": {**text("![图](a.png)"), "a.png": b"MZ"},
    "image-huge": {**text("![图](a.png)"), "a.png": bomb(65_536)},
    "image-unsafe": {**text("![图](a.svg)"), "a.svg": f"<svg {SPACE} onload='x'/>"},
    "image-moving": {**text("![图](a.gif)"), "a.gif": picture(form="GIF", save_all=True, **SECOND)},
    "image-print-colours": {**text("![图](a.jpg)"), "a.jpg": picture(form="JPEG", mode="CMYK")},
    "image-heavy": {**text("![图](a.png)"), "a.png": PIXEL + bytes(5_000_000)},
    "image-location": {**text("![图](a.jpg)"), "a.jpg": picture(form="JPEG", exif=located())},
    "fix-unknown-figure": {"文.md": ARTICLE, "文.fix.toml": FIGURES},
    "html-shown": text("<iframe src='x'>"),
    "html-unbalanced": text("<details>\n\n没有完"),
    "dollar-doubtful": text("花了$5和$10"),
    "link-relative": text("[看](没有.md)"),
    "link-anchor": {**text("[看](b.md#没有)"), "b.md": ARTICLE},
    "link-inside": text("[看](#没有)"),
    "citation-unknown": text("引文 [@he]。\n\n## 参考文献\n\n- [@li] 甲。"),
    "citation-dangling": text(f"又[7]。{LISTED}"),
    "reference-unused": text(LISTED),
    "footnote-unused": text("正文\n\n[^1]: 注。"),
    "id-taken": {"a.md": DAY, "b.md": DAY},
    "language-swapped": {"a.md": DAY.replace("边缘处的稀疏注意力", "Thin things from the edge")},
    "date-odd": text("正文", "date: 0204-03-05"),
    "unknown-topic": text("正文", "topics: [generatoin]"),
    "front-matter": text("正文", "title： 题"),
    "front-matter-unknown-key": text("正文", "titel: 题"),
    "front-matter-value": text("正文", "date: 2026-13-45"),
    "cover-lost": {"a.md": f"---\ncover: gone.png\n---\n{DAY}"},
    "front-matter-unused": text("正文", "title: 题\nseries: 刊"),
    "config-syntax": {"a.md": DAY, "site.toml": "title = 简报\n"},
    "config-unknown-key": {"a.md": DAY, "site.toml": 'titel = "简报"\n'},
    "config-value": {"a.md": DAY, "site.toml": "theme = 1\n"},
    "alias-taken": {"a.md": DAY, **text("正文", "title: 题\naliases: [issues/2026-03-02]")},
    "title-twin": {
        "a.md": DAY.replace("edge of $\\beta$", "edge of all networks"),
        "b.md": DAY.replace("edge of $\\beta$", "edge of all networks").replace("00001", "00002"),
    },
    "term-varies": {
        "a.md": DAY.replace("边缘处的稀疏注意力", "目标检测").replace("Sparse", "Object detection"),
        "b.md": DAY.replace("边缘处的稀疏注意力", "物体检测")
        .replace("Sparse", "Object detection")
        .replace("00001", "00002"),
    },
}
"""For each code content that raises it."""

ENTRY = DAY[DAY.index(">>**index:") :]
TITLE = "Sparse attention at the edge of $\\beta$"
FIX = '[item."2603.00001"]\n'
LACKING = DAY.replace("**Title_cn:** 边缘处的稀疏注意力<br />\n", "")
"""The day without its Chinese title."""

FIXES = {
    "fix-syntax": "[item\n",
    "fix-unknown-key": 'titel = "题"\n',
    "fix-value": f'{FIX}drop = "yes"\n',
    "fix-unknown-item": '[item."2603.00009"]\ndrop = true\n',
    "fix-twice": f'{FIX}drop = true\n[item."2603.00001v2"]\ndrop = true\n',
    "fix-dropped": f"{FIX}drop = true\n",
    "translation-unhashed": f'{FIX}title.zh = "稀疏"\n',
    "translation-stale": f'{FIX}title = {{ zh = "稀疏", source_hash = "0" }}\n',
}
"""For each code a fix file that raises it."""

SITES |= {code: {"a.md": LACKING, "a.fix.toml": fix} for code, fix in FIXES.items()}
SITES |= {
    "bad-name": {"a.md": DAY, "b\x01.md": ARTICLE},
    "too-deep": {"a.md": DAY, f"{'d/' * 101}b.md": ARTICLE},
    "issue-no-title": {"notes/a.md": "1、目标: 看清。\n2、方法: 看。\n"},
    "event-date": {"a.md": CALLS},
    "fix-no-source": {"a.md": DAY, "b.fix.toml": FIX},
    "fix-two-files": {"a.md": DAY, "a.txt": ARTICLE, "a.fix.toml": FIX + "drop = true\n"},
    "fix-ambiguous": {
        "a.md": DAY + ENTRY.replace("** 1<", "** 2<"),
        "a.fix.toml": FIX + "drop = true\n",
    },
    "math-many": text("$x$ " * 10_001),
}


def codes(site: SiteFolder, **where: Path) -> set[str]:
    """Return the codes of all problems that ``check`` finds."""
    config = site.root / "site.toml"
    given = {"config": config} if config.exists() else {}
    shop = open_workshop(content=site.root / "content", **given)
    seen = review(shop, [], where.get("published"), as_of="2026-12-31", drafts=False)
    return {problem.code for problem in seen.problems}


@pytest.mark.parametrize("code", sorted(SITES))
def test_a_code_is_raised(make_site: MakeSite, code: str) -> None:
    """The content that stands for a code here raises it."""
    assert code in codes(make_site(SITES[code]))


def _linked(to: str) -> Deed:
    """Return what a symbolic link in the content raises."""

    def deed(make_site: MakeSite, _: pytest.MonkeyPatch) -> set[str]:
        site = make_site({"a.md": DAY, "b/c.md": ARTICLE})
        (site.root / "secret.md").write_text("# 不该读到\n", "utf-8")
        os.symlink(to, site.root / "content" / "d.md")
        return codes(site)

    return deed


def _answered(answer: Answer) -> Deed:
    """Return what an outside link raises that is answered so."""

    def deed(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> set[str]:
        monkeypatch.setattr(outside, "_ask", lambda *_: answer)
        site = make_site(text("见 https://a.example/x 。"))
        shop = open_workshop(content=site.root / "content")
        seen = look(shop, [], as_of="2026-12-31", drafts=False)
        patience = outside.Patience(pause=0)
        found = outside.outside(
            shop, seen, as_of="2026-12-31", say=lambda _: None, patience=patience
        )
        return {problem.code for problem in found}

    return deed


def _imported(fix: str, po: str) -> Deed:
    """Return what a PO file raises that comes back to the day and its *fix* file."""

    def deed(make_site: MakeSite, _: pytest.MonkeyPatch) -> set[str]:
        site = make_site({"a.md": LACKING, "a.fix.toml": FIX + fix})
        (site.root / "in.po").write_text(po, "utf-8")
        shop = open_workshop(content=site.root / "content")
        seen = review(shop, [], None, as_of="2026-12-31", drafts=False)
        return {problem.code for problem in take_translations(seen, site.root / "in.po")[1]}

    return deed


def _built(make_site: MakeSite, _: pytest.MonkeyPatch) -> set[str]:
    """Build where the store is a file, no address is set and a page is heavy."""
    noise = hashlib.shake_256(b"x").hexdigest(40_000)
    lines = (f"{noise[at : at + 40]}。" for at in range(0, len(noise), 40))
    site = make_site(text("\n\n".join(lines)))
    (site.root / ".jianbao").write_text("")
    return {problem.code for problem in site.build().problems}


def _too_large(make_site: MakeSite, _: pytest.MonkeyPatch) -> set[str]:
    """Check a file with a hole in it that is larger than any text."""
    site = make_site({"a.md": DAY, "b.md": "# 题\n"})
    os.truncate(site.root / "content/b.md", (256 << 20) + 1)
    return codes(site)


def _long_line(make_site: MakeSite, _: pytest.MonkeyPatch) -> set[str]:
    """Read a line of a million characters."""
    site = make_site({"b.md": "长" * 1_000_001})
    return {problem.code for problem in read(discover(site.root / "content")[0][0])[1]}


def _no_topics(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Check with a list of topics that nobody may read."""
    site = make_site({"a.md": DAY, "topics.toml": ""})
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "topics.toml" and path.parent.name == "content":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    return codes(site)


def _gone(make_site: MakeSite, _: pytest.MonkeyPatch) -> set[str]:
    """Check what was published under another address."""
    site = make_site(text("正文", "title: 题\nslug: jie"))
    site.build()
    site.write({"content/文.md": "---\ntitle: 题\nslug: jing\n---\n正文\n"})
    return codes(site)


def _one_address(make_site: MakeSite, _: pytest.MonkeyPatch) -> set[str]:
    """Plan two pages of one address.

    No content is known to do it: ids and slugs are made unique first. The check is the net.
    """
    site = make_site({"a.md": DAY, "文.md": ARTICLE})
    shop = open_workshop(content=site.root / "content")
    made = look(shop, [], as_of="2026-12-31", drafts=False).draft
    first, *others = made.plan.pages
    other = next(page for page in others if page.issue >= 0)
    twice = msgspec.structs.replace(other, path=first.path.upper())
    plan = msgspec.structs.replace(made.plan, pages=(*made.plan.pages, twice))
    return {problem.code for problem in collisions.check(made.site, plan)}


PO = """\
msgid ""
msgstr ""
"Language: zh_CN\\n"

msgctxt "a.md 2603.00001 title"
msgid "Sparse attention at the edge of $\\\\beta$"
msgstr "新的译名"
"""
HELD = f'title = {{ zh = "旧的", source_hash = "{words_hash(TITLE)}" }}\n'

DEEDS: dict[str, Deed] = {
    "dangling-link": _linked("gone.md"),
    "outside-link": _linked("../secret.md"),
    "folder-link": _linked("b"),
    "unreadable": _linked("长" * 100),
    "outside-gone": _answered(Answer(404)),
    "outside-unsure": _answered(Answer(0, "no answer in time")),
    "outside-moved": _answered(Answer(200, moved="https://a.example/y")),
    "po-syntax": _imported("", "msgid"),
    "po-unknown": _imported("", PO.replace("00001", "00009")),
    "po-value": _imported("", PO.replace("译名", "译\x01名")),
    "po-kept": _imported('title.zh = "编者的"\n', PO),
    "po-replaced": _imported(HELD, PO),
    "store-unwritable no-base-url heavy-page": _built,
    "too-large": _too_large,
    "long-line": _long_line,
    "config-unreadable": _no_topics,
    "url-gone": _gone,
    "url-taken": _one_address,
}
"""For each code, or some, that needs more than content what has to be done to raise it."""


@pytest.mark.parametrize("names", sorted(DEEDS))
def test_a_code_is_raised_by_a_deed(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch, names: str
) -> None:
    """What is done for a code here raises it."""
    assert set(names.split()) <= DEEDS[names](make_site, monkeypatch)


def test_a_page_that_is_gone(make_site: MakeSite) -> None:
    """What the last build or a given sitemap had is missed, with what may stand for it."""
    site = make_site(text("正文", "title: 一条捷径\nslug: jie-jing"))
    assert "url-gone" not in codes(site)
    site.build()
    assert "url-gone" not in codes(site)
    site.write({"content/文.md": "---\ntitle: 一条捷径\nslug: jiejing\n---\n正文\n"})
    shop = open_workshop(content=site.root / "content")
    seen = review(shop, [], None, as_of="2026-12-31", drafts=False)
    gone = [problem for problem in seen.problems if problem.code == "url-gone"]
    assert [one.message.split()[4] for one in gone] == [
        "/zh/issues/jie-jing/,",
        "/zh/issues/jie-jing/jie-jing/,",
    ]
    assert "'aliases: [/issues/jie-jing/]' into 文.md" in gone[0].hint
    assert gone[0].span.path == "public/sitemap.xml"
    other = site.root / "old.xml"
    other.write_text(
        "<urlset><url><loc>https://a.example/</loc></url>"
        "<url><loc>https://a.example/en/旧&amp;新/</loc></url></urlset>",
        "utf-8",
    )
    assert "url-gone" in codes(site, published=other)
    site.write(
        {
            "content/文.md": "---\ntitle: 一条捷径\nslug: jiejing\naliases: "
            "[issues/jie-jing, issues/jie-jing/jie-jing]\n---\n正文\n"
        }
    )
    assert "url-gone" not in codes(site)


def raised() -> dict[str, str]:
    """Return every code that some test is sure to see raised, with one place that does it.

    Sites and deeds are asserted above; what a case or a fault says is compared word for word.
    """
    done = " ".join(DEEDS).split()
    found = dict.fromkeys(SITES, "a site here") | dict.fromkeys(done, "a deed here")
    for file in sorted(HERE.rglob("*.case")):
        found |= dict.fromkeys(_SAID.findall(read_case(file).problems), file.name)
    for area, all_of_it in FAULTS.items():
        for fault in all_of_it:
            said = _SAID.findall(" ".join(fault.get("says", ())))
            found |= dict.fromkeys(said, f"{area}: {fault['what']}")
    return found


def test_every_code_is_raised_by_a_test() -> None:
    """A code that nothing raises may mean anything, and none is raised that is not explained."""
    assert sorted(set(EXPLAINED) ^ set(raised())) == []
    assert len(EXPLAINED) == len(set(EXPLAINED))
