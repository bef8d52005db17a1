"""The trainings that the pictures of the lesson show: one that is right, four with a fault."""

import functools
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from helpers.maths.data import digits
from helpers.maths.double_softmax import double_softmax_loss, softmax_loss
from helpers.maths.encoding import one_hot
from helpers.maths.training import History, add_intercept, train_softmax

FAULTS = {"A": "shuffled labels", "B": "too large", "C": "double softmax", "D": "too small"}
"""What is the matter with each of the four runs of `draw_broken_runs`."""


@functools.cache
def course_training(learning_rate: float = 1.0, steps: int = 300) -> History:
    """Return the history of softmax regression on the training digits, from zero weights."""
    images, labels, _, _ = digits()
    with threadpool_limits(1):
        return train_softmax(add_intercept(images), one_hot(labels, 10), learning_rate, steps)


@functools.cache
def broken_runs() -> dict[str, Any]:
    """Train four times on the digits, each time with another fault.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray, float)
        The loss on the training pictures and on the test pictures at each of 201 points, as the
        faulty program computes it, and the part of the test pictures that is right at the end.
    """
    images, labels, test_images, test_labels = digits()
    pixels, test_pixels = add_intercept(images), add_intercept(test_images)
    shuffled = np.random.default_rng(0).permutation(labels)
    settings = {
        "A": (shuffled, softmax_loss, 1.0),
        "B": (labels, softmax_loss, 20.0),
        "C": (labels, double_softmax_loss, 3.0),
        "D": (labels, softmax_loss, 0.005),
    }
    runs = {}
    with threadpool_limits(1):
        for name, (targets, loss, rate) in settings.items():
            history = train_softmax(pixels, one_hot(targets, 10), rate, 200, loss=loss)
            logits = test_pixels @ history.points
            test_losses = np.array([loss(z, one_hot(test_labels, 10))[0] for z in logits])
            right = float(np.mean(logits[-1].argmax(axis=1) == test_labels))
            runs[name] = history.values, test_losses, right
    return runs
