"""The commands that begin something: ``jianbao new …``, a group to which more can be added."""

from datetime import date, datetime
from pathlib import Path

import click

_CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this site.toml."
)


@click.group()
def new() -> None:
    """Begin something: a site, an issue, a theme."""


@new.command("site")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def site(*, folder: Path) -> None:
    """Make a site in DIR, a folder that is new or empty.

    \b
    Example:
      jianbao new site letter
    """
    from generator.newsite import make_site
    from generator.workshop import shown

    made = [path.relative_to(folder).as_posix() for path in make_site(folder)]
    for path in made:
        click.echo(f"{shown(folder / path)}")
    here = "" if folder.resolve() == Path.cwd() else f"  cd {shown(folder)}\n"
    samples = sum(path.startswith("content/") for path in made)
    click.echo(
        f"\nsite.toml       the settings, each explained: begin with title and tagline\n"
        f"content/        what the site says: {samples} samples, one of each style\n"
        f".github/        a workflow that builds the site at every push, for GitHub Pages\n"
        f"README.md       what to do next, and how to publish\n\n"
        f"look at it:\n{here}  jianbao serve --open",
        err=True,
    )


@new.command("issue")
@click.argument("style")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day to fill in instead of today.",
)
@click.option(
    "--content", type=click.Path(path_type=Path), metavar="DIR", help="Where the content is."
)
@_CONFIG
def issue(*, style: str, day: datetime | None, content: Path | None, config: Path | None) -> None:
    """Begin an issue of STYLE, with its date or the next number filled in.

    The file goes where the newest issue of that style is, else into content/STYLE/.

    \b
    Example:
      jianbao new issue article
      jianbao new issue newsletter --date 2026-03-31
    """
    from generator.newissue import make_issue
    from generator.workshop import open_workshop, shown

    shop = open_workshop(config=config, content=content)
    made = make_issue(shop, style, day.date() if day else date.today())
    click.echo(shown(made))
    click.echo("write over what stands there; look at it: jianbao serve", err=True)


@new.command("theme")
@click.argument("name")
@_CONFIG
def theme(*, name: str, config: Path | None) -> None:
    """Make a theme that extends the default one, in themes/ beside site.toml.

    \b
    Example:
      jianbao new theme quiet
    """
    from generator.newtheme import make_theme
    from generator.workshop import shown, site_folder

    for path in make_theme(name, site_folder(config) / "themes"):
        click.echo(shown(path))
    more = "look at it: jianbao serve --theme-gallery"
    click.echo(f'put this into site.toml:  theme = "{name}"   ({more})', err=True)
