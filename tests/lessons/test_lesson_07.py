"""Lesson 07: its live pictures, the checks of its exercises, and the facts that it states."""

import numpy as np
import pytest
from conftest import ROOT, read, rest_weekly

from helpers import (
    add_intercept,
    check,
    digit_sheets,
    digits,
    explore_blend,
    fit_least_squares,
    one_hot,
    predict_linear,
    softmax,
    train_softmax,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l07_classifier import blend, runs
from helpers.lessons.l07_classifier import checks as exercises
from tests.learning.nonsense import fails
from tests.lessons.trained import history as history
from tests.lessons.trained import test_probabilities as test_probabilities

NAN = float("nan")


# Facts of the lesson ----------------------------------------------------------------------------


def test_the_loss_starts_at_log_10_and_falls_at_every_step(history):
    assert abs(history.values[0] - np.log(10)) < 1e-9
    assert (np.diff(history.values) < 0).all()
    assert 0.08 < history.last_value < 0.09


def test_three_models_on_the_same_split(history, test_probabilities):
    train_images, train_labels, test_images, test_labels = digits()
    number = predict_linear(test_images, fit_least_squares(train_images, train_labels))
    scores = predict_linear(test_images, fit_least_squares(train_images, one_hot(train_labels)))
    assert np.sum(np.rint(number) == test_labels) == 115
    assert np.sum(scores.argmax(axis=1) == test_labels) == 507
    assert np.sum(test_probabilities.argmax(axis=1) == test_labels) == 524


def test_one_step_puts_most_digits_first(history):
    _, _, images, labels = digits()
    answers = (add_intercept(images) @ history.points[1]).argmax(axis=1)
    assert 0.85 < np.mean(answers == labels) < 0.92
    assert 2.1 < history.values[1] < 2.12


def split(seed):
    """Return training and test pictures and their labels, shuffled anew."""
    images, labels, _ = digit_sheets()
    order = np.random.default_rng(seed).permutation(1797)
    return images[order[:1257]], labels[order[:1257]], images[order[1257:]], labels[order[1257:]]


@pytest.mark.parametrize("seed", rest_weekly(range(4)))
def test_what_holds_on_other_splits_too(seed):
    """Softmax is ahead of least squares, and few mistakes make a third of the training loss."""
    images, labels, new, truth = split(seed)
    pixels, targets = add_intercept(images), one_hot(labels, 10)
    weights = train_softmax(pixels, targets, 1.0, 1000).last_point
    right = np.mean((add_intercept(new) @ weights).argmax(axis=1) == truth)
    squares = predict_linear(new, fit_least_squares(images, targets)).argmax(axis=1)
    numbers = np.rint(predict_linear(new, fit_least_squares(images, labels)))
    assert 0.945 < right < 0.985 and right > np.mean(squares == truth)
    assert 0.18 < np.mean(numbers == truth) < 0.28
    p = softmax(pixels @ weights)
    cost, wrong = -np.log(p[np.arange(1257), labels]), p.argmax(axis=1) != labels
    assert 0.005 < wrong.mean() < 0.02
    assert 0.15 < cost[wrong].sum() / cost.sum() < 0.4


@pytest.mark.parametrize("seed", rest_weekly(range(4)))
def test_the_blends_of_all_1s_and_3s(seed):
    """The number is the mean of two answers, seldom 2; a third digit wins for a few."""
    images, labels, new, truth = split(seed)
    ones, threes = new[truth == 1], new[truth == 3]
    blends = ((ones[:, np.newaxis] + threes) / 2).reshape(-1, 64)
    scalar = fit_least_squares(images, labels)
    numbers = predict_linear(blends, scalar)
    two = predict_linear(ones, scalar)[:, np.newaxis] + predict_linear(threes, scalar)
    assert np.allclose(numbers, two.ravel() / 2)
    assert np.mean(np.rint(numbers) == 2) < 0.2
    weights = train_softmax(add_intercept(images), one_hot(labels, 10), 1.0, 1000).last_point
    p = softmax(add_intercept(blends) @ weights)
    assert np.mean(np.isin(p.argmax(axis=1), [1, 3])) > 0.75
    assert np.mean(p.argmax(axis=1) == 2) < 0.1


def test_a_library_agrees(history):
    """Its lowest point is where our gradient and that of its penalty cancel."""
    from sklearn.linear_model import LogisticRegression

    images, labels, test_images, _ = digits()
    theirs = LogisticRegression(tol=1e-6, max_iter=5000).fit(images, labels)
    weights = np.vstack([theirs.coef_.T, theirs.intercept_])
    pixels = add_intercept(images)
    gradient = pixels.T @ (softmax(pixels @ weights) - one_hot(labels, 10)) / len(pixels)
    assert np.abs(gradient[:64] + weights[:64] / len(pixels)).max() < 5e-5
    ours = (add_intercept(test_images) @ history.last_point).argmax(axis=1)
    assert np.mean(theirs.predict(test_images) == ours) > 0.97


def test_half_a_1_and_half_a_3():
    picture = explore_blend().set(first=1, second=3, share=0.5)
    assert "One number: 1.95, nearest digit 2;" in picture.words
    p = blend._softmax_model((blend.clear_examples()[1] + blend.clear_examples()[3]) / 2)
    assert p[1] + p[3] > 0.8 and p[2] < 0.02


def test_the_notebook_blends_the_examples_of_the_picture():
    _, _, test_images, _ = digits()
    assert np.array_equal(blend.clear_examples()[[1, 3]], test_images[[419, 73]])


def test_the_stored_outputs_state_what_was_promised():
    cells = read(ROOT / "notebooks" / "07_train_a_classifier.ipynb").cells
    outputs = {
        cell.id: "".join(
            output.get("text", "") or output.data["text/plain"] for output in cell.outputs
        )
        for cell in cells
        if cell.cell_type == "code"
    }
    assert "first loss 2.303, log 10 = 2.303" in outputs["start-loss"]
    assert "0.213 right" in outputs["models-table"]
    assert "0.939 right" in outputs["models-table"]
    assert "0.970 right" in outputs["models-table"]
    assert "same answer on 0.9" in outputs["check-sklearn"]
    assert "largest:      0.0000" in outputs["check-gradient"]
    assert outputs["train-run"].startswith("1000 steps of training.")


# Exercises --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["true_statements", "my_training", "faults"])
@pytest.mark.parametrize("answer", [None, ...])
def test_an_unsolved_stub_is_not_yet(name, answer):
    assert getattr(check, name)(answer).verdict == NOT_YET


def test_a_function_with_dots_is_not_yet():
    assert check.my_training(lambda *arguments: ...).verdict == NOT_YET


def test_a_function_that_raises_is_told():
    assert "the learner's own message" in check.my_training(fails).words


# 1


@pytest.mark.parametrize("answer", ["BDE", "e, d, b", ["B", "D", "E"], {"B", "D", "E"}])
def test_the_true_statements(answer):
    assert check.true_statements(answer).verdict == RIGHT


@pytest.mark.parametrize("letter", "ACFGH")
def test_each_false_statement_has_a_hint(letter):
    words = check.true_statements("BDE" + letter).words
    assert exercises.FALSE[letter] in words


@pytest.mark.parametrize("letter", "BDE")
def test_a_missing_statement_is_not_named(letter):
    feedback = check.true_statements("BDE".replace(letter, ""))
    assert feedback.verdict == NOT_RIGHT and "something is missing" in feedback.words
    assert f" {letter} " not in feedback.words


def test_a_letter_that_is_none():
    assert "There is no statement 'Z'" in check.true_statements("BZ").words


# 2


def in_one_loop(pixels, targets, learning_rate, steps):
    """Right, written with the helpers, a list for an answer, and float32."""
    weights = [np.zeros((len(pixels[0]), len(targets[0])), dtype=np.float32)]
    while len(weights) <= steps:
        z = pixels @ weights[-1]
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        slope = sum(np.outer(x, q - y) for x, q, y in zip(pixels, p, targets, strict=True))
        weights.append((weights[-1] - learning_rate * slope / len(pixels)).astype(np.float32))
    return [table.tolist() for table in weights]


@pytest.mark.parametrize("answer", [exercises.right_path, in_one_loop])
def test_a_right_training_passes_however_it_is_written(answer):
    assert check.my_training(answer).verdict == RIGHT


@pytest.mark.parametrize("hint", exercises.PATH_MISTAKES, ids=lambda hint: hint[:40])
def test_each_mistake_in_the_training_is_recognised(hint):
    feedback = check.my_training(exercises.PATH_MISTAKES[hint])
    assert feedback.verdict == NOT_RIGHT and feedback.words == hint


def test_the_mistake_of_changing_the_array_in_place():
    def in_place(pixels, targets, learning_rate, steps):
        weights = np.zeros((pixels.shape[1], targets.shape[1]))
        path = [weights]
        for _ in range(steps):
            weights -= (
                learning_rate * pixels.T @ (softmax(pixels @ weights) - targets) / len(pixels)
            )
            path.append(weights)
        return path

    assert "weights -= ..." in check.my_training(in_place).words


def late(*arguments):
    pixels, targets, rate, steps = arguments
    return exercises.right_path(pixels, targets, rate, steps + 1)[1:]


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda *a: exercises.right_path(*a)[-1], "You return the last weights alone"),
        (lambda *a: exercises.right_path(*a)[1:], "There are"),
        (lambda *a: exercises.right_path(*a)[:-1], "There are"),
        (late, "begins after the first step"),
        (lambda *a: exercises.right_path(*a) + 1, "Start from zero weights"),
        (lambda *a: np.swapaxes(exercises.right_path(*a), 1, 2), "are swapped"),
        (lambda *a: np.arange(a[3], dtype=float), "You return the losses"),
        (lambda *a: np.zeros_like(exercises.right_path(*a)), "stay at zero"),
        (
            lambda *a: (
                exercises.right_path(*a) * np.where(np.arange(a[3] + 1) > 0, NAN, 1)[:, None, None]
            ),
            "nan",
        ),
        (lambda *a: 1.01 * exercises.right_path(*a), "not those of gradient descent"),
        (lambda *a: np.zeros((2, 2, 2, 2)), "was expected"),
    ],
    ids=[
        "last",
        "no start",
        "no end",
        "late",
        "ones",
        "swapped",
        "losses",
        "still",
        "nan",
        "off",
        "4d",
    ],
)
def test_each_wrong_form_of_the_weights_has_a_hint(answer, hint):
    feedback = check.my_training(answer)
    assert feedback.verdict == NOT_RIGHT and hint in feedback.words


