"""The JSON contract of `otkaz deadline --json`. Version 1. With --decision one DeadlineModel, without it a ListingModel."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from bot.answering.reader import withheld
from bot.contract import CitationModel, citation_json
from bot.deadlines.report import Listing, Report
from bot.texts import Texts
from knowledge.deadline import Deadline
from knowledge.reckoning import Reckoning
from knowledge.states import zone_of


class LimitModel(BaseModel):
    """A time limit as the law has it."""

    id: str
    law: str = Field(description="ISO code of the country whose law it is; EU or INT")
    who: Literal["person", "authority"] = Field(description="who must act in time")
    kind: Literal["act", "served", "valid", "latest"] = Field(
        description="on the last day somebody must have acted, or something counts as served, ends, or may be set at the latest"
    )
    decision: str = Field(description="the case for which it is")
    action: str = Field(description="what must be done in time")
    starts: str = Field(description="the kind of day from which it is counted")
    length: int | None = Field(description="the shortest length in a corridor; null where a day of the year limits")
    unit: str | None
    longest: int | None = Field(description="the longest length that national law may give")
    longest_unit: str | None
    before: bool = Field(description="counted backward from the start")
    day: str | None = Field(description="the day of the year (month-day) before which to act")


class CountedModel(LimitModel):
    """A time limit counted for one start."""

    start: date
    last_day: date = Field(description="the day to act by; in a corridor that of the shortest length")
    weekday: str
    days_left: int = Field(description="from the day it is for the authorities there; negative when the day has passed")
    passed: bool
    longest_last_day: date | None
    at_hour: bool = Field(description="counted in hours: it ends at the hour at which it began")
    non_working_day: Literal["next_working_day", "no_change", "unknown"] = Field(description="what the rules say of a free day")
    moved_from: date | None = Field(description="the free day from which a rule moved the last day")
    closed: Literal["weekend", "holiday", "doubtful"] | None = Field(
        description="why the last day is, or may be (doubtful), a day off, when it was not moved"
    )
    act_by: date | None = Field(
        description="the last working day before a last day that is or may be a day off: the day to keep"
    )
    careful_day: date | None = Field(description="the last day if the first day counts, where no rule says that it does not")
    posted_from: str | None = Field(description="country of the post, whose days off were counted too, where posting keeps it")
    counted_in: str = Field(description="country whose days off were counted; EU: only weekends")
    regional_holidays: bool = Field(description="parts of the country have holidays that were not counted")
    time_zone: str
    applies: Literal["applies", "no_longer", "not_yet", "depends"] = Field(description="whether this law governs the case")
    applies_if: str | None = Field(description="on what it depends, in words")


class SuspensionModel(BaseModel):
    """Whether acting in time stops a removal."""

    effect: Literal["yes", "no", "on_request", "unknown"]
    text: str


class LineModel(BaseModel):
    """One thing to say with the numbers of its citations; without any it is Otkaz's own word and states no law."""

    kind: str
    text: str
    citations: list[int]


class DeadlineModel(CountedModel):
    """One deadline in full."""

    how_counted: str
    suspends: SuspensionModel
    caution: str | None
    if_passed: str = Field(description="what remains possible, or what follows for a late authority")
    advice: str
    text: str
    lines: list[LineModel]
    citations: list[CitationModel]
    contacts: list[str]
    disclaimer: str
    knowledge: str


class ListingModel(BaseModel):
    """The deadlines of a country; `deadlines` hold CountedModel where a day was given, else LimitModel."""

    country: str
    start: date | None
    not_held: list[str] = Field(description="which time limits of the country Otkaz does not hold")
    deadlines: list[CountedModel | LimitModel]
    disclaimer: str
    knowledge: str


def report_json(report: Report, texts: Texts, knowledge: str) -> dict[str, Any]:
    """One deadline as the contract's object, ready for `json.dumps`."""
    deadline, language = report.reckoning.deadline, texts.language
    method = [report.text(kind) for kind in ("counted", "method", "first_day", "holidays")]
    return {
        **_counted(report.reckoning, texts),
        "applies_if": report.text("condition"),
        "how_counted": " ".join(filter(None, method)),
        "suspends": {"effect": deadline.suspends.effect, "text": deadline.suspends.text(language)},
        "caution": deadline.caution.text(language) if deadline.caution else None,
        "if_passed": deadline.passed.text(language),
        "advice": texts.deadlines.lawyer,
        "text": "\n".join(_marked(line.text, line.citations) for line in report.lines),
        "lines": [{"kind": line.kind, "text": line.text, "citations": list(line.citations)} for line in report.lines],
        "citations": [
            citation_json(citation, withheld(citation.reader_warning, language, report.situation))
            for citation in report.citations
        ],
        "contacts": list(report.contacts),
        "disclaimer": f"{texts.machine_notice} {texts.disclaimer}",
        "knowledge": knowledge,
    }


def listing_json(listing: Listing, texts: Texts, knowledge: str) -> dict[str, Any]:
    """A list of deadlines as the contract's object."""
    return {
        "country": listing.country,
        "start": listing.start.isoformat() if listing.start else None,
        "not_held": list(listing.not_held),
        "deadlines": [
            _counted(reckoning, texts) if reckoning else _limit(deadline, texts) for deadline, reckoning, _ in listing.entries
        ],
        "disclaimer": f"{texts.machine_notice} {texts.disclaimer}",
        "knowledge": knowledge,
    }


def _limit(deadline: Deadline, texts: Texts) -> dict[str, Any]:
    return {
        "id": deadline.id,
        "law": deadline.country,
        "who": deadline.who,
        "kind": deadline.kind,
        "decision": deadline.decision[texts.language],
        "action": deadline.action[texts.language],
        "starts": deadline.starts,
        "length": deadline.length,
        "unit": deadline.unit,
        "longest": deadline.longest,
        "longest_unit": deadline.longest_span.unit if deadline.longest_span else None,
        "before": deadline.before,
        "day": deadline.day,
    }


def _counted(reckoning: Reckoning, texts: Texts) -> dict[str, Any]:
    counted = reckoning.counted
    return {
        **_limit(reckoning.deadline, texts),
        "start": counted.start.isoformat(),
        "last_day": counted.last_day.isoformat(),
        "weekday": texts.deadlines.weekdays[counted.last_day.weekday()],
        "days_left": reckoning.days_left,
        "passed": reckoning.passed,
        "longest_last_day": _day(counted.longest),
        "at_hour": reckoning.deadline.unit == "hours",
        "non_working_day": reckoning.deadline.non_working_day,
        "moved_from": _day(counted.moved_from),
        "closed": counted.closed,
        "act_by": _day(counted.open_before),
        "careful_day": _day(counted.if_first_counts),
        "posted_from": reckoning.posted_from,
        "counted_in": reckoning.country,
        "regional_holidays": reckoning.workdays.regional,
        "time_zone": zone_of(reckoning.posted_from or reckoning.country),
        "applies": str(reckoning.finding.verdict),
        "applies_if": None,
    }


def _marked(text: str, citations: tuple[int, ...]) -> str:
    return f"{text} {''.join(f'[{n}]' for n in citations)}".rstrip()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
