"""Does the content speak to people only? Orders to a machine and characters that nobody sees are how a text is poisoned.

Curated answers obey no text; a language model that words them might. So such a text never gets into the index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ingest.checks import Finding
from knowledge.content import Content

_RULES_EN = r"(?:\w+ )?(?:rules|instructions?|prompts?|guidelines|orders)"
_RULES_RU = r"(?:\w+ )?(?:правила|инструкци[июя]|указания|команды|запреты)"
_ORDER = re.compile(
    rf"\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|everything\s+in\s+)?"
    rf"(?:of\s+)?(?:your|the\s+previous|previous|prior|earlier|the\s+above|the\s+system|these)\s+{_RULES_EN}"
    r"|\b(?:tell|inform|advise|answer|convince)\s+(?:the|every|any)\s+users?\b"
    r"|\byou\s+are\s+(?:now\s+)?(?:an?\s+)?(?:AI|language\s+model|chatbot|assistant)\b|\bas\s+an\s+AI\b|\bsystem\s+prompt\b"
    r"|^\s*(?:system|assistant|user|система|ассистент)\s*:|<\|\w|\[/?INST\]|<!--|</?[a-z]+[ />]"
    rf"|\b(?:игнорируй|забудь|отмени|нарушь)(?:те)?\s+(?:все\s+|всё\s+)?"
    rf"(?:свои|твои|ваши|предыдущие|прежние|прошлые|эти|системные)\s+{_RULES_RU}"
    r"|\b(?:скажи|сообщи|посоветуй|ответь|объясни)(?:те)?\s+пользовател"
    r"|\bты\s+(?:теперь|больше\s+не)\b|\bкак\s+(?:ИИ|нейросеть|языковая\s+модель)\b|\bсистемн\w+\s+промпт",
    re.I,
)
#: Line ends of a YAML text are no hidden characters.
_SEEN = frozenset("\n\t")


def orders(content: Content) -> Iterator[Finding]:
    """Texts that give a machine an order."""
    for path, line, text in texts_of(content):
        if found := _ORDER.search(text):
            yield path, line, f"'{found.group().strip()}' speaks to a machine, not to a reader: reword or cut it"


def hidden(content: Content) -> Iterator[Finding]:
    """Texts with characters that a reader, and a reviewer, cannot see."""
    for path, line, text in (*texts_of(content), *_examples(content)):
        # Only what Python calls unprintable can be hidden; looking at every sign of every text would take a second.
        signs = set() if text.isprintable() else {sign for sign in text if unicodedata.category(sign)[0] == "C"} - _SEEN
        if signs:
            listed = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(signs))
            yield path, line, f"hidden characters ({listed}): delete them"


def texts_of(content: Content) -> Iterator[tuple[Path, int, str]]:
    """Everything that can be shown in an answer, with its place."""
    for article in content.articles.values():
        yield article.path, 2, article.meta.title
        for section in article.all_sections:
            if section.heading:
                yield article.path, section.line, section.heading
            for sentence in section.sentences:
                yield article.path, sentence.line, sentence.text
    for kind, texts in (
        ("rule", {rule.id: rule.text.values() for rule in content.rules.values()}),
        ("source", {source.id: source.title.values() for source in content.sources.values()}),
        ("contact", {contact.id: (*contact.name.values(), *contact.what.values()) for contact in content.contacts.values()}),
        ("designation", {entry.id: (entry.name,) for entry in content.designations.values()}),
        ("premise", {each.id: [text for c in each.corrects for text in (c.en, c.ru)] for each in content.premises.values()}),
    ):
        for item, values in texts.items():
            place = content.places[kind, item]
            yield from ((place.path, place.line, value) for value in values)


def _examples(content: Content) -> Iterator[tuple[Path, int, str]]:
    """Ways of asking: people do give machines orders, so these may; but nothing may hide in them."""
    for article in content.articles.values():
        for questions in (article.meta.asked or {}).values():
            yield from ((article.path, 2, question) for question in questions)
