"""The calendar file, read by a parser that takes nothing but what RFC 5545 allows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.deadlines.calendar import calendar, calendar_file, escaped, folded
from bot.texts import texts
from knowledge.content import Content
from knowledge.reckoning import reckon
from tests.deadlines import day
from tests.making import NOTHING_KNOWN, TODAY

#: name *(";" param) ":" value (3.1); the parameters and values of our own file need no quotes.
CONTENT_LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(?:;[A-Z-]+=[A-Z-]+)*):(?P<value>.*)")
#: TEXT (3.3.11): no control characters; backslash, semicolon and comma only escaped.
TEXT = re.compile(r"(?:\\[\\;,nN]|[^\x00-\x08\x0a-\x1f\x7f\\;,])*")
#: Properties that a component must have exactly once, and may have (3.4, 3.6.1, 3.6.6).
REQUIRED = {"VCALENDAR": {"VERSION", "PRODID"}, "VEVENT": {"UID", "DTSTAMP"}, "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"}}
ALLOWED = {
    "VCALENDAR": REQUIRED["VCALENDAR"] | {"CALSCALE", "METHOD"},
    "VEVENT": REQUIRED["VEVENT"] | {"DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP"},
    "VALARM": REQUIRED["VALARM"],
}
INSIDE = {None: "VCALENDAR", "VCALENDAR": "VEVENT", "VEVENT": "VALARM"}


@dataclass
class Component:
    """A part of a calendar: properties by name, and the parts inside."""

    kind: str
    properties: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)


def unfolded(data: bytes) -> list[str]:
    """The content lines (3.1): CRLF ends each, none is longer than 75 octets, each part is whole UTF-8."""
    assert data.endswith(b"\r\n")
    raw = data.split(b"\r\n")[:-1]
    assert all(b"\n" not in line and b"\r" not in line for line in raw)
    assert all(0 < len(line) <= 75 for line in raw)
    lines: list[str] = []
    for line in raw:
        text = line.decode("utf-8")
        if text[0] in " \t":
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def parsed(data: bytes) -> Component:
    """The calendar. Fails for anything that the standard does not allow."""
    stack: list[Component] = []
    whole: list[Component] = []
    for line in unfolded(data):
        match = CONTENT_LINE.fullmatch(line)
        assert match, line
        name, parameters, value = match.groups()
        if name == "BEGIN":
            assert value == INSIDE[stack[-1].kind if stack else None]
            stack.append(Component(value))
        elif name == "END":
            component = stack.pop()
            assert component.kind == value
            assert set(component.properties) >= REQUIRED[value]
            (stack[-1].parts if stack else whole).append(component)
        else:
            component = stack[-1]
            assert name in ALLOWED[component.kind]
            assert name not in component.properties, "a property stands once"
            component.properties[name], component.parameters[name] = value, parameters
            if name in ("SUMMARY", "DESCRIPTION"):
                assert TEXT.fullmatch(value), value
    assert not stack
    (calendar_,) = whole
    return calendar_


def plain(text: str) -> str:
    """An unescaped TEXT value."""
    return re.sub(r"\\([\\;,nN])", lambda match: "\n" if match[1] in "nN" else match[1], text)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_one_whole_day_with_two_alarms(language: str, full_content: Content) -> None:
    deadline = full_content.deadlines["fi-dublin-appeal"]
    reckoning = reckon(deadline, day("2026-11-16"), "FI", NOTHING_KNOWN, TODAY, full_content)
    file = parsed(calendar(reckoning, texts(language)).encode())
    assert file.properties["VERSION"] == "2.0"
    (event,) = file.parts
    assert (event.properties["DTSTART"], event.parameters["DTSTART"]) == ("20261123", ";VALUE=DATE")
    assert (event.properties["DTEND"], event.parameters["DTEND"]) == ("20261124", ";VALUE=DATE")
    assert datetime.strptime(event.properties["DTSTAMP"], "%Y%m%dT%H%M%SZ").date() == TODAY  # noqa: DTZ007
    assert deadline.action[language] in plain(event.properties["DESCRIPTION"])
    assert [alarm.properties["TRIGGER"] for alarm in event.parts] == ["-P3D", "-P1D"]
    assert {alarm.properties["ACTION"] for alarm in event.parts} == {"DISPLAY"}


def test_nothing_of_the_persons_case_is_in_it(full_content: Content) -> None:
    deadline = full_content.deadlines["fi-dublin-appeal"]
    file = calendar(reckon(deadline, day("2026-11-16"), "FI", NOTHING_KNOWN, TODAY, full_content), texts("en"))
    for revealing in ("20261116", "2026-11-16", "Migri", "Finland", "FI", "dublin", "asylum", deadline.id):
        assert revealing.lower() not in file.lower().replace("fine", "")
    assert "CLASS:PRIVATE" in file


def test_the_same_day_is_the_same_event_and_another_day_another() -> None:
    def identity(on: str, today: date = TODAY) -> str:
        return parsed(calendar_file(day(on), "T", "D", today).encode()).parts[0].properties["UID"]

    assert identity("2026-11-23") == identity("2026-11-23", TODAY + timedelta(days=1))
    assert identity("2026-11-23") != identity("2026-11-24")


def test_hours_are_said(full_content: Content) -> None:
    deadline = full_content.deadlines["fr-dublin-appeal-detained"]
    file = calendar(reckon(deadline, day("2026-11-20"), "FR", NOTHING_KNOWN, TODAY, full_content), texts("en"))
    assert "at the same hour" in plain(parsed(file.encode()).parts[0].properties["DESCRIPTION"])


def test_the_year_ends_inside_an_event() -> None:
    event = parsed(calendar_file(day("2026-12-31"), "T", "D", TODAY).encode()).parts[0]
    assert event.properties["DTEND"] == "20270101"


@given(st.text(max_size=400))
def test_any_text_survives_escaping_and_folding(text: str) -> None:
    expected = "\n".join("".join(c for c in line if category(c) != "Cc") for line in text.splitlines())
    data = calendar_file(day("2026-11-23"), "Title", text, TODAY).encode("utf-8", "ignore")
    event = parsed(data).parts[0]
    assert plain(event.properties["DESCRIPTION"]) == expected.encode("utf-8", "ignore").decode()


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=300))
def test_a_folded_line_is_whole_again_and_short(text: str) -> None:
    parts = folded(text).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text
    assert all(part.startswith(" ") for part in parts[1:])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b;c", "a\\,b\\;c"),
        ("a\\n", "a\\\\n"),
        ("one\ntwo", "one\\ntwo"),
        ("one\r\ntwo", "one\\ntwo"),
        ("без: знаков", "без: знаков"),
    ],
)
def test_escaping(text: str, expected: str) -> None:
    assert escaped(text) == expected


def test_the_day_to_act_by_is_an_event_of_its_own(full_content: Content) -> None:
    deadline = full_content.deadlines["int-strasbourg-application"]
    reckoning = reckon(deadline, day("2026-08-26"), "LT", NOTHING_KNOWN, TODAY, full_content)
    early, last = parsed(calendar(reckoning, texts("en")).encode()).parts
    assert (early.properties["DTSTART"], last.properties["DTSTART"]) == ("20261223", "20261226")
    assert early.properties["SUMMARY"].startswith("Act by this day")
    assert early.properties["UID"] != last.properties["UID"]
    for event in (early, last):
        assert [alarm.properties["TRIGGER"] for alarm in event.parts] == ["-P3D", "-P1D"]


def test_a_day_to_act_by_that_has_passed_is_no_event(full_content: Content) -> None:
    deadline = full_content.deadlines["fi-dublin-appeal"]
    reckoning = reckon(deadline, day("2026-11-15"), "FI", NOTHING_KNOWN, TODAY, full_content)
    (event,) = parsed(calendar(reckoning, texts("en")).encode()).parts
    assert event.properties["DTSTART"] == "20261122"
