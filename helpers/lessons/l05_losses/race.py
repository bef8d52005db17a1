"""A fair race between losses: the same digits, starts, steps and search for every contender.

A contender is nothing but a gradient: a function that takes the outputs of a linear model, shape
(..., N, K), and the one-hot targets, shape (N, K), and returns the slope of each example's loss
with respect to each output, in the shape of the outputs. The losses themselves are never compared:
they are in different units. What is compared is the accuracy on pictures that nobody trained on.

One repetition, for each seed: draw 400 of the training digits to fit and 400 others to validate;
draw the starting weights; for each contender try every learning rate and keep the one with the
highest validation accuracy, averaged over the whole run, so that both far and fast count. Only then
are the test digits looked at.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.live.learner import call_learner, name_of
from helpers.maths.arguments import (
    FloatArray,
    as_numbers,
    as_numbers_or_nan,
    positive_number,
    whole_number,
)
from helpers.maths.data import digits
from helpers.maths.encoding import one_hot
from helpers.maths.softmax import softmax
from helpers.maths.training import add_intercept

Gradient = Callable[[FloatArray, FloatArray], FloatArray]
Plan = tuple[str, str, int]
"""A run to be made: start, contender, seed."""

NUM_CLASSES = 10
STEPS = 60
SEEDS = (0, 1, 2, 3, 4)
LEARNING_RATES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0)
"""What the search tries, the same for every contender."""

PICTURES = 400
"""To fit; as many to validate. With ten rates each product of matrices stays below 2^18
multiplications, where OpenBLAS starts threads, which cost more than they gain on a busy machine."""

TARGET_ACCURACY = 0.9
"""The race is also for who gets here first."""

_EVERY = 5  # the search looks at the validation pictures after every fifth step
_TOO_LARGE = 1e30  # a run with such weights has diverged; it is out of the race


# Contenders -------------------------------------------------------------------------------------


def cross_entropy_after_softmax(outputs: FloatArray, targets: FloatArray) -> FloatArray:
    """Return the gradient of softmax and cross-entropy: p - y.

    Examples
    --------
    >>> cross_entropy_after_softmax(np.array([[2.0, 1.0, 0.1]]), np.array([[1, 0, 0]])).round(3)
    array([[-0.341,  0.242,  0.099]])
    """
    return softmax(outputs) - targets


def squared_error_after_softmax(outputs: FloatArray, targets: FloatArray) -> FloatArray:
    """Return the gradient of softmax and squared error: the Jacobian of softmax times 2 (p - y).

    Examples
    --------
    >>> squared_error_after_softmax(np.array([[2.0, 1.0, 0.1]]), np.array([[1, 0, 0]])).round(3)
    array([[-0.244,  0.193,  0.05 ]])
    """
    p = softmax(outputs)
    slope = 2 * (p - targets)
    return p * (slope - (p * slope).sum(axis=-1, keepdims=True))


def squared_error_without_softmax(outputs: FloatArray, targets: FloatArray) -> FloatArray:
    """Return the gradient of the squared error of the outputs as they are: 2 (z - y).

    Examples
    --------
    >>> squared_error_without_softmax(np.array([[2.0, 1.0, 0.1]]), np.array([[1, 0, 0]]))
    array([[2. , 2. , 0.2]])
    """
    return 2 * (outputs - targets)


CONTENDERS: dict[str, Gradient] = {
    "softmax + cross-entropy": cross_entropy_after_softmax,
    "softmax + squared error": squared_error_after_softmax,
    "linear + squared error": squared_error_without_softmax,
}
"""The three contenders of lesson 05."""

_NUDGE = 1e-3  # in log-odds, for the slope of a learner's loss
_LARGEST_LOG_ODDS = 700.0  # beyond it p rounds to 0


def through_softmax(loss: Callable[[FloatArray], ArrayLike]) -> Gradient:
    """Make a contender of a loss that is a function of p, the probability of the true class.

    Parameters
    ----------
    loss
        Takes an array of probabilities, of any shape, and returns the loss of each.

    Returns
    -------
    The gradient of that loss with respect to the outputs, through softmax.

    Raises
    ------
    TypeError
        The loss is no function. (What a learner's loss does wrong later is a `LearnerError`.)

    Notes
    -----
    With u = log(p / (1 - p)), the log-odds of the true class, du/dz is 1 for the true class and
    -p_k / (1 - p) for another class k. dL/du is measured: the loss at p(u + h) minus the loss at
    p(u - h), divided by 2h. In log-odds this is accurate even where p is 1e-9.

    Examples
    --------
    >>> gradient = through_softmax(lambda p: -np.log(p))
    >>> gradient(np.array([[2.0, 1.0, 0.1]]), np.array([[1, 0, 0]])).round(3)
    array([[-0.341,  0.242,  0.099]])
    """
    if not callable(loss):
        raise TypeError(
            f"the loss must be a function of p, but got {loss!r}. "
            "Pass its name without brackets: through_softmax(my_loss)."
        )

    def gradient(outputs: FloatArray, targets: FloatArray) -> FloatArray:
        others = np.where(targets > 0, -np.inf, outputs)
        highest = others.max(axis=-1, keepdims=True)
        weights = np.exp(others - highest)
        total = weights.sum(axis=-1, keepdims=True)
        log_odds = (outputs * targets).sum(axis=-1) - (highest + np.log(total))[..., 0]
        slope = slope_in_log_odds(loss, log_odds)
        return slope[..., np.newaxis] * (targets - weights / total)

    gradient.__name__ = name_of(loss)
    return gradient


def slope_in_log_odds(loss: Callable[[FloatArray], ArrayLike], log_odds: ArrayLike) -> FloatArray:
    """Return the slope of a loss of p with respect to u = log(p / (1 - p)), which is a logit.

    Parameters
    ----------
    loss
        Takes probabilities, returns the loss of each.
    log_odds
        Any shape.

    Returns
    -------
    The slopes, in the shape of `log_odds`.

    Raises
    ------
    LearnerError
        The loss raises, or does not return one number for each probability.

    Examples
    --------
    >>> slope_in_log_odds(lambda p: -np.log(p), [-20.0, 0.0]).round(3)
    array([-1. , -0.5])
    """
    u = np.clip(as_numbers(log_odds, "log_odds"), -_LARGEST_LOG_ODDS, _LARGEST_LOG_ODDS)
    above, below = (
        call_learner(loss, probability_at(u + nudge), shape=u.shape) for nudge in (_NUDGE, -_NUDGE)
    )
    with np.errstate(all="ignore"):
        return (above - below) / (2 * _NUDGE)


def probability_at(log_odds: ArrayLike) -> FloatArray:
    """Return the sigmoid 1 / (1 + e^-u), which turns log-odds into a probability.

    Examples
    --------
    >>> probability_at([-20.0, 0.0, np.log(3)])
    array([2.06115362e-09, 5.00000000e-01, 7.50000000e-01])
    """
    u = np.asarray(log_odds, dtype=float)
    shrunk = np.exp(-np.abs(u))
    return np.where(u >= 0, 1.0, shrunk) / (1 + shrunk)


# Starts -----------------------------------------------------------------------------------------


def undecided(generator: np.random.Generator, shape: tuple[int, int]) -> FloatArray:
    """Return small random weights: all classes about equally likely, as training usually starts.

    >>> undecided(np.random.default_rng(0), (3, 2)).shape
    (3, 2)
    """
    return 0.01 * generator.standard_normal(shape)


def half_sure(generator: np.random.Generator, shape: tuple[int, int]) -> FloatArray:
    """Return random weights of ordinary size 1: about half sure of a class, mostly a wrong one.

    >>> half_sure(np.random.default_rng(0), (3, 2)).shape
    (3, 2)
    """
    return generator.standard_normal(shape)


def sure_of_one_class(generator: np.random.Generator, shape: tuple[int, int]) -> FloatArray:
    """Return small weights and one intercept of 20: sure that every picture is the same digit.

    >>> print(sure_of_one_class(np.random.default_rng(0), (3, 2))[:, -1].max().round(1))
    20.0
    """
    weights = undecided(generator, shape)
    weights[generator.integers(shape[0]), -1] += 20
    return weights


STARTS: dict[str, Callable[[np.random.Generator, tuple[int, int]], FloatArray]] = {
    "undecided": undecided,
    "wrong, half sure": half_sure,
    "wrong, sure": sure_of_one_class,
}
"""The starts of lesson 05: a good one, and two that are wrong."""


# The race ---------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Split:
    """The pictures of one repetition, each pixel minus its mean over the fitted pictures.

    Attributes
    ----------
    fit, validation, test
        Shape (N, 65): 64 pixels and a column of ones.
    fit_targets
        Shape (N, 10), one-hot.
    validation_labels, test_labels
        Shape (N,).
    """

    fit: FloatArray
    fit_targets: FloatArray
    validation: FloatArray
    validation_labels: NDArray[np.intp]
    test: FloatArray
    test_labels: NDArray[np.intp]


def split_digits(seed: int) -> Split:
    """Take 400 training digits to fit and 400 others to validate; the test digits stay apart.

    Parameters
    ----------
    seed
        For the shuffle, 0 or more.

    Returns
    -------
    The pictures of one repetition.

    Examples
    --------
    >>> split = split_digits(seed=0)
    >>> len(split.fit), len(split.validation), len(split.test)
    (400, 400, 540)
    """
    data = digits()
    order = np.random.default_rng(whole_number(seed, "seed", minimum=0)).permutation(
        len(data.train_labels)
    )
    fit, validation = order[:PICTURES], order[PICTURES : 2 * PICTURES]
    mean = data.train_images[fit].mean(axis=0)
    return Split(
        fit=add_intercept(data.train_images[fit] - mean),
        fit_targets=one_hot(data.train_labels[fit], NUM_CLASSES),
        validation=add_intercept(data.train_images[validation] - mean),
        validation_labels=data.train_labels[validation],
        test=add_intercept(data.test_images - mean),
        test_labels=data.test_labels,
    )


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
                f"There is no run of {contender!r} from {start!r}. The contenders are "
                f"{', '.join(self.contenders)}; the starts are {', '.join(self.starts)}."
            )
        return found

    def table(self) -> str:
        """Return the result as text: medians over the seeds, and the lowest and the highest.

        Accuracies after the last step; steps to an accuracy of 0.90, counted in fives.
        """
        lines = [f"{'start':18} {'contender':24} {'rate':>5}  {'accuracy':18} steps to 0.90"]
        for start in self.starts:
            for contender in self.contenders:
                runs = self.runs_of(contender, start)
                rate = np.median([run.learning_rate for run in runs])
                ends = np.array([run.accuracy[-1] for run in runs])
                steps = np.array([5 * np.ceil(run.steps_to() / 5) for run in runs])
                lines.append(
                    f"{start:18} {contender:24} {rate:5g}  "
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
        lines = ["    rate  " + "  ".join(self.contenders)]
        for i, rate in enumerate(self.learning_rates):
            cells = (f"{c[i]:{len(n)}.2f}" for c, n in zip(columns, self.contenders, strict=True))
            lines.append(f"{rate:8g}  " + "  ".join(cells))
        return "\n".join(lines)


def run_race(
    contenders: Mapping[str, Gradient] = CONTENDERS,
    seeds: Iterable[int] = SEEDS,
    steps: int = STEPS,
    learning_rates: Iterable[float] = LEARNING_RATES,
    progress: Callable[[list[Plan]], Iterable[Plan]] | None = None,
) -> Race:
    """Run the race: every contender from every start, in one repetition for each seed.

    Parameters
    ----------
    contenders
        Name → gradient (see the top of this module). `through_softmax` makes one of a loss of p.
    seeds
        One repetition for each: its own split of the training digits, its own starting weights,
        its own search. All contenders share the split and the weights.
    steps
        Gradient descent steps on all pictures at once, the same for every run.
    learning_rates
        What each run's search tries.
    progress
        Wraps the list of runs to be made, to show how far it is.

    Returns
    -------
    All runs.

    Raises
    ------
    TypeError, ValueError
        A contender is no function, or there are none; no seeds; steps or rates are not positive;
        a gradient does not return one slope for each output.
    LearnerError
        What a loss given to `through_softmax` does wrong.

    Examples
    --------
    >>> race = run_race(seeds=[0], steps=10, learning_rates=[0.1, 1.0])
    >>> run = race.runs_of("softmax + cross-entropy", "undecided")[0]
    >>> run.learning_rate, run.accuracy.shape
    (1.0, (11,))
    """
    contenders, seeds = dict(contenders), [whole_number(s, "seeds", minimum=0) for s in seeds]
    rates = [positive_number(rate, "learning_rates", "Try 0.1.") for rate in learning_rates]
    steps = whole_number(steps, "steps", minimum=1)
    if not contenders or not seeds or not rates:
        raise ValueError("A race needs at least one contender, one seed and one learning rate.")
    for name, gradient in contenders.items():
        if not callable(gradient):
            raise TypeError(
                f"The contender {name!r} must be a function, but got {gradient!r}. "
                "Make one of a loss with through_softmax(my_loss)."
            )
    planned = [(s, c, seed) for s in STARTS for c in contenders for seed in seeds]
    runs = []
    for start, contender, seed in planned if progress is None else progress(planned):
        split = split_digits(seed)
        generator = np.random.default_rng([seed, 1])  # the same weights for every contender
        weights = STARTS[start](generator, (NUM_CLASSES, split.fit.shape[1]))
        gradient = contenders[contender]
        path = descend(gradient, split.fit, split.fit_targets, weights, rates, steps)
        runs.append(_judge(contender, start, seed, path, split, rates))
    return Race(tuple(runs), tuple(rates), steps)


def descend(
    gradient: Gradient,
    pictures: FloatArray,
    targets: FloatArray,
    start: FloatArray,
    learning_rates: Iterable[float],
    steps: int,
) -> FloatArray:
    """Return the path of gradient descent for several learning rates, computed side by side.

    Parameters
    ----------
    gradient
        A contender.
    pictures
        Shape (N, D).
    targets
        Shape (N, K), one-hot.
    start
        Shape (K, D): the weights that every learning rate starts from.
    learning_rates
        R of them.
    steps
        How many.

    Returns
    -------
    Shape (steps + 1, K, R, D). Where a run has diverged, NaN.

    Examples
    --------
    >>> path = descend(squared_error_without_softmax, np.ones((1, 1)), np.ones((1, 1)),
    ...                np.zeros((1, 1)), [0.25], steps=2)
    >>> path.ravel()
    array([0.  , 0.5 , 0.75])
    """
    rates = np.array(list(learning_rates))[:, np.newaxis]
    columns, count = np.ascontiguousarray(pictures.T), len(pictures)
    weights = np.repeat(start[:, np.newaxis, :], len(rates), axis=1)
    path = np.full((steps + 1, *weights.shape), np.nan)
    path[0] = weights
    alive = np.ones(len(rates), dtype=bool)
    for step in range(1, steps + 1):
        # Outputs of shape (R, N, K), with the classes outermost in memory: sums over them are fast.
        outputs = np.moveaxis(weights @ columns, 0, -1)
        slopes = np.moveaxis(_slopes(gradient(outputs, targets), outputs.shape), -1, 0)
        with np.errstate(all="ignore"):
            weights = weights - rates / count * (slopes @ pictures)
            alive = alive & (np.abs(weights) < _TOO_LARGE).all(axis=(0, 2))
        weights = np.where(alive[:, np.newaxis], weights, 0.0)
        path[step][:, alive] = weights[:, alive]
    return path


def _slopes(answer: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    slopes = as_numbers_or_nan(answer, "the gradient of a contender")
    if slopes.shape != shape:
        raise ValueError(
            f"A contender's gradient has the shape {slopes.shape}, but the outputs have {shape}. "
            "There must be one slope for each output."
        )
    return slopes


def accuracies(path: FloatArray, pictures: FloatArray, labels: NDArray[np.intp]) -> FloatArray:
    """Return the accuracy at each point of a path; 0 where the run has diverged.

    Parameters
    ----------
    path
        Shape (T, K, R, D), from `descend`.
    pictures
        Shape (N, D).
    labels
        Shape (N,).

    Returns
    -------
    Shape (T, R).

    Examples
    --------
    >>> path = np.array([[[[1.0]], [[-1.0]]], [[[np.nan]], [[np.nan]]]])  # two classes, two steps
    >>> accuracies(path, np.array([[1.0], [-1.0]]), np.array([0, 1]))
    array([[1.],
           [0.]])
    """
    finite = np.isfinite(path).all(axis=(1, 3))
    by_rate = np.ascontiguousarray(np.moveaxis(np.nan_to_num(path), 1, 2))  # (T, R, K, D)
    outputs = pictures @ np.swapaxes(by_rate, -1, -2)  # (T, R, N, K)
    return (outputs.argmax(axis=-1) == labels).mean(axis=-1) * finite


def _judge(
    contender: str, start: str, seed: int, path: FloatArray, split: Split, rates: list[float]
) -> Run:
    """Choose the learning rate on the validation pictures, then look at the test pictures."""
    validation = accuracies(path[::_EVERY], split.validation, split.validation_labels)
    search = validation.mean(axis=0)
    best = int(search.argmax())  # of several equally good rates, the smallest
    chosen = path[:, :, best : best + 1]
    return Run(
        contender,
        start,
        seed,
        rates[best],
        search,
        validation=accuracies(path[-1:], split.validation, split.validation_labels)[0],
        accuracy=accuracies(chosen, split.test, split.test_labels)[:, 0],
        weights=np.nan_to_num(chosen[:, :, 0]).astype(np.float32),
    )


def _steps(count: float) -> str:
    return f"{count:.0f}" if np.isfinite(count) else "never"
