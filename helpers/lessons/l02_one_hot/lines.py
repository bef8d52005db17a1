"""One straight line for each class, fitted to one-hot targets."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.maths.arguments import FloatArray
from helpers.maths.encoding import one_hot
from helpers.maths.training import fit_least_squares, predict_linear


def line_scores(positions: ArrayLike, labels: ArrayLike, where: ArrayLike) -> FloatArray:
    """Fit one straight line for each class to one-hot targets; return their heights at some places.

    Parameters
    ----------
    positions : array_like, shape (N,)
        Where the examples lie.
    labels : array_like, shape (N,)
        Their classes, counted from 0.
    where : array_like, shape (M,)
        The places at which the scores are asked for.

    Returns
    -------
    numpy.ndarray, shape (M, K)

    Notes
    -----
    T. Hastie, R. Tibshirani and J. Friedman (2009), The Elements of Statistical Learning, 2nd
    edition, Springer, section 4.2.

    Examples
    --------
    >>> from helpers.maths.data import clusters
    >>> line_scores(*clusters(), where=[-1, 0, 1]).round(2)
    array([[ 0.83,  0.33, -0.16],
           [ 0.33,  0.33,  0.34],
           [-0.16,  0.33,  0.83]])
    """
    weights = fit_least_squares(np.reshape(positions, (-1, 1)), one_hot(labels))
    return predict_linear(np.reshape(where, (-1, 1)), weights)
