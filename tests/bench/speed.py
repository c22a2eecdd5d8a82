"""Speed: embedding, whole answers and their stages, answers a second, cold start, memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.answering.assistant import Assistant
from bot.answering.question import Question
from ingest.model.prepare import load_sentence_transformer, unpack
from knowledge.embedding import QUERY_PREFIX, OnnxEmbeddings, prepared_model
from knowledge.index import Library
from tests.bench.asking import TODAY, golden
from tests.bench.spying import spying
from tests.bench.timing import alternate, median_ratio, p95

QUESTIONS = (
    "Can Finland send me back to Lithuania?",
    "Могут ли меня вернуть из Финляндии в Литву?",
    "пришла повестка, что делать",
    "How long do I have to apply to the European Court of Human Rights?",
    "дублин сколько месяцев на передачу",
    "Does being called up count as persecution?",
    "ці магу я прасіць абарону ў Літве",
    "prishla povestka chto delat",
)
ROUNDS = 40
#: Answers given to measure how many there are in a second.
MANY = 200

#: Run in a fresh process, so that the memory is what a server holds and nothing else.
SERVE_AND_WEIGH = """
import json, sys
from datetime import date
from pathlib import Path
from bot.answering.assistant import Assistant
from bot.answering.question import Question
from bot.web.application import create_app
from knowledge.embedding import load_embeddings
from knowledge.index import Library
home = Path(sys.argv[1])
assistant = Assistant(Library(home), lambda: load_embeddings("built-in", home))
create_app(assistant)
assistant.warm_up()
for question in sys.argv[2:]:
    assistant.ask(Question(question, date.today()))
status = Path("/proc/self/status").read_text()
print(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024)
"""


def embedding_speedup(home: Path) -> dict[str, float]:
    """One query: the served engine against sentence-transformers with the packed weights in float32, in turn."""
    ours = OnnxEmbeddings(prepared_model(home))
    with tempfile.TemporaryDirectory() as folder:
        unpack(Path(folder))
        theirs = load_sentence_transformer(Path(folder))
        query = [QUERY_PREFIX + question for question in QUESTIONS]
        for number in range(len(QUESTIONS)):
            ours.encode([query[number]])
            theirs.encode([query[number]])
        times = alternate(
            {
                "ours": lambda n: ours.encode([query[n % len(query)]]),
                "theirs": lambda n: theirs.encode([query[n % len(query)]], show_progress_bar=False),
            },
            ROUNDS,
        )
    return {
        "embedding_ms": statistics.median(times["ours"]),
        "sentence_transformers_ms": statistics.median(times["theirs"]),
        "embedding_speedup": median_ratio(times["theirs"], times["ours"]),
    }


def answers(home: Path) -> dict[str, float]:
    """A whole answer against embedding its question, in turn."""
    embeddings = OnnxEmbeddings(prepared_model(home))
    assistant = Assistant(Library(home), lambda: embeddings)
    assistant.warm_up()
    for question in QUESTIONS:
        assistant.ask(Question(question, TODAY))
    times = alternate(
        {
            "embedding": lambda n: embeddings.embed_query(QUESTIONS[n % len(QUESTIONS)]),
            "answer": lambda n: assistant.ask(Question(QUESTIONS[n % len(QUESTIONS)], TODAY)),
        },
        ROUNDS * 2,
    )
    return {
        "answer_ms": statistics.median(times["answer"]),
        "answer_p95_ms": p95(times["answer"]),
        "answer_over_embedding": median_ratio(times["answer"], times["embedding"]),
        "answers_per_second_one_thread": 1000 * len(times["answer"]) / sum(times["answer"]),
    }


def cold_ask(home: Path) -> dict[str, float]:
    """`otkaz ask` from nothing to the printed answer, in seconds; the best of three (a loaded machine only adds)."""
    command = [str(Path(sys.executable).parent / "otkaz"), "ask", QUESTIONS[0]]
    environment = {**os.environ, "OTKAZ_HOME": str(home)}
    times = alternate({"ask": lambda _n: subprocess.run(command, check=True, env=environment, capture_output=True)}, 3)
    return {"cold_ask_s": min(times["ask"]) / 1000}


def memory(home: Path) -> dict[str, float]:
    """Resident memory of a serving process after several answers, in MB (Linux only)."""
    command = [sys.executable, "-c", SERVE_AND_WEIGH, str(home), *QUESTIONS]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {"serving_rss_mb": float(done.stdout.strip().splitlines()[-1])}


def throughput(home: Path) -> dict[str, float]:
    """Answers a second from one process that has run for a while, by as many threads as processors; golden questions."""
    embeddings = OnnxEmbeddings(prepared_model(home), threads=1)  # one question a processor, not one over all of them
    assistant = Assistant(Library(home), lambda: embeddings)
    assistant.warm_up()
    asked = [question.asked(TODAY) for question in golden()]
    questions = [asked[number % len(asked)] for number in range(MANY)]
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(assistant.ask, questions))
        started = time.perf_counter()
        list(pool.map(assistant.ask, questions))
        took = time.perf_counter() - started
    return {"answers_per_second": MANY / took, "answering_threads": float(workers)}


def stages(home: Path, most: int) -> dict[str, float]:
    """Median milliseconds of each stage of an answer to golden questions, and of the whole; what is left is "rest"."""
    embeddings = OnnxEmbeddings(prepared_model(home))
    assistant = Assistant(Library(home), lambda: embeddings)
    assistant.warm_up()
    questions = [question.asked(TODAY) for question in golden(("answerable", "out-of-scope", "emergency"), most)]
    assistant.ask(questions[0])
    found: list[dict[str, float]] = []
    with spying(embeddings) as spent:
        for question in questions:
            started = time.perf_counter()
            assistant.ask(question)
            whole = (time.perf_counter() - started) * 1000
            parts = spent.reset()
            found.append({**parts, "rest": whole - sum(parts.values()), "whole": whole})
    return {f"stage_{name}_ms": _median(found, name) for name in dict.fromkeys(name for parts in found for name in parts)}


def measure(home: Path, *, quick: bool) -> dict[str, float]:
    """Every figure, by name."""
    found = {**answers(home), **stages(home, 40 if quick else 200), **throughput(home)}
    return found if quick else {**found, **cold_ask(home), **memory(home), **embedding_speedup(home)}


def _median(found: Sequence[dict[str, float]], name: str) -> float:
    return statistics.median(parts.get(name, 0.0) for parts in found)
