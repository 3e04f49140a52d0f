"""How a build shows its progress: a bar on a terminal, a plain line elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from generator.stages import Step

NAMES = {"read": "reading", "render": "rendering"}
FEW = {"read": 20, "render": 200}
"""Files and pages that are done before anybody could read a line about them."""


@contextmanager
def progress(stage: str, total: int) -> Iterator[Step]:
    """Show a stage: its name, how many of how many, how many a second."""
    if total < FEW[stage]:
        yield lambda _: None
        return
    name, started = NAMES[stage], time.monotonic()
    noun = "files" if stage == "read" else "pages"
    if not sys.stderr.isatty():
        click.echo(f"{name} {total} {noun}", err=True)
        yield lambda _: None
        return

    def rate(done: int | None) -> str:
        return f"{(done or 0) / max(time.monotonic() - started, 0.001):.0f} {noun} a second"

    with click.progressbar(
        length=total,
        label=f"{name:9}",
        show_pos=True,
        show_eta=False,
        item_show_func=rate,
        file=sys.stderr,
    ) as bar:
        yield lambda more: bar.update(more, bar.pos + more)
