"""The command ``jianbao export``: one issue as something to send, post, keep or print."""

from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click

from generator.terminal import dates, day_of, say

FORMATS = ("email", "wechat", "epub", "pdf", "bibtex")
FOLDER = Path("export")


@click.command()
@click.argument("issue")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), required=True, help="What to make of it."
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en", "both"]),
    help="The language, or both. Default: both; for wechat zh.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=FOLDER,
    show_default=True,
    metavar="DIR",
    help="Where the files go.",
)
@click.option("--force", is_flag=True, help="Write over files that are there already.")
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this site.toml."
)
@click.option(
    "--content", type=click.Path(path_type=Path), metavar="DIR", help="Where the content is."
)
@click.option("--base-url", metavar="URL", help="The address of the site, for links to it.")
@click.option("--theme", metavar="NAME", help="Use this theme.")
@dates
def export(
    *,
    issue: str,
    form: str,
    lang: Literal["zh", "en", "both"] | None,
    output: Path,
    force: bool,
    as_of: datetime | None,
    drafts: bool,
    **where: Any,
) -> None:
    """Make an e-mail, a 公众号 post, an EPUB, a PDF or a BibTeX file of an issue.

    ISSUE is its id, as in its address, or its file. The names of the files that were made go to
    standard output.

    \b
    Example:
      jianbao export 2024-03-04 --format email --lang zh
      jianbao export content/quarterly/2026-01.md --format epub
    """
    from generator.export.desk import export_issue
    from generator.export.edition import choose
    from generator.workshop import open_workshop, shown

    edition = choose(open_workshop(**where), issue, as_of=day_of(as_of), drafts=drafts)
    for path in export_issue(edition, form, lang, output, force=force, say=say):
        click.echo(shown(path.absolute()))
