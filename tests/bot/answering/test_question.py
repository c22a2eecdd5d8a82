from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.question import MAX_CHARACTERS, EmptyQuestionError, LongQuestionError, clean
from knowledge.errors import UsageError


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Can they send me back?\n", "Can they send me back?"),
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("a\x00b\x07c\x1bd", "a b c d"),
        ("a\udcffb", "a b"),
        ("hid\u200bden\u00ad \u2060space", "hidden space"),
        ("и\u0306", "й"),
        ("🙂 help 🙂", "🙂 help 🙂"),
        ("я", "я"),
    ],
)
def test_what_is_kept_of_a_message(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", ["", " \n\t", "🙂🙂", "12345", "?!…", "\x00\x01", "\u200b", "\udcff", "—"])
def test_a_message_without_words_is_refused(text: str) -> None:
    with pytest.raises(EmptyQuestionError, match="no words"):
        clean(text)


def test_a_message_may_be_long_but_no_book() -> None:
    assert len(clean("a" * MAX_CHARACTERS)) == MAX_CHARACTERS
    with pytest.raises(LongQuestionError, match=str(MAX_CHARACTERS)) as error:
        clean("secret" * MAX_CHARACTERS)
    assert "secret" not in error.value.message


def test_both_refusals_are_errors_of_use() -> None:
    assert issubclass(EmptyQuestionError, UsageError)
    assert issubclass(LongQuestionError, UsageError)


@given(st.text(max_size=200))
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    try:
        cleaned = clean(text)
    except UsageError:
        return
    assert cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert all(c in "\n\t" or unicodedata.category(c)[0] != "C" for c in cleaned)
    assert any(c.isalpha() for c in cleaned)
    assert clean(cleaned) == cleaned
