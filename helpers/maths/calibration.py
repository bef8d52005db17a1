"""Whether probabilities come true: what a model says of itself, beside how often it is right."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say
from helpers.maths.arguments import FloatArray, as_labels, as_numbers

BINS = 10


class Reliability(NamedTuple):
    """Answers sorted into ten bins by the probability that the model gave them.

    Attributes
    ----------
    counts
        Shape (10,): how many answers have a highest probability from 0 to 0.1, 0.1 to 0.2, …
    says
        Shape (10,): the mean of these probabilities; NaN in an empty bin.
    right
        Shape (10,): the share of these answers that is right; NaN in an empty bin.
    """

    counts: NDArray[np.intp]
    says: FloatArray
    right: FloatArray


def reliability(probabilities: ArrayLike, labels: ArrayLike) -> Reliability:
    """Sort answers by their probability, and count how many in each bin are right.

    Parameters
    ----------
    probabilities
        Shape (N, K).
    labels
        Shape (N,): class indices.

    Returns
    -------
    The counts, the mean probabilities and the shares right of ten bins.

    Raises
    ------
    TypeError, ValueError
        The probabilities are no table of numbers from 0 to 1, or the labels do not fit them.

    Notes
    -----
    A. H. Murphy and R. L. Winkler (1977), Reliability of subjective probability forecasts of
    precipitation and temperature, Applied Statistics 26, 41-47.

    Examples
    --------
    >>> counts, says, right = reliability([[0.92, 0.08], [0.56, 0.44], [0.54, 0.46]], [0, 0, 1])
    >>> counts[[5, 9]], says[[5, 9]].round(2), right[[5, 9]]
    (array([2, 1]), array([0.55, 0.92]), array([0.5, 1. ]))
    """
    p = as_numbers(probabilities, "probabilities")
    if p.ndim != 2 or p.size == 0 or p.min() < 0 or p.max() > 1 + 1e-6:
        raise ValueError(
            say(
                "probabilities must be a table of numbers from 0 to 1, a row for each "
                "answer; these have the shape {shape}."
            ).format(shape=p.shape)
        )
    truth = as_labels(labels, "labels", p.shape[1])
    if truth.shape != (len(p),):
        raise ValueError(
            say("labels of shape {shape} do not fit {n} rows.").format(shape=truth.shape, n=len(p))
        )
    sure, right = p.max(axis=1), p.argmax(axis=1) == truth
    places = np.minimum((sure * BINS).astype(int), BINS - 1)
    counts = np.bincount(places, minlength=BINS)
    with np.errstate(invalid="ignore"):
        says = np.bincount(places, weights=sure, minlength=BINS) / counts
        shares = np.bincount(places, weights=right, minlength=BINS) / counts
    return Reliability(counts, says, shares)


def spread(says: ArrayLike, counts: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the range of shares that luck alone would explain, about 19 times of 20.

    If n answers come true with the probability p each, two standard deviations of their share are
    2 sqrt(p (1 - p) / n).

    Parameters
    ----------
    says, counts
        Shape (n,): mean probabilities, and numbers of answers.

    Returns
    -------
    The lower and the upper ends, each of shape (n,), within 0 and 1.

    Examples
    --------
    >>> low, high = spread(0.85, 49)
    >>> round(float(low), 2), round(float(high), 2)
    (0.75, 0.95)
    """
    mean, n = np.asarray(says, dtype=float), np.asarray(counts, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = 2 * np.sqrt(mean * (1 - mean) / n)
    return np.maximum(mean - half, 0), np.minimum(mean + half, 1)
