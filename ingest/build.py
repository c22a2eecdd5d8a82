"""`otkaz ingest`: content -> passages -> vectors and words, as one generation, built beside the current one.

LangChain's indexing writes the passages into Chroma. Vectors of unchanged passages are taken over from the previous
generation; only changed ones are embedded. The pointer moves last, so a run killed at any moment changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.indexing import InMemoryRecordManager, index

from ingest.check import sound_content
from ingest.heads import fit_heads
from ingest.triage import fit_triage_of
from knowledge.content import Content, content_digest
from knowledge.embedding import FingerprintedEmbeddings
from knowledge.errors import NotIngestedError, OtkazError, ServiceUnavailableError
from knowledge.index import CHROMA, CONTENT, LEXICAL, PASSAGES, VECTORS, Generation, Library, Manifest
from knowledge.lemmas import build_lemmas
from knowledge.lexical import LexicalIndex
from knowledge.passage import Passage, passages
from knowledge.snapshot import save_content
from knowledge.vectors import drop_collection, open_store, read_vectors

#: Passages written to the store at once.
BATCH = 256

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Changes:
    """What an ingestion changes, by passage id; `reused` vectors are not embedded again."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    reused: int

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True)
class Outcome:
    """The generation that answers after an ingestion, and what changed; `built` is None when nothing did."""

    generation: str | None
    changes: Changes
    built: Manifest | None


class Ingestion:
    """Builds generations from one content folder with one embedding model."""

    def __init__(self, folder: Path, library: Library, embeddings: FingerprintedEmbeddings) -> None:
        self.folder = folder
        self.library = library
        self.embeddings = embeddings

    def run(
        self,
        *,
        dry_run: bool = False,
        rebuild: bool = False,
        progress: Progress = lambda *_: None,
        today: date | None = None,
    ) -> Outcome:
        """Bring the index up to date. Raises ContentError when a check finds an error; the old generation then still answers.

        One run at a time: another waits for it (and then mostly finds nothing to do).
        """
        with nullcontext() if dry_run else self.library.lock():
            return self._run(dry_run, rebuild, progress, today or datetime.now(UTC).date())

    def _run(self, dry_run: bool, rebuild: bool, progress: Progress, today: date) -> Outcome:
        digest = content_digest(self.folder)
        previous = None if rebuild else self._previous()
        if previous and previous.manifest.content == digest:
            if not dry_run:
                self.library.prune()
            return Outcome(previous.id, Changes((), (), (), previous.manifest.passages), None)
        content = sound_content(self.folder, today)
        found = passages(content)
        if len({passage.article for passage in found if passage.article}) < 2:
            raise OtkazError(f"{self.folder}: at least two articles are needed to answer from.")
        changes = compare(previous.passages if previous else (), found)
        if dry_run:
            return Outcome(previous.id if previous else None, changes, None)
        manifest = self._build(content, found, digest, previous, progress)
        self.library.switch(manifest.id)
        self.library.prune()
        return Outcome(manifest.id, changes, manifest)

    def _previous(self) -> Generation | None:
        """The current generation, when it can be read and was made with the same model."""
        try:
            current = self.library.current()
            _ = current.passages
        except (NotIngestedError, OSError, ValueError):
            return None
        return current if current.manifest.fingerprint == self.embeddings.fingerprint else None

    def _build(
        self, content: Content, found: Sequence[Passage], digest: str, previous: Generation | None, progress: Progress
    ) -> Manifest:
        now = datetime.now(UTC)
        manifest = Manifest(
            id=f"{now:%Y%m%d-%H%M%S}-{_short(digest + self.embeddings.fingerprint + now.isoformat())}",
            created=now.isoformat(timespec="seconds"),
            content=digest,
            fingerprint=self.embeddings.fingerprint,
            passages=len(found),
            counts=counts(content),
        )
        work = self.library.folder / manifest.id  # unfinished until its manifest is there
        work.mkdir(parents=True)
        try:
            save_content(content, work / CONTENT)
            values = [passage.as_dict() for passage in found]
            (work / PASSAGES).write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
            self._write_vectors(manifest, work, found, previous, progress)
            progress("words", 0, 1)
            lemmas = build_lemmas(texts(content, found))
            LexicalIndex.build(found, lemmas).save(work / LEXICAL)
            progress("words", 1, 1)
            generation = Generation(work, manifest, self.library.chroma_url)
            np.save(work / VECTORS, generation.stored_vectors())
            fit_heads(generation, self.embeddings)
            fit_triage_of(generation, previous, self.embeddings, progress)
            verify(Generation(work, manifest, self.library.chroma_url))
            manifest.save(work)
        except BaseException:
            if self.library.chroma_url:
                with suppress(Exception):
                    drop_collection(manifest.collection, work / CHROMA, self.library.chroma_url)
            shutil.rmtree(work, ignore_errors=True)
            raise
        return manifest

    def _write_vectors(
        self, manifest: Manifest, work: Path, found: Sequence[Passage], previous: Generation | None, progress: Progress
    ) -> None:
        known = _known_vectors(previous) if previous else {}
        embeddings = ReusedVectors(self.embeddings, known)
        store = open_store(manifest.collection, embeddings, work / CHROMA, self.library.chroma_url)
        records = InMemoryRecordManager(namespace=manifest.collection)
        records.create_schema()
        done = 0
        progress("passages", 0, len(found))
        for batch in _batches(found, BATCH):
            documents = [_document(passage) for passage in batch]
            index(documents, records, store, cleanup=None, batch_size=BATCH, key_encoder=_passage_id)
            done += len(batch)
            progress("passages", done, len(found))


