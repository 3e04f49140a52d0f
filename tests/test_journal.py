"""The theme ``journal``: the pages of the default theme, and a folder of only what differs."""

import difflib
import re
import shutil
from pathlib import Path

import pytest

from generator.theme import load_theme, own_themes
from tests.conftest import ARTICLE, DAY, SiteFolder
from tests.pages import faults, pages_of

JOURNAL, DEFAULT = own_themes() / "journal", own_themes() / "default"
SETTINGS = Path(__file__).parents[1] / "site.toml"
OWN = sorted(path.relative_to(JOURNAL) for path in JOURNAL.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Give the files of one content in both themes, by theme."""
    made = {}
    for theme in ("default", "journal"):
        site = SiteFolder(tmp_path_factory.mktemp(theme))
        shutil.copytree(Path(__file__).parents[1] / "content", site.root / "content")
        named = SETTINGS.read_text("utf-8").replace('theme = "default"', f'theme = "{theme}"')
        more = {"content/2026-03-02.md": DAY, "content/捷径.md": ARTICLE}
        site.write({**more, "site.toml": named})
        site.build()
        assert f'theme = "{theme}"' in named
        made[theme] = site.files()
    return made


@pytest.mark.parametrize("theme", ["default", "journal"])
def test_pages_have_no_fault(sites: dict[str, dict[str, bytes]], theme: str) -> None:
    """Links, anchors, languages, ids: what holds for one theme holds for the other."""
    assert list(faults(sites[theme])) == []


def test_both_say_the_same(sites: dict[str, dict[str, bytes]]) -> None:
    """Every word of a page stands in both themes; paper alone has the title a second time."""
    default, journal = pages_of(sites["default"]), pages_of(sites["journal"])
    assert sorted(default) == sorted(journal)
    for name, page in default.items():
        title = page.runs[0][1]
        said = [run[1] for run in journal[name].runs]
        at = len(said) - 1 - said[::-1].index(title)
        assert at > 0, name
        del said[at]
        assert said == [run[1] for run in page.runs], name


def test_it_holds_only_what_differs() -> None:
    """No file is a copy of the default theme's, or nearly one."""
    assert 0 < len(OWN) < 12
    others = [
        path.read_text("utf-8")
        for path in DEFAULT.rglob("*")
        if path.suffix != ".woff2" and path.is_file()
    ]
    for name in OWN:
        text = (JOURNAL / name).read_text("utf-8")
        if name.name == "theme.toml":
            assert text == 'extends = "default"\n'
            continue
        for other in others:
            lines = difflib.SequenceMatcher(None, text.splitlines(), other.splitlines())
            assert lines.ratio() < 0.4, name


def test_tokens_are_the_default_themes() -> None:
    """One file overrides tokens that are there and makes up no name; no other file sets one."""
    known = set(re.findall(r"(--[a-z0-9-]+):", (DEFAULT / "static/theme.css").read_text("utf-8")))
    own = set(re.findall(r"(--[a-z0-9-]+):", (JOURNAL / "static/tokens.css").read_text("utf-8")))
    assert own
    assert own <= known
    for name in ("printed.css", "contents.css"):
        assert not re.search(r"--[a-z0-9-]+:", (JOURNAL / "static" / name).read_text("utf-8"))


def said(folder: Path) -> set[tuple[str, ...]]:
    """Return all that the style sheets of a theme say: media, selector, declaration."""
    found, around = set(), []
    for path in sorted((folder / "static").glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        for words, end in re.findall(r"([^{};]*)([{};])", css):
            words = " ".join(words.split())
            if end == "{":
                around.append(words)
            elif words:
                selectors = re.split(r",\s*(?![^(]*\))", around[-1])
                found |= {(*around[:-1], selector, words) for selector in selectors}
            if end == "}":
                around.pop()
    return found


def test_no_rule_is_said_again() -> None:
    """What a selector is given in the default theme is not given to it once more."""
    assert said(JOURNAL) & said(DEFAULT) == set()
    assert ("@media print", ".orn", "display: none") in said(DEFAULT)


def test_everything_else_comes_from_the_default_theme() -> None:
    """Words, templates and files that journal does not hold are those of its parent."""
    journal, default = (load_theme(name, [own_themes()]) for name in ("journal", "default"))
    assert journal.words == default.words
    assert {n: h for n, h in journal.hrefs.items() if n in default.hrefs} == default.hrefs
    assert set(journal.hrefs) - set(default.hrefs) == {"tokens.css", "printed.css", "contents.css"}
