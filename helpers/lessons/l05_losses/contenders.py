"""Contenders of the race: the slope of a loss at the outputs, and how long a step is.

A contender is nothing but a gradient: a function that takes the outputs of a linear model, shape
(..., N, K), and the one-hot targets, shape (N, K), and returns the slope of each example's loss
with respect to each output, in the shape of the outputs.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, to_say
from helpers.live.learner import call_learner
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray, as_numbers
from helpers.maths.softmax import softmax, softmax_jacobian_times

Gradient = Callable[[FloatArray, FloatArray], FloatArray]


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
    return softmax_jacobian_times(p, slope)


def squared_error_without_softmax(outputs: FloatArray, targets: FloatArray) -> FloatArray:
    """Return the gradient of the squared error of the outputs as they are: 2 (z - y).

    Examples
    --------
    >>> squared_error_without_softmax(np.array([[2.0, 1.0, 0.1]]), np.array([[1, 0, 0]]))
    array([[2. , 2. , 0.2]])
    """
    return 2 * (outputs - targets)


CONTENDERS: dict[str, Gradient] = {
    to_say("softmax + cross-entropy"): cross_entropy_after_softmax,
    to_say("softmax + squared error"): squared_error_after_softmax,
    to_say("linear + squared error"): squared_error_without_softmax,
}
"""The three contenders of lesson 05."""


def fixed_length(gradient: FloatArray) -> FloatArray:
    """Return the gradient divided by its length: a step goes its way, but is always as long.

    Examples
    --------
    >>> fixed_length(np.array([[3e-9, 4e-9]]))
    array([[0.6, 0.8]])
    """
    length = np.sqrt((gradient**2).sum())
    return gradient / length if length > 0 else gradient


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
            say(
                "the loss must be a function of p, but got {loss!r}. "
                "Pass its name without brackets: through_softmax(my_loss)."
            ).format(loss=loss)
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
