"""Which ways of asking count as calm."""

from __future__ import annotations

import math

from bot.answering.assistant import Assistant
from ingest.triage import _beside_danger, _doubt
from knowledge.triage import DOUBT, DOUBT_BESIDE_DANGER, TriageModel


def model_of(assistant: Assistant) -> TriageModel:
    model = assistant.engine.generation.triage
    assert model is not None
    return model


def test_what_an_emergency_leads_on_to_is_doubted_sooner(assistant: Assistant) -> None:
    generation = assistant.engine.generation
    beside = _beside_danger(generation)
    assert "rule-39" in beside
    assert "suspend-transfer" in beside
    assert "transfer-time-limits" not in beside
    doubts = {(passage.kind, passage.article): _doubt(passage, beside) for passage in generation.passages}
    assert doubts["question", "rule-39"] == DOUBT_BESIDE_DANGER
    assert doubts["question", "transfer-time-limits"] == DOUBT
    assert {doubt for (kind, _), doubt in doubts.items() if kind != "question"} == {math.inf}


def test_no_way_of_asking_that_tells_of_an_emergency_counts_as_calm(assistant: Assistant) -> None:
    texts = {passage.id: passage.text for passage in assistant.engine.generation.passages}
    model = model_of(assistant)
    calm = {texts[key] for key, kind in zip(model.ids, model.kinds, strict=True) if kind == "calm"}
    assert "высылка в понедельник, сегодня пятница вечер, что делать со страсбургом" not in calm
    assert len(calm) > 5000
