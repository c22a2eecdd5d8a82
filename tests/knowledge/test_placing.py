from __future__ import annotations

import pytest

from knowledge.countries import known_countries
from knowledge.placing import country_said


def said(text: str) -> str | None:
    return country_said(text, known_countries().find(text))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Я сейчас в Литве", "LT"),
        ("Был в Литве, теперь в Финляндии", "FI"),
        ("I was in Latvia, now living in Tallinn", "EE"),
        ("Fingerprints in Lithuania, applied in Finland", "FI"),
        ("подал в Литве, потом уехал в Финляндию", "FI"),
        ("меня хотят передать из Германии в Польшу", "DE"),
        ("Will Germany transfer me to Poland", "DE"),
        ("уехал домой в Минск, теперь в Германии", "DE"),
        ("Мигри отказала", "FI"),
        ("подруга подала в Норвегии, а я ещё в Ереване".replace("ё", "е"), "AM"),
    ],
)
def test_the_country_is_where_the_person_is_now_or_is_decided_upon(text: str, country: str) -> None:
    assert said(text) == country


@pytest.mark.parametrize(
    "text",
    [
        "брат в Финляндии",
        "my husband is in Germany",
        "если я в Финляндии",
        "хочу в Финляндию",
        "можно ли подать в Финляндии",
        "меня не пускают в Польшу, я не в Польше",
        "меня выслали из Финляндии в Литву",
        "I was deported from Finland to Lithuania",
        "отказники в России",
        "how to refuse service in Russia",
        "я в Литве, я в Польше",
        "финский суд",
        "I am in the United States",
        "на границе с Польшей",
        "подал в Литве, подал в Польше",
        "уехал в Грузию и вернулся",
    ],
)
def test_what_could_be_meant_otherwise_is_not_read(text: str) -> None:
    assert said(text) is None
