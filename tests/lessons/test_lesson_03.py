"""Lesson 03: the checks of its exercises, and the facts that it states."""

import numpy as np
import pytest

from helpers import check, log_softmax, log_sum_exp, softmax
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l03_softmax import checks as exercises
from helpers.lessons.l03_softmax import score_checks, slope_checks
from helpers.lessons.l03_softmax.overflow import LARGEST_EXPONENT

LOGITS = np.array([2.0, 1.0, 0.1])


def naive(z):
    return np.exp(z) / np.exp(z).sum()


# Exercises --------------------------------------------------------------------------------------


def hints(*groups):
    """Return (hint, mistake) pairs, with a readable id each."""
    return [
        pytest.param(hint, mistake, id=f"{i}-{hint[:30]}")
        for i, (hint, mistake) in enumerate(pair for group in groups for pair in group.items())
    ]


def assert_hint(feedback, hint):
    assert feedback.verdict == NOT_RIGHT
    assert hint in feedback.words, feedback.words


@pytest.mark.parametrize(
    ("hint", "mistake"), hints(exercises.SOFTMAX_MISTAKES, exercises.BATCH_MISTAKES)
)
def test_mistakes_in_softmax(hint, mistake):
    assert_hint(check.my_softmax(mistake), hint)


@pytest.mark.parametrize(("hint", "mistake"), hints(score_checks.TEMPERATURE_MISTAKES))
def test_mistakes_in_temperature(hint, mistake):
    assert_hint(check.my_temperature(mistake), hint)


@pytest.mark.parametrize(
    ("hint", "mistake"), hints(exercises.LOG_MISTAKES, exercises.LOG_BATCH_MISTAKES)
)
def test_mistakes_in_log_softmax(hint, mistake):
    assert_hint(check.my_log_softmax(mistake), hint)


@pytest.mark.parametrize(("hint", "mistake"), hints(slope_checks.SLOPES_MISTAKES))
def test_mistakes_in_slopes(hint, mistake):
    assert_hint(check.my_slopes(mistake), hint)


@pytest.mark.parametrize(("wrong", "hint"), score_checks.WRONG_LEADS.items())
def test_mistakes_in_the_lead(wrong, hint):
    assert_hint(check.lead(wrong), hint)


def by_rows(function):
    """Return a function of a batch made of a function of one row."""
    return lambda z: np.array([function(r) for r in z]) if np.ndim(z) == 2 else function(z)


def in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    return softmax(z)


def log_in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    return log_softmax(z)


def slopes_in_place(p, k):
    own = p[k]
    p *= -own
    p[k] += own
    return p


def one_maximum(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=-1, keepdims=True)


def one_maximum_log(z):
    shifted = z - z.max()
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@pytest.mark.parametrize(
    ("name", "mistake", "hint"),
    [
        # only seen on large scores
        ("my_softmax", by_rows(naive), "For [1000, 999, 0] you return nan"),
        ("my_softmax", one_maximum, "largest score of the whole batch"),
        (
            "my_softmax",
            by_rows(lambda z: naive(np.minimum(z, 700))),
            "For [1000, 999, 0] you return [0.500, 0.500, 0.000], not [0.731, 0.269, 0.000]",
        ),
        (
            "my_softmax",
            by_rows(lambda z: naive(z - max(z.max(), 0))),
            "For [-1000, -1001, -1002] you return nan",
        ),
        ("my_log_softmax", by_rows(lambda z: np.log(naive(z))), "does not fit in a float"),
        ("my_log_softmax", lambda z: np.log(softmax(z)), "the logarithm of 0 is -inf"),
        ("my_log_softmax", lambda z: np.log(softmax(z) + 1e-12), "Add nothing"),
        ("my_log_softmax", one_maximum_log, "largest score of the whole batch"),
        ("my_temperature", lambda z, t: naive(z / t), "At T = 0.002 you return nan"),
        # shapes and axes
        ("my_softmax", lambda z: softmax(z, axis=1), "axis=-1, is there"),
        ("my_softmax", lambda z: softmax(z, axis=0), "axis=0, so that examples are mixed"),
        ("my_log_softmax", lambda z: log_softmax(z, axis=0), "axis=0, so that examples are mixed"),
        ("my_log_softmax", log_sum_exp, "You return log-sum-exp, one number"),
        ("my_softmax", np.sum, "shape ()"),
        ("my_slopes", lambda p, k: p[k] * (1 - p[k]), "You return one number"),
        ("my_slopes", lambda p, k: np.diag(p) - np.outer(p, p), "You return a whole table"),
        ("my_slopes", lambda p, k: (np.diag(p) - np.outer(p, p))[k], "builds the whole table"),
        ("my_slopes", slopes_in_place, "your function changes p"),
        # fits the examples only
        ("my_softmax", lambda z: softmax(z[..., :3] + np.zeros(3)), "raised ValueError"),
        ("my_slopes", lambda p, k: (np.arange(3) == k) * p[k] - p[k] * p, "raised ValueError"),
        ("my_slopes", lambda p, k: slope_checks._row(softmax(LOGITS), k), "five are not"),
        ("my_slopes", lambda p, k: np.array([0.2, -0.1, -0.1]), "For the running example and k"),
        ("my_slopes", lambda p, k: np.ones(3), "your slopes sum to 3"),
        ("my_temperature", lambda z, t: softmax(z / t) * (len(z) == 3), "four are not"),
        ("my_temperature", lambda z, t: softmax(z / (t + 0.1)), "at T = 2.0 you return"),
        # changes its argument
        ("my_softmax", in_place, "your function changes"),
        ("my_log_softmax", log_in_place, "your function changes"),
    ],
)
def test_other_mistakes(name, mistake, hint):
    assert_hint(getattr(check, name)(mistake), hint)


