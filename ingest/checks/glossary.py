"""Does each term of the glossary stand under one concept only?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks import Finding
from knowledge.content import Content
from knowledge.lemmas import words


def doubled_terms(content: Content) -> Iterator[Finding]:
    """Terms (apart from case and punctuation) under two concepts in the same language."""
    first: dict[tuple[str, ...], str] = {}
    for concept in content.glossary.values():
        for language, terms in concept.terms.items():
            for term in terms:
                other = first.setdefault((language, *words(term)), concept.id)
                if other != concept.id:
                    place = content.places["concept", concept.id]
                    yield place.path, place.line, f"'{term}' ({language}) stands under '{other}' too: keep it in one"
