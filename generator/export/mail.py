"""An issue as e-mail: HTML with its styles in the elements, plain text, and both as ``.eml``."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import msgspec
from markupsafe import escape

from generator.cards import Leaf
from generator.errors import ConfigError, OutputError
from generator.export.edition import Edition, Export, Setter, Wanted, whole
from generator.export.formulas import readable
from generator.export.pictures import Album, is_picture
from generator.export.plain import plain_text
from generator.export.reshape import Reshaper
from generator.export.tree import (
    Element,
    change,
    classes,
    each,
    find,
    html_of,
    made,
    parse,
    words_of,
)
from generator.pages.item import brief
from generator.regex import regex
from generator.text import NO_TEXT, Text
from generator.views import IssueView

MOST = 100_000
"""Bytes of HTML in one message; the largest mail service hides what comes after 102 KB."""

OPENINGS = (1500, 300)
"""Characters of a text that a shortened mail shows, and that a shorter one does."""

SENTENCE_END = regex(r"(?<=[。！？])|(?<=[.!?])\s")
_NAME = regex(r"\.(-?[A-Za-z_][\w-]*)")

Show = Callable[[Leaf], Leaf]


class Mail(msgspec.Struct, frozen=True):
    """A message in its three forms; *cut* is the word for how it was shortened, if it was."""

    html: str
    text: str
    message: bytes
    cut: str = ""


def mail(edition: Edition, wanted: Wanted, most: int = MOST) -> Mail:
    """Return an issue as a mail whose HTML has at most *most* bytes.

    Raises ConfigError where the package that inlines styles is missing, and OutputError where not
    even a list of titles has room.
    """
    setter = Setter(edition, wanted)
    for cut, show in CUTS:
        view = setter.view(show)
        if cut:
            view = msgspec.structs.replace(view, rest=None, people=())
        html, body = _set(setter, view, setter.frame.t[f"export_{cut}"] if cut else "")
        if len(html.encode()) <= most:
            return _mail(setter, view, html, body, cut)
    return _some(setter, view, most)


def _some(setter: Setter, view: IssueView, most: int) -> Mail:
    """Return a mail of as many titles as it can hold."""
    total = sum(len(section.items) for section in view.sections)
    fits, over = -1, total
    made_last = None
    while over - fits > 1:
        middle = (fits + over) // 2
        note = setter.frame.t["export_some"].format(n=middle, more=total - middle)
        shown = _first(view, middle)
        html, body = _set(setter, shown, note)
        if len(html.encode()) <= most:
            fits, made_last = middle, _mail(setter, shown, html, body, "some")
        else:
            over = middle
    if made_last is None:
        raise OutputError(f"a mail of {most:,} bytes cannot hold even the head of this issue")
    return made_last


def _first(view: IssueView, number: int) -> IssueView:
    """Return an issue with no more than its first items."""
    sections = []
    for section in view.sections:
        items = section.items[:number]
        number -= len(items)
        if items:
            sections.append(msgspec.structs.replace(section, items=items))
    return msgspec.structs.replace(view, sections=tuple(sections))


def _opened(most: int) -> Show:
    """Return what shows an abstract, or else how the text begins."""

    def show(leaf: Leaf) -> Leaf:
        said = leaf.abstract or _opening(leaf.body, most)
        return msgspec.structs.replace(brief(leaf), abstract=said)

    return show


def _first_lines(leaf: Leaf) -> Leaf:
    said = _opening(leaf.abstract or leaf.body, OPENINGS[-1])
    return msgspec.structs.replace(brief(leaf), abstract=said)


def _title(leaf: Leaf) -> Leaf:
    return msgspec.structs.replace(brief(leaf), abstract=NO_TEXT, subtitle=NO_TEXT, fields=())


CUTS: tuple[tuple[str, Show], ...] = (
    ("", whole),
    *(("abstracts", _opened(most)) for most in OPENINGS),
    ("openings", _first_lines),
    ("titles", _title),
)
"""How a mail is shortened until it fits; the theme has the words that say so."""

CUT = {
    "abstracts": "abstracts, or how each text begins",
    "openings": "how each text begins",
    "titles": "titles only",
    "some": "the first titles only",
}


def _opening(text: Text, most: int) -> Text:
    return text.map(lambda html: "".join(f"<p>{escape(one)}</p>" for one in opening(html, most)))


def opening(html: str, most: int) -> list[str]:
    """Return the first paragraphs of some HTML in at most *most* characters or so.

    The last one ends with a sentence if it can; three dots say that there is more.
    """
    top = parse(html)
    change(top, _as_words)
    paragraphs = [" ".join(words_of(one).split()) for one in top.iter("p")]
    shown: list[str] = []
    for words in filter(None, paragraphs or [" ".join(words_of(top).split())]):
        if len(words) > most:
            return [*shown, f"{_begun(words, most)} …"]
        shown.append(words)
        most -= len(words)
    return shown


def _begun(words: str, most: int) -> str:
    """Return the first of some words: whole sentences, or whole words."""
    end = max((one.start() for one in SENTENCE_END.finditer(words, 0, most)), default=0)
    if end > most // 3:
        return words[:end].strip()
    head = words[:most]
    return head.rpartition(" ")[0] if " " in head[most // 2 :] else head


def _as_words(one: Element) -> Element | str | None:
    if "tex" in classes(one):
        return ""
    return readable(one)[0] if one.tag == "math" else one


def _set(setter: Setter, view: IssueView, note: str) -> tuple[str, Element]:
    """Return the mail's HTML, and its body before styles were put into it."""
    top = parse(setter.fill("email.html", view, setter.sheet(view, note)))
    Reshaper(setter.edition, setter.lang, anchors=False).reshape(top)
    album = Album(setter.edition)
    change(top, lambda one: _mailable(one, album, setter.frame.t["export_picture"]))
    body = find(top, "body")
    return _inlined(html_of(top)), body


