from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.answering.compose import GUARDED, MAX_CITATIONS, MAX_SENTENCES, Composer, Composition
from bot.texts import texts
from knowledge.article import SHORT
from knowledge.content import Content
from knowledge.numbers import numbers, unsupported
from knowledge.passage import TRIAGE_TOPIC, Passage
from knowledge.rule import Holds
from knowledge.search import ArticleHit, Hit
from knowledge.support import rule_numbers
from knowledge.timeline import Situation, Verdict, judge
from tests.making import NOTHING_KNOWN, TODAY, a_rule

OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)
SITUATIONS = [
    NOTHING_KNOWN,
    Situation(country="FI", application_registered=OLD),
    Situation(country="LT", application_registered=NEW),
    Situation(application_registered=date(2026, 6, 5), decision_notified=date(2026, 7, 10)),
    Situation(country="DE", application_registered=TODAY, decision_notified=TODAY),
]
DAYS = [date(2026, 6, 1), TODAY, date(2030, 1, 1)]


def hit(content: Content, article_id: str, language: str, score: float = 8.0) -> ArticleHit:
    """An article as a search gives it, its sections in their order."""
    article = content.articles[language, article_id]

    def of(key: str) -> Hit:
        passage = Passage(f"article/{language}/{article_id}/{key}", "section", language, "", article_id, key, (), ())
        return Hit(passage, 0.9, 1.0, 1.0, 1.0)

    sections = tuple(of(section.key) for section in article.sections)
    return ArticleHit(article_id, score, 1.0, 1.0, 1.0, of(SHORT), sections)


def compose(
    content: Content,
    hits: Sequence[str],
    situation: Situation = NOTHING_KNOWN,
    today: date = TODAY,
    language: str = "en",
    first: Sequence[str] = (),
) -> Composition:
    found = [hit(content, article, language) for article in hits]
    return Composer(content).compose(found, situation, today, texts(language), first)


def said(composition: Composition) -> list[str]:
    return [sentence.text for block in composition.blocks for sentence in block.sentences]


class Checker:
    """What must hold for every answer from a content, in one language."""

    def __init__(self, content: Content, language: str) -> None:
        self.content = content
        self.carried = {rule.id: rule_numbers(rule, content.sources) for rule in content.rules.values()}
        self.written: dict[str, set[str]] = {}
        for (spoken, _), article in content.articles.items():
            for sentence in article.sentences if spoken == language else ():
                self.written.setdefault(sentence.text, set()).update(sentence.citations)
        for rule in content.rules.values():  # quoted in its own words
            self.written.setdefault(rule.text[language], set()).add(rule.id)
        self.claimed = {text: numbers(text) for text in self.written}

    def check(self, composition: Composition, situation: Situation, today: date, *, guarded: bool = False) -> None:
        """A guard's block in front may add half as much again."""
        extra = GUARDED if guarded else 1
        sentences = [sentence for block in composition.blocks for sentence in block.sentences]
        assert MAX_CITATIONS == 8
        assert len(composition.citations) <= MAX_CITATIONS * extra
        assert len(sentences) <= MAX_SENTENCES * extra
        rules = {citation.n: self.content.rules[citation.rule] for citation in composition.citations}
        assert list(rules) == list(range(1, len(rules) + 1))
        used = {number for sentence in sentences for number in sentence.citations}
        assert used == set(rules), "a citation that no sentence uses, or the other way round"
        for rule in rules.values():
            verdict = judge(rule, situation, today).verdict
            assert verdict in (Verdict.APPLIES, Verdict.DEPENDS), f"{rule.id} is cited and {verdict}"
        for sentence in sentences:
            assert sentence.citations, sentence.text
            cited = {rules[number].id for number in sentence.citations}
            assert cited <= self.written[sentence.text], "cited otherwise than the article does"
            known = frozenset[str]().union(*(self.carried[rule] for rule in cited))
            assert not unsupported(self.claimed[sentence.text], known), sentence.text


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_article_gives_a_sound_answer_in_every_situation(
    full_content: Content, language: str, situation: Situation
) -> None:
    composer, checker = Composer(full_content), Checker(full_content, language)
    rules = list(full_content.rules)
    silent: list[str] = []
    for today in DAYS:
        for place, (spoken, article_id) in enumerate(full_content.articles):
            if spoken != language or full_content.articles[spoken, article_id].topic == TRIAGE_TOPIC:
                continue
            nearest = [rules[(3 * place + step) % len(rules)] for step in range(3)]
            found = [hit(full_content, article_id, language)]
            composition = composer.compose(found, situation, today, texts(language), rules=nearest)
            checker.check(composition, situation, today)
            if today == TODAY and not composition.blocks:
                silent.append(article_id)
    assert not silent, "articles that have nothing to say today"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_two_articles_and_a_guard_s_block_make_a_sound_answer_too(full_content: Content, language: str) -> None:
    composer, checker = Composer(full_content), Checker(full_content, language)
    guards = [
        article_id for spoken, article_id in full_content.articles if (spoken, article_id.split("-")[0]) == (language, "urgent")
    ]
    ids = [article_id for spoken, article_id in full_content.articles if spoken == language and article_id not in guards]
    for first, second in zip(ids, [*ids[1:], ids[0]], strict=True):
        hits = [hit(full_content, first, language), hit(full_content, second, language, score=7.9)]
        for guard in ([], guards[:1]):
            composition = composer.compose(hits, NOTHING_KNOWN, TODAY, texts(language), guard)
            checker.check(composition, NOTHING_KNOWN, TODAY, guarded=bool(guard))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_where_the_law_changed_the_reader_s_date_chooses_the_branch(full_content: Content, language: str) -> None:
    composer, branching = Composer(full_content), 0
    for (spoken, article_id), article in full_content.articles.items():
        headings = {section.key: section.heading for section in article.sections}
        if spoken != language or not {"before", "from"} <= headings.keys():
            continue
        branching += 1
        found = [hit(full_content, article_id, language)]
        shown = {
            situation: {block.heading for block in composer.compose(found, situation, TODAY, texts(language)).blocks}
            for situation in (Situation(application_registered=date(2026, 1, 1)), Situation(application_registered=TODAY))
        }
        old, new = shown.values()
        assert headings["from"] not in old, article_id
        assert headings["before"] not in new, article_id
        assert "application_registered" in composer.compose(found, NOTHING_KNOWN, TODAY, texts(language)).asks
    assert branching > 3


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_the_change_left_open_is_told_to_those_under_the_old_law_and_to_nobody_under_the_new(
    full_content: Content, language: str
) -> None:
    composer, gaps = Composer(full_content), 0
    for (spoken, article_id), article in full_content.articles.items():
        sections = {section.key: section for section in article.sections}
        if spoken != language or not {"before", "from", "open"} <= sections.keys():
            continue
        left = {s.text for s in sections["open"].sentences if s.citations == ("ammr-pending-cases-gap",)}
        found = [hit(full_content, article_id, language)]
        old, new = (
            {
                sentence.text
                for block in composer.compose(found, Situation(application_registered=day), TODAY, texts(language)).blocks
                for sentence in block.sentences
            }
            for day in (date(2026, 1, 1), TODAY)
        )
        gaps += len(left & old)
        assert not left & new, article_id
    assert gaps > 10


