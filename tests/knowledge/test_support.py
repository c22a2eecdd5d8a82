from __future__ import annotations

from datetime import date

from knowledge.rule import Holds, Locus
from knowledge.support import rule_numbers, statement_numbers, unsupported_numbers
from tests.making import a_rule, a_source

SOURCES = {
    "act": a_source("act", title={"en": "Regulation (EU) 2024/1351", "ru": "Регламент (ЕС) 2024/1351"}),
    "other": a_source("other", title={"en": "Law No. 53", "ru": "Закон № 53"}, about={"en": "of 1998", "ru": "от 1998 года"}),
}


def test_a_rule_carries_what_stands_in_it_and_its_sources() -> None:
    rule = a_rule(
        source="act",
        pinpoint="Art. 46(2)",
        also=(Locus("other", "Art. 20"),),
        holds=Holds("application_registered", date(2026, 7, 1), None),
        checked=date(2026, 11, 21),
        text={"en": "Six months, at most 3 years.", "ru": "6 месяцев, самое большее 3 года; 18 лет."},
    )
    assert rule_numbers(rule, SOURCES) == {
        "6", "3", "18",  # the text, in every language
        "46", "2", "20",  # where it stands
        "2024", "1351", "53", "1998",  # what it stands in
        "2026-07-01", "2026-11-21",  # since when, and when it was checked
    }  # fmt: skip


def test_nothing_else_is_carried() -> None:
    rule = a_rule(source="unknown", pinpoint="preamble", text="A statement without numbers.", checked=date(2026, 11, 21))
    assert rule_numbers(rule, SOURCES) == {"2026-11-21"}


def test_where_a_rule_stands_states_no_limit() -> None:
    rule = a_rule(source="act", pinpoint="Art. 46(2)", text="Six months.", checked=date(2026, 11, 21))
    assert statement_numbers(rule, SOURCES) == {"6", "2024", "1351", "2026-11-21"}
    assert rule_numbers(rule, SOURCES) - statement_numbers(rule, SOURCES) == {"46", "2"}


def test_a_number_of_a_pinpoint_may_name_the_article_and_no_limit() -> None:
    rule = a_rule(source="act", pinpoint="Art. 46(2)", text="Six months.", checked=date(2026, 11, 21))
    stated, known = statement_numbers(rule, SOURCES), rule_numbers(rule, SOURCES)
    assert not unsupported_numbers("Within 6 months (Art. 46).", stated, known)
    assert not unsupported_numbers("В течение 6 месяцев (ст. 46(2)).", stated, known)
    assert unsupported_numbers("Within 46 months.", stated, known) == {"46"}
    assert unsupported_numbers("Within 2 weeks (Art. 46).", stated, known) == {"2"}
    assert unsupported_numbers("Within 6 months (Art. 47).", stated, known) == {"47"}
    assert unsupported_numbers("В течение 2 недель.", stated, known) == {"2"}
