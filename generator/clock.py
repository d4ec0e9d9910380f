"""What time it is, asked once at the edge: everything else is told."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from generator.history import LOG_FORMAT, Commit, History, read_log

VIETNAM = timezone(timedelta(hours=7))


def build_time() -> datetime:
    """SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org/specs/source-date-epoch/), else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.astimezone(VIETNAM)


def today() -> str:
    """The day of the build in Vietnam, ISO."""
    return build_time().date().isoformat()


def last_changes(folder: Path) -> dict[str, date]:
    """File (`content/…`, from the folder above) → the day of the last commit that touched it; empty without git.

    A shallow clone ends in a «grafted» commit, in which all files look new: of it nothing is told.
    """
    log = _log(folder, f"--format={LOG_FORMAT}", "--decorate=short", "--name-only", "--relative") or ""
    found: dict[str, date] = {}
    for commit in log.split("\0")[1:]:
        head, *files = commit.splitlines()
        seconds, _, decorations = head.partition(" ")
        if "grafted" not in decorations:
            day = datetime.fromtimestamp(int(seconds), VIETNAM).date()
            found |= {file.strip('"'): day for file in files if file and file not in found}
    return found


def plan_history(folder: Path) -> History:
    """What git knows of the plans in the content `folder`; nothing without git. Depends on the commit alone."""
    log = _log(folder / "plans", f"--format={LOG_FORMAT}", "--decorate=short", "--name-status", "-M")
    return read_log(log, VIETNAM) if log is not None else History()


def content_commit(folder: Path) -> Commit | None:
    """The last commit that touched the content `folder`; None without git, or where the folder has changed since.

    In a shallow clone it may be the oldest commit that is known: the content is the same in it.
    """
    log = _log(folder, "--format=%H %ct", "--max-count=1")
    if not log or _said(folder, "status", "--porcelain"):
        return None
    id_, seconds = log.split()
    return Commit(id_, datetime.fromtimestamp(int(seconds), VIETNAM))


def content_at(folder: Path, commit: str) -> dict[str, bytes] | None:
    """File (from the content `folder`) → its bytes at `commit`, of every YAML file that differs now or is gone.

    None where git can't tell: no git, no such commit (a shallow clone has few), a folder that it does not keep.
    """
    changed = _git(
        folder,
        "diff",
        "--name-only",
        "--no-renames",
        "--relative",
        "-z",
        "--end-of-options",
        f"{commit}^{{commit}}",
        "--",
        ".",
    )
    if changed is None:
        return None
    names = changed.decode("utf-8", "surrogateescape").split("\0")
    wanted = [name for name in names if name.endswith(".yaml") and "\n" not in name]
    asked = "".join(f"{commit}:./{name}\n" for name in wanted)
    answers = _git(folder, "cat-file", "--batch", told=asked.encode("utf-8", "surrogateescape")) or b""
    return dict(_contents(wanted, answers))


def _contents(names: list[str], answers: bytes) -> Iterator[tuple[str, bytes]]:
    """What `git cat-file --batch` answers: `<hash> blob <size>`, the bytes, a line break; `… missing` for a new one."""
    rest = answers
    for name in names:
        head, _, rest = rest.partition(b"\n")
        if match := re.fullmatch(rb"[0-9a-f]+ blob ([0-9]+)", head):
            size = int(match[1])
            yield name, rest[:size]
            rest = rest[size + 1 :]


def _git(folder: Path, *command: str, told: bytes = b"") -> bytes | None:
    whole = ["git", "-C", str(folder), "-c", "core.quotePath=off", *command]
    try:
        done = subprocess.run(whole, input=told, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _log(folder: Path, *options: str) -> str | None:
    """The log of what touched `folder`; None without git."""
    return _said(folder, "log", *options)


def _said(folder: Path, *words: str) -> str | None:
    """What git says of `folder`; None without git."""
    told = _git(folder.parent, *words, "--", folder.name)
    return told.decode("utf-8", "surrogateescape") if told is not None else None
