"""The LoRA adapter that fits the built-in model to this field, where one is kept: merged before quantisation."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from knowledge.content import CONTENT_FOLDER

ADAPTER = CONTENT_FOLDER / "model"
WEIGHTS, CONFIG, CARD = "adapter_model.safetensors", "adapter_config.json", "card.json"


def kept(folder: Path = ADAPTER) -> Path | None:
    """The folder of the adapter, or None when none is kept."""
    return folder if (folder / WEIGHTS).is_file() else None


def merge(model: Any, folder: Path) -> None:
    """Add the adapter's matrices to the sentence-transformers model's own, in place."""
    from peft import PeftModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # PEFT asks transformers for a property by its old name
        model[0].auto_model = PeftModel.from_pretrained(model[0].auto_model, str(folder)).merge_and_unload()
