"""Numbers and dates in a text, in one form whatever the language, so that two texts can be compared by them.

"six months", "6 месяцев" and "шести месяцев" all give "6"; "1 July 2026" and «1 июля 2026 года» give "2026-07-01".
Number words count only before a unit ("two weeks"), since elsewhere they are ordinary speech ("one of two ways").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
    "январ": 1, "феврал": 2, "март": 3, "апрел": 4, "ма": 5, "июн": 6, "июл": 7, "август": 8, "сентябр": 9,
    "октябр": 10, "ноябр": 11, "декабр": 12,
}  # fmt: skip
_EN_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_RU_MONTH = (
    "январ[ьяею]|феврал[ьяею]|март[ае]?|апрел[ьяею]|ма[йяею]|июн[ьяею]|июл[ьяею]|август[ае]?|"
    "сентябр[ьяею]|октябр[ьяею]|ноябр[ьяею]|декабр[ьяею]"
)
_MONTH = f"(?P<month>{_EN_MONTH}|{_RU_MONTH})"
_DAY_MONTH_YEAR = re.compile(rf"\b(?P<day>\d{{1,2}})\s+{_MONTH}\s+(?P<year>\d{{4}})\b", re.I)
_DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})\s+{_MONTH}\b", re.I)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\s+(?P<year>\d{{4}})\b", re.I)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_NUMBER = re.compile(r"\d{1,3}(?:[   ]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?")

_EN_SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
_EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_EN_VALUES = {"one": 1, **_EN_SMALL, **_EN_TENS}
_RU_SMALL = {
    "дв(?:а|е|ух|ум|умя)": 2, "тр(?:и|[её]х|[её]м|емя)": 3, "четыр(?:е|[её]х|[её]м|ьмя)": 4, "пят(?:ь|и|ью)": 5,
    "шест(?:ь|и|ью)": 6, "сем(?:ь|и|ью)": 7, "вос(?:емь|ьми|емью)": 8, "девят(?:ь|и|ью)": 9, "десят(?:ь|и|ью)": 10,
    "одиннадцат(?:ь|и|ью)": 11, "двенадцат(?:ь|и|ью)": 12, "тринадцат(?:ь|и|ью)": 13, "четырнадцат(?:ь|и|ью)": 14,
    "пятнадцат(?:ь|и|ью)": 15, "шестнадцат(?:ь|и|ью)": 16, "семнадцат(?:ь|и|ью)": 17, "восемнадцат(?:ь|и|ью)": 18,
    "девятнадцат(?:ь|и|ью)": 19,
}  # fmt: skip
_RU_TENS = {
    "двадцат(?:ь|и|ью)": 20, "тридцат(?:ь|и|ью)": 30, "сорока?": 40, "пят(?:ьдесят|идесяти)": 50,
    "шест(?:ьдесят|идесяти)": 60, "сем(?:ьдесят|идесяти)": 70, "вос(?:емьдесят|ьмидесяти)": 80, "девяност[оа]": 90,
}  # fmt: skip
_RU_ONE = "од(?:ин|на|но|ного|ной|ну|ним)"
_RU_VALUES = [(re.compile(form, re.I), value) for form, value in {_RU_ONE: 1, **_RU_SMALL, **_RU_TENS}.items()]
_UNIT = (
    r"(?:[a-zа-яё-]+\s+)?(?:hours?|days?|weeks?|months?|years?|euros?|"
    r"час\w*|д(?:ень|ня|ней|ням|нями|нях)|сут(?:ки|ок)|недел\w*|месяц\w*|год\w*|лет\b|евро)"
)


def _word_before_unit(one: str, small: Iterable[str], tens: Iterable[str]) -> re.Pattern[str]:
    units = "|".join([one, *list(small)[:8]])  # 1 to 9
    words = rf"(?P<tens>{'|'.join(tens)})(?:[\s-]+(?P<units>{units}))?|(?P<small>{'|'.join(small)})"
    return re.compile(rf"\b(?:{words})[\s-]+(?={_UNIT})", re.I)


_WORDS = (_word_before_unit("one", _EN_SMALL, _EN_TENS), _word_before_unit(_RU_ONE, _RU_SMALL, _RU_TENS))


#: A reference to a place in the law: "Art. 46(1)", "ст. 19, 22 и 35", "Rule 39", "2024/1351", "C-238/19", "№ 53-ФЗ".
_REFERENCE = re.compile(
    r"(?:\b(?:Arts?\.?|Articles?|Rules?|paras?\.?|points?|Nos?\.?|Protocol|Form|recitals?|Chapter|Section|"
    r"ст\.|стать\w+|ч\.|пп?\.|правил\w*|Протокол\w*|разд\w*|глав\w*)|§+|№+)"
    r"\s*(?:No\.?\s*|№\s*)?\d[\d()./\-–a-zа-я]*(?:(?:\s*,\s*|\s+(?:and|to|or|и|или)\s+)\d[\d()./\-–]*)*"
    r"|\b\d{2,4}/\d{2,4}(?:/\w+)?|\bC-\d+/\d+|\d+-(?:FZ|ФЗ)|\bR39\b",
    re.I,
)


def without_references(text: str) -> str:
    """The text without its references to articles and acts: what is left are amounts, limits and dates."""
    return _REFERENCE.sub(" ", text)


def numbers(text: str) -> frozenset[str]:
    """Every number and date of `text`: "2026-07-01", "07-01" (no year), "2026-07" (no day), "6", "4.5"."""
    found: set[str] = set()

    def dates(pattern: re.Pattern[str], rest: str) -> str:
        def keep(match: re.Match[str]) -> str:
            groups = match.groupdict()
            parts = [groups.get("year"), f"{_month(match['month']):02d}", groups.get("day")]
            found.add("-".join(f"{int(part):02d}" if len(part) < 3 else part for part in parts if part))
            return " "

        return pattern.sub(keep, rest)

    rest = _ISO.sub(lambda m: _add(found, f"{m[1]}-{m[2]}-{m[3]}"), text)
    rest = _DOTTED.sub(lambda m: _add(found, f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}"), rest)
    for pattern in (_DAY_MONTH_YEAR, _DAY_MONTH, _MONTH_YEAR):
        rest = dates(pattern, rest)
    for words in _WORDS:
        rest = words.sub(lambda m: f"{sum(map(_word_value, filter(None, m.groups())))} ", rest)
    for match in _NUMBER.finditer(rest):
        found.add(_plain(match[0]))
    return frozenset(found)


def unsupported(claimed: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """The numbers of `claimed` that `known` does not hold; parts of a known full date count as known."""
    parts = set(known)
    for value in known:
        pieces = value.split("-")
        if len(pieces) == 3:
            parts |= {f"{pieces[1]}-{pieces[2]}", f"{pieces[0]}-{pieces[1]}", pieces[0]}
        elif len(pieces) == 2 and len(pieces[0]) == 4:
            parts.add(pieces[0])
    return claimed - parts


def of_date(day: date | None) -> frozenset[str]:
    """The form of a known date, or nothing."""
    return frozenset({day.isoformat()} if day else ())


def _month(word: str) -> int:
    lowered = word.lower()
    return _MONTHS.get(lowered) or next(value for stem, value in _MONTHS.items() if _is_russian_form(lowered, stem))


def _is_russian_form(word: str, stem: str) -> bool:
    return word.startswith(stem) and len(word) - len(stem) <= 1 and stem[0] >= "а"


def _word_value(word: str) -> int:
    found = _EN_VALUES.get(word.lower())
    return found or next(value for form, value in _RU_VALUES if form.fullmatch(word))


def _plain(number: str) -> str:
    compact = re.sub(r"[   ]", "", number)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", compact):
        return compact.replace(",", "")
    return compact.replace(",", ".").lstrip("0") or "0"


def _add(found: set[str], value: str) -> str:
    found.add(value)
    return " "
