"""/data/inventory.json: what another site needs to know the plans, units and documents of this one by number and name.

The tables that hold them are the inventory; this file says where they are, how many records they have, and their
hashes, so that who follows many sites fetches one small file of each and only the tables that changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator import urls
from generator.exports.contract import Record
from generator.exports.origin import Origin

VERSION = 1
"""Raised when a reader of the old form would go wrong; a further field is no reason."""
TABLES = ("plans", "units", "documents", "places")
"""The tables of the inventory: places are what units and plans stand in."""


def to_inventory(files: Mapping[str, tuple[int, int, str]], origin: Origin) -> str:
    """The inventory; `files` are the number of records, the size in bytes and the SHA-256 of the JSON of each table."""
    inventory: Record = {
        "version": VERSION,
        "site": origin.site or None,
        "commit": origin.commit.id if origin.commit else None,
        "files": [_file(name, *files[name]) for name in TABLES],
    }
    return json.dumps(inventory, ensure_ascii=False, indent=1) + "\n"


def _file(name: str, records: int, size: int, sha256: str) -> Record:
    return {
        "table": name,
        "url": urls.data(name),
        "records": records,
        "bytes": size,
        "sha256": sha256,
        "schema": urls.schema(name),
    }
