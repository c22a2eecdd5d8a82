"""The JSON contract: what `otkaz ask --json`, each batch line and `POST /v1/ask` take and give. Version 1."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    field_validator,
    model_validator,
)

from bot.answering.answer import Answer, Citation
from bot.answering.question import MAX_CHARACTERS, Question, Turn
from bot.texts import texts
from knowledge.timeline import PROCEDURE_CHANGES, Situation

MONTH = re.compile(r"\d{4}-\d{2}")
COUNTRY = re.compile(r"[A-Z]{2}")
EXAMPLE_QUESTION: dict[str, Any] = {"question": "Can Finland send me back to Lithuania?", "situation": {"country": "FI"}}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _decisive_month(value: object) -> object:
    """A month ("2026-07") as its first day, which tells the law; None for the month in the middle of which it changes."""
    if not (isinstance(value, str) and MONTH.fullmatch(value)):
        return value
    return None if value == f"{PROCEDURE_CHANGES:%Y-%m}" else f"{value}-01"


def _no_month(value: object) -> object:
    """A month tells no day to count from, so it is as good as unknown."""
    return None if isinstance(value, str) and MONTH.fullmatch(value) else value


RegisteredDay = Annotated[date | None, BeforeValidator(_decisive_month)]
NotifiedDay = Annotated[date | None, BeforeValidator(_no_month)]


class SituationModel(_Strict):
    """What is known of the person's case."""

    country: str | None = Field(None, pattern=f"^{COUNTRY.pattern}$", description="ISO code of the country the person is in")
    application_registered: RegisteredDay = Field(None, description="day (or month) the asylum application was registered")
    decision_notified: NotifiedDay = Field(None, description="day the decision reached the person; a month is not enough")
    _exact: bool = PrivateAttr(True)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_months(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        situation = handler(value)
        given = value.get("application_registered") if isinstance(value, dict) else None
        situation._exact = not (isinstance(given, str) and MONTH.fullmatch(given))
        return situation

    def to_situation(self) -> Situation:
        return Situation(self.country, self.application_registered, self.decision_notified, registered_exact=self._exact)


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
    trace: bool = Field(False, description="whether the answer shall carry `trace`: every candidate and why it won or lost")

    def to_question(self, today: date) -> Question:
        history = tuple(Turn(turn.user, turn.bot) for turn in self.history)
        return Question(self.question, today, self.language, self.situation.to_situation(), history, self.trace)


class BatchLine(AskRequest):
    """One line of a batch file; it may carry more than we read, and a situation that only partly fits."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None

    @field_validator("situation", mode="before")
    @classmethod
    def _known_facts(cls, value: object) -> object:
        if not isinstance(value, dict):
            return {} if value is None else value
        facts = {name: value[name] for name in SituationModel.model_fields if value.get(name) is not None}
        if not COUNTRY.fullmatch(str(facts.get("country", "FI"))):
            del facts["country"]
        return facts

    @field_validator("history", mode="before")
    @classmethod
    def _no_history(cls, value: object) -> object:
        return [] if value is None else value


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
    link_withheld: bool = Field(description="the reader may be in Russia: show the warning, and the link only when asked")
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
    notices: list[str]
    notice_texts: list[str]
    disclaimer: str
    generated_by: str
    knowledge: str
    elapsed_ms: float
    trace: dict[str, Any] | None = Field(None, description="only when asked for")


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
        "citations": [
            citation_json(citation, citation.reader_warning is not None and answer.careful) for citation in answer.citations
        ],
        "articles": [{"id": found.id, "title": found.title, "score": found.score} for found in answer.articles],
        "situation": {
            "country": situation.country,
            "application_registered": _registered(situation),
            "decision_notified": _day(situation.decision_notified),
        },
        "asks": list(answer.asks),
        "suggestions": list(answer.suggestions),
        "contacts": list(answer.contacts),
        "notices": list(answer.notices),
        "notice_texts": [texts(answer.language).privacy.notices[notice] for notice in answer.notices],
        "disclaimer": answer.disclaimer,
        "generated_by": answer.generated_by,
        "knowledge": answer.knowledge,
        "elapsed_ms": answer.elapsed_ms,
        **({"trace": answer.trace} if answer.trace is not None else {}),
    }


def citation_json(citation: Citation, link_withheld: bool) -> dict[str, Any]:
    """One citation as the contract's object; the address stays in it, whoever shows it decides."""
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
        "link_withheld": link_withheld,
        "excerpt": citation.excerpt,
    }


def _registered(situation: Situation) -> str | None:
    """The day, or its month only where it stands for a period: given back, nothing must be counted from it."""
    day = situation.application_registered
    return f"{day:%Y-%m}" if day and not situation.registered_exact else _day(day)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
