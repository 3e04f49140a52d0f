"""Checks of a whole site, one file each; a check sees the plan, and finds what no file can.

What is only worth a note, and takes a walk over every title, is left to ``check``: see `doubts`.
"""

from collections.abc import Iterator

from generator.checks import collisions, dates, event_dates, links, pictures
from generator.diagnostics import Diagnostic
from generator.pages.scene import Scene
from generator.plan import Plan


def check_site(scene: Scene, plan: Plan, as_of: str) -> Iterator[Diagnostic]:
    """Give every problem that only the whole site shows; *as_of* is an ISO date."""
    yield from collisions.check(scene.site, plan)
    yield from event_dates.check(scene.site)
    yield from dates.check(scene.site, as_of)
    yield from links.check(scene, plan)
    yield from pictures.check(scene)
