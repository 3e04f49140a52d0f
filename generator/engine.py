"""The template engine: Jinja with a theme's templates, faults in an author's words, and haste."""

import sys
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn, Protocol

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator.errors import GeneratorError, ThemeError
from generator.regex import regex
from generator.theme import Theme, short

Part = Callable[[Context], Iterator[str]]

SPECIAL = regex("[&<>'\"]")


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
        names = template.root_render_func.__globals__
        names["escape"] = escaped
        template.root_render_func = _whole(template.root_render_func)
        for name, block in template.blocks.items():
            template.blocks[name] = names[f"block_{name}"] = _whole(
                block
            )  # so ``super()`` finds it
        return template


def _whole(part: Part) -> Part:
    """Return a part of a template that gives all it says at once.

    A page is made of 450 pieces; none need be handed up from block to template to parent.
    """

    def said(context: Context) -> Iterator[str]:
        yield "".join(part(context))

    return said


class Compiler(CodeGenerator):
    """Jinja's compiler; a template asks a value for its attribute itself.

    A page of a paper asks 400 times. Only what has no such attribute goes the way of the engine,
    which looks for a key of that name and explains what is undefined.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        self.write("(got if (got := getattr((one := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.getattr(one, {node.attr!r}))")


class Engine(jinja2.Environment):
    """Jinja's environment, with errors in the words of a theme's author."""

    template_class = Template
    code_generator_class = Compiler

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.at_hand: dict[object, jinja2.Template] = {}

    def get_template(
        self,
        name: "str | jinja2.Template",
        parent: str | None = None,
        globals: Any = None,
    ) -> jinja2.Template:
        if name in self.at_hand:
            return self.at_hand[name]
        try:
            template = self.at_hand[name] = super().get_template(name, parent, globals)
            return template
        except jinja2.TemplateNotFound as error:
            if parent:  # from within a template: it may have said ``ignore missing``
                raise
            raise _blamed(error) from None
        except UnicodeDecodeError:
            place = short(Path(str(name)))
            raise ThemeError(f"the template {place} is not UTF-8", "save it as UTF-8") from None

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template in one dictionary: every page looks through them."""
        return {**self.globals, **(d or {})}

    def handle_exception(self, source: str | None = None) -> NoReturn:
        raise _blamed(sys.exc_info()[1])


class Shelf(Protocol):
    """Where compiled templates are kept between builds."""

    def template(self, key: str) -> bytes | None:
        """Return a compiled template, if it is there."""

    def keep_template(self, key: str, code: bytes) -> None:
        """Keep a compiled template."""


class Kept(jinja2.BytecodeCache):
    """Compiled templates on a *shelf*; one whose source has changed is compiled anew."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket, if what is kept is of its source."""
        code = self.shelf.template(bucket.key)
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in a bucket."""
        self.shelf.keep_template(bucket.key, bucket.bytecode_to_string())


def environment(theme: Theme, shelf: Shelf | None = None) -> Engine:
    """Return the template engine for *theme*; compiled templates are kept on *shelf*, if given.

    A plain name finds the nearest template, ``default!issue.html`` that of one theme. Values are
    escaped, undefined names are errors, and whatever fails in a template is a ThemeError with its
    file and line. Templates know *asset*, *inline* and *words* without being given them.
    """
    folders = {
        folder.name: jinja2.FileSystemLoader(folder / "templates") for folder in theme.folders
    }
    engine = Engine(
        loader=jinja2.ChoiceLoader([*folders.values(), jinja2.PrefixLoader(folders, "!")]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=Kept(shelf) if shelf else None,
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
