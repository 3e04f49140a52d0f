"""The template engine: Jinja with a theme's templates, faults in an author's words, and haste."""

import re
import sys
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

import jinja2
from markupsafe import Markup, escape

import generator
from generator.errors import GeneratorError, ThemeError
from generator.theme import Theme, short

SPECIAL = re.compile("[&<>'\"]")


def escaped(value: object) -> str:
    """Escape *value* for HTML; most words have nothing to escape and stay as they are."""
    if type(value) is Markup or (type(value) is str and not SPECIAL.search(value)):
        return value
    return escape(value)


class Template(jinja2.Template):
    """A compiled template that escapes with ``escaped``: a page of a paper escapes 200 times."""

    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: CodeType,
        globals: Any,
        uptodate: Any = None,
    ) -> jinja2.Template:
        """Return the template of compiled code."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escaped
        return template


class Engine(jinja2.Environment):
    """Jinja's environment, with errors in the words of a theme's author."""

    template_class = Template

    def get_template(
        self,
        name: "str | jinja2.Template",
        parent: str | None = None,
        globals: Any = None,
    ) -> jinja2.Template:
        try:
            return super().get_template(name, parent, globals)
        except jinja2.TemplateNotFound as error:
            if parent:  # from within a template: it may have said ``ignore missing``
                raise
            raise _blamed(error) from None
        except UnicodeDecodeError:
            place = short(Path(str(name)))
            raise ThemeError(f"the template {place} is not UTF-8", "save it as UTF-8") from None

    def handle_exception(self, source: str | None = None) -> NoReturn:
        raise _blamed(sys.exc_info()[1])


def environment(theme: Theme, cache: Path | None = None) -> Engine:
    """Return the template engine for *theme*; compiled templates are kept in *cache*, if given.

    A plain name finds the nearest template, ``default!issue.html`` that of one theme. Values are
    escaped, undefined names are errors, and whatever fails in a template is a ThemeError with its
    file and line. Templates know *asset*, *inline* and *words* without being given them.
    """
    folders = {
        folder.name: jinja2.FileSystemLoader(folder / "templates") for folder in theme.folders
    }
    store = None
    if cache is not None:
        place = cache / f"templates-{generator.__version__}-{jinja2.__version__}"
        place.mkdir(parents=True, exist_ok=True)
        store = jinja2.FileSystemBytecodeCache(str(place))
    engine = Engine(
        loader=jinja2.ChoiceLoader([*folders.values(), jinja2.PrefixLoader(folders, "!")]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=store,
    )
    engine.globals.update(asset=theme.hrefs, inline=Markup(theme.inline), words=theme.words)
    return engine


def _blamed(error: BaseException | None) -> BaseException:
    """Return *error* as a ThemeError that names the template and line it arose in."""
    if error is None or isinstance(error, GeneratorError) or not isinstance(error, Exception):
        return error or RuntimeError("no error to explain")
    if isinstance(error, jinja2.TemplateSyntaxError):
        return ThemeError(f"{short(Path(error.filename or '?'))}:{error.lineno}: {error.message}")
    where, trace = "", error.__traceback__
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None and template.filename:
            line = template.get_corresponding_lineno(trace.tb_lineno)
            where = f"{short(Path(template.filename))}:{line}: "
        trace = trace.tb_next
    if isinstance(error, jinja2.TemplateNotFound):
        return ThemeError(f"{where}there is no template {error.name!r}")
    kind = "" if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: "
    return ThemeError(f"{where}{kind}{error}")
