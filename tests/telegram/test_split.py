"""No message is ever refused for its length or markup, whatever the text; nothing is lost or torn apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.richtext import Paragraph, Run, tidy, units
from bot.telegram.split import LIMIT, pack
from tests.telegram.markup import check_length, read

NASTY = st.sampled_from(
    ["<b>", "</a>", "&amp;", "&", "<", '"', "👨‍👩‍👧", "🇷🇺", "слово", "word. ", "\n", " ", "[1]", "1. ", "_*"]
)
LONG_WORD = st.builds(lambda piece, times: piece * times, st.sampled_from(["a", "ы", "<", "👍"]), st.integers(1, 9000))
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(NASTY, max_size=60).map("".join), LONG_WORD, st.text(min_size=200).map(lambda t: t * 20)
)
URLS = st.none() | st.builds("https://law.example/?q={}&x=\"'<".format, st.text('aя&"<', max_size=40))
RUNS = st.builds(
    lambda text, bold, italic, href: Run(tidy(text), bold, italic, href), TEXTS, st.booleans(), st.booleans(), URLS
)


@st.composite
def paragraphs(draw: st.DrawFn) -> Paragraph:
    marks = tuple(Run(f"[{n}]", whole=True) for n in draw(st.lists(st.integers(1, 99), max_size=4)))
    number = (Run(f"{draw(st.integers(1, 99))}. ", whole=True),) if draw(st.booleans()) else ()
    runs = draw(st.lists(RUNS, min_size=1, max_size=4))
    return Paragraph((*number, *runs, *marks), draw(st.sampled_from(["\n", "\n\n"])), draw(st.booleans()))


@settings(max_examples=100, deadline=None)
@given(st.lists(paragraphs(), max_size=12))
def test_any_text_is_taken_by_telegram(written: list[Paragraph]) -> None:
    parts = pack(written)
    shown = [read(part.html).text for part in parts]
    assert shown == [part.text for part in parts]
    assert without_space("".join(shown)) == without_space("".join(paragraph.text for paragraph in written))


@settings(max_examples=60, deadline=None)
@given(st.lists(paragraphs(), max_size=8))
def test_any_text_is_taken_without_markup_with_its_links_written_out(written: list[Paragraph]) -> None:
    sent = [text for part in pack(written) for text in part.plain]
    for text in sent:
        check_length(text)
    together = without_space("".join(sent))
    shown = [paragraph for paragraph in written if not paragraph.blank and units(paragraph.text) < LIMIT // 2 - 2]
    for run in (run for paragraph in shown for run in paragraph.runs if run.href):
        assert without_space(f"({run.href})") in together


@settings(max_examples=200, deadline=None)
@given(st.text("абв ", min_size=1, max_size=3000), st.lists(st.integers(1, 99), min_size=1, max_size=6), st.integers(100, 400))
def test_marks_and_numbers_are_never_torn_apart(text: str, numbers: list[int], limit: int) -> None:
    marks = "".join(f"[{n}]" for n in numbers)
    runs = (Run("12. ", whole=True), Run(f"слово {tidy(text)}"), *(Run(f"[{n}]", whole=True) for n in numbers))
    parts = [part.text for part in pack([Paragraph(runs)] * 3, limit)]
    assert all(units(part) <= limit for part in parts)
    assert sum(part.count(f"{marks}") for part in parts) >= 3
    assert sum(len(re.findall(r"12\. слово", part)) for part in parts) == 3


def test_emoji_count_twice() -> None:
    assert [units(part.text) for part in pack([Paragraph((Run("👍" * 2048),))])] == [LIMIT]
    assert len(pack([Paragraph((Run("👍" * 2049),))])) == 2


def test_cuts_between_sentences_not_inside() -> None:
    sentences = [Paragraph((Run("Предложение " * 60 + f"{n}."),)) for n in range(12)]
    for part in pack(sentences):
        assert part.text.startswith("Предложение")
        assert part.text.endswith(".")


@pytest.mark.parametrize("before", [10, 3000, 4080, 4090])
def test_a_heading_is_never_last(before: int) -> None:
    heading = Paragraph((Run("Sources", bold=True),), "\n\n", with_next=True)
    for below in ("short", "long " * 1500):
        parts = pack([Paragraph((Run("x" * before),)), heading, Paragraph((Run(below),))])
        assert not any(part.text.endswith("Sources") for part in parts)


def test_blank_paragraphs_make_no_message() -> None:
    assert pack([Paragraph((Run(" "),)), Paragraph((Run(""),))]) == []


def without_space(text: str) -> str:
    return "".join(text.split())
