"""The few words that setting a text adds of its own, in the text's language."""

import msgspec

from generator.regex import regex
from generator.text import HAN, Lang

_LATIN_WORD = regex(r"[A-Za-z]{2,}")


class Labels(msgspec.Struct, frozen=True):
    """Names for what has no words of its own: for screen readers, and for a lost picture."""

    formula: str
    table: str
    footnotes: str
    back: str
    reference: str
    lost_image: str
    lost_video: str


LABELS: dict[Lang, Labels] = {
    "zh": Labels(
        formula="公式",
        table="表格",
        footnotes="脚注",
        back="回到正文",
        reference="参考文献",
        lost_image="原图未随文件提供",
        lost_video="视频未随文件提供",
    ),
    "en": Labels(
        formula="Formula",
        table="Table",
        footnotes="Footnotes",
        back="Back to the text",
        reference="Reference",
        lost_image="The picture did not come with the file",
        lost_video="The video did not come with the file",
    ),
}


def labels_for(words: str) -> Labels:
    """Return the labels in the language that most of *words* is written in."""
    return LABELS[language_of_most(words)]


def language_of_most(words: str) -> Lang:
    """Return ``zh`` if *words* have more Han characters than Latin words."""
    han = sum(1 for _ in HAN.finditer(words))
    latin = sum(1 for _ in _LATIN_WORD.finditer(words))
    return "zh" if han > latin else "en"
