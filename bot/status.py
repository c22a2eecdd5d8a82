"""`otkaz status`: what is known, how it is embedded, and whether the services answer."""

from __future__ import annotations

from typing import Any

from bot.settings import Settings
from knowledge.errors import OtkazError
from knowledge.index import Library


def status_of(config: Settings) -> dict[str, dict[str, Any]]:
    """The contract's status object. Never raises: what is missing is said to be missing."""
    library = Library(config.home, config.chroma_url)
    knowledge: dict[str, Any] = {"generation": None}
    embeddings: dict[str, Any] = {"setting": config.embeddings, "fingerprint": None}
    try:
        manifest = library.current().manifest
        knowledge = {"generation": manifest.id, "created": manifest.created, **manifest.counts, "passages": manifest.passages}
        embeddings["fingerprint"] = manifest.fingerprint
    except OtkazError as error:
        knowledge["problem"] = error.message
    services = {
        "vector_store": config.chroma_url or "embedded",
        "database": "postgresql" if (config.database_url or "").startswith("postgres") else "sqlite",
        "telegram": "token set" if config.telegram_token else "no token",
        "chat_model": "none: curated answers",
    }
    return {"knowledge": knowledge, "embeddings": embeddings, "services": services}
