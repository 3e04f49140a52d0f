"""A build that ends at once where nothing has changed, and then needs a third of the program."""

from collections.abc import Mapping

from generator.standing import standing
from generator.store import Report
from generator.workshop import Choices, Workshop

NOTHING: Mapping[str, bytes] = {}


def build(shop: Workshop, choices: Choices, extra: Mapping[str, bytes] = NOTHING) -> Report:
    """Bring the output folder up to date; stop early when nothing has changed.

    *extra* are finished files that belong to no plan, by path.
    Raises OutputError or BusyError; whatever happens, the output is one complete site.
    """
    with standing(shop, choices, extra) as now:
        last = None if choices.clean else now.report()
        if last:
            return last
        if choices.jobs > 1:
            now.out.look_aside()
        from generator.build import rebuild  # parsers, templates, pages: not for nothing

        return rebuild(shop, choices, now, extra)
