"""The third tree: every Chinese page again in traditional characters, where a site wants it."""

import msgspec

from generator.cards import digest_of
from generator.files import File
from generator.plan import Plan

HANT = "zh-hant"
"""The folder of the pages in traditional characters, beside those of the languages."""


def with_hant(plan: Plan, made_by: str) -> Plan:
    """Return *plan* with a page in traditional characters for each; *made_by* does the turning."""
    files = tuple(
        File(
            f"{HANT}/{page.path}index.html",
            "hant",
            digest_of(page.digest, made_by).hex(),
            page.path,
        )
        for page in plan.pages
    )
    whole = sorted((*plan.files, *files), key=lambda file: file.path)
    return msgspec.structs.replace(plan, files=tuple(whole))
