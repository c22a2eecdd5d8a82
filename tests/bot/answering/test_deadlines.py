from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from bot.answering.answer import Block
from bot.answering.assistant import Assistant
from bot.answering.compose import Composition
from bot.answering.deadlines import ASK, MAX_DEADLINES, MORE_CITATIONS, with_deadlines
from bot.answering.question import Question
from bot.contract import AnswerModel, to_json
from bot.texts import texts
from knowledge.content import Content
from knowledge.timeline import Situation
from tests.bot.answering.test_compose import compose
from tests.deadlines import day
from tests.making import NOTHING_KNOWN, TODAY

FINLAND = Situation("FI", day("2026-08-01"), day("2026-11-16"))


def extended(
    content: Content, article: str, situation: Situation, language: str = "en", today: date = TODAY
) -> tuple[Composition, Composition]:
    """A composition without and with its deadlines."""
    plain = compose(content, [article], situation, today, language)
    return plain, with_deadlines(plain, content.articles[language, article], situation, today, content, texts(language))


def counted(whole: Composition, language: str = "en") -> Block:
    """The one block of counted deadlines."""
    (block,) = [block for block in whole.blocks if block.heading == texts(language).deadlines.heading]
    return block


def said(blocks: Iterable[Block]) -> list[list[str]]:
    return [[sentence.text for sentence in block.sentences] for block in blocks]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_last_day_to_appeal_is_added_with_its_rule(language: str, full_content: Content) -> None:
    plain, whole = extended(full_content, "appeal-transfer", FINLAND, language)
    block = counted(whole, language)
    assert said(other for other in whole.blocks if other is not block) == said(plain.blocks)
    first = block.sentences[0]
    assert first.bullet
    assert ("Monday, 23 November 2026" if language == "en" else "понедельник, 23 ноября 2026 года") in first.text
    cited = {citation.n: citation.rule for citation in whole.citations}
    assert "fi-dublin-ammr-appeal-corridor" in {cited[n] for n in first.citations}


def test_with_time_left_the_deadlines_come_last_and_the_answer_keeps_its_numbers(full_content: Content) -> None:
    plain, whole = extended(full_content, "appeal-transfer", FINLAND, today=day("2026-11-15"))
    assert whole.blocks[-1].heading == texts("en").deadlines.heading
    assert whole.blocks[:-1] == plain.blocks
    assert whole.citations[: len(plain.citations)] == plain.citations


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("today", "first"),
    [
        ("2026-11-16", True),  # the last day is 23 November: 7 days are left
        ("2026-11-22", True),
        ("2026-11-23", True),
        ("2026-11-24", True),  # passed
        ("2027-03-01", True),
        ("2026-11-15", False),  # no such day in a person's life, but the boundary of the rule
    ],
)
def test_what_presses_comes_first(today: str, first: bool, language: str, full_content: Content) -> None:
    _, whole = extended(full_content, "appeal-transfer", FINLAND, language, day(today))
    place = 0 if first else len(whole.blocks) - 1
    assert whole.blocks[place].heading == texts(language).deadlines.heading
    if first:
        title = full_content.articles[language, "appeal-transfer"].meta.title
        assert whole.blocks[1].heading == title, "what stood first without a heading has one now"
        order = [n for block in whole.blocks for sentence in block.sentences for n in sorted(sentence.citations)]
        assert list(dict.fromkeys(order)) == sorted(set(order)), "numbers rise in the order of use"


@pytest.mark.parametrize("first", [("urgent-removal",), ("urgent-removal", "boundary-hiding")])
def test_an_emergency_comes_before_what_presses(first: tuple[str, ...], full_content: Content) -> None:
    plain = compose(full_content, ["appeal-transfer"], FINLAND, TODAY, "en", first)
    article = full_content.articles["en", "appeal-transfer"]
    whole = with_deadlines(plain, article, FINLAND, TODAY, full_content, texts("en"))
    assert plain.guards >= len(first)
    assert said(whole.blocks[: plain.guards]) == said(plain.blocks[: plain.guards])
    assert whole.blocks[plain.guards].heading == texts("en").deadlines.heading
    assert said(whole.blocks[plain.guards + 1 :]) == said(plain.blocks[plain.guards :])


def test_each_sentence_keeps_its_rules_when_numbers_change(full_content: Content) -> None:
    plain, whole = extended(full_content, "appeal-transfer", FINLAND)

    def rules(composition: Composition) -> dict[str, set[str]]:
        names = {citation.n: citation.rule for citation in composition.citations}
        return {each.text: {names[n] for n in each.citations} for block in composition.blocks for each in block.sentences}

    assert rules(whole).items() >= rules(plain).items()


