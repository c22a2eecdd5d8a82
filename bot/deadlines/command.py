"""`otkaz deadline`: from the options of the command line to a counted deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.deadlines.calendar import calendar
from bot.deadlines.contract import listing_json, report_json
from bot.deadlines.counter import Counter
from bot.deadlines.lookup import country_of, day_of
from bot.deadlines.report import Listing, Report, not_held
from bot.texts import texts
from knowledge.content import Content
from knowledge.deadline import Deadline
from knowledge.errors import NotIngestedError, UsageError
from knowledge.index import Generation
from knowledge.states import EUROPE, INTERNATIONAL, today_in


@dataclass(frozen=True)
class Options:
    """The options as they were typed; `now` knows its time zone."""

    country: str | None
    decision: str | None
    start: str | None
    registered: str | None
    language: str
    now: datetime


def answer(options: Options, generation: Generation) -> Report | Listing:
    """What the options ask for. Raises UsageError for bad input, NotIngestedError when the index has no deadlines."""
    content = generation.content
    if not content.deadlines:
        raise NotIngestedError("The index holds no deadlines: run `otkaz ingest`.")
    country = _country(options.country)
    if country is None and (options.decision is None or options.decision not in content.deadlines):
        raise UsageError("--country is missing: the country you are in, for example --country FI.")
    start, registered = _day("--date", options.start), _day("--registered", options.registered)
    where = country or content.deadlines[str(options.decision)].country
    today = today_in(where, options.now)
    if registered is not None and registered > today:
        raise UsageError(f"--registered: {registered} has not come yet.")
    if country is None and where not in (EUROPE, INTERNATIONAL):
        country = where
    counter = Counter(content, texts(options.language), country, registered, today, options.now)
    if options.decision is None:
        return counter.all(start)
    deadline = _deadline(options.decision, counter, content)
    if start is None:
        event = texts("en").deadlines.events[deadline.starts]
        raise UsageError(f"--date is missing: for {deadline.id} give {event}, for example --date 2026-11-16.")
    if start > today and not deadline.before and deadline.starts != "event":
        raise UsageError(f"--date: {start} has not come yet (today is {today}).")
    if deadline.window is not None and not deadline.window.holds(start):
        raise UsageError(_outside_window(deadline, start, counter))
    return counter.one(deadline, start)


def _outside_window(deadline: Deadline, start: date, counter: Counter) -> str:
    """What to say of a day for which another limit, or none, is meant: a wrong one would be worse than none."""
    said, window = texts("en"), deadline.window
    limits = f"from {said.year_day(window.start)} to {said.year_day(window.end)}" if window else ""
    others = [each for each in counter.deadlines if each.window is not None and each.window.holds(start)]
    advice = f"for that day take --decision {others[0].id}" if others else "check the day, or ask a lawyer"
    return (
        f"--date: {deadline.id} is only for days {limits}, and {start} is not one: {advice}. "
        f"The day to give is {said.deadlines.events[deadline.starts]}."
    )


def found_json(found: Report | Listing, options: Options, knowledge: str) -> dict[str, Any]:
    """The contract's object."""
    if isinstance(found, Report):
        return report_json(found, texts(options.language), knowledge)
    return listing_json(found, texts(options.language), knowledge)


def write_calendar(found: Report | Listing, options: Options, path: Path) -> None:
    """Write the calendar file. Raises UsageError when nothing was chosen or the file cannot be written."""
    if not isinstance(found, Report):
        raise UsageError("--ics needs one deadline: choose it with --decision.")
    try:
        path.write_bytes(calendar(found.reckoning, texts(options.language)).encode())
    except OSError as error:
        raise UsageError(f"--ics: {path} cannot be written ({error.strerror}).") from None


def _deadline(text: str, counter: Counter, content: Content) -> Deadline:
    found = counter.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(deadline.id for deadline in found)
        raise UsageError(f"--decision: {text!r} fits several deadlines: {listed}. Give one of these ids.")
    if text in content.deadlines:
        raise UsageError(f"--decision: {text} does not exist in {counter.country}.")
    listed = ", ".join(deadline.id for deadline in counter.deadlines if deadline.who == "person")
    held = f"What a person must keep there: {listed}." if listed else "No time limit that a person must keep there is held."
    lacking = "".join(f" {each}" for each in not_held(str(counter.country), content, texts("en")))
    raise UsageError(
        f"--decision: nothing in {counter.country} fits {text!r}. {held}{lacking} Without --decision everything is listed."
    )


def _country(text: str | None) -> str | None:
    if text is None:
        return None
    if (found := country_of(text)) is None:
        raise UsageError(f"--country: {text!r} is not a country Otkaz counts for: give its ISO code, for example FI.")
    return found


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    if (found := day_of(text)) is None:
        raise UsageError(f"{option}: {text!r} is not a date of the form 2026-11-16.")
    return found
