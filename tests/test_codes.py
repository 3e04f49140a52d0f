"""Every code in the list of problems is raised: by a case of a style, or by a small site here."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from generator.checks import collisions
from generator.look import look, review
from generator.renew import build
from generator.styles import load_styles
from generator.workshop import Choices, open_workshop
from tests.conftest import ARTICLE, DAY, Files, SiteFolder
from tests.test_pictures import located, picture

MakeSite = Callable[[Files], SiteFolder]
HERE = Path(__file__).parent
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
    "image-huge": {**text("![图](a.png)"), "a.png": PIXEL[:16] + b"\0\1\0\0" * 2 + PIXEL[24:]},
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

ELSEWHERE = {
    "unreadable": "test_discover.py",
    "bad-name": "test_discover.py",
    "too-deep": "test_discover.py",
    "event-date": "test_events.py",
    "issue-no-title": "test_labels.py",
    "fix-no-source": "test_fixes.py",
    "fix-two-files": "test_fixes.py",
    "fix-syntax": "test_fixes.py",
    "fix-unknown-key": "test_fixes.py",
    "fix-value": "test_fixes.py",
    "fix-unknown-item": "test_fixes.py",
    "fix-ambiguous": "test_fixes.py",
    "fix-twice": "test_fixes.py",
    "fix-dropped": "test_fixes.py",
    "translation-stale": "test_translations.py",
    "translation-unhashed": "test_translations.py",
    "po-syntax": "test_translations.py",
    "po-unknown": "test_translations.py",
    "po-kept": "test_translations.py",
    "po-replaced": "test_translations.py",
    "long-line": "test_discover.py",
    "config-unreadable": "test_cli.py",
    "heavy-page": "test_reports.py",
    "too-large": "test_discover.py",
    "outside-gone": "test_outside.py",
    "outside-unsure": "test_outside.py",
    "outside-moved": "test_outside.py",
}
"""Codes that need more than files: the test that raises them asserts that it does."""


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


@pytest.mark.parametrize("code", ["dangling-link", "outside-link", "folder-link"])
def test_links_of_the_disk_are_named(make_site: MakeSite, code: str) -> None:
    """A link that leads nowhere, out of the folder, or to a folder is named and not followed."""
    site = make_site({"a.md": DAY, "b/c.md": ARTICLE})
    (site.root / "secret.md").write_text("# 不该读到\n", "utf-8")
    to = {"dangling-link": "gone.md", "outside-link": "../secret.md", "folder-link": "b"}[code]
    os.symlink(to, site.root / "content" / "d.md")
    assert code in codes(site)


def test_remarks_on_a_build(make_site: MakeSite) -> None:
    """A store that cannot be written, and an address that is not set, are said by ``build``."""
    site = make_site({"a.md": DAY})
    (site.root / ".jianbao").write_text("")
    report = build(
        open_workshop(content=site.root / "content", output=site.root / "public"),
        Choices(as_of="2026-12-31"),
    )
    said = {problem.code for problem in report.problems}
    assert {"store-unwritable", "no-base-url"} <= said


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


def test_every_code_is_raised_by_a_test() -> None:
    """A code that nothing raises may mean anything."""
    tables = [*HERE.rglob("*.case"), *HERE.glob("faults/*.toml")]
    cases = "".join(path.read_text("utf-8") for path in tables)
    raised = set(SITES) | set(re.findall(r"(?:note|warning|error)\[([a-z0-9-]+)\]", cases))
    raised |= {"dangling-link", "outside-link", "folder-link", "store-unwritable", "no-base-url"}
    raised |= {"url-gone", "url-taken"}
    for code, name in ELSEWHERE.items():
        assert re.search(rf"(?<![\w-]){code}(?![\w-])", (HERE / name).read_text("utf-8")), code
    assert sorted(set(EXPLAINED) - raised - set(ELSEWHERE)) == []
    assert set(SITES) <= set(EXPLAINED)


def test_two_pages_claim_one_address(make_site: MakeSite) -> None:
    """No content is known to do it: ids and slugs are made unique first. The check is the net."""
    site = make_site({"a.md": DAY, "文.md": ARTICLE})
    shop = open_workshop(content=site.root / "content")
    made = look(shop, [], as_of="2026-12-31", drafts=False).draft
    first, *others = made.plan.pages
    other = next(page for page in others if page.issue >= 0)
    twice = msgspec.structs.replace(other, path=first.path.upper())
    plan = msgspec.structs.replace(made.plan, pages=(*made.plan.pages, twice))
    assert [p.code for p in collisions.check(made.site, plan)] == ["url-taken"]
