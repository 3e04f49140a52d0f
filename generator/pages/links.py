"""Links of the content that only the whole site can lead somewhere, set into a finished page."""

import re
from functools import cached_property
from html import escape, unescape

from generator.assemble import Site
from generator.linking import Places, Target, address
from generator.pages.former import mark
from generator.pages.scene import Scene, leaf_of
from generator.plan import Plan
from generator.regex import regex
from generator.text import Lang

_LINK = re.compile(rb'<a data-href="([^"]*)"')
_TAG = regex(r"<[^>]*>")


class Links:
    """Where the links of the content lead, page by page."""

    def __init__(self, scene: Scene, plan: Plan) -> None:
        self.scene = scene
        self.plan = plan

    @cached_property
    def places(self) -> Places:
        """What there is to lead to, laid out when the first link asks."""
        return Places(self.scene.site, self.plan)

    @property
    def site(self) -> Site:
        """The site whose links these are."""
        return self.scene.site

    def led(self, html: bytes, issue: int, lang: Lang, root: str, tree: str = "") -> bytes:
        """Return *html*, words of an issue, with an address in every link that leads somewhere.

        *root* is what leads to the site's root from where the words will stand; pages are taken
        from the *tree* of that name, if it is not the language's own.
        """
        source = self.site.issues[issue].card.path

        def lead(link: re.Match[bytes]) -> bytes:
            target = self.places.target(source, unescape(link[1].decode()))
            if target is None:
                return link[0]
            href = f"{root}{address(target, tree or lang, self.anchor(target, lang))}"
            return f'<a href="{escape(href)}"'.encode()

        return _LINK.sub(lead, html)

    def anchor(self, target: Target, lang: Lang) -> str:
        """Return the id that the fragment of *target* means there, or nothing."""
        page = target.page
        headings: list[tuple[str, str]] = []
        if page and target.fragment and page.number >= 0:
            entry = self.site.issues[page.issue].entries[page.number]
            for number, shared in enumerate(self.site.pages[entry.path]):
                contents = leaf_of(self.scene.body(self.site.issues[shared.issue]), shared).contents
                own = mark(number) if number else ""
                shown = lang if lang in contents else next(iter(contents), lang)
                for one in dict.fromkeys((shown, *contents)):
                    second = "" if one == shown else f"{one}-"  # ids of the copy in the details
                    for heading in contents.get(one, ()):
                        words = unescape(_TAG.sub("", heading.html))
                        anchor = f"{second}{own}{heading.anchor}"
                        headings += [(words, anchor), (heading.anchor[2:], anchor)]
        return self.places.anchor(target, headings)
