"""Lesson 05: its checks name each mistake, its facts hold."""

import numpy as np
import pytest

from helpers import (
    check,
    cross_entropy,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
    squared_error,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import predict
from helpers.lessons.l05_losses import checks as exercises
from helpers.lessons.l05_losses.contenders import probability_at

NOTHING = [..., None]


def log_squared(p):
    return np.log(p) ** 2


def broken(p):
    return np.mean(p)


def raising(p):
    raise RuntimeError("not finished")


def not_a_number(p):
    return p * np.nan


def constant(p):
    return 0 * p + 3


# Facts ------------------------------------------------------------------------------------------


def test_the_numbers_of_the_notes():
    p = softmax([2.0, 1.0, 0.1])
    assert cross_entropy(p, 0).round(3) == 0.417
    assert squared_error(p, 0).round(3) == 0.185
    assert np.mean((p - [1, 0, 0]) ** 2).round(3) == 0.062


def test_what_each_loss_rewards():
    even, uneven = [0.2, 0.2, 0.6], [0.0, 0.4, 0.6]
    assert squared_error(even, 2).round(2) == 0.24
    assert squared_error(uneven, 2).round(2) == 0.32
    assert cross_entropy(even, 2).round(3) == cross_entropy(uneven, 2).round(3) == 0.511


def test_saturation():
    z = [-20.0, 0.0, 0.0]
    assert softmax_cross_entropy(z, 0).round(2) == 20.69
    assert softmax_squared_error(z, 0).round(2) == 1.50
    assert np.abs(softmax_cross_entropy_gradient(z, 0)).max().round(2) == 1.00
    assert f"{np.abs(softmax_squared_error_gradient(z, 0)).max():.0e}" == "3e-09"


def test_squared_error_is_bounded_by_two():
    worst = softmax_squared_error(np.diag([50.0, 50.0])[:, ::-1], [0, 1], reduction="none")
    np.testing.assert_allclose(worst, 2)


def test_squared_error_is_concave_below_one_third():
    for sigma, sign in ((0.32, -1), (0.34, 1)):
        u = np.log(sigma / (1 - sigma))
        f = [(1 - probability_at(u + h)) ** 2 for h in (-1e-3, 0, 1e-3)]
        assert np.sign(f[0] - 2 * f[1] + f[2]) == sign


# Predictions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("twice-as-probable", "A"),
        ("which-scores-move", "C"),
        ("ten-times-the-loss", "C"),
        ("which-guess", "B"),
        ("more-wrong", "B"),
        ("good-start", "C"),
        ("fixed-length", "B"),
        ("wrong-labels", "C"),
    ],
)
def test_predictions_have_the_right_answer(name, right):
    question = predict(name)
    for letter in question.options:
        assert (question.choose(letter).verdict == RIGHT) == (letter == right)


# Exercises --------------------------------------------------------------------------------------

CHECKS = [check.unfair, check.turning_point, check.my_absolute_error_gradient, check.my_loss]


@pytest.mark.parametrize("checked", CHECKS)
def test_nothing_yet(checked):
    for answer in NOTHING:
        assert checked(answer).verdict == NOT_YET


@pytest.mark.parametrize(
    "checked", [check.my_absolute_error_gradient, check.my_loss], ids=["gradient", "loss"]
)
def test_unwritten_functions_are_not_yet(checked):
    assert checked(lambda *arguments: ...).verdict == NOT_YET


@pytest.mark.parametrize(
    "answer", ["ACDF", "a, c, d, f", "FDCA", {"A", "C", "D", "F"}, list("ACDF")]
)
def test_the_unfair_ones_in_any_form(answer):
    assert check.unfair(answer).verdict == RIGHT


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ("ABCDF", "B is fair"),
        ("ACDEF", "E is fair"),
        ("CDF", "something is missing"),
        ("ABCDEF", "Of the 6 that you name, 4 belong there"),
        ("ACDFX", "There is no sentence 'X'"),
        ("", "no letters"),
    ],
)
def test_each_mistake_about_fairness_has_its_hint(answer, hint):
    feedback = check.unfair(answer)
    assert feedback.verdict == NOT_RIGHT
    assert hint in feedback.words


@pytest.mark.parametrize("answer", [-np.log(2), -0.693, np.float32(-0.6931), [np.log(0.5)]])
def test_the_turning_point_in_any_form(answer):
    assert check.turning_point(answer).verdict == RIGHT


