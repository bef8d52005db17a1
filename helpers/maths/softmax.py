"""Softmax, log-softmax and log-sum-exp, safe from overflow.

All three subtract the largest logit first, so that no exponential exceeds 1 [1]_. They compute in
float64 and round once, to float32, if the logits are float32.

For all of them: `logits` are scores, one for each class along `axis`; any other axes are examples.
A logit of -inf is a class that is impossible. What they refuse, with a `TypeError` or `ValueError`:
logits that are no numbers, contain NaN or +inf; an axis that is missing, out of range or empty.

.. [1] P. Blanchard, D. J. Higham and N. J. Higham (2021), "Accurately computing the log-sum-exp
   and softmax functions", IMA Journal of Numerical Analysis 41(4), 2311-2330.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, to_say
from helpers.maths.arguments import (
    FloatArray,
    as_numbers,
    as_numbers_or_nan,
    class_axis,
    positive_number,
)


def softmax(logits: ArrayLike, axis: int = -1, temperature: float = 1.0) -> FloatArray:
    """Turn logits into probabilities: exp(z_k / T) / sum_j exp(z_j / T).

    Parameters
    ----------
    logits
        Any shape; not nothing but -inf for one example.
    axis
        The axis that runs over the classes.
    temperature
        T > 0. Below 1 it sharpens towards the highest logit, above 1 it flattens towards equal
        probabilities (Hinton, Vinyals and Dean, 2015).

    Returns
    -------
    Probabilities in the shape of the logits; they sum to 1 along `axis`.

    Notes
    -----
    The name and the use as a classifier's output: J. S. Bridle (1990), "Probabilistic
    interpretation of feedforward classification network outputs", in Neurocomputing, Springer,
    227-236.

    Examples
    --------
    >>> softmax([2.0, 1.0, 0.1]).round(4)
    array([0.659 , 0.2424, 0.0986])
    >>> softmax([2.0, 1.0, 0.1], temperature=100).round(2)
    array([0.34, 0.33, 0.33])
    >>> softmax([1000.0, 0.0, -np.inf])
    array([1., 0., 0.])
    """
    temperature = positive_number(
        temperature,
        "temperature",
        to_say("For the class with the highest logit alone, try 0.01 or class_of(logits)."),
    )
    z, axis, dtype = _as_logits(logits, axis)
    with np.errstate(over="ignore", under="ignore"):
        shifted = (z - _highest(z, axis)) / temperature
        exponentials = np.exp(shifted)
        return (exponentials / exponentials.sum(axis=axis, keepdims=True)).astype(dtype)


def log_softmax(logits: ArrayLike, axis: int = -1) -> FloatArray:
    """Return the logarithm of softmax: z_k - log sum_j exp(z_j).

    It stays finite where `np.log(softmax(logits))` would be -inf.

    Parameters
    ----------
    logits, axis
        As for `softmax`. A logit of -inf gives log-probability -inf.

    Returns
    -------
    Log-probabilities (natural logarithm), in the shape of the logits.

    Examples
    --------
    >>> log_softmax([2.0, 1.0, 0.1]).round(3)
    array([-0.417, -1.417, -2.317])
    >>> log_softmax([0.0, -10_000.0])
    array([     0., -10000.])
    """
    z, axis, dtype = _as_logits(logits, axis)
    with np.errstate(over="ignore", under="ignore"):
        shifted = z - _highest(z, axis)
        log_sum = np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
        return (shifted - log_sum).astype(dtype)


def log_sum_exp(logits: ArrayLike, axis: int = -1) -> FloatArray:
    """Return log sum_j exp(z_j), a smooth maximum, along one axis.

    Parameters
    ----------
    logits, axis
        As for `softmax`; all logits of an example may be -inf.

    Returns
    -------
    One number for each example, -inf if all its logits are; a scalar for logits of shape (K,).

    Examples
    --------
    >>> print(log_sum_exp([2.0, 1.0, 0.1]).round(3))
    2.417
    >>> print(log_sum_exp([1000.0, 1000.0]).round(3))
    1000.693
    """
    z, axis, dtype = _as_logits(logits, axis)
    highest = _highest(z, axis, may_be_impossible=True)
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        log_sum = np.log(np.exp(z - highest).sum(axis=axis, keepdims=True))
        return (log_sum + highest).squeeze(axis).astype(dtype)[()]


def sigmoid(logit: ArrayLike) -> FloatArray:
    """Return 1 / (1 + exp(-z)), the probability of the first of two classes that is z ahead.

    Parameters
    ----------
    logit
        Any shape; +inf and -inf give 1 and 0.

    Returns
    -------
    Probabilities in the same shape.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 2.0]).round(3)
    array([0.   , 0.5  , 0.881])
    """
    z = as_numbers(logit, "logit")
    with np.errstate(over="ignore", under="ignore"):
        return (1 / (1 + np.exp(-z.astype(np.float64)))).astype(z.dtype)[()]


def softmax_jacobian_times(probabilities: FloatArray, slopes: FloatArray) -> FloatArray:
    """Return J g, where J = diag(p) - p p^T is the Jacobian of softmax: p_k (g_k - sum_j p_j g_j).

    It leads the slopes g of a loss back from the probabilities to the logits.

    Parameters
    ----------
    probabilities, slopes
        Shape (..., K), of softmax and of the loss with respect to them.

    Returns
    -------
    The slopes with respect to the logits, shape (..., K); they sum to 0 over the classes.

    Examples
    --------
    >>> softmax_jacobian_times(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    array([ 0.25, -0.25])
    """
    average = (probabilities * slopes).sum(axis=-1, keepdims=True)
    return probabilities * (slopes - average)


def _as_logits(logits: ArrayLike, axis: int) -> tuple[FloatArray, int, np.dtype[Any]]:
    """Return the logits in float64, their class axis, and the type that the result is to have."""
    numbers = as_numbers_or_nan(logits, "logits")
    return (
        numbers.astype(np.float64, copy=False),
        class_axis(numbers, "logits", axis),
        numbers.dtype,
    )


def _highest(z: FloatArray, axis: int, may_be_impossible: bool = False) -> FloatArray:
    """Return the largest logit of each example, which shows every logit that must not be there."""
    highest: FloatArray = z.max(axis=axis, keepdims=True)
    if np.isfinite(highest).all():
        return highest
    as_numbers(highest, "logits")
    if np.isposinf(highest).any():
        raise ValueError(
            say(
                "logits must be below +inf. An overflow happened before they came here, "
                "perhaps in np.exp. Logits are scores from before any exponential: give them "
                "as they are."
            )
        )
    if not may_be_impossible:
        raise ValueError(
            say(
                "logits are -inf for every class of an example, so no class is possible and "
                "there are no probabilities. Give at least one class a finite logit."
            )
        )
    return np.where(np.isneginf(highest), 0.0, highest)
