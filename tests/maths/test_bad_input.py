"""Bad input: the right exception, and a message that says what was wrong."""

import re
from decimal import Decimal

import numpy as np
import pytest

from helpers import (
    add_intercept,
    class_of,
    clusters,
    cross_entropy,
    fit_least_squares,
    gradient_descent,
    log_softmax,
    log_sum_exp,
    one_hot,
    predict_linear,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
    squared_error,
)

nan, inf = np.nan, np.inf
LOGITS = [[2.0, 1.0, 0.1], [0.0, 0.0, 0.0]]
P = [[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]]


MASKED = np.ma.array([2.0, 1.0, 0.1], mask=[False, False, True])


class Table:
    """Like a DataFrame with a column of text."""

    def __array__(self, dtype=None, copy=None):
        return np.array([[1.0, "cat"]], dtype=object)

    def to_numpy(self):
        raise AssertionError("only named, not called")


def slope(point):
    return 0.0, np.zeros_like(point)


FROM_PROBABILITIES = [cross_entropy, squared_error]
FROM_LOGITS = [
    softmax_cross_entropy,
    softmax_squared_error,
    softmax_cross_entropy_gradient,
    softmax_squared_error_gradient,
]
SOFTMAXES = [softmax, log_softmax, log_sum_exp]

# What is called, with what, what it raises, and a piece of the message.
CASES = [
    # not numbers at all
    (one_hot, (None,), TypeError, "labels must be real numbers"),
    (one_hot, (["cat", "dog"],), TypeError, "labels must be real numbers, but got text"),
    (one_hot, ([True, False],), TypeError, "True/False"),
    (class_of, ("cat",), TypeError, "scores must be real numbers"),
    (class_of, ([None, 1.0],), TypeError, "None"),
    (class_of, ([[1.0, 2.0], [3.0]],), ValueError, "scores must have rows of equal length"),
    *[(f, (None,), TypeError, "logits must be real numbers") for f in SOFTMAXES],
    *[(f, (["2.0", "1.0"],), TypeError, "got text") for f in SOFTMAXES],
    *[(f, ([b"2.0"],), TypeError, "got text") for f in SOFTMAXES],
    *[(f, ([1j, 0.0],), TypeError, "complex") for f in SOFTMAXES],
    *[(f, ([True, False],), TypeError, "True/False") for f in SOFTMAXES],
    *[(f, (np.array(["2026-01-01"], "datetime64[D]"),), TypeError, "datetime") for f in SOFTMAXES],
    *[(f, ([[1.0, 2.0], [3.0]],), ValueError, "rows of equal length") for f in SOFTMAXES],
    *[(f, ({"cat": 2.0},), TypeError, "a dict; make a list of its values") for f in SOFTMAXES],
    *[(f, ({"cat": 2.0}.values(),), TypeError, "list(...)") for f in SOFTMAXES],
    *[(f, (map(float, "12"),), TypeError, "a map, which is no list") for f in SOFTMAXES],
    *[(f, ({1.0, 2.0},), TypeError, "a set, which is no list") for f in SOFTMAXES],
    *[(f, ((z for z in [1.0]),), TypeError, "a generator, which is no list") for f in SOFTMAXES],
    *[(f, ([Decimal(1), 2.0],), TypeError, "the type Decimal") for f in SOFTMAXES],
    *[(f, (Table(),), TypeError, ".to_numpy(float), or .cat.codes") for f in SOFTMAXES],
    *[(f, (MASKED,), TypeError, "the logit -np.inf") for f in (*SOFTMAXES, class_of)],
    *[(f, (LOGITS, MASKED > 1), TypeError, "must not be masked") for f in FROM_LOGITS],
    *[(f, (P, MASKED > 1), TypeError, "must not be masked") for f in FROM_PROBABILITIES],
    (one_hot, (MASKED,), TypeError, "must not be masked"),
    (one_hot, ([0, -1], 3), ValueError, "subtracted once too often"),
    (one_hot, ([0, -100], 3), ValueError, "often marked -1 or -100"),
    (one_hot, ([1, 2, 3], 3), ValueError, "if yours start at 1, subtract 1"),
    (one_hot, ([0, 3], 3), ValueError, "are there more classes than you say?"),
    *[(f, (LOGITS, [0, -100]), ValueError, "has to be left out first") for f in FROM_LOGITS],
    *[(f, (None, [0, 1]), TypeError, "logits must be real") for f in FROM_LOGITS],
    *[(f, (LOGITS, None), TypeError, "targets must be real") for f in FROM_LOGITS],
    *[(f, (LOGITS, ["cat", "dog"]), TypeError, "targets must be real") for f in FROM_LOGITS],
    *[(f, (None, [0, 1]), TypeError, "probabilities must be real") for f in FROM_PROBABILITIES],
    *[(f, (P, [True, False]), TypeError, "targets must be real") for f in FROM_PROBABILITIES],
    # NaN and infinities
    *[(f, ([0.0, nan],), ValueError, "logits must not contain NaN") for f in SOFTMAXES],
    *[(f, ([0.0, inf],), ValueError, "overflow happened before") for f in SOFTMAXES],
    (softmax, ([[0.0, 1.0], [-inf, -inf]],), ValueError, "no class is possible"),
    (log_softmax, ([-inf],), ValueError, "no class is possible"),
    *[(f, ([-inf, -inf], 0), ValueError, "no class is possible") for f in FROM_LOGITS],
    *[(f, ([0.0, nan], 0), ValueError, "logits must not contain NaN") for f in FROM_LOGITS],
    *[(f, ([0.0, inf], 0), ValueError, "overflow happened before") for f in FROM_LOGITS],
    *[(f, ([0.5, nan], 0), ValueError, "must not contain NaN") for f in FROM_PROBABILITIES],
    *[(f, (P, [0, nan]), ValueError, "targets must not contain NaN") for f in FROM_PROBABILITIES],
    (squared_error, ([inf, 0.0], 0), ValueError, "probabilities must be finite"),
    (squared_error, ([-inf, 0.0], 0), ValueError, "probabilities must be finite"),
    (class_of, ([1.0, nan],), ValueError, "scores must not contain NaN"),
    (one_hot, ([0, nan],), ValueError, "labels must not contain NaN"),
    (one_hot, ([0, inf],), ValueError, "labels must be finite"),
    # shapes and axes
    *[(f, (2.0,), ValueError, "single number 2") for f in SOFTMAXES],
    *[(f, ([],), ValueError, "at least one class") for f in SOFTMAXES],
    *[(f, (np.empty((3, 0)),), ValueError, "at least one class") for f in SOFTMAXES],
    *[(f, (LOGITS, 2), ValueError, "axis must be from -2 to 1") for f in SOFTMAXES],
    *[(f, (LOGITS, -3), ValueError, "but got -3") for f in SOFTMAXES],
    *[(f, (LOGITS, 0.5), ValueError, "axis must be a whole number") for f in SOFTMAXES],
    *[(f, (LOGITS, None), TypeError, "axis must be real") for f in SOFTMAXES],
    *[(f, (LOGITS, (0, 1)), ValueError, "axis must be one number") for f in SOFTMAXES],
    (class_of, (3.0,), ValueError, "scores must have one value for each class"),
    (class_of, ([],), ValueError, "at least one class"),
    *[(f, (2.0, 0), ValueError, "single number 2") for f in FROM_LOGITS],
    *[(f, ([], 0), ValueError, "at least one class") for f in FROM_LOGITS],
    # temperature
    (softmax, (LOGITS, -1, 0.0), ValueError, "temperature must be greater than 0, but got 0"),
    (softmax, (LOGITS, -1, -2.0), ValueError, "greater than 0, but got -2"),
    (softmax, (LOGITS, -1, nan), ValueError, "temperature must not contain NaN"),
    (softmax, (LOGITS, -1, inf), ValueError, "temperature must be finite"),
    (softmax, (LOGITS, -1, [1.0, 2.0]), ValueError, "temperature must be one number"),
    (softmax, (LOGITS, -1, "hot"), TypeError, "temperature must be real"),
    (softmax, (LOGITS, -1, True), TypeError, "temperature must be real"),
    # labels
    (one_hot, ([0, 1.5],), ValueError, "whole numbers, but contains 1.5"),
    (one_hot, ([0, -1],), ValueError, "0 or more, but contains -1"),
    (one_hot, ([0, -1], 3), ValueError, "0 to 2, but contains -1"),
    (one_hot, ([1, 3], 3), ValueError, "0 to 2, but contains 3. Classes are counted from 0"),
    (one_hot, ([1e300],), ValueError, "0 or more, but contains 1"),
    (one_hot, ([[1, 0], [0, 1]],), ValueError, "one-hot already?"),
    (one_hot, ([],), ValueError, "labels is empty"),
    (one_hot, ([0], 0), ValueError, "num_classes must be at least 1, but got 0"),
    (one_hot, ([0], -2), ValueError, "num_classes must be at least 1"),
    (one_hot, ([0], 2.5), ValueError, "num_classes must be a whole number, but got 2.5"),
    (one_hot, ([0], "3"), TypeError, "num_classes must be real"),
    (one_hot, ([0], True), TypeError, "num_classes must be real"),
    # targets
    *[(f, (LOGITS, [0, 3]), ValueError, "0 to 2, but contains 3") for f in FROM_LOGITS],
    *[(f, (LOGITS, [0, -1]), ValueError, "0 to 2, but contains -1") for f in FROM_LOGITS],
    *[(f, (LOGITS, [0, 0.5]), ValueError, "contains 0.5") for f in FROM_LOGITS],
    *[(f, (P, [1, 3]), ValueError, "0 to 2, but contains 3") for f in FROM_PROBABILITIES],
    *[(f, (P, 0), ValueError, "targets of shape () do not fit") for f in FROM_PROBABILITIES],
    *[
        (f, (LOGITS, [0, 1, 2]), ValueError, "targets of shape (3,) do not fit logits of shape")
        for f in FROM_LOGITS
    ],
    *[
        (f, (LOGITS, [[0], [1]]), ValueError, "Give class indices of shape (2,)")
        for f in FROM_LOGITS
    ],
    *[
        (f, (LOGITS, [[0, 1], [1, 0]]), ValueError, "or distributions of shape (2, 3)")
        for f in FROM_LOGITS
    ],
    *[(f, (LOGITS, 2 * [[0.5, 0.5, 0.5]]), ValueError, "sums to 1.5") for f in FROM_LOGITS],
    *[(f, (LOGITS, 2 * [[1.5, -0.5, 0]]), ValueError, "but contains 1.5") for f in FROM_LOGITS],
    *[(f, (P, 2 * [[-0.1, 0.6, 0.5]]), ValueError, "contains -0.1") for f in FROM_PROBABILITIES],
    (cross_entropy, ([0.2, 0.3, 0.5], [0, 2, 1]), ValueError, "class indices would have the shape"),
    (cross_entropy, (P[0], [0.33, 0.33, 0.33]), ValueError, "targets must sum to 1"),
    # probabilities that are none
    (cross_entropy, ([2.0, 1.0, 0.1], 0), ValueError, "look like logits"),
    (cross_entropy, ([2.0, 1.0, 0.1], 0), ValueError, "use softmax_cross_entropy"),
    (cross_entropy, ([1.5, -0.5], 0), ValueError, "from 0 to 1, but contains 1.5"),
    (cross_entropy, ([-0.25, 1.0], 0), ValueError, "from 0 to 1, but contains -0.25"),
    (cross_entropy, ([0.5, 0.4], 0), ValueError, "but one of them sums to 0.9"),
    (cross_entropy, ([[0.5, 0.5], [0.3, 0.3]], [0, 1]), ValueError, "sums to 0.6"),
    # reductions
    *[(f, (LOGITS, [0, 1], "average"), ValueError, '"mean", "sum" or "none"') for f in FROM_LOGITS],
    *[(f, (P, [0, 1], None), ValueError, "but got None") for f in FROM_PROBABILITIES],
    *[(f, (P, [0, 1], ["mean"]), ValueError, "but got ['mean']") for f in FROM_PROBABILITIES],
    *[(f, (np.empty((0, 3)), []), ValueError, "There are no examples") for f in FROM_LOGITS],
    *[(f, (np.empty((0, 3)), []), ValueError, "no examples") for f in FROM_PROBABILITIES],
    # gradient descent
    (gradient_descent, (None, 0.0, 0.1, 3), TypeError, "value_and_gradient must be a function"),
    (gradient_descent, (slope, "a", 0.1, 3), TypeError, "start must be real"),
    (gradient_descent, (slope, [nan], 0.1, 3), ValueError, "start must not contain NaN"),
    (gradient_descent, (slope, [inf], 0.1, 3), ValueError, "start must be finite"),
    (gradient_descent, (slope, [0.0], 0.0, 3), ValueError, "learning_rate must be greater than 0"),
    (gradient_descent, (slope, [0.0], -1, 3), ValueError, "learning_rate must be greater than 0"),
    (gradient_descent, (slope, [0.0], nan, 3), ValueError, "learning_rate must not contain NaN"),
    (gradient_descent, (slope, [0.0], [0.1], 3), ValueError, "learning_rate must be one number"),
    (gradient_descent, (slope, [0.0], 0.1, -1), ValueError, "steps must be at least 0"),
    (gradient_descent, (slope, [0.0], 0.1, 2.5), ValueError, "steps must be a whole number"),
    (gradient_descent, (slope, [0.0], 0.1, "3"), TypeError, "steps must be real"),
    (gradient_descent, (slope, [0.0], 0.1, 3, 5), TypeError, "progress must be a function"),
    (gradient_descent, (slope, [0.0], 0.1, 3, 0), TypeError, "progress must be a function"),
    (gradient_descent, (lambda x: None, [0.0], 0.1, 3), TypeError, "returned NoneType"),
    (gradient_descent, (lambda x: 2.0 * x, [0.0, 1], 0.1, 3), TypeError, "must return two things"),
    (gradient_descent, (lambda x: (1, x, x), [0.0], 0.1, 3), TypeError, "must return two things"),
    (gradient_descent, (lambda x: (x, x), [0.0], 0.1, 3), ValueError, "must be one number"),
    (gradient_descent, (lambda x: (None, x), [0.0], 0.1, 3), TypeError, "the value from"),
    (gradient_descent, (lambda x: (0.0, 1.0), [0.0], 0.1, 3), ValueError, "has the shape ()"),
    (gradient_descent, (lambda x: (0.0, "up"), [0.0], 0.1, 3), TypeError, "the gradient from"),
    # least squares
    (add_intercept, ([1.0, 2.0],), ValueError, "x[:, np.newaxis]"),
    (add_intercept, (None,), TypeError, "features must be real"),
    (add_intercept, ([[nan]],), ValueError, "features must not contain NaN"),
    (fit_least_squares, ([1.0, 2.0], [1.0, 2.0]), ValueError, "features must be a table"),
    (fit_least_squares, ([[1.0], [2.0]], [1.0]), ValueError, "do not fit 2 rows"),
    (fit_least_squares, ([[1.0]], 1.0), ValueError, "do not fit 1 rows"),
    (fit_least_squares, ([[1.0]], [[[1.0]]]), ValueError, "do not fit 1 rows"),
    (fit_least_squares, ([[1.0]], [inf]), ValueError, "targets must be finite"),
    (fit_least_squares, (np.empty((0, 2)), []), ValueError, "nothing to fit"),
    (predict_linear, ([[1.0]], [1.0]), ValueError, "Give 2 rows"),
    (predict_linear, ([[1.0]], 1.0), ValueError, "weights of shape ()"),
    (predict_linear, ([[1.0]], [1.0, nan]), ValueError, "weights must not contain NaN"),
    (predict_linear, ([1.0], [1.0, 1.0]), ValueError, "features must be a table"),
    # data
    (clusters, (1.0,), ValueError, "centres must be a list"),
    (clusters, ([],), ValueError, "centres must be a list"),
    (clusters, ([[0.0, 1.0]],), ValueError, "centres must be a list"),
    (clusters, ([0.0, inf],), ValueError, "centres must be finite"),
    (clusters, ("abc",), TypeError, "centres must be real"),
    (clusters, ([0.0], -0.1), ValueError, "spread must be 0 or more, but got -0.1"),
    (clusters, ([0.0], None), TypeError, "spread must be real"),
    (clusters, ([0.0], 0.1, 0), ValueError, "per_class must be at least 1"),
    (clusters, ([0.0], 0.1, 1.5), ValueError, "per_class must be a whole number"),
    (clusters, ([0.0], 0.1, 1, -1), ValueError, "seed must be at least 0"),
    (clusters, ([0.0], 0.1, 1, None), TypeError, "seed must be real"),
]


@pytest.mark.parametrize(
    ("function", "arguments", "error", "piece"),
    CASES,
    ids=[f"{function.__name__}-{piece}" for function, _, _, piece in CASES],
)
def test_bad_input(function, arguments, error, piece):
    with pytest.raises(error, match=re.escape(piece)) as caught:
        function(*arguments)
    assert caught.type is error
    assert str(caught.value).endswith((".", "?", "return value, gradient"))


def test_the_table_covers_every_public_function():
    covered = {function for function, *_ in CASES}
    assert covered == {
        *(add_intercept, class_of, clusters, fit_least_squares, gradient_descent),
        *(one_hot, predict_linear, *SOFTMAXES, *FROM_PROBABILITIES, *FROM_LOGITS),
    }
