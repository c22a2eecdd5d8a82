"""What a message takes for granted and the rules say otherwise, put right in front of the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answering.compose import Opening
from bot.answering.conversation import search_text
from bot.answering.question import Question
from bot.texts import Texts
from knowledge.article import Sentence
from knowledge.content import Content
from knowledge.recognition import Recognised, recognise

log = logging.getLogger("otkaz")

#: More corrections than this are a lecture.
MAX_PREMISES = 2


@dataclass(frozen=True)
class Corrections:
    """The block that comes first (None: there is nothing to put right), and the articles to read more in."""

    opening: Opening | None = None
    articles: tuple[str, ...] = ()


def corrections(question: Question, read: Callable[[str], str], content: Content, texts: Texts) -> Corrections:
    """What has to be put right; `read` gives a text in its own script. Nothing when the recognition itself fails."""
    try:
        found = _recognised(question, read, content)[:MAX_PREMISES]
    except Exception as error:  # no correction rather than a wrong one
        log.error("recognising premises failed: %s", type(error).__name__)
        return Corrections()
    if not found:
        return Corrections()
    heading = texts.corrected["asked" if all(each.asked for each in found) else "stated"]
    corrects = dict.fromkeys(correction for each in found for correction in each.corrects)  # two may say the same
    sentences = tuple(Sentence(correction.text(texts.language), correction.rules, 0) for correction in corrects)
    articles = tuple(each.premise.article for each in found if each.premise.article)
    return Corrections(Opening(heading, sentences), articles)


def _recognised(question: Question, read: Callable[[str], str], content: Content) -> Sequence[Recognised]:
    """The wrong premises of the message; a short follow-up is read as the end of the question before it."""

    def of(text: str) -> tuple[Recognised, ...]:
        return recognise(read(text), content.premises.values(), content.rules, question.situation, question.today)

    found = of(question.text)
    if found or search_text(question.text, question.history) == question.text:
        return found
    before = question.history[-1].user
    known = {each.premise.id for each in of(before)}
    return [each for each in of(f"{before.rstrip(' .!?…')}, {question.text}") if each.premise.id not in known]