def test_citations_are_numbered_together(full_content: Content) -> None:
    _, whole = extended(full_content, "appeal-transfer", FINLAND)
    assert [citation.n for citation in whole.citations] == list(range(1, len(whole.citations) + 1))
    assert len({citation.rule for citation in whole.citations}) == len(whole.citations)
    used = {n for block in whole.blocks for sentence in block.sentences for n in sentence.citations}
    assert used == {citation.n for citation in whole.citations}


def test_nothing_is_added_without_a_date_or_where_the_article_has_no_deadline(full_content: Content) -> None:
    for article, situation in (("appeal-transfer", Situation("FI")), ("travel-ban", FINLAND)):
        plain, whole = extended(full_content, article, situation)
        assert (whole.blocks, whole.citations) == (plain.blocks, plain.citations)


def test_the_date_is_asked_for_where_a_limit_of_the_article_runs_from_it(full_content: Content) -> None:
    assert ASK in extended(full_content, "appeal-transfer", NOTHING_KNOWN)[1].asks
    assert ASK in extended(full_content, "appeal-transfer", Situation("FI"))[1].asks
    assert ASK not in extended(full_content, "appeal-transfer", FINLAND)[1].asks
    assert ASK not in extended(full_content, "travel-ban", NOTHING_KNOWN)[1].asks
    assert ASK in texts("en").asks


def test_another_country_has_the_deadline_of_eu_law(full_content: Content) -> None:
    _, whole = extended(full_content, "appeal-transfer", Situation("ES", day("2026-08-01"), day("2026-11-16")))
    assert "23 November 2026" in counted(whole).sentences[0].text
    cited = {citation.n: citation.rule for citation in whole.citations}
    rules = {cited[n] for sentence in counted(whole).sentences for n in sentence.citations}
    assert "ammr-remedy-time-limit" in rules
    assert not any(rule.startswith("fi-") for rule in rules)


def test_a_country_outside_has_none(full_content: Content) -> None:
    plain, whole = extended(full_content, "appeal-transfer", Situation("GE", None, day("2026-11-16")))
    assert whole.blocks == plain.blocks


def test_what_the_person_must_keep_stands_alone_and_not_too_much_of_it(full_content: Content) -> None:
    for article_id in full_content.article_ids:
        plain, whole = extended(full_content, article_id, FINLAND)
        if whole.blocks == plain.blocks:
            continue
        added = counted(whole).sentences
        assert 1 <= sum(sentence.bullet for sentence in added) <= MAX_DEADLINES
        assert all(sentence.citations for sentence in added)
        assert len(whole.citations) <= len(plain.citations) + MORE_CITATIONS


def test_an_old_case_sees_that_the_new_law_may_not_govern_it(full_content: Content) -> None:
    _, whole = extended(full_content, "appeal-transfer", Situation("FI", day("2026-05-01"), day("2026-11-16")))
    assert any("is not settled" in sentence.text for sentence in counted(whole).sentences)


def test_a_passed_day_says_what_remains(full_content: Content) -> None:
    _, whole = extended(full_content, "appeal-transfer", Situation("FI", day("2026-08-01"), day("2026-10-05")))
    (lines,) = said([counted(whole)])
    assert "This day has passed." in lines[0]
    assert any(text.startswith("What remains:") for text in lines)


def test_limits_of_the_authorities_run_from_the_registration_while_there_is_no_decision(full_content: Content) -> None:
    _, whole = extended(full_content, "requests-between-states", Situation("FI", day("2026-09-22")))
    (lines,) = said([counted(whole)])
    assert any("The authority's last day: Monday, 23 November 2026." in text for text in lines), "22 November is a Sunday"


def test_through_the_one_door(tiny_assistant: Assistant) -> None:
    question = Question("how many weeks do I have to appeal a dublin decision", TODAY, situation=FINLAND)
    answer = tiny_assistant.ask(question)
    AnswerModel.model_validate(to_json(answer))
    assert answer.blocks[0].heading == texts("en").deadlines.heading, "one day is left"
    assert "Monday, 23 November 2026" in answer.text
    assert all(sentence.citations for sentence in answer.sentences)
    unknown = tiny_assistant.ask(Question(question.text, TODAY))
    assert ASK in unknown.asks
    assert texts("en").deadlines.heading not in [block.heading for block in unknown.blocks]
