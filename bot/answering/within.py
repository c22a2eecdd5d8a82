"""Work that must be done in time: whoever waits for it is not held up by a guard that hangs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from knowledge.errors import OtkazError

#: Work given up on cannot be stopped, only left to end by itself; with this much of it nothing more is begun.
MOST_AT_ONCE = 64
_places = threading.BoundedSemaphore(MOST_AT_ONCE)

#: Seconds after which no answer is waited for: a hundred times what one takes, so only a guard that hangs is cut off.
ANSWER_SECONDS = 20.0

Result = TypeVar("Result")


class LateError(OtkazError):
    """The work was not done in time, or too much late work is still going on."""

    retryable = True


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """The result of `work`, or the error it raised. Raises LateError when neither is there after `seconds`."""
    places = _places
    if not places.acquire(blocking=False):
        raise LateError("Too much late work is still going on.")
    done: Future[Result] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)
        finally:
            places.release()

    threading.Thread(target=run, name="otkaz-answer", daemon=True).start()  # a daemon does not hold up the end either
    try:
        return done.result(seconds)
    except TimeoutError:
        if done.done():
            raise  # the work's own
        raise LateError(f"No result within {seconds:g} s.") from None
