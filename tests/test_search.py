"""The search index: nothing that stands on a page is missed, one edit makes little anew."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.bundles import quarter
from generator.cli import main
from generator.search.blocks import DRAWERS, LEVELS, block, varint
from generator.search.grams import fold, grams, narrow, place, variants
from tests.conftest import ARTICLE, DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]
LETTERS = st.text("视觉模型的視覺。，、 abcXYZ09-_éﬁΣς‐Ａ１〇々\u00ad\u2060\n", max_size=40)


def all_grams(words: str) -> set[str]:
    """Return every gram of *words*, those of narrow words included."""
    wide, latin = grams(words)
    return wide.union(*map(narrow, latin))


def needed(query: str) -> set[str]:
    """Return the grams that a browser asks for, as ``search.js`` makes them."""
    wide, latin = grams(query)
    longer = {g for g in wide if len(g) == 2}
    alone = {g for g in wide if len(g) == 1 and not any(g in pair for pair in longer)}
    pieces = {g for word in latin for g in narrow(word) if not g.startswith("\0")}
    return {g for g in longer | alone | pieces if not g.isascii() or len(g) > 1}


def levels(drawers: list[bytes], gram: str, size: int) -> dict[int, int]:
    """Return the items that have a gram with their levels, read as a browser reads them."""
    drawer, key = place(gram)
    data, at, found = drawers[drawer], 0, {}

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        entry, count = int.from_bytes(data[at : at + 2], "big"), data[at + 2]
        at += 3
        members = []
        if count > 127:
            members = [count - 128]
        elif count:
            item = -1
            for _ in range(count):
                item += number() + 1
                members.append(item)
        else:
            width = -(-size // 8)
            bits = int.from_bytes(data[at : at + width], "little")
            members = [item for item in range(size) if bits >> item & 1]
            at += width
        if entry >> 3 == key:
            for item in members:
                found[item] = min(entry & 7, found.get(item, 9))
    return found


@given(LETTERS, st.data())
def test_a_part_has_no_grams_of_its_own(text: str, data: st.DataObject) -> None:
    """Whatever is cut out of a text, what a browser would ask for is among the text's grams."""
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    assert needed(text[first:last]) <= all_grams(text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("扩散模型", {"扩", "散", "模", "型", "扩散", "散模", "模型"}),
        ("猫。狗", {"猫", "狗"}),
        ("ＡＩ", {"ai", "\0ai"}),
        ("Net", {"ne", "et", "net"}),
        ("用X", {"用", "x", "用x", "\0x"}),
        ("……", set()),
        ("擴散", {"扩", "散", "扩散"}),
        ("ΑΣ", {"α", "σ", "ασ", "\0ασ"}),
    ],
)
def test_grams(words: str, expected: set[str]) -> None:
    """Pairs of Chinese, pairs and threes of letters, short words as they are, no punctuation."""
    assert all_grams(words) == expected


def test_fold() -> None:
    """Width, case, accents, ligatures, unseen signs and Traditional forms do not count."""
    assert fold("Ａ-Net 模型") == "a-net 模型"
    assert fold("Müller eﬃcient At\u00adten\u200btion") == "muller efficient attention"
    assert fold("學習檢測 が 한국 ΣΑΣ") == "学习检测 が 한국 σασ"


def test_variants() -> None:
    """Every Traditional character has one twin, and no twin has another."""
    traditional, simplified = variants().split("\n")
    assert len(traditional) == len(simplified) == len(set(traditional)) > 2000
    assert not set(traditional) & set(simplified)


@pytest.mark.parametrize("size", [1, 7, 40, 130, 700])
def test_a_block_says_where(size: int) -> None:
    """Sets of one, few and many items come back from their bytes, each at its best level."""
    nothing: tuple[str, ...] = ()
    items = []
    for n in range(size):
        title = ("猫咪",) if n % 3 == 0 else nothing
        items.append((title, nothing, ("猫咪狗" if n % 2 else "狗",), nothing, nothing))
    items[-1] = (nothing, ("孤本",), nothing, nothing, nothing)
    drawers = block(items)
    assert len(drawers) == DRAWERS
    cats = levels(drawers, "猫咪", size)
    assert cats == {n: 0 if n % 3 == 0 else 2 for n in range(size - 1) if n % 3 == 0 or n % 2}
    assert levels(drawers, "孤本", size) == {size - 1: LEVELS.index("authors")}
    assert levels(drawers, "没有", size) == {}


