"""Archives from pieces that were deflated apart; files from pieces that stand in another file."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.done import part_of
from generator.exports.archive import LEVEL, Archive, combined, packed
from generator.exports.blocks import DamagedError
from generator.exports.pieces import Former, Piece, Text


@given(st.binary(max_size=3000), st.binary(max_size=3000))
def test_checksums_of_parts_make_that_of_the_whole(first: bytes, second: bytes) -> None:
    assert combined(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)


@given(st.lists(st.lists(st.binary(max_size=200), min_size=1, max_size=5), min_size=1, max_size=4), st.booleans())
def test_an_archive_holds_what_its_pieces_were(parts: list[list[bytes]], large: bool) -> None:
    held = io.BytesIO()
    archive = Archive(held)
    for number, pieces in enumerate(parts):
        made = (packed((piece,), last=place == len(pieces) - 1) for place, piece in enumerate(pieces))
        archive.add(f"{number}.xml", made, large=large)
    archive.close()
    with zipfile.ZipFile(held) as found:
        assert found.testzip() is None
        assert [found.read(name) for name in found.namelist()] == [b"".join(pieces) for pieces in parts]


def test_an_archive_of_whole_parts_has_the_bytes_that_the_standard_library_writes() -> None:
    ours, theirs, parts = io.BytesIO(), io.BytesIO(), {"a.xml": b"a" * 1000, "b/c.rels": b"", "d": bytes(range(256))}
    archive = Archive(ours)
    with zipfile.ZipFile(theirs, "w") as other:
        for name, data in parts.items():
            archive.add(name, (packed((data,), last=True),))
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            other.writestr(entry, data, zipfile.ZIP_DEFLATED, LEVEL)
    archive.close()
    assert ours.getvalue() == theirs.getvalue()


def test_a_piece_can_be_taken_over_into_another_archive(tmp_path: Path) -> None:
    file, pieces = tmp_path / "a.zip", [b"first " * 90, b"second " * 90, b"third " * 90]
    with file.open("wb") as held:
        archive = Archive(held)
        archive.add("x", [packed((piece,), bytes([n]), last=n == 2) for n, piece in enumerate(pieces)])
        archive.close()
    former = Former(partial(part_of, file), archive.spans)
    assert former.packed(b"none") is None
    taken = [former.packed(bytes([n])) for n in range(3)]
    other = io.BytesIO()
    archive = Archive(other)
    archive.add("y", [part for part in (packed((b"new ",), last=False), *taken) if part])
    archive.close()
    with zipfile.ZipFile(other) as found:
        assert found.read("y") == b"new " + b"".join(pieces)


KEYS = st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True)


@given(KEYS, KEYS, st.sampled_from([b"", b",\n"]), st.integers(0, 3))
def test_a_file_of_pieces_is_the_same_wherever_they_are_from(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], after: list[str], joint: bytes, lost: int
) -> None:
    """Also where a piece is not known to stand in the last file."""
    made: list[str] = []

    def text(keys: list[str], former: Former | None) -> Text:
        return Text((b"<<", b">>"), joint, [Piece(key.encode(), partial(wrote, key)) for key in keys], former)

    def wrote(key: str) -> list[bytes]:
        made.append(key)
        return [key.encode() * 3, ord(key) % 5 * key.encode()]

    def whole(keys: list[str]) -> bytes:
        return b"<<" + joint.join(b"".join(wrote(key)) for key in keys) + b">>"

    file = tmp_path_factory.mktemp("last") / "file"
    old = text(before, None)
    file.write_bytes(b"".join(old()))
    assert file.read_bytes() == whole(before)
    known = {key: span for place, (key, span) in enumerate(old.spans.items()) if place != lost}
    new, made[:] = text(after, Former(partial(part_of, file), known)), []
    data = b"".join(new())
    assert made == [key for key in after if key.encode() not in known]
    assert data == whole(after) == b"".join(new())
    assert all(data[at : at + size] == b"".join(wrote(key.decode())) for key, (at, size, *_) in new.spans.items())


def test_a_file_that_is_not_as_it_was_is_told_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"12345")
    for name in ("short", "none"):
        with pytest.raises(DamagedError):
            list(part_of(tmp_path / name, 2, 9))
