"""What is only worth a word, and takes a walk over every title or address: for ``check`` alone."""

from collections.abc import Iterator, Sequence

from generator.checks import published, terms, twins
from generator.diagnostics import Diagnostic
from generator.pages.scene import Scene
from generator.plan import Plan
from generator.source import Span


def doubts(scene: Scene, plan: Plan, old: Sequence[tuple[str, Span]]) -> Iterator[Diagnostic]:
    """Give what an editor may want to look at; *old* are the addresses in a published sitemap."""
    yield from twins.check(scene.site)
    yield from terms.check(scene.site, scene.topics)
    yield from published.check(scene.site, plan, old, scene.config.address)