def _mailable(one: Element, album: Album, word: str) -> Element | str | None:
    """Return what a mail program can show in place of an element; *word* is that for a picture."""
    if one.tag == "math":
        words, unicode = readable(one)
        return words if unicode else made("code", words)
    if is_picture(one):
        picture = album.of(one)
        said = picture.words if picture.data else " ".join(words_of(one).split())
        return made("em", f"[{word}: {said}]" if said else f"[{word}]")
    if one.tag in ("td", "th") and not classes(one) & {"sheet"}:
        one.set("class", "cell")
    for name in [key for key in one.attrib if key.startswith("data-")]:
        del one.attrib[name]
    return one


def _inlined(html: str) -> str:
    """Return *html* with its styles in its elements, and only the classes that are still of use."""
    try:
        import css_inline
    except ModuleNotFoundError as error:
        hint = "install it: pip install 'jianbao[email]'"
        raise ConfigError(f"a mail needs the package {error.name}", hint) from None
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    top = parse(inliner.inline(html))
    kept = set(_NAME.findall("".join(words_of(one) for one in each(top, "style"))))
    for one in top.iter():
        if "class" in one.attrib:
            names = [name for name in one.attrib["class"].split() if name in kept]
            if names:
                one.set("class", " ".join(names))
            else:
                del one.attrib["class"]
    change(top, lambda one: None if one.tag == "span" and not one.attrib else one)
    head = find(top, "head")
    head[:] = sorted(head, key=lambda one: one.tag == "style")  # what the letters are, stands first
    return html_of(top)


def _mail(setter: Setter, view: IssueView, html: str, body: Element, cut: str) -> Mail:
    text = plain_text(body)
    languages = setter.sheet(view).langs
    name, title = setter.titles(view)
    subject = title if name in title else f"{title} · {name}"
    issue = setter.edition.issue
    return Mail(html, text, _message(subject, issue.card.date, languages, text, html), cut)


def _message(subject: str, date: str, languages: Sequence[str], text: str, html: str) -> bytes:
    """Return a message without sender and receiver; the same words give the same bytes.

    A mail program opens it as a draft. Its date is that of the issue.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _on_one_line(subject)
    when = _moment(date)
    if when:
        message["Date"] = format_datetime(when)
    message["X-Unsent"] = "1"
    message["MIME-Version"] = "1.0"
    message.set_content(text, cte="base64")
    message.add_alternative(html, subtype="html", cte="base64")
    message["Content-Language"] = ", ".join(languages)
    seal = hashlib.sha256(f"{subject}\0{text}\0{html}".encode()).hexdigest()
    message.set_boundary(f"jianbao-{seal[:32]}")
    return message.as_bytes()


def _on_one_line(words: str) -> str:
    """Return *words* as a header may hold them: nothing in them ends it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _moment(date: str) -> datetime | None:
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        return None


def export(edition: Edition, wanted: Wanted) -> Export:
    """Return an issue as e-mail: HTML, plain text, and a message of both."""
    said = mail(edition, wanted)
    stem = f"{edition.name}.{wanted}.email"
    files = {f"{stem}.html": said.html.encode(), f"{stem}.txt": said.text.encode()}
    notes = []
    if said.cut:
        notes.append(
            f"too long for a mail of {MOST // 1000} KB, so it was shortened: {CUT[said.cut]}"
        )
    if not _moment(edition.issue.card.date):
        notes.append("the issue has no date, so the message has none: your mail program gives one")
    return Export({**files, f"{stem}.eml": said.message}, tuple(notes))
