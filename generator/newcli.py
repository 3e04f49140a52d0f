"""The commands that begin something: ``jianbao new …``, a group to which more can be added."""

from pathlib import Path

import click


@click.group()
def new() -> None:
    """Begin something: a theme."""


@new.command("theme")
@click.argument("name")
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this site.toml."
)
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
