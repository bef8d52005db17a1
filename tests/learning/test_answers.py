"""What the checks share, each piece tried with answers as a student would write them."""

import math

import numpy as np
import pytest

from helpers import check, log_sum_exp, softmax
from helpers.learning import typed
from helpers.learning.exercises import NoSuchExercise, NotRight
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT, Feedback

# What is not written, or not handed over ---------------------------------------------------------


def untouched(logits):
    return ...


def untouched_with_a_comment(logits):
    # your lines here, in place of the dots
    ...


def forgotten(logits):
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    exponentials / exponentials.sum(axis=-1, keepdims=True)


def printed(logits):
    print(softmax(logits))


def dots_left(logits):
    exponentials = np.exp(logits)
    exponentials.sum()
    return ...


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        (untouched, NOT_YET, "in place of the dots"),
        (untouched_with_a_comment, NOT_YET, "in place of the dots"),
        (forgotten, NOT_RIGHT, "forgotten returned nothing: does it end with a return line?"),
        (printed, NOT_RIGHT, "print shows a value, and return hands it over"),
        (dots_left, NOT_RIGHT, "still returns the dots"),
        (..., NOT_YET, "in place of the dots"),
        (None, NOT_YET, "which is what print gives"),
        (softmax([2.0, 1.0, 0.1]), NOT_RIGHT, "without brackets: check.my_softmax(my_softmax)"),
    ],
)
def test_what_is_not_written_or_not_handed_over(answer, verdict, words, capsys):
    feedback = check.my_softmax(answer)
    assert feedback.verdict == verdict
    assert words in feedback.words
    assert "above" not in feedback.words, "gap and check stand in one cell"


def test_a_verdict_is_true_only_if_it_is_right():
    assert Feedback(RIGHT, "Yes.")
    assert not Feedback(NOT_RIGHT, "No.") and not Feedback(NOT_YET, "Not yet.")
    assert check.my_softmax(softmax)
    with pytest.raises(AssertionError):
        assert check.my_softmax(np.exp)


def test_a_misspelt_name_lists_the_exercises_nearest_first():
    with pytest.raises(NoSuchExercise) as caught:
        check.my_sofmax(softmax)
    (words,) = caught.value._render_traceback_()
    assert "Did you mean my_softmax, my_log_softmax" in words
    assert all(name in words for name in vars(check))
    with pytest.raises(NoSuchExercise, match=r"There is no exercise xyz\. There are also"):
        check.xyz  # noqa: B018 - the name alone


# numpy's own errors ------------------------------------------------------------------------------


def without_new_axis(predictions, numbers):
    return np.abs(numbers - predictions).argmin()


def built_in_max(logits):
    shifted = logits - max(logits)
    return np.exp(shifted) / np.exp(shifted).sum(axis=-1, keepdims=True)


def module_math(logits):
    return np.array([math.exp(z) for z in logits]) / sum(math.exp(z) for z in logits)


def loop_over_rows(logits):
    return np.array([np.exp(row) / sum(np.exp(row)) for row in logits])


def axis_one(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def list_divided(logits):
    return [math.exp(z) for z in logits] / sum([math.exp(z) for z in logits])


def no_turn(pixels, targets, learning_rate, steps):
    weights = [np.zeros((pixels.shape[1], targets.shape[1]))]
    for _ in range(steps):
        errors = softmax(pixels @ weights[-1]) - targets
        weights.append(weights[-1] - learning_rate * pixels @ errors / len(pixels))
    return weights


def returns_two(pixels, targets, learning_rate, steps):
    weights = np.zeros((pixels.shape[1], targets.shape[1]))
    losses = []
    for _ in range(steps):
        p = softmax(pixels @ weights)
        weights = weights - learning_rate * pixels.T @ (p - targets) / len(pixels)
        losses.append(0.0)
    return weights, losses


def keepdims_of_ours(logits):
    return logits - log_sum_exp(logits, keepdims=True)


def misspelt(logits):
    return np.exp(logits) / np.exp(logit).sum()  # noqa: F821 - that is its mistake


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("my_nearest", without_new_axis, "[:, np.newaxis]"),
        ("my_softmax", built_in_max, "Python's own max"),
        ("my_softmax", module_math, "module math take one number"),
        ("my_softmax", loop_over_rows, "the numbers of a row as if they were rows"),
        ("my_softmax", axis_one, "axis=-1"),
        ("my_softmax", list_divided, "np.array(...) makes an array of it"),
        ("my_softmax", misspelt, "Nothing is called logit here"),
        ("my_log_softmax", keepdims_of_ours, "[..., np.newaxis]"),
        ("my_training", no_turn, ".T"),
        ("my_training", returns_two, "2 things"),
    ],
)
def test_numpys_own_errors_are_explained(name, answer, words):
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == NOT_RIGHT
    assert words in feedback.words


