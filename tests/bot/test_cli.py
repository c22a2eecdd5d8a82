from __future__ import annotations

import pytest

from tests.bot.conftest import APPEAL, LIMITS, Run, assert_contract


def test_an_answer_to_read(otkaz: Run) -> None:
    done = otkaz("ask", APPEAL)
    assert done.code == 0
    assert "at least 1 week and at most 3 weeks" in " ".join(done.out.split())
    assert "[1] Regulation (EU) 2024/1351, Art. 43(2) (from 1 July 2026)" in " ".join(done.out.split())
    assert "Finnish Refugee Advice Centre" in done.out
    assert "machine" in done.out
    assert done.err == ""


def test_an_answer_in_russian(otkaz: Run) -> None:
    done = otkaz("ask", "сколько недель на обжалование решения о передаче")
    assert "не меньше 1 недели и не больше 3 недель" in " ".join(done.out.split())
    assert "Регламент (ЕС) 2024/1351, ст. 43(2)" in " ".join(done.out.split())
    assert "Финский центр консультаций для беженцев" in done.out


def test_an_answer_as_json(otkaz: Run) -> None:
    done = otkaz("ask", "--json", APPEAL)
    assert_contract(done.json)
    assert done.json["outcome"] == "answered"
    assert done.json["articles"][0]["id"] == "appeal-transfer"
    citation = done.json["citations"][0]
    assert citation["rule"] == "appeal-window"
    assert citation["source"]["celex"] == "32024R1351"
    assert citation["url"] == "https://eur-lex.europa.eu/eli/reg/2024/1351/oj"
    assert citation["in_force"] == {"from": "2026-07-01", "to": None}
    assert citation["checked"] == "2026-11-21"
    assert done.json["contacts"] == ["fi-refugee-advice-centre"]
    assert done.json["situation"] == {"country": None, "application_registered": None, "decision_notified": None}


def test_the_language_of_the_answer_can_be_chosen(otkaz: Run) -> None:
    answer = otkaz("ask", "--json", "--language", "ru", APPEAL).json
    assert (answer["language"], answer["question_language"]) == ("ru", "en")
    assert "неделя" in answer["text"] or "недели" in answer["text"]


@pytest.mark.parametrize(
    ("registered", "says", "silent", "asks"),
    [
        (None, ["18 months", "3 years"], [], ["application_registered"]),
        ("2026-06-30", ["18 months"], ["3 years"], []),
        ("2026-07-01", ["3 years"], ["18 months"], []),
    ],
)
def test_the_date_decides(otkaz: Run, registered: str | None, says: list[str], silent: list[str], asks: list[str]) -> None:
    options = ["--registered", registered] if registered else []
    answer = otkaz("ask", "--json", "--country", "fi", *options, LIMITS).json
    assert all(text in answer["text"] for text in says)
    assert not any(text in answer["text"] for text in silent)
    assert answer["asks"] == asks
    assert answer["situation"]["country"] == "FI"
    assert answer["situation"]["application_registered"] == registered


def test_a_designated_publisher_comes_with_a_warning(otkaz: Run) -> None:
    question = "man jumped from kaliningrad train"
    (citation, *_) = otkaz("ask", "--json", question).json["citations"]
    assert citation["source"]["publisher"] == "Radio Free Europe/Radio Liberty"
    assert "undesirable" in citation["reader_warning"]
    assert "⚠" in otkaz("ask", question).out


def test_a_question_from_standard_input(otkaz: Run) -> None:
    assert otkaz("ask", "--json", "-", given=APPEAL.encode()).json["outcome"] == "answered"


def test_what_is_not_covered_is_said_kindly(otkaz: Run) -> None:
    answer = otkaz("ask", "--json", "who won the football match yesterday").json
    assert_contract(answer)
    assert (answer["outcome"], answer["sentences"], answer["citations"]) == ("not_covered", [], [])
    assert answer["text"]
    assert answer["contacts"]


@pytest.mark.parametrize(
    "question",
    ["", "   ", "\n\t", "🙂🙂🙂", "12345", "?!…", "word " * 4000, "\x00\x01\x02", "\udcff\udcfe", "\u200b"],
    ids=["empty", "spaces", "newlines", "emoji", "digits", "marks", "20,000 characters", "control", "bytes", "invisible"],
)
def test_a_message_without_a_question_exits_2_with_one_clear_line(otkaz: Run, question: str) -> None:
    for options in ([], ["--json"]):
        done = otkaz("ask", *options, "--", question)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) == 1
        assert "question" in done.err
        assert "word word" not in done.err


@pytest.mark.parametrize(
    "question",
    ["appeal \x00\x07 window", "how do I appeal \udcff", "🙂 appeal 🙂", "<b>appeal</b> ' OR 1=1 --", "[red]appeal[/]"],
)
def test_odd_characters_in_a_question_do_no_harm(otkaz: Run, question: str) -> None:
    assert_contract(otkaz("ask", "--json", question).json)
    assert otkaz("ask", question).code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask"], "Give one question"),
        (["ask", "x", "--batch", "y"], "Give one question"),
        (["ask", "--language", "xx", "x"], "xx"),
        (["ask", "--country", "Finland", "x"], "'Finland' is not a two-letter ISO code"),
        (["ask", "--country", "Ф1", "x"], "ISO code"),
        (["ask", "--registered", "yesterday", "x"], "'yesterday' is not a date"),
        (["ask", "--registered", "2026-02-30", "x"], "2026-02-30"),
        (["ask", "--notified", "01.07.2026", "x"], "--notified"),
        (["ask", "--nonsense", "x"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["ask", "--batch", "nowhere.jsonl"], "nowhere.jsonl: cannot be read"),
    ],
)
def test_bad_usage_exits_2_and_says_why(otkaz: Run, arguments: list[str], says: str) -> None:
    done = otkaz(*arguments)
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_binary_on_standard_input_is_refused(otkaz: Run) -> None:
    done = otkaz("ask", "-", given=bytes(range(128, 256)))
    assert (done.code, done.out) == (2, "")
    assert "UTF-8" in done.err
