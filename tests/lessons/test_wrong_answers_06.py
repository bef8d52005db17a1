"""What students write in the exercises of lesson 06, and are told."""

import re

import numpy as np
import pytest

from helpers import check, softmax
from helpers.learning.feedback import NOT_RIGHT
from tests.lessons.written import written

S = "p = np.eye(num_classes)[0]\n"


# the exercise, the answer as a student would write it, what the hint must speak of
def with_heads(digits="(10, 'CrossEntropyLoss')", spam="(1, 'BCEWithLogitsLoss')", objects=None):
    """Return the right dictionary with one of its pairs replaced."""
    objects = objects or "(5, 'BCEWithLogitsLoss')"
    return (
        f"{{'which of 10 digits': {digits}, 'spam or not': {spam}, "
        f"'which of 5 objects are in the photo': {objects}}}"
    )


ANSWERS = [
    ("double_run", "'A'", "slow"),
    ("double_run", "'C'", "answers are bad"),
    ("double_run", "['B', 'C']", "letter"),
    ("double_run", "2", "text"),
    ("double_run", "'D'", "runs"),
    ("lowest_loss", "np.log(1 + (num_classes - 1) / np.e)", "two softmaxes"),
    ("lowest_loss", "0.0", "two softmaxes|2 classes"),
    ("lowest_loss", "np.log(num_classes)", "log K"),
    ("lowest_loss", "softmaxes * np.log(1 + (num_classes - 1) / np.e)", "first softmax"),
    ("lowest_loss", "(softmaxes - 1) * np.log(1 + (num_classes - 1) / np.e)", "first softmax"),
    (
        "lowest_loss",
        S + "for _ in range(softmaxes):\n    p = softmax(p)\nreturn -np.log(p[0])",
        "too many",
    ),
    (
        "lowest_loss",
        S + "for _ in range(softmaxes - 2):\n    p = softmax(p)\nreturn -np.log(p[0])",
        "too few",
    ),
    (
        "lowest_loss",
        S + "for _ in range(softmaxes - 1):\n    p = softmax(p)\nreturn np.log(p[0])",
        "sign",
    ),
    (
        "lowest_loss",
        S + "for _ in range(softmaxes - 1):\n    p = softmax(p)\nreturn p[0]",
        "logarithm",
    ),
    (
        "lowest_loss",
        S + "for _ in range(softmaxes - 1):\n    p = softmax(p)\nreturn -np.log(p)",
        "numbers",
    ),
    (
        "lowest_loss",
        S + "for _ in range(softmaxes - 1):\n    p = softmax(p)\nreturn -np.log2(p[0])",
        "natural",
    ),
    (
        "lowest_loss",
        S + "for _ in range(softmaxes - 1):\n    softmax(p)\nreturn -np.log(p[0])",
        "first softmax|further",
    ),
    (
        "lowest_loss",
        S + "for _ in range(softmaxes - 1):\n    p = softmax(p)\n    return -np.log(p[0])",
        "return|nothing|two softmaxes",
    ),
    (
        "heads",
        with_heads(digits="(1, 'CrossEntropyLoss')"),
        "always 1",
    ),
    (
        "heads",
        with_heads(spam="(1, 'CrossEntropyLoss')"),
        "always 1",
    ),
    (
        "heads",
        with_heads(spam="(2, 'BCEWithLogitsLoss')"),
        "yes to both",
    ),
    (
        "heads",
        with_heads(objects="(5, 'CrossEntropyLoss')"),
        "share one whole",
    ),
    (
        "heads",
        with_heads(objects="(10, 'BCEWithLogitsLoss')"),
        "5 questions",
    ),
    (
        "heads",
        with_heads(digits="(10, 'NLLLoss')"),
        "log-prob",
    ),
    (
        "heads",
        with_heads(spam="(1, 'BCELoss')"),
        "sigmoid",
    ),
    (
        "heads",
        with_heads(digits="(10, 'softmax')"),
        "must be",
    ),
]
ARGUMENTS = {"lowest_loss": "num_classes, softmaxes"}
NAMES = {"np": np, "softmax": softmax}


@pytest.mark.parametrize(("name", "answer", "about"), ANSWERS)
def test_a_wrong_answer_gets_a_hint_that_helps(name, answer, about):
    feedback = getattr(check, name)(written(name, answer, ARGUMENTS, NAMES))
    assert feedback.verdict == NOT_RIGHT, feedback
    assert re.search(about, feedback.words), feedback
