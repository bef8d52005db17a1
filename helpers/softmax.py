"""Softmax, log-softmax and log-sum-exp, safe from overflow.

All three subtract the largest logit first, so that no exponential exceeds 1 [1]_. They compute
in float64 and round once, to float32, if the logits are float32.

.. [1] P. Blanchard, D. J. Higham and N. J. Higham (2021), "Accurately computing the log-sum-exp
   and softmax functions", IMA Journal of Numerical Analysis 41(4), 2311-2330.
"""

import numpy as np
from numpy.typing import ArrayLike

from helpers.checks import FloatArray, as_numbers, class_axis, positive_number


def softmax(logits: ArrayLike, axis: int = -1, temperature: float = 1.0) -> FloatArray:
    """Turn logits into probabilities: exp(z_k / T) / sum_j exp(z_j / T).

    Parameters
    ----------
    logits
        Scores, one for each class along `axis`; any other axes are examples. A logit of -inf
        gives probability 0.
    axis
        The axis that runs over the classes.
    temperature
        T > 0. Below 1 it sharpens towards the highest logit, above 1 it flattens towards equal
        probabilities (Hinton, Vinyals and Dean, 2015).

    Returns
    -------
    Probabilities in the shape of the logits; they sum to 1 along `axis`.

    Raises
    ------
    TypeError
        An argument is not a number.
    ValueError
        The logits contain NaN or +inf, or nothing but -inf for one example; the class axis is
        missing, out of range or empty; the temperature is not positive and finite.

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
    numbers, axis = _as_logits(logits, axis)
    temperature = positive_number(
        temperature,
        "temperature",
        "For the class with the highest logit alone, try 0.01 or class_of(logits).",
    )
    with np.errstate(over="ignore", under="ignore"):
        exponentials = np.exp(_below_maximum(numbers, axis) / temperature)
        probabilities = exponentials / exponentials.sum(axis=axis, keepdims=True)
        return probabilities.astype(numbers.dtype)


def log_softmax(logits: ArrayLike, axis: int = -1) -> FloatArray:
    """Return the logarithm of softmax: z_k - log sum_j exp(z_j).

    It stays finite where `np.log(softmax(logits))` would be -inf.

    Parameters
    ----------
    logits
        Scores, one for each class along `axis`. A logit of -inf gives log-probability -inf.
    axis
        The axis that runs over the classes.

    Returns
    -------
    Log-probabilities (natural logarithm), in the shape of the logits.

    Raises
    ------
    TypeError, ValueError
        As `softmax` does.

    Examples
    --------
    >>> log_softmax([2.0, 1.0, 0.1]).round(3)
    array([-0.417, -1.417, -2.317])
    >>> log_softmax([0.0, -10_000.0])
    array([     0., -10000.])
    """
    numbers, axis = _as_logits(logits, axis)
    with np.errstate(over="ignore", under="ignore"):
        shifted = _below_maximum(numbers, axis)
        total = np.exp(shifted).sum(axis=axis, keepdims=True)
        return (shifted - np.log(total)).astype(numbers.dtype)


def log_sum_exp(logits: ArrayLike, axis: int = -1) -> FloatArray:
    """Return log sum_j exp(z_j), a smooth maximum, along one axis.

    Parameters
    ----------
    logits
        Scores, one for each class along `axis`.
    axis
        The axis to sum over; it is dropped from the result.

    Returns
    -------
    One number for each example; a scalar for logits of shape (K,). If all logits of an example
    are -inf, the sum is 0 and its logarithm -inf.

    Raises
    ------
    TypeError
        The logits are not numbers.
    ValueError
        The logits contain NaN or +inf; the class axis is missing, out of range or empty.

    Examples
    --------
    >>> print(log_sum_exp([2.0, 1.0, 0.1]).round(3))
    2.417
    >>> print(log_sum_exp([1000.0, 1000.0]).round(3))
    1000.693
    """
    numbers, axis = _as_scores(logits, axis)
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        wide = numbers.astype(np.float64, copy=False)
        maximum = wide.max(axis=axis, keepdims=True)
        shift = np.where(np.isneginf(maximum), 0.0, maximum)
        total = np.exp(wide - shift).sum(axis=axis)
        return (np.log(total) + shift.squeeze(axis)).astype(numbers.dtype)[()]


def _below_maximum(numbers: FloatArray, axis: int) -> FloatArray:
    """Subtract the largest logit, in float64: the largest becomes 0, the rest are negative."""
    wide = numbers.astype(np.float64, copy=False)
    return wide - wide.max(axis=axis, keepdims=True)


def _as_scores(logits: ArrayLike, axis: int) -> tuple[FloatArray, int]:
    """Check logits that may all be -inf."""
    numbers = as_numbers(logits, "logits")
    axis = class_axis(numbers, "logits", axis)
    if np.isposinf(numbers).any():
        raise ValueError(
            "logits must be below +inf. An overflow happened before they came here, perhaps in "
            "np.exp. Logits are scores from before any exponential: give them as they are."
        )
    return numbers, axis


def _as_logits(logits: ArrayLike, axis: int) -> tuple[FloatArray, int]:
    """Check logits that must leave at least one class possible."""
    numbers, axis = _as_scores(logits, axis)
    if np.isneginf(numbers).all(axis=axis).any():
        raise ValueError(
            "logits are -inf for every class of an example, so no class is possible and there "
            "are no probabilities. Give at least one class a finite logit."
        )
    return numbers, axis
