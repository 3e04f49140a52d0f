"""What the commands share: options that mean the same everywhere, and how results are said."""

import errno
import os
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from generator.diagnostics import Diagnostic, Severity, explain, ordered, worst
from generator.errors import OutputError

F = TypeVar("F", bound=Callable[..., Any])

FINE, CONTENT, USAGE = 0, 1, 2
"""How a command ends: all is well, something is wrong with the content, or with the call."""


def places(command: F) -> F:
    """Add the options that mean the same everywhere."""
    path = click.Path(path_type=Path)
    for option in (
        click.option("--theme", metavar="NAME", help="Use this theme."),
        click.option("--base-url", metavar="URL", help="The address the site will have."),
        click.option("--output", type=path, metavar="DIR", help="Where the site goes."),
        click.option("--content", type=path, metavar="DIR", help="Where the content is."),
        click.option("--config", type=path, metavar="FILE", help="Use this site.toml."),
    ):
        command = option(command)
    return command


def as_of_day(command: F) -> F:
    """Add the option that decides what waits for its day."""
    day = click.DateTime(["%Y-%m-%d"])
    words = "Publish as on this day."
    return click.option("--as-of", type=day, metavar="DATE", help=words)(command)


def dates(command: F) -> F:
    """Add the options that decide what is published."""
    return click.option("--drafts", is_flag=True, help="Publish drafts too.")(as_of_day(command))


def showing(command: F) -> F:
    """Add the option that shows a theme."""
    words = "Add a page that shows all of the theme: LANG/theme-gallery/."
    return click.option("--theme-gallery", is_flag=True, help=words)(command)


def day_of(as_of: datetime | None) -> str:
    """Return the day to publish as on: today, unless another is given."""
    return (as_of.date() if as_of else date.today()).isoformat()


def say(words: str) -> None:
    """Talk: to the standard error."""
    click.echo(words, err=True)


def put(results: str | bytes) -> None:
    """Write results to the standard output. Raises OutputError where they find no room."""
    try:
        click.echo(results, nl=False)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader has seen enough: click ends quietly
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # let go of what is left
        raise OutputError(f"the results cannot be written: {error.strerror}") from None


def tell(problems: Iterable[Diagnostic], root: Path) -> None:
    """Print problems with the lines they are about."""
    from generator.excerpts import Excerpts

    told = explain(problems, Excerpts(root))
    if told:
        click.echo(told, err=True)


def tally(problems: Iterable[Diagnostic]) -> str:
    """Return how many problems there are of each severity."""
    found = ordered(problems)
    parts = []
    for severity, noun in ((s, str(s)) for s in reversed(Severity)):
        number = sum(problem.severity == severity for problem in found)
        if number:
            parts.append(f"{number} {noun}{'' if number == 1 else 's'}")
    return ", ".join(parts) or "no problems"


def exit_status(problems: Iterable[Diagnostic], strict: bool) -> int:
    """Return the exit status that *problems* ask for."""
    found = list(problems)
    if any(p.severity == Severity.ERROR and p.code.startswith("config-") for p in found):
        return USAGE
    limit = Severity.WARNING if strict else Severity.ERROR
    return CONTENT if (worst(found) or 0) >= limit else FINE
