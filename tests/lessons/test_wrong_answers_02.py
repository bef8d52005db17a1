"""What students write in the exercises of lesson 02, and are told."""

import re

import numpy as np
import pytest

from helpers import check, class_of, clusters, fit_least_squares, one_hot, predict_linear
from helpers.learning.feedback import NOT_RIGHT
from tests.lessons.written import written

# the exercise, the answer as a student would write it, what the hint must speak of
ANSWERS = [
    ("targets_by_hand", "[2, 0, 1, 0]", "numbers of the classes"),
    ("targets_by_hand", "[[0, 0, 1], [1, 0, 0], [0, 1, 0]]", r"\(3, 3\)"),
    ("targets_by_hand", "[[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]]", "rabbit, cat, dog"),
    ("targets_by_hand", "[[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 1, 0]]", "photo 4"),
    ("targets_by_hand", "[0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 0]", "brackets"),
    ("targets_by_hand", "[[0, 1, 0, 1], [0, 0, 1, 0], [1, 0, 0, 0]]", "Turn the table"),
    ("targets_by_hand", "[[0, 0, 3], [1, 0, 0], [0, 2, 0], [1, 0, 0]]", "always 1"),
    ("targets_by_hand", "['rabbit', 'cat', 'dog', 'cat']", "table of numbers"),
    ("targets_by_hand", "one_hot([3, 1, 2, 1])", r"shape|photo"),
    ("targets_by_hand", "[[0, 0, 1], [1, 0, 0], [0, 1, 0], ...]", r"\.\.\."),
    ("targets_by_hand", "'[[0, 0, 1], [1, 0, 0], [0, 1, 0], [1, 0, 0]]'", "text"),
    ("my_class_of", "np.argmax(scores)", "whole table"),
    ("my_class_of", "np.argmax(scores, axis=1)", "last axis"),
    ("my_class_of", "np.argmax(scores, axis=0)", "column|axis"),
    ("my_class_of", "np.max(scores, axis=-1)", "place"),
    ("my_class_of", "scores.argmin(axis=-1)", "lowest"),
    ("my_class_of", "scores.index(max(scores))", r"no \.index"),
    ("my_class_of", "[row.argmax() for row in scores]", "row by row"),
    ("my_class_of", "np.argmax(np.abs(scores), axis=-1)", "sign"),
    ("my_class_of", "np.abs(scores - 1).argmin(axis=-1)", "nearest to 1"),
    ("my_class_of", "np.rint(scores).argmax(axis=-1)", "round"),
    ("my_class_of", "scores.argmax(axis=-1) + 1", "from 0"),
    ("my_class_of", "classes[scores.argmax()]", "not an array of numbers"),
    ("my_class_of", "one_hot(scores.argmax(axis=-1), 3)", "one-hot"),
    ("my_class_of", "scores > 0.5", "half"),
    ("my_class_of", "0", "not"),
    ("my_class_of", "np.where(scores == scores.max())", "tuple"),
    ("my_class_of", "np.argsort(scores, axis=-1)", "in an order"),
    ("my_class_of", "max(range(3), key=lambda k: scores[k])", "max|array|axis"),
    ("five_clusters", "1.0", "all of them"),
    ("five_clusters", "0.8", "one masked"),
    ("five_clusters", "3 / 5", "two masked"),
    ("five_clusters", "2 / 3", "three clusters"),
    ("five_clusters", "2", "share"),
    ("five_clusters", "40", "between 0 and 1"),
    ("five_clusters", "1 / 5", "two"),
    ("five_clusters", "200", "between 0 and 1|line_scores"),
    ("five_clusters", "'0.4'", "quotation"),
    ("bent_scores", "line_scores(positions, labels, where)", "straight"),
    ("bent_scores", "line_scores(positions**2, labels, where**2)", "square alone"),
    ("bent_scores", "line_scores(positions, labels, where) ** 2", "not|square"),
    ("bent_scores", "class_of(bent(positions, labels, where))", "classes"),
    ("bent_scores", "bent(positions, labels, where).T", "transpose"),
    ("bent_scores", "bent(positions, labels, positions)", "places in where"),
    ("bent_scores", "fit_least_squares(table(positions), one_hot(labels))", "weights"),
    (
        "bent_scores",
        "predict_linear(where[:, np.newaxis], fit_least_squares(table(positions),"
        " one_hot(labels)))",
        "same columns",
    ),
    (
        "bent_scores",
        "predict_linear(table(where), fit_least_squares(table(positions), labels))",
        "one-hot",
    ),
    (
        "bent_scores",
        "predict_linear(where**2, fit_least_squares(positions**2, one_hot(labels)))",
        "column_stack",
    ),
    ("bent_scores", "bent(positions, labels, where)[:, :3]", "not for others"),
    ("lines_for", "[-1, 0, 1], [-0.5, 0, -0.5]", "2 things|alone"),
    ("lines_for", "np.array([centres, -(centres**2)])", "half"),
    ("lines_for", "np.array([2 * centres, centres**2])", "sign"),
    ("lines_for", "np.array([-2 * centres, centres**2])", "minus|farthest"),
    ("lines_for", "np.array([2 * centres, 0 * centres])", "second row"),
    ("lines_for", "np.array([-(centres**2), 2 * centres])", "slopes first"),
    ("lines_for", "np.column_stack([2 * centres, -(centres**2)])", "Rows and columns"),
    ("lines_for", "2 * centres - centres**2", r"shape|rows?"),
    ("lines_for", "np.array([centres, -np.abs(centres)])", "square|on top|size"),
    ("lines_for", "np.array([-2 * centres, -(centres**2)])", "sign|on top"),
]
ARGUMENTS = {
    "my_class_of": "scores",
    "bent_scores": "positions, labels, where",
    "lines_for": "centres",
}


def table(x):
    return np.column_stack([x, x**2])


def bent(positions, labels, where):
    return predict_linear(table(where), fit_least_squares(table(positions), one_hot(labels)))


def line_scores(positions, labels, where):
    weights = fit_least_squares(positions[:, np.newaxis], one_hot(labels))
    return predict_linear(where[:, np.newaxis], weights)


LESSON = {
    **{"np": np, "one_hot": one_hot, "class_of": class_of, "clusters": clusters},
    **{"fit_least_squares": fit_least_squares, "predict_linear": predict_linear},
    **{"table": table, "bent": bent, "line_scores": line_scores},
    "classes": ["cat", "dog", "rabbit"],
}


@pytest.mark.parametrize(("name", "answer", "about"), ANSWERS)
def test_a_wrong_answer_gets_a_hint_that_helps(name, answer, about):
    feedback = getattr(check, name)(written(name, answer, ARGUMENTS, LESSON))
    assert feedback.verdict == NOT_RIGHT, feedback
    assert re.search(about, feedback.words), feedback
