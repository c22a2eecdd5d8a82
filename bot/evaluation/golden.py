"""Golden questions: what was asked and what a right answer rests on, from YAML files.

An earlier turn gives the bot's answer as `bot`, or what it came down to as `gist_of_answer`. Fields not listed here
(topics, key points, …) are notes for people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, field_validator
from pydantic.dataclasses import dataclass

from bot.answering.question import Question, Turn
from bot.contract import BatchLine
from knowledge.errors import UsageError
from knowledge.yamlfile import Located, load_list

Kind = Literal["answerable", "out-of-scope", "boundary", "emergency", "adversarial"]
Half = Literal["tuning", "test"]
_LOOSE = ConfigDict(extra="ignore")


@dataclass(frozen=True, config=_LOOSE)
class Gold:
    """What decides the question: any one [instrument, article] pair will do; article None: the instrument is enough."""

    must_cite: tuple[tuple[str, str | None], ...] = ()

    @field_validator("must_cite", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return value or ()


@dataclass(frozen=True, config=_LOOSE)
class GoldenQuestion:
    """One golden question."""

    id: str
    lang: str
    kind: Kind
    question: str
    gold: Gold = field(default_factory=Gold)
    situation: dict[str, Any] | None = None
    history: tuple[dict[str, Any], ...] = ()

    @property
    def half(self) -> Half:
        """Tuning or test, by a hash of the id: fixed for ever, and never tuned on."""
        return "test" if hashlib.sha256(self.id.encode()).digest()[0] % 2 else "tuning"

    def asked(self, today: date) -> Question:
        """The question as the assistant takes it."""
        turns = [
            {"user": turn.get("user", ""), "bot": turn.get("bot") or turn.get("gist_of_answer", "")} for turn in self.history
        ]
        situation = {name: str(value) for name, value in (self.situation or {}).items()}
        line = BatchLine.model_validate({"question": self.question, "situation": situation, "history": turns})
        question = line.to_question(today)
        return Question(question.text, today, None, question.situation, tuple(Turn(t.user, t.bot) for t in question.history))


_ADAPTER = TypeAdapter(GoldenQuestion)


def load_golden(paths: Iterable[Path]) -> list[GoldenQuestion]:
    """All questions of the files and folders. Raises ContentError naming the line, UsageError when there are none."""
    files = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    entries: list[Located] = []
    for file in files:
        if not file.is_file():
            raise UsageError(f"{file}: no such file of questions.")
        entries += load_list(file)
    questions = [entry.into(_ADAPTER, "golden question") for entry in entries]
    if not questions:
        raise UsageError("No questions found: name YAML files or folders of them.")
    return questions


def digest(questions: Iterable[GoldenQuestion]) -> str:
    """A short hash over which questions these are: figures of different sets cannot be compared."""
    return hashlib.sha256("\n".join(sorted(question.id for question in questions)).encode()).hexdigest()[:16]
