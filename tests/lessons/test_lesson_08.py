"""Lesson 08: its live picture, the checks of its exercises, and the facts that it states."""

import numpy as np
import pytest
from conftest import rest_weekly

from helpers import (
    add_intercept,
    check,
    digit_sheets,
    digits,
    one_hot,
    softmax,
    softmax_cross_entropy,
    train_softmax,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l08_decisions import bin_checks
from helpers.lessons.l08_decisions import checks as exercises
from tests.learning.nonsense import fails

TEMPERATURES = np.arange(0.4, 3.01, 0.05)
RATES = {"1000 steps": (1.0, 1000), "trained on": (10.0, 2000)}


def best_temperature(z, labels):
    """Return the temperature with the lowest loss."""
    losses = [softmax_cross_entropy(z / T, labels) for T in TEMPERATURES]
    return TEMPERATURES[np.argmin(losses)]


# Facts of the lesson ----------------------------------------------------------------------------


@pytest.fixture(scope="module", params=rest_weekly(range(3)))
def by_known_hands(request):
    """The logits of both trainings on a shuffled split, and the labels."""
    images, labels, _ = digit_sheets()
    order = np.random.default_rng(request.param).permutation(1797)
    pixels, fit, new = add_intercept(images), order[:1257], order[1257:]
    targets = one_hot(labels[fit], 10)
    weights = {
        name: train_softmax(pixels[fit], targets, rate, steps).last_point
        for name, (rate, steps) in RATES.items()
    }
    right = np.mean((pixels[fit] @ weights["trained on"]).argmax(axis=1) == labels[fit])
    return {name: pixels[new] @ w for name, w in weights.items()}, labels[new], right


def test_the_careful_model_becomes_sure_and_answers_as_before(by_known_hands):
    logits, labels, right_in_training = by_known_hands
    says, right = {}, {}
    for name, z in logits.items():
        says[name] = softmax(z).max(axis=1).mean()
        right[name] = np.mean(z.argmax(axis=1) == labels)
    assert says["1000 steps"] < right["1000 steps"] - 0.015
    assert right_in_training > 0.997
    assert says["trained on"] > says["1000 steps"] + 0.03
    assert abs(right["trained on"] - right["1000 steps"]) < 0.015


def test_one_knob_turns_two_ways(by_known_hands):
    logits, labels, _ = by_known_hands
    before, after = (best_temperature(logits[name], labels) for name in RATES)
    assert before < 0.9 and after > before + 0.3


@pytest.mark.parametrize("seed", rest_weekly(range(4)))
def test_new_hands_find_the_model_too_sure_and_one_temperature_mends_it(seed):
    images, labels, sheets = digit_sheets()
    pixels = add_intercept(images)
    order = np.random.default_rng(seed).permutation(14)
    fit, tune, new = (np.isin(sheets, part) for part in np.split(order, [8, 10]))
    weights = train_softmax(pixels[fit], one_hot(labels[fit], 10), 10.0, 1000).last_point
    z, truth = pixels[new] @ weights, labels[new]
    temperature = best_temperature(pixels[tune] @ weights, labels[tune])
    says, right = softmax(z).max(axis=1).mean(), np.mean(z.argmax(axis=1) == truth)
    assert right < 0.955 and says > right + 0.005
    assert temperature > 1
    assert softmax_cross_entropy(z / temperature, truth) < softmax_cross_entropy(z, truth)
    assert abs(softmax(z / temperature).max(axis=1).mean() - right) < says - right + 0.02
    promised, paid = bill(z, truth)
    assert promised < paid


def bill(z, labels):
    """Return what the model promises and what is paid: 10 an error, 1 a person."""
    p = softmax(z)
    sure, wrong = p.max(axis=1), p.argmax(axis=1) != labels
    promised = np.where(sure >= 0.9, 10 * (1 - sure), 1).mean()
    return promised, np.where(sure >= 0.9, 10 * wrong, 1).mean()


@pytest.mark.parametrize("seed", rest_weekly(range(3)))
def test_weights_in_the_training_decide_like_costs_and_say_another_world(seed):
    random = np.random.default_rng(seed)
    centres = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 1.7]])

    def photos(count):
        animals = random.choice(3, size=count, p=[0.90, 0.05, 0.05])
        noise = 0.7 * random.standard_normal((count, 2))
        return add_intercept(centres[animals] + noise), animals

    def trained(x, y, weight):
        weights, each = np.zeros((3, 3)), weight[y][:, np.newaxis]
        for _ in range(2000):
            errors = each * (softmax(x @ weights) - one_hot(y, 3))
            weights = weights - 0.5 * x.T @ errors / each.sum()
        return weights

    (x, y), (x_new, y_new) = photos(1000), photos(20_000)
    w = np.array([1.0, 18.0, 18.0])
    plain, weighted = x_new @ trained(x, y, np.ones(3)), x_new @ trained(x, y, w)
    decided = plain + np.log(w)

    def found(z):
        return np.array([np.mean(z.argmax(axis=1)[y_new == k] == k) for k in range(3)])

    assert np.abs(found(weighted) - found(decided)).max() < 0.06
    assert found(weighted)[1:].min() > found(plain)[1:].max() + 0.1
    assert abs(softmax(plain).mean(axis=0)[0] - 0.9) < 0.02
    assert softmax(weighted).mean(axis=0)[0] < 0.8
    assert softmax_cross_entropy(weighted, y_new) > 2 * softmax_cross_entropy(plain, y_new)


