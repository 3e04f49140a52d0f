"""What stands before a build begins: the held output, what was found, what all of it amounts to.

This is all that a build needs to see that nothing has changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import msgspec

from generator.cards import digest_of
from generator.diagnostics import Diagnostic
from generator.discover import Found, discover, stop_without
from generator.pictures.found import Picture, pictures_in
from generator.store import STORE, Report, Store
from generator.workshop import Choices, Workshop
from generator.write import Output, output


class Standing(msgspec.Struct, frozen=True):
    """The output, held; the store; sources and pictures with what is wrong with
    the folder; the hash of all."""

    out: Output
    store: Store
    found: tuple[Found, ...]
    pictures: Mapping[str, Picture]
    noticed: tuple[Diagnostic, ...]
    inputs: str

    def report(self) -> Report | None:
        """Return what the last build said, if nothing at all has changed since."""
        last = self.store.last(self.inputs) if self.out.holds(self.inputs) else None
        return msgspec.structs.replace(last, written=0) if last else None


@contextmanager
def standing(shop: Workshop, choices: Choices, extra: Mapping[str, bytes]) -> Iterator[Standing]:
    """Hold the output for one build. Raises OutputError or BusyError."""
    config = shop.config
    store = Store(config.root / STORE, shop.version)
    stop_without(config.content)  # before anything is made beside the output
    with output(config.output, (config.content, config.root), clean=choices.clean) as out:
        found, noticed = discover(config.content, config.output)
        pictures = pictures_in(config.content, config.output)
        inputs = inputs_of(shop, found, pictures, noticed, choices, extra)
        yield Standing(out, store, tuple(found), pictures, tuple(noticed), inputs)


def inputs_of(
    shop: Workshop,
    found: Sequence[Found],
    pictures: Mapping[str, Picture],
    noticed: Sequence[Diagnostic],
    choices: Choices,
    extra: Mapping[str, bytes],
) -> str:
    """Return a hash of all that the site depends on, made of stamps instead of contents."""
    files = [(one.path, one.stamps) for one in found]
    seen = [(path, one.stamp) for path, one in pictures.items()]
    more = [(path, digest_of_file(data)) for path, data in sorted(extra.items())]
    dates = (choices.as_of, choices.drafts)
    return digest_of(shop.base, shop.problems, files, seen, noticed, *dates, more).hex()


def digest_of_file(data: bytes) -> str:
    """Return what stands for a finished file."""
    return digest_of("extra", data).hex()
