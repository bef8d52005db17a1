"""The loss of a network with one softmax too many, beside the right one."""

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from helpers.maths.arguments import FloatArray
from helpers.maths.losses import softmax_cross_entropy, softmax_cross_entropy_gradient
from helpers.maths.softmax import softmax, softmax_jacobian_times

Loss = Callable[[FloatArray, NDArray[Any]], tuple[Any, FloatArray]]
"""(logits, class indices or one-hot targets) → the loss, and its gradient at the logits."""


def softmax_loss(logits: FloatArray, targets: NDArray[Any]) -> tuple[Any, FloatArray]:
    """Return the mean cross-entropy of softmax(logits) and its gradient."""
    return softmax_cross_entropy(logits, targets), softmax_cross_entropy_gradient(logits, targets)


def double_softmax_loss(logits: FloatArray, targets: NDArray[Any]) -> tuple[Any, FloatArray]:
    """Return the mean cross-entropy of softmax(softmax(logits)) and its gradient.

    The gradient with respect to the probabilities p is softmax(p) - y, divided by the number of
    examples; `softmax_jacobian_times` leads it back to the logits.

    Examples
    --------
    >>> import numpy as np
    >>> value, gradient = double_softmax_loss(np.array([2.0, 1.0, 0.1]), 0)
    >>> print(value.round(3), gradient.round(3))
    0.802 [-0.188  0.136  0.052]
    """
    p = softmax(logits)
    g = softmax_cross_entropy_gradient(p, targets)
    return softmax_cross_entropy(p, targets), softmax_jacobian_times(p, g)
