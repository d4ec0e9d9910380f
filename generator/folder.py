"""The folder in which a site is made, beside the last site: they share the files that stay as they are.

No file is written in place, since the last site may have it too, under a second name (a hard link).
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path

Told = tuple[int, int, bytes]
"""What is told of a file: its bytes, the time of writing in ns, the SHA-256."""


@dataclass(frozen=True)
class Folder:
    """The folder `path`; `last` is the site as it stands, None where there is none or nothing is known of it.

    Paths of files count from the folder, with slashes; what would lead out of it is a ValueError.
    """

    path: Path
    last: Path | None = None
    _there: set[Path] = field(default_factory=set)

    def has(self, path: str, told: Told) -> bool:
        """Whether the file is here as it was written."""
        try:
            found = os.lstat(f"{self.path}/{path}")
        except OSError:
            return False
        return found.st_size == told[0] and found.st_mtime_ns == told[1]

    def share(self, path: str, told: Told) -> Told | None:
        """The file as the last site has it; None where it is not there as it was written.

        Where only its time is another, as after a copy, its bytes are looked at.
        """
        if self.has(path, told):
            return told
        if self.last is None:
            return None
        place = self._place(path)
        try:
            _same(self.last / path, place)
            found = place.lstat()
        except OSError:
            return None
        size, time, hash_ = told
        right = stat.S_ISREG(found.st_mode) and found.st_size == size
        if right and (found.st_mtime_ns == time or _hash(place) == hash_):
            return size, found.st_mtime_ns, hash_
        place.unlink()
        return None

    def share_all(self, paths: Iterable[str]) -> None:
        """Files as the last site has them, whatever stands there by now; none where the file system has no links."""
        for path in paths:
            try:
                os.link(f"{self.last}/{path}", self._place(path))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                return

    def put(self, path: str, pieces: Iterable[bytes], before: Told | None = None) -> Told:
        """Write a file. Where it has the bytes that it had `before`, it stays the same file with the same time."""
        if before and isinstance(pieces, tuple):
            size, hash_ = sum(map(len, pieces)), _told(pieces)
            if (size, hash_) == (before[0], before[2]) and (shared := self.share(path, before)):
                return shared
        place, size, told = self._place(path), 0, sha256()
        _drop(place)
        with place.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                size += len(piece)
                told.update(piece)
        made = size, place.lstat().st_mtime_ns, told.digest()
        return self._settled(path, made, before)

    def adopt(self, staged: Path, path: str, before: Told | None = None) -> Told:
        """Put a file here that was written elsewhere on the same file system; likewise."""
        size, hash_ = staged.stat().st_size, _hash(staged)
        if before and (size, hash_) == (before[0], before[2]) and (shared := self.share(path, before)):
            return shared
        place = self._place(path)
        _drop(place)
        staged.rename(place)
        return size, place.lstat().st_mtime_ns, hash_

    def renew(self, path: str, data: bytes) -> None:
        """Other bytes for a file of a site that is being read: who reads it finds the old or the new."""
        place = self._place(path)
        if place.is_file() and place.read_bytes() == data:
            return
        aside = place.with_name(f"{place.name}.new")
        _drop(aside)
        aside.write_bytes(data)
        aside.replace(place)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then; what is a folder by now stays."""
        for path in paths:
            place = self.path / path
            if not place.is_dir():
                with suppress(FileNotFoundError, NotADirectoryError):
                    place.unlink()
            while (place := place.parent) != self.path and _removed(place):
                self._there.discard(place)

    def clear(self, known: Collection[str], since: int) -> None:
        """Remove all but the files `known`; only folders changed after `since` (ns) are looked through."""
        folders = _folders(known)
        for folder in sorted(folders):
            place = f"{self.path}/{folder}"
            with suppress(FileNotFoundError, NotADirectoryError):
                if os.lstat(place).st_ctime_ns > since:
                    _clear(place, folder, folders, known)

    def seal(self) -> int:
        """The time (ns) since when no folder in here was touched: what is told of a folder can't be set back."""
        os.utime(self.path)
        return os.lstat(self.path).st_ctime_ns

    def _settled(self, path: str, made: Told, before: Told | None) -> Told:
        """A file that was written piece by piece and turned out as the last site has it gives way to that one."""
        if before is None or self.last is None or (made[0], made[2]) != (before[0], before[2]):
            return made
        if Folder(self.last).has(path, before):
            place = self._place(path)
            aside = place.with_name(f"{place.name}.same")
            with suppress(OSError):
                aside.hardlink_to(self.last / path)
                aside.replace(place)
                return before
        return made

    def _place(self, path: str) -> Path:
        """Where a file of the site stands; an address never leads out of it."""
        if ".." in path.split("/") or path.startswith("/"):
            raise ValueError(path)
        place = self.path / path
        if place.parent not in self._there:
            self._make(place.parent)
            self._there.add(place.parent)
        return place

    def _make(self, folder: Path) -> None:
        """What the last site has as a file may be a folder now."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            for step in (folder, *folder.parents):
                if step.is_relative_to(self.path) and step.is_file():
                    step.unlink()
            folder.mkdir(parents=True, exist_ok=True)


def _folders(files: Iterable[str]) -> set[str]:
    """All folders in which files stand, "" among them."""
    found = {""}
    for folder in {file.rpartition("/")[0] for file in files}:
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _clear(place: str, folder: str, folders: Collection[str], known: Collection[str]) -> None:
    with os.scandir(place) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if path not in (folders if entry.is_dir(follow_symlinks=False) else known):
                _drop(Path(entry.path))


def _same(old: Path, new: Path) -> None:
    """The file under another name, or a copy where the file system has no such thing."""
    try:
        os.link(old, new)
    except FileExistsError:
        _drop(new)
        _same(old, new)
    except OSError:
        shutil.copy2(old, new)


def _drop(place: Path) -> None:
    """Remove what stands there, whatever it is."""
    try:
        place.unlink()
    except FileNotFoundError:
        return
    except (IsADirectoryError, PermissionError):
        shutil.rmtree(place)


def _removed(folder: Path) -> bool:
    """Whether a folder was empty and is gone."""
    try:
        folder.rmdir()
    except OSError:
        return False
    return True


def _hash(place: Path) -> bytes:
    with place.open("rb") as file:
        return file_digest(file, "sha256").digest()


def _told(pieces: Iterable[bytes]) -> bytes:
    told = sha256()
    for piece in pieces:
        told.update(piece)
    return told.digest()
