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
        (r"hours?|hrs?|час(?:а|ов|ы|ам|ах)?|годин[аиу]?|гадзін[аыу]?|tun(?:ti|tia|nin)|valand(?:a|ą|os|ų|as)", "hour"),
        (
            r"days?|д(?:ень|ня|ней|ням|нями|нях|ни)|дн(?:ів|і)|дзён|дзен(?:ь)?|дні|сут(?:ки|ок|кам|ках)|доб[аиу]?|"
            r"päiv(?:ä|ää|än|ässä)|dien(?:a|ą|os|ų|as)",
            "day",
        ),
        (
            r"weeks?|недел(?:я|и|ь|ю|е|ей|ям|ями|ях)|тиж(?:день|ні|нів|ня)|тыд(?:зень|ні|няў|ня)|"
            r"viik(?:ko|koa|on|ossa)|savait(?:ė|ę|ės|es)|savaičių",
            "week",
        ),
        (
            r"months?|mths?|мес|месяц(?:а|ев|ы|ам|е|у|ами|ах|аў)?|місяц(?:ь|і|ів|я|ям)|"
            r"kuukau(?:si|tta|den|dessa)|mėnes(?:is|į|io|iai|ius|ių)",
            "month",
        ),
        (r"years?|yrs?|год(?:а|у|ы|ом|е|оў)?|гады|лет|рік|рок(?:и|ів|у)|vuo(?:si|tta|den|dessa)|met(?:ai|us|ų)", "year"),
    )
]
_HALF_YEAR = re.compile(r"полгода|полугода|полугодие|півроку|паўгода|pusmet(?:is|į|io)")
_HALF, _YEAR = word_set("пів puoli puolen pusę pusės"), word_set("року рік vuotta vuoden metų")
_NUMBERS = [
    (re.compile(form), value)
    for form, value in (
        (r"one|a|an|yksi|yhden|vien(?:as|ą|i|erius)|один|одна|одну|одного|одной|одно|одни", 1),
        (r"two|couple|kaksi|kahden|du|dvi|dvejus|dviejų|дв[аеі]|двух|двум|двое|двох|пар[ауы]", 2),
        (r"three|kolme|kolmen|trys|tris|trejus|trijų|тр[иыі]|трех|трем|трое|трьох|трох", 3),
        (r"four|neljä|neljän|keturi(?:s|us|ų|os|as)?|четыр(?:е|ех|ем|ьмя)|четверо|чотир(?:и|ьох)|чатыр(?:ы|ох)", 4),
        (r"five|viisi|viiden|penki(?:s|us|ų|os|as)?|пят(?:ь|и|ью)|пятеро|п['’ʼ]ят(?:ь|и)|пяць|пяці", 5),
        (r"six|kuusi|kuuden|šeši(?:s|us|ų|os|as)?|шест(?:ь|и|ью)|шестеро|ш[іе]ст(?:ь|и)|шэсць|шасці", 6),
        (r"seven|сем(?:ь|и|ью)?|сім|семи", 7),
        (r"eight|вос(?:емь|ьми|емью)|вісім|восьми|восем", 8),
        (r"nine|девят(?:ь|и|ью)|дев['’ʼ]ят(?:ь|и)|дзевяць|дзевяці", 9),
        (r"ten|десят(?:ь|и|ью)|десят[ьи]|дзесяць|дзесяці", 10),
        (r"eleven|одиннадцат(?:ь|и)", 11),
        (r"twelve|kaksitoista|dvylika|двенадцат(?:ь|и)|дванадцят(?:ь|и)|дванаццац[ьі]", 12),
        (r"fourteen|четырнадцат(?:ь|и)|чотирнадцят(?:ь|и)", 14),
        (r"fifteen|пятнадцат(?:ь|и)", 15),
        (r"eighteen|kahdeksantoista|aštuoniolika|восемнадцат(?:ь|и)|вісімнадцят(?:ь|и)", 18),
        (r"twenty|двадцат(?:ь|и)|двадцят(?:ь|и)", 20),
        (r"thirty|тридцат(?:ь|и)|тридцят(?:ь|и)", 30),
        (r"forty|сорок(?:а)?", 40),
        (r"sixty|шестьдесят|шестидесяти", 60),
        (r"ninety|девяност[оа]", 90),
    )
]
_OR = word_set("to or до или або")
#: One of these alone is a length too ("дают неделю"); English has its article or number.
_BARE = word_set("час сутки день неделя неделю месяц год тиждень місяць рік тыдзень mėnuo mėnesį")
_COURSE = word_set("течение течении протягом працягу")
#: More years than this are a date.
LONGEST_YEARS = 100
#: Between a number and its unit, or before a length, these change nothing.
_FILLERS = word_set(
    "же ведь жа "
    "only about around up still another whole full at most more just exactly the least than to roughly max maximum working "
    "calendar of business всего целых целые целый целая еще только примерно около ровно лишь максимум не более менее "
    "you me us him her them мне нам вам тебе ему ей им "
    "календарных рабочих рабочие где-то почти аж лише тільки цілих толькі"
)
#: After a length, these say nothing.
_EMPTY = word_set("же ведь жа just")
#: Before a length: it is a time limit ("within 6 months") or a point in time ("in 3 days").
_LIMIT_BEFORE = word_set(
    "have has had got get gets given give gives gave within under takes take lasts last deadline limit are "
    "есть имею имеет имеется дают дается дали дано даст дает осталось остается остался срок срока течение до "
    "длится равен равны составляет є маю протягом впродовж строк термін ёсць працягу "
    "дають дається дадуть даюць даецца дадуць per duoda duodami duodamas"
)
_POINT_AFTER = word_set("after после після пасля")
_POINT_BEFORE = word_set("in after is be becomes was через за после в спустя праз po")
_OWNERS = word_set("их іх меня нас них тебя него нее вас мене нас мяне")
_AFTER = word_set(
    "deadline limit window left to for term period срок срока чтобы чтоб на осталось для щоб каб для сроку ограничение "
    "дается даются дают дадут дано есть дається даються дають даецца даюць ajan kuluessa sisällä aikana against против"
)
_PAST = word_set("already earlier уже old")
_AGO = word_set("ago назад тому sitten")
_LEFT = word_set("left remaining remain осталось остался осталась остается залишилось залишилося засталося засталось")
#: So many words before a length, they make it a limit: "the deadline for the court is …".
_LIMIT_NAMES = word_set("deadline limit period срок строк термін тэрмін")
NAMED_WITHIN = 6
_IS = word_set("is are это є")
#: "На апелляцию 2 месяца".
_ACTS = ("апелл", "апеля", "обжал", "жалоб", "подач", "передач", "перадач", "оскарж", "абскардж", "скарг")
#: After a length: it says how long until something else happens.
_UNTIL = word_set("until till before до прежде")


