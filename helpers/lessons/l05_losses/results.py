"""What comes out of a race: its runs, and tables of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, say_list
from helpers.languages.columns import columns_of
from helpers.maths.arguments import FloatArray

WIDE_SPACE = "\N{IDEOGRAPHIC SPACE}"
"""As wide as a Chinese letter."""

TARGET_ACCURACY = 0.9
"""The race is also for who gets here first."""


@dataclass(frozen=True, eq=False)
class Run:
    """How one contender did from one start in one repetition, at the learning rate it chose.

    Attributes
    ----------
    contender, start : str
    seed : int
    learning_rate
        The best of the search.
    search
        Shape (R,): validation accuracy for each learning rate, averaged over the run.
    validation
        Shape (R,): validation accuracy for each learning rate after the last step.
    accuracy
        Shape (steps + 1,): accuracy on the test pictures, at the start and after each step.
    weights
        Shape (steps + 1, 10, 65), float32: one row for each digit, the intercept last.
    """

    contender: str
    start: str
    seed: int
    learning_rate: float
    search: FloatArray
    validation: FloatArray
    accuracy: FloatArray
    weights: NDArray[np.float32]

    def steps_to(self, accuracy: float = TARGET_ACCURACY) -> float:
        """Return the first step with that accuracy on the test pictures, or inf."""
        there = np.flatnonzero(self.accuracy >= accuracy)
        return float(there[0]) if there.size else np.inf


@dataclass(frozen=True, eq=False)
class Race:
    """All runs of a race.

    Attributes
    ----------
    runs
        For each start, each contender and each seed, one.
    learning_rates
        What the search of every run tried.
    steps
        The budget of every run.
    """

    runs: tuple[Run, ...]
    learning_rates: tuple[float, ...]
    steps: int

    @property
    def contenders(self) -> tuple[str, ...]:
        """The names of the contenders."""
        return tuple(dict.fromkeys(run.contender for run in self.runs))

    @property
    def starts(self) -> tuple[str, ...]:
        """The names of the starts."""
        return tuple(dict.fromkeys(run.start for run in self.runs))

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds of the repetitions."""
        return tuple(dict.fromkeys(run.seed for run in self.runs))

    def runs_of(self, contender: str, start: str) -> list[Run]:
        """Return the runs of one contender from one start, one for each seed.

        Raises
        ------
        ValueError
            If there are none.
        """
        found = [run for run in self.runs if (run.contender, run.start) == (contender, start)]
        if not found:
            raise ValueError(
                say(
                    "There is no run of {contender!r} from {start!r}. The contenders are "
                    "{contenders}; the starts are {starts}."
                ).format(
                    contender=contender,
                    start=start,
                    contenders=say_list(self.contenders),
                    starts=say_list(self.starts),
                )
            )
        return found

    def table(self) -> str:
        """Return the result as text: medians over the seeds, and the lowest and the highest.

        Accuracies after the last step; steps to an accuracy of 0.90, counted in fives.
        """
        titles = [say("start"), say("contender"), say("rate"), say("accuracy")]
        rows = [[*titles, say("steps to 0.90")]]
        for start in self.starts:
            for contender in self.contenders:
                runs = self.runs_of(contender, start)
                rate = np.median([run.learning_rate for run in runs])
                ends = np.array([run.accuracy[-1] for run in runs])
                steps = np.array([5 * np.ceil(run.steps_to() / 5) for run in runs])
                rows.append(
                    [
                        start,
                        contender,
                        f"{rate:g}",
                        f"{np.median(ends):.2f} ({ends.min():.2f}-{ends.max():.2f})",
                        f"{_steps(np.median(steps))} ({_steps(steps.min())}-{_steps(steps.max())})",
                    ]
                )
        lines = in_columns(rows, (19, 23, -5, 17))
        for k in reversed(range(1, len(self.starts))):
            lines.insert(1 + k * len(self.contenders), "")
        return "\n".join(lines)

    def search_table(self, start: str) -> str:
        """Return as text the validation accuracy at the end for each learning rate.

        Medians over the seeds; 0.00 where the weights grew beyond all bounds.
        """
        columns = [
            np.median([run.validation for run in self.runs_of(name, start)], axis=0)
            for name in self.contenders
        ]
        rows = [[say("rate"), *self.contenders]]
        for i, rate in enumerate(self.learning_rates):
            rows.append([f"{rate:g}", *(f"{column[i]:.2f}" for column in columns)])
        return "\n".join(in_columns(rows, [-8, *(-1 for _ in columns)]))


def in_columns(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Return the lines of a table, aligned however wide a font makes its Chinese letters.

    In a column all texts get the same number of wide letters, by wide spaces, and the same number
    of narrow ones, by spaces.

    Parameters
    ----------
    rows
        Texts, as many in each row.
    widths
        Of the first columns, at least; below 0 for a column that is aligned on its right. Columns
        without a width, at the end, stay as they are.

    Examples
    --------
    >>> in_columns([["start", "rate"], ["near", "0.1"]], (8, -6))
    ['start       rate', 'near         0.1']
    """
    columns = list(zip(*rows, strict=True))
    for k, width in enumerate(widths):
        wide = [columns_of(text) - len(text) for text in columns[k]]
        narrow = [len(text) - count for text, count in zip(columns[k], wide, strict=True)]
        room = max(abs(width) - 2 * max(wide), *narrow)
        blanks = [
            WIDE_SPACE * (max(wide) - of_wide) + " " * (room - of_narrow)
            for of_wide, of_narrow in zip(wide, narrow, strict=True)
        ]
        pairs = zip(columns[k], blanks, strict=True)
        columns[k] = tuple(b + text if width < 0 else text + b for text, b in pairs)
    return ["  ".join(row) for row in zip(*columns, strict=True)]


def _steps(count: float) -> str:
    return f"{count:.0f}" if np.isfinite(count) else say("never")
