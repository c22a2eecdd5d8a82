"""Answers, and an assistant that gives them without thinking."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answering.answer import Answer, AnswerSentence, Block, Citation, CitedSource
from bot.answering.question import Question, clean
from bot.texts import texts
from knowledge.content import Content
from knowledge.timeline import Situation

WARNING = "Radio Free Europe/Radio Liberty is declared undesirable."


def a_source(label: str = "Regulation (EU) 2024/1351") -> CitedSource:
    return CitedSource("eu-2024-1351", "Regulation (EU) 2024/1351", label, "regulation", "European Union", "32024R1351")


def a_citation(n: int = 1, label: str = "Regulation (EU) 2024/1351", **changes: Any) -> Citation:
    """A citation of the regulation, with `changes`."""
    fields: dict[str, Any] = {
        "rule": f"rule-{n}",
        "source": a_source(label),
        "pinpoint": "Art. 46(1)",
        "pinpoint_label": "ст. 46(1)",
        "url": "https://eur-lex.europa.eu/eli/reg/2024/1351/oj",
        "in_force_from": None,
        "in_force_to": None,
        "checked": date(2026, 11, 21),
        "reader_warning": None,
        "excerpt": "A statement.",
        **changes,
    }
    return Citation(n=n, **fields)


def an_answer(**changes: Any) -> Answer:
    """A short Russian answer with everything an answer can have, with `changes`."""
    said = texts(changes.get("language", "ru"))
    fields: dict[str, Any] = {
        "outcome": "answered",
        "language": said.language,
        "question_language": said.language,
        "blocks": (
            Block(None, (AnswerSentence("Передать должны за 6 месяцев.", (1, 2)),)),
            Block("Что делать сейчас", (AnswerSentence("Спросите адвоката & не ждите <суда>.", (2,), bullet=True),)),
        ),
        "citations": (
            a_citation(1, in_force_from=date(2026, 7, 1)),
            a_citation(2, "Regulation (EU) No 604/2013", url="https://law.example/?a=1&b=2", in_force_to=date(2026, 6, 30)),
        ),
        "articles": (),
        "situation": Situation(),
        "disclaimer": f"{said.machine_notice} {said.disclaimer}",
        "knowledge": "20261122",
        "asks": ("application_registered",),
        **changes,
    }
    return Answer(**fields)


@dataclass
class _Engine:
    content: Content


@dataclass
class FakeAssistant:
    """Gives `answer` to every readable question and keeps the questions; `before` runs first and may raise or wait."""

    content: Content
    answer: Answer = field(default_factory=an_answer)
    before: Callable[[Question], None] = lambda question: None
    asked: list[Question] = field(default_factory=list)

    @property
    def engine(self) -> _Engine:
        return _Engine(self.content)

    def warm_up(self) -> None:
        pass

    def ask(self, question: Question) -> Answer:
        clean(question.text)
        self.asked.append(question)
        self.before(question)
        return self.answer


def slow(seconds: float) -> Callable[[Question], None]:
    """Work that takes a while."""
    return lambda _question: time.sleep(seconds)
