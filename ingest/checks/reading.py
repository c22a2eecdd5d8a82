"""Is an article too hard to read? A readability index over its sentences, by language, with a plain-language bound.

textstat's own Flesch score for English looks words up in a dictionary that it downloads, so English is measured by LIX,
which counts letters only. Russian is measured by Flesch's reading ease with Oborneva's coefficients.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.checks import Finding
from knowledge.article import Article, Sentence
from knowledge.content import Content

#: So many of the longest sentences are named: shortening them helps most.
NAMED = 3

_STOPS = re.compile(r"[.!?…]")


@dataclass(frozen=True)
class Index:
    """A readability index and the bound beyond which a text is no longer plain; `hard` is 1 when high values are hard."""

    name: str
    measure: Callable[[str], float]
    bound: float
    hard: int

    def beyond(self, value: float) -> bool:
        return self.hard * value > self.hard * self.bound


def lix(text: str) -> float:
    """Words per sentence plus the percentage of words over six letters (Björnsson, Läsbarhet, 1968).

    Below 30 children's books, to 40 fiction, to 50 newspapers, to 60 official writing, above it scholarship.
    """
    return float(_measures().lix(text))


def flesch_russian(text: str) -> float:
    """206.835 - 1.3 words per sentence - 60.1 syllables per word (Flesch 1948; coefficients: Oborneva 2006).

    60 to 70 is plain, 50 to 60 fairly difficult, below 50 difficult. Syllables come from hyphenation, which does not part
    single vowels ("ар-мия"): over these articles that makes the value about 7 points kinder than a count of vowels.
    """
    return float(_measures().flesch_reading_ease(text))


#: Bounds: law for lay readers cannot be fiction, but it shall read like a newspaper (LIX 50) and not be "difficult" by
#: Flesch's table (50). In November 2026 nine in ten articles kept within them, so what is named can be mended.
INDICES: Mapping[str, Index] = {"en": Index("LIX", lix, 50.0, 1), "ru": Index("Flesch", flesch_russian, 50.0, -1)}


def hard_to_read(content: Content) -> Iterator[Finding]:
    """Articles beyond the bound of their language, with the lines of their longest sentences."""
    for article in content.articles.values():
        index = INDICES[article.language]
        value = index.measure(plain_text(article.sentences))
        if index.beyond(value):
            lines = ", ".join(str(sentence.line) for sentence in longest(article))
            yield (
                article.path,
                article.short.line,
                f"hard to read ({index.name} {value:.1f}, the bound is {index.bound:.1f}): "
                f"shorten or split the sentences on lines {lines}",
            )


def plain_text(sentences: Sequence[Sentence]) -> str:
    """The sentences as one text in which only their ends have full stops: "Art. 46(1)" would count as a sentence's end."""
    return " ".join(f"{_STOPS.sub('', sentence.text).strip()}." for sentence in sentences)


def longest(article: Article) -> list[Sentence]:
    """The article's longest sentences by number of words, longest first."""
    return sorted(article.sentences, key=lambda sentence: -len(sentence.text.split()))[:NAMED]


@cache
def _measures() -> Any:
    from textstat.textstat import textstatistics  # takes two seconds

    measures = textstatistics()
    measures.set_lang("ru")  # what needs a language is asked of Russian only
    return measures
