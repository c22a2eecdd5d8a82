from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.model.adapter import kept, merge
from ingest.model.prepare import load_sentence_transformer, prepare
from knowledge.embedding import (
    BUILT_IN,
    CARD_FILE,
    OnnxEmbeddings,
    Vectors,
    load_embeddings,
    prepared_model,
)
from knowledge.errors import NotIngestedError, SettingsError

TEXTS = [
    "Can Finland send me back to Lithuania?",
    "The transfer takes place within 6 months of acceptance.",
    "Могут ли меня вернуть из Финляндии в Литву?",
    "Передача происходит в течение шести месяцев после согласия.",
    "Чи можуть мене повернути з Фінляндії до Литви?",
    "Рішення можна оскаржити протягом двох тижнів.",
    "Ці могуць мяне вярнуць з Фінляндыі ў Літву?",
    "Voiko Suomi palauttaa minut Liettuaan?",
    "Päätöksestä voi valittaa hallinto-oikeuteen.",
    "Ar Suomija gali mane grąžinti į Lietuvą?",
]


def cosines(left: object, right: object) -> Vectors:
    """Cosines row by row of vectors of unit length."""
    found: Vectors = (np.asarray(left) * np.asarray(right)).sum(axis=-1)
    return found


def test_vectors_have_unit_length(model: OnnxEmbeddings) -> None:
    for vectors in (model.embed_documents(TEXTS), [model.embed_query(text) for text in TEXTS], model.embed_queries(TEXTS)):
        assert np.asarray(vectors).shape == (len(TEXTS), model.card.dimensions)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_vectors_are_those_of_sentence_transformers_with_the_adapter(model: OnnxEmbeddings, unpacked_model: Path) -> None:
    reference = load_sentence_transformer(unpacked_model)
    if adapter := kept():
        merge(reference, adapter)
    for prefix, served in (("passage: ", model.embed_documents(TEXTS)), ("query: ", model.embed_queries(TEXTS))):
        assert min(cosines(served, reference.encode([prefix + text for text in TEXTS]))) > 0.98


def test_a_text_has_the_same_vector_in_any_company(model: OnnxEmbeddings) -> None:
    texts = [*TEXTS, "word " * 300, "", *reversed(TEXTS)]
    alone = np.concatenate([model.encode([text]) for text in texts])
    np.testing.assert_array_equal(model.encode(texts), alone)


def test_the_same_text_gives_the_same_vector(model: OnnxEmbeddings) -> None:
    np.testing.assert_array_equal(model.encode(TEXTS), model.encode(TEXTS))


def test_meaning_crosses_languages(model: OnnxEmbeddings) -> None:
    english, russian = model.embed_query(TEXTS[0]), model.embed_query(TEXTS[2])
    unrelated = model.embed_query("Сколько варить гречку?")
    assert cosines(english, russian) > cosines(english, unrelated)


def test_questions_and_passages_have_their_own_prefix(model: OnnxEmbeddings) -> None:
    np.testing.assert_array_equal(model.embed_query("a summons"), model.encode(["query: a summons"])[0])
    np.testing.assert_array_equal(model.embed_documents(["a summons"]), model.encode(["passage: a summons"]))


@pytest.mark.parametrize("text", ["", " ", "🙂", "\x00", "�", "слово " * 20_000, "字" * 100])
def test_any_text_has_a_vector(model: OnnxEmbeddings, text: str) -> None:
    vector = model.embed_query(text)
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_what_lies_beyond_the_limit_of_tokens_changes_nothing(model: OnnxEmbeddings) -> None:
    long = "слово " * 2000
    np.testing.assert_array_equal(model.encode([long]), model.encode([long + "конец"]))


def test_no_texts_have_no_vectors(model: OnnxEmbeddings) -> None:
    assert model.embed_documents([]) == []
    assert model.encode([]).shape == (0, model.card.dimensions)


def test_a_missing_model_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NotIngestedError, match="otkaz ingest"):
        load_embeddings(BUILT_IN, tmp_path)
    with pytest.raises(NotIngestedError, match="not prepared"):
        OnnxEmbeddings(tmp_path)


def test_the_newest_prepared_model_is_used(model: OnnxEmbeddings, empty_home: Path, tmp_path: Path) -> None:
    assert prepared_model(empty_home).name == model.fingerprint
    home = tmp_path / "two"
    for name, age in (("old", 1_000_000_000), ("new", 2_000_000_000)):
        card = home / "models" / name / CARD_FILE
        card.parent.mkdir(parents=True)
        card.write_text("{}", encoding="utf-8")
        os.utime(card, (age, age))
    (home / "models" / "unfinished").mkdir()
    assert prepared_model(home).name == "new"


@pytest.mark.parametrize("choice", ["", "openai", "sentence-transformers:", "Built-in"])
def test_an_unknown_choice_is_a_settings_error(choice: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="OTKAZ_EMBEDDINGS"):
        load_embeddings(choice, tmp_path)


def test_the_fingerprint_is_the_card_s(real_home: Path, model: OnnxEmbeddings, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(prepare(real_home), copy)
    card = json.loads((copy / CARD_FILE).read_text(encoding="utf-8"))
    (copy / CARD_FILE).write_text(json.dumps({**card, "fingerprint": "another"}), encoding="utf-8")
    assert OnnxEmbeddings(copy, threads=1).fingerprint == "another"


def test_serving_imports_neither_torch_nor_transformers(
    empty_home: Path, command_environment: Callable[..., dict[str, str]]
) -> None:
    script = (
        "import sys; from pathlib import Path; from knowledge.embedding import load_embeddings;"
        f"load_embeddings('built-in', Path({str(empty_home)!r})).embed_query('hello');"
        "print([name for name in ('torch', 'transformers', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=command_environment())
    assert done.stdout.strip() == "[]"
