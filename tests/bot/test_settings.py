from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot import settings as module
from bot.answering.within import ANSWER_SECONDS
from bot.settings import CHECKOUT, PLACEHOLDERS, PREFIX, Settings, default_home, load_settings
from knowledge.errors import SettingsError

SECRETS = ("telegram_token", "telegram_webhook_secret", "hash_key")
SECRET = "7012345678:AAF-very-secret-value-xyzzy"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings from this machine and no .env."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name.upper(), value)


def refused(monkeypatch: pytest.MonkeyPatch, **values: str) -> str:
    """The message with which the settings are refused."""
    given(monkeypatch, **values)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert error.value.exit_code == 2
    return error.value.message


def test_without_any_setting_the_built_in_default_stands() -> None:
    settings = load_settings()
    assert settings.home == CHECKOUT / "var"
    assert settings.embeddings == "built-in"
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 8000, "INFO")
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database == f"sqlite:///{CHECKOUT / 'var' / 'otkaz.db'}"
    for name in (*SECRETS, "chroma_url", "telegram_webhook_url", "reranker", "chat_model"):
        assert getattr(settings, name) is None


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given(
        monkeypatch,
        home=str(tmp_path),
        port="8080",
        telegram_token=SECRET,
        chroma_url="http://chroma:8000/",
        embeddings="sentence-transformers:some/model",
        database_url="postgresql+psycopg://db/otkaz",
    )
    settings = load_settings()
    assert settings.home == tmp_path
    assert settings.port == 8080
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == SECRET
    assert settings.chroma_url == "http://chroma:8000"
    assert settings.embeddings == "sentence-transformers:some/model"
    assert settings.database == "postgresql+psycopg://db/otkaz"


def test_settings_come_from_a_file_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "# a comment with OTKAZ_NOTHING=1\nOTKAZ_PORT=8001\nexport OTKAZ_LOG_LEVEL='DEBUG'\nOTHER=1\n", encoding="utf-8"
    )
    assert (load_settings().port, load_settings().log_level) == (8001, "DEBUG")
    given(monkeypatch, port="8002")
    assert load_settings().port == 8002


def test_the_limit_of_time_and_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (load_settings().answer_seconds, load_settings().operator) == (ANSWER_SECONDS, None)
    given(monkeypatch, answer_seconds="2.5", operator="Some group, post@group.example")
    assert (load_settings().answer_seconds, load_settings().operator) == (2.5, "Some group, post@group.example")


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "601", "soon"])
def test_there_is_always_a_limit_of_time(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    assert "OTKAZ_ANSWER_SECONDS" in refused(monkeypatch, answer_seconds=seconds)


def test_an_unknown_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    message = refused(monkeypatch, telegram_tokn="x")
    assert message.startswith("OTKAZ_TELEGRAM_TOKN is not a setting of Otkaz.")
    assert "OTKAZ_TELEGRAM_TOKEN" in message


def test_an_unknown_setting_in_the_file_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"OTKAZ_TELEGRAM_TOKN={SECRET}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="OTKAZ_TELEGRAM_TOKN is not a setting") as error:
        load_settings()
    assert SECRET not in error.value.message


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
@pytest.mark.parametrize("name", ["telegram_token", "telegram_webhook_secret", "hash_key", "database_url"])
def test_a_placeholder_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, placeholder: str) -> None:
    message = refused(monkeypatch, **{name: f" {placeholder.upper()}-and-more "})
    assert message.startswith(f"OTKAZ_{name.upper()}: ")
    assert "placeholder" in message


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("port", "eighty", "integer"),
        ("port", "0", "greater than or equal to 1"),
        ("port", "65536", "less than or equal to 65535"),
        ("log_level", "LOUD", "'DEBUG'"),
        ("chroma_url", "chroma:8000", "http://"),
        ("telegram_api_url", "api.telegram.org", "http://"),
        ("telegram_webhook_url", "ftp://x", "http://"),
        ("embeddings", "openai", "built-in"),
        ("embeddings", "sentence-transformers", "sentence-transformers:"),
    ],
)
def test_a_malformed_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    message = refused(monkeypatch, **{name: value})
    assert message.startswith(f"OTKAZ_{name.upper()}: ")
    assert says in message


@pytest.mark.parametrize("secret", [None, "", "short", "fifteen-charact"])
def test_a_webhook_needs_a_long_secret(monkeypatch: pytest.MonkeyPatch, secret: str | None) -> None:
    values = {"telegram_webhook_url": "https://bot.example/hook"}
    if secret is not None:
        values["telegram_webhook_secret"] = secret
    message = refused(monkeypatch, **values)
    assert "TELEGRAM_WEBHOOK_SECRET must have at least 16 characters" in message
    if secret:
        assert secret not in message


def test_a_webhook_with_a_long_secret_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, telegram_webhook_url="https://bot.example/hook/", telegram_webhook_secret="sixteen-characte")
    assert load_settings().telegram_webhook_url == "https://bot.example/hook"


def test_an_empty_value_of_an_optional_setting_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, telegram_token="", chroma_url="  ", database_url="", log_level="")
    settings = load_settings()
    assert (settings.telegram_token, settings.chroma_url, settings.database_url) == (None, None, None)
    assert settings.log_level == "INFO"


@pytest.mark.parametrize("name", ["chat_model"])
def test_a_reserved_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    given(monkeypatch, **{name: "some/model"})
    with pytest.raises(SettingsError, match=name.upper()):
        load_settings()


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    given(monkeypatch, **{name: SECRET})
    settings = load_settings()
    for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(settings.model_dump())):
        assert SECRET not in shown
    message = refused(monkeypatch, port="eighty")
    assert SECRET not in message


def test_a_secret_is_not_in_the_message_about_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    value = "changeme-but-keep-" + SECRET
    assert SECRET not in refused(monkeypatch, telegram_token=value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_settings_cannot_be_changed_and_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    module.settings.cache_clear()
    first = module.settings()
    given(monkeypatch, port="9999")
    assert module.settings() is first
    module.settings.cache_clear()
    assert module.settings().port == 9999
    module.settings.cache_clear()
    with pytest.raises(ValueError, match="frozen"):
        first.port = 1  # type: ignore[misc]


def test_home_outside_a_checkout_is_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "CHECKOUT", tmp_path / "site-packages")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_home() == tmp_path / "data" / "otkaz"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert default_home() == tmp_path / ".local" / "share" / "otkaz"


def test_every_setting_of_the_design_exists() -> None:
    assert set(Settings.model_fields) >= {
        "home", "log_level", "telegram_token", "telegram_api_url", "telegram_webhook_url", "telegram_webhook_secret",
        "chroma_url", "database_url", "embeddings", "reranker", "chat_model", "hash_key",
    }  # fmt: skip
