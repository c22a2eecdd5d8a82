"""A deadline: a time limit that a person must keep, or that binds an authority, with the rules its number stands in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from knowledge.fields import STRICT, Bilingual, Country, Id, Text
from knowledge.numbers import numbers, unsupported
from knowledge.period import ALIASED
from knowledge.rule import Holds, Rule
from knowledge.yamlfile import Located

Who = Literal["person", "authority"]
Unit = Literal["hours", "days", "working_days", "weeks", "months", "years"]
Starts = Literal[
    "notification",
    "registration",
    "lodging",
    "request",
    "acceptance",
    "final_decision",
    "posting",
    "event",
    "removal",
    "sending",
]
#: What happens on the last day: somebody must have acted, or something counts as served, ends, or may be set at the latest.
Kind = Literal["act", "served", "valid", "latest"]
NonWorkingDay = Literal["next_working_day", "no_change", "unknown"]
Effect = Literal["yes", "no", "on_request", "unknown"]
#: A day of every year, as month and day ("04-01").
YearDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$")]
AnyYearDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Words = Annotated[Text, AfterValidator(lambda text: " ".join(text.split()))]


class Span(NamedTuple):
    """How long a limit is."""

    length: int
    unit: Unit


@dataclass(frozen=True, config=STRICT)
class Statement:
    """A text in both languages and the rules that carry it; without rules, those that carry the number do."""

    en: Words
    ru: Words
    rules: tuple[Id, ...] = ()

    def text(self, language: str) -> str:
        """The text in a content language."""
        return {"en": self.en, "ru": self.ru}[language]


@dataclass(frozen=True, config=STRICT)
class Suspension(Statement):
    """Whether filing in time stops a removal."""

    effect: Effect = Field(kw_only=True)


@dataclass(frozen=True, config=ALIASED)
class Window:
    """A part of every year, as month and day, both ends included; it does not run over New Year."""

    start: AnyYearDay = Field(validation_alias="from")
    end: AnyYearDay = Field(validation_alias="to")

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"it ends ({self.end}) before it begins ({self.start})")

    def holds(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return self.start <= f"{day:%m-%d}" <= self.end


@dataclass(frozen=True, config=STRICT)
class Deadline:
    """One time limit: `length` in `unit`s from the day `starts` names, or before it, or before the yearly `day`.

    In a corridor `length` is the shortest and `longest` the longest that national law may give. `instead_of` names the
    EU deadline of which this is the national form; `not_in` are countries where it does not exist. `counting` is the rule
    that says how days are counted. Only days in `window` can start it. `until` is the hour of the last day; with `post` it is
    kept by posting, where the person is. `remains` is what is still possible when it was missed.
    """

    id: Id
    country: Country
    who: Who
    decision: Bilingual
    action: Bilingual
    starts: Starts
    non_working_day: NonWorkingDay
    suspends: Suspension
    regime: Holds
    passed: Statement
    rules: Annotated[tuple[Id, ...], Field(min_length=1)]
    length: Annotated[int, Field(gt=0)] | None = None
    longest: int | None = None
    unit: Unit | None = None
    longest_unit: Unit | None = None
    before: bool = False
    day: YearDay | None = None
    counting: Id | None = None
    instead_of: Id | None = None
    not_in: tuple[Country, ...] = ()
    caution: Statement | None = None
    kind: Kind = "act"
    window: Window | None = None
    until: Statement | None = None
    post: bool = False
    remains: tuple[Statement, ...] = ()

    def __post_init__(self) -> None:
        if (self.length is None) != (self.unit is None) or (self.length is None) == (self.day is None):
            raise ValueError("give either a length with its unit, or a day of the year")
        if self.day is not None and not self.before:
            raise ValueError("a day of the year is a limit before something: add 'before: true'")
        if self.longest is None:
            if self.longest_unit is not None:
                raise ValueError("'longest_unit' without 'longest': add the number")
        elif self.length is None or self.before or (self.longest_unit in (None, self.unit) and self.longest <= self.length):
            raise ValueError("'longest' must be more than 'length', and only for limits that run forward")
        if self.before and self.unit == "hours":
            raise ValueError("hours are not counted backward: the hour of the event is unknown")
        if (self.non_working_day == "unknown") != (self.counting is None):
            raise ValueError("name under 'counting' the rule that says what a non-working last day does, or say 'unknown'")
        if self.window is not None and not self.before:
            raise ValueError("a window is for limits counted back: add 'before: true'")
        statements = [self.suspends, self.passed, self.caution, self.until, *self.remains]
        mentioned = {rule for statement in statements if statement for rule in statement.rules}
        if stray := sorted((mentioned | ({self.counting} if self.counting else set())) - set(self.rules)):
            raise ValueError(f"'{stray[0]}' is not among its rules: add it there")

    @property
    def manner(self) -> str:
        """How to speak of it: by who must act, or by what happens where nobody must."""
        return self.who if self.kind == "act" else self.kind

    @property
    def span(self) -> Span | None:
        """The limit, the shortest in a corridor; None where a day of the year limits."""
        return Span(self.length, self.unit) if self.length is not None and self.unit is not None else None

    @property
    def longest_span(self) -> Span | None:
        """The longest that national law may give."""
        unit = self.longest_unit or self.unit
        return Span(self.longest, unit) if self.longest is not None and unit is not None else None

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that make the limit; each must stand in one of its rules."""
        return frozenset(str(value) for value in (self.length, self.longest, self.day) if value is not None)


_ADAPTER = TypeAdapter(Deadline)


def parse_deadline(entry: Located) -> Deadline:
    """One entry of deadlines.yaml. Raises ContentError naming the line."""
    return entry.into(_ADAPTER, "deadline")


def basis(deadline: Deadline, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """The rules to cite for the limit itself: the first that carries it, and the one named first."""
    return tuple(dict.fromkeys([next(iter(carriers(deadline, rules)), deadline.rules[0]), deadline.rules[0]]))


def carriers(deadline: Deadline, rules: Mapping[str, Rule]) -> list[str]:
    """The deadline's rules whose own statement has the limit's numbers in every language, and its units."""
    spans = [span for span in (deadline.span, deadline.longest_span) if span]
    units = {span.unit.replace("_", " ").removesuffix("s") for span in spans}
    return [
        rule
        for rule in deadline.rules
        if all(not unsupported(deadline.numbers, numbers(text)) for text in rules[rule].text.values())
        and all(unit in rules[rule].text["en"] for unit in units)
    ]
