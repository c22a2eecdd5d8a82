"""Work is waited for so long and no longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from bot.answering import within as module
from bot.answering.within import LateError, within

#: Long enough for any machine; a test that waited it out would have failed.
LONG = 60.0


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Opens at the end, so that no thread stays."""
    event = threading.Event()
    yield event
    event.set()


def test_what_is_done_in_time_is_returned() -> None:
    assert within(LONG, lambda: 42) == 42


@pytest.mark.parametrize("error", [ValueError("wrong"), TimeoutError("the work's own"), KeyboardInterrupt()])
def test_an_error_of_the_work_is_raised(error: BaseException) -> None:
    def work() -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        within(LONG, work)
    assert raised.value is error


def test_what_is_late_is_given_up(gate: threading.Event) -> None:
    with pytest.raises(LateError, match=r"within 0\.05 s"):
        within(0.05, lambda: gate.wait(LONG))


def test_with_too_much_late_work_nothing_more_is_begun(gate: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_places", threading.BoundedSemaphore(2))
    for _ in range(2):
        with pytest.raises(LateError):
            within(0.01, lambda: gate.wait(LONG))
    begun: list[int] = []
    with pytest.raises(LateError, match="Too much"):
        within(LONG, lambda: begun.append(1))
    assert begun == []
    gate.set()
    for _ in range(2):  # the places are free again when the late work has ended
        assert module._places.acquire(timeout=LONG)
