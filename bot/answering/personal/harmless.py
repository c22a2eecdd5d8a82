"""Numbers that give nobody away and that an answer needs: dates, amounts of money, act numbers, addresses of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: What stands behind a number that counts something.
UNIT = (
    r"(?:тыс|млн|млрд|миллион|руб|р\.|₽|евро|€|eur\b|доллар|\$|usd|byn|rub|грив|крон|"
    r"человек|люд|people|persons|men\b|soldiers|euro|дн(?:я|ей)|day|час|hour|недел|week|месяц|month|год|лет\b|year)"
)
_PAGE = re.compile(r"(?:https?://|www\.)[^\s<>«»\"]+", re.I)
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}([./-])\d{{1,2}}\1(?:{_YEAR}|\d\d)|{_YEAR}([./-])\d{{1,2}}\2\d{{1,2}}"
    rf"|\d{{1,2}} \d{{1,2}} {_YEAR})(?!\d)"
)
#: A Russian act's number of official publication; a court case's identifier.
_ACT = re.compile(r"(?<!\d)0001\d{12}(?!\d)|(?<!\w)\d\dRS\d{4}-\d\d-\d{4}-\d{6}-\d\d(?!\d)")
_AMOUNT = re.compile(
    rf"(?<![\w+])(?:[$€₽£]\s?\d{{1,3}}(?:[ \u00a0\u202f.,]?\d{{3}})*"
    rf"|\d{{1,3}}(?:[ \u00a0\u202f.,]\d{{3}})*(?:[.,]\d\d?)?\s?{UNIT}|\d{{1,12}}\s?{UNIT})",
    re.I,
)


def fixed(text: str) -> Iterator[tuple[int, int]]:
    """Where pages, dates and acts stand, whatever is around them."""
    for pattern in (_PAGE, _DATE, _ACT):
        yield from (match.span() for match in pattern.finditer(text))


def amounts(text: str) -> Iterator[tuple[int, int]]:
    """Where amounts stand; to be asked when longer numbers are hidden already."""
    return (match.span() for match in _AMOUNT.finditer(text))
