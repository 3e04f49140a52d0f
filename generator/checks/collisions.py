"""Two pages must not claim one address, on any file system."""

from collections.abc import Iterator

from generator.assemble import Site
from generator.diagnostics import Diagnostic, Severity
from generator.plan import Page, Plan
from generator.source import Span


def check(site: Site, plan: Plan) -> Iterator[Diagnostic]:
    """Give an error for every page whose address another has, letter case aside."""
    claims: dict[str, Page] = {}
    for page in plan.pages:
        first = claims.setdefault(page.path.casefold(), page)
        if first is not page:
            yield Diagnostic(
                Severity.ERROR,
                "url-taken",
                f"/{page.path} is already the page of {_span(site, first)}",
                _span(site, page),
                "give one of them another 'slug:' or 'id:'",
            )


def _span(site: Site, page: Page) -> Span:
    if page.issue < 0:
        return Span("topics.toml")
    issue = site.issues[page.issue]
    card = issue.entries[page.number].card if page.number >= 0 else issue.card
    return Span(issue.card.path, card.lines[0])
