"""The JSON contract: what `otkaz ask --json`, each batch line and `POST /v1/ask` take and give. Version 1."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.answer import Answer, Citation
from bot.answering.question import MAX_CHARACTERS, Question, Turn
from knowledge.timeline import Situation

EXAMPLE_QUESTION: dict[str, Any] = {"question": "Can Finland send me back to Lithuania?", "situation": {"country": "FI"}}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SituationModel(_Strict):
    """What is known of the person's case."""

    country: str | None = Field(None, pattern="^[A-Z]{2}$", description="ISO code of the country the person is in")
    application_registered: date | None = Field(None, description="day the asylum application was registered")
    decision_notified: date | None = Field(None, description="day the decision reached the person")


class TurnModel(BaseModel):
    """One earlier exchange."""

    user: str = Field(max_length=MAX_CHARACTERS)
    bot: str = Field("", max_length=20_000)


class AskRequest(_Strict):
    """A question; only `question` is needed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE_QUESTION]})

    question: str
    language: Literal["en", "ru"] | None = Field(None, description="language of the answer; null: the question's own")
    situation: SituationModel = SituationModel()
    history: list[TurnModel] = Field([], max_length=20)

    def to_question(self, today: date) -> Question:
        situation = Situation(**self.situation.model_dump())
        history = tuple(Turn(turn.user, turn.bot) for turn in self.history)
        return Question(self.question, today, self.language, situation, history)


class BatchLine(AskRequest):
    """One line of a batch file."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    situation: SituationModel | None = None  # type: ignore[assignment]
    history: list[TurnModel] | None = None  # type: ignore[assignment]

    def to_question(self, today: date) -> Question:
        situation = Situation(**self.situation.model_dump()) if self.situation else Situation()
        history = tuple(Turn(turn.user, turn.bot) for turn in self.history or ())
        return Question(self.question, today, self.language, situation, history)


class InForce(BaseModel):
    """Between which days a rule holds; null: no beginning or end known."""

    from_: date | None = Field(alias="from")
    to: date | None


class SourceModel(BaseModel):
    """What is cited; `label` is its name in the answer's language."""

    id: str
    title: str
    label: str
    kind: str
    publisher: str
    celex: str | None


class CitationModel(BaseModel):
    """A rule behind a sentence."""

    n: int
    rule: str
    source: SourceModel
    pinpoint: str
    pinpoint_label: str
    url: str
    in_force: InForce
    checked: date
    reader_warning: str | None
    excerpt: str


class SentenceModel(BaseModel):
    """One sentence and the numbers of its citations."""

    text: str
    citations: list[int]


class ArticleModel(BaseModel):
    """An article that bears on the question."""

    id: str
    title: str
    score: float


class AnswerModel(BaseModel):
    """The answer."""

    outcome: Literal["answered", "not_covered", "declined"]
    urgent: bool
    language: str
    question_language: str
    text: str
    sentences: list[SentenceModel]
    citations: list[CitationModel]
    articles: list[ArticleModel]
    situation: SituationModel
    asks: list[str]
    suggestions: list[str]
    contacts: list[str]
    disclaimer: str
    generated_by: str
    knowledge: str
    elapsed_ms: float


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as the contract's object, ready for `json.dumps`."""
    situation = answer.situation
    return {
        "outcome": answer.outcome,
        "urgent": answer.urgent,
        "language": answer.language,
        "question_language": answer.question_language,
        "text": answer.text,
        "sentences": [{"text": sentence.text, "citations": list(sentence.citations)} for sentence in answer.sentences],
        "citations": [citation_json(citation) for citation in answer.citations],
        "articles": [{"id": found.id, "title": found.title, "score": found.score} for found in answer.articles],
        "situation": {
            "country": situation.country,
            "application_registered": _day(situation.application_registered),
            "decision_notified": _day(situation.decision_notified),
        },
        "asks": list(answer.asks),
        "suggestions": list(answer.suggestions),
        "contacts": list(answer.contacts),
        "disclaimer": answer.disclaimer,
        "generated_by": answer.generated_by,
        "knowledge": answer.knowledge,
        "elapsed_ms": answer.elapsed_ms,
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """One citation as the contract's object."""
    source = citation.source
    return {
        "n": citation.n,
        "rule": citation.rule,
        "source": {
            "id": source.id,
            "title": source.title,
            "label": source.label,
            "kind": source.kind,
            "publisher": source.publisher,
            "celex": source.celex,
        },
        "pinpoint": citation.pinpoint,
        "pinpoint_label": citation.pinpoint_label,
        "url": citation.url,
        "in_force": {"from": _day(citation.in_force_from), "to": _day(citation.in_force_to)},
        "checked": citation.checked.isoformat(),
        "reader_warning": citation.reader_warning,
        "excerpt": citation.excerpt,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
