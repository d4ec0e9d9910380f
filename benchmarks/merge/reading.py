"""A site's inventory as it was fetched: a folder with data/inventory.json and its tables. Nothing in it is trusted."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import urls
from generator.exports.inventory import TABLES, VERSION

Record = dict[str, Any]

MOST_BYTES = 1 << 30
"""Of a table."""
LONGEST = 1 << 20
"""A record, in bytes."""
_SITE = re.compile(r"https?://[\w.-]+(:\d{1,5})?/([\w.~%-]+/)*")
_LONGEST_SITE = 200
_ADDRESS = re.compile(r"[\w./~%#-]{1,500}")
"""A record's `url`: below its site, so without scheme, leading slash and «..»."""


class InventoryError(Exception):
    """An inventory that can't be taken: the file, the line where it is known, what is wrong."""

    def __init__(self, file: Path, wrong: str, line: int = 0) -> None:
        super().__init__(f"{file}:{line}: {wrong}" if line else f"{file}: {wrong}")


@dataclass(frozen=True, slots=True)
class Site:
    """A site whose inventory lies in `folder`: its address, the commit that it shows, how many records, what hashes."""

    name: str
    folder: Path
    address: str
    commit: str | None
    records: dict[str, int]
    hashes: dict[str, str]


def open_site(folder: Path) -> Site:
    """What the inventory says of itself."""
    file = folder / urls.INVENTORY
    said = _manifest(file)
    if said.get("version") != VERSION:
        raise InventoryError(file, f"version {VERSION} is expected, not {said.get('version')!r}")
    site, listed = said.get("site"), said.get("files")
    if not isinstance(site, str) or len(site) > _LONGEST_SITE or not _SITE.fullmatch(site):
        raise InventoryError(file, f"an http(s) address with a slash at its end is expected, not {site!r}")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise InventoryError(file, "«files» is no list of files")
    by_table = {one.get("table"): one for one in listed}
    if missing := [name for name in TABLES if name not in by_table]:
        raise InventoryError(file, f"tables are missing: {', '.join(missing)}")
    tables = {name: by_table[name] for name in TABLES}
    if not all(isinstance(t.get("records"), int) and isinstance(t.get("sha256"), str) for t in tables.values()):
        raise InventoryError(file, "a table without number of records or hash")
    commit = said.get("commit")
    return Site(
        name=folder.name,
        folder=folder,
        address=site,
        commit=commit if isinstance(commit, str) else None,
        records={name: table["records"] for name, table in tables.items()},
        hashes={name: table["sha256"] for name, table in tables.items()},
    )


def _manifest(file: Path) -> Record:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InventoryError(file, str(error.strerror)) from error
    said = _parsed(data, file, 0)
    if not isinstance(said, dict):
        raise InventoryError(file, "an object is expected")
    return said


def records(site: Site, table: str) -> Iterator[Record]:
    """The records of a table, one at a time, in the order of their ids; the last is followed by the check of the hash.

    The file is read by its lines, as `generator.exports.to_json` writes them: a record a line.
    """
    file = site.folder / urls.data(table)
    try:
        if file.stat().st_size > MOST_BYTES:
            raise InventoryError(file, f"more than {MOST_BYTES:,} bytes")
        with file.open("rb") as lines:
            yield from _checked(site, table, file, iter(lambda: lines.readline(LONGEST + 1), b""))
    except OSError as error:
        raise InventoryError(file, str(error.strerror)) from error


def _checked(site: Site, table: str, file: Path, lines: Iterator[bytes]) -> Iterator[Record]:
    hashed, count, last = hashlib.sha256(), 0, ""
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST:
            raise InventoryError(file, f"a record of more than {LONGEST:,} bytes", number)
        hashed.update(line)
        text = line.rstrip(b"\r\n").removesuffix(b",")
        if text in (b"[", b"]", b"[]"):
            continue
        record = _parsed(text, file, number)
        key = _identity(record, file, number)
        if key <= last:
            raise InventoryError(file, f"«{key}» after «{last}»: ids are unique and in order", number)
        last, count = key, count + 1
        yield record
    if count != site.records[table]:
        raise InventoryError(file, f"{count} records, the inventory says {site.records[table]}")
    if hashed.hexdigest() != site.hashes[table]:
        raise InventoryError(file, "another hash than the inventory says")


def _identity(record: Any, file: Path, number: int) -> str:
    if not isinstance(record, dict) or not isinstance(record.get("id"), str) or not record["id"]:
        raise InventoryError(file, "a record with an id is expected", number)
    url = record.get("url")
    if not isinstance(url, str) or not _ADDRESS.fullmatch(url) or url.startswith("/") or ".." in url.split("/"):
        raise InventoryError(file, f"an address from the site's root is expected, not {url!r}", number)
    return str(record["id"])


def _parsed(data: bytes, file: Path, number: int) -> Any:
    try:
        value = json.loads(data)
        if b"\\u" in data:  # half of a surrogate pair can be written nowhere again
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except (ValueError, RecursionError) as error:
        raise InventoryError(file, f"no JSON: {error}", number) from error


def text_of(record: Record, field: str) -> str | None:
    """A field that is a text or null; anything else is null as well."""
    value = record.get(field)
    return value if isinstance(value, str) and value else None


def texts_of(record: Record, field: str) -> list[str]:
    """A list of texts; whatever else it holds is left out."""
    value = record.get(field)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
