"""What is kept from build to build in the user's cache folder. All of it may be deleted at any time."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

HASH = 32
"""Bytes of a SHA-256."""
SITES = 8
"""Sites and content folders of which something is kept: those built last."""


def folder(name: str) -> Path:
    """The folder for one kind of thing, by the XDG Base Directory Specification."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "plansite" / name


def keep(file: Path, data: bytes) -> None:
    """Written aside, then renamed: another build finds it whole or not at all. A full disk is no reason to stop."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as fresh:
            fresh.write(data)
        Path(fresh.name).replace(file)
    except OSError:
        return


def seal(data: bytes) -> bytes:
    """What is to be kept, behind a hash that tells that this program on this Python wrote it, and that it is whole."""
    return _sealed_by(data) + data


def unseal(data: bytes) -> bytes:
    """What `seal` was given. Raises ValueError for anything else."""
    seal_, own = data[:HASH], data[HASH:]
    if seal_ != _sealed_by(own):
        raise ValueError(len(data))
    return own


def _sealed_by(data: bytes) -> bytes:
    return sha256(b"\0".join((program().encode(), sys.version.encode(), data))).digest()


@cache
def program() -> str:
    """A hash of this program: what another one kept is not taken."""
    here = Path(__file__).parent
    files = sorted(file for file in here.rglob("*") if file.suffix in (".py", ".yaml"))
    return sha256(b"".join(sha256(file.read_bytes()).digest() for file in files)).hexdigest()


def of_folder(folder: Path) -> str:
    """A hash of all files in a folder."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    parts = (f"{file.relative_to(folder).as_posix()}\0{sha256(file.read_bytes()).hexdigest()}" for file in files)
    return sha256("\0".join(parts).encode()).hexdigest()


def tidy(folder: Path) -> None:
    """Remove what is kept in `folder` of all sites but those built last."""
    try:
        sites = sorted(folder.iterdir(), key=lambda site: site.stat().st_mtime, reverse=True)
    except OSError:
        return
    for site in sites[SITES:]:
        shutil.rmtree(site, ignore_errors=True)