def test_both_branches_and_a_question_when_the_date_is_unknown(tiny_content: Content) -> None:
    composition = compose(tiny_content, ["transfer-time-limits"])
    assert [block.heading for block in composition.blocks] == [
        "How long do they have to transfer me?",
        "If your application was registered before 1 July 2026",
        "If it was registered from 1 July 2026 on",
        "What to do now",
    ]
    assert composition.asks == ("application_registered",)
    assert {citation.rule for citation in composition.citations} == {
        "old-transfer-limit",
        "new-transfer-limit",
        "which-dublin-law",
    }


@pytest.mark.parametrize(
    ("registered", "heading", "cited", "dropped"),
    [
        (OLD, "If your application was registered before 1 July 2026", "old-transfer-limit", "new-transfer-limit"),
        (NEW, "If it was registered from 1 July 2026 on", "new-transfer-limit", "old-transfer-limit"),
    ],
)
def test_one_branch_and_no_question_when_the_date_is_known(
    tiny_content: Content, registered: date, heading: str, cited: str, dropped: str
) -> None:
    composition = compose(tiny_content, ["transfer-time-limits"], Situation(application_registered=registered))
    assert [block.heading for block in composition.blocks] == [
        "How long do they have to transfer me?",
        heading,
        "What to do now",
    ]
    assert composition.asks == ()
    rules = {citation.rule for citation in composition.citations}
    assert cited in rules
    assert dropped not in rules


def test_before_the_new_law_begins_its_branch_has_nothing_to_say(tiny_content: Content) -> None:
    composition = compose(tiny_content, ["transfer-time-limits"], today=OLD)
    assert "If it was registered from 1 July 2026 on" not in [block.heading for block in composition.blocks]
    assert "new-transfer-limit" not in {citation.rule for citation in composition.citations}


def test_a_sentence_whose_rules_are_all_gone_is_left_out(tiny_content: Content) -> None:
    ended = a_rule(
        "undesirable-links",
        source="press-train-leap",
        holds=Holds("event", date(2024, 2, 2), date(2026, 1, 1)),
        text=tiny_content.rules["undesirable-links"].text,
    )
    content = replace(tiny_content, rules={**tiny_content.rules, ended.id: ended})
    assert compose(content, ["undesirable-publishers"]).blocks == ()
    assert said(compose(content, ["undesirable-publishers"], today=date(2026, 1, 1)))


def test_a_number_that_only_a_dropped_rule_carries_ends_the_block(tiny_content: Content) -> None:
    # The rule that carried "6 months" no longer holds, another citation of the sentence does: it must not be said.
    gone = replace(tiny_content.rules["new-transfer-limit"], holds=Holds("event", None, date(2026, 1, 1)))
    vague = replace(
        tiny_content.rules["old-transfer-limit"], holds=Holds("always"), text={"en": "There is a limit.", "ru": "Срок есть."}
    )
    content = replace(tiny_content, rules={**tiny_content.rules, gone.id: gone, vague.id: vague})
    assert not any("6 months" in sentence for sentence in said(compose(content, ["transfer-time-limits"])))


