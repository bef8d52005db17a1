"""What comes out of a race: its runs, and tables of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, say_list
from helpers.languages.columns import columns_of
from helpers.maths.arguments import FloatArray

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
        room = max(5, columns_of(say("rate")))
        head = wide(say("start"), 20), wide(say("contender"), 24), wide(say("rate"), -room)
        accuracy, reached = wide(say("accuracy"), 18), say("steps to 0.90")
        lines = [f"{' '.join(head)}  {accuracy} {reached}"]
        for start in self.starts:
            for contender in self.contenders:
                runs = self.runs_of(contender, start)
                rate = np.median([run.learning_rate for run in runs])
                ends = np.array([run.accuracy[-1] for run in runs])
                steps = np.array([5 * np.ceil(run.steps_to() / 5) for run in runs])
                lines.append(
                    f"{wide(start, 20)} {wide(contender, 24)} {rate:{room}g}  "
                    f"{np.median(ends):.2f} ({ends.min():.2f}-{ends.max():.2f})   "
                    f"{_steps(np.median(steps))} ({_steps(steps.min())}-{_steps(steps.max())})"
                )
            lines.append("")
        return "\n".join(lines[:-1])

    def search_table(self, start: str) -> str:
        """Return as text the validation accuracy at the end for each learning rate.

        Medians over the seeds; 0.00 where the weights grew beyond all bounds.
        """
        columns = [
            np.median([run.validation for run in self.runs_of(name, start)], axis=0)
            for name in self.contenders
        ]
        widths = [columns_of(name) for name in self.contenders]
        lines = ["  ".join([wide(say("rate"), -8), *self.contenders])]
        for i, rate in enumerate(self.learning_rates):
            cells = (f"{c[i]:{width}.2f}" for c, width in zip(columns, widths, strict=True))
            lines.append(f"{rate:8g}  " + "  ".join(cells))
        return "\n".join(lines)


def wide(text: str, width: int) -> str:
    """Return a text filled up with spaces to a width, on its left if the width is below 0.

    Examples
    --------
    >>> wide("start", 8), wide("rate", -8)
    ('start   ', '    rate')
    """
    blanks = " " * (abs(width) - columns_of(text))
    return blanks + text if width < 0 else text + blanks


def _steps(count: float) -> str:
    return f"{count:.0f}" if np.isfinite(count) else say("never")
