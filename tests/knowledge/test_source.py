from __future__ import annotations

from datetime import date

import pytest

from knowledge.errors import ContentError
from knowledge.period import Period
from knowledge.source import parse_source
from tests.making import entry

GOOD = """\
id: eu-2024-1351
kind: regulation
title: {en: "Regulation (EU) 2024/1351", ru: "Регламент (ЕС) 2024/1351"}
publisher: European Union
url: https://eur-lex.europa.eu/eli/reg/2024/1351/oj
celex: 32024R1351
in_force: {from: 2026-07-01, to: null}
"""


def test_a_source_is_read_whole() -> None:
    source = parse_source(entry(GOOD))
    assert source.id == "eu-2024-1351"
    assert source.kind == "regulation"
    assert source.title["ru"] == "Регламент (ЕС) 2024/1351"
    assert source.celex == "32024R1351"
    assert source.in_force == Period(date(2026, 7, 1), None)
    assert source.about is None


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("url: https://eur-lex.europa.eu/eli/reg/2024/1351/oj\n", "", 1, "url: is missing"),
        ("https://eur-lex.europa.eu/eli", "ftp://eur-lex.europa.eu/eli", 5, "url"),
        ("https://eur-lex.europa.eu/eli", "https://eur-lex.europa.eu/a b", 5, "url"),
        ("kind: regulation", "kind: rumour", 2, "kind"),
        (', ru: "Регламент (ЕС) 2024/1351"', "", 3, "no text in ru: add the translation"),
        ('ru: "Регламент (ЕС) 2024/1351"', 'ru: " "', 3, "no text in ru"),
        ('{en: "Regulation', '{de: x, en: "Regulation', 3, "unknown language de"),
        ("id: eu-2024-1351", "id: EU 2024/1351", 1, "id"),
        ("publisher: European Union", "publisher: ''", 4, "publisher"),
        ("from: 2026-07-01, to: null", "from: 2026-07-01, to: 2026-06-30", 7, "before it begins"),
        ("celex: 32024R1351", "cellex: 32024R1351", 6, "cellex: is not a known field"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(ContentError) as error:
        parse_source(entry(GOOD.replace(old, new)))
    assert error.value.line == line
    assert says in error.value.problem