# 3


@pytest.mark.parametrize(
    "answer",
    [
        runs.FAULTS,
        {"a": "Shuffled", "b": "learning rate too LARGE", "c": "softmax twice", "d": "too slow"},
    ],
)
def test_the_right_diagnosis(answer):
    assert check.faults(answer).verdict == RIGHT


def test_a_diagnosis_in_another_language_or_in_english(monkeypatch):
    words = dict(
        zip(exercises.WORDS.values(), ("大，高", "小，慢", "双，两次", "乱, 标签"), strict=True)
    )
    monkeypatch.setattr(exercises, "say", lambda text: words.get(text, text))
    answer = {"A": "标签打乱了", "B": "学习率太高", "C": "两次 softmax", "D": "too small"}
    assert check.faults(answer).verdict == RIGHT
    assert "Choose one of" in check.faults({**answer, "B": "太大，太慢"}).words


@pytest.mark.parametrize("run", "ABCD")
@pytest.mark.parametrize("fault", exercises.WORDS)
def test_a_wrong_diagnosis_is_told_for_its_run(run, fault):
    feedback = check.faults({**runs.FAULTS, run: fault})
    if fault == runs.FAULTS[run]:
        assert feedback.verdict == RIGHT
    else:
        assert feedback.verdict == NOT_RIGHT and exercises.SIGNS[run] in feedback.words


