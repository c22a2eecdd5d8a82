"""Who says that they are in Russia or Belarus is believed, in every language and however it is written."""

from __future__ import annotations

import pytest

from bot.answering.reader import told_to_be_there
from bot.answering.whereabouts import says_from_there, says_there
from knowledge.timeline import Situation

THERE = [
    "я в России",
    "Я В РОССИИ!!!",
    "я сейчас в рф, что мне делать",
    "Мне 19, я ещё в Москве, пришла повестка",
    "сижу в Москве и боюсь",
    "мы в Минске",
    "мы с женой в Беларуси",
    "мы пока в Беларуси, как подать на убежище",
    "живу в Санкт-Петербурге",
    "нахожусь в г. Казани",
    "застрял в Краснодаре",
    "до сих пор живу дома в Твери",
    "пишу вам из России",
    "I am in Russia",
    "I'm still in Russia, can I read this",
    "we are in Minsk",
    "i live with my wife in Moscow",
    "currently in Belarus",
    "I am writing from inside Russia",
    "я в росії",
    "Мы ў Мінску",
    "я ў Беларусі",
    "olen nyt Venäjällä",
    "esu Rusijoje",
    "ya v rossii chto delat",
    "sizhu v moskve",
    "я в Р\u200bоссии",
    "я в Poccии",  # Latin o, c
]
ELSEWHERE = [
    "я в Финляндии, меня вернут в Россию?",
    "Can Finland send me back to Russia?",
    "я в Литве, раньше служил в Минске",
    "я служил в Москве, теперь в Хельсинки",
    "я не в России",
    "I am not in Russia",
    "I was in Russia until May, now in Finland",
    "I am wanted in Russia",
    "мы в Варшаве",
    "olen Suomessa",
    "esu Lietuvoje",
    "How long do they have to transfer me?",
    "меня ищут в России",
]


@pytest.mark.parametrize("text", THERE)
def test_who_says_so_is_taken_to_be_there_whatever_was_chosen(text: str) -> None:
    assert says_there(text)
    assert told_to_be_there([text], Situation("FI"))


@pytest.mark.parametrize("text", ELSEWHERE)
def test_who_says_something_else_is_not(text: str) -> None:
    assert not says_there(text)
    assert not told_to_be_there([text], Situation("FI"))


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("what happens to deserters in Russia", True),
        ("I am from Belarus and got a summons", True),
        ("how can I leave Russia legally", True),
        ("Can Finland send me back to Russia?", False),
        ("How long do they have to transfer me?", False),
        ("Меня вернут в Россию?", False),
    ],
)
def test_in_doubt_they_may_be_there(text: str, may_be: bool) -> None:
    assert says_from_there(text) is may_be
    assert told_to_be_there([text], Situation()) is may_be


def test_an_earlier_message_counts() -> None:
    assert told_to_be_there(["and then?", "I am in Russia"], Situation("FI"))


@pytest.mark.parametrize("verdict", [RuntimeError, None, "malformed"])
def test_without_a_sound_verdict_they_may_be_there(verdict: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_text: str) -> object:
        if verdict is RuntimeError:
            raise RuntimeError
        return verdict

    monkeypatch.setattr("bot.answering.reader.says_there", broken)
    monkeypatch.setattr("bot.answering.reader.says_from_there", broken)
    for country in ("FI", None):
        assert told_to_be_there(["How long do they have?"], Situation(country))