def listed(z):
    rows = np.atleast_2d(z)
    answer = [[np.exp(x - max(row)) for x in row] for row in rows.tolist()]
    answer = [[x / sum(row) for x in row] for row in answer]
    return answer if np.ndim(z) == 2 else answer[0]


RIGHT_ANSWERS = {
    "lead": [np.log(3), 1.1, 1.10, np.float32(1.0986), [np.log(3)], np.array(np.log(3))],
    "my_softmax": [
        softmax,
        listed,
        lambda z: softmax(z.astype(np.float32)),
        lambda z: np.exp(log_softmax(z)),
        lambda z: (e := np.exp(z.T - z.T.max(axis=0))).T / e.sum(axis=0)[..., None],
    ],
    "my_temperature": [
        lambda z, t: softmax(z, temperature=t),
        lambda logits, temperature: softmax((logits - logits.max()) / temperature).tolist(),
        lambda z, t: exercises._exp(z / t) / exercises._exp(z / t).sum(),
    ],
    "my_log_softmax": [
        log_softmax,
        lambda z: z - log_sum_exp(z)[..., np.newaxis],
        lambda z: log_softmax(z).tolist(),
        lambda z: np.stack([log_softmax(row) for row in z]) if z.ndim == 2 else log_softmax(z),
    ],
    "my_slopes": [
        lambda p, k: slope_checks._row(p, k).tolist(),
        lambda p, k: np.where(np.arange(len(p)) == k, p[k] * (1 - p[k]), -p[k] * p),
        lambda p, k: [p[k] * ((j == k) - x) for j, x in enumerate(p)],
    ],
}


@pytest.mark.parametrize(
    ("name", "answer"), [(name, a) for name, answers in RIGHT_ANSWERS.items() for a in answers]
)
def test_right_answers_however_written(name, answer):
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == RIGHT, feedback.words


@pytest.mark.parametrize("name", RIGHT_ANSWERS)
def test_unsolved_stubs_are_not_yet(name):
    for answer in [None, ...] if name == "lead" else [lambda *a: None, lambda *a: ...]:
        assert getattr(check, name)(answer).verdict == NOT_YET


def test_a_call_instead_of_the_function_is_named():
    feedback = check.my_softmax(softmax(LOGITS))
    assert "without brackets: check.my_softmax(my_softmax)" in feedback.words


# Facts ------------------------------------------------------------------------------------------


def test_simpler_ways_break_a_wish():
    z = np.array([2.0, -1.0, 0.1])
    np.testing.assert_allclose(z / z.sum(), [1.818, -0.909, 0.091], atol=5e-4)
    sizes = np.abs(z) / np.abs(z).sum()
    assert sizes[1] > sizes[2] and z[1] < z[2]


@pytest.mark.parametrize(
    ("kind", "fits", "beyond"), [("float32", 88.7, 88.8), ("float64", 709.7, 709.8)]
)
def test_where_the_exponential_overflows(kind, fits, beyond):
    assert fits < LARGEST_EXPONENT[kind] < beyond
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(np.dtype(kind).type(fits)))
        assert np.isinf(np.exp(np.dtype(kind).type(beyond)))
        assert np.isinf(np.exp(np.float32(300))) and np.isfinite(np.exp(np.float64(300)))


def test_digits_that_the_question_on_overflow_states():
    assert len(str(int(np.exp(300.0)))) == 131
    assert len(str(int(np.finfo(np.float32).max))) == 39
    assert len(str(int(np.finfo(np.float64).max))) == 309


def test_numbers_that_the_predictions_state():
    told = [o["says"] for o in questions()["double-the-scores"]["options"] if o.get("right")]
    assert f"{softmax(2 * LOGITS)[0]:.3f}" in told[0]
    shares = ", ".join(f"{x:.3f}" for x in LOGITS / LOGITS.sum())
    assert shares in questions()["divide-by-the-sum"]["question"]


def test_softmax_ignores_a_shift_and_log_sum_exp_follows_it():
    for b in (-1000.0, 100.0, 1000.0):
        np.testing.assert_allclose(softmax(LOGITS + b), softmax(LOGITS))
        assert log_sum_exp(LOGITS + b) == pytest.approx(log_sum_exp(LOGITS) + b)


def test_temperature_goes_from_the_maximum_to_equal_shares():
    np.testing.assert_allclose(softmax(LOGITS, temperature=0.01), [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(softmax(LOGITS, temperature=1e6), [1 / 3] * 3, atol=1e-6)


def test_the_jacobian_by_nudging():
    p = softmax(LOGITS)
    nudge = 1e-6
    nudged = [(softmax(LOGITS + nudge * row) - p) / nudge for row in np.eye(3)]
    jacobian = np.diag(p) - np.outer(p, p)
    np.testing.assert_allclose(np.column_stack(nudged), jacobian, atol=1e-6)
    np.testing.assert_allclose(jacobian.sum(axis=1), 0, atol=1e-15)


@pytest.mark.parametrize("seed", range(5))
def test_in_the_made_up_world_the_count_tells_that_the_model_is_too_sure(seed):
    truth = softmax(LOGITS / 2)
    photos = np.random.default_rng(seed).choice(3, size=10_000, p=truth)
    assert abs(np.mean(photos == 0) - 0.502) < 0.02 < softmax(LOGITS)[0] - 0.502


def test_dog_passes_nine_tenths_at_2_9():
    assert softmax([0.0, 2.8, 0.0])[1] < 0.9 < softmax([0.0, 2.9, 0.0])[1]