# False praise ------------------------------------------------------------------------------------


def subtracts_the_mean(logits):
    exponentials = np.exp(logits - logits.mean(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def fills_zeros(logits):
    probabilities = np.zeros_like(logits)
    probabilities[...] = softmax(logits)
    return probabilities


def log_with_the_mean(logits):
    shifted = logits - logits.mean(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def loss_with_the_mean(logits, labels):
    return -log_with_the_mean(logits)[np.arange(len(labels)), labels].mean()


def temperature_with_the_mean(logits, temperature):
    return subtracts_the_mean(logits / temperature)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("my_softmax", subtracts_the_mean, "its own largest logit"),
        ("my_softmax", fills_zeros, "np.zeros_like"),
        ("my_log_softmax", log_with_the_mean, "its own largest logit"),
        ("my_loss_from_logits", loss_with_the_mean, "its own largest logit"),
        ("my_temperature", temperature_with_the_mean, "subtracts the largest score first"),
    ],
)
def test_what_breaks_on_other_logits_is_not_praised(name, answer, words):
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == NOT_RIGHT
    assert words in feedback.words or "its own largest logit" in feedback.words


def test_the_argument_that_is_changed_is_named():
    def my_slopes(probs, k):
        probs *= 1.0 + 1e-9
        return (np.arange(len(probs)) == k) * probs[k] - probs[k] * probs

    words = check.my_slopes(my_slopes).words
    assert "changes probs" in words and "not probs -=" in words


# Numbers that a person types ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((1, 386), "write a point, 1.386"),
        ("1,386", "with a point: 1.386"),
        ("−0.5", "minus of the keyboard: -0.5"),
        ("0.5", "without quotation marks: 0.5"),
        ("one half", "without quotation marks"),
        (True, "True, no number"),
        (np.exp, "a function"),
        ([0.5, 0.2], "array of shape (2,)"),
        (np.nan, "no finite number"),
        (1j, "complex"),
    ],
)
def test_what_is_no_number_is_told_how_to_be_one(answer, words):
    with pytest.raises(NotRight) as caught:
        typed.one_number(answer)
    assert words in str(caught.value)


@pytest.mark.parametrize("answer", [1.39, 1.386, 2 * np.log(2), np.float32(1.386)])
def test_two_digits_are_enough_where_the_text_rounds_so(answer):
    assert check.loss_of_three_photos(answer)


@pytest.mark.parametrize(
    "answer",
    ["ADF", "A, D and F", "a; d; f", "A/D/F", "A、D和F".replace("和", "、"), ["A", "D", "F"]],
)
def test_letters_in_every_way_of_writing(answer):
    assert typed.letters_of(answer, "AB") == {"A", "D", "F"}


@pytest.mark.parametrize("name", ["right_for_one_number", "unfair", "true_statements"])
def test_no_hint_names_a_letter_that_is_missing(name):
    """Also when all letters are given, or one."""
    judge = getattr(check, name)
    for answer in ("A", "B", "C", "D", "E", "F", "ABCDEF", "ABCDEFGH"):
        words = judge(answer).words
        if "missing" in words or "belong there" in words:
            letters = {word.strip(".,:;") for word in words.split()} & set("BCDEFGH")
            assert not letters, words
