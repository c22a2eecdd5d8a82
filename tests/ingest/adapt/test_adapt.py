"""The adapter's way from training to the served model, on a tiny encoder."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from ingest.adapt import measure
from ingest.adapt.__main__ import PLAINLY, winning, wins
from ingest.adapt.pairs import Pair, held_out
from ingest.adapt.train import Anchors, Recipe, encoder, take, train, with_adapter
from ingest.model.adapter import kept, merge
from ingest.model.prepare import load_sentence_transformer
from knowledge.passage import Passage

WORDS = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "<mask>",
    *["query", "passage", ":", "call", "up", "army", "lawyer", "border", "train"],
]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with a random BERT of two small layers that knows a few words."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path / "tiny"
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", cls_token="<s>", sep_token="</s>", pad_token="<pad>", unk_token="<unk>"
    ).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=520,
        pad_token_id=1,
    )
    torch.manual_seed(1)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def cosine(model: Any, one: str, other: str) -> float:
    vectors = encoder(model)([one, other], "")
    return float(vectors[0] @ vectors[1])


def test_training_brings_pairs_together_and_the_merged_model_is_the_trained_one(tiny: Path, tmp_path: Path) -> None:
    recipe = Recipe(rank=4, batch=2, learning_rate=0.02)
    batch = [Pair("a", "call up", "army"), Pair("b", "train border", "lawyer")]
    model = load_sentence_transformer(tiny)
    adapter = with_adapter(model, recipe)
    gap = cosine(model, "query: call up", "passage: army") - cosine(model, "query: call up", "passage: lawyer")
    losses: list[float] = []
    train(model, [batch] * 25, recipe, lambda _done, _all, loss: losses.append(loss))
    after = cosine(model, "query: call up", "passage: army") - cosine(model, "query: call up", "passage: lawyer")
    assert after > gap
    assert losses[-1] < losses[0]
    adapter.save_pretrained(str(tmp_path / "adapter"))
    assert kept(tmp_path / "adapter") == tmp_path / "adapter"
    assert kept(tiny) is None
    merged = load_sentence_transformer(tiny)
    plain = encoder(merged)(["call up"], "query: ")
    merge(merged, tmp_path / "adapter")
    trained = encoder(model)(["call up"], "query: ")
    np.testing.assert_allclose(encoder(merged)(["call up"], "query: "), trained, atol=1e-5)
    assert np.abs(plain - trained).max() > 1e-3


def trained(tiny: Path, recipe: Recipe, anchors: Anchors | None = None) -> tuple[Any, Any]:
    model = load_sentence_transformer(tiny)
    adapter = with_adapter(model, recipe)
    batch = [Pair("a", "call up", "army"), Pair("b", "train border", "lawyer")]
    train(model, [batch] * 15, recipe, lambda *_: None, anchors)
    return model, adapter


def test_a_share_of_the_adapter_moves_the_model_less_and_is_saved_as_that_share(tiny: Path, tmp_path: Path) -> None:
    recipe = Recipe(rank=4, batch=2, learning_rate=0.02)
    plain = encoder(load_sentence_transformer(tiny))(["call up"], "query: ")
    model, adapter = trained(tiny, recipe)
    whole = np.abs(encoder(model)(["call up"], "query: ") - plain).max()
    take(adapter, recipe, 0.25)
    part = encoder(model)(["call up"], "query: ")
    assert 0 < np.abs(part - plain).max() < whole
    adapter.save_pretrained(str(tmp_path / "adapter"))
    merged = load_sentence_transformer(tiny)
    merge(merged, tmp_path / "adapter")
    np.testing.assert_allclose(encoder(merged)(["call up"], "query: "), part, atol=1e-5)


def test_anchored_texts_stay_where_they_were(tiny: Path) -> None:
    recipe = Recipe(rank=4, batch=2, learning_rate=0.02, anchoring=100.0)
    text = "passage: border lawyer"
    before = encoder(load_sentence_transformer(tiny))([text], "")
    free, anchored = (encoder(trained(tiny, recipe, given)[0])([text], "") for given in (None, Anchors([text], before)))
    assert float(anchored[0] @ before[0]) > float(free[0] @ before[0])


def test_after_training_whole_texts_are_read_again(tiny: Path) -> None:
    recipe = Recipe(rank=4, batch=2, tokens=8)
    model = load_sentence_transformer(tiny)
    before = model.max_seq_length
    with_adapter(model, recipe)
    train(model, [[Pair("a", "call up", "army"), Pair("b", "train", "lawyer")]], recipe, lambda *_: None)
    assert model.max_seq_length == before


def test_the_largest_share_that_wins_is_taken() -> None:
    taken: list[float] = []
    before = {"unseen_r5": 0.5, "xquad_en_ru": 0.9}

    def measured() -> dict[str, float]:
        return {"unseen_r5": 0.5 + taken[-1] / 10, "xquad_en_ru": 0.9 - taken[-1] / 30}

    silent = Console(quiet=True)
    share, after = winning(taken.append, measured, before, silent)
    assert taken == [1.0, 0.75, 0.5]
    assert share == 0.5
    assert after == measured()
    assert winning(taken.append, lambda: before, before, silent)[0] is None


@pytest.mark.parametrize(
    ("unseen", "xquad", "won"), [(0.6, 0.9, True), (0.6, 0.885, True), (0.6, 0.87, False), (0.5, 0.9, False)]
)
def test_an_adapter_is_kept_only_when_it_wins_and_loses_little_elsewhere(unseen: float, xquad: float, won: bool) -> None:
    before = {"unseen_r5": 0.5, "xquad_en_ru": 0.9, "xquad_ru_ru": 0.8}
    assert wins(before, {"unseen_r5": unseen, "xquad_en_ru": xquad, "xquad_ru_ru": 0.8}) is won


def test_a_new_adapter_must_plainly_beat_the_one_in_use() -> None:
    before = {"unseen_r5": 0.5, "in_use_r5": 0.6}
    assert wins(before, {"unseen_r5": 0.6 + 2 * PLAINLY})
    assert not wins(before, {"unseen_r5": 0.6 + PLAINLY / 2})


def by_words(texts: Any, _prefix: str) -> Any:
    words = sorted({word for text in ["red", "blue", "green", *texts] for word in text.split()} & {"red", "blue", "green"})
    return np.array([[float(word in text.split()) for word in words] for text in texts], dtype=np.float32)


def test_unseen_articles_count_from_the_nearest_wrong_article() -> None:
    names = [f"article-{i}" for i in range(200) if held_out(f"article-{i}")][:2]
    passages = [
        Passage(f"{name}/{kind}", kind, "en", text, name, None, (), ())
        for name, read, asked in ((names[0], "red", "red"), (names[1], "blue", "red blue red"))
        for kind, text in (("short", read), ("question", asked))
    ]
    found = measure.unseen_articles(passages, by_words)
    assert (found["unseen_r1"], found["unseen_r5"]) == (1.0, 1.0)
    swapped = [*passages[:3], Passage("x", "question", "en", "red", names[1], None, (), ())]
    assert measure.unseen_articles(swapped, by_words)["unseen_r1"] == 0.5


def test_xquad_counts_the_paragraph_of_the_question(tmp_path: Path) -> None:
    words = ["red", "blue"]
    data = {
        "paragraphs": dict.fromkeys(("en", "ru"), words),
        "questions": {language: [f"which {word}" for word in words] for language in ("en", "ru")},
        "of": [0, 1],
    }
    path = tmp_path / "xquad.json.gz"
    path.write_bytes(gzip.compress(json.dumps(data).encode()))
    names = ["xquad_en_en", "xquad_en_ru", "xquad_ru_en", "xquad_ru_ru"]
    assert measure.xquad(path, by_words) == dict.fromkeys(names, 1.0)
    data["of"] = [1, 1]
    path.write_bytes(gzip.compress(json.dumps(data).encode()))
    assert measure.xquad(path, by_words) == dict.fromkeys(names, 0.5)