# Exercises --------------------------------------------------------------------------------------

NAMES = ["knob", "answer_or_pass", "cheapest", "calibration_error"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("answer", [3, "A", [], {}, float("nan"), int, object(), lambda *a: "x"])
def test_nonsense_is_never_right(name, answer):
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == NOT_RIGHT
    assert "could not be checked" not in feedback.words


@pytest.mark.parametrize("name", NAMES)
def test_an_unsolved_stub_is_not_yet(name):
    assert getattr(check, name)(...).verdict == NOT_YET
    if name != "knob":
        assert getattr(check, name)(lambda *arguments: ...).verdict == NOT_YET


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_function_that_raises_is_told(name):
    assert "the learner's own message" in getattr(check, name)(fails).words


# 1


@pytest.mark.parametrize(
    "answer",
    [
        exercises.KNOB,
        {"a": "Above 1", "b": "below", "c": "1", "d": "one"},
        {"A": 1.4, "B": 0.7, "C": 1, "D": 1.0},
        {"A": "> 1", "B": "< 1", "C": "T = 1", "D": "1"},
    ],
)
def test_the_right_way_to_turn_the_knob(answer):
    assert check.knob(answer).verdict == RIGHT


@pytest.mark.parametrize("model", "ABCD")
@pytest.mark.parametrize("side", ["above 1", "below 1", "1"])
def test_a_wrong_way_is_told_for_its_model(model, side):
    feedback = check.knob({**exercises.KNOB, model: side})
    if side == exercises.KNOB[model]:
        assert feedback.verdict == RIGHT
    else:
        assert feedback.verdict == NOT_RIGHT and exercises.WHY[model] in feedback.words


@pytest.mark.parametrize("value", ["hot", 0, -1, True, [1], "above or below"])
def test_a_side_that_is_none(value):
    assert "Choose one of" in check.knob({**exercises.KNOB, "B": value}).words


def test_a_knob_that_is_not_complete():
    assert check.knob({**exercises.KNOB, "C": ...}).verdict == NOT_YET
    assert "Model D has no answer" in check.knob({k: exercises.KNOB[k] for k in "ABC"}).words


# 2


def with_a_loop(probabilities, cost_of_error, cost_of_person):
    """Decide row by row, with a threshold."""
    decisions = []
    for row in probabilities:
        best = max(range(len(row)), key=lambda k: row[k])
        threshold = 1 - cost_of_person / cost_of_error
        decisions.append(best if row[best] >= threshold else -1)
    return decisions


def test_the_knob_in_another_language_or_in_english(monkeypatch):
    words = {exercises.ABOVE: "大于 1", exercises.BELOW: "小于 1"}
    words |= dict(zip(exercises._WORDS.values(), ("大，高", "小，低"), strict=True))
    words[exercises._ONES] = "1，等于 1"
    monkeypatch.setattr(exercises, "say", lambda text: words.get(text, text))
    assert check.knob({"A": "大于 1", "B": "低于 1", "C": "等于 1", "D": 1}).verdict == RIGHT
    assert check.knob({"A": "above 1", "B": "小于 1", "C": "1", "D": "one"}).verdict == RIGHT
    assert "Not 小于 1 for model A" in check.knob({**exercises.KNOB, "A": "小"}).words
    assert "Choose one of" in check.knob({**exercises.KNOB, "A": "时大时小"}).words


@pytest.mark.parametrize("answer", [with_a_loop, exercises.right_answers])
def test_a_right_answer_or_pass(answer):
    assert check.answer_or_pass(answer).verdict == RIGHT


@pytest.mark.parametrize("hint", exercises.PASS_MISTAKES, ids=lambda hint: hint[:40])
def test_each_mistake_in_answer_or_pass_is_recognised(hint):
    feedback = check.answer_or_pass(exercises.PASS_MISTAKES[hint])
    assert feedback.verdict == NOT_RIGHT and feedback.words == hint


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda p, e, c: p.argmax(axis=1)[e * (1 - p.max(axis=1)) <= c], "You leave out"),
        (lambda p, e, c: np.where(e * (1 - p.max(axis=1)) < c, p.argmax(axis=1), -1), "Use <="),
        (lambda p, e, c: np.where(e * (1 - p) <= c, p, -1), "look along axis=1"),
        (lambda p, e, c: np.full(len(p), 7), "you decide 7"),
    ],
    ids=["left out", "edge", "table", "seven"],
)
def test_other_wrong_answers_have_a_hint(answer, hint):
    feedback = check.answer_or_pass(answer)
    assert feedback.verdict == NOT_RIGHT and hint in feedback.words


