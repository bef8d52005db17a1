"""Fit a model: gradient descent with its history, and least squares. All in float64."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say, to_say
from helpers.maths.arguments import as_finite, as_numbers_or_nan, positive_number, whole_number
from helpers.maths.double_softmax import Loss, softmax_loss

ValueAndGradient = Callable[[NDArray[np.float64]], tuple[float, ArrayLike]]


@dataclass(frozen=True, eq=False)
class History:
    """The path of a gradient descent.

    Attributes
    ----------
    points
        Shape (steps + 1, ...): the start and the point after each step.
    values
        Shape (steps + 1,): the value at each point.
    diverged
        True if it stopped early because the value, the gradient or the next point was not finite.
        The last value may then be inf or NaN.
    """

    points: NDArray[np.float64]
    values: NDArray[np.float64]
    diverged: bool = False

    def __len__(self) -> int:
        """Return the number of points, the start included."""
        return len(self.values)

    @property
    def steps(self) -> int:
        """The number of steps taken: one less than there are points."""
        return len(self) - 1

    @property
    def last_point(self) -> NDArray[np.float64]:
        """The point where the descent ended."""
        return self.points[-1]

    @property
    def last_value(self) -> float:
        """The value where the descent ended."""
        return float(self.values[-1])


def gradient_descent(
    value_and_gradient: ValueAndGradient,
    start: ArrayLike,
    learning_rate: float,
    steps: int,
    progress: Callable[[range], Iterable[int]] | None = None,
) -> History:
    """Walk downhill: from each point, step by -learning_rate times the gradient there.

    Parameters
    ----------
    value_and_gradient
        Takes a point and returns the value there and the gradient, in the shape of the point.
        The point is read-only.
    start
        The first point, of any shape.
    learning_rate
        The length of a step, in multiples of the gradient; greater than 0.
    steps
        The number of steps, 0 or more.
    progress
        Wraps the range of steps, to show how far it is: `tqdm`, for example.

    Returns
    -------
    The history. If a value, a gradient or a point is no longer finite, the descent stops there
    and the history says `diverged=True`.

    Raises
    ------
    TypeError
        `value_and_gradient` or `progress` cannot be called, or the former does not return two
        things; another argument is not a number.
    ValueError
        The start is not finite; the learning rate is not positive; the steps are negative or not
        whole; the value is not one number; the gradient has another shape than the start.

    Notes
    -----
    The method is Cauchy's (1847), "Méthode générale pour la résolution des systèmes d'équations
    simultanées", Comptes rendus 25, 536-538.

    Examples
    --------
    >>> history = gradient_descent(lambda x: (x**2, 2 * x), start=1.0, learning_rate=0.25, steps=3)
    >>> history.points
    array([1.   , 0.5  , 0.25 , 0.125])
    >>> history.last_value
    0.015625
    """
    progress = iter if progress is None else progress
    for function, name in ((value_and_gradient, "value_and_gradient"), (progress, "progress")):
        if not callable(function):
            raise TypeError(
                say("{name} must be a function, but got {function!r}.").format(
                    name=name, function=function
                )
            )
    point = as_finite(start, "start").astype(np.float64)
    learning_rate = positive_number(learning_rate, "learning_rate", to_say("Try 0.1."))
    steps = whole_number(steps, "steps", minimum=0)

    value, gradient = _evaluate(value_and_gradient, point)
    points, values = [point], [value]
    for _ in progress(range(steps)):
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            point = np.asarray(point - learning_rate * gradient)
        if not (np.isfinite(value) and np.isfinite(point).all()):
            break
        value, gradient = _evaluate(value_and_gradient, point)
        points.append(point)
        values.append(value)
    finite = np.isfinite(value) and np.isfinite(gradient).all() and np.isfinite(point).all()
    return History(_frozen(np.stack(points)), _frozen(np.array(values)), diverged=not finite)


def train_softmax(
    pixels: ArrayLike,
    targets: ArrayLike,
    learning_rate: float,
    steps: int,
    start: ArrayLike | None = None,
    loss: Loss = softmax_loss,
    progress: Callable[[range], Iterable[int]] | None = None,
) -> History:
    """Train softmax regression by gradient descent on all examples at once.

    Parameters
    ----------
    pixels
        Shape (N, D), a column of ones included if there is to be an intercept.
    targets
        Shape (N, K), one-hot or other probabilities.
    learning_rate, steps, progress
        As for `gradient_descent`.
    start
        Shape (D, K): the first weights; zeros if not given.
    loss
        (logits, targets) → the loss, and its gradient with respect to the logits.

    Returns
    -------
    The history; its points are the weights, shape (steps + 1, D, K).

    Raises
    ------
    TypeError, ValueError
        As `gradient_descent`; if the targets are not in the shape (N, K).

    Notes
    -----
    C. M. Bishop (2006), Pattern Recognition and Machine Learning, Springer, section 4.3.4.

    Examples
    --------
    >>> history = train_softmax([[0.0, 1.0], [2.0, 1.0]], [[1, 0], [0, 1]], 1.0, steps=100)
    >>> history.values[[0, -1]].round(3)
    array([0.693, 0.01 ])
    """
    pixels, targets = _as_features(pixels), as_finite(targets, "targets").astype(np.float64)
    if targets.ndim != 2 or len(targets) != len(pixels):
        raise ValueError(
            say(
                "targets must have the shape ({n}, K), a row for each example, but have the "
                "shape {shape}. Class indices become such rows with one_hot."
            ).format(n=len(pixels), shape=targets.shape)
        )

    def value_and_gradient(weights: NDArray[np.float64]) -> tuple[float, ArrayLike]:
        value, gradient = loss(pixels @ weights, targets)
        return value, pixels.T @ gradient

    if start is None:
        start = np.zeros((pixels.shape[1], targets.shape[1]))
    return gradient_descent(value_and_gradient, start, learning_rate, steps, progress)


def add_intercept(features: ArrayLike) -> NDArray[np.float64]:
    """Append a column of ones, so that the last weight becomes the intercept.

    Parameters
    ----------
    features
        Shape (N, D).

    Returns
    -------
    Shape (N, D + 1).

    Raises
    ------
    TypeError, ValueError
        The features are not finite numbers in two dimensions.

    Examples
    --------
    >>> add_intercept([[5.0], [6.0]])
    array([[5., 1.],
           [6., 1.]])
    """
    table = _as_features(features)
    return np.column_stack([table, np.ones(len(table))])


def fit_least_squares(features: ArrayLike, targets: ArrayLike) -> NDArray[np.float64]:
    """Return the weights, intercept last, for which the squared error is least.

    Where several are equally good (a feature that never changes), they are the smallest ones.

    Parameters
    ----------
    features
        Shape (N, D).
    targets
        Shape (N,) for one output, (N, K) for K outputs.

    Returns
    -------
    Shape (D + 1,) or (D + 1, K).

    Raises
    ------
    TypeError, ValueError
        The features or targets are not finite numbers, or do not fit in shape; no examples.

    Notes
    -----
    T. Hastie, R. Tibshirani and J. Friedman (2009), The Elements of Statistical Learning, 2nd
    edition, Springer, sections 3.2 and 4.2.

    Examples
    --------
    >>> fit_least_squares([[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0]).round(6)
    array([2., 1.])
    """
    table = add_intercept(features)
    outputs = as_finite(targets, "targets").astype(np.float64)
    if outputs.ndim not in (1, 2) or len(outputs) != len(table):
        raise ValueError(
            say(
                "targets of shape {shape} do not fit {n} rows of features. Give the shape "
                "({n},), or ({n}, K) for K outputs."
            ).format(shape=outputs.shape, n=len(table))
        )
    if len(table) == 0:
        raise ValueError(say("features has no rows, so there is nothing to fit. Give examples."))
    weights, *_ = np.linalg.lstsq(table, outputs, rcond=None)
    return weights.astype(np.float64, copy=False)


def predict_linear(features: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """Return the outputs of a linear model: features @ weights, plus the intercept.

    Parameters
    ----------
    features
        Shape (N, D).
    weights
        Shape (D + 1,) or (D + 1, K), intercept last, as `fit_least_squares` returns them.

    Returns
    -------
    Shape (N,) or (N, K).

    Raises
    ------
    TypeError, ValueError
        The features or weights are not finite numbers, or do not fit in shape.

    Examples
    --------
    >>> predict_linear([[3.0], [4.0]], [2.0, 1.0])
    array([7., 9.])
    """
    table = add_intercept(features)
    weights = as_finite(weights, "weights").astype(np.float64)
    if weights.ndim not in (1, 2) or len(weights) != table.shape[1]:
        raise ValueError(
            say(
                "weights of shape {shape} do not fit features with {columns} columns. "
                "Give {rows} rows: one for each column and one for the intercept."
            ).format(shape=weights.shape, columns=table.shape[1] - 1, rows=table.shape[1])
        )
    return table @ weights


def _evaluate(
    value_and_gradient: ValueAndGradient, point: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Call the function and check what it returns; NaN and infinities pass."""
    point.flags.writeable = False
    result = value_and_gradient(point)
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise TypeError(
            say(
                "value_and_gradient must return two things, the value and the gradient, but "
                "returned {type}. End it with: return value, gradient"
            ).format(type=type(result).__name__)
        )
    value = as_numbers_or_nan(result[0], say("the value from value_and_gradient"))
    gradient = as_numbers_or_nan(result[1], say("the gradient from value_and_gradient"))
    if value.ndim != 0:
        raise ValueError(
            say(
                "the value from value_and_gradient must be one number, but has the shape "
                '{shape}. Take the mean of the losses (reduction="mean").'
            ).format(shape=value.shape)
        )
    if gradient.shape != point.shape:
        raise ValueError(
            say(
                "the gradient from value_and_gradient has the shape {shape}, but the point "
                "has the shape {expected}. There must be one slope for each coordinate."
            ).format(shape=gradient.shape, expected=point.shape)
        )
    return float(value), gradient.astype(np.float64, copy=False)


def _as_features(features: ArrayLike) -> NDArray[np.float64]:
    table = as_finite(features, "features").astype(np.float64)
    if table.ndim != 2:
        raise ValueError(
            say(
                "features must be a table of shape (N, D), but has the shape {shape}. A list "
                "of single numbers becomes a column with x[:, np.newaxis]."
            ).format(shape=table.shape)
        )
    return table


def _frozen(array: NDArray[np.float64]) -> NDArray[np.float64]:
    array.flags.writeable = False
    return array
