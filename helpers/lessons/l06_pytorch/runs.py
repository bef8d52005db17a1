"""The three trainings that lesson 06 shows without their code."""

import functools

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.maths.arguments import FloatArray
from helpers.maths.data import digits
from helpers.maths.double_softmax import double_softmax_loss, softmax_loss
from helpers.maths.encoding import one_hot
from helpers.maths.training import add_intercept, train_softmax


@functools.cache
def unknown_runs() -> dict[str, tuple[FloatArray, float]]:
    """Train three linear models on the digits, one of them with a softmax too many.

    Returns
    -------
    dict of str to (numpy.ndarray of shape (201,), float)
        The losses, and the part of the training labels that is right at the end.
    """
    images, labels, _, _ = digits()
    pixels, labels = add_intercept(images[:600]), labels[:600]
    random = np.random.default_rng(0)
    wrong = random.random(len(labels)) < 0.42
    partly_random = np.where(wrong, random.integers(10, size=len(labels)), labels)
    settings = {
        "A": (labels, softmax_loss, 0.026),
        "B": (labels, double_softmax_loss, 10.0),
        "C": (partly_random, softmax_loss, 0.4),
    }
    runs: dict[str, tuple[FloatArray, float]] = {}
    with threadpool_limits(1):
        for name, (given, loss, rate) in settings.items():
            history = train_softmax(pixels, one_hot(given, 10), rate, 200, loss=loss)
            answers = (pixels @ history.last_point).argmax(axis=1)
            runs[name] = history.values, float((answers == given).mean())
    return runs
