"""From numbers to pixels, and the round numbers an axis is labelled with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A straight line from [low, high] of the data to pixels [start, end]; ``end`` may be the smaller one."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: int, high: int, *, at_most: int) -> tuple[int, ...]:
    """Whole numbers at equal steps of 1, 2 or 5 times a power of ten that cover [low, high].

    The first is at most ``low`` and the last at least ``high``: an axis from first to last holds all the data.

    >>> ticks(225, 410, at_most=5)
    (200, 250, 300, 350, 400, 450)
    >>> ticks(0, 9, at_most=5)
    (0, 2, 4, 6, 8, 10)
    """
    step = _step(high - low, at_most=at_most)
    first, last = low // step * step, -(-high // step) * step
    return tuple(range(first, max(last, first + step) + 1, step))


def _step(span: int, *, at_most: int) -> int:
    """The smallest step of 1, 2 or 5 times a power of ten that divides ``span`` into at most ``at_most`` parts."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if step * at_most >= span:
                return step
        power *= 10
