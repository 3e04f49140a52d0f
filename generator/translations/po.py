"""What has to be translated as a PO file, and what a translator wrote in one."""

import io
from collections.abc import Sequence

import msgspec
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from generator.diagnostics import Diagnostic, Severity
from generator.reading.fixes import PARTS
from generator.regex import regex
from generator.source import Span
from generator.text import LANGS, Lang
from generator.translations.status import Status

HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"MIME-Version: 1.0\\n"
"Language: {lang}\\n"

"""
LOCALE: dict[Lang, str] = {"zh": "zh_CN", "en": "en"}
"""What translators' programs call the languages."""

HINT = "Formulas, links and marks stay as they are. / 公式、链接和标记保持原样。"

_QUOTED = regex(r'(?:#~\s*)?(?:msg[a-z]+(?:\[\d\])?\s+)?"(?:[^"\\]|\\.)*"\s*')
_STRING = regex(r'(?:#~\s*)?(?:msg[a-z]+(?:\[\d\])?\s*)?"')


_LINE_END = regex("\r\n?")
_UNSHOWN = regex("[\0-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """What a translator wrote: *words* for *original*, one text of an item in the file *source*."""

    source: str
    item: str
    part: str
    lang: Lang
    words: str
    original: str
    span: Span


def to_po(statuses: Sequence[Status], lang: Lang) -> bytes:
    """Return what is missing in *lang*, or stale, or held by a fix file, for a translator.

    The context of an entry is the path of its source, the id of its item and the name of the text.
    """
    catalog = Catalog()
    for status in statuses:
        for side in status.sides:
            wanted = "missing" in side.states or "stale" in side.states or side.held
            if side.lang != lang or not side.original or not wanted:
                continue
            entry = catalog.add(
                side.original,
                side.words,
                context=f"{status.source} {side.item} {side.part}",
                locations=[(status.source, side.lines[0])],
                auto_comments=[HINT],
            )
            entry.flags = {"fuzzy"} if "stale" in side.states else set()
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=True)
    return HEADER.format(lang=LOCALE[lang]).encode() + out.getvalue()


def from_po(raw: bytes, path: str) -> tuple[list[Translation], list[Diagnostic]]:
    """Return what is translated in the PO file *raw*, and what is wrong with it.

    What is not translated yet, or marked as fuzzy, is left out.
    """
    try:
        text = raw.decode("utf-8-sig")
        for number, row in enumerate(text.split("\n"), 1):
            if _STRING.match(row) and not _QUOTED.fullmatch(row):
                return [], [_broken("a string has no end", Span(path, number))]
        catalog = read_po(io.StringIO(text), abort_invalid=True)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return [], [_broken("it is not UTF-8", Span(path, line))]
    except PoFileError as error:
        return [], [_broken(str(error).rpartition(" on ")[0], Span(path, error.lineno + 1))]
    except (LookupError, ValueError) as error:
        return [], [_broken(f"its header cannot be read: {error}", Span(path))]
    lang = next(
        (lang for lang in LANGS if (catalog.locale_identifier or "").startswith(lang)), None
    )
    if lang is None:
        return [], [_broken("its header does not say 'Language: zh' or 'Language: en'", Span(path))]
    found, problems = [], []
    for entry in catalog:
        if not entry.id or not isinstance(entry.id, str) or not isinstance(entry.string, str):
            continue
        span = Span(path, entry.lineno or 1)
        source, _, rest = (entry.context or "").rpartition(" ")[0].rpartition(" ")
        part = (entry.context or "").rpartition(" ")[2]
        if not source or part not in PARTS:
            problems.append(
                _unknown(f"the context {entry.context!r} is not one that was exported", span)
            )
        elif _UNSHOWN.search(words := _LINE_END.sub("\n", entry.string).strip()):
            message = f"{rest}, {part}: the translation holds a character that no page may hold"
            hint = "delete it, and import again"
            problems.append(Diagnostic(Severity.WARNING, "po-value", message, span, hint))
        elif words and not entry.fuzzy:
            found.append(
                Translation(
                    source=source,
                    item=rest,
                    part=part,
                    lang=lang,
                    words=words,
                    original=entry.id,
                    span=span,
                )
            )
    return found, problems


def _broken(message: str, span: Span) -> Diagnostic:
    hint = "nothing of it is taken over; export it anew, or mend this line"
    return Diagnostic(Severity.ERROR, "po-syntax", f"not a PO file: {message}", span, hint)


def _unknown(message: str, span: Span) -> Diagnostic:
    hint = "leave the lines that begin with 'msgctxt' as they were exported"
    return Diagnostic(Severity.WARNING, "po-unknown", message, span, hint)
