from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from knowledge.content import Content
from knowledge.premise import Correction, Pattern, Premise, Right
from knowledge.recognition import recognise
from knowledge.rule import Holds, Rule
from knowledge.timeline import Situation
from tests.making import NOTHING_KNOWN, TODAY, a_rule

OLD, NEW = Situation(application_registered=date(2026, 6, 30)), Situation(application_registered=date(2026, 7, 1))
RULES = {"some-rule": a_rule()}


def ids(text: str, content: Content, situation: Situation = NOTHING_KNOWN) -> list[str]:
    return [each.premise.id for each in recognise(text, content.premises.values(), content.rules, situation, TODAY)]


def premise(*patterns: Pattern, right: str | None = None, rules: tuple[str, ...] = ("some-rule",)) -> Premise:
    said: Mapping[str, tuple[str, ...]] = {"en": ("x",), "ru": ("x",)}
    rights = (Right(right, rules),) if right else ()
    return Premise("some-premise", patterns, said, (Correction("So.", "Так.", rules),), rights)  # type: ignore[arg-type]


def holds(text: str, each: Premise, rules: Mapping[str, Rule] = RULES, situation: Situation = NOTHING_KNOWN) -> bool:
    return bool(recognise(text, [each], rules, situation, TODAY))


AUTOMATIC = premise(Pattern(("rule_39 r39 правил*_39", "automatic* автомат*")))


@pytest.mark.parametrize(
    "text",
    [
        "I know Rule 39 is automatic",
        "R39? Is rule 39 automatic?",
        "правило 39 работает автоматически",
        "RULE 39, AUTOMATIC!",
    ],
)
def test_words_near_each_other_in_one_sentence(text: str) -> None:
    assert holds(text, AUTOMATIC)


@pytest.mark.parametrize(
    "text",
    [
        "Rule 39 is not automatic",
        "Rule 39 isn't automatic",
        "Rule 39 is automatic or not",
        "правило 39 не автоматическое",
        "I ask about Rule 39. My visa was automatic",
        "Rule 40 is automatic",
        "Rule 39 " + "and so on " * 8 + "automatic",
        "",
        "...",
    ],
)
def test_not_denied_nor_apart(text: str) -> None:
    assert not holds(text, AUTOMATIC)


def test_a_not_of_the_next_clause_says_nothing() -> None:
    assert holds("Rule 39 is automatic, not a chance to fly me out", AUTOMATIC)
    assert not holds("Rule 39 is automatic not a chance", AUTOMATIC)


def test_a_not_that_asks_for_agreement_says_nothing() -> None:
    assert holds("Rule 39 is automatic, isn't it?", AUTOMATIC)
    assert holds("Rule 39 is automatic isn't it?", AUTOMATIC)
    assert holds("правило 39 автоматическое, не так ли?", AUTOMATIC)
    assert holds("Rule 39 without exception is automatic", AUTOMATIC)
    assert not holds("Rule 39 isn't automatic", AUTOMATIC)


@pytest.mark.parametrize(
    "second", ["Значит, она автоматическая", "So it is automatic, right?", "А значит автоматически", "Vadinasi automatiškai"]
)
def test_a_conclusion_is_read_with_the_sentence_before(second: str) -> None:
    each = premise(Pattern(("rule_39", "automatic* автомат* automatiš*")))
    assert holds(f"I know Rule 39. {second}", each)
    assert not holds(f"Rule 39 or what? {second}", each), "a question concludes nothing"
    assert not holds(f"I know Rule 39. Also {second}", each)
    assert not holds("I know Rule 39. Значит ли это, что она автоматическая", each)
    assert not holds(f"I do not know Rule 39. {second}", each)


def test_words_as_far_apart_as_the_pattern_allows() -> None:
    text = "Rule 39 " + "and so on " * 5 + "automatic"
    assert not holds(text, AUTOMATIC)
    assert holds(text, premise(Pattern(("rule_39", "automatic*"), within=20)))


def test_a_hyphen_joins_a_phrase() -> None:
    assert holds("a part-time degree", premise(Pattern(("part-time",))))


def test_what_lies_in_the_past_is_no_length_of_a_rule() -> None:
    each = premise(Pattern(("eurodac",), figure="any"), right="10 years")
    assert holds("Eurodac keeps them 2 years", each)
    assert not holds("Eurodac took them 2 years ago", each)


def test_what_is_left_of_a_limit_is_shorter_than_it() -> None:
    assert not holds("I have 3 months left for Strasbourg", LIMIT)
    assert not holds("у меня осталось 3 месяца на strasbourg", LIMIT)
    assert holds("I have 5 months left for Strasbourg", LIMIT)
    assert holds("Strasbourg gives 12 months limit, I have 4 months left", LIMIT)