class Sense(IntEnum):
    """How surely a length is meant as a time limit: "I have 6 months", "in 6 months", "I waited 6 months", "6 months ago"."""

    PAST = -1
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
    left: bool = False  # "3 months left": the limit itself is longer


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
    return [
        Quantity(days, start, end, _sense(words, start, end), _is_left(words, start, end))
        for days, start, end in _lengths(words)
    ]


def _lengths(words: Sequence[str]) -> Iterator[tuple[float, int, int]]:
    for place, word in enumerate(words):
        if _HALF_YEAR.fullmatch(word) or (word in _YEAR and place and words[place - 1] in _HALF):
            yield 6 * DAYS["month"], place - int(word in _YEAR), place + 1
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
        halves = _halves(words, before)
        if halves is not None:
            yield halves[0] * days, halves[1], place + 1
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
        elif (word in _BARE and not previous[:1].isdigit()) or previous in _COURSE:
            yield days, place, place + 1


def _halves(words: Sequence[str], before: int) -> tuple[float, int] | None:
    """A number with a half that ends at word `before`, and where it starts: "half a", "полтора", "три с половиной"."""
    tail = tuple(words[max(before - 4, 0) : before])
    if tail[-1:] and tail[-1] in ("полтора", "полторы", "півтора", "паўтара"):
        return 1.5, before - 1
    for joint in (("с", "половиной"), ("and", "a", "half")):
        if tail[-len(joint) :] == joint and len(tail) > len(joint):
            value = _value(tail[-len(joint) - 1])
            return None if value is None else (value + 0.5, before - len(joint) - 1)
    if tail[-1:] == ("half",) or tail[-2:] == ("half", "a"):
        return 0.5, max(before - 2, 0)
    return None


def _sense(words: Sequence[str], start: int, end: int) -> Sense:
    before = start
    while before and words[before - 1] in (*_FILLERS, "a", "an"):
        before -= 1
    previous = words[before - 1] if before else ""
    following = next(iter(word for word in words[end : end + 2] if word not in _EMPTY), "")
    if following in _AGO:
        return Sense.PAST
    if following in _PAST or previous in _PAST:
        return Sense.ANY
    named = any(word in _LIMIT_NAMES for word in words[max(before - NAMED_WITHIN, 0) : before])
    owned = previous in _OWNERS and before >= 2 and words[before - 2] in ("у", "в", "ў")
    said = following in _IS and any(word in _LIMIT_NAMES for word in words[end : end + 4])
    acts = any(
        words[place] == "на" and words[place + 1].startswith(_ACTS) for place in range(max(before - 3, 0), max(before - 1, 0))
    )
    if following not in _UNTIL and (owned or named or said or acts or previous in _LIMIT_BEFORE or following in _AFTER):
        return Sense.LIMIT
    return Sense.POINT if previous in _POINT_BEFORE or following in _POINT_AFTER else Sense.ANY


def _is_left(words: Sequence[str], start: int, end: int) -> bool:
    return not _LEFT.isdisjoint((*words[max(start - 2, 0) : start], *words[end : end + 1]))


def _unit(word: str) -> str | None:
    return next((unit for form, unit in _UNITS if form.fullmatch(word)), None)


def _value(word: str) -> float | None:
    if word[:1].isdigit():
        return float(word.replace(",", "."))
    return next((value for form, value in _NUMBERS if form.fullmatch(word)), None)