@pytest.mark.parametrize("text", [3, "", "no idea", "too large or too small", ["too large"]])
def test_a_diagnosis_that_names_no_fault(text):
    assert "Choose one of" in check.faults({**runs.FAULTS, "B": text}).words


def test_a_diagnosis_that_is_not_complete():
    assert check.faults({**runs.FAULTS, "C": ...}).verdict == NOT_YET
    assert "Run D has no answer" in check.faults({k: runs.FAULTS[k] for k in "ABC"}).words


# Questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("after-one-step", "About 0.90"),
        ("weights-of-a-zero", "Clearly below 0"),
        ("confident-mistakes", "Nearly half are below 0.5"),
        ("remember-strongest-push", "The third: it rises by as much"),
        ("remember-loss-at-rest", "A softmax too many"),
        ("half-one-half-three", "Most of its belief goes to 1 and 3"),
    ],
)
def test_the_right_option_is_what_the_lesson_shows(name, right):
    (option,) = (o for o in questions()[name]["options"] if o.get("right"))
    assert option["answer"].startswith(right)


def test_the_numbers_in_the_questions(test_probabilities):
    labels = digits().test_labels
    sure, right = test_probabilities.max(axis=1), test_probabilities.argmax(axis=1) == labels
    wrong = sure[~right]
    assert (len(wrong), np.sum(wrong < 0.5)) == (16, 7)
    assert 0.95 < wrong.max() < 0.97 and wrong.min() > 1 / 3
