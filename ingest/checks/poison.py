"""Does a text lead readers to strangers, or advise what harms them, whatever rule it cites?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks import Finding
from ingest.checks.orders import texts_of
from knowledge.content import Content
from knowledge.poison import Reaches, advice

#: Only these texts carry citations that vouch for a number; the other shown ones may name nobody at all.
CUT = "cut it, or add it to sources.yaml or contacts.yaml after checking it"


def harmful_advice(content: Content) -> Iterator[Finding]:
    """Texts that advise crossing unseen, bribes, forgery, hiding, faking illness, sending papers, or promise success."""
    for path, line, text in texts_of(content):
        if found := advice(text):
            yield path, line, f"'{found}' advises what harms people, or promises success: give the lawful way, or say it as law"


def strangers(content: Content) -> Iterator[Finding]:
    """Addresses, names and numbers in articles that are neither of a source or contact nor in a cited rule."""
    reaches = Reaches(content)
    for article in content.articles.values():
        for text, line in ((article.meta.title, 2), *((section.heading, section.line) for section in article.sections)):
            for found in reaches.strangers(text):
                yield article.path, line, f"'{found}' leads to nobody known: {CUT}"
        for sentence in article.sentences:
            for found in reaches.strangers(sentence.text, sentence.citations):
                yield article.path, sentence.line, f"'{found}' leads to nobody known: {CUT}"
    for rule in content.rules.values():
        place = content.places["rule", rule.id]
        for text in rule.text.values():
            for found in reaches.strangers(text, (rule.id,)):
                yield place.path, place.line, f"'{found}' in rule '{rule.id}' leads to nobody known: {CUT}"
