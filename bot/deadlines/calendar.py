"""A last day as a calendar file (iCalendar, RFC 5545): one all-day event with two alarms, and nothing about the person.

Calendars are often copied to a server by the phone: neither the kind of decision nor any day but the last one is in it.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from unicodedata import category

from bot.texts import Texts
from knowledge.reckoning import Reckoning

#: Octets in a line of content, without its end (RFC 5545, 3.1).
LINE = 75
ALARMS = ("-P3D", "-P1D")
FILE_NAME = "otkaz-last-day.ics"


def calendar(reckoning: Reckoning, texts: Texts) -> str:
    """The calendar file of a counted deadline."""
    said, day = texts.deadlines, reckoning.counted.last_day
    text = said.calendar_text.format(action=reckoning.deadline.action[texts.language])
    if reckoning.deadline.unit == "hours":
        text = f"{said.hours} {text}"
    return calendar_file(day, said.calendar_title, text, reckoning.today)


def calendar_file(day: date, title: str, text: str, today: date) -> str:
    """One all-day event on `day`. `today` becomes its stamp; the same event always has the same identity."""
    alarm = [
        line
        for trigger in ALARMS
        for line in ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger}", f"DESCRIPTION:{escaped(title)}", "END:VALARM")
    ]
    identity = hashlib.sha256(f"{day}{title}{text}".encode()).hexdigest()[:32]
    stamp = datetime.combine(today, time(), UTC)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Otkaz//Deadline//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{identity}@otkaz.invalid",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(title)}",
        f"DESCRIPTION:{escaped(text)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        *alarm,
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


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
