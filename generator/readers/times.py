"""Printed time phrases: `read_time` gives the rules that a phrase states.

The forms are those met in real plans, each with its plain variants; «hàng» and «hằng» are one word. Beyond
the grammar, so `None`: a day without a year («Trước ngày 24/8»), a duration («02 ngày», «6 tháng»), terms of
office and of school («giữa nhiệm kỳ», «cuối Học kỳ 1»), words after the date.
"""

import re
from datetime import timedelta
from functools import lru_cache

from msgspec.structs import replace

from generator.readers.cycles import read_cycle
from generator.readers.dates import first_day, last_day
from generator.readers.periods import read_period, read_point
from generator.readers.rules import Kind, Occurrence, Rule, expand
from generator.vietnamese import KEPT, nfc, plain_dashes, squash, words

__all__ = ["Kind", "Occurrence", "Rule", "expand", "read_time"]

_LATEST = r"(?:chậm|muộn) nhất(?: là| vào| đến| trong)?(?: hết| cuối)?"
_LIMIT = rf"(?P<limit>(?:chậm nhất )?trước|trong|(?:đến )?(?:hết|cuối)|đến|{_LATEST})"
_DONE = r"(?:hoàn thành xong|hoàn thành|hoàn tất|thực hiện xong|xong)"
_ONCE = re.compile(rf"(?P<done>{_DONE} )?(?:{_LIMIT} )?(?P<point>.+)", re.IGNORECASE)
# «Hoàn thành đầu tư, lắp đặt và vận hành xong trước ngày 01/01/2030»: the task is free, the limit is not.
_TASK_ONCE = re.compile(rf"hoàn thành(?P<task>.+) {_LIMIT} (?P<point>.+)", re.IGNORECASE)
_PHRASES: tuple[tuple[Kind, str], ...] = (
    ("on_request", r"đột xuất|(?:đột xuất,? )?(?:theo yêu cầu(?= của |$)|khi có yêu cầu)(?P<tail> .+)?"),
    ("as_regulated", r"(?:theo(?: đúng)?|đúng) qu[yi] định(?: hiện hành)?(?P<tail> (?:của|tại) .+)?"),
    ("continuous", r"thường xuyên(?:,? liên tục)?|liên tục"),
    # A review after so many years is an event: the text does not say from when the years count.
    ("on_event", r"kịp thời|ngay|(?:sơ|tổng) kết [0-9]{1,2} năm"),
    ("on_event", r"(?:ngay )?(?:sau khi|khi có|khi|nếu có)(?P<tail> .+)"),
)
_LONGEST_TAIL = 12  # words after «Sau khi» or «Hoàn thành»: one event or task, not a paragraph
_OTHER_TIME = re.compile(
    r"\b(?:trước|ngày|tháng|quý [ivx0-9]|h[àằ]ng (?:năm|quý|tuần)|định kỳ|chậm nhất|đến hết|[0-9]+/[0-9]+)",
    re.IGNORECASE,
)


@lru_cache(maxsize=KEPT)
def read_time(printed: str) -> tuple[Rule, ...] | None:
    """The rules that a printed phrase states, or `None` where the grammar cannot read it.

    Rules joined by «hoặc», «và» or «;» are read when each of them is; a rule's `printed` is its own part.
    """
    text = squash(nfc(printed))
    rules = _read_closed(text) or _read_joined(text) or _read_phrase(text)
    return rules or None


def _read_closed(printed: str) -> tuple[Rule, ...]:
    text = _plain(printed)
    rule = _read_span(text) or _read_once(text)
    rules = (rule,) if rule else read_cycle(text) or ()
    return tuple(replace(rule, printed=printed) for rule in rules)


def _plain(printed: str) -> str:
    """One line without end marks; a last bracket and «…» become a comma: «hàng năm (trước ngày 05/12)»."""
    text = re.sub(r"[ .,;:/…]+$", "", plain_dashes(printed))
    text = re.sub(r"^\(([^()]*)\)$", r"\1", text)
    text = re.sub(r",? ?\(([^()]*)\)$", r", \1", text)
    return re.sub(r",? ?(?:…|\.{3,}),? ?", ", ", text).strip(" ,")


def _read_span(text: str) -> Rule | None:
    period = read_period(re.sub("^trong (?=giai đoạn|thời kỳ)", "", text, flags=re.IGNORECASE))
    if period is None:
        return None
    last = last_day(period.to).isoformat()
    return Rule(kind="span", from_=period.from_, to=period.to, last_day=last, printed=text)


def _read_once(text: str) -> Rule | None:
    match = _ONCE.fullmatch(text)
    if match and (match["done"] or match["limit"]) and (rule := _limited(match["limit"], match["point"])):
        return rule
    match = _TASK_ONCE.fullmatch(text)
    if match is None or not _is_short(match["task"]) or re.search(r"[0-9]|\bkhông$", match["task"]):
        return None
    return _limited(match["limit"], match["point"])


def _limited(limit: str | None, printed: str) -> Rule | None:
    """The rule of a limit: strictly before a point of time, up to it, else by the end of a period."""
    limit, point = (limit or "").lower(), read_point(printed)
    if limit.endswith("trước"):
        return _before(point.from_, printed) if point else None
    if limit == "đến" and not (point and len(point.to) == len("2030-12-31")):
        # «Đến năm 2030» names no day: neither the first nor the last of the year may be put in its place.
        named = point is not None and point.from_ == point.to
        return Rule(kind="once", by=point.to, printed=printed) if point and named else None
    period = read_period(printed)
    if period is None:
        return None
    last = last_day(period.to).isoformat()
    return Rule(kind="once", by=last, last_day=last, printed=printed)


def _before(day: str, printed: str) -> Rule:
    last = (first_day(day) - timedelta(days=1)).isoformat()
    return Rule(kind="once", before=day, last_day=last, printed=printed)


def _read_joined(text: str) -> tuple[Rule, ...]:
    parts = re.split(r" ?; ?|,? hoặc |,? và ", text, flags=re.IGNORECASE)
    read = [read_time(part) for part in parts] if len(parts) > 1 else []
    rules = tuple(rule for found in read for rule in found or ())
    kinds = {rule.kind for rule in rules}
    # «Đến năm 2025 và năm 2030» is two limits, not a limit and a year of work: such a mixture is not read.
    return rules if all(read) and ("span" not in kinds or len(kinds) == 1) else ()


def _read_phrase(text: str) -> tuple[Rule, ...]:
    for kind, form in _PHRASES:
        if match := re.fullmatch(form, _plain(text), re.IGNORECASE):
            tail = match.groupdict().get("tail") or ""
            return (Rule(kind=kind, printed=text),) if _is_short(tail) else ()
    return ()


def _is_short(free: str) -> bool:
    """Whether free words are few and hold no other time, which would otherwise be swallowed."""
    return len(words(free)) <= _LONGEST_TAIL and not _OTHER_TIME.search(free)
