"""From an issue and a format to files in a folder; what is not in them is said aloud."""

import os
from collections.abc import Callable
from pathlib import Path

from generator.errors import OutputError
from generator.export import bibtex, epub, mail, pdf, wechat
from generator.export.edition import Edition, Export, Wanted

MAKERS: dict[str, Callable[[Edition, Wanted], Export]] = {
    "email": mail.export,
    "wechat": wechat.export,
    "epub": epub.export,
    "pdf": pdf.export,
    "bibtex": bibtex.export,
}
USUAL: dict[str, Wanted] = {"wechat": "zh"}
"""The language of a format where none is asked for; of any other it is both."""

NO_LINKS = frozenset({"bibtex"})


def export_issue(
    edition: Edition,
    form: str,
    wanted: Wanted | None,
    folder: Path,
    *,
    force: bool,
    say: Callable[[str], None],
) -> list[Path]:
    """Write an issue in a format into *folder* and return the files.

    A file of other content that is there already is replaced only with *force*. Raises OutputError
    where that is so or the folder cannot be written, ConfigError where a package is missing.
    """
    made = MAKERS[form](edition, wanted or USUAL.get(form, "both"))
    paths = {folder / name: data for name, data in made.files.items()}
    taken = [path for path, data in paths.items() if _differs(path, data)]
    if taken and not force:
        names = ", ".join(path.name for path in taken)
        raise OutputError(
            f"{names}: already in {folder}, with other content",
            "--force writes over it; --output names another folder",
        )
    for path, data in paths.items():
        _write(path, data)
    if not edition.base_url and form not in NO_LINKS:
        say("note: base_url is not set, so nothing in it links to the site (see --base-url)")
    for note in made.notes:
        say(f"note: {note}")
    return list(paths)


def _differs(path: Path, data: bytes) -> bool:
    """Say whether something else stands at *path*."""
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return False
    except OSError as error:
        raise OutputError(f"{path} cannot be read: {error.strerror}") from None


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        os.replace(draft, path)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror}", "name another folder with --output"
        ) from None
