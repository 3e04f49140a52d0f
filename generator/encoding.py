"""From the bytes of a file to clean text, saying aloud what had to be done."""

import codecs

from generator.diagnostics import Diagnostic, Severity
from generator.regex import regex
from generator.source import Span

LONG_LINE = 1_000_000
"""Characters above which a line is pointed out: it is rarely meant."""

HEAD = 4000
"""Bytes that are looked at to tell UTF-16 from a text with stray zeros."""

_CONTROL = regex("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = regex("[\u202a-\u202e\u2066-\u2069]")
_COMMON = {
    "GB18030": frozenset(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
    ),
    "Big5": frozenset(
        "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動"
    ),
}


def decode(raw: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    """Return the text of a file and what was found wrong with its bytes.

    A file that is not UTF-8 is an error; its text is still shown, read as the encoding it looks
    like, or with U+FFFD for each damaged byte.
    """
    problems: list[Diagnostic] = []

    def say(severity: Severity, code: str, message: str, span: Span, hint: str) -> None:
        problems.append(Diagnostic(severity, code, message, span, hint))

    if raw.startswith(codecs.BOM_UTF8):
        raw = raw[3:]
        hint = "harmless; save as UTF-8 without a signature to be rid of this note"
        say(Severity.NOTE, "bom", "the file begins with a byte-order mark", Span(path), hint)
    try:
        text, damage = raw.decode(), 0 if _is_wide(raw) and raw.isascii() else -1
    except UnicodeDecodeError as error:
        text, damage = "", error.start
    if damage >= 0:
        text, looks = _guess(raw)
        before = raw[:damage].decode()
        span = Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"not UTF-8: it looks like {looks}"
        say(Severity.ERROR, "not-utf-8", message, span, "save the file as UTF-8")
    if "\r" in text:
        first = text[: text.index("\r")].count("\n") + 1
        hint = "harmless; save with Unix line ends to be rid of this note"
        say(Severity.NOTE, "line-ends", "the lines end in \\r", Span(path, first), hint)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = text.replace("\n", "").isprintable()  # so are most files, and it is soon told
    if not plain and _CONTROL.search(text):
        text = _without_controls(text, path, problems)
    if not plain and _BIDI.search(text):
        for number, line in enumerate(text.split("\n"), 1):
            if found := _BIDI.search(line):
                name = f"U+{ord(found[0]):04X}"
                message = f"{name} turns the direction of the text: it does not read as written"
                span = Span(path, number, found.start() + 1)
                say(Severity.WARNING, "bidi-control", message, span, "remove it")
    if len(text) > LONG_LINE:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > LONG_LINE:
                message = f"a line of {len(line):,} characters"
                hint = "break it up if it is not meant; it is read all the same"
                say(Severity.WARNING, "long-line", message, Span(path, number), hint)
    return text, problems


def _without_controls(text: str, path: str, problems: list[Diagnostic]) -> str:
    """Put U+FFFD in the place of characters that no page may hold; one problem a line."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        found = _CONTROL.search(line)
        if found:
            name = f"U+{ord(found[0]):04X}"
            problems.append(
                Diagnostic(
                    Severity.WARNING,
                    "control-character",
                    f"the control character {name} is shown as \ufffd",
                    Span(path, number, found.start() + 1),
                    "remove it from the source",
                )
            )
            lines[number - 1] = _CONTROL.sub("\ufffd", line)
    return "\n".join(lines)


def _guess(raw: bytes) -> tuple[str, str]:
    """Return the text and the name of the encoding that bytes which are not UTF-8 look like."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if raw.startswith(mark):
            return raw[2:].decode(name, "replace"), "UTF-16"
    if _is_wide(raw):
        little = raw[1:HEAD:2].count(0) >= raw[:HEAD:2].count(0)
        text = raw.decode("utf-16-le" if little else "utf-16-be", "replace")
        return text, "UTF-16 without a mark"
    damaged = raw.decode("utf-8", "replace")
    multibyte = sum(1 for char in damaged if char > "\x7f" and char != "\ufffd")
    wide = sum(1 for char in damaged if char > "\u07ff" and char != "\ufffd")
    if max(multibyte, 4 * wide) > 4 * damaged.count("\ufffd"):
        return damaged, "UTF-8 with damaged bytes, each shown as \ufffd"
    best = max(_COMMON, key=lambda name: _likeness(raw, name))
    if _likeness(raw, best) > 0:
        return raw.decode(best), best
    return damaged, "no encoding that is known here; each damaged byte is shown as \ufffd"


def _is_wide(raw: bytes) -> bool:
    """Say whether every other byte tends to be zero, as in UTF-16 without a mark.

    Zeros that stand anywhere are a damaged text, not another encoding.
    """
    head = raw[:HEAD]
    fewer, more = sorted((head[::2].count(0), head[1::2].count(0)))
    return more > len(head) // 5 and fewer <= more // 10


def _likeness(raw: bytes, encoding: str) -> float:
    """Say how much bytes look like Chinese in an encoding: the share of very common characters."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    wide = sum(char > "\x7f" for char in text)
    return sum(char in _COMMON[encoding] for char in text) / wide if wide else 0.0
