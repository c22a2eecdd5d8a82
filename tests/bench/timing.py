"""Timing on a noisy machine: alternate what is compared, take medians, quote ratios."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial


def milliseconds(action: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def alternate(actions: dict[str, Callable[[int], object]], rounds: int) -> dict[str, list[float]]:
    """Run every action in turn, round after round (A B A B …), so that drift hits all alike; times in ms."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(rounds):
        for name, action in actions.items():
            times[name].append(milliseconds(partial(action, number)))
    return times


def median_ratio(slow: list[float], fast: list[float]) -> float:
    """Median of the ratios, pair by pair."""
    return statistics.median(a / b for a, b in zip(slow, fast, strict=True))


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]
