"""Checks of a whole site, one file each; a check sees the plan, and finds what no file can."""

from collections.abc import Iterator

from generator.assemble import Site
from generator.checks import collisions, event_dates
from generator.diagnostics import Diagnostic
from generator.plan import Plan


def check_site(site: Site, plan: Plan) -> Iterator[Diagnostic]:
    """Give every problem that only the whole site shows."""
    yield from collisions.check(site, plan)
    yield from event_dates.check(site)
