from __future__ import annotations

import pytest

from bot.deadlines.lookup import country_of, day_of, fitting
from knowledge.content import Content
from knowledge.reckoning import deadlines_for
from tests.deadlines import day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FI", "FI"),
        ("fi", "FI"),
        ("Finland", "FI"),
        ("финляндия", "FI"),
        ("ЛИТВА", "LT"),
        ("the Netherlands", "NL"),
        ("netherlands", "NL"),
        ("NO", "NO"),
        ("INT", "INT"),
        ("XX", None),
        ("", None),
        ("USA", None),
    ],
)
def test_countries_by_code_or_name(text: str, code: str | None) -> None:
    assert country_of(text) == code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-16", "2026-11-16"),
        ("16.11.2026", "2026-11-16"),
        ("16/11/2026", "2026-11-16"),
        ("1.2.2027", "2027-02-01"),
        ("2026-11-31", None),
        ("31.11.2026", None),
        ("11/16/2026", None),
        ("20261116", None),
        ("16.11.26", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text: str, expected: str | None) -> None:
    assert day_of(text) == (day(expected) if expected else None)


@pytest.mark.parametrize(
    ("country", "text", "expected"),
    [
        ("FI", "fi-dublin-appeal", ["fi-dublin-appeal"]),
        ("FI", "FI-Dublin-Appeal", ["fi-dublin-appeal"]),
        ("FI", "dublin appeal", ["fi-dublin-appeal"]),
        ("FI", "дублин", ["fi-dublin-appeal"]),
        ("FI", "leave to appeal", ["fi-leave-to-appeal"]),
        ("FI", "ordinary refusal", ["fi-asylum-appeal-ordinary"]),
        ("LT", "обеспечительные меры", ["lt-emergency-appeal", "lt-interim-measures-complaint"]),
        ("FR", "detained transfer", ["fr-dublin-appeal", "fr-dublin-appeal-detained"]),
        ("RU", "загранпаспорт", ["ru-passport-surrender"]),
        ("FI", "strasbourg", ["int-strasbourg-application"]),
        ("FI", "eurodac wrong", ["eu-take-back-confirmation"]),
        ("FI", "zzz", []),
        ("FI", "", []),
        ("FI", "…", []),
    ],
)
def test_words_find_the_deadlines_in_which_all_of_them_occur(
    country: str, text: str, expected: list[str], full_content: Content
) -> None:
    assert [deadline.id for deadline in fitting(text, deadlines_for(country, full_content))] == expected


def test_what_a_person_must_keep_goes_before_what_binds_an_authority(full_content: Content) -> None:
    found = fitting("transfer", deadlines_for("FI", full_content))
    assert {deadline.who for deadline in found} == {"person"}
