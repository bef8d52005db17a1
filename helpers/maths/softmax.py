"""Softmax, log-softmax and log-sum-exp, safe from overflow.

All three subtract the largest logit first, so that no exponential exceeds 1 [1]_. They compute
in float64 and round once, to float32, if the logits are float32. A large batch is computed part by
part, so that the numbers in work stay in the processor's cache.

.. [1] P. Blanchard, D. J. Higham and N. J. Higham (2021), "Accurately computing the log-sum-exp
   and softmax functions", IMA Journal of Numerical Analysis 41(4), 2311-2330.
"""

from types import EllipsisType

import numpy as np
from numpy.typing import ArrayLike

from helpers.maths.arguments import (
    FloatArray,
    as_numbers,
    as_numbers_or_nan,
    class_axis,
    positive_number,
)

PART = 32_768
"""How many numbers are computed at a time: 256 kB of float64."""

FEW = 32
"""Up to so many classes, sums and maxima over the classes are faster class by class, except where
there are so few numbers in all."""


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
    probabilities = np.empty(numbers.shape, numbers.dtype)
    order = _classes_first(numbers.ndim, axis)
    with np.errstate(over="ignore", under="ignore"):
        for part in _parts(numbers, axis):
            z, _ = _below_maximum(numbers[part].transpose(order))
            if temperature != 1:
                z /= temperature
            exponentials = np.exp(z, out=z)
            result = probabilities[part].transpose(order)
            np.divide(exponentials, exponentials.sum(axis=0), out=result)
    return probabilities


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
    log_probabilities = np.empty(numbers.shape, numbers.dtype)
    order = _classes_first(numbers.ndim, axis)
    with np.errstate(over="ignore", under="ignore"):
        for part in _parts(numbers, axis):
            z, _ = _below_maximum(numbers[part].transpose(order))
            result = log_probabilities[part].transpose(order)
            np.subtract(z, np.log(np.exp(z).sum(axis=0)), out=result)
    return log_probabilities


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
    numbers, axis = _as_logits(logits, axis)
    result = np.empty(np.delete(numbers.shape, axis), numbers.dtype)
    order = _classes_first(numbers.ndim, axis)
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        for part in _parts(numbers, axis):
            z, maximum = _below_maximum(numbers[part].transpose(order), may_be_impossible=True)
            result[part] = np.log(np.exp(z, out=z).sum(axis=0)) + maximum
    return result[()]


def _as_logits(logits: ArrayLike, axis: int) -> tuple[FloatArray, int]:
    """Return the logits as an array, not yet checked for NaN and infinities, and their axis."""
    numbers = as_numbers_or_nan(logits, "logits")
    return numbers, class_axis(numbers, "logits", axis)


def _parts(numbers: FloatArray, axis: int) -> list[slice] | list[EllipsisType]:
    """Cut a large batch along its first axis, unless that one runs over the classes."""
    if numbers.size <= PART or axis in (0, -numbers.ndim):
        return [...]
    step = max(1, PART * len(numbers) // numbers.size)
    return [slice(start, start + step) for start in range(0, len(numbers), step)]


def _classes_first(ndim: int, axis: int) -> tuple[int, ...]:
    """Return the order of the axes that has the class axis in front."""
    axis %= ndim
    return (axis, *(other for other in range(ndim) if other != axis))


def _below_maximum(
    classes_first: FloatArray, may_be_impossible: bool = False
) -> tuple[FloatArray, FloatArray]:
    """Subtract the largest logit: return the result, a new float64 array, and the maximum.

    The largest logit becomes 0, the rest are negative. A maximum shows every logit that must not
    be there: NaN, +inf, or nothing but -inf. The last may be allowed; 0 is subtracted from it.
    Few classes are laid out class by class, for sums and maxima along short rows are slow.
    """
    few = len(classes_first) <= FEW < classes_first.size
    if few:
        classes_first = classes_first.astype(np.float64, order="C")
    maximum = classes_first.max(axis=0)
    if not np.isfinite(maximum).all():
        as_numbers(maximum, "logits")
        if np.isposinf(maximum).any():
            raise ValueError(
                "logits must be below +inf. An overflow happened before they came here, perhaps "
                "in np.exp. Logits are scores from before any exponential: give them as they are."
            )
        if not may_be_impossible:
            raise ValueError(
                "logits are -inf for every class of an example, so no class is possible and there "
                "are no probabilities. Give at least one class a finite logit."
            )
        maximum = np.where(np.isneginf(maximum), 0.0, maximum)
    out = classes_first if few else None
    return np.subtract(classes_first, maximum, out=out, dtype=np.float64), maximum
