from __future__ import annotations

from datetime import date

import pytest

from knowledge.errors import ContentError
from knowledge.rule import localise_pinpoint, parse_rule
from tests.making import entry

GOOD = """\
id: ammr-transfer-limit
topic: transfer
source: eu-2024-1351
pinpoint: Art. 46(1)
also:
  - {source: eu-2024-1359, pinpoint: Art. 20}
countries: [EU]
holds: {from: 2026-07-01, to: null, compared_with: application_registered}
checked: 2026-11-21
text:
  en: >-
    The transfer takes place
    within 6 months.
  ru: Передача происходит в течение 6 месяцев.
"""


def test_a_rule_is_read_whole() -> None:
    rule = parse_rule(entry(GOOD))
    assert rule.id == "ammr-transfer-limit"
    assert rule.text["en"] == "The transfer takes place within 6 months."
    assert rule.holds.start == date(2026, 7, 1)
    assert rule.holds.end is None
    assert rule.holds.compared_with == "application_registered"
    assert not rule.holds.unsettled
    assert rule.countries == ("EU",)
    assert rule.also[0].source == "eu-2024-1359"
    assert rule.also[0].pinpoint == {"en": "Art. 20", "ru": "ст. 20"}
    assert rule.replaces == ()
    assert rule.url is None
    assert rule.review_by is None


def test_norway_is_a_country() -> None:
    # YAML 1.1 reads the bare code NO as false.
    assert parse_rule(entry(GOOD.replace("[EU]", "[NO, FI]"))).countries == ("NO", "FI")


def test_a_pinpoint_may_be_given_in_both_languages() -> None:
    rule = parse_rule(entry(GOOD.replace("pinpoint: Art. 46(1)", "pinpoint: {en: report, ru: материал}")))
    assert rule.pinpoint == {"en": "report", "ru": "материал"}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("  ru: Передача происходит в течение 6 месяцев.\n", "", 10, "no text in ru"),
        ("checked: 2026-11-21\n", "", 1, "checked: is missing"),
        ("checked: 2026-11-21", "checked: 1926-11-21", 9, "before 2000"),
        ("checked: 2026-11-21", "checked: last week", 9, "checked"),
        ("to: null", "to: 2026-06-30", 8, "before it begins"),
        ("application_registered", "application_date", 8, "compared_with"),
        ("countries: [EU]", "countries: [Finland]", 7, "countries"),
        ("countries: [EU]", "countries: EU", 7, "countries"),
        ("topic: transfer", "topic: transfer\nurl: eur-lex.europa.eu", 3, "url"),
        ("pinpoint: Art. 46(1)", "pinpoint: {en: report}", 4, "no text in ru"),
        ("id: ammr-transfer-limit", "id: Ammr_transfer", 1, "id"),
        ("topic: transfer", "topic: transfer\nholdz: x", 3, "holdz: is not a known field"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(ContentError) as error:
        parse_rule(entry(GOOD.replace(old, new)))
    assert error.value.line == line
    assert says in error.value.problem


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("Art. 46(1)", "ст. 46(1)"),
        ("Arts 83, 85", "ст. 83, 85"),
        ("Article 3 and recital 12", "ст. 3 и п. преамбулы 12"),
        ("Rule 39", "правило 39"),
        ("Rules 39 and 45", "правила 39 и 45"),
        ("para. 167", "п. 167"),
        ("paras 10-12", "пп. 10-12"),
        ("Section 4, point (b)", "раздел 4, п. (b)"),
        ("§ 172", "§ 172"),
    ],
)
def test_pinpoints_speak_russian(english: str, russian: str) -> None:
    assert localise_pinpoint(english) == russian
