"""The command line: options in, one call, exit status out (0 fine, 1 content, 2 usage)."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from generator import __version__
from generator.diagnostics import Diagnostic, Severity, annotation, explain, ordered, worst
from generator.errors import GeneratorError, MachineError, OutputError
from generator.newcli import new

F = TypeVar("F", bound=Callable[..., Any])

FINE, CONTENT, USAGE = 0, 1, 2

BUILT = frozenset({"heavy-page"})
"""Notes that are told at once: nothing but a build can know them."""


class Command(click.Group):
    """The group of commands; an error of ours is one sentence and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, turning what stops it into words."""
        try:
            try:
                return super().invoke(ctx)
            except MemoryError:
                hint = "build with -j 1, or on a machine that has more"
                raise MachineError("there is not enough memory", hint) from None
        except GeneratorError as error:
            click.echo(f"jianbao: {error.message}", err=True)
            if error.hint:
                click.echo(f"  hint: {error.hint}", err=True)
            ctx.exit(USAGE)


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="jianbao")
def main() -> None:
    """Turn a folder of research newsletters into a bilingual static site."""


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


def dates(command: F) -> F:
    """Add the options that decide what is published."""
    day = click.DateTime(["%Y-%m-%d"])
    option = click.option("--as-of", type=day, metavar="DATE", help="Publish as on this day.")
    return click.option("--drafts", is_flag=True, help="Publish drafts too.")(option(command))


def showing(command: F) -> F:
    """Add the option that shows a theme."""
    words = "Add a page that shows all of the theme: LANG/theme-gallery/."
    return click.option("--theme-gallery", is_flag=True, help=words)(command)


def _day(as_of: datetime | None) -> str:
    return (as_of.date() if as_of else date.today()).isoformat()


@main.command()
@places
@dates
@click.option("--strict", is_flag=True, help="Let warnings fail the build too.")
@click.option("--clean", is_flag=True, help="Trust nothing remembered, make everything anew.")
@click.option("--no-search", is_flag=True, help="Make no search page and no index.")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes to use.")
@showing
def build(
    *,
    as_of: datetime | None,
    drafts: bool,
    strict: bool,
    clean: bool,
    no_search: bool,
    jobs: int | None,
    theme_gallery: bool,
    **where: Any,
) -> None:
    """Build the site.

    \b
    Example:
      jianbao build --output public
    """
    from generator.build import Choices
    from generator.build import build as build_site
    from generator.workers import processes
    from generator.workshop import open_workshop, shown

    started = time.perf_counter()
    shop = open_workshop(**where, search=not no_search)
    day = _day(as_of)
    choices = Choices(as_of=day, drafts=drafts, clean=clean, jobs=jobs or processes())
    if theme_gallery:
        from generator.gallery import gallery

        report = build_site(shop, choices, gallery(shop))
    else:
        report = build_site(shop, choices)
    told = [p for p in report.problems if p.severity > Severity.NOTE or p.code in BUILT]
    _tell(told, shop.config.content)
    seconds = time.perf_counter() - started
    _print(
        f"{report.pages} pages, {report.items} items in {report.issues} issues as of {day}; "
        f"{_tally(report.problems)}; {report.bytes / 1e6:.1f} MB, {report.written} files written, "
        f"{seconds:.2f} s → {shown(shop.config.output)}/   (look at it: jianbao serve)\n"
    )
    sys.exit(_status(report.problems, strict))


@main.command()
@places
@dates
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How to say it.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
@click.option("--translations", is_flag=True, help="Say what is missing in which language.")
@click.option("--po", type=click.Path(path_type=Path), metavar="FILE", help="Write it as en.po.")
@click.option(
    "--import",
    "translated",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take translations from a PO file into fix files.",
)
@click.option("--explain", "lines", is_flag=True, help="Say what each line was taken for.")
@click.option("--external", is_flag=True, help="Ask for every outside link on the network.")
@click.option(
    "--published",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with this sitemap instead of that of the last build.",
)
def check(
    *,
    paths: tuple[Path, ...],
    as_of: datetime | None,
    drafts: bool,
    form: str,
    strict: bool,
    translations: bool,
    po: Path | None,
    translated: Path | None,
    lines: bool,
    external: bool,
    published: Path | None,
    **where: Any,
) -> None:
    """Read everything, write nothing, list every problem.

    Of the content, only --import changes anything: it writes fix files.

    \b
    Example:
      jianbao check content/daily/2024-03-04.md
      jianbao check --translations --po en.po
    """
    from generator.excerpts import Excerpts
    from generator.look import review, statuses, take_translations
    from generator.outputs import api
    from generator.translations import desk, status
    from generator.workshop import open_workshop

    if (po or translated) and not translations:
        raise click.UsageError("--po and --import go with --translations")
    shop = open_workshop(**where)
    day = _day(as_of)
    seen = review(shop, paths, published, as_of=day, drafts=drafts)
    if translated:
        told, amiss = take_translations(seen, translated)
        _say("\n".join(told))
        seen = review(shop, paths, published, as_of=day, drafts=drafts, noticed=amiss)
    standing = statuses(seen) if translations else []
    if po:
        _say(desk.send(standing, po))
    problems = seen.problems
    if external:
        from generator.outside import outside  # the only way to the network

        problems = tuple(ordered([*problems, *outside(shop, seen, as_of=day, say=_say)]))
    if form == "json":
        found = [problem.to_json() for problem in problems]
        more = {"translations": [status.to_json(one) for one in standing]} if translations else {}
        _print(api.dump({"schema": api.SCHEMA, "diagnostics": found, **more}))
    elif form == "github":
        place = Excerpts(shop.config.content).place
        _print("".join(f"{annotation(one, place(one.span.path))}\n" for one in problems))
    else:
        if lines:
            from generator.taken import taken

            _print("".join(f"{line}\n" for line in taken(seen)))
        _tell(problems, shop.config.content)
        _print(f"{status.table(standing) if translations else ''}{_tally(problems)}\n")
    sys.exit(_status(problems, strict))


@main.command()
@places
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["json", "text"]), default="json", help="How to say it."
)
def inspect(*, paths: tuple[Path, ...], form: str, **where: Any) -> None:
    """Print what files are taken for: issues, sections, items, every field.

    \b
    Example:
      jianbao inspect content/daily/2024-03-04.md
    """
    from generator.look import look
    from generator.outputs import api
    from generator.taken import tree
    from generator.workshop import open_workshop

    shop = open_workshop(**where)
    seen = look(shop, paths, as_of="9999-12-31", drafts=True)
    issues = [api.issue(entry, seen.draft.scene.body(entry)) for entry in seen.issues]
    if form == "json":
        _print(api.document(issues, seen.problems))
    else:
        _print(tree(issues, seen.problems))
    sys.exit(_status(seen.problems, strict=False))


@main.command()
@places
@dates
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen here.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port, or the next free one.",
)
@click.option("--open", "browse", is_flag=True, help="Open a browser.")
@showing
def serve(
    *,
    as_of: datetime | None,
    drafts: bool,
    host: str,
    port: int,
    browse: bool,
    theme_gallery: bool,
    **where: Any,
) -> None:
    """Preview the site; pages are made when asked for and follow every change.

    \b
    Example:
      jianbao serve --open
    """
    from generator.preview import preview

    preview(
        where,
        as_of=_day(as_of),
        drafts=drafts,
        host=host,
        port=port,
        browse=browse,
        say=_say,
        with_gallery=theme_gallery,
    )


main.add_command(new)


def _say(words: str) -> None:
    click.echo(words, err=True)


def _print(results: str | bytes) -> None:
    """Write results to the standard output. Raises OutputError where they find no room."""
    try:
        click.echo(results, nl=False)
    except OSError as error:
        if error.errno == errno.EPIPE:  # the reader has seen enough: click ends quietly
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # let go of what is left
        raise OutputError(f"the results cannot be written: {error.strerror}") from None


def _tell(problems: Iterable[Diagnostic], root: Path) -> None:
    """Print problems with the lines they are about."""
    from generator.excerpts import Excerpts

    told = explain(problems, Excerpts(root))
    if told:
        click.echo(told, err=True)


def _tally(problems: Iterable[Diagnostic]) -> str:
    """Return how many problems there are of each severity."""
    found = ordered(problems)
    parts = []
    for severity, noun in ((s, str(s)) for s in reversed(Severity)):
        number = sum(problem.severity == severity for problem in found)
        if number:
            parts.append(f"{number} {noun}{'' if number == 1 else 's'}")
    return ", ".join(parts) or "no problems"


def _status(problems: Iterable[Diagnostic], strict: bool) -> int:
    """Return the exit status that *problems* ask for."""
    found = list(problems)
    if any(p.severity == Severity.ERROR and p.code.startswith("config-") for p in found):
        return USAGE
    limit = Severity.WARNING if strict else Severity.ERROR
    return CONTENT if (worst(found) or 0) >= limit else FINE
