from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.language import LanguageReader
from knowledge.lemmas import Lemmas
from knowledge.mentions import Dated, Mentions, Noted, completed, read_mentions
from knowledge.timeline import Situation
from knowledge.yamlfile import load
from tests.making import NOTHING_KNOWN, TODAY

SET = Path(__file__).with_suffix("").with_name("mentions.yaml")
KINDS = ("country", "registered", "notified")
#: A word of a country must not be misread: of what is read, and of what is there to be read, at least these shares.
PRECISION, RECALL = 0.97, 0.9
MAY = Dated("application_registered", date(2026, 5, 1), date(2026, 5, 31), applied=True)


def read(text: str) -> tuple[Situation, Noted]:
    return completed(NOTHING_KNOWN, read_mentions(text, TODAY))


def shown(noted: Noted) -> dict[str, str | None]:
    """What was noted, in the notation of mentions.yaml."""
    registered = None
    if dated := noted.registered:
        registered = ("~" if dated.applied else "") + f"{dated.first}"
        if not dated.exact:
            whole_year = (dated.first.month, dated.last.month) == (1, 12)
            registered = f"{dated.first:%Y}" if whole_year else f"{dated.first:%Y-%m}"
    return {"country": noted.country, "registered": registered, "notified": noted.notified and str(noted.notified)}


def test_the_set_is_read_with_hardly_a_mistake() -> None:
    entries: list[dict[str, Any]] = [entry for entry in load(SET).value if not entry.get("latin")]
    assert len(entries) >= 80
    right = wrong = missed = 0
    faults = []
    for entry in entries:
        got = shown(read(entry["say"])[1])
        for kind in KINDS:
            wanted = str(entry[kind]) if kind in entry else None
            right += got[kind] == wanted is not None
            wrong += got[kind] not in (None, wanted)
            missed += wanted not in (None, got[kind])
            if got[kind] not in (None, wanted):
                faults.append((entry["say"], kind, got[kind], wanted))
    assert right / (right + wrong) >= PRECISION, faults
    assert right / (right + missed) >= RECALL


def test_russian_in_latin_letters_is_read_after_its_turn_into_cyrillic() -> None:
    known = "я в финляндии подал мае получил отказ ноября что делать меня хотят вернуть из литву"
    forms = known.split()
    reader = LanguageReader(Lemmas({"ru": {form: form for form in forms}}))
    for entry in (entry for entry in load(SET).value if entry.get("latin")):
        reading = reader.read(entry["say"])
        assert reading.transliterated
        got = shown(read(reading.text)[1])
        assert got == {kind: str(entry[kind]) if kind in entry else None for kind in KINDS}, reading.text


def test_what_was_given_always_stays() -> None:
    given = Situation("LT", date(2026, 8, 1), date(2026, 9, 1))
    text = "Я в Финляндии, подал в мае, отказ получил 3 ноября"
    assert completed(given, read_mentions(text, TODAY)) == (given, Noted())
    situation, noted = completed(Situation("LT"), read_mentions(text, TODAY))
    assert (situation.country, noted.country) == ("LT", None)
    assert (situation.decision_notified, noted.notified) == (date(2026, 11, 3), date(2026, 11, 3))


def test_only_a_day_of_registration_itself_is_exact() -> None:
    for text, day, exact in (
        ("меня зарегистрировали 5 октября 2026", date(2026, 10, 5), True),
        ("подал на убежище 5 октября 2026", date(2026, 10, 5), False),
        ("зарегистрировали в мае", date(2026, 5, 31), False),
        ("подал на убежище в июле", date(2026, 7, 1), False),
    ):
        situation, noted = read(text)
        assert (situation.application_registered, situation.registered_exact) == (day, exact), text
        assert noted.registered


@pytest.mark.parametrize(
    "text", ["подал на убежище в июне 2026", "подал на убежище 28 июня 2026", "зарегистрировали в 2026 году"]
)
def test_a_time_around_the_change_of_the_law_tells_nothing(text: str) -> None:
    assert read(text) == (NOTHING_KNOWN, Noted())


def test_a_period_is_no_day_of_a_decision() -> None:
    mentions = read_mentions("отказ получил в октябре", TODAY)
    assert [dated.meaning for dated in mentions.dates] == ["decision_notified"]
    assert mentions.notified is None


def test_a_decision_before_the_application_means_that_one_was_misread() -> None:
    assert read("подал на убежище в октябре, отказ получил 3 мая 2026") == (NOTHING_KNOWN, Noted())


def test_two_days_of_the_same_thing_give_neither() -> None:
    assert Mentions(dates=(MAY, Dated("application_registered", date(2026, 8, 1), date(2026, 8, 1)))).registered is not None
    assert (
        Mentions(dates=(MAY, Dated("application_registered", date(2026, 4, 1), date(2026, 4, 1), applied=True))).registered
        is None
    )


def test_countries_merely_named_are_told_apart() -> None:
    mentions = read_mentions("Can Finland send me back to Lithuania?", TODAY)
    assert mentions.country == "FI"
    assert mentions.named == ("FI", "LT")


@pytest.mark.parametrize("text", ["", "?", "«in:FI»", "#" * 50, "я в " * 500, "3 " * 500, "\n\n", "в Финляндии" * 200])
def test_any_text_can_be_read(text: str) -> None:
    assert read_mentions(text, TODAY).notified is None


def test_a_heap_of_dates_and_countries_is_no_story() -> None:
    for text in ("отказ получил 3 ноября ", "я в Литве ", "подал в мае "):
        assert read(text * 200) == (NOTHING_KNOWN, Noted())
