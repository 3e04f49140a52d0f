"""Citations: each format by its own rules, nothing said that the source does not say."""

import json
import re
from collections.abc import Callable
from itertools import accumulate

import pytest

from generator.citing import csl
from generator.citing.bibtex import bibtex
from generator.citing.reference import Piece, Reference, arxiv_date, key_of, pieces
from generator.citing.ris import ris
from generator.citing.written import english, gb7714
from generator.markup import typeset
from generator.source import Span
from tests.conftest import ARTICLE, DAY, Files, SiteFolder

MakeSite = Callable[[Files], SiteFolder]
CONFIG = 'base_url = "https://example.org/letter/"\n'

TALK = Reference(
    key="2026-02-访谈",
    form="periodical",
    lang="zh",
    title=(Piece("与年轻人谈谈读书"),),
    authors=("王小明", "李 and 雷", "赵四", "钱五"),
    date="2026-02",
    container="某学会通讯",
    number="2",
    pages=(3, 9),
)
PAPER = Reference(
    key="2603.00001",
    form="preprint",
    lang="en",
    title=(Piece("Savings of 50% & more: "), Piece(r"\beta", formula=True), Piece("-VAE_2")),
    authors=("Ada Lovelace", "Grace Hopper"),
    et_al=True,
    date="2026-03",
    arxiv="2603.00001",
    url="https://arxiv.org/abs/2603.00001",
)


def fields(entry: str) -> dict[str, str]:
    """Return the fields of a BibTeX entry; their braces must pair, as BibTeX counts them."""
    found = {}
    for line in entry.splitlines()[1:-1]:
        name, value = re.fullmatch(r"  (\w+) = \{(.*)\},", line).groups()
        open_now = list(accumulate((sign == "{") - (sign == "}") for sign in value))
        assert min(open_now, default=0) >= 0  # an escaped brace is a brace to BibTeX
        assert open_now[-1:] in ([], [0])
        found[name] = value
    return found


def test_a_talk_in_a_periodical() -> None:
    """Chinese names stay whole, the number and the year stand where GB/T 7714 wants them."""
    told = fields(bibtex(TALK))
    assert told["author"] == "{王小明} and {李 and 雷} and {赵四} and {钱五}"
    assert (told["journal"], told["number"], told["pages"]) == ("某学会通讯", "2", "3--9")
    assert gb7714(TALK) == (
        "王小明, 李 and 雷, 赵四, 等. 与年轻人谈谈读书[J]. 某学会通讯, 2026(2): 3-9."
    )
    assert csl.document([TALK]).count('"literal"') == 4


def test_a_preprint() -> None:
    """Formulas stay TeX, other signs are escaped, a list that goes on says so in every format."""
    told = fields(bibtex(PAPER))
    assert told["title"] == r"{Savings of 50\% \& more: $\beta$-VAE\_2}"
    assert told["author"].endswith(" and others")
    assert english(PAPER) == (
        r"Ada Lovelace, Grace Hopper, et al. 2026. Savings of 50% & more: $\beta$-VAE_2. "
        "arXiv:2603.00001. https://arxiv.org/abs/2603.00001."
    )
    assert gb7714(PAPER).startswith("Ada Lovelace, Grace Hopper, et al. Savings")
    item = json.loads(csl.document([PAPER]))[0]
    assert item["issued"] == {"date-parts": [[2026, 3]]}
    assert item["author"][-1] == {"literal": "others"}


def test_what_is_not_known_is_not_said() -> None:
    """Without authors, date and address nothing stands in their place."""
    bare = Reference(key="x", form="web", lang="zh", title=(Piece("无名"),))
    assert fields(bibtex(bare)) == {"title": "{无名}", "langid": "chinese"}
    assert (gb7714(bare), english(bare)) == ("无名[Z].", "无名.")
    assert json.loads(csl.document([bare])) == [
        {"id": "x", "type": "webpage", "title": "无名", "language": "zh-Hans"}
    ]


HOSTILE = [
    "} @comment{",
    "\\",
    "a\r\nER  - \r\nTY  - JOUR",
    "{{{",
    "x}}}, @misc{evil, title = {",
    r"\left\{ x \right.",
    '","evil":"',
    "100% $5 #1 _ ^ ~",
    "</script><script>",
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("formula", [False, True])
def test_hostile_words(words: str, formula: bool) -> None:
    """No title, name or number ends its field or begins another, in any format."""
    bad = Reference(
        key="k",
        form="periodical",
        lang="en",
        title=(Piece(words, formula=formula),),
        authors=(words,),
        container=words,
        number=words,
        url=f"https://example.org/{words}",
    )
    names = {"title", "author", "journal", "number", "url"}
    assert set(fields(bibtex(bad))) == names
    lines = ris(bad).splitlines()
    assert [line[:2] for line in lines] == ["TY", "TI", "AU", "T2", "IS", "UR", "LA", "ER"]
    assert json.loads(csl.document([bad]))[0]["container-title"] == words


def test_a_title_in_pieces() -> None:
    """A title set as HTML gives its words back, each formula as its TeX."""
    words = r"\textbf{S}parse $\alpha < 1$ & 甲"
    html = typeset.inline(words, "tex", Span("a.md", 1), links=False)[0].html
    assert [(piece.words, piece.formula) for piece in pieces(html)] == [
        ("Sparse ", False),
        (r"\alpha < 1", True),
        (" & 甲", False),
    ]


@pytest.mark.parametrize(
    ("arxiv", "date"),
    [
        ("2603.00001", "2026-03"),
        ("0704.0001", "2007-04"),
        ("hep-th/9901001", "1999-01"),
        ("2613.00001", ""),
        ("unknown", ""),
    ],
)
def test_the_month_in_an_identifier(arxiv: str, date: str) -> None:
    """arXiv numbers begin with year and month; what does not is no date."""
    assert arxiv_date(arxiv) == date


def test_keys() -> None:
    """Keys are ASCII, and two names that differ in what is lost keep different keys."""
    assert key_of("2603.00001") == "2603.00001"
    keys = {key_of("2026-02-访谈"), key_of("2026-02-综述"), key_of("访谈")}
    assert len(keys) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9.:-]+", key) for key in keys)


def test_an_issue_as_files(make_site: MakeSite) -> None:
    """Each issue has its citations as two files, the same as stand on the pages of its items."""
    site = make_site({"a.md": DAY, "捷径.md": ARTICLE, "site.toml": CONFIG})
    site.build()
    files = site.files()
    bib = files["issues/2026-03-02.bib"].decode()
    assert bib.count("@misc{") == len(json.loads(files["issues/2026-03-02.json"]))
    page = files["zh/papers/2603.00001/index.html"].decode()
    assert "eprint = {2603.00001}" in bib
    assert "eprint = {2603.00001}" in page
    assert (
        'href="../../../issues/2026-03-02.bib"' in files["zh/issues/2026-03-02/index.html"].decode()
    )
    assert "https://example.org/letter/" in files["issues/a-shortcut.bib"].decode()


def test_no_address_no_url(make_site: MakeSite) -> None:
    """While the site has no address, none is cited."""
    site = make_site({"捷径.md": ARTICLE})
    site.build()
    assert "url = " not in site.files()["issues/a-shortcut.bib"].decode()
