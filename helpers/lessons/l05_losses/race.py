"""A fair race between losses: the same digits, starts, steps and search for every contender.

The losses themselves are never compared: they are in different units. What is compared is the
accuracy on pictures that nobody trained on.

One repetition, for each seed: shuffle the digits into 400 to fit, 400 to validate and the rest to
test; draw the starting weights; for each contender try every learning rate and keep the one with
the highest validation accuracy, averaged over the whole run, so that both far and fast count. Only
then are the test digits looked at.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say, say_list
from helpers.lessons.l05_losses.contenders import CONTENDERS, Gradient
from helpers.lessons.l05_losses.results import Race, Run
from helpers.lessons.l05_losses.starts import (
    FIRST_STARTS,
    PICTURES,
    STARTS,
    Split,
    Start,
    split_digits,
)
from helpers.maths.arguments import (
    FloatArray,
    as_numbers_or_nan,
    positive_number,
    whole_number,
)

Step = Callable[[FloatArray], FloatArray]
"""The gradient of the weights → what a learning rate multiplies, in the same shape."""

Plan = tuple[str, str, int]
"""A run to be made: start, contender, seed."""

Named = TypeVar("Named")

STEPS = 60
SEEDS = (0, 1, 2, 3, 4)
LEARNING_RATES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0)
"""What the search tries, the same for every contender."""

_EVERY = 5  # the search looks at the validation pictures after every fifth step
_TOO_LARGE = 1e30  # a run with such weights has diverged; it is out of the race


def run_race(
    contenders: Mapping[str, Gradient] | None = None,
    seeds: Iterable[int] = SEEDS,
    steps: int = STEPS,
    learning_rates: Iterable[float] = LEARNING_RATES,
    starts: Mapping[str, Start] | Iterable[str] | None = None,
    step: Step | None = None,
    wrong_labels: float = 0.0,
    pictures: int = PICTURES,
    progress: Callable[[list[Plan]], Iterable[Plan]] | None = None,
) -> Race:
    """Run the race: every contender from every start, in one repetition for each seed.

    Parameters
    ----------
    contenders
        Name → gradient (see `contenders`). `through_softmax` makes one of a loss of p. If not
        given, the three of lesson 05.
    seeds
        One repetition for each: its own split of the digits, its own starting weights, its own
        search. All contenders share the split and the weights.
    steps
        Gradient descent steps on all pictures at once, the same for every run.
    learning_rates
        What each run's search tries.
    starts
        Name → start (see `starts`), or the names of some that are known there. If not given, the
        three that lesson 05 begins with.
    step
        Makes a step of the gradient of the weights, shape (10, 65); the learning rate multiplies
        it. If not given, the step is the gradient: plain descent.
    wrong_labels
        The share of the training labels that is replaced by random digits (see `split_digits`).
    pictures
        How many to fit.
    progress
        Wraps the list of runs to be made, to show how far it is.

    Returns
    -------
    All runs.

    Raises
    ------
    TypeError, ValueError
        A contender is no function, or there are none; no seeds or starts; steps or rates are not
        positive; a gradient does not return one slope for each output.
    LearnerError
        What a loss given to `through_softmax` does wrong.

    Examples
    --------
    >>> race = run_race(seeds=[0], steps=10, learning_rates=[0.1, 1.0])
    >>> run = race.runs_of("softmax + cross-entropy", "undecided")[0]
    >>> run.learning_rate, run.accuracy.shape
    (1.0, (11,))
    """
    contenders = _as_said(CONTENDERS) if contenders is None else dict(contenders)
    seeds = [whole_number(s, "seeds", minimum=0) for s in seeds]
    rates = [positive_number(rate, "learning_rates", say("Try 0.1.")) for rate in learning_rates]
    steps = whole_number(steps, "steps", minimum=1)
    starts = _known(map(say, FIRST_STARTS) if starts is None else starts)
    if not (contenders and seeds and rates and starts):
        raise ValueError(say("A race needs at least one contender, start, seed and learning rate."))
    for name, gradient in contenders.items():
        if not callable(gradient):
            raise TypeError(
                say(
                    "The contender {name!r} must be a function, but got {gradient!r}. "
                    "Make one of a loss with through_softmax(my_loss)."
                ).format(name=name, gradient=gradient)
            )
    planned = [(s, c, seed) for s in starts for c in contenders for seed in seeds]
    runs = []
    for start, contender, seed in planned if progress is None else progress(planned):
        split = split_digits(seed, wrong_labels, pictures)
        generator = np.random.default_rng([seed, 1])  # the same weights for every contender
        weights = starts[start](generator, split)
        gradient = contenders[contender]
        path = descend(gradient, split.fit, split.fit_targets, weights, rates, steps, step)
        runs.append(_judge(contender, start, seed, path, split, rates))
    return Race(tuple(runs), tuple(rates), steps)


def _known(starts: Mapping[str, Start] | Iterable[str]) -> dict[str, Start]:
    if isinstance(starts, Mapping):
        return dict(starts)
    names, known = list(starts), _as_said(STARTS)
    for name in names:
        if name not in known | STARTS:
            raise ValueError(
                say("There is no start {name!r}. There are: {known}.").format(
                    name=name, known=say_list(known, "; ")
                )
            )
    return {name: (known | STARTS)[name] for name in names}


def _as_said(functions: Mapping[str, Named]) -> dict[str, Named]:
    """Return functions that have English names under their names in the language spoken."""
    return {say(name): function for name, function in functions.items()}


def descend(
    gradient: Gradient,
    pictures: FloatArray,
    targets: FloatArray,
    start: FloatArray,
    learning_rates: Iterable[float],
    steps: int,
    step: Step | None = None,
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
    step
        As for `run_race`.

    Returns
    -------
    Shape (steps + 1, K, R, D). Where a run has diverged, NaN.

    Examples
    --------
    >>> path = descend(lambda z, y: 2 * (z - y), np.ones((1, 1)), np.ones((1, 1)),
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
    for now in range(1, steps + 1):
        # Outputs of shape (R, N, K), with the classes outermost in memory: sums over them are fast.
        outputs = np.moveaxis(weights @ columns, 0, -1)
        slopes = np.moveaxis(_slopes(gradient(outputs, targets), outputs.shape), -1, 0)
        with np.errstate(all="ignore"):
            gradients = slopes @ pictures / count
            if step is not None:
                gradients = np.stack([_of(step, g) for g in np.moveaxis(gradients, 1, 0)], axis=1)
            weights = weights - rates * gradients
            alive = alive & (np.abs(weights) < _TOO_LARGE).all(axis=(0, 2))
        weights = np.where(alive[:, np.newaxis], weights, 0.0)
        path[now][:, alive] = weights[:, alive]
    return path


def _of(step: Step, gradient: FloatArray) -> FloatArray:
    answer = as_numbers_or_nan(step(gradient), say("what step returns"))
    if answer.shape != gradient.shape:
        raise ValueError(
            say(
                "step must return an array in the shape of the gradient, {expected}, but "
                "returned one of shape {shape}."
            ).format(expected=gradient.shape, shape=answer.shape)
        )
    return answer


def _slopes(answer: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    slopes = as_numbers_or_nan(answer, say("the gradient of a contender"))
    if slopes.shape != shape:
        raise ValueError(
            say(
                "A contender's gradient has the shape {slopes}, but the outputs have {outputs}. "
                "There must be one slope for each output."
            ).format(slopes=slopes.shape, outputs=shape)
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
