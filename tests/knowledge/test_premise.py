from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from knowledge.errors import ContentError
from knowledge.premise import parse_premise
from tests.making import entry

SOUND = """
id: some-premise
patterns:
  - near: ["a*", "b_c"]
    figure: limit
right: [{span: 4 months, rules: [some-rule]}]
said: {en: ["a b c 5 months"], ru: ["а"]}
corrects:
  - {en: "It is  4 months.", ru: "4 месяца.", rules: [some-rule, other-rule]}
article: some-article
"""


def test_a_premise_is_read() -> None:
    premise = parse_premise(entry(SOUND))
    assert premise.corrects[0].text("en") == "It is 4 months."
    assert premise.corrects[0].text("ru") == "4 месяца."
    assert premise.rules == ("some-rule", "other-rule")
    assert premise.fine == {}
    with pytest.raises(FrozenInstanceError):
        premise.id = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("span: 4 months", "span: soon", 6, "write a length as"),
        ("figure: limit", "figure: perhaps", 5, "figure"),
        ("    figure: limit", "    negated: true", 1, "belong together"),
        ("right: [{span: 4 months, rules: [some-rule]}]", "right: []", 1, "belong together"),
        (', ru: ["а"]', "", 1, "no way of stating it in ru"),
        ("rules: [some-rule, other-rule]", "rules: []", 9, "rules"),
        ('near: ["a*", "b_c"]', "near: []", 4, "near"),
        ("article: some-article", "artikle: some-article", 10, "not a known field"),
        ('said: {en: ["a b c 5 months"]', 'said: {de: ["a"]', 7, "said"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    text = SOUND.replace(old, new)
    assert text != SOUND
    with pytest.raises(ContentError, match=says) as caught:
        parse_premise(entry(text, Path("premises.yaml")))
    assert caught.value.path.name == "premises.yaml"
    assert caught.value.line == line
