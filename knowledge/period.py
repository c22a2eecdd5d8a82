"""A span of days, open at either end."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

#: In content files the ends are called `from` and `to`, which Python cannot use as names.
ALIASED = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True)


@dataclass(frozen=True, config=ALIASED)
class Period:
    """First and last day, both included; None means that no beginning or end is known."""

    start: date | None = Field(default=None, validation_alias="from")
    end: date | None = Field(default=None, validation_alias="to")

    def __post_init__(self) -> None:
        check_order(self.start, self.end)

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies within the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def check_order(start: date | None, end: date | None) -> None:
    """Raise ValueError when a period ends before it begins."""
    if start and end and start > end:
        raise ValueError(f"it ends ({end}) before it begins ({start})")
