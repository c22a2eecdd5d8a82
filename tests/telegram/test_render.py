"""An answer as a reader on Telegram sees it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.answer import AnswerSentence, Block
from bot.telegram.keyboards import DATA_LIMIT, answer_keyboard, suggested
from bot.telegram.render import render, render_sources
from bot.texts import texts
from knowledge.content import Content
from knowledge.timeline import Situation
from tests.telegram.answers import a_citation, an_answer
from tests.telegram.markup import check_length, read

RU, EN = texts("ru"), texts("en")
RFERL = "https://www.rferl.org/a/33581198.html"


def test_everything_is_shown_in_order(full_content: Content) -> None:
    suggestion = full_content.articles["ru", "summons"].meta.title
    answer = an_answer(contacts=("fi-refugee-advice-centre",), suggestions=(suggestion,))
    (part,) = render(answer, full_content)
    shown = read(part.html)
    expected = [
        "Передать должны за 6 месяцев. [1][2]",
        "Что делать сейчас",
        "• Спросите адвоката & не ждите <суда>. [2]",
        RU.sources,
        "1. Regulation (EU) 2024/1351, ст. 46(1) (действует с 1 июля 2026)",
        "2. Regulation (EU) No 604/2013, ст. 46(1) (действовало до 30 июня 2026)",
        RU.who_helps,
        "• Финский центр консультаций для беженцев (Pakolaisneuvonta), +358",
        RU.asks["application_registered"],
        RU.suggestions,
        f"• {suggestion}",
        RU.machine_notice,
    ]
    places = [shown.text.index(text) for text in expected]
    assert places == sorted(places)
    assert shown.links["Regulation (EU) No 604/2013"] == "https://law.example/?a=1&b=2"
    assert "Что делать сейчас" in shown.bold
    assert shown.bold[1] == RU.sources


def test_not_covered_says_who_can_help(full_content: Content) -> None:
    answer = an_answer(
        outcome="not_covered", blocks=(), citations=(), asks=(), message=RU.not_covered, contacts=("lt-red-cross",)
    )
    (part,) = render(answer, full_content)
    assert part.text.startswith(RU.not_covered)
    assert RU.sources not in part.text
    assert RU.who_helps in part.text


@pytest.mark.parametrize(
    ("language", "country", "hidden"),
    [("ru", None, True), ("ru", "RU", True), ("en", "RU", True), ("ru", "FI", False), ("en", None, False)],
)
def test_a_dangerous_link_is_withheld_from_who_may_be_in_russia(
    language: str, country: str | None, hidden: bool, full_content: Content
) -> None:
    citations = (a_citation(1, "RFE/RL, rferl.org", url=RFERL, reader_warning="Это может стоить свободы."), a_citation(2))
    answer = an_answer(language=language, situation=Situation(country), citations=citations)
    (part,) = render(answer, full_content)
    shown = read(part.html)
    assert (RFERL in shown.links.values()) is not hidden
    assert ("rferl.org" in shown.text) is not hidden  # Telegram would make a link of the bare name
    assert (texts(language).hidden_link in shown.text) is hidden
    assert shown.text.count("⚠ Это может стоить свободы.") == 1
    assert all(RFERL not in text or not hidden for text in part.plain)


def test_a_designated_helper_is_named_without_a_link(full_content: Content) -> None:
    contact = next(c for c in full_content.contacts.values() if full_content.designation_of(c.website))
    answer = an_answer(contacts=(contact.id,))
    (part,) = render(answer, full_content)
    assert contact.website not in part.html
    assert RU.hidden_link in part.text
    warned = RU.reader_warning(full_content.designation_of(contact.website))  # type: ignore[arg-type]
    assert f"⚠ {warned}" in part.text
    (english,) = render(an_answer(language="en", contacts=(contact.id,)), full_content)
    assert contact.website in read(english.html).links.values()


def test_a_long_answer_is_split_and_keeps_each_source_whole(full_content: Content) -> None:
    sentences = tuple(AnswerSentence(f"Предложение номер {n}. " + "Слово " * 60, (n,)) for n in range(1, 31))
    citations = tuple(a_citation(n, f"Закон {n} " + "длинный " * 12) for n in range(1, 31))
    answer = an_answer(blocks=(Block(None, sentences),), citations=citations)
    parts = render(answer, full_content)
    assert len(parts) > 2
    shown = [read(part.html).text for part in parts]
    for n in range(1, 31):
        assert sum(f"Слово [{n}]" in text for text in shown) == 1
        assert sum(f"\n{n}. Закон {n} длинный" in f"\n{text}" and "ст. 46(1)" in text for text in shown) == 1
    assert not any(text.rstrip().endswith(RU.sources) for text in shown)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_answer_is_taken(data: st.DataObject, full_content: Content) -> None:
    text = st.text(max_size=200) | st.builds(
        lambda piece, n: piece * n, st.sampled_from(["<&", "👍", "длинно ", "[1] "]), st.integers(1, 3000)
    )
    sentence = st.builds(AnswerSentence, text, st.lists(st.integers(1, 50), max_size=5).map(tuple), st.booleans())
    blocks = st.lists(st.builds(Block, st.none() | text, st.lists(sentence, max_size=5).map(tuple)), max_size=4).map(tuple)
    label = data.draw(text)
    citations = tuple(a_citation(n, label, pinpoint_label=data.draw(text), in_force_to=date(2026, 6, 30)) for n in (1, 2))
    answer = an_answer(
        blocks=data.draw(blocks), citations=citations, message=data.draw(st.none() | text), suggestions=(data.draw(text),)
    )
    for part in render(answer, full_content):
        assert read(part.html).text == part.text
        for plain in part.plain:
            check_length(plain)


def test_buttons_lead_to_the_suggested_question_and_fit(full_content: Content) -> None:
    for language in ("ru", "en"):
        titles = {article.meta.title for (code, _), article in full_content.articles.items() if code == language}
        keyboard = answer_keyboard(an_answer(language=language, suggestions=tuple(sorted(titles)), asks=()), full_content)
        assert keyboard is not None
        buttons = [button for row in keyboard.inline_keyboard for button in row]
        assert len(buttons) == len(titles)
        assert all(len(str(button.callback_data).encode()) <= DATA_LIMIT for button in buttons)
        assert {suggested(str(button.callback_data).removeprefix("ask:"), full_content) for button in buttons} == {
            (language, title) for title in titles
        }


def test_no_button_for_what_is_unknown(full_content: Content) -> None:
    assert answer_keyboard(an_answer(suggestions=("Никто не знает?",), asks=()), full_content) is None
    assert suggested("ru:no-such-article", full_content) is None
    assert suggested("xx:summons", full_content) is None
    assert suggested("nonsense", full_content) is None


def test_main_sources_are_law_with_links_and_nothing_dangerous(full_content: Content) -> None:
    for said in (RU, EN):
        (part,) = render_sources(full_content, said)
        shown = read(part.html)
        assert str(len(full_content.rules)) in shown.text
        assert said.day(max(rule.checked for rule in full_content.rules.values())) in shown.text
        assert len(shown.links) == 12
        assert not any(full_content.designation_of(url) for url in shown.links.values())
