"""Numbers of documents, files about a person, payment cards and bank accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.personal.harmless import UNIT
from bot.answering.personal.span import Span, spans

_NOT_COUNTED = rf"(?!\d)(?!\s?{UNIT})"
_NO = r"[ ]?(?:№|N|No\.?|номер)?[ ]?"
_EU = "AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|IS|IT|LI|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK"

_GROUPED = re.compile(
    rf"(?<![\w/])(?:\d{{4}}|\d\d[ ]\d\d){_NO}\d{{6}}{_NOT_COUNTED}"  # Russian passport: 4 and 6
    rf"|(?<![\w/])\d\d{_NO}\d{{7}}{_NOT_COUNTED}"  # Russian passport for travel: 2 and 7
    rf"|(?<!\w)\d{{3}}-\d{{3}}-\d{{3}}[ -]\d\d(?!\d)"  # SNILS
    rf"|(?<!\w)\d{{7}}-\d{{3}}(?!\d)"  # German asylum file
    rf"|(?<!\w)\d{{7}}[A-Z]\d{{3}}[A-Z]{{2}}\d(?!\w)",  # Belarusian personal number
    re.I,
)
_LETTERED = re.compile(
    rf"(?<!\w)(?!EU|ЕС|НА|ДО|ОТ|ПО|ИЗ|ЗА)"
    rf"(?:[А-ЯЁ]{{2}}[ ]?[-№]?[ ]?\d{{7}}|[A-Z]{{2}}[ ]?\d{{7}}){_NOT_COUNTED}"  # military ID; passports of Belarus and others
)
_EURODAC = re.compile(rf"(?<!\w)(?:{_EU})[ -]?[1-9](?=[A-Z0-9]*\d)[A-Z0-9]{{6,16}}(?!\w)")
_RUN = re.compile(r"(?<![\w/])(?<!\d[.,])\d{9,20}(?![\w/])")
_ROUND = re.compile(r"\d{1,6}0{6,}")
_FINNISH_CODE = re.compile(r"(?<!\w)(\d{6})[-+A-FU-Y](\d{3})([0-9A-FHJ-NPR-Y])(?!\w)", re.I)
_FINNISH_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
#: A number somebody calls that of a document or file about them, whatever its form.
_CALLED = re.compile(
    r"(?<!\w)(?:(?:загран)?паспорт\w{0,3}|военн\w{2,4} билет\w{0,2}|военник\w{0,2}|удостоверени\w{1,2}|внж|снилс|инн|"
    r"личн\w{2,3} (?:код|номер)\w{0,2}|номер\w? клиента|клиентск\w{2,3} номер\w?|евродак|eurodac|passport|military (?:id|card)|"
    r"residence permit|id card|personal (?:identity )?code|client (?:number|no\.?)|customer (?:number|no\.?)|uma|"
    r"asiakasn(?:umero|ro)\w{0,2}|diaarinumero\w{0,2}|henkilötunnus\w{0,4}|asmens kod\w{2}|paso nr\.?)"
    r"[ .:,—–-]{0,3}(?:(?:сери[яи]|номер\w?|number|no\.?|nr\.?|№|is|id|on|мой|это|in|в)[ .:,—–-]{1,3}){0,3}№?[ ]?"
    rf"(?P<it>[A-ZА-Я]{{0,3}}[ ]?\d(?:[ ./-]?\d){{4,13}}[A-ZА-Я]?(?!\w)){_NOT_COUNTED}",
    re.I,
)
_CARD = re.compile(r"(?<![\w+])\d(?:[ -]?\d){12,18}(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[ -](?:19|20)\d\d)*")
_FOURS = re.compile(r"(?<!\w)\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\w)")
_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?:[ ]?[A-Z0-9]){11,30}(?!\w)", re.I)


def certain(text: str) -> Iterator[Span]:
    """Cards and accounts whose check digits are right."""
    for match in _CARD.finditer(text):
        if _luhn(match.group()) and not _YEARS.fullmatch(match.group()):
            yield Span(*match.span(), "card")
    for match in _ACCOUNT.finditer(text):
        if end := _account_end(match.group()):
            yield Span(match.start(), match.start() + end, "account")


def likely(text: str) -> Iterator[Span]:
    """Numbers in the form of a document's; to be asked when dates, amounts and telephone numbers are hidden."""
    for pattern in (_CALLED, _GROUPED, _LETTERED, _EURODAC):
        yield from spans(pattern, text, "document")
    for match in (*_RUN.finditer(text), *_FOURS.finditer(text)):
        if not _ROUND.fullmatch(match.group()) and not _YEARS.fullmatch(match.group()):
            yield Span(*match.span(), "document")
    for match in _FINNISH_CODE.finditer(text):
        if _FINNISH_CHECK[int(match[1] + match[2]) % 31] == match[3].upper():
            yield Span(*match.span(), "document")


def _luhn(number: str) -> bool:
    """Whether the last digit of a card number checks the others (ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return any(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _iban(signs: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _account_end(found: str) -> int | None:
    """Where a right IBAN (ISO 13616) of 15 to 34 characters ends that begins `found`; words may follow it."""
    compact = [(place, sign) for place, sign in enumerate(found.upper()) if sign != " "]
    for length in range(min(34, len(compact)), 14, -1):
        signs = "".join(sign for _, sign in compact[:length])
        end = compact[length - 1][0] + 1
        whole = not found[end : end + 1].strip()
        if whole and sum(map(str.isdigit, signs)) >= 10 and _iban(signs):
            return end
    return None
