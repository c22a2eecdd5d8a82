"""A last day as a calendar file (iCalendar, RFC 5545): all-day events with two alarms each, and nothing about the person.

Where the last day is or may be a day off, the working day to act by is an event too. Calendars are often copied to a server
by the phone: neither the kind of decision nor any other day is in it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from unicodedata import category

from bot.texts import Texts
from knowledge.reckoning import Reckoning

#: Octets in a line of content, without its end (RFC 5545, 3.1).
LINE = 75
ALARMS = ("-P3D", "-P1D")
FILE_NAME = "otkaz-last-day.ics"


@dataclass(frozen=True)
class Event:
    """What stands on a day of the calendar."""

    day: date
    title: str
    text: str


def calendar(reckoning: Reckoning, texts: Texts) -> str:
    """The calendar file of a counted deadline."""
    said, day = texts.deadlines, reckoning.counted.last_day
    text = said.calendar_text.format(action=reckoning.deadline.action[texts.language])
    if reckoning.deadline.unit == "hours":
        text = f"{said.hours} {text}"
    last = Event(day, said.calendar_title, text)
    early = [Event(reckoning.act_by, said.calendar_act_by, text)] if reckoning.act_by < day else []
    return _file([*early, last], reckoning.today)


def calendar_file(day: date, title: str, text: str, today: date) -> str:
    """One all-day event on `day`. `today` becomes its stamp; the same event always has the same identity."""
    return _file([Event(day, title, text)], today)


def _file(events: list[Event], today: date) -> str:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Otkaz//Deadline//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines = [*head, *(line for event in events for line in _event(event, today)), "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event, today: date) -> list[str]:
    title = escaped(event.title)
    alarms = [
        line
        for trigger in ALARMS
        for line in ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger}", f"DESCRIPTION:{title}", "END:VALARM")
    ]
    identity = hashlib.sha256(f"{event.day}{event.title}{event.text}".encode()).hexdigest()[:32]
    stamp = datetime.combine(today, time(), UTC)
    return [
        "BEGIN:VEVENT",
        f"UID:{identity}@otkaz.invalid",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{title}",
        f"DESCRIPTION:{escaped(event.text)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        *alarms,
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11), in which control characters cannot stand."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join("".join(c for c in line if category(c) != "Cc") for line in text.splitlines())


def folded(line: str) -> str:
    """A content line broken so that no part exceeds LINE octets and no character is torn (RFC 5545, 3.1)."""
    parts, current, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE:
            parts.append(current)
            current, size = " ", 1
        current += character
        size += octets
    return "\r\n".join([*parts, current])
