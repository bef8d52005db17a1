"""Lesson 04: the facts that it states, and the checks of its exercises name each mistake."""

import numpy as np
import pytest

import helpers
from helpers import check
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import predict, questions
from helpers.lessons.l04_cross_entropy import checks as exercises
from helpers.lessons.l04_cross_entropy import loss_checks

PEOPLE = (0.6, 0.3, 0.1)


# The facts of the lesson --------------------------------------------------------------------------


def test_the_running_example_loses_0_417():
    assert round(float(helpers.softmax_cross_entropy([2.0, 1.0, 0.1], 0)), 3) == 0.417


def test_the_likelihood_underflows_and_its_logarithm_does_not():
    assert 0.659**20 > 1e-4
    assert 0.659**2000 == 0.0
    assert np.sum(np.log(np.full(2000, 0.659))) == pytest.approx(-834.06, abs=0.01)


# Predictions --------------------------------------------------------------------------------------

NAMES = [
    "likelihood-of-many",
    "ten-times-smaller",
    "target-equals-prediction",
    "best-announcement",
    "knows-nothing",
    "raise-rabbit",
    "one-hot-forever",
]


@pytest.mark.parametrize("name", NAMES)
def test_each_prediction_has_one_right_option(name):
    verdicts = [predict(name).choose(letter).verdict for letter in predict(name).options]
    assert verdicts.count(RIGHT) == 1 and len(verdicts) >= 3


def test_the_right_option_has_no_fixed_place_and_no_telling_length():
    places, longest = [], 0
    for name in NAMES:
        options = questions()[name]["options"]
        (place,) = (i for i, option in enumerate(options) if option.get("right"))
        places.append(place)
        longest += max(options, key=lambda option: len(option["answer"])) is options[place]
    assert len(set(places)) >= 3
    assert longest <= 3


# Exercises: right answers in several forms --------------------------------------------------------


def solution_cross_entropy(probabilities, targets):
    safe = np.where(targets > 0, probabilities, 1.0)
    return -np.sum(targets * np.log(safe), axis=-1).mean()


def clipped_cross_entropy(probabilities, targets):
    return -np.sum(targets * np.log(np.clip(probabilities, 1e-12, 1))) / len(targets)


def looping_cross_entropy(probabilities, targets):
    total = 0.0
    for p_row, y_row in zip(probabilities, targets, strict=True):
        for p, y in zip(p_row, y_row, strict=True):
            if y > 0:
                total -= y * np.log(p)
    return [total / len(targets)]


def float32_cross_entropy(probabilities, targets):
    return np.float32(solution_cross_entropy(probabilities, targets))


@pytest.mark.parametrize(
    "answer",
    [
        solution_cross_entropy,
        looping_cross_entropy,
        float32_cross_entropy,
        helpers.cross_entropy,
    ],
)
def test_a_right_cross_entropy_passes(answer):
    assert check.my_cross_entropy(answer).verdict == RIGHT


def plus_a_little(probabilities, targets):
    return -np.sum(targets * np.log(probabilities + 1e-7), axis=-1).mean()


@pytest.mark.parametrize("answer", [clipped_cross_entropy, plus_a_little])
def test_a_cross_entropy_with_a_limit_is_told_that_it_has_one(answer):
    feedback = check.my_cross_entropy(answer)
    assert feedback.verdict == NOT_RIGHT and "the loss is then infinite" in feedback.words


@pytest.mark.parametrize(
    "answer",
    [
        lambda z, y: (helpers.softmax(z) - y) / len(z),
        lambda z, y: [[(a - b) / len(z) for a, b in zip(p, t, strict=True)]
                      for p, t in zip(helpers.softmax(z), y, strict=True)],
        lambda z, y: ((helpers.softmax(z) - y) / z.shape[0]).astype(np.float32),
        helpers.softmax_cross_entropy_gradient,
    ],
)  # fmt: skip
def test_a_right_gradient_passes(answer):
    assert check.my_gradient(answer).verdict == RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        lambda y, e: (1 - e) * y + e / y.shape[-1],
        lambda y, e: y - e * (y - 1 / len(y[0])),
        lambda y, e: ((1 - e) * y + e * np.full(y.shape, 1 / y.shape[1])).tolist(),
    ],
)
def test_a_right_smoothing_passes(answer):
    assert check.my_smoothing(answer).verdict == RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        lambda z, k: (helpers.log_sum_exp(z) - z[np.arange(len(k)), k]).mean(),
        lambda z, k: -np.mean(helpers.log_softmax(z)[range(len(z)), k]),
        lambda z, k: -np.sum(np.eye(z.shape[1])[k] * helpers.log_softmax(z)) / len(z),
        helpers.softmax_cross_entropy,
    ],
)
def test_a_right_loss_from_logits_passes(answer):
    assert check.my_loss_from_logits(answer).verdict == RIGHT


