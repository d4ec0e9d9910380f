"""/data/changes."""

from __future__ import annotations

from collections import Counter
from typing import Any

from generator.changes.words import record
from generator.corpus import Corpus
from generator.history import History


def change_records(corpus: Corpus, history: History) -> list[dict[str, Any]]:
    """One record a change, newest first; `url` is None where what changed no longer stands."""
    records = []
    for step in history.steps:
        said: Counter[str] = Counter()
        for change in step.changes:
            id_ = f"{step.commit[:12]}/{change.kind}/{change.subject}"
            said[id_] += 1
            records.append(
                {
                    "id": f"{id_}/{said[id_]}" if said[id_] > 1 else id_,
                    **record(corpus, change),
                    "date": step.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "commit": step.commit,
                }
            )
    return records