def test_whoever_has_no_country_is_asked_where_countries_differ(tiny_content: Content) -> None:
    assert compose(tiny_content, ["appeal-transfer"]).asks == ("country",)
    assert compose(tiny_content, ["appeal-transfer"], Situation(country="FI")).asks == ()
    assert compose(tiny_content, ["train-leap-case"]).asks == ()


def test_sentences_are_the_article_s_own_in_the_answer_s_language(tiny_content: Content) -> None:
    composition = compose(tiny_content, ["appeal-transfer"], language="ru")
    article = tiny_content.articles["ru", "appeal-transfer"]
    assert said(composition) == [sentence.text for sentence in article.sentences]
    assert [sentence.bullet for block in composition.blocks for sentence in block.sentences] == [False, False, True]
    assert composition.citations[0].pinpoint_label == "ст. 43(2)"
    assert composition.citations[0].excerpt == tiny_content.rules["appeal-window"].text["ru"]


def test_a_second_article_is_added_only_when_it_is_nearly_as_good(tiny_content: Content) -> None:
    best = hit(tiny_content, "appeal-transfer", "en", 8.0)
    for score, added in ((7.9, True), (2.0, False)):
        composition = Composer(tiny_content).compose(
            [best, hit(tiny_content, "train-leap-case", "en", score)], NOTHING_KNOWN, TODAY, texts("en")
        )
        assert ("leap-from-train" in {citation.rule for citation in composition.citations}) is added


def test_the_rules_nearest_to_the_question_are_quoted_in_their_own_words(tiny_content: Content) -> None:
    found = [hit(tiny_content, "appeal-transfer", "en")]
    nearest = ["appeal-window", "forged-papers", "suspension-on-request", "new-transfer-limit"]
    known = Situation(application_registered=OLD)
    carrying = hit(tiny_content, "urgent-removal", "en", score=1.0)
    composition = Composer(tiny_content).compose([*found, carrying], known, TODAY, texts("en"), rules=nearest)
    quoted = [block for block in composition.blocks if block.heading == texts("en").nearest_rules]
    # Not the one that the short answer rests on, nor one that carries no fitting article, nor one that does not hold.
    assert [sentence.text for block in quoted for sentence in block.sentences] == [
        tiny_content.rules["suspension-on-request"].text["en"]
    ]
    Checker(tiny_content, "en").check(composition, known, TODAY)


def test_a_guard_s_block_comes_before_all_else(tiny_content: Content) -> None:
    composition = compose(tiny_content, ["appeal-transfer"], first=["urgent-removal"])
    assert composition.blocks[0].heading == "If you are being removed now"
    assert composition.citations[0].rule == "suspension-on-request"
    assert any("at least 1 week" in sentence for sentence in said(composition))
    Checker(tiny_content, "en").check(composition, NOTHING_KNOWN, TODAY, guarded=True)


def test_without_an_article_there_is_nothing_to_say(tiny_content: Content) -> None:
    composition = compose(tiny_content, [])
    assert (composition.blocks, composition.citations, composition.asks) == ((), (), ())


def test_no_more_than_eight_rules_are_cited(tiny_content: Content) -> None:
    many = [a_rule(f"rule-{number}", source="eu-2024-1351", text=f"Number {number}.") for number in range(20)]
    article = tiny_content.articles["en", "train-leap-case"]
    sentence = article.short.sentences[0]
    sentences = tuple(replace(sentence, text=f"It is {number}.", citations=(f"rule-{number}",)) for number in range(20))
    sections = tuple(
        replace(article.short, key=key, heading=key, paragraphs=(sentences[start : start + 3],))
        for key, start in (("meaning", 4), ("do-now", 7), ("by-when", 10))
    )
    long = replace(article, short=replace(article.short, paragraphs=(sentences[:4],)), sections=sections)
    content = replace(
        tiny_content,
        rules={rule.id: rule for rule in many},
        articles={("en", "train-leap-case"): long},
    )
    composition = compose(content, ["train-leap-case"])
    assert len(composition.citations) == 8
    Checker(content, "en").check(composition, NOTHING_KNOWN, TODAY)


@pytest.mark.parametrize(("country", "quoted"), [(None, False), ("FI", False), ("EE", True)])
def test_one_country_s_law_is_quoted_only_to_a_person_there(full_content: Content, country: str | None, quoted: bool) -> None:
    found = [hit(full_content, "apply-to-strasbourg", "en"), hit(full_content, "estonia", "en", score=1.0)]
    estonian = [rule for rule in full_content.articles["en", "estonia"].rules if full_content.rules[rule].countries == ("EE",)]
    composition = Composer(full_content).compose(found, Situation(country), TODAY, texts("en"), rules=estonian)
    assert any(block.heading == texts("en").nearest_rules for block in composition.blocks) is quoted
