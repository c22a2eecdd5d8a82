from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from ingest.model.prepare import tokenizer_file
from ingest.model.vocabulary import trim, usable, write_trimmed

TEXTS = [
    "Can Finland send me back to Lithuania? 46(1) — 6 months, 1 500 €.",
    "Могут ли меня вернуть из Финляндии в Литву? Ёж, подъезд, «цитата».",
    "Чи можуть мене повернути з Фінляндії до Литви? Її, ґанок, п'ять.",
    "Ці могуць мяне вярнуць з Фінляндыі ў Літву?",
    "Voiko Suomi palauttaa minut Liettuaan? Äiti, yö, Åbo.",
    "Ar Suomija gali mane grąžinti į Lietuvą? Ačiū, žmogus, ėjo.",
    "Könnt ihr mich zurückschicken? Größe. Où êtes-vous? Può darsi. Dziękuję, żółw.",
    "Γειά σου, բարեւ, გამარჯობა",
    "query: passage: https://eur-lex.europa.eu/eli/reg/2024/1351/oj 2026-07-01 @#%",
    "🙂 x² ½ ™",
]


@pytest.mark.parametrize("piece", ["▁the", "ться", "▁", "1", "€", "…", "ß", "ў", "▁გ", "α", "ա", "́", "½"])
def test_pieces_of_our_scripts_are_kept(piece: str) -> None:
    assert usable(piece)


@pytest.mark.parametrize("piece", ["的", "▁中", "ال", "的a", "한", "ひ", "ह", "ไ", "א"])
def test_pieces_of_other_scripts_are_dropped(piece: str) -> None:
    assert not usable(piece)


def small_tokenizer() -> dict[str, Any]:
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    pieces = [*special, "▁a", "的", "▁б", "中", "c"]
    return {
        "model": {"type": "Unigram", "unk_id": 3, "vocab": [[piece, -1.0] for piece in [*pieces, "<mask>"]]},
        "added_tokens": [{"id": i, "content": piece} for i, piece in enumerate(special)] + [{"id": 9, "content": "<mask>"}],
        "post_processor": {"special_tokens": {"</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}},
    }


def test_what_is_kept_is_renumbered_without_gaps() -> None:
    trimmed, kept = trim(small_tokenizer())
    assert [piece for piece, _ in trimmed["model"]["vocab"]] == ["<s>", "<pad>", "</s>", "<unk>", "▁a", "▁б", "c", "<mask>"]
    assert kept == [0, 1, 2, 3, 4, 6, 8, 9]
    assert trimmed["added_tokens"][-1] == {"id": 7, "content": "<mask>"}
    assert trimmed["model"]["unk_id"] == 3
    assert trimmed["post_processor"]["special_tokens"]["</s>"]["ids"] == [2]


def test_the_original_is_left_alone() -> None:
    tokenizer = small_tokenizer()
    trim(tokenizer)
    assert tokenizer == small_tokenizer()


def test_our_languages_are_cut_into_the_same_pieces_as_before(tmp_path: Path) -> None:
    kept = write_trimmed(tokenizer_file(), tmp_path / "tokenizer.json")
    whole, trimmed = Tokenizer.from_file(str(tokenizer_file())), Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    assert len(json.loads((tmp_path / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]) == len(kept)
    assert len(kept) < 0.75 * whole.get_vocab_size()
    for text in TEXTS:
        encoded = trimmed.encode(text)
        assert encoded.tokens == whole.encode(text).tokens
        assert [kept[i] for i in encoded.ids] == whole.encode(text).ids
