"""Addresses where somebody lives: a street with a number, in the languages people write in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.personal.span import Span, spans

_FLAT = r"(?:,? ?(?:корп(?:ус|\.)?|стр(?:оение|\.)?|подъезд|кв(?:артира|\.)?) ?\d{1,4}){0,3}"
_HOUSE = rf",? ?(?:(?:дом|д\.) ?)?\d{{1,4}}(?:[ /-]?[А-Яа-я0-9]{{1,3}})?(?![\w.]\d|\w){_FLAT}"
_NAMED = r"(?:[А-ЯЁІЇЄЎ0-9][\w.-]{0,30}(?: [А-ЯЁІЇЄЎ][\w.-]{1,30}){0,2})"
_STREET = (
    r"(?:ул\.|ул(?= )|улиц[аеуы]|вул\.|вулиц[яі]|проспект\w?|пр-т|просп\.|переулок|пер\.|шоссе|бульвар\w?|б-р|"
    r"набережн\w{2}|наб\.|площад[ьи]|пл\.|проезд\w?|мкр\.?|микрорайон\w?)"
)
_RUSSIAN = re.compile(rf"(?<!\w)(?i:{_STREET}) ?{_NAMED}{_HOUSE}|(?<!\w){_NAMED} (?i:{_STREET}){_HOUSE}")
_FLAT_ALONE = re.compile(
    r"(?<!\w)(?:[А-ЯЁ][\w-]{2,30},? )?(?:дом|д\.) ?\d{1,4}[А-Яа-я]?,? ?"
    r"(?:корп\w*\.? ?\d{1,3},? ?)?кв(?:артира|\.) ?\d{1,4}(?!\w)",
    re.I,
)
_ENGLISH = re.compile(
    r"(?<!\w)\d{1,4}[A-Za-z]? (?:[A-Z][\w'’-]{1,30} ){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Square)\b\.?"
    r"|(?<!\w)(?:[A-Z][\w'’-]{1,30} ){1,3}(?:Street|Road|Avenue|Lane|Boulevard),? \d{1,4}(?![\w/])"
)
_FINNISH = re.compile(
    r"(?<!\w)[A-ZÄÖ][a-zäöå-]{2,30}(?:katu|tie|kuja|polku|kaari|väylä|rinne|puistikko|raitti|gatan|vägen)"
    r" \d{1,3}(?: ?[a-zA-Z]\b(?: ?\d{1,3})?)?(?![\w/])"
)
_LITHUANIAN = re.compile(
    r"(?<!\w)[A-ZĄČĘĖĮŠŲŪŽ][\w.]{2,30} "
    r"(?:g\.|gatvė|pr\.|prospektas|al\.|pl\.) ?\d{1,3}[A-Za-z]?(?:-\d{1,4})?(?![\w/])"
)
_GERMAN = re.compile(r"(?<!\w)[A-ZÄÖÜ][\wß-]{2,40}(?i:straße|strasse|str\.|weg|platz|allee|gasse) \d{1,4}[a-z]?(?![\w/])")
_POLISH = re.compile(
    r"(?<!\w)[Uu]l\. ?[A-ZĄĆĘŁŃÓŚŹŻ][\w.-]{1,30}(?: [A-ZĄĆĘŁŃÓŚŹŻ][\w-]{1,30})?"
    r" \d{1,4}[A-Za-z]?(?:/\d{1,4})?(?!\w)"
)


def addresses(text: str) -> Iterator[Span]:
    """Every address with its number."""
    for pattern in (_RUSSIAN, _FLAT_ALONE, _ENGLISH, _FINNISH, _LITHUANIAN, _GERMAN, _POLISH):
        yield from spans(pattern, text, "address")
