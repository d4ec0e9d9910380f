"""What is remembered is bounded, and is what was made."""

from __future__ import annotations

from generator.memory import Recent


def test_what_was_made_is_not_made_again() -> None:
    asked: list[int] = []

    def make(number: int) -> int:
        asked.append(number)
        return number * number

    recent: Recent[int, int] = Recent(2)
    assert [recent.of(number, make, number) for number in (0, 1, 0, 1)] == [0, 1, 0, 1]
    assert asked == [0, 1]
    assert recent.of(0, make, 0) == 0
    assert recent.of(2, make, 2) == 4
    assert asked == [0, 1, 2]
    assert len(recent) == 2
    assert recent.of(0, make, 0) == 0
    assert asked == [0, 1, 2], "asked for later than 1, so 1 had to go"
    assert recent.of(1, make, 1) == 1
    assert asked == [0, 1, 2, 1]
