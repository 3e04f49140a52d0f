"""Two pages must not claim one address, on any file system."""

from collections.abc import Iterator

from generator.assemble import Site
from generator.diagnostics import Diagnostic, Severity
from generator.plan import Page, Plan
from generator.source import Span

ERROR = Severity.ERROR


def check(site: Site, plan: Plan) -> Iterator[Diagnostic]:
    """Give an error for every page or old address that another has, letter case aside."""
    claims: dict[str, Page] = {}
    for page in plan.pages:
        first = claims.setdefault(page.path.casefold(), page)
        if first is not page:
            message = f"/{page.path} is already the page of {_span(site, first)}"
            hint = "give one of them another 'slug:' or 'id:'"
            yield Diagnostic(ERROR, "url-taken", message, _span(site, page), hint)
    for alias in plan.aliases:
        if alias.owner is not None:
            owner = site.issues[alias.owner].card if alias.owner >= 0 else None
            whose = f"that of {Span(owner.path, owner.lines[0])}" if owner else "a page of its own"
            span = Span(site.issues[alias.issue].card.path)
            message = f"the old address /{alias.path} is already {whose}"
            hint = "leave it out of 'aliases:'"
            yield Diagnostic(ERROR, "alias-taken", message, span, hint)


def _span(site: Site, page: Page) -> Span:
    if page.issue < 0:
        return Span("topics.toml")
    issue = site.issues[page.issue]
    card = issue.entries[page.number].card if page.number >= 0 else issue.card
    return Span(issue.card.path, card.lines[0])
