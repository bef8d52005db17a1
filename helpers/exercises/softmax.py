"""Checks of the exercises of lesson 03."""

import numpy as np

from helpers.learner import call_learner
from helpers.practice import NotRight, exercise
from helpers.softmax import softmax

ONE = np.array([2.0, 1.0, 0.1])
BATCH = np.array([[2.0, 1.0, 0.1], [-1.0, 0.5, 3.0], [0.0, 0.0, -2.0]])
LARGE = np.array([1000.0, 999.0, 0.0])
FAR_APART = np.array([[1000.0, 999.0, 998.0], [2.0, 1.0, 0.1]])


def _exp(z):
    return np.exp(z - z.max(axis=-1, keepdims=True))


MISTAKES = {
    "You divide the scores themselves by their sum. Take the exponential of each score first: "
    "np.exp(logits).": lambda z: z / z.sum(axis=-1, keepdims=True),
    "You take the exponentials but do not divide them by their sum, so the results do not sum "
    "to 1.": np.exp,
    "You divide by the largest exponential. Divide by the sum of the exponentials, so that the "
    "results sum to 1.": _exp,
    "You take powers of 2. The exponential function is np.exp.": lambda z: (
        np.exp2(z) / np.exp2(z).sum(axis=-1, keepdims=True)
    ),
    "You return the logarithms of the probabilities. Softmax is the probabilities "
    "themselves.": lambda z: np.log(softmax(z)),
    "The smallest score gets the largest probability: there is a minus sign too many in the "
    "exponent.": lambda z: softmax(-z),
}
BATCH_MISTAKES = {
    "On a batch you divide by the sum over all the rows. Each row is an example of its own: sum "
    "over the last axis, axis=-1.": lambda z: np.exp(z) / np.exp(z).sum(),
    "On a batch you sum over the columns' direction, axis=0, so that examples are mixed. Each row "
    "is one example: sum over axis=-1.": lambda z: np.exp(z) / np.exp(z).sum(axis=0),
    "Your sums have lost an axis, so that row 1 was divided by the sum of another row. Keep it with "
    "keepdims=True.": lambda z: np.exp(z) / np.exp(z).sum(axis=-1),
}


def same(answer, expected):
    """Whether two arrays are equal but for rounding.

    Examples
    --------
    >>> same(np.array([0.1 + 0.2]), np.array([0.3]))
    True
    """
    return np.allclose(answer, expected, rtol=1e-6, atol=1e-9, equal_nan=True)


@exercise
def my_softmax(answer):
    """Judge a softmax for one example and for a batch, safe from overflow."""
    if not callable(answer):
        raise NotRight("Pass the function itself, without brackets: check.my_softmax(my_softmax).")
    one = call_learner(answer, ONE, shape=(3,))
    for hint, mistake in MISTAKES.items():
        if same(one, mistake(ONE)):
            raise NotRight(hint)
    if not same(one, softmax(ONE)):
        raise NotRight(f"For [2.0, 1.0, 0.1] you return {_show(one)}, not {_show(softmax(ONE))}.")

    batch = call_learner(answer, BATCH, shape=(3, 3))
    for hint, mistake in BATCH_MISTAKES.items():
        if same(batch, mistake(BATCH)):
            raise NotRight(hint)
    if not same(batch, softmax(BATCH)):
        raise NotRight(
            "One example is right, but in a batch of three not every row is. Give each row the "
            "same treatment, with axis=-1 and keepdims=True in both the maximum and the sum."
        )

    large = call_learner(answer, LARGE, shape=(3,))
    if np.isnan(large).any():
        raise NotRight(
            "For [1000, 999, 0] you return nan: e to the 1000 is too large for a float. Subtract "
            "the largest score before you take the exponentials."
        )
    if not same(large, softmax(LARGE)):
        raise NotRight(f"For [1000, 999, 0] you return {_show(large)}, not {_show(softmax(LARGE))}.")
    if not same(call_learner(answer, FAR_APART, shape=(2, 3)), softmax(FAR_APART)):
        raise NotRight(
            "You subtract the largest score of the whole batch, and the row with small scores "
            "underflows. Subtract each row's own maximum: logits.max(axis=-1, keepdims=True)."
        )

    kept = ONE.copy()
    answer(kept)
    if not np.array_equal(kept, ONE):
        raise NotRight(
            "The probabilities are right, but your function changes the array that it was given. "
            "Write z = logits - ..., not logits -= ...."
        )
    return "Every row is positive and sums to 1, batches work, and scores of 1000 do no harm."


def _show(values):
    return "[" + ", ".join(f"{value:.3f}" for value in values) + "]"
