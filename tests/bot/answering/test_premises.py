from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.answering import premises as module
from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.compose import Composer, Opening
from bot.answering.premises import MAX_PREMISES, Corrections, corrections
from bot.answering.question import Question, Turn
from bot.contract import to_json
from bot.texts import texts
from knowledge.article import Sentence
from knowledge.content import Content
from knowledge.timeline import Situation
from tests.making import NOTHING_KNOWN, TODAY

WRONG = "since I have 2 months to appeal the Dublin transfer, can I wait"
RIGHT = "since I have 2 weeks to appeal the Dublin transfer, can I wait"
SAID = "States give at least 1 week and at most 3 weeks to appeal."


def correct(content: Content, text: str, situation: Situation = NOTHING_KNOWN, language: str = "en") -> Corrections:
    return corrections(Question(text, TODAY, situation=situation), str, content, texts(language))


def headings(answer: Answer) -> list[str | None]:
    return [block.heading for block in answer.blocks]


def test_a_wrong_premise_gives_an_opening_with_its_rules_and_article(tiny_content: Content) -> None:
    found = correct(tiny_content, WRONG)
    assert found.opening == Opening(texts("en").corrected["stated"], (Sentence(SAID, ("appeal-window",), 0),))
    assert found.articles == ("appeal-transfer",)


def test_a_question_has_a_heading_of_its_own(tiny_content: Content) -> None:
    found = correct(tiny_content, "Do I have 2 months to appeal the Dublin transfer?")
    assert found.opening is not None
    assert found.opening.heading == texts("en").corrected["asked"]


@pytest.mark.parametrize("text", [RIGHT, "how long do I have to appeal the Dublin transfer", "hello"])
def test_nothing_to_put_right(tiny_content: Content, text: str) -> None:
    assert correct(tiny_content, text) == Corrections()


def test_the_correction_speaks_the_language_of_the_answer(tiny_content: Content) -> None:
    found = correct(tiny_content, WRONG, language="ru")
    assert found.opening is not None
    assert found.opening.heading == texts("ru").corrected["stated"]
    assert found.opening.sentences[0].text.startswith("Государства дают")


def test_no_more_than_a_few_are_put_right(tiny_content: Content) -> None:
    one = tiny_content.premises["appeal-limit"]
    says = [replace(one.corrects[0], en=f"{n}.") for n in range(MAX_PREMISES + 2)]
    many = {f"p{n}": replace(one, id=f"p{n}", corrects=(said,)) for n, said in enumerate(says)}
    found = correct(replace(tiny_content, premises=many), WRONG)
    assert found.opening is not None
    assert [sentence.text for sentence in found.opening.sentences] == ["0.", "1."]


def test_what_two_premises_say_alike_is_said_once(tiny_content: Content) -> None:
    one = tiny_content.premises["appeal-limit"]
    found = correct(replace(tiny_content, premises={"p1": one, "p2": replace(one, id="p2")}), WRONG)
    assert found.opening is not None
    assert len(found.opening.sentences) == 1


def test_a_recognition_that_fails_gives_less(tiny_content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("the recognition is broken")

    monkeypatch.setattr(module, "recognise", breaks)
    assert correct(tiny_content, WRONG) == Corrections()


def test_a_follow_up_is_read_with_the_question_before_it(tiny_content: Content) -> None:
    def after(before: str, text: str) -> Corrections:
        question = Question(text, TODAY, history=(Turn(before),))
        return corrections(question, str, tiny_content, texts("en"))

    assert after("Can I appeal the Dublin transfer?", "and I have 2 months?").opening is not None
    assert after(WRONG, "and in Finland?") == Corrections(), "it was put right already"


def test_text_is_read_in_its_own_script(tiny_content: Content) -> None:
    cyrillic = "у меня два месяца на обжалование передачи"
    question = Question("u menya dva mesyatsa na obzhalovanie peredachi", TODAY)
    assert corrections(question, lambda _: cyrillic, tiny_content, texts("ru")).opening is not None


def test_the_opening_comes_first_and_is_cited(tiny_content: Content) -> None:
    opening = correct(tiny_content, WRONG).opening
    composed = Composer(tiny_content).compose([], NOTHING_KNOWN, TODAY, texts("en"), (), (), opening)
    (block,) = composed.blocks
    assert [(sentence.text, sentence.citations) for sentence in block.sentences] == [(SAID, (1,))]
    assert [citation.rule for citation in composed.citations] == ["appeal-window"]


def test_the_opening_stands_after_the_guards(tiny_content: Content) -> None:
    opening = correct(tiny_content, WRONG).opening
    composed = Composer(tiny_content).compose([], NOTHING_KNOWN, TODAY, texts("en"), ["urgent-removal"], (), opening)
    assert composed.blocks[0].heading != texts("en").corrected["stated"]
    assert composed.blocks[-1].heading == texts("en").corrected["stated"]


def test_an_answer_begins_with_the_correction_and_goes_on(tiny_assistant: Assistant) -> None:
    text = "I have 2 months to appeal a dublin decision. how many weeks do I have to appeal a dublin decision"
    answer = tiny_assistant.ask(Question(text, TODAY))
    guards = [block for block in answer.blocks if block.heading == texts("en").corrected["stated"]]
    assert len(guards) == 1
    assert guards[0].sentences[0].text == SAID
    assert "appeal-window" in {citation.rule for citation in answer.citations if citation.n in guards[0].sentences[0].citations}
    assert len(answer.blocks) > 1, "the question itself is answered, too"
    assert SAID in to_json(answer)["text"]


def test_the_right_figure_is_not_corrected(tiny_assistant: Assistant) -> None:
    assert not set(headings(tiny_assistant.ask(Question(RIGHT, TODAY)))) & set(texts("en").corrected.values())


def test_the_law_of_the_persons_date_is_kept(tiny_assistant: Assistant) -> None:
    old = Situation(application_registered=date(2026, 6, 30))
    answer = tiny_assistant.ask(Question("after 6 months in hiding is Dublin over", TODAY, situation=old))
    said = [sentence.text for sentence in answer.sentences]
    assert "Old law: hiding makes the limit 18 months." in said
    assert "New law: hiding makes the limit at most 3 years." not in said
