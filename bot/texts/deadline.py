"""What Otkaz says about deadlines, in one language."""

from __future__ import annotations

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from knowledge.deadline import Span


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class DeadlineTexts:
    """Sentences with gaps; dictionaries are by the names used in deadlines.yaml."""

    heading: str
    if_case: str
    last_day: dict[str, str]
    until: str
    hours: str
    hours_back: str
    days_left: str
    today: str
    passed: str
    longest_open: str
    action: dict[str, str]
    counted: str
    counted_back: str
    before_day: str
    before_date: str
    method_rule: str
    first_day: dict[str, str]
    method_working: str
    doubtful: str
    longest: dict[str, str]
    moved: str
    closed: dict[str, str]
    why_closed: dict[str, str]
    national_only: str
    weekends_only: str
    strasbourg_only: str
    court_holidays: str
    clock: str
    clock_post: str
    clock_post_unknown: str
    clock_regions: str
    regions: dict[str, str]
    applies_if: dict[str, dict[str, str]]
    unsettled: str
    does_not_apply: str
    not_verified: str
    suspends: dict[str, str]
    careful: str
    if_missed: dict[str, str]
    missed: str
    missed_longest: str
    remains: str
    lawyer: str
    calendar_title: str
    calendar_act_by: str
    calendar_text: str
    calendar_earliest: str
    list_intro: str
    list_dated: str
    list_item: str
    list_uncounted: str
    list_who: dict[str, str]
    list_earliest: str
    list_nothing: str
    no_national: str
    no_strasbourg: str
    not_held: dict[str, str]
    list_choose: str
    how_to_write: str
    bad_country: str
    future_date: str
    outside_window: str
    bad_date: str
    nothing_fits: str
    several_fit: str
    events: dict[str, str]
    units: dict[str, tuple[str, ...]]
    weekdays: tuple[str, ...]
    countries: dict[str, str]

    def amount(self, span: Span) -> str:
        """A length in words: "3 weeks", «5 рабочих дней»."""
        forms = self.units[span.unit]
        if len(forms) == 2:
            form = forms[0] if span.length == 1 else forms[1]
        else:  # Slavic: 1 and 21, 2 to 4 and 22, 5 to 20
            ten, hundred = span.length % 10, span.length % 100
            form = forms[0 if ten == 1 and hundred != 11 else 1 if 2 <= ten <= 4 and not 12 <= hundred <= 14 else 2]
        return f"{span.length} {form}"
