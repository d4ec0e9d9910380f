"""What a problem is known by over time: its file, rule and message, wherever its line has moved to."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from generator.problems import Problem


def fingerprints(problems: Iterable[Problem]) -> list[str]:
    """A fingerprint for each problem (64 hexadecimal digits); those that say the same in one file are counted."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for problem in problems:
        key = (problem.place.path, problem.rule, problem.message("en"))
        seen[key] += 1
        found.append(hashlib.sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest())
    return found
