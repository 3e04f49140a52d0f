"""The way of translations: out to a PO file, back into fix files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.errors import ConfigError, OutputError
from generator.regex import regex
from generator.text import LANGS, Lang
from generator.translations.status import Status

_NAME = regex(r"(?:.*[._-])?(?P<lang>[a-z]{2})(?:[_-][A-Za-z]+)?\.po")


def send(statuses: Sequence[Status], file: Path) -> str:
    """Write what is to be translated into *file*, whose name says the language; return a sentence.

    Raises ConfigError for another name, and OutputError where it cannot be written.
    """
    lang = _language(file)
    try:
        from generator.translations.po import to_po
    except ModuleNotFoundError as error:
        raise _needs(error) from None

    data = to_po(statuses, lang)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}") from None
    number = data.count(b"\nmsgctxt ")
    return f"{number} text{'' if number == 1 else 's'} to translate → {file}"


def take(
    statuses: Sequence[Status], file: Path, places: Mapping[str, Path]
) -> tuple[list[str], list[Diagnostic]]:
    """Write the translations in *file* into fix files; return sentences, and what was amiss.

    *places* has the files of the sources. Raises ConfigError and OutputError.
    """
    try:
        from generator.translations.fixing import bring_home
        from generator.translations.po import from_po
    except ModuleNotFoundError as error:
        raise _needs(error) from None

    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from None
    found, problems = from_po(raw, file.as_posix())
    written, more = bring_home(found, statuses, places)
    told = [f"{n} translation{'' if n == 1 else 's'} → {name}" for name, n in written.items()]
    return told or ["no translation is new"], [*problems, *more]


def _language(file: Path) -> Lang:
    found = _NAME.fullmatch(file.name)
    lang = next((lang for lang in LANGS if found and found["lang"] == lang), None)
    if lang is None:
        hint = "call it en.po or zh.po, or letter.en.po"
        raise ConfigError(f"the name {file.name} does not say into which language", hint)
    return lang


def _needs(error: ModuleNotFoundError) -> ConfigError:
    hint = "install them: pip install 'jianbao[translate]'"
    return ConfigError(f"PO files need packages that are not installed ({error.name})", hint)
