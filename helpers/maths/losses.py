"""Cross-entropy and squared error, from probabilities and from logits, with their gradients.

Shapes and targets, the same for every function here:

- Predictions have the shape (K,) for one example or (..., K) for many; K is the number of classes.
- Targets are class indices of shape (...), or distributions in the shape of the predictions:
  non-negative, and summing to 1 within 0.002, so that rows rounded by hand pass. They are used as
  they are, not normalised.
- `reduction` says what becomes of the losses of the examples: "mean", "sum", or "none" to keep
  them, in the shape (...).

All logarithms are natural: cross-entropy is in nats. Everything is computed in float64 and rounded
once, to float32, if the predictions are float32.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.maths.arguments import (
    FloatArray,
    as_distributions,
    as_finite,
    as_labels,
    as_numbers,
    as_numbers_or_nan,
    as_real,
    class_axis,
)
from helpers.maths.encoding import one_hot
from helpers.maths.softmax import log_softmax, softmax

REDUCTIONS = ("mean", "sum", "none")


def cross_entropy(
    probabilities: ArrayLike, targets: ArrayLike, reduction: str = "mean"
) -> FloatArray:
    """Return the cross-entropy -sum_k y_k log p_k of probabilities, in nats.

    With one right class it is -log of the probability given to that class. A class with target 0
    adds nothing (0 log 0 = 0); a class with a target above 0 and probability 0 makes it infinite.

    Parameters
    ----------
    probabilities
        Shape (K,) or (..., K), from 0 to 1, summing to 1 within 0.002.
    targets
        Class indices of shape (...), or distributions in the shape of the probabilities.
    reduction
        "mean", "sum" or "none".

    Returns
    -------
    One number, or the shape (...) with "none".

    Raises
    ------
    TypeError
        The probabilities or targets are not numbers.
    ValueError
        The probabilities are none (logits, perhaps); the targets do not fit in shape, are no
        distributions or are no class indices; the reduction is unknown; or "mean" has no examples.

    Notes
    -----
    As a score for forecasts: I. J. Good (1952), "Rational decisions", Journal of the Royal
    Statistical Society B 14(1), 107-114.

    Examples
    --------
    >>> print(cross_entropy([0.659, 0.242, 0.099], 0).round(3))
    0.417
    >>> cross_entropy([[0.5, 0.5], [0.9, 0.1]], [0, 1], reduction="none").round(3)
    array([0.693, 2.303])
    """
    _check_reduction(reduction)
    numbers = _as_predictions(probabilities, "probabilities")
    wide = as_distributions(
        _to_float64(numbers),
        "probabilities",
        "If these look like logits: turn them into probabilities with softmax, "
        "or use softmax_cross_entropy.",
    )
    checked = _as_targets(targets, numbers, "probabilities")
    with np.errstate(divide="ignore"):
        losses = _expected_surprise(np.log(wide), checked)
    return _reduce(losses, reduction, numbers.dtype)


def softmax_cross_entropy(
    logits: ArrayLike, targets: ArrayLike, reduction: str = "mean"
) -> FloatArray:
    """Return the cross-entropy of softmax(logits), in nats, computed from log-softmax.

    It stays finite where softmax rounds a probability to 0, for logits of 10 000 and beyond.

    Parameters
    ----------
    logits
        Shape (K,) or (..., K). A class with the logit -inf is impossible: it adds nothing if its
        target is 0, and makes the loss infinite otherwise.
    targets
        Class indices of shape (...), or distributions in the shape of the logits.
    reduction
        "mean", "sum" or "none".

    Returns
    -------
    One number, or the shape (...) with "none".

    Raises
    ------
    TypeError
        The logits or targets are not numbers.
    ValueError
        The logits are what `softmax` refuses; the targets do not fit in shape, are no
        distributions or are no class indices; the reduction is unknown; or "mean" has no examples.

    Notes
    -----
    C. M. Bishop (2006), Pattern Recognition and Machine Learning, Springer, equation (4.108).

    Examples
    --------
    >>> print(softmax_cross_entropy([2.0, 1.0, 0.1], 0).round(3))
    0.417
    >>> print(softmax_cross_entropy([-10_000.0, 0.0], 0))
    10000.0
    """
    _check_reduction(reduction)
    numbers = as_numbers_or_nan(logits, "logits")
    log_probabilities = log_softmax(_to_float64(numbers))
    checked = _as_targets(targets, numbers, "logits")
    return _reduce(_expected_surprise(log_probabilities, checked), reduction, numbers.dtype)


def squared_error(
    probabilities: ArrayLike, targets: ArrayLike, reduction: str = "mean"
) -> FloatArray:
    """Return the squared error sum_k (p_k - y_k)^2: the sum over the classes, not their mean.

    For probabilities this is the Brier score, from 0 to 2. Any other finite predictions are
    accepted too, such as the outputs of a linear model.

    Parameters
    ----------
    probabilities
        Shape (K,) or (..., K): probabilities, or any finite numbers.
    targets
        Class indices of shape (...), or distributions in the shape of the predictions.
    reduction
        "mean", "sum" or "none", over the examples.

    Returns
    -------
    One number, or the shape (...) with "none".

    Raises
    ------
    TypeError
        The predictions or targets are not numbers.
    ValueError
        The predictions are not finite; the targets do not fit in shape, are no distributions or
        are no class indices; the reduction is unknown; or "mean" has no examples.

    Notes
    -----
    G. W. Brier (1950), "Verification of forecasts expressed in terms of probability", Monthly
    Weather Review 78(1), 1-3.

    Examples
    --------
    >>> print(squared_error([0.659, 0.242, 0.099], 0).round(3))
    0.185
    >>> print(squared_error([0.0, 0.4, 0.6], [0, 0, 1]).round(2))
    0.32
    """
    _check_reduction(reduction)
    numbers = as_finite(_as_predictions(probabilities, "probabilities"), "probabilities")
    distributions = _as_distributions(targets, numbers, "probabilities")
    with np.errstate(over="ignore", under="ignore"):
        losses = np.square(_to_float64(numbers) - distributions).sum(axis=-1)
    return _reduce(losses, reduction, numbers.dtype)


def softmax_squared_error(
    logits: ArrayLike, targets: ArrayLike, reduction: str = "mean"
) -> FloatArray:
    """Return the squared error of softmax(logits), summed over the classes (see `squared_error`).

    Parameters
    ----------
    logits
        Shape (K,) or (..., K); -inf gives probability 0.
    targets
        Class indices of shape (...), or distributions in the shape of the logits.
    reduction
        "mean", "sum" or "none".

    Returns
    -------
    One number from 0 to 2, or the shape (...) with "none"; with "sum", up to 2 for each example.

    Raises
    ------
    TypeError, ValueError
        As `softmax_cross_entropy` does.

    Examples
    --------
    >>> print(softmax_squared_error([2.0, 1.0, 0.1], 0).round(3))
    0.185
    >>> print(softmax_squared_error([-20.0, 0.0, 0.0], 0).round(3))
    1.5
    """
    _check_reduction(reduction)
    numbers = as_numbers_or_nan(logits, "logits")
    probabilities = softmax(_to_float64(numbers))
    distributions = _as_distributions(targets, numbers, "logits")
    with np.errstate(under="ignore"):
        losses = np.square(probabilities - distributions).sum(axis=-1)
    return _reduce(losses, reduction, numbers.dtype)


def softmax_cross_entropy_gradient(
    logits: ArrayLike, targets: ArrayLike, reduction: str = "mean"
) -> FloatArray:
    """Return the gradient of `softmax_cross_entropy` with respect to the logits.

    It is p - y for each example, divided by the number of examples with "mean". (Precisely
    p sum_j y_j - y: the same when the targets sum to 1, and exact for rows rounded by hand.)

    Parameters
    ----------
    logits
        Shape (K,) or (..., K); -inf gives probability 0.
    targets
        Class indices of shape (...), or distributions in the shape of the logits.
    reduction
        "mean" divides by the number of examples; "sum" and "none" do not.

    Returns
    -------
    The gradient, in the shape of the logits; it sums to 0 over the classes.

    Raises
    ------
    TypeError, ValueError
        As `softmax_cross_entropy` does.

    Notes
    -----
    d(-sum_j y_j log p_j)/dz_k = -sum_j y_j (1[j = k] - p_k) = p_k sum_j y_j - y_k.
    C. M. Bishop (2006), Pattern Recognition and Machine Learning, Springer, equation (4.109).

    Examples
    --------
    >>> softmax_cross_entropy_gradient([2.0, 1.0, 0.1], 0).round(3)
    array([-0.341,  0.242,  0.099])
    """
    _check_reduction(reduction)
    numbers = as_numbers_or_nan(logits, "logits")
    probabilities = softmax(_to_float64(numbers))
    distributions = _as_distributions(targets, numbers, "logits")
    with np.errstate(under="ignore"):
        totals = distributions.sum(axis=-1, keepdims=True)
        gradient = probabilities * totals - distributions
    return _reduce_gradient(gradient, reduction, numbers.dtype)


def softmax_squared_error_gradient(
    logits: ArrayLike, targets: ArrayLike, reduction: str = "mean"
) -> FloatArray:
    """Return the gradient of `softmax_squared_error` with respect to the logits.

    It is 2 p_k [(p_k - y_k) - sum_j p_j (p_j - y_j)] for each example, divided by the number of
    examples with "mean". The factor p_k makes it vanish where softmax saturates, right or wrong.

    Parameters
    ----------
    logits
        Shape (K,) or (..., K); -inf gives probability 0.
    targets
        Class indices of shape (...), or distributions in the shape of the logits.
    reduction
        "mean" divides by the number of examples; "sum" and "none" do not.

    Returns
    -------
    The gradient, in the shape of the logits; it sums to 0 over the classes.

    Raises
    ------
    TypeError, ValueError
        As `softmax_cross_entropy` does.

    Notes
    -----
    The gradient with respect to p is g = 2 (p - y); softmax has the Jacobian J = diag(p) - p p^T.
    The gradient with respect to z is J g: its entry k is p_k g_k - p_k sum_j p_j g_j.

    Examples
    --------
    >>> softmax_squared_error_gradient([2.0, 1.0, 0.1], 0).round(3)
    array([-0.244,  0.193,  0.05 ])
    """
    _check_reduction(reduction)
    numbers = as_numbers_or_nan(logits, "logits")
    probabilities = softmax(_to_float64(numbers))
    distributions = _as_distributions(targets, numbers, "logits")
    with np.errstate(under="ignore"):
        error = probabilities - distributions
        average = (probabilities * error).sum(axis=-1, keepdims=True)
        gradient = 2 * probabilities * (error - average)
    return _reduce_gradient(gradient, reduction, numbers.dtype)


def _expected_surprise(log_probabilities: FloatArray, targets: NDArray[Any]) -> FloatArray:
    """Return -sum_k y_k log p_k over the last axis, where y_k = 0 adds 0 even to log 0.

    Of a class index, all that counts is the log p of that class.
    """
    with np.errstate(over="ignore", under="ignore"):
        if targets.ndim < log_probabilities.ndim:
            terms = np.take_along_axis(log_probabilities, targets[..., np.newaxis], axis=-1)
        else:
            terms = np.multiply(
                targets, log_probabilities, out=np.zeros_like(targets), where=targets > 0
            )
        return 0.0 - terms.sum(axis=-1)  # not -sum, which would print -0.0 for a perfect answer


def _check_reduction(reduction: str) -> None:
    if not isinstance(reduction, str) or reduction not in REDUCTIONS:
        raise ValueError(f'reduction must be "mean", "sum" or "none", but got {reduction!r}.')


def _as_predictions(values: ArrayLike, name: str) -> FloatArray:
    numbers = as_numbers(values, name)
    class_axis(numbers, name)
    return numbers


def _to_float64(numbers: FloatArray) -> FloatArray:
    """Return the numbers in float64, which are the same array if they are float64 already."""
    return numbers.astype(np.float64, copy=False)


def _as_distributions(targets: ArrayLike, predictions: FloatArray, name: str) -> FloatArray:
    """Return the targets as float64 distributions in the shape of the predictions."""
    checked = _as_targets(targets, predictions, name)
    if checked.ndim == predictions.ndim:
        return checked
    return one_hot(checked.ravel(), predictions.shape[-1]).reshape(predictions.shape)


def _as_targets(targets: ArrayLike, predictions: FloatArray, name: str) -> NDArray[Any]:
    """Return class indices as integers, or distributions in float64, as the shape tells."""
    numbers = as_real(targets, "targets")
    shape, num_classes = predictions.shape, predictions.shape[-1]
    if numbers.shape == shape:
        return as_distributions(
            _to_float64(as_numbers_or_nan(numbers, "targets")),
            "targets",
            f"Targets in the shape of the {name} are distributions; "
            f"class indices would have the shape {shape[:-1]}.",
        )
    if numbers.shape == shape[:-1]:
        return as_labels(numbers, "targets", num_classes)
    raise ValueError(
        f"targets of shape {numbers.shape} do not fit {name} of shape {shape}. "
        f"Give class indices of shape {shape[:-1]}, one for each example, or distributions of "
        f"shape {shape}, such as one_hot(labels, num_classes={num_classes})."
    )


def _reduce(losses: FloatArray, reduction: str, dtype: np.dtype[Any]) -> FloatArray:
    with np.errstate(over="ignore", under="ignore"):
        if reduction == "mean":
            _check_examples(losses.size)
            losses = losses.mean()
        elif reduction == "sum":
            losses = losses.sum()
        return losses.astype(dtype)[()]


def _reduce_gradient(gradient: FloatArray, reduction: str, dtype: np.dtype[Any]) -> FloatArray:
    examples = gradient.size // gradient.shape[-1]
    with np.errstate(under="ignore"):
        if reduction == "mean":
            _check_examples(examples)
            gradient = gradient / examples
        return gradient.astype(dtype)


def _check_examples(count: int) -> None:
    if count == 0:
        raise ValueError(
            "There are no examples, so there is no mean. "
            'Give at least one example, or use reduction="sum".'
        )