@pytest.mark.parametrize("mistake", exercises.TURNING_MISTAKES)
def test_each_wrong_turning_point_has_its_hint(mistake):
    feedback = check.turning_point(mistake)
    assert feedback.verdict == NOT_RIGHT
    assert feedback.words == exercises.TURNING_MISTAKES[mistake]


def test_another_turning_point_is_told_its_probability():
    assert "probability of cat is 0.731" in check.turning_point(1.0).words


def by_matrix(logits, target):
    p = softmax(logits)
    return (np.diag(p) - np.outer(p, p)) @ np.sign(p - target)


def by_hand(logits, target):
    p = softmax(logits)
    slope = [1 if pk > yk else -1 if pk < yk else 0 for pk, yk in zip(p, target, strict=True)]
    mean = sum(pj * sj for pj, sj in zip(p, slope, strict=True))
    return [pk * (sk - mean) for pk, sk in zip(p, slope, strict=True)]


def of_the_true_class(logits, target):
    """The error is 2 (1 - p of the true class), for a one-hot target."""
    p = softmax(logits)
    true = p @ target
    return -2 * true * (target - p)


@pytest.mark.parametrize("answer", [by_matrix, by_hand, of_the_true_class])
def test_right_gradients_pass(answer):
    assert check.my_absolute_error_gradient(answer).verdict == RIGHT


def test_a_gradient_that_changes_its_input_is_told(capsys):
    def in_place(logits, target):
        logits -= logits.max()
        return by_matrix(logits, target)

    assert "changes" in check.my_absolute_error_gradient(in_place).words


def test_the_gradient_is_the_slope_of_the_absolute_error():
    for z, y in exercises.PROBES[:3]:
        steps = 1e-6 * np.eye(len(z))
        error = [[np.abs(softmax(z + s * step) - y).sum() for s in (1, -1)] for step in steps]
        slopes = [(above - below) / 2e-6 for above, below in error]
        np.testing.assert_allclose(exercises.absolute_error_gradient(z, y), slopes, atol=1e-6)


@pytest.mark.parametrize("hint", exercises.GRADIENT_MISTAKES)
def test_each_wrong_gradient_has_its_hint(hint):
    feedback = check.my_absolute_error_gradient(exercises.GRADIENT_MISTAKES[hint])
    assert feedback.verdict == NOT_RIGHT
    assert feedback.words == hint


def test_another_wrong_gradient_is_shown_its_numbers():
    feedback = check.my_absolute_error_gradient(lambda z, y: softmax(z) * 3)
    assert "you return [1.977, 0.727, 0.296]" in feedback.words


@pytest.mark.parametrize(
    "answer",
    [
        log_squared,
        lambda p: -(p**0.25),
        lambda p: -np.log(p) + (1 - p),
        lambda p: -np.log(p) * (2 - p),
        lambda p: [-np.log(x) + (1 - x) ** 2 for x in p] if np.ndim(p) == 1 else log_squared(p),
    ],
)
def test_losses_that_get_out_pass(answer):
    feedback = check.my_loss(answer)
    assert feedback.verdict == RIGHT, feedback
    assert "wrong, sure 0.9" in feedback.words


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda p: -np.log(p), "That is cross-entropy"),
        (lambda p: 3 - 2 * np.log2(p), "That is cross-entropy"),
        (lambda p: (1 - p) ** 2, "the true class's part of the squared error"),
        (lambda p: 7 * (1 - p) ** 2 + 1, "perhaps in another unit"),
        (lambda p: 1 - p, "it stays at"),
        (lambda p: -np.sqrt(p), "It gets out of the start that is wrong and sure, but only to 0.7"),
        (lambda p: (1 - p) ** 4, "it stays at"),
        (lambda p: 1 / p, "throws the weights about"),
        (np.log, "put a minus sign"),
        (lambda p: (p - 0.5) ** 2, "less right there"),
        (constant, "same for every p"),
        (broken, "one number for all"),
        (not_a_number, "nan or infinite"),
        (lambda p: np.log(p - 0.5), "nan or infinite"),
        (lambda p: np.exp(1 / p), "nan or infinite"),
        (raising, "not finished"),
        (lambda p: p[:3], "shape"),
    ],
)
def test_each_wrong_loss_has_its_hint(answer, hint):
    feedback = check.my_loss(answer)
    assert feedback.verdict == NOT_RIGHT
    assert hint in feedback.words
