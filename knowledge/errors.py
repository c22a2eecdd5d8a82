"""The one error tree. Each error has a message for its reader and says whether trying again can help."""

from __future__ import annotations

from pathlib import Path


class OtkazError(Exception):
    """Root of all our errors; `retryable` says whether the same call may succeed later."""

    retryable = False
    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ContentError(OtkazError):
    """A content file is wrong: which file, which line, what is wrong and what to do."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line
        self.problem = message


class UsageError(OtkazError):
    """The caller gave something we cannot work with (an argument, a field, a file)."""


class SettingsError(OtkazError):
    """A setting is unknown, missing, malformed or still a placeholder."""


class NotIngestedError(OtkazError):
    """There is no usable index yet, or it was built with another embedding model."""

    exit_code = 3


class ServiceUnavailableError(OtkazError):
    """A service we need (vector store, database, model) cannot be reached."""

    retryable = True
    exit_code = 3
