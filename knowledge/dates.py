"""Days, months and other spans named in a text, in the past only. Pure; today is always given.

The words are found here and turned into one English form; what day that is, the library dateparser says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

#: An exact day without a year that lies further back than this is as likely meant otherwise.
YEARLESS = timedelta(days=300)
#: Nobody has waited longer.
OLDEST = date(2010, 1, 1)
#: A text with more dates than this is no person's story, and reading it would take long: nothing is read.
MOST = 30

_MONTHS = {
    "january": "january|jan|январ[ьяею]|січ(?:ень|ня|ні)|студзен[ья]|студзені|tammiku\\w*|sausi\\w*",
    "february": "february|feb|феврал[ьяею]|лют(?:ий|ого|ому|ы|ага|ым)|helmiku\\w*|vasari\\w*",
    "march": "march|mar|март[ае]?|берез(?:ень|ня|ні)|сакавік[ау]?|maalisku\\w*|kov(?:as|o|ą|e)",
    "april": "april|apr|апрел[ьяею]|квіт(?:ень|ня|ні)|красавік[ау]?|huhtiku\\w*|balan\\w*",
    "may": "may|ма[йяею]|трав(?:ень|ня|ні)|тра(?:вень|ўня|ўні)|toukoku\\w*|geguž\\w*",
    "june": "june|jun|июн[ьяею]|черв(?:ень|ня|ні)|чэрвен[ья]|чэрвені|kesäku\\w*|biržel\\w*",
    "july": "july|jul|июл[ьяею]|лип(?:ень|ня|ні)|ліпен[ья]|ліпені|heinäku\\w*|liep(?:a|os|ą)",
    "august": "august|aug|август[ае]?|серп(?:ень|ня|ні)|жні(?:вень|ўня|ўні)|eloku\\w*|rugpj\\w*",
    "september": "september|sept|sep|сентябр[ьяею]|верес(?:ень|ня|ні)|верас(?:ень|ня|ні)|syysku\\w*|rugsėj\\w*",
    "october": "october|oct|октябр[ьяею]|жовт(?:ень|ня|ні)|кастрычнік[ау]?|lokaku\\w*|spal(?:is|io|į|yje)",
    "november": "november|nov|ноябр[ьяею]|листопад[аі]?|лістапад[ае]?|marrasku\\w*|lapkri\\w*",
    "december": "december|dec|декабр[ьяею]|груд(?:ень|ня|ні)|снеж(?:ань|ня|ні)|jouluku\\w*|gruod\\w*",
}
_WEEKDAYS = {
    "monday": "monday|понедельник|понеділок|панядзелак",
    "tuesday": "tuesday|вторник|вівторок|аўторак",
    "wednesday": "wednesday|среду|середу|сераду",
    "thursday": "thursday|четверг|четвер|чацвер",
    "friday": "friday|пятницу|п'ятницю|пятніцу",
    "saturday": "saturday|субботу|суботу",
    "sunday": "sunday|воскресенье|неділю|нядзелю",
}
_NEAR = {
    "the day before yesterday": "the day before yesterday|позавчера|пазаўчора|toissapäivänä|užvakar",
    "yesterday": "yesterday|вчера|вчора|учора|eilen|vakar",
    "today": "today|сегодня|сьогодні|сёння|сення|tänään|šiandien",
}
_NUMBERS = {
    "1": "a|an|one|один|одну|адзін",
    "2": "two|два|две|дві|дзве|kaksi",
    "3": "three|три|тры|kolme",
    "4": "four|четыре|чотири|чатыры",
    "5": "five|пять|п'ять|пяць",
    "6": "six|шесть|шість|шэсць",
    "7": "seven|семь|сім|сем",
    "10": "ten|десять|дзесяць",
}
_UNITS = {
    "days": "days?|день|дня|дней|дні|днів|дзён|дзен|päivää",
    "weeks": "weeks?|недел[юия]|недель|тиждень|тижні|тижнів|тижня|тыдзень|тыдні|тыдняў|viikko\\w*",
    "months": "months?|месяц(?:а|ев)?|місяць|місяці|місяців|месяцы|месяцаў|kuukau\\w*",
    "years": "years?|год|года|лет|рік|роки|років|гады|гадоў|vuo\\w*",
}
#: How far "2 weeks ago" may be off, in days.
_VAGUE = {"days": 0, "weeks": 7, "months": 25, "years": 200}


_MONTH = f"(?P<month>{'|'.join(_MONTHS.values())})"
_YEAR = r"(?P<year>20\d\d)(?:\s?(?:года|году|год|г|року|рік|годзе|m)\b\.?)?"
_ORDINAL = r"(?:\s?-?\s?(?:го|ого|е|st|nd|rd|th)\b|\.)?"
_IN = (
    r"(?:in|since|of|from|during|early|late|mid|в|во|у|ў|с|со|з|із|від|ад|начале|начала|середине|конце|початку|кінці|пачатку|"
    r"канцы|nuo)"
)
_FORMS: tuple[tuple[str, str], ...] = (
    ("iso", r"(?<![\d-])(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\d-])"),
    ("dotted", r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>20\d\d|\d\d)(?![\d.]*\d)"),
    ("slashed", r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>20\d\d)(?![\d/])"),
    ("named", rf"(?P<year>20\d\d)\s?m\.\s?{_MONTH}\s(?P<d>\d{{1,2}})(?:\s?d\.)?(?!\d)"),
    ("named", rf"(?<![\d.])(?P<d>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?{_MONTH}\b(?:,?\s+{_YEAR})?"),
    ("named", rf"\b{_MONTH}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?d\.)?(?![\d.])(?:,?\s+{_YEAR})?"),
    ("month", rf"\b(?:(?P<in>{_IN})\s+)?{_MONTH}\b(?:\s+(?:of\s+|mėnesį\s*)?{_YEAR})?"),
    (
        "ago",
        rf"\b(?:(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS.values())})\s+)?(?P<unit>{'|'.join(_UNITS.values())})\s+(?:ago|назад|тому|таму|sitten)\b",
    ),
    ("half", r"\b(?:half a year ago|полгода назад|півроку тому|паўгода таму)\b"),
    ("near", rf"\b(?P<near>{'|'.join(_NEAR.values())})\b"),
    ("weekday", rf"\b(?:on|в|во|у|ў)\s+(?P<weekday>{'|'.join(_WEEKDAYS.values())})\b"),
    ("last", r"\b(?:last month|прошлом месяце|минулого місяця|мінулым месяцы|viime kuussa|praėjusį mėnesį)\b"),
    ("year", r"\b(?:in|в|у|ў|vuonna)\s+(?P<year>20\d\d)(?:\s?(?:году|г|році|годзе)\b\.?)?(?![\d.-])"),
)
_PATTERNS = tuple((kind, re.compile(form, re.I)) for kind, form in _FORMS)
#: Before these a date is not the day something happened, but a limit, a choice or a number of an article.
_SPOILED = re.compile(
    r"(?:\b(?:before|until|till|by|after|between|до|к|ко|после|пасля|після|перед|между|між|или|або|or|либо|по|and|ст|п|пункт|art|"
    r"article|next|следующ\w*|dated|ikki|iki)\.?\s+(?:the\s+)?|\d\s?[-–—]\s?)$",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|around|approximately|примерно|около|где-то|кажется|вроде|приблизно|десь|прыкладна|noin)\s+$", re.I
)


@dataclass(frozen=True)
class Span:
    """A day, or the days between which it lies; `start` and `end` are where it stands in the text."""

    first: date
    last: date
    start: int
    end: int

    @property
    def exact(self) -> bool:
        return self.first == self.last


def find_dates(text: str, today: date) -> list[Span]:
    """Every past day or period named in the text, in order; what is in the future or could be two days is left out."""
    found: list[Span] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if kind == "month" and not _surely_a_month(match):
                continue
            if len(taken) == MOST:
                return []
            taken.append(match.span())
            if _SPOILED.search(text[max(0, match.start() - 30) : match.start()]):
                continue
            days = _READERS[kind](match, today)
            if days is None or days[0] > today or days[1] < OLDEST:
                continue
            first, last = days[0], min(days[1], today)
            if _ABOUT.search(text[max(0, match.start() - 30) : match.start()]) and first == last:
                first, last = first - timedelta(days=14), min(last + timedelta(days=14), today)
            found.append(Span(first, last, *match.span()))
    return sorted(found, key=lambda span: span.start)


def _surely_a_month(match: re.Match[str]) -> bool:
    """Whether the word is no verb (may, march) and no pronoun (мая): a preposition, a year or its ending says so."""
    if match["in"] or match["year"]:
        return True
    word = match["month"].lower()
    return (not word.isascii() and word.endswith(("ą", "į"))) or word.endswith(("kuussa", "kuusta"))


def _of_numbers(match: re.Match[str], today: date) -> tuple[date, date] | None:
    year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"])
    return _day(f"{year:04}-{int(match['m']):02}-{int(match['d']):02}", today)


def _slashed(match: re.Match[str], today: date) -> tuple[date, date] | None:
    # Half the world puts the month first: only a day above 12 tells which is which.
    return _of_numbers(match, today) if int(match["d"]) > 12 or match["d"] == match["m"] else None


def _named(match: re.Match[str], today: date) -> tuple[date, date] | None:
    days = _day(f"{match['d']} {_key(_MONTHS, match['month'])} {match['year'] or ''}".strip(), today)
    if days and not match["year"] and days[0] < today - YEARLESS:
        return None
    return days


def _month(match: re.Match[str], today: date) -> tuple[date, date] | None:
    days = _day(f"1 {_key(_MONTHS, match['month'])} {match['year'] or ''}".strip(), today)
    return days and (days[0], _month_end(days[0]))


def _ago(match: re.Match[str], today: date) -> tuple[date, date] | None:
    number = match["n"] or "1"
    amount = int(number if number.isdigit() else _key(_NUMBERS, number))
    unit = _key(_UNITS, match["unit"])
    days = _day(f"{amount} {unit} ago", today)
    off = timedelta(days=_VAGUE[unit] if unit != "days" or amount < 10 else 3)
    return days and (days[0] - off, days[0] + off)


def _half(match: re.Match[str], today: date) -> tuple[date, date] | None:
    return today - timedelta(days=230), today - timedelta(days=135)


def _near(match: re.Match[str], today: date) -> tuple[date, date] | None:
    return _day(_key(_NEAR, match["near"]), today)


def _weekday(match: re.Match[str], today: date) -> tuple[date, date] | None:
    days = _day(_key(_WEEKDAYS, match["weekday"]), today)
    return days if days and timedelta(0) < today - days[0] < timedelta(days=7) else None


def _last_month(match: re.Match[str], today: date) -> tuple[date, date] | None:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _year(match: re.Match[str], today: date) -> tuple[date, date] | None:
    return date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31)


_READERS: dict[str, Callable[[re.Match[str], date], tuple[date, date] | None]] = {
    "iso": _of_numbers,
    "dotted": _of_numbers,
    "slashed": _slashed,
    "named": _named,
    "month": _month,
    "ago": _ago,
    "half": _half,
    "near": _near,
    "weekday": _weekday,
    "last": _last_month,
    "year": _year,
}


def _day(words: str, today: date) -> tuple[date, date] | None:
    """The day that English words mean, as first and last; without a year the last such day."""
    base = datetime(today.year, today.month, today.day, 12)  # noqa: DTZ001  (a day, no moment)
    found = _parser(base).get_date_data(words).date_obj
    return (found.date(), found.date()) if found else None


@lru_cache(maxsize=4)
def _parser(base: datetime) -> Any:
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "RETURN_AS_TIMEZONE_AWARE": False}
    return DateDataParser(languages=["en"], settings=settings)


def _key(table: dict[str, str], word: str) -> str:
    return next(key for key, words in table.items() if re.fullmatch(words, word, re.I))


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
