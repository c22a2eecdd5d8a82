"""Lengths of time as people write them ("12 months", "полгода", "трое суток"), and whether they are meant as a limit.

"I have 6 months", "within 6 months" and "6 months to appeal" speak of a limit; "I waited 6 months" and "6 months ago" do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
#: Lengths nearer than this share are the same: 30 days and 1 month, 12 months and 1 year.
SAME = 0.03


def word_set(text: str) -> frozenset[str]:
    """The words of a text, to look words up in."""
    return frozenset(text.split())


_UNITS = [
    (re.compile(form), unit)
    for form, unit in (
        (r"hours?|hrs?|час(?:а|ов|ы|ам|ах)?|годин[аиу]?|гадзін[аыу]?", "hour"),
        (r"days?|д(?:ень|ня|ней|ням|нями|нях|ни)|дн(?:ів|і)|дзён|дзен(?:ь)?|дні|сут(?:ки|ок|кам|ках)|доб[аиу]?", "day"),
        (r"weeks?|недел(?:я|и|ь|ю|е|ей|ям|ями|ях)|тиж(?:день|ні|нів|ня)|тыд(?:зень|ні|няў|ня)", "week"),
        (r"months?|mths?|мес|месяц(?:а|ев|ы|ам|е|у|ами|ах|аў)?|місяц(?:ь|і|ів|я|ям)", "month"),
        (r"years?|yrs?|год(?:а|у|ы|ом|е|оў)?|лет|рік|рок(?:и|ів|у)", "year"),
    )
]
_HALF_YEAR = re.compile(r"полгода|полугода|полугодие|півроку|паўгода")
_NUMBERS = [
    (re.compile(form), value)
    for form, value in (
        (r"one|a|an|один|одна|одну|одного|одной|одно|одни", 1),
        (r"two|couple|дв[аеі]|двух|двум|двое|двох|пар[ауы]", 2),
        (r"three|тр[иыі]|трех|трем|трое|трьох|трох", 3),
        (r"four|четыр(?:е|ех|ем|ьмя)|четверо|чотир(?:и|ьох)|чатыр(?:ы|ох)", 4),
        (r"five|пят(?:ь|и|ью)|пятеро|п['’ʼ]ят(?:ь|и)|пяць|пяці", 5),
        (r"six|шест(?:ь|и|ью)|шестеро|ш[іе]ст(?:ь|и)|шэсць|шасці", 6),
        (r"seven|сем(?:ь|и|ью)?|сім|семи", 7),
        (r"eight|вос(?:емь|ьми|емью)|вісім|восьми|восем", 8),
        (r"nine|девят(?:ь|и|ью)|дев['’ʼ]ят(?:ь|и)|дзевяць|дзевяці", 9),
        (r"ten|десят(?:ь|и|ью)|десят[ьи]|дзесяць|дзесяці", 10),
        (r"eleven|одиннадцат(?:ь|и)", 11),
        (r"twelve|двенадцат(?:ь|и)|дванадцят(?:ь|и)|дванаццац[ьі]", 12),
        (r"fourteen|четырнадцат(?:ь|и)|чотирнадцят(?:ь|и)", 14),
        (r"fifteen|пятнадцат(?:ь|и)", 15),
        (r"eighteen|восемнадцат(?:ь|и)|вісімнадцят(?:ь|и)", 18),
        (r"twenty|двадцат(?:ь|и)|двадцят(?:ь|и)", 20),
        (r"thirty|тридцат(?:ь|и)|тридцят(?:ь|и)", 30),
        (r"sixty|шестьдесят|шестидесяти", 60),
        (r"ninety|девяност[оа]", 90),
    )
]
_OR = word_set("to or до или або")
#: One of these alone is a length too ("дают неделю"); English has its article or number.
_BARE = word_set("час сутки день неделя неделю месяц год тиждень місяць рік тыдзень")
#: More years than this are a date.
LONGEST_YEARS = 100
#: Between a number and its unit, or before a length, these change nothing.
_FILLERS = word_set(
    "only about around up still another whole full at most more just exactly the least than to roughly max maximum working "
    "calendar of business всего целых целые целый целая еще только примерно около ровно лишь максимум не более менее "
    "you me us him her them мне нам вам тебе ему ей им "
    "календарных рабочих рабочие где-то почти аж лише тільки цілих толькі"
)
#: Before a length: it is a time limit ("within 6 months") or a point in time ("in 3 days").
_LIMIT_BEFORE = word_set(
    "have has had got get gets given give gives gave within under takes take lasts last deadline limit are "
    "есть имею имеет имеется дают дается дали дано даст дает осталось остается остался срок срока течение до "
    "длится равен равны составляет є маю протягом впродовж строк термін ёсць працягу"
)
_POINT_BEFORE = word_set("in after is be becomes was через за после в спустя праз")
_OWNERS = word_set("меня нас них тебя него нее вас мене нас мяне")
_AFTER = word_set(
    "deadline limit window left to for term period срок срока чтобы чтоб на осталось для щоб каб для сроку ограничение"
)
_PAST = word_set("ago already earlier назад тому уже old")
#: So many words before a length, they make it a limit: "the deadline for the court is …".
_LIMIT_NAMES = word_set("deadline limit срок строк термін тэрмін")
NAMED_WITHIN = 6
#: After a length: it says how long until something else happens.
_UNTIL = word_set("until till before до прежде")


class Sense(IntEnum):
    """How surely a length is meant as a time limit: "I have 6 months", "in 6 months", "I waited 6 months"."""

    ANY = 0
    POINT = 1
    LIMIT = 2


@dataclass(frozen=True)
class Quantity:
    """A length of time in days, at words `start` to `end` (exclusive), and how it is meant."""

    days: float
    start: int
    end: int
    sense: Sense


@dataclass(frozen=True)
class Span:
    """From `least` to `most` days."""

    least: float
    most: float

    def holds(self, days: float) -> bool:
        """Whether a length lies in the span, or is as good as one of its ends."""
        return self.least * (1 - SAME) <= days <= self.most * (1 + SAME)


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers; ё counts as е, "6-month" is two words."""
    return [word.replace("ё", "е") for word in _WORD.findall(text.lower())]


