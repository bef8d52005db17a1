"""From class labels to one-hot vectors, and from scores back to a class."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say
from helpers.maths.arguments import as_labels, as_numbers, class_axis, whole_number


def one_hot(labels: ArrayLike, num_classes: int | None = None) -> NDArray[np.float64]:
    """Turn class labels into vectors with a single 1, at the place of the class.

    Parameters
    ----------
    labels
        Class indices, counted from 0: one label, or shape (N,). Whole floats such as 2.0 pass.
    num_classes
        The number of classes K. Left out, it is the largest label plus 1.

    Returns
    -------
    Shape (N, K), or (K,) for one label; always float64.

    Raises
    ------
    TypeError
        The labels are not numbers.
    ValueError
        A label is negative, not whole or not below `num_classes`; `num_classes` is not a
        positive whole number; there is more than one dimension; or there are no labels to count
        the classes from.

    Examples
    --------
    >>> one_hot([0, 2, 1])
    array([[1., 0., 0.],
           [0., 0., 1.],
           [0., 1., 0.]])
    >>> one_hot(1, num_classes=3)
    array([0., 1., 0.])
    """
    shape = np.shape(as_numbers(labels, "labels"))
    if len(shape) > 1:
        raise ValueError(
            say(
                "labels must be one label or a list of labels, but got the shape {shape}. "
                "Are they one-hot already? Then class_of gives the labels back. A column of "
                "labels becomes a list with labels.ravel()."
            ).format(shape=shape)
        )
    if num_classes is not None:
        num_classes = whole_number(num_classes, "num_classes", minimum=1)
    indices = as_labels(labels, "labels", num_classes)
    if num_classes is None:
        if indices.size == 0:
            raise ValueError(
                say(
                    "labels is empty, so the classes cannot be counted. Say how many there are, "
                    "for example num_classes=3."
                )
            )
        num_classes = int(indices.max()) + 1
    vectors = np.zeros((*shape, num_classes))
    np.put_along_axis(vectors, indices[..., np.newaxis], 1.0, axis=-1)
    return vectors


def class_of(scores: ArrayLike) -> int | NDArray[np.intp]:
    """Return the class with the highest score; of equal scores, the first.

    Parameters
    ----------
    scores
        Shape (K,) or (..., K): logits, probabilities or any numbers, one for each class.

    Returns
    -------
    A plain int for shape (K,), otherwise class indices of shape (...).

    Raises
    ------
    TypeError
        The scores are not numbers.
    ValueError
        The scores contain NaN, are a single number, or have no classes.

    Examples
    --------
    >>> class_of([2.0, 1.0, 0.1])
    0
    >>> class_of([[0.2, 0.5, 0.3], [0.1, 0.1, 0.8]])
    array([1, 2])
    """
    numbers = as_numbers(scores, "scores")
    class_axis(numbers, "scores")
    winners = numbers.argmax(axis=-1)
    return int(winners) if numbers.ndim == 1 else winners
