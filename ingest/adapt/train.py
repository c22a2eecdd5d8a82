"""LoRA on the built-in model with sentence-transformers' ranking loss: in-batch negatives, seeded, on the CPU.

What the model knew is kept in two ways: texts from outside the ways of asking stay near their first vectors (anchors, as
in Li and Hoiem: Learning without Forgetting, TPAMI 2018), and of the adapter only a share is added in the end (Wortsman et
al.: Robust fine-tuning of zero-shot models, CVPR 2022).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.adapt.pairs import Pair
from ingest.model.prepare import MAX_TOKENS
from knowledge.embedding import PASSAGE_PREFIX, QUERY_PREFIX

#: The attention's matrices; word vectors stay as they are, so that languages without examples keep theirs.
TARGETS = ["query", "key", "value", "attention.output.dense"]


@dataclass(frozen=True)
class Recipe:
    """How to train. `scale` is the inverse temperature of the ranking loss, `anchoring` the weight of the anchors' loss."""

    rank: int = 16
    batch: int = 32
    tokens: int = 64
    epochs: int = 1
    learning_rate: float = 2e-4
    warm_up: float = 0.1
    scale: float = 50.0
    anchors: int = 16
    anchoring: float = 30.0
    seed: int = 20260701


def with_adapter(model: Any, recipe: Recipe) -> Any:
    """Put fresh LoRA matrices (Hu et al., arXiv 2106.09685) into the encoder; returns the PEFT model inside."""
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(recipe.seed)
    config = LoraConfig(
        r=recipe.rank, lora_alpha=2 * recipe.rank, lora_dropout=0.05, target_modules=TARGETS, task_type="FEATURE_EXTRACTION"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # PEFT asks transformers for a property by its old name
        adapted = get_peft_model(model[0].auto_model, config)
    model[0].auto_model = adapted
    return adapted


@dataclass(frozen=True)
class Anchors:
    """Texts with their prefix, and the vectors that the model gave them before; shape (texts, dimensions)."""

    texts: Sequence[str]
    vectors: npt.NDArray[np.float32]


def train(
    model: Any,
    steps: Sequence[Sequence[Pair]],
    recipe: Recipe,
    progress: Callable[[int, int, float], None],
    anchors: Anchors | None = None,
) -> None:
    """Train the adapter in `model` on the batches, in their order. The learning rate warms up, then falls to zero."""
    import torch
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    torch.manual_seed(recipe.seed)
    drawn = np.random.default_rng(recipe.seed)
    model.max_seq_length = recipe.tokens
    loss_of = MultipleNegativesRankingLoss(model, scale=recipe.scale)
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.learning_rate, weight_decay=0.01)
    warm = max(1, int(recipe.warm_up * len(steps)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, (len(steps) - step) / max(1, len(steps) - warm))
    )
    model.train()
    for number, batch in enumerate(steps):
        features = [
            model.preprocess([QUERY_PREFIX + pair.asked for pair in batch]),
            model.preprocess([PASSAGE_PREFIX + pair.belongs for pair in batch]),
        ]
        loss = loss_of(features, None)
        if anchors:
            rows = drawn.choice(len(anchors.texts), min(recipe.anchors, len(anchors.texts)), replace=False)
            now = model(model.preprocess([anchors.texts[row] for row in rows]))["sentence_embedding"]
            before = torch.from_numpy(anchors.vectors[rows])
            loss = loss + recipe.anchoring * (1.0 - torch.nn.functional.cosine_similarity(now, before)).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        progress(number + 1, len(steps), float(loss.detach()))
    model.eval()
    model.max_seq_length = MAX_TOKENS


def take(adapter: Any, recipe: Recipe, share: float) -> None:
    """Let only this share of the adapter count, in the model and in what is saved of it."""
    for module in adapter.modules():
        if hasattr(module, "set_scale"):
            module.set_scale("default", share)
    adapter.peft_config["default"].lora_alpha = round(2 * recipe.rank * share)


def encoder(model: Any, batch: int = 32) -> Callable[[Sequence[str], str], Any]:
    """`model` as a function of texts and their prefix to unit vectors in float32."""

    def encode(texts: Sequence[str], prefix: str) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return model.encode([prefix + text for text in texts], batch_size=batch, show_progress_bar=False)

    return encode
