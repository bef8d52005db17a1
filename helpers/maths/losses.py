"""Cross-entropy and squared error, from probabilities and from logits, with their gradients.

What holds for every function here:

- Predictions, `probabilities` or `logits`, have the shape (K,) for one example or (..., K) for
  many; K is the number of classes. Probabilities run from 0 to 1 and sum to 1 within 0.002, so that
  rows rounded by hand pass. A class with the logit -inf is impossible: its probability is 0.
- `targets` are class indices of shape (...), or distributions in the shape of the predictions. They
  are used as they are, not normalised.
- `reduction` says what becomes of the losses of the examples: "mean", "sum", or "none" to keep
  them, in the shape (...). A gradient has the shape of the logits, sums to 0 over the classes, and
  is divided by the number of examples with "mean".
- All logarithms are natural: cross-entropy is in nats. Everything is computed in float64 and
  rounded once, to float32, if the predictions are float32.
- `TypeError`: predictions or targets are no numbers. `ValueError`: they contain NaN, or infinities
  that are not meant above; the probabilities are none; targets do not fit in shape, are no
  distributions or no class indices; the reduction is unknown; or "mean" has no examples.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say
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
from helpers.maths.softmax import log_softmax, softmax, softmax_jacobian_times

REDUCTIONS = ("mean", "sum", "none")


def cross_entropy(
    probabilities: ArrayLike, targets: ArrayLike, reduction: str = "mean"
) -> FloatArray:
    """Return the cross-entropy -sum_k y_k log p_k of probabilities, in nats.

    With one right class it is -log of the probability given to that class. A class with target 0
    adds nothing (0 log 0 = 0); a class with a target above 0 and probability 0 makes it infinite.

    The probabilities have the shape (..., K), the targets (...) or (..., K); the result is one
    number, or has the shape (...) with "none". More that holds for all losses:
    ``help(helpers.maths.losses)``.

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
        say(
            "If these look like logits: turn them into probabilities with softmax, or "
            "use softmax_cross_entropy."
        ),
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

    The logits have the shape (..., K), the targets (...) or (..., K); the result is one number, or
    has the shape (...) with "none". More that holds for all losses: ``help(helpers.maths.losses)``.

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
    accepted in their place, such as the outputs of a linear model.

    The probabilities have the shape (..., K), the targets (...) or (..., K); the result is one
    number, or has the shape (...) with "none". More that holds for all losses:
    ``help(helpers.maths.losses)``.

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

    The logits have the shape (..., K), the targets (...) or (..., K); the result is one number, or
    has the shape (...) with "none". More that holds for all losses: ``help(helpers.maths.losses)``.

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

    It is p - y for each example. (Precisely p sum_j y_j - y: the same when the targets sum to 1,
    and exact for rows rounded by hand.)

    The logits have the shape (..., K), and so has the gradient; the targets (...) or (..., K). More
    that holds for all losses: ``help(helpers.maths.losses)``.

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

    It is 2 p_k [(p_k - y_k) - sum_j p_j (p_j - y_j)] for each example. The factor p_k makes it
    vanish where softmax saturates, right or wrong.

    The logits have the shape (..., K), and so has the gradient; the targets (...) or (..., K). More
    that holds for all losses: ``help(helpers.maths.losses)``.

    Notes
    -----
    The slope with respect to p is g = 2 (p - y); `softmax_jacobian_times` leads it back to z.

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
        slopes = 2 * (probabilities - distributions)
        gradient = softmax_jacobian_times(probabilities, slopes)
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
        raise ValueError(
            say('reduction must be "mean", "sum" or "none", but got {reduction!r}.').format(
                reduction=reduction
            )
        )


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
            say(
                "Targets in the shape of the {name} are distributions; class indices would "
                "have the shape {shape}."
            ).format(name=name, shape=shape[:-1]),
        )
    if numbers.shape == shape[:-1]:
        return as_labels(numbers, "targets", num_classes)
    raise ValueError(
        say(
            "targets of shape {targets} do not fit {name} of shape {shape}. Give class "
            "indices of shape {rows}, one for each example, or distributions of shape "
            "{shape}, such as one_hot(labels, num_classes={num_classes})."
        ).format(
            targets=numbers.shape, name=name, shape=shape, rows=shape[:-1], num_classes=num_classes
        )
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
            say(
                "There are no examples, so there is no mean. Give at least one example, or "
                'use reduction="sum".'
            )
        )
