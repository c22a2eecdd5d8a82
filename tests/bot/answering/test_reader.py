"""One rule for every door: whose reader may be in Russia, and which links are then withheld."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from bot.answering.answer import Answer
from bot.answering.assistant import Assistant
from bot.answering.question import Question, Turn
from bot.answering.reader import may_be_in_russia, withheld
from bot.console import show
from bot.contract import to_json
from bot.telegram.render import render, withholds
from bot.texts import texts
from knowledge.content import Content
from knowledge.timeline import Situation
from tests.making import TODAY
from tests.telegram.answers import a_citation, an_answer
from tests.telegram.markup import read

RFERL = "https://www.rferl.org/a/33581198.html"
READERS = [
    ("ru", None, True),
    ("ru", "RU", True),
    ("en", "RU", True),
    ("ru", "FI", False),
    ("ru", "BY", True),
    ("en", "BY", True),
    ("en", None, False),
]


def warned(language: str, country: str | None) -> Answer:
    citations = (a_citation(1, "RFE/RL", url=RFERL, reader_warning="Осторожно."), a_citation(2))
    return an_answer(language=language, situation=Situation(country), citations=citations)


@pytest.mark.parametrize(("language", "country", "careful"), READERS)
def test_who_may_be_in_russia(language: str, country: str | None, careful: bool) -> None:
    situation = Situation(country)
    assert may_be_in_russia(language, situation) is careful
    assert withheld("Осторожно.", language, situation) is careful
    assert withheld(None, language, situation) is False


@pytest.mark.parametrize(("language", "country", "careful"), READERS)
def test_every_door_withholds_the_same_link(language: str, country: str | None, careful: bool, full_content: Content) -> None:
    answer = warned(language, country)
    citations = to_json(answer)["citations"]
    assert [citation["link_withheld"] for citation in citations] == [careful, False]
    assert citations[0]["url"] == RFERL, "whoever reads the contract decides"
    screen = io.StringIO()
    show(answer, full_content, Console(file=screen, width=100))
    assert (RFERL in screen.getvalue()) is not careful
    assert (texts(language).hidden_link in screen.getvalue()) is careful
    links = [url for part in render(answer, full_content) for url in read(part.html).links.values()]
    assert (RFERL in links) is not careful
    assert withholds(answer, full_content) is careful
    assert "Осторожно." in screen.getvalue()


def test_who_asks_for_the_links_gets_them_with_the_warning(full_content: Content) -> None:
    answer = warned("ru", None)
    screen = io.StringIO()
    show(answer, full_content, Console(file=screen, width=100), links=True)
    parts = [read(part.html) for part in render(answer, full_content, links=True)]
    assert RFERL in screen.getvalue()
    assert any(RFERL in part.links.values() for part in parts)
    assert "Осторожно." in screen.getvalue()
    assert any("Осторожно." in part.text for part in parts)


def test_a_designated_helper_s_page_is_withheld_on_the_terminal_too(full_content: Content) -> None:
    contact = next(c for c in full_content.contacts.values() if full_content.designation_of(c.website))
    for language, shown in (("ru", False), ("en", True)):
        screen = io.StringIO()
        show(an_answer(language=language, contacts=(contact.id,)), full_content, Console(file=screen, width=400))
        assert (str(contact.website) in screen.getvalue()) is shown
        assert contact.name[language] in screen.getvalue()


def test_designations_name_russia_only(full_content: Content) -> None:
    """The warnings rest on this: were there designations of other states, they would have to name the state."""
    assert {designation.status for designation in full_content.designations.values()} <= {
        "undesirable",
        "extremist",
        "foreign-agent",
    }


def test_whoever_wrote_in_russian_may_be_there_whatever_the_language_of_the_answer() -> None:
    assert an_answer(language="en", question_language="ru", situation=Situation()).careful
    assert an_answer(language="en", question_language="be", situation=Situation()).careful
    assert not an_answer(language="en", question_language="fi", situation=Situation()).careful
    assert not an_answer(language="en", question_language="ru", situation=Situation("FI")).careful


@pytest.mark.parametrize("language", ["en", "ru"])
def test_who_says_to_be_there_gets_no_link_until_they_ask_for_it(language: str, full_content: Content) -> None:
    answer = replace(warned(language, "FI"), told_there=True)
    assert to_json(answer)["citations"][0]["link_withheld"]
    screen = io.StringIO()
    show(answer, full_content, Console(file=screen, width=100))
    parts = [read(part.html) for part in render(answer, full_content)]
    assert RFERL not in screen.getvalue()
    assert RFERL not in [url for part in parts for url in part.links.values()]
    assert withholds(answer, full_content), "the button to ask for them is there"
    assert RFERL in [url for part in render(answer, full_content, links=True) for url in read(part.html).links.values()]


@pytest.mark.parametrize(
    ("text", "country", "there"),
    [
        ("I am in Russia. how many weeks do I have to appeal a dublin decision", None, True),
        ("я в Москве, сколько недель на обжалование дублинского решения", "FI", True),
        ("how many weeks do I have to appeal a dublin decision", None, False),
        ("how many weeks do I have to appeal a dublin decision, I am in Finland", "FI", False),
    ],
)
def test_the_one_door_reads_it_from_the_message(text: str, country: str | None, there: bool, tiny_assistant: Assistant) -> None:
    assert tiny_assistant.ask(Question(text, TODAY, situation=Situation(country))).told_there is there


def test_the_one_door_remembers_it_from_the_message_before(tiny_assistant: Assistant) -> None:
    history = (Turn("мы в Минске, что такое дублин"),)
    assert tiny_assistant.ask(
        Question("how many weeks to appeal", TODAY, situation=Situation("FI"), history=history)
    ).told_there
