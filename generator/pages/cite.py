"""How an item of the site is cited."""

from urllib.parse import quote

from markupsafe import Markup, escape

from generator.assemble import Entry
from generator.citing import csl
from generator.citing.bibtex import bibtex
from generator.citing.reference import Form, Reference, arxiv_date, key_of, pieces
from generator.citing.ris import ris
from generator.citing.written import english, gb7714
from generator.model import Item
from generator.pages.frame import ATTR, NOTHING, Frame
from generator.pages.scene import Scene
from generator.text import LANGS, Lang, language_of
from generator.views import CiteView, Words

FORMS: dict[str, Form] = {"proceedings": "proceedings", "newsletter": "periodical"}
"""What an item of a style is, if it has no identifier of its own; any other is a web page."""

FILES = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))
"""The formats of files, as ``_written`` gives them, with what their names end in."""


def reference(scene: Scene, entry: Entry) -> Reference:
    """Return what a citation says of an entry; the same on every page and in every file."""
    card, issue, item = entry.card, scene.site.issues[entry.issue], scene.leaf(entry).item
    lang = _original(entry, item)
    doi = card.paper.removeprefix("doi:") if card.paper.startswith("doi:") else ""
    arxiv = "" if doi else card.paper
    form: Form = FORMS.get(issue.card.style, "journal" if doi else "preprint" if arxiv else "web")
    series = issue.series.title if issue.series else issue.card.title
    container = issue.card.title if form == "proceedings" else series
    if form == "web":
        container = scene.config.title
    config = scene.config
    url = f"{config.base_url}{lang}/{quote(entry.path)}" if config.base_url else ""
    return Reference(
        key=key_of(card.paper or f"{issue.id}-{card.slug}"),
        form=form,
        lang=lang,
        title=pieces(card.title.best(lang)[1]),
        authors=card.authors,
        et_al=card.et_al,
        date=(arxiv_date(arxiv) if form == "preprint" else "") or card.date or issue.card.date,
        container="" if form in ("preprint", "journal") else container.best(lang)[1],
        number=issue.card.number if form == "periodical" else "",
        pages=item.pages,
        arxiv=arxiv,
        doi=doi,
        url=f"https://arxiv.org/abs/{arxiv}" if arxiv else f"https://doi.org/{doi}" if doi else url,
    )


def _original(entry: Entry, item: Item) -> Lang:
    """Return the language a thing is cited in: a paper's own, else that of its text."""
    card = entry.card
    if card.kind == "paper" and card.plain.en and language_of("".join(card.authors)) == "en":
        return "en"
    return (item.body or item.abstract or item.title).best(LANGS[0])[0]


def cite_view(frame: Frame, entry: Entry) -> CiteView:
    """Return a citation in every format, for the page of an item."""
    cited, texts = frame.scene.once(_written, entry)
    key, attr = cited.key, NOTHING if cited.lang == frame.lang else ATTR[cited.lang]
    chinese, in_english, *files = (Words(text, attr) for text in texts)
    return CiteView(
        written=(("GB/T 7714", chinese), (frame.t["cite_english"], in_english)),
        files=tuple(
            (name, f"{key}.{suffix}", words)
            for (name, suffix), words in zip(FILES, files, strict=True)
        ),
    )


def _written(scene: Scene, entry: Entry) -> tuple[Reference, tuple[Markup, ...]]:
    """Return a citation in every format; the pages of both languages show the same."""
    cited = scene.once(reference, entry)
    texts = (
        gb7714(cited),
        english(cited),
        bibtex(cited),
        ris(cited),
        csl.document([cited]),
    )
    return cited, tuple(map(escape, texts))
