"""What is logged, and what never is: no text anybody wrote, no update, no request line (it carries the bot token)."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import TextIO

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


class PlaceFormatter(logging.Formatter):
    """Shows only which line of a library complained, and the kind of error."""

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0] if record.exc_info else None
        place = f"{record.module}.{record.funcName}, line {record.lineno}" + (f": {kind.__name__}" if kind else "")
        return super().format(logging.LogRecord(record.name, record.levelno, record.pathname, record.lineno, place, None, None))


class OtkazHandler(logging.StreamHandler[TextIO]):
    """Writes to standard error; a class of its own so that setting up twice replaces it."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__(sys.stderr)
        self.setFormatter(formatter)


def configure_logging(level: str) -> None:
    """Our loggers at `level`, other libraries at WARNING or higher, carriers of content without their content."""
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, OtkazHandler)]
    root.addHandler(OtkazHandler(QuietFormatter()))
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level)
    guard_carriers()


def guard_carriers() -> None:
    """Keep the messages of content-carrying libraries from every log; safe to call again, needs no other set-up."""
    for name in CARRIERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.handlers = [OtkazHandler(PlaceFormatter())]
        logger.propagate = False  # whatever else listens at the root must not see them either