# 3


def in_loops(probabilities, costs):
    """Add up the cost of each answer, one by one."""
    chosen = []
    for p in probabilities:
        means = [sum(p[k] * costs[k][j] for k in range(len(p))) for j in range(len(costs[0]))]
        chosen.append(means.index(min(means)))
    return chosen


@pytest.mark.parametrize("answer", [in_loops, lambda p, c: np.argmin(np.dot(p, c), axis=-1)])
def test_a_right_cheapest(answer):
    assert check.cheapest(answer).verdict == RIGHT


@pytest.mark.parametrize("hint", exercises.CHEAPEST_MISTAKES, ids=lambda hint: hint[:40])
def test_each_mistake_in_cheapest_is_recognised(hint):
    feedback = check.cheapest(exercises.CHEAPEST_MISTAKES[hint])
    assert feedback.verdict == NOT_RIGHT and feedback.words == hint


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda p, c: p @ c, "which is right so far"),
        (lambda p, c: (p @ c).argmin(), "One answer for each row"),
        (lambda p, c: (p @ c).argmin(axis=0), "One answer for each row"),
        (lambda p, c: np.zeros(len(p)), "the least is that of answer"),
    ],
    ids=["costs", "no axis", "axis 0", "zeros"],
)
def test_other_wrong_cheapest_answers_have_a_hint(answer, hint):
    feedback = check.cheapest(answer)
    assert feedback.verdict == NOT_RIGHT and hint in feedback.words


# 4


def bin_by_bin(probabilities, labels):
    """Compute the error from the means of each bin that is not empty."""
    sure = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    total = 0.0
    for k in range(10):
        last = k == 9
        inside = (sure >= k / 10) & ((sure < (k + 1) / 10) | last)
        if inside.any():
            total += inside.mean() * abs(sure[inside].mean() - right[inside].mean())
    return total


@pytest.mark.parametrize("answer", [bin_by_bin, bin_checks.right_error])
def test_a_right_calibration_error(answer):
    assert check.calibration_error(answer).verdict == RIGHT


@pytest.mark.parametrize("hint", bin_checks.ERROR_MISTAKES, ids=lambda hint: hint[:40])
def test_each_mistake_in_calibration_error_is_recognised(hint):
    feedback = check.calibration_error(bin_checks.ERROR_MISTAKES[hint])
    assert feedback.verdict == NOT_RIGHT and feedback.words == hint


def without_the_last_edge(p, labels):
    """Lose what is exactly 1, as a chain of half-open bins does."""
    keep = p.max(axis=1) < 1
    return bin_by_bin(p[keep], labels[keep]) * keep.mean()


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda p, y: [0.1, 0.2], "Return one number"),
        (lambda p, y: np.nan, "empty bin"),
        (lambda p, y: np.round(bin_by_bin(p, y), 3), "do not round"),
        (without_the_last_edge, "exactly 1"),
        (lambda p, y: 0.5, "For each bin"),
    ],
    ids=["two", "nan", "rounded", "edge", "half"],
)
def test_other_wrong_errors_have_a_hint(answer, hint):
    feedback = check.calibration_error(answer)
    assert feedback.verdict == NOT_RIGHT and hint in feedback.words


# Questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("remember-halved-logits", "At 2.7 to 1"),
        ("remember-one-sure-mistake", "About equal"),
        ("sure-to-four-fifths", "Nearly all, 48"),
        ("train-on-and-on", "It makes the weights grow"),
        ("one-knob", "All answers stay as they were, and it says less"),
        ("new-hands", "It is right less often, and says nearly what"),
        ("which-threshold", "From 0.9 on"),
    ],
)
def test_the_right_option_is_what_the_lesson_shows(name, right):
    (option,) = (o for o in questions()[name]["options"] if o.get("right"))
    assert option["answer"].startswith(right)


def test_the_numbers_in_the_questions():
    images, labels, test_images, test_labels = digits()
    weights = train_softmax(add_intercept(images), one_hot(labels, 10), 1.0, 1000).last_point
    p = softmax(add_intercept(test_images) @ weights)
    sure, right = p.max(axis=1), p.argmax(axis=1) == test_labels
    near = (sure >= 0.8) & (sure < 0.9)
    assert (near.sum(), right[near].sum()) == (49, 48)
    assert round(float(np.exp(2)), 1) == 7.4 and round(float(np.exp(1)), 1) == 2.7
    assert abs(-np.log(0.001) / 10 + np.log(0.5)) < 0.003