def test_varint() -> None:
    """Seven bits a byte, the lowest first."""
    assert [varint(n) for n in (0, 127, 128, 300)] == [b"\0", b"\x7f", b"\x80\x01", b"\xac\x02"]


@pytest.mark.parametrize(
    ("date", "name"),
    [("2024-01-31", "2024-q1"), ("2024-12", "2024-q4"), ("2024", "2024"), ("", "undated")],
)
def test_quarter(date: str, name: str) -> None:
    """A date that says less has a bundle that says less."""
    assert quarter(date) == name


TWO = {
    "daily/2026-03-02.md": DAY,
    "daily/2026-06-02.md": DAY.replace("2026-03-02", "2026-06-02").replace("2603.0", "2606.0"),
    "shortcut.md": ARTICLE,
}


def index_of(site: SiteFolder, output: str = "public") -> dict[str, bytes]:
    """Return the files of the search index."""
    return {n: data for n, data in site.files(output).items() if n.startswith("search/")}


def test_an_edit_changes_one_bundle(make_site: MakeSite) -> None:
    """Another quarter's files keep their bytes, and the result is that of a clean build."""
    site = make_site(TWO)
    site.build()
    before = index_of(site)
    assert {name.split("/")[1] for name in before} == {"2026-q1", "2026-q2", "hant.txt"}
    site.write({"content/daily/2026-03-02.md": DAY.replace("稀薄", "轻薄")})
    site.build()
    after = index_of(site)
    changed = {name.split("/")[1] for name in after if after[name] != before.get(name)}
    assert changed == {"2026-q1"}
    site.build("clean", clean=True)
    assert after == index_of(site, "clean")


def test_a_lost_block_is_made_again(make_site: MakeSite) -> None:
    """A damaged store costs time and nothing else."""
    site = make_site(TWO)
    site.build()
    before = index_of(site)
    for file in (site.root / ".jianbao" / "search").iterdir():
        file.write_bytes(b"?")
    site.build("again", clean=True)
    assert index_of(site, "again") == before


def test_what_is_gone_is_forgotten(make_site: MakeSite) -> None:
    """The store keeps a block for each issue and no more."""
    site = make_site(TWO)
    site.build()
    (site.root / "content" / "shortcut.md").unlink()
    site.build()
    assert len(list((site.root / ".jianbao" / "search").iterdir())) == 2
    table = zlib.decompress(index_of(site)["search/2026-q1/zh.bin"]).decode()
    assert "papers/2603.00001/\t边缘处的稀疏注意力" in table
    assert "捷径" not in table


def test_a_paper_in_two_issues_is_one_result(make_site: MakeSite) -> None:
    """Only the issue whose text the page shows lists it."""
    again = DAY.replace("**2026-03-02**", "**2026-05-02**")
    site = make_site({"a/2026-03-02.md": DAY, "a/2026-05-02.md": again})
    site.build()
    tables = {n: zlib.decompress(d).decode() for n, d in index_of(site).items() if "zh" in n}
    assert "papers/" in tables["search/2026-q2/zh.bin"]
    assert "papers/" not in tables["search/2026-q1/zh.bin"]


@pytest.mark.parametrize("way", ["config", "option"])
def test_without_search(make_site: MakeSite, way: str) -> None:
    """No page, no index, no link to it."""
    said = "[search]\nenabled = false\n" if way == "config" else ""
    site = make_site({**TWO, "site.toml": said})
    options = ["--no-search"] if way == "option" else []
    done = CliRunner().invoke(main, ["build", *options])
    assert done.exit_code == 0, done.output
    assert not [name for name in site.files() if "search" in name.split("/")[:2]]
    assert "/search/" not in site.page("zh/index.html")
    assert 'id="search"' not in site.page("zh/index.html")


def test_the_page_knows_the_bundles(make_site: MakeSite) -> None:
    """Newest first, with the number of files that each has."""
    site = make_site(TWO)
    site.build()
    page = site.page("en/search/index.html")
    bundles = page.partition('data-bundles="')[2].partition('"')[0].split()
    assert [one.split(":")[0] for one in bundles] == ["2026-q2", "2026-q1"]
    for one in bundles:
        name, bits, _ = one.split(":")
        shards = [n for n in index_of(site) if n.startswith(f"search/{name}/")]
        assert len(shards) == 2 ** int(bits) + 2


def test_the_script_is_small() -> None:
    """A reader fetches it once; it stays below eight kilobytes."""
    script = Path(__file__).parent.parent / "themes/default/static/search.js"
    data = script.read_bytes()
    assert len(zlib.compress(data)) <= 8192
