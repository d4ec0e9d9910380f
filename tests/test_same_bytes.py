"""Calendars, feeds and changes are the same bytes wherever, whenever and under whatever settings they are made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.repository import PLAN, UNITS, repository
from tests.repository import git as run

ROOT = Path(__file__).parents[1]
SCRIPT = """
import hashlib, sys
from itertools import chain
from pathlib import Path
from generator import clock
from generator.pages.subscriptions import Subscriptions
from generator.survey import survey

content = Path(sys.argv[1])
corpus = survey(content, sources=False).corpus
follow = Subscriptions(corpus, clock.history(content, corpus), "Kế hoạch", "https://x.example/")
units, plans = map(follow.of_unit, corpus.registry.units.values()), map(follow.of_plan, corpus.plans)
for file in chain(follow.of_site(), *units, *plans):
    print(file.path, hashlib.sha256(file.data).hexdigest())
"""


def made(content: Path, home: Path, **settings: str) -> list[str]:
    """Address and hash of every file, made by a process of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONUTF8": "1", **settings}
    command = [sys.executable, "-c", SCRIPT, str(content)]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def test_other_time_zone_locale_folder_hash_seed_and_day(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    origin.change(PLAN, "05/12", "15/12", "2026-01-02")
    origin.change(UNITS, "short: SCT", "short: SCTAB", "2026-01-03")
    run(tmp_path, "clone", "-q", f"file://{origin.folder}", "elsewhere")
    one = made(origin.content, tmp_path / "a", TZ="Asia/Ho_Chi_Minh", LC_ALL="C", PYTHONHASHSEED="1")
    there = tmp_path / "elsewhere/content"
    two = made(there, tmp_path / "b", TZ="Pacific/Auckland", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    kept = made(there, tmp_path / "b", TZ="America/Caracas", SOURCE_DATE_EPOCH="1900000000")
    assert len(one) > 40
    assert one == two
    assert two == kept, "what is taken from the cache is what was compared"
