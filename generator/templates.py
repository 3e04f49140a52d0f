"""A theme's templates, compiled when they are first asked for, and what is wrong with any."""

from functools import cached_property
from typing import TYPE_CHECKING

from generator.errors import ThemeError
from generator.theme import Theme

if TYPE_CHECKING:
    import jinja2

    from generator.engine import Shelf


class Templates:
    """The templates of one theme, for as many pages and sites as are rendered with it.

    Compiled ones are kept on *shelf*, if given.
    """

    def __init__(self, theme: Theme, shelf: "Shelf | None" = None) -> None:
        self.theme = theme
        self.shelf = shelf

    @cached_property
    def env(self) -> "jinja2.Environment":
        """The template engine, made when the first page is rendered."""
        from generator.engine import environment  # not needed while nothing is stale

        return environment(self.theme, self.shelf)

    def __reduce__(self) -> tuple[object, ...]:
        return Templates, (self.theme, self.shelf)

    def fill(self, kind: str, **values: object) -> bytes:
        """Return the page that the template of a *kind* makes of *values*."""
        return self.env.get_template(f"{kind}.html").render(values).encode()

    def faults(self) -> list[ThemeError]:
        """Compile every template, and return what is wrong with those that cannot be."""
        found: dict[str, ThemeError] = {}
        for name in self.env.list_templates(extensions=["html"]):
            if "!" not in name:
                try:
                    self.env.get_template(name)
                except ThemeError as error:
                    found.setdefault(error.message, error)
        return list(found.values())