class ReusedVectors(Embeddings):
    """Embeddings that take a known text's vector from the previous generation instead of computing it."""

    def __init__(self, inner: FingerprintedEmbeddings, known: dict[str, list[float]]) -> None:
        self._inner = inner
        self._known = known

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        fresh = dict(zip(new, self._inner.embed_documents(new), strict=True)) if new else {}
        return [self._known[text] if text in self._known else fresh[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._inner.embed_query(text)


def compare(old: Iterable[Passage], new: Iterable[Passage]) -> Changes:
    """What differs between two lists of passages."""
    before = {passage.id: passage for passage in old}
    after = {passage.id: passage for passage in new}
    texts = {passage.text for passage in before.values()}
    return Changes(
        added=tuple(key for key in after if key not in before),
        changed=tuple(key for key, passage in after.items() if key in before and before[key] != passage),
        removed=tuple(key for key in before if key not in after),
        reused=sum(passage.text in texts for passage in after.values()),
    )


def counts(content: Content) -> dict[str, object]:
    """How much of everything there is."""
    languages = [language for language, _article in content.articles]
    return {
        "rules": len(content.rules),
        "articles": {language: languages.count(language) for language in dict.fromkeys(languages)},
        "sources": len(content.sources),
        "contacts": len(content.contacts),
        "deadlines": len(content.deadlines),
        "glossary": len(content.glossary),
    }


def texts(content: Content, found: Iterable[Passage]) -> Iterator[tuple[str, str]]:
    """Language and text of everything whose words a question may use: the passages and the glossary's terms."""
    yield from ((passage.language, passage.text) for passage in found)
    for concept in content.glossary.values():
        for language, terms in concept.terms.items():
            yield from ((language, term) for term in terms)


def verify(generation: Generation) -> None:
    """Read a generation back whole. Raises OtkazError when a part is missing or does not fit the others."""
    vectors = generation.vectors
    if vectors.shape[0] != len(generation.passages) or not generation.lexical.lemmas:
        raise OtkazError("The new index does not hold what was written; the old one stays in use.")


def _known_vectors(previous: Generation) -> dict[str, list[float]]:
    try:
        store = open_store(previous.manifest.collection, None, previous.folder / CHROMA, previous.chroma_url)
        vectors = read_vectors(store, [passage.id for passage in previous.passages])
    except ServiceUnavailableError:
        return {}  # a damaged store is rebuilt from the texts
    return {passage.text: vectors[row].tolist() for row, passage in enumerate(previous.passages)}


def _document(passage: Passage) -> Document:
    metadata = {
        "passage": passage.id,
        "kind": passage.kind,
        "language": passage.language,
        "article": passage.article or "",
        "section": passage.section or "",
        "rules": " ".join(passage.rules),
        "countries": " ".join(passage.countries),
    }
    return Document(page_content=passage.text, metadata=metadata)


def _passage_id(document: Document) -> str:
    return str(document.metadata["passage"])


def _batches(items: Sequence[Passage], size: int) -> Iterator[list[Passage]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
