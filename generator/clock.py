"""What time it is, asked once at the edge: everything else is told."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

VIETNAM = timezone(timedelta(hours=7))


def build_time() -> datetime:
    """SOURCE_DATE_EPOCH where it is set (https://reproducible-builds.org/specs/source-date-epoch/), else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.astimezone(VIETNAM)


def today() -> str:
    """The day of the build in Vietnam, ISO."""
    return build_time().date().isoformat()


def last_change(folder: Path) -> date | None:
    """The day of the last commit that touched `folder`; None without git or without such a commit."""
    command = ["git", "-C", str(folder.parent), "log", "-1", "--format=%ct", "--", folder.name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    seconds = done.stdout.strip()
    return datetime.fromtimestamp(int(seconds), VIETNAM).date() if seconds.isdigit() else None