def test_a_negated_pattern_wants_its_not() -> None:
    forbidden = premise(Pattern(("court", "cannot"), negated=True))
    assert holds("I cannot go to court", forbidden)
    assert not holds("I can go to court", forbidden)


def test_a_word_that_speaks_against_it() -> None:
    each = premise(Pattern(("train",), without="jumped"))
    assert holds("the train", each)
    assert not holds("he jumped off the train", each)


def test_a_country_of_the_situation_stands_for_its_name() -> None:
    each = premise(Pattern(("finland* @FI", "ban")))
    assert holds("the ban of Finland", each)
    assert not holds("the ban", each)
    assert holds("the ban", each, situation=Situation(country="FI"))
    assert not holds("the ban", each, situation=Situation(country="SE"))


LIMIT = premise(Pattern(("strasbourg",), figure="limit"), right="4 months")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("I have 12 months for Strasbourg", True),
        ("I have half a year for Strasbourg", True),
        ("I have 4 months for Strasbourg", False),
        ("I have 120 days for Strasbourg", False),
        ("I have 12 or 4 months for Strasbourg: do I have 4 months?", False),
        ("I waited 12 months for Strasbourg", True),  # "months for" is how one speaks of a limit, too
        ("I came 12 months ago to Strasbourg", False),
        ("How many months do I have for Strasbourg?", False),
    ],
)
def test_a_limit_that_is_not_right(text: str, wrong: bool) -> None:
    assert holds(text, LIMIT) is wrong


def test_a_point_in_time_is_less_than_a_limit() -> None:
    text = "they decide in 3 days"
    assert not holds(text, premise(Pattern(("decide",), figure="limit"), right="6 months"))
    assert holds(text, premise(Pattern(("decide",), figure="point"), right="6 months"))


def test_without_a_right_length_nobody_can_say_what_is_wrong() -> None:
    ended = {"some-rule": a_rule(holds=Holds("event", None, date(2020, 1, 1)))}
    assert not holds("I have 12 months for Strasbourg", LIMIT, ended)
    assert not holds("I have 12 months for Strasbourg", LIMIT, {})


def test_what_is_asked_is_told_from_what_is_said(tiny_content: Content) -> None:
    def asked(text: str) -> bool:
        (found,) = recognise(text, tiny_content.premises.values(), tiny_content.rules, NOTHING_KNOWN, TODAY)
        return found.asked

    assert asked("Do I have 2 months to appeal the Dublin transfer?")
    assert asked("do I have 2 months to appeal the dublin transfer")
    assert asked("есть ли у меня два месяца на обжалование передачи")
    assert not asked("since I have 2 months to appeal the Dublin transfer, can I wait?")
    assert not asked("раз у меня два месяца на обжалование передачи, можно подождать?")


def test_the_law_of_the_persons_date_decides_what_is_right(tiny_content: Content) -> None:
    text = "if I hide, Dublin takes 18 months"
    assert ids(text, tiny_content, NEW) == ["hiding"]
    assert ids(text, tiny_content, OLD) == []
    assert ids(text, tiny_content) == [], "unknown: it may be right"


def test_only_sentences_of_the_persons_law_are_said(tiny_content: Content) -> None:
    text = "after 6 months in hiding Dublin is over"

    def rules(situation: Situation) -> list[str]:
        (found,) = recognise(text, tiny_content.premises.values(), tiny_content.rules, situation, TODAY)
        return [rule for correction in found.corrects for rule in correction.rules]

    assert rules(NEW) == ["new-transfer-limit"]
    assert rules(OLD) == ["old-transfer-limit"]
    assert rules(NOTHING_KNOWN) == ["new-transfer-limit", "old-transfer-limit"]


def test_where_the_law_is_unsettled_nothing_is_said(tiny_content: Content) -> None:
    assert ids("I have 2 months to appeal the Dublin transfer", tiny_content) == ["appeal-limit"]
    assert ids("I have 2 months to appeal the Dublin transfer", tiny_content, OLD) == []


def test_where_it_is_not_wrong_nothing_is_said(tiny_content: Content) -> None:
    text = "after 6 months in hiding Dublin is over"
    assert ids(text, tiny_content, replace(NEW, country="FI")) == ["hiding"]
    assert ids(text, tiny_content, replace(NEW, country="US")) == []


def test_a_long_message_is_read_whole(tiny_content: Content) -> None:
    story = "My name does not matter, I fled and it is cold here. " * 100
    assert ids(f"{story}I have 2 months to appeal the Dublin transfer. {story}", tiny_content) == ["appeal-limit"]
    assert ids(story, tiny_content) == []
