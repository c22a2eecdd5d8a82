from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numbers import numbers, of_date, unsupported


def listed(text: str) -> list[str]:
    return text.split()


EN_MONTHS = listed("January February March April May June July August September October November December")
RU_MONTHS = listed("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
RU_MONTH_NAMES = listed("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")
RU_MONTHS_IN = listed("январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре")

EN_SMALL = listed(
    "one two three four five six seven eight nine "
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
EN_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
RU_SMALL = listed(
    "один два три четыре пять шесть семь восемь девять "
    "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
)
RU_SMALL_GENITIVE = listed(
    "одного двух трёх четырёх пяти шести семи восьми девяти "
    "десяти одиннадцати двенадцати тринадцати четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати"
)
RU_TENS = listed("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")
RU_TENS_GENITIVE = listed("двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста")

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


def in_words(value: int, small: list[str], tens: list[str], joint: str) -> str:
    """2 to 99 in words."""
    if value < 20:
        return small[value - 1]
    unit = value % 10
    return tens[value // 10 - 2] + (joint + small[unit - 1] if unit else "")


@given(DAYS)
def test_all_forms_of_a_date_agree(day: date) -> None:
    wanted = {day.isoformat()}
    assert numbers(f"on {day.day} {EN_MONTHS[day.month - 1]} {day.year}, at noon") == wanted
    assert numbers(f"с {day.day} {RU_MONTHS[day.month - 1]} {day.year} года") == wanted
    assert numbers(f"{day.day} {RU_MONTHS[day.month - 1].upper()} {day.year}") == wanted
    assert numbers(f"{day:%d.%m.%Y}") == wanted
    assert numbers(f"{day.day}.{day.month}.{day.year}") == wanted
    assert numbers(day.isoformat()) == wanted
    assert of_date(day) == wanted


@given(DAYS)
def test_dates_without_a_year_or_a_day_agree(day: date) -> None:
    assert numbers(f"by {day.day} {EN_MONTHS[day.month - 1]}") == numbers(f"до {day.day} {RU_MONTHS[day.month - 1]}")
    of_month = numbers(f"in {EN_MONTHS[day.month - 1]} {day.year}")
    assert of_month == {f"{day.year}-{day.month:02d}"}
    assert numbers(f"{RU_MONTH_NAMES[day.month - 1]} {day.year} года") == of_month
    assert numbers(f"в {RU_MONTHS_IN[day.month - 1]} {day.year} года") == of_month


@given(st.integers(min_value=0, max_value=99_999_999))
def test_digit_groups_agree(value: int) -> None:
    english, plain = f"{value:,}", str(value)
    assert numbers(f"fine of {english} euros") == {plain}
    for space in (" ", " ", " "):
        assert numbers(f"штраф {english.replace(',', space)} рублей") == {plain}
    assert numbers(f"fine of {plain} euros") == {plain}


@given(st.integers(min_value=0, max_value=999), st.integers(min_value=1, max_value=99))
def test_decimals_agree(whole: int, part: int) -> None:
    assert numbers(f"{whole}.{part} km") == numbers(f"{whole},{part} км")


@given(st.integers(min_value=2, max_value=99))
def test_number_words_before_a_unit_agree_with_digits(value: int) -> None:
    wanted = {str(value)}
    for joint in ("-", " "):
        assert numbers(f"within {in_words(value, EN_SMALL, EN_TENS, joint)} days") == wanted
    assert numbers(f"в срок {in_words(value, RU_SMALL, RU_TENS, ' ')} дней") == wanted
    assert numbers(f"в течение {in_words(value, RU_SMALL_GENITIVE, RU_TENS_GENITIVE, ' ')} дней") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("six months", {"6"}),
        ("шести месяцев", {"6"}),
        ("two full weeks", {"2"}),
        ("двух недель", {"2"}),
        ("one of two ways", set()),
        ("семью от призыва не спасло", set()),
        ("Art. 46(1)", {"46", "1"}),
        ("ст. 328 УК", {"328"}),
        ("Regulation (EU) 2024/1351", {"2024", "1351"}),
        ("227 km", {"227"}),
        ("from 12 June to 1 July 2026", {"06-12", "2026-07-01"}),
        ("12 March, 3 May", {"03-12", "05-03"}),
        ("по 18 лет и 3 месяца", {"18", "3"}),
        ("no number here", set()),
        ("", set()),
    ],
)
def test_examples(text: str, wanted: set[str]) -> None:
    assert numbers(text) == wanted


NUMBERS = st.frozensets(st.integers(0, 3000).map(str) | DAYS.map(date.isoformat), max_size=6)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_unsupported_is_sound(claimed: frozenset[str], known: frozenset[str], more: frozenset[str]) -> None:
    missing = unsupported(claimed, known)
    assert missing <= claimed
    assert not missing & known
    assert unsupported(claimed, claimed) == frozenset()
    assert unsupported(claimed, known | more) <= missing
    assert unsupported(claimed | more, known) == missing | unsupported(more, known)


@given(st.integers(3001, 10**9).map(str), NUMBERS)
def test_a_number_that_stands_nowhere_is_always_found(number: str, known: frozenset[str]) -> None:
    assert number in unsupported(frozenset({number}), known)


@given(DAYS)
def test_parts_of_a_known_date_are_known_but_not_the_other_way_round(day: date) -> None:
    known = of_date(day)
    for part in (f"{day.month:02d}-{day.day:02d}", f"{day.year}-{day.month:02d}", str(day.year)):
        assert unsupported(frozenset({part}), known) == frozenset()
        assert unsupported(known, frozenset({part})) == known


@given(DAYS, DAYS)
def test_two_different_dates_do_not_support_each_other(one: date, other: date) -> None:
    assert bool(unsupported(of_date(one), of_date(other))) == (one != other)


def test_no_date_has_no_form() -> None:
    assert of_date(None) == frozenset()


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    numbers(text)
