"""A rule: one checked statement of law or practice, with its source, pinpoint and dates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import STRICT, Bilingual, CheckDate, Country, Id, Text, WebAddress
from knowledge.period import ALIASED, check_order
from knowledge.yamlfile import Located

ComparedWith = Literal["application_registered", "application_lodged", "decision_notified", "event", "always"]


def _pinpoint(value: object) -> object:
    return {"en": value, "ru": localise_pinpoint(value)} if isinstance(value, str) else value


Pinpoint = Annotated[Bilingual, BeforeValidator(_pinpoint)]


@dataclass(frozen=True, config=ALIASED)
class Holds:
    """Between which days a rule applies, and which date is compared with them.

    `unsettled`: the text of the law does not say whether the rule also governs cases from before its first day.
    """

    compared_with: ComparedWith
    start: date | None = Field(default=None, validation_alias="from")
    end: date | None = Field(default=None, validation_alias="to")
    unsettled: bool = False

    def __post_init__(self) -> None:
        check_order(self.start, self.end)


@dataclass(frozen=True, config=STRICT)
class Locus:
    """A place in a source."""

    source: Id
    pinpoint: Pinpoint


@dataclass(frozen=True, config=STRICT)
class Rule:
    """One checked statement; `text` is by language, `also` names further sources of the same statement."""

    id: Id
    topic: Text
    source: Id
    pinpoint: Pinpoint
    countries: tuple[Country, ...]
    holds: Holds
    checked: CheckDate
    text: Bilingual
    also: tuple[Locus, ...] = ()
    replaces: tuple[Id, ...] = ()
    url: WebAddress | None = None
    open: bool = False
    review_by: date | None = None


_ADAPTER = TypeAdapter(Rule)


def parse_rule(entry: Located) -> Rule:
    """One entry of a rules file. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "rule")


#: English pinpoint words and their Russian form, longest first.
_PINPOINT_RU = (
    ("Articles", "ст."),
    ("Article", "ст."),
    ("Arts", "ст."),
    ("Art.", "ст."),
    ("recitals", "пп. преамбулы"),
    ("recital", "п. преамбулы"),
    ("Rules", "правила"),
    ("Rule", "правило"),
    ("Chapter", "глава"),
    ("Sections", "разделы"),
    ("Section", "раздел"),
    ("paras", "пп."),
    ("para.", "п."),
    ("points", "пп."),
    ("point", "п."),
    (" and ", " и "),
)


def localise_pinpoint(pinpoint: str) -> str:
    """The Russian form of an English pinpoint ("Art. 46(1)" -> "ст. 46(1)")."""
    for english, russian in _PINPOINT_RU:
        pinpoint = pinpoint.replace(english, russian)
    return pinpoint
