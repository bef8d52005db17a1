"""The check of exercise 4 of lesson 08: the expected calibration error."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, to_say
from helpers.learning.answers import (
    Mistakes,
    must_be_function,
    must_not_be_rounded,
    same,
    shown_beside,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.live.learner import call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.calibration import BINS, reliability


def _batch(seed: int, count: int, classes: int, sharp: float) -> tuple[FloatArray, NDArray[Any]]:
    random = np.random.default_rng(seed)
    e = np.exp(sharp * random.standard_normal((count, classes)))
    return e / e.sum(axis=1, keepdims=True), random.integers(classes, size=count)


BATCHES = (_batch(0, 40, 3, 2.0), _batch(1, 25, 4, 1.5), _batch(2, 60, 2, 3.0))


def right_error(p: FloatArray, labels: NDArray[Any]) -> Any:
    """Return the expected calibration error: the mean gap of ten bins, weighted by their counts."""
    counts, says, right = reliability(p, labels)
    return np.nansum(counts * np.abs(says - right)) / counts.sum()


def _bins(p: FloatArray, labels: NDArray[Any]) -> Any:
    counts, says, right = reliability(p, labels)
    filled = counts > 0
    return counts[filled], says[filled] - right[filled]


ERROR_MISTAKES: Mistakes = {
    to_say(
        "Too sure in one bin and too careful in another cancel in your sum. Take the size of each "
        "gap, np.abs, within its bin, before you add them."
    ): lambda p, y: np.abs(np.dot(*_bins(p, y))) / len(p),
    to_say(
        "You take the plain mean of the bins, so that a bin with one picture counts as much as one "
        "with twenty. Weigh each by its share of the pictures."
    ): lambda p, y: np.abs(_bins(p, y)[1]).mean(),
    to_say("You divide by ten bins, empty ones too. Weigh each by its share of the pictures."): (
        lambda p, y: np.abs(_bins(p, y)[1]).sum() / BINS
    ),
    to_say(
        "You return the largest gap. The mean is asked for, weighted by the pictures."
    ): lambda p, y: np.abs(_bins(p, y)[1]).max(),
    to_say(
        "You add the gaps up without a weight. Multiply each by its share of the pictures."
    ): lambda p, y: np.abs(_bins(p, y)[1]).sum(),
    to_say(
        "You multiply each gap by the number of its pictures. Divide by the number of all pictures "
        "too."
    ): lambda p, y: right_error(p, y) * len(p),
    to_say(
        "You take the mean of |probability - right| over single pictures. First the means within "
        "each bin, then the gap between them."
    ): lambda p, y: np.abs(p.max(axis=1) - _hits(p, y)).mean(),
    to_say(
        "max and argmax looked through the whole table. Each row is a picture: axis=1."
    ): lambda p, y: abs(p.max() - np.sum(p.argmax() == y)) / len(p),
    to_say(
        "You take the probability of the true class. What the model says is that of its answer, "
        "the highest."
    ): lambda p, y: _error_of_truth(p, y),
}


def _hits(p: FloatArray, labels: NDArray[Any]) -> NDArray[np.bool_]:
    return p.argmax(axis=1) == labels


def _error_of_truth(p: FloatArray, labels: NDArray[Any]) -> Any:
    given = p[np.arange(len(p)), labels]
    places = np.minimum((given * BINS).astype(int), BINS - 1)
    gaps = np.bincount(places, weights=given - _hits(p, labels), minlength=BINS)
    return np.abs(gaps).sum() / len(p)


@exercise
def calibration_error(answer: Any) -> str:
    """Judge the expected calibration error of ten bins."""
    must_be_function(answer, "calibration_error")
    gots = [call_learner(answer, p, labels) for p, labels in BATCHES]
    for got in gots:
        if got.shape != ():
            raise NotRight(
                say("Return one number. Yours has the shape {shape}.").format(shape=got.shape)
            )
    wants = [right_error(*batch) for batch in BATCHES]
    if all(same(got, want) for got, want in zip(gots, wants, strict=True)):
        _judge_certainty(answer)
        return say(
            "0 would be a model whose every bin comes true. Read it with the diagram beside it."
        )
    for hint, mistake in ERROR_MISTAKES.items():
        if all(same(got, mistake(*batch)) for got, batch in zip(gots, BATCHES, strict=True)):
            raise NotRight(say(hint))
    if any(not np.isfinite(got) for got in gots):
        raise NotRight(
            say("You return nan: the mean of an empty bin is 0 / 0. Leave empty bins out.")
        )
    for got, want in zip(gots, wants, strict=True):
        must_not_be_rounded(got, want)
    yours, right = shown_beside(gots[0], wants[0])
    raise NotRight(
        say(
            "For {count} pictures you return {yours}, not {right}. For each bin: the pictures in "
            "it, the mean of what was said, the share right, and the gap between the two."
        ).format(count=len(BATCHES[0][1]), yours=yours, right=right)
    )


def _judge_certainty(answer: Callable[..., Any]) -> None:
    """Raise a hint unless a probability of exactly 1 falls into the last bin."""
    p, labels = np.array([[1.0, 0.0], [0.96, 0.04]]), np.array([1, 0])
    got = call_learner(answer, p, labels, shape=())
    if not same(got, right_error(p, labels)):
        raise NotRight(
            say(
                "All is right but the edge: a probability of exactly 1 belongs into the last bin "
                "too."
            )
        )
