"""The digits of one repetition of the race, and the weights that it starts from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, to_say
from helpers.maths.arguments import FloatArray, one_number, whole_number
from helpers.maths.data import digits
from helpers.maths.encoding import one_hot
from helpers.maths.training import add_intercept, train_softmax

NUM_CLASSES = 10
PICTURES = VALIDATION = 400
"""To fit, and to validate. With ten rates each product of matrices stays below 2^18
multiplications, where OpenBLAS starts threads, which cost more than they gain on a busy machine."""


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


def split_digits(seed: int, wrong_labels: float = 0.0, pictures: int = PICTURES) -> Split:
    """Shuffle the digits: 400 to fit, 400 to validate, the other 997 to test.

    Parameters
    ----------
    seed
        For the shuffle, 0 or more.
    wrong_labels
        The share of the pictures to fit and to validate whose label is replaced by a random digit,
        from 0 to 1. The test labels stay right.
    pictures
        How many to fit, if not 400; at most 1000.

    Returns
    -------
    The pictures of one repetition.

    Raises
    ------
    TypeError, ValueError
        The seed is no whole number from 0 on, the share is not from 0 to 1, or the pictures are
        not from 1 to 1000.

    Examples
    --------
    >>> split = split_digits(seed=0)
    >>> len(split.fit), len(split.validation), len(split.test)
    (400, 400, 997)
    """
    share = one_number(wrong_labels, "wrong_labels")
    if not 0 <= share <= 1:
        raise ValueError(
            say("wrong_labels must be a share from 0 to 1, but got {share:g}.").format(share=share)
        )
    count = whole_number(pictures, "pictures", minimum=1)
    if count > 1000:
        raise ValueError(
            say("pictures must be at most 1000, to leave some to test, but got {count}.").format(
                count=count
            )
        )
    generator = np.random.default_rng(whole_number(seed, "seed", minimum=0))
    data = digits()
    images = np.concatenate([data.train_images, data.test_images])
    true_labels = np.concatenate([data.train_labels, data.test_labels])
    order = generator.permutation(len(images))
    fit, validation, test = np.split(order, [count, count + VALIDATION])
    mean = images[fit].mean(axis=0)
    labels = np.where(
        generator.random(len(images)) < share,
        generator.integers(NUM_CLASSES, size=len(images)),
        true_labels,
    )
    return Split(
        fit=add_intercept(images[fit] - mean),
        fit_targets=one_hot(labels[fit], NUM_CLASSES),
        validation=add_intercept(images[validation] - mean),
        validation_labels=labels[validation],
        test=add_intercept(images[test] - mean),
        test_labels=true_labels[test],
    )


Start = Callable[[np.random.Generator, Split], FloatArray]
"""(generator, split) → the first weights, shape (10, 65): a row for each digit, intercept last."""


def undecided(generator: np.random.Generator, split: Split) -> FloatArray:
    """Return small random weights: all classes about equally likely, as training usually starts.

    >>> undecided(np.random.default_rng(0), split_digits(0)).std().round(2)
    np.float64(0.01)
    """
    return 0.01 * generator.standard_normal((NUM_CLASSES, split.fit.shape[1]))


def half_sure(generator: np.random.Generator, split: Split) -> FloatArray:
    """Return random weights of ordinary size 1: about half sure of a class, mostly a wrong one.

    >>> half_sure(np.random.default_rng(0), split_digits(0)).shape
    (10, 65)
    """
    return generator.standard_normal((NUM_CLASSES, split.fit.shape[1]))


def one_digit_leads(by: float) -> Start:
    """Return a start: small weights, and one digit that leads by so much on every picture.

    >>> start = one_digit_leads(by=20)
    >>> print(start(np.random.default_rng(0), split_digits(0))[:, -1].max().round(1))
    20.0
    """
    by = one_number(by, "by")

    def start(generator: np.random.Generator, split: Split) -> FloatArray:
        weights = undecided(generator, split)
        weights[generator.integers(NUM_CLASSES), -1] += by
        return weights

    return start


def names_exchanged(generator: np.random.Generator, split: Split) -> FloatArray:
    """Return a trained model, three times as sure as it was, in which 0 is called 1 and 1 called 0.

    A fifth of the pictures is then confidently wrong; most others are right.

    >>> weights = names_exchanged(np.random.default_rng(0), split_digits(0))
    >>> answers = (split_digits(0).test @ weights.T).argmax(axis=1)
    >>> print((answers == split_digits(0).test_labels).mean().round(1))
    0.8
    """
    start = undecided(generator, split).T
    weights = 3 * train_softmax(split.fit, split.fit_targets, 30.0, 60, start).last_point.T
    weights[[0, 1]] = weights[[1, 0]]
    return weights


UNDECIDED = to_say("undecided")
WRONG_HALF_SURE = to_say("wrong, half sure")
WRONG_SURE = to_say("wrong, sure")
TWO_NAMES_EXCHANGED = to_say("two names exchanged")

STARTS: dict[str, Start] = {
    UNDECIDED: undecided,
    WRONG_HALF_SURE: half_sure,
    WRONG_SURE: one_digit_leads(by=20),
    TWO_NAMES_EXCHANGED: names_exchanged,
}

FIRST_STARTS = (UNDECIDED, WRONG_HALF_SURE, WRONG_SURE)
"""Those that the race of lesson 05 begins with: a good one, and two that are wrong."""
