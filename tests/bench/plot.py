"""One picture of a benchmark: recall by contender, XQuAD by direction, an answer's stages, growth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

BLUE, ORANGE, GREY = "#20639b", "#d1731f", "#888888"
COLOURS = (BLUE, ORANGE, "#3caea3", GREY)


def draw(path: Path, found: Mapping[str, Any]) -> None:
    """Write the picture (SVG) of whatever parts were measured."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    parts = [(part, name) for name, part in PARTS.items() if found.get(name)]
    with mpl.rc_context({"svg.hashsalt": "otkaz", "font.size": 9}):
        figure, axes = pyplot.subplots(1, max(len(parts), 1), figsize=(4.2 * max(len(parts), 1), 3.4), layout="constrained")
        for axis, (part, name) in zip([axes] if len(parts) < 2 else axes, parts, strict=False):
            part(axis, found[name])
            axis.grid(alpha=0.3, axis="y")
        figure.savefig(path, metadata={"Date": None})
        pyplot.close(figure)


def _quality(axis: Any, rows: list[dict[str, Any]]) -> None:
    whole = [row for row in rows if row["group"] == "all"]
    for shift, (wanted, colour) in zip((-0.2, 0.2), (("instrument", BLUE), ("article", ORANGE)), strict=True):
        axis.bar(
            [i + shift for i in range(len(whole))], [row[f"{wanted}_at_5"] for row in whole], 0.38, color=colour, label=wanted
        )
    axis.set_xticks(range(len(whole)), [row["contender"].replace(" ", "\n") for row in whole])
    axis.set(title="Golden questions: recall@5 of rules", ylim=(0, 1))
    axis.legend()


def _xquad(axis: Any, rows: list[dict[str, Any]]) -> None:
    engines = list(dict.fromkeys(row["engine"] for row in rows))
    directions = list(dict.fromkeys(row["direction"] for row in rows))
    for number, engine in enumerate(engines):
        own = {row["direction"]: row["r_at_1"] for row in rows if row["engine"] == engine}
        places = [directions.index(direction) + 0.26 * (number - 1) for direction in own]
        axis.bar(places, list(own.values()), 0.25, color=COLOURS[number % len(COLOURS)], label=engine)
    axis.set_xticks(range(len(directions)), directions)
    axis.set(title="XQuAD: R@1", ylim=(0, 1))
    axis.legend(loc="lower left")


def _stages(axis: Any, speed: dict[str, float]) -> None:
    own = {name[6:-3]: value for name, value in speed.items() if name.startswith("stage_") and name != "stage_whole_ms"}
    axis.barh(list(own), list(own.values()), color=BLUE)
    axis.invert_yaxis()
    axis.set(title="Median time by stage, ms")


def _growth(axis: Any, rows: list[dict[str, Any]]) -> None:
    sizes = [row["times"] for row in rows]
    axis.plot(sizes, [row["p95_ratio"] for row in rows], color=BLUE, marker="o", label="p95")
    axis.plot(sizes, [row["p50_ratio"] for row in rows], color=ORANGE, marker="o", label="median")
    axis.set(title="Time of an answer as content grows", xscale="log", xlabel="times the content", ylabel="times as long")
    axis.legend()


#: Part of the results -> how it is drawn.
PARTS = {"quality": _quality, "xquad": _xquad, "speed": _stages, "growth": _growth}
