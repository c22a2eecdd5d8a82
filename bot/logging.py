"""What is logged, and what never is: no text anybody wrote, no update, no request line (it carries the bot token)."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, TextIO

#: All our loggers are called `otkaz` or `otkaz.<part>`.
OURS = "otkaz"
#: Libraries whose messages carry updates, texts, addresses with the token, or errors that quote these: python-telegram-bot
#: prints whole updates at DEBUG, and at CRITICAL when it cannot read them; httpx prints request lines; asyncio prints errors.
CARRIERS = ("telegram", "httpx", "httpcore", "asyncio", "uvicorn.access")
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Shows where an error was raised and its kind, never its message: messages quote what was being read."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have kept the full text here
        text = super().format(record)
        record.exc_text = None
        return text

    def formatException(self, ei: _Raised) -> str:
        kind, _error, trace = ei
        frames = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([*frames, kind.__name__ if kind else "no error"])


class OtkazHandler(logging.StreamHandler[TextIO]):
    """Writes to standard error; a class of its own so that setting up twice replaces it."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(QuietFormatter())


class PlaceRecords:
    """Makes log records; those of carriers say only which line of the library complained, and the kind of error.

    Done where records are made, so that no handler, whoever adds it, ever holds the content.
    """

    def __init__(self, make: Callable[..., logging.LogRecord]) -> None:
        self._make = make

    def __call__(self, *given: Any, **more: Any) -> logging.LogRecord:
        record = self._make(*given, **more)
        if record.name.startswith(CARRIERS):
            kind = record.exc_info[0] if record.exc_info else None
            record.msg = f"{record.module}.{record.funcName}, line {record.lineno}" + (f": {kind.__name__}" if kind else "")
            record.args, record.exc_info = (), None
        return record


def configure_logging(level: str) -> None:
    """Our loggers at `level`, other libraries at WARNING or higher, carriers of content without their content."""
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, OtkazHandler)]
    root.addHandler(OtkazHandler())
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    logging.getLogger(OURS).setLevel(level)
    guard_carriers()


def guard_carriers() -> None:
    """Keep what content-carrying libraries say out of every log; safe to call again, needs no other set-up."""
    make = logging.getLogRecordFactory()
    if not isinstance(make, PlaceRecords):
        logging.setLogRecordFactory(PlaceRecords(make))
    for name in CARRIERS:
        logging.getLogger(name).setLevel(logging.WARNING)
