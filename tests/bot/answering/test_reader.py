"""One rule for every door: whose reader may be in Russia, and which links are then withheld."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.answering.answer import Answer
from bot.answering.reader import may_be_in_russia, withheld
from bot.console import show
from bot.contract import to_json
from bot.telegram.render import render, withholds
from bot.texts import texts
from knowledge.content import Content
from knowledge.timeline import Situation
from tests.telegram.answers import a_citation, an_answer
from tests.telegram.markup import read

RFERL = "https://www.rferl.org/a/33581198.html"
READERS = [
    ("ru", None, True),
    ("ru", "RU", True),
    ("en", "RU", True),
    ("ru", "FI", False),
    ("ru", "BY", False),
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
    """The rule rests on this: were there designations of other states, their readers would need it as well."""
    assert {designation.status for designation in full_content.designations.values()} <= {
        "undesirable",
        "extremist",
        "foreign-agent",
    }
