from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
from rich.console import Console

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.explaining import show_trace
from bot.answering.question import Question
from bot.contract import AnswerModel, AskRequest, to_json
from tests.bot.conftest import Run
from tests.making import TODAY

APPEAL = "how many weeks do I have to appeal"


def ask(assistant: Assistant, text: str, *, trace: bool = True) -> Answer:
    return assistant.ask(Question(text, TODAY, trace=trace))


def traced(assistant: Assistant, text: str) -> dict[str, Any]:
    trace = ask(assistant, text).trace
    assert trace is not None
    return trace


def test_a_trace_tells_reading_coverage_triage_and_candidates(tiny_assistant: Assistant) -> None:
    trace = traced(tiny_assistant, APPEAL)
    assert trace["language"] == "en"
    assert trace["outcome"] == "answered"
    assert trace["inside"] > trace["thresholds"]["inside"]
    assert set(trace["triage"]) == {"urgent", "boundary", "probabilities"}
    assert trace["articles"][0]["id"] == "appeal-transfer"
    assert trace["articles"][0]["why"].startswith("won by")
    assert trace["articles"][1]["why"].startswith("lost by")
    json.dumps(trace)


def test_what_is_not_covered_can_be_traced_too(tiny_assistant: Assistant) -> None:
    trace = traced(tiny_assistant, "how do I bake a chocolate cake")
    assert trace["outcome"] == "not_covered"
    assert trace["inside"] < trace["thresholds"]["inside"]


def test_only_who_asks_gets_a_trace_and_the_answer_is_the_same(tiny_assistant: Assistant) -> None:
    plain, told = to_json(ask(tiny_assistant, APPEAL, trace=False)), to_json(ask(tiny_assistant, APPEAL))
    assert "trace" not in plain
    AnswerModel.model_validate(told)
    for answer in (plain, told):
        answer.pop("trace", None)
        answer.pop("elapsed_ms")
    assert plain == told


def test_the_request_may_ask_for_it() -> None:
    assert AskRequest.model_validate({"question": APPEAL, "trace": True}).to_question(TODAY).trace
    assert not AskRequest.model_validate({"question": APPEAL}).to_question(TODAY).trace


def test_it_is_shown_as_tables(tiny_assistant: Assistant) -> None:
    console = Console(file=io.StringIO(), width=200)
    show_trace(traced(tiny_assistant, APPEAL), console)
    out = console.file.getvalue()  # type: ignore[attr-defined]
    for word in ("read as en", "covered:", "triage:", "appeal-transfer", "won by", "lost by", "cosine"):
        assert word in out


def test_the_command_shows_it(otkaz: Run) -> None:
    assert "trace" not in otkaz("ask", "--json", APPEAL).json
    assert otkaz("ask", "--json", "--trace", APPEAL).json["trace"]["articles"]
    assert "covered: " in otkaz("ask", "--trace", APPEAL).out
    assert "covered: " not in otkaz("ask", APPEAL).out


def test_nothing_of_it_is_logged(tiny_assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(tiny_assistant, APPEAL)
    assert "appeal" not in caplog.text
