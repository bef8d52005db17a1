"""What students write in the exercises of lesson 05, and are told."""

import numpy as np
import pytest

from helpers import check, softmax
from helpers.learning.feedback import NOT_RIGHT
from tests.lessons.written import written

# the exercise, the answer or the body of the function, and what its hint says
ANSWERS = [
    ("unfair", '"AC"', "What you name is right, but something is"),
    ("unfair", '"ABCDF"', "One is too many. B is fair: the same"),
    ("unfair", '"ACD"', "What you name is right, but something is"),
    ("unfair", '["A","C","F","E"]', "One is too many. E is fair: accuracy has"),
    ("unfair", '"BE"', "Of the 2 that you name, 0 belong there. Ask"),
    ("unfair", "'all of them'", "There is no sentence 'H'. Use the letters A"),
    ("my_loss", "return -np.log(p)", "That is cross-entropy, perhaps in another"),
    ("my_loss", "return -np.log2(p)", "That is cross-entropy, perhaps in another"),
    ("my_loss", "return (1 - p) ** 2", "That is (1 - p)², the true class's part of"),
    ("my_loss", "return 1 - p", "From the start that is wrong and sure it"),
    ("my_loss", "return -p", "From the start that is wrong and sure it"),
    ("my_loss", "return 1 / p", "From the start that is wrong and sure it"),
    ("my_loss", "return -np.sqrt(p)", "It gets out of the start that is wrong and"),
    ("my_loss", "return np.log(p)", "Your loss grows when the true class gets"),
    ("my_loss", "return (1 - p) ** 3", "From the start that is wrong and sure it"),
    ("my_loss", "return np.exp(-p)", "From the start that is wrong and sure it"),
    ("my_loss", "return np.mean(-np.log(p) ** 3)", "You return one number for all the"),
    ("my_loss", "return p ** 2", "Your loss grows when the true class gets"),
    ("my_loss", "return -np.log(p) + np.log(1 - p)", "It gets out of the start that is wrong and"),
    ("my_loss", "return np.log(1 - p)", "From the start that is wrong and sure it"),
    ("my_loss", "return abs(1 - p)", "From the start that is wrong and sure it"),
    ("my_loss", "return np.log(p) ** 3", "Your loss grows when the true class gets"),
    ("my_loss", "return 1 / p ** 2", "From the start that is wrong and sure it"),
    ("my_loss", "return -p * np.log(p)", "Your loss grows somewhere when the true"),
    ("my_loss", "return np.tan(1 - p)", "From the start that is wrong and sure it"),
    (
        "my_loss",
        "if p < 0.5:\n    return 2\nreturn 1 - p",
        "my_loss raised ValueError: The truth value",
    ),
    ("turning_point", "1 / 3", "1/3 is the probability σ at that place."),
    ("turning_point", "np.log(1 / 3)", "You took log σ. The difference of the"),
    ("turning_point", "np.log(2)", "The sign: σ is below one half there, so dog"),
    ("turning_point", "-0.7", "That is near. Give it to two digits after"),
    ("turning_point", "0.33", "1/3 is the probability σ at that place."),
    ("turning_point", "np.log(0.5 / 3)", "There the probability of cat is 0.143. It"),
    ("turning_point", "sigmoid(1 / 3)", "There the probability of cat is 0.642. It"),
    ("turning_point", "'-log 2'", "That is a text. Write the number without"),
    (
        "my_absolute_error_gradient",
        "return squared_error_gradient(logits, target)",
        "That is the gradient of the squared error.",
    ),
    (
        "my_absolute_error_gradient",
        "return np.sign(softmax(logits) - target)",
        "Those are the slopes at the probabilities.",
    ),
    (
        "my_absolute_error_gradient",
        "return np.abs(softmax(logits) - target)",
        "That is |p - y|, the error of each class.",
    ),
    (
        "my_absolute_error_gradient",
        "return jacobian @ np.sign(softmax(logits) - target)",
        "For other logits you return the same slopes.",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn (np.diag(p) - np.outer(p, p)) @ np.sign(target - p)",
        "The sign is turned round. The gradient",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn (np.diag(p) - np.outer(p, p)) * np.sign(p - target)",
        "You multiply by the Jacobian entry by",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn (np.diag(p) - np.outer(p, p)) @ np.abs(p - target)",
        "You pass |p - y| itself through the",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nslope = np.sign(p - target)\nreturn p * (slope - (p * slope).mean())",
        "What is taken off each slope is the sum of",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn (np.diag(p) - np.outer(p, p)) @ np.sign(logits - target)",
        "You take the sign of logits minus target.",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn p * np.sign(p - target)",
        "You have the diagonal p of the Jacobian",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn 2 * (np.diag(p) - np.outer(p, p)) @ np.sign(p - target)",
        "There is a factor of 2 too many: it belongs",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn (np.diag(p) + np.outer(p, p)) @ np.sign(p - target)",
        "The second part of the Jacobian is taken",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn (np.eye(3) * p - np.outer(p, p)) @ np.sign(p - target)",
        "my_absolute_error_gradient raised",
    ),
    (
        "my_absolute_error_gradient",
        "p = softmax(logits)\nreturn np.sum((np.diag(p) - np.outer(p, p)) @ np.sign(p - target))",
        "You add the slopes up. Return one slope for",
    ),
]
"""One of these hints helps little: of a loss that pulls as it should and still ends at 0.86."""

ARGUMENTS = {"my_loss": "p", "my_absolute_error_gradient": "logits, target"}


def sigmoid(u):
    return 1 / (1 + np.exp(-u))


def squared_error_gradient(logits, target):
    p = softmax(logits)
    return (np.diag(p) - np.outer(p, p)) @ (2 * (p - target))


P = softmax([-20.0, 0.0, 0.0])
LESSON = {
    "np": np,
    "softmax": softmax,
    "sigmoid": sigmoid,
    "squared_error_gradient": squared_error_gradient,
    "jacobian": np.diag(P) - np.outer(P, P),
}


@pytest.mark.parametrize(("name", "answer", "about"), ANSWERS)
def test_a_wrong_answer_gets_a_hint_that_helps(name, answer, about):
    feedback = getattr(check, name)(written(name, answer, ARGUMENTS, LESSON))
    assert feedback.verdict == NOT_RIGHT, feedback
    assert about in feedback.words
