"""What students write in the exercises of lesson 07, and are told."""

import re

import numpy as np
import pytest

from helpers import check, softmax
from helpers.learning.feedback import NOT_RIGHT
from tests.lessons.written import written

LOOP = (
    "weights = np.zeros((pixels.shape[1], targets.shape[1]))\n"
    "path = [weights]\n"
    "for _ in range(steps):\n"
    "    errors = {errors}\n"
    "    {step}\n"
    "    path.append(weights)\n"
    "return {result}"
)


def loop(
    errors="softmax(pixels @ weights) - targets",
    step="weights = weights - learning_rate * pixels.T @ errors / len(pixels)",
    result="path",
):
    """Return the right training with one of its lines replaced."""
    return LOOP.format(errors=errors, step=step, result=result)


# the exercise, the answer as a student would write it, what the hint must speak of
ANSWERS = [
    ("true_statements", "'BDEG'", "proper loss"),
    ("true_statements", "'ABDE'", "differences"),
    ("true_statements", "'BCDE'", "equally far"),
    ("true_statements", "'BDEF'", "units"),
    ("true_statements", "'BDEH'", "logits"),
    ("true_statements", "'BE'", "missing"),
    ("true_statements", "'BD'", "missing"),
    ("true_statements", "'ABCDEFGH'", "lesson|Each"),
    ("true_statements", "[2, 4, 5]", "statement|letter"),
    ("my_training", loop(result="weights"), "last weights alone"),
    ("my_training", loop(result="path[1:]"), "start"),
    ("my_training", loop(result="path[:-1]"), "start"),
    (
        "my_training",
        loop(step="weights = weights + learning_rate * pixels.T @ errors / len(pixels)"),
        "uphill",
    ),
    ("my_training", loop(step="weights = weights - learning_rate * pixels.T @ errors"), "number"),
    ("my_training", loop(step="weights -= learning_rate * pixels.T @ errors / len(pixels)"), "-="),
    (
        "my_training",
        loop(step="weights = weights - pixels.T @ errors / len(pixels)"),
        "learning_rate|not those",
    ),
    ("my_training", loop(errors="pixels @ weights - targets"), "Softmax is missing"),
    ("my_training", loop(errors="targets - softmax(pixels @ weights)"), "uphill"),
    ("my_training", loop(errors="softmax(softmax(pixels @ weights)) - targets"), "twice"),
    (
        "my_training",
        loop(errors="softmax(pixels @ weights, axis=0) - targets"),
        "over the pictures",
    ),
    ("my_training", loop(errors="softmax(weights @ pixels) - targets"), "match|shape"),
    (
        "my_training",
        loop(step="weights = weights - learning_rate * errors.T @ pixels / len(pixels)"),
        "shape|broadcast",
    ),
    (
        "my_training",
        loop(step="weights = weights - learning_rate * (pixels.T @ errors).mean()"),
        "stay at zero",
    ),
    ("my_training", loop(result="path, weights"), "2 things|two"),
    ("my_training", loop().replace("np.zeros(", "np.ones("), "zero"),
    ("my_training", loop().replace("return path", "print(path)\nreturn None"), "print|return"),
    (
        "my_training",
        loop()
        .replace("    path.append(weights)\n", "")
        .replace("return path", "path.append(weights)\nreturn path"),
        "shape|step",
    ),
    (
        "faults",
        "{'A': 'too small', 'B': 'too large', 'C': 'double softmax', 'D': 'shuffled labels'}",
        "guess",
    ),
    (
        "faults",
        "{'A': 'shuffled labels', 'B': 'double softmax', 'C': 'too large', 'D': 'too small'}",
        "overshoot|jumps",
    ),
    (
        "faults",
        "{'A': 'shuffled labels', 'B': 'too large', 'C': 'too small', 'D': 'double softmax'}",
        "floor",
    ),
    (
        "faults",
        "{'A': 'shuffled labels', 'B': 'too large', 'C': 'double softmax', 'D': 'shuffled labels'}",
        "straight",
    ),
    ("faults", "'BCAD'", "dictionary"),
    (
        "faults",
        "{'A': 'overfitting', 'B': 'too large', 'C': 'double softmax', 'D': 'too small'}",
        "Choose",
    ),
]
ARGUMENTS = {"my_training": "pixels, targets, learning_rate, steps"}
NAMES = {"np": np, "softmax": softmax}


@pytest.mark.parametrize(("name", "answer", "about"), ANSWERS)
def test_a_wrong_answer_gets_a_hint_that_helps(name, answer, about):
    feedback = getattr(check, name)(written(name, answer, ARGUMENTS, NAMES))
    assert feedback.verdict == NOT_RIGHT, feedback
    assert re.search(about, feedback.words), feedback
