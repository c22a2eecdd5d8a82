from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import OnnxEmbeddings
from knowledge.errors import SettingsError
from knowledge.index import Library
from knowledge.reranker import READ_AGAIN, WEIGHT, CrossEncoderReranker, reread
from knowledge.search import Searcher
from tests.making import NOTHING_KNOWN, TODAY


class Favouring:
    """A reranker that finds one word in a text and nothing else."""

    def __init__(self, word: str, value: float = 9.0) -> None:
        self.word, self.value, self.read = word, value, 0

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        self.read = len(texts)
        return [self.value if self.word in text else 0.0 for text in texts]


@pytest.fixture(scope="module")
def tiny_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of a few kilobytes with random weights, as sentence-transformers saves one."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("cross")
    (folder / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nappeal\ntransfer\n", encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=7, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, num_labels=1
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_a_folder_with_a_cross_encoder_scores_texts(tiny_cross_encoder: Path) -> None:
    reranker = CrossEncoderReranker(str(tiny_cross_encoder))
    reranker.load()
    scores = reranker.scores("appeal", ["transfer", "appeal transfer", "transfer"])
    assert len(scores) == 3
    assert np.isfinite(scores).all()
    assert scores[0] == pytest.approx(scores[2])


@pytest.mark.parametrize("name", ["no/such-model", "/no/such/folder", ""])
def test_a_missing_model_is_named_with_the_setting(name: str) -> None:
    with pytest.raises(SettingsError, match="OTKAZ_RERANKER"):
        CrossEncoderReranker(name).load()


def test_a_folder_without_a_model_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"OTKAZ_RERANKER.*folder"):
        CrossEncoderReranker(str(tmp_path)).load()


def test_candidates_gain_by_their_scores_and_others_stay_behind() -> None:
    added = reread(Favouring("a"), "?", [2, 0], ["a", "b"], 4)
    assert added[2] == pytest.approx(WEIGHT)
    assert added[0] == added[1] == added[3] == pytest.approx(-WEIGHT)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_numbers_change_nothing(value: float) -> None:
    assert not reread(Favouring("a", value), "?", [0, 1], ["a", "b"], 3).any()


def test_the_search_reads_its_best_candidates_again(tiny_home: Path, model: OnnxEmbeddings) -> None:
    generation = Library(tiny_home).current()
    reranker = Favouring("Can I appeal")
    text = "time limit for the transfer"
    plain = Searcher(generation, model).search(text, NOTHING_KNOWN, TODAY, explain=True).trace
    again = Searcher(generation, model, reranker=reranker).search(text, NOTHING_KNOWN, TODAY, explain=True).trace
    assert plain and again
    assert 0 < reranker.read <= READ_AGAIN
    assert "cross_encoder" not in plain.articles[0].parts
    for candidate in again.articles:
        assert sum(candidate.parts.values()) == pytest.approx(candidate.score, abs=1e-3)
    before, after = ({c.id: c.score for c in trace.articles} for trace in (plain, again))
    assert after["appeal-transfer"] - before["appeal-transfer"] >= after["train-leap-case"] - before["train-leap-case"]
