"""The command line: options in, one call, exit status out (0 fine, 1 content, 2 usage)."""

import io
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.diagnostics import Severity, annotation, ordered
from generator.errors import GeneratorError, MachineError
from generator.exportcli import export
from generator.newcli import new
from generator.progress import progress
from generator.publishcli import publish
from generator.terminal import (
    USAGE,
    dates,
    day_of,
    exit_status,
    places,
    put,
    say,
    showing,
    tally,
    tell,
)

BUILT = frozenset({"heavy-page"})
"""Notes that are told at once: nothing but a build can know them."""


class Command(click.Group):
    """The group of commands; an error of ours is one sentence and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, turning what stops it into words."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # not every console knows every character
                stream.reconfigure(errors="backslashreplace")
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


@main.command()
@places
@dates
@click.option("--strict", is_flag=True, help="Let warnings fail the build too.")
@click.option("--clean", is_flag=True, help="Trust nothing remembered, make everything anew.")
@click.option("--no-search", is_flag=True, help="Make no search page and no index.")
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="Processes to use.")
@click.option("--executor", metavar="URL", help="Render on the Dask cluster at dask://HOST:PORT.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@showing
def build(
    *,
    as_of: datetime | None,
    drafts: bool,
    strict: bool,
    clean: bool,
    no_search: bool,
    jobs: int | None,
    executor: str | None,
    quiet: bool,
    theme_gallery: bool,
    **where: Any,
) -> None:
    """Build the site.

    \b
    Example:
      jianbao build --output public
    """
    from generator.renew import build as build_site
    from generator.stages import silent
    from generator.workshop import Choices, open_workshop, processes, shown

    if executor:
        from generator.cluster import hire_at
    started = time.perf_counter()
    shop = open_workshop(**where, search=not no_search)
    day = day_of(as_of)
    choices = Choices(
        as_of=day,
        drafts=drafts,
        clean=clean,
        jobs=jobs or processes(),
        hire=hire_at(executor) if executor else None,
        stage=silent if quiet else progress,
    )
    if theme_gallery:
        from generator.gallery import gallery
    report = build_site(shop, choices, gallery(shop) if theme_gallery else {})
    tell(
        [p for p in report.problems if p.severity > Severity.NOTE or p.code in BUILT],
        shop.config.content,
    )
    seconds = time.perf_counter() - started
    summary = (
        f"{report.pages} pages, {report.items} items in {report.issues} issues as of {day}; "
        f"{tally(report.problems)}; {report.bytes / 1e6:.1f} MB, {report.written} files written, "
        f"{seconds:.2f} s → {shown(shop.config.output)}/   (look at it: jianbao serve)\n"
    )
    put("" if quiet else summary)
    sys.exit(exit_status(report.problems, strict))


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
    day = day_of(as_of)
    seen = review(shop, paths, published, as_of=day, drafts=drafts)
    if translated:
        told, amiss = take_translations(seen, translated)
        say("\n".join(told))
        seen = review(shop, paths, published, as_of=day, drafts=drafts, noticed=amiss)
    standing = statuses(seen) if translations else []
    if po:
        say(desk.send(standing, po))
    problems = seen.problems
    if external:
        from generator.outside import outside  # the only way to the network

        problems = tuple(ordered([*problems, *outside(shop, seen, as_of=day, say=say)]))
    if form == "json":
        found = [problem.to_json() for problem in problems]
        more = {"translations": [status.to_json(one) for one in standing]} if translations else {}
        put(api.dump({"schema": api.SCHEMA, "diagnostics": found, **more}))
    elif form == "github":
        place = Excerpts(shop.config.content).place
        put("".join(f"{annotation(one, place(one.span.path))}\n" for one in problems))
    else:
        if lines:
            from generator.taken import taken

            put("".join(f"{line}\n" for line in taken(seen)))
        tell(problems, shop.config.content)
        put(f"{status.table(standing) if translations else ''}{tally(problems)}\n")
    sys.exit(exit_status(problems, strict))


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
        put(api.document(issues, seen.problems))
    else:
        put(tree(issues, seen.problems))
    sys.exit(exit_status(seen.problems, strict=False))


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
@click.option("--poll", is_flag=True, help="List the files every second for what has changed.")
@showing
def serve(
    *,
    as_of: datetime | None,
    drafts: bool,
    host: str,
    port: int,
    browse: bool,
    poll: bool,
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
        as_of=day_of(as_of),
        drafts=drafts,
        host=host,
        port=port,
        browse=browse,
        poll=poll,
        say=say,
        with_gallery=theme_gallery,
    )


main.add_command(new)
main.add_command(publish)
main.add_command(export)
