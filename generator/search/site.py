"""The files of the search: `index.json`, which is asked for anew at each visit, and the segments that it names."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.corpus import Corpus
from generator.search import entries
from generator.search.segment import Segment, build


def index(segments: list[tuple[Segment, list[str]]]) -> bytes:
    """`segments` with the addresses of the plans that each of them holds and that are no longer so."""
    root = {"segments": [[segment.name, gone, []] for segment, gone in segments]}
    return json.dumps(root, ensure_ascii=False, separators=(",", ":")).encode()


def files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """(path below the search's folder, bytes) of every file of the search."""
    segment = build(entries.names(corpus), entries.plans(corpus), entries.words(corpus))
    yield "index.json", index([(segment, [])])
    for name, data in sorted(segment.files.items()):
        yield f"{segment.name}/{name}", data
