"""The model of lesson 07, trained once for each file of tests."""

import pytest

from helpers import add_intercept, digits, softmax
from helpers.lessons.l07_classifier import runs


@pytest.fixture(scope="module")
def history():
    """The training of the lesson: 1000 steps at a learning rate of 1."""
    return runs.course_training(1.0, 1000)


@pytest.fixture(scope="module")
def test_probabilities(history):
    """What the trained model says of the test pictures, shape (540, 10)."""
    return softmax(add_intercept(digits().test_images) @ history.last_point)
