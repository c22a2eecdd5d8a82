"""Citation recall and precision on answers whose support is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.answer import Answer, AnswerSentence, Block, Citation, CitedSource
from bot.answering.assistant import Assistant
from bot.evaluation.citing import Cited, Judge, accepted_wrongly, score
from knowledge.content import Content
from knowledge.lemmas import Lemmas
from knowledge.timeline import Situation
from tests.making import TODAY, a_rule, a_source

TRANSFER = "The authorities have 6 months to carry out the transfer to the responsible state."
PENALTY = "Evading mobilisation is punished with imprisonment of up to 15 years."


@pytest.fixture
def content(tiny_content: Content) -> Content:
    rules = [
        a_rule("transfer", text={"en": TRANSFER, "ru": "Срок передачи 6 месяцев."}),
        a_rule("penalty", text={"en": PENALTY, "ru": "До 15 лет лишения свободы."}),
        a_rule("sea", text={"en": "Ships at sea follow the flag of their harbour.", "ru": "Корабли идут под флагом."}),
    ]
    return replace(tiny_content, rules={rule.id: rule for rule in rules}, sources={"some-law": a_source()})


@pytest.fixture
def judge(content: Content) -> Judge:
    return Judge(content, Lemmas({}))


def _answer(*sentences: tuple[str, tuple[str, ...]]) -> Answer:
    rules = list(dict.fromkeys(rule for _, cited in sentences for rule in cited))
    source = CitedSource("some-law", "Some law", "Some law", "law", "Somewhere", None)
    citations = tuple(
        Citation(n, rule, source, "Art. 1", "Art. 1", "https://law.example/1", None, None, TODAY, None, "…")
        for n, rule in enumerate(rules, start=1)
    )
    shown = tuple(AnswerSentence(text, tuple(rules.index(rule) + 1 for rule in cited)) for text, cited in sentences)
    return Answer("answered", "en", "en", Situation(), "", "g", blocks=(Block(None, shown),), citations=citations)


def test_a_sentence_rests_on_numbers_and_words(judge: Judge) -> None:
    assert judge.supports("The transfer must be carried out in 6 months.", "en", ["transfer"])
    assert not judge.supports("The transfer must be carried out in 7 months.", "en", ["transfer"])
    assert not judge.supports("The transfer must be carried out in 6 months.", "en", ["penalty"])
    assert not judge.supports("The transfer must be carried out in 6 months.", "en", [])


def test_what_is_cited_together_supports_together(judge: Judge) -> None:
    both = f"{TRANSFER} {PENALTY}"
    assert judge.supports(both, "en", ["transfer", "penalty"])
    assert not judge.supports(both, "en", ["transfer"])


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ([(TRANSFER, ("transfer",))], Cited(1.0, 1.0)),
        ([(TRANSFER, ("penalty",))], Cited(0.0, 0.0)),
        ([(TRANSFER, ("transfer", "sea"))], Cited(1.0, 0.5)),  # the second is not needed
        ([(f"{TRANSFER} {PENALTY}", ("transfer", "penalty"))], Cited(1.0, 1.0)),  # neither does without the other
        ([(TRANSFER, ("transfer",)), (PENALTY, ("sea",))], Cited(0.5, 0.5)),
        ([(TRANSFER, ("transfer",)), (PENALTY, ())], Cited(0.5, 1.0)),
        ([(TRANSFER, ())], Cited(0.0, 0.0)),
    ],
)
def test_recall_and_precision_are_those_of_alce(
    judge: Judge, sentences: list[tuple[str, tuple[str, ...]]], expected: Cited
) -> None:
    assert score(_answer(*sentences), judge) == expected


def test_an_answer_without_sentences_has_no_citations_to_judge(judge: Judge) -> None:
    assert score(replace(_answer((TRANSFER, ())), blocks=()), judge) is None


def test_the_judge_is_judged_by_wrong_citations(judge: Judge) -> None:
    one, other = _answer((TRANSFER, ("transfer",))), _answer((PENALTY, ("penalty",)))
    assert accepted_wrongly([one, other], judge) == (0.0, 0.0)
    beside = _answer((TRANSFER, ("transfer",)), (TRANSFER, ("sea",)))
    assert accepted_wrongly([beside], judge)[1] == 0.5
    assert accepted_wrongly([], judge) == (0.0, 0.0)


def test_a_composed_answer_is_mostly_supported(tiny_assistant: Assistant) -> None:
    content, lemmas = tiny_assistant.engine.content, tiny_assistant.engine.generation.lexical.lemmas
    quoted = [(rule.text["en"], (rule.id,)) for rule in content.rules.values()]
    assert score(_answer(*quoted), Judge(content, lemmas)) == Cited(1.0, 1.0)
