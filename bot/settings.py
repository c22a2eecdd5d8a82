"""All settings, read once from the environment and `.env`, prefix OTKAZ_. No other module reads the environment."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.answering.within import ANSWER_SECONDS
from knowledge.embedding import BUILT_IN, SENTENCE_TRANSFORMERS
from knowledge.errors import SettingsError

PREFIX = "OTKAZ_"
ENV_FILE = Path(".env")
#: Values people leave in copied files; none of them may start a service.
PLACEHOLDERS = ("changeme", "change-me", "your-token", "your_token", "xxx", "todo", "<", "123456:abc")
CHECKOUT = Path(__file__).parent.parent


def default_home() -> Path:
    """`var/` in a checkout, the platform's data folder when installed."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "var"
    base = os.environ.get("XDG_DATA_HOME") or (Path.home() / ".local" / "share")
    return Path(base) / "otkaz"


class Settings(BaseSettings):
    """Every setting, with its default. Secrets never appear in a message or log."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

    home: Annotated[Path, Field(default_factory=default_home)]
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    chroma_url: str | None = None
    database_url: str | None = None
    embeddings: str = BUILT_IN
    reranker: str | None = None
    chat_model: str | None = None
    hash_key: SecretStr | None = None
    answer_seconds: Annotated[float, Field(gt=0, le=600)] = ANSWER_SECONDS
    operator: Annotated[str, Field(max_length=300)] | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _no_placeholder(cls, value: object) -> object:
        if isinstance(value, str):
            value = value.strip()
            if value.lower().startswith(PLACEHOLDERS):
                raise ValueError("is still a placeholder: give the real value or remove the line")
            return value or None
        return value

    @field_validator("telegram_api_url", "telegram_webhook_url", "chroma_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/") if value else None

    @field_validator("chat_model")
    @classmethod
    def _not_yet(cls, value: str | None) -> str | None:
        if value:
            raise ValueError("is reserved and has no effect in this version: remove the line")
        return value

    @field_validator("hash_key")
    @classmethod
    def _hash_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 16:
            raise ValueError("must have at least 16 characters that nobody can guess")
        return value

    @field_validator("embeddings")
    @classmethod
    def _embeddings(cls, value: str) -> str:
        if value != BUILT_IN and not value.removeprefix(SENTENCE_TRANSFORMERS) != value:
            raise ValueError(f"must be '{BUILT_IN}' or '{SENTENCE_TRANSFORMERS}<model or folder>'")
        return value

    @model_validator(mode="after")
    def _webhook(self) -> Self:
        if self.telegram_webhook_url and not (
            self.telegram_webhook_secret and len(self.telegram_webhook_secret.get_secret_value()) >= 16
        ):
            raise ValueError("TELEGRAM_WEBHOOK_SECRET must have at least 16 characters when TELEGRAM_WEBHOOK_URL is set")
        return self

    @property
    def database(self) -> str:
        """The database address; SQLite under `home` unless another is set."""
        return self.database_url or f"sqlite:///{self.home / 'otkaz.db'}"


@cache
def settings() -> Settings:
    """The settings of this process. Raises SettingsError naming the variable that is wrong."""
    return load_settings()


def load_settings() -> Settings:
    """Read the settings now. Raises SettingsError when one is unknown, malformed or still a placeholder."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    if unknown := sorted(_given() - known):
        raise SettingsError(f"{unknown[0]} is not a setting of Otkaz. Known: {', '.join(sorted(known))}.")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else PREFIX.rstrip("_")
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None


def _given() -> set[str]:
    names = {name.upper() for name in os.environ}
    if ENV_FILE.is_file():
        for line in ENV_FILE.read_text(encoding="utf-8").splitlines():
            name, sign, _ = line.strip().removeprefix("export ").partition("=")
            if sign and not name.startswith("#"):
                names.add(name.strip().upper())
    return {name for name in names if name.startswith(PREFIX)}