@pytest.mark.parametrize(
    "answer", [2 * np.log(2), 1.386, np.float32(1.3863), np.array(1.38629), "mean"]
)
def test_the_loss_of_three_photos(answer):
    verdict = check.loss_of_three_photos(answer).verdict
    assert verdict == (NOT_RIGHT if isinstance(answer, str) else RIGHT)


@pytest.mark.parametrize("answer", ["BD", "db", "B, D", "B and D", ["B", "D"], {"d", "b"}])
def test_the_suspicious_runs(answer):
    verdict = check.suspicious_runs(answer).verdict
    assert verdict == RIGHT


# Exercises: each known mistake and its own hint ---------------------------------------------------

KNOWN = {
    "my_cross_entropy": loss_checks.CROSS_ENTROPY_MISTAKES,
    "my_gradient": exercises.GRADIENT_MISTAKES | exercises.GRADIENT_MISTAKES_OF_ONE,
    "my_smoothing": exercises.SMOOTHING_MISTAKES,
    "my_loss_from_logits": loss_checks.LOGIT_LOSS_MISTAKES,
}
EACH_MISTAKE = [
    pytest.param(name, hint, mistake, id=f"{name}: {hint[:40]}")
    for name, mistakes in KNOWN.items()
    for hint, mistake in mistakes.items()
]


@pytest.mark.parametrize(("name", "hint", "mistake"), EACH_MISTAKE)
def test_each_known_mistake_gets_its_own_hint(name, hint, mistake):
    feedback = getattr(check, name)(mistake)
    assert (feedback.verdict, feedback.words) == (NOT_RIGHT, hint)


def one_hot_gradient(z, y):
    return -y / helpers.softmax(z)


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        # written as a learner would, not as the checks do
        ("my_cross_entropy", lambda p, y: np.sum(y * np.log(p), axis=1).mean(), "minus sign"),
        ("my_cross_entropy", lambda p, y: (-y * np.log(p)).mean(), "mean over the classes"),
        ("my_cross_entropy", lambda p, y: -(y * np.log(p)).sum(), "sum over the photos"),
        ("my_cross_entropy", lambda p, y: -(y * np.log2(p)).sum() / len(p), "np.log2"),
        ("my_cross_entropy", lambda p, y: -(y * np.log10(p)).sum() / len(p), "base 10"),
        ("my_cross_entropy", lambda p, y: -(y * np.log(p)).sum() / len(p), "0 times log 0"),
        ("my_cross_entropy", lambda p, y: -(y * np.log(p)).sum(axis=-1), "take the mean"),
        ("my_cross_entropy", lambda p, y: -(y * np.log(p)).sum(axis=0), "shape (3,)"),
        (
            "my_cross_entropy",
            lambda p, y: -np.nansum(y * np.log(np.where(p > 0, p, 1.0))) / len(p),
            "the loss is then infinite",
        ),
        (
            "my_cross_entropy",
            lambda p, y: -np.sum(y * np.log(p + 0.01)) / len(p),
            "For a batch of 4 photos",
        ),
        ("my_gradient", lambda z, y: helpers.softmax(z) - y, "divide by len(logits)"),
        ("my_gradient", lambda z, y: (y - helpers.softmax(z)) / len(z), "uphill"),
        ("my_gradient", lambda z, y: y - helpers.softmax(z), "Two things"),
        ("my_gradient", lambda z, y: (helpers.softmax(z) - y) / z.size, "all entries"),
        ("my_gradient", lambda z, y: (z - y) / len(z), "from the logits"),
        ("my_gradient", one_hot_gradient, "with respect to the probabilities"),
        ("my_gradient", lambda z, y: (helpers.softmax(z) - y).mean(axis=0), "shape (3,)"),
        (
            "my_gradient",
            lambda z, y: (np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True) - y) / len(z),
            "overflows",
        ),
        ("my_gradient", lambda z, y: (helpers.softmax(z) - y) / 4, "For 2 photos"),
        ("my_smoothing", lambda y, e: np.where(y == 1, 1 - e + e / y.shape[-1],
                                               e / y.shape[-1]), "soft ones are not"),
        ("my_smoothing", lambda y, e: (1 - e) * y + e / 5, "3 classes"),
        ("my_smoothing", lambda y, e: 0.8 * y + 0.2 / y.shape[-1], "With ε = 0.1"),
        (
            "my_loss_from_logits",
            lambda z, k: -np.log(helpers.softmax(z)[range(len(k)), k]).mean(),
            "(1000, 0, 0)",
        ),
        (
            "my_loss_from_logits",
            lambda z, k: np.mean(np.log(np.exp(z).sum(axis=-1)) - z[range(len(k)), k]),
            "you return inf",
        ),
        (
            "my_loss_from_logits",
            lambda z, k: -np.log(np.clip(helpers.softmax(z), 1e-12, 1)[range(len(k)), k]).mean(),
            "put a limit on the probability",
        ),
        (
            "my_loss_from_logits",
            lambda z, k: np.mean(
                z.max() + np.log(np.exp(z - z.max()).sum(axis=-1)) - z[range(len(k)), k]
            ),
            "own largest logit",
        ),
        ("my_loss_from_logits", lambda z, k: -np.log(z[range(len(k)), k]).mean(), "logits"),
    ],
)  # fmt: skip
def test_a_mistake_as_learners_write_it_is_told(name, answer, says):
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == NOT_RIGHT
    assert says in feedback.words