def span_of(text: str) -> Span:
    """The span written "4 months", "1 to 3 weeks" or "5 days to 1 month". Raises ValueError otherwise."""
    units = "|".join(DAYS)
    match = re.fullmatch(rf"(\d+)(?: ({units})s?)?(?: to (\d+))? ({units})s?", text)
    if match is None or (match[2] and not match[3]):
        raise ValueError('write a length as "4 months", "1 to 3 weeks" or "5 days to 1 month"')
    least = int(match[1]) * DAYS[match[2] or match[4]]
    return Span(least, int(match[3]) * DAYS[match[4]] if match[3] else least)


def quantities(words: Sequence[str]) -> list[Quantity]:
    """Every length of time among the words, in order; each end of a range ("1-3 weeks") is one."""
    return [Quantity(days, start, end, _sense(words, start, end)) for days, start, end in _lengths(words)]


def _lengths(words: Sequence[str]) -> Iterator[tuple[float, int, int]]:
    for place, word in enumerate(words):
        if _HALF_YEAR.fullmatch(word):
            yield 6 * DAYS["month"], place, place + 1
            continue
        unit = _unit(word)
        if unit is None:
            continue
        days = DAYS[unit]
        before = place
        while before and words[before - 1] in _FILLERS and before > place - 2:
            before -= 1
        previous = words[before - 1] if before else ""
        value = _value(previous)
        if previous in ("полтора", "полторы", "півтора", "паўтара"):
            yield 1.5 * days, before - 1, place + 1
        elif previous == "half" or tuple(words[max(before - 2, 0) : before]) == ("half", "a"):
            yield days / 2, max(before - 2, 0), place + 1
        elif value is not None:
            if unit == "year" and value > LONGEST_YEARS:
                continue  # "в 2026 году"
            start = before - 1
            other = start - (2 if words[max(start - 1, 0)] in _OR else 1)
            lower = _value(words[other]) if other >= 0 and words[other] not in ("a", "an") else None
            if lower is not None and lower < value:
                start = other
                yield lower * days, start, place + 1
            yield value * days, start, place + 1
        elif word in _BARE and not previous[:1].isdigit():
            yield days, place, place + 1


def _sense(words: Sequence[str], start: int, end: int) -> Sense:
    before = start
    while before and words[before - 1] in (*_FILLERS, "a", "an"):
        before -= 1
    previous = words[before - 1] if before else ""
    following = words[end] if end < len(words) else ""
    if following in _PAST or previous in _PAST:
        return Sense.ANY
    named = any(word in _LIMIT_NAMES for word in words[max(before - NAMED_WITHIN, 0) : before])
    owned = previous in _OWNERS and before >= 2 and words[before - 2] in ("у", "в")
    if following not in _UNTIL and (owned or named or previous in _LIMIT_BEFORE or following in _AFTER):
        return Sense.LIMIT
    return Sense.POINT if previous in _POINT_BEFORE else Sense.ANY


def _unit(word: str) -> str | None:
    return next((unit for form, unit in _UNITS if form.fullmatch(word)), None)


def _value(word: str) -> float | None:
    if word[:1].isdigit():
        return float(word.replace(",", "."))
    return next((value for form, value in _NUMBERS if form.fullmatch(word)), None)
