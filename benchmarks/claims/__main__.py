"""Recompute the slow claims of the lessons: `make claims`, or `make claims ARGS="l05 l07"`.

Each file l00.py … l08.py of this folder has a function `claims()` that yields, one after another,
what a lesson says, what was measured, and whether the sentence still holds.
"""

import importlib
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

Claim = tuple[str, str, bool]
"""What a lesson says; what was measured; whether the sentence still holds."""

WIDTHS = (52, 56)


def lessons(names: Iterable[str] = ()) -> list[str]:
    """Return the names of the files with claims, or of those that were asked for."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("l[0-9][0-9].py"))
    unknown = sorted(set(names) - set(found))
    if unknown:
        raise SystemExit(f"No claims for {', '.join(unknown)}. There are: {', '.join(found)}.")
    return [name for name in found if name in names] if names else found


def row(lesson: str, claim: Claim) -> str:
    """Return a row of the table, folded where it is long."""
    said, measured, holds = claim
    cells = [
        textwrap.wrap(text, width) for text, width in zip((said, measured), WIDTHS, strict=True)
    ]
    cells = [[lesson], *cells, ["holds" if holds else "FAILS"]]
    height = max(map(len, cells))
    widths = (3, *WIDTHS, 5)
    lines = [
        "  ".join(
            (cell[i] if i < len(cell) else "").ljust(width)
            for cell, width in zip(cells, widths, strict=True)
        ).rstrip()
        for i in range(height)
    ]
    return "\n".join(lines)


def measure(names: Iterable[str]) -> Iterator[tuple[str, Claim]]:
    """Yield (lesson, claim) one by one, as they are measured."""
    for name in names:
        for claim in importlib.import_module(f"benchmarks.claims.{name}").claims():
            yield name, claim


def main(arguments: Iterable[str] = ()) -> int:
    """Print the table; return 1 if a claim does not hold, or if there is none."""
    started, verdicts = time.monotonic(), []
    for name, claim in measure(lessons(list(arguments))):
        print(row(name, claim), flush=True)
        verdicts.append(claim[2])
    failed = len(verdicts) - sum(map(bool, verdicts))
    minutes = (time.monotonic() - started) / 60
    print(f"Claims: {len(verdicts)}. Do not hold: {failed}. Took {minutes:.1f} minutes.")
    return int(failed > 0 or not verdicts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