@pytest.mark.parametrize(("wrong", "hint"), exercises.LOSS_MISTAKES)
def test_each_wrong_number_gets_its_own_hint(wrong, hint):
    assert check.loss_of_three_photos(wrong).words == hint


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("AB", "Run A starts as it should"),
        ("BCD", "Run C starts as it should"),
        ("BDE", "Run E starts as it should"),
        ("B", "its loss looks good"),
        ("D", "ten times"),
        ("ACEF", "Name the other two"),
        ("BF", "it does know something"),
        ("", "no letters yet"),
        ("GH", "letters from A to F"),
        (7, "Write the letters"),
        ([1, 2], "letters from A to F"),
    ],
)
def test_each_wrong_choice_of_runs_is_explained(answer, says):
    feedback = check.suspicious_runs(answer)
    assert feedback.verdict == NOT_RIGHT and says in feedback.words


# Exercises: nonsense ------------------------------------------------------------------------------

CHECKS = ["loss_of_three_photos", "suspicious_runs", *KNOWN]


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_not_written_is_not_yet(name):
    for answer in (None, ...):
        assert getattr(check, name)(answer).verdict == NOT_YET


@pytest.mark.parametrize("name", KNOWN)
def test_a_stub_is_not_yet(name):
    for stub in (lambda first, second: ..., lambda first, second: None):
        assert getattr(check, name)(stub).verdict == NOT_YET


def changing(solution):
    def change(first, second):
        answer = solution(first, second)
        first -= 1
        return answer

    return change


@pytest.mark.parametrize(
    ("name", "solution"),
    [
        ("my_cross_entropy", helpers.cross_entropy),
        ("my_gradient", helpers.softmax_cross_entropy_gradient),
        ("my_smoothing", lambda y, e: (1 - e) * y + e / y.shape[-1]),
        ("my_loss_from_logits", helpers.softmax_cross_entropy),
    ],
)
def test_a_function_that_changes_its_input_is_told(name, solution):
    assert getattr(check, name)(solution).verdict == RIGHT
    feedback = getattr(check, name)(changing(solution))
    assert feedback.verdict == NOT_RIGHT and "your function changes" in feedback.words


def test_a_bias_at_the_frequencies_starts_below_log_k_and_is_honest():
    frequencies = exercises.FREQUENCIES
    photos = np.repeat([0, 1, 2], [900, 50, 50])
    first = helpers.softmax_cross_entropy(np.tile(np.log(frequencies), (1000, 1)), photos)
    assert round(float(first), 3) == 0.394 < np.log(3)
    for seed in range(5):
        weights = 0.01 * np.random.default_rng(seed).standard_normal((1000, 3))
        assert abs(helpers.softmax_cross_entropy(weights, photos) - np.log(3)) < 0.01


@pytest.mark.parametrize("seed", range(5))
def test_the_frequencies_are_the_best_announcement(seed):
    others = np.random.default_rng(seed).dirichlet([1, 1, 1], 200)
    losses = helpers.cross_entropy(others, np.tile(PEOPLE, (200, 1)), reduction="none")
    assert losses.min() >= helpers.cross_entropy([PEOPLE], [PEOPLE])


def test_only_the_logarithm_is_local_and_proper():
    """Of the losses f(p) of the true class, -log p alone is least at the truth."""
    truth = np.array([0.5, 0.3, 0.2])
    announced = np.random.default_rng(0).dirichlet([1, 1, 1], 4000)
    for f in (lambda p: 1 - p, lambda p: (1 - p) ** 2, lambda p: -np.sqrt(p), lambda p: 1 / p):
        assert (f(announced) @ truth).min() < f(truth) @ truth - 1e-4
    assert (-np.log(announced) @ truth).min() > -np.log(truth) @ truth
