"""The open data: corpus → records as docs/reference/data.md (the contract) names them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from generator.corpus import Corpus
from generator.exports import documents, plans, units, work

Record = dict[str, Any]

TABLES: dict[str, Callable[[Corpus], list[Record]]] = {
    "plans": plans.plan_records,
    "clauses": plans.clause_records,
    "duties": work.duty_records,
    "targets": work.target_records,
    "reports": work.report_records,
    "units": units.unit_records,
    "documents": documents.document_records,
}
"""Each table of the contract, by the name of its file."""


def to_json(records: list[Record]) -> str:
    """One array, a record a line: small, and readable in a change."""
    lines = (json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records)
    return "[\n" + ",\n".join(lines) + "\n]\n"
