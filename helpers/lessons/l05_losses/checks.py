"""Checks of the exercises of lesson 05."""

from typing import Any

import numpy as np

from helpers.learning.answers import Mistakes, must_agree, must_be_function
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import letters_of, must_choose, near, one_number
from helpers.lessons.l05_losses.race import (
    TARGET_ACCURACY,
    run_race,
    slope_in_log_odds,
    through_softmax,
)
from helpers.live.learner import call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import softmax_squared_error_gradient
from helpers.maths.softmax import softmax

# 1. What is unfair ------------------------------------------------------------------------------

UNFAIR = "ACDF"
FAIR = {
    "B": "B is fair: the same starting weights for all, and several of them.",
    "E": "E is fair: accuracy has the same unit for every contender, and the spread shows what "
    "chance does.",
}


@exercise
def unfair(answer: Any) -> str:
    """Judge the letters of the statements that make a comparison unfair."""
    must_choose(
        letters_of(answer, "AB"),
        right=UNFAIR,
        wrong=FAIR,
        kind="sentence",
        look="Ask of each sentence whether both losses got the same chance, and whether what is "
        "compared is in the same unit.",
    )
    return "A, C, D and F each favour somebody, or show nothing."


# 2. The gradient of the squared error through softmax -------------------------------------------

PROBES = (
    (np.array([2.0, 1.0, 0.1]), np.array([1.0, 0.0, 0.0])),
    (np.array([-3.0, 0.5, 1.0]), np.array([1.0, 0.0, 0.0])),
    (np.array([0.3, -1.0, 2.0, 0.7]), np.array([0.0, 0.0, 0.0, 1.0])),
    (np.array([-20.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0])),
)


def _parts(z: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    p = softmax(z)
    return p, 2 * (p - y), np.diag(p) - np.outer(p, p)


def _p_minus_y(z: FloatArray, y: FloatArray) -> FloatArray:
    return softmax(z) - y


def _before_softmax(z: FloatArray, y: FloatArray) -> FloatArray:
    return 2 * (softmax(z) - y)


def _diagonal_only(z: FloatArray, y: FloatArray) -> FloatArray:
    p, slope, _ = _parts(z, y)
    return p * slope


def _sigmoid_jacobian(z: FloatArray, y: FloatArray) -> FloatArray:
    p, slope, _ = _parts(z, y)
    return p * (1 - p) * slope


def _no_factor_two(z: FloatArray, y: FloatArray) -> FloatArray:
    _, slope, jacobian = _parts(z, y)
    return jacobian @ slope / 2


def _wrong_sign(z: FloatArray, y: FloatArray) -> FloatArray:
    _, slope, jacobian = _parts(z, y)
    return -jacobian @ slope


def _mean_over_classes(z: FloatArray, y: FloatArray) -> FloatArray:
    _, slope, jacobian = _parts(z, y)
    return jacobian @ slope / len(z)


def _logits_minus_y(z: FloatArray, y: FloatArray) -> FloatArray:
    return 2 * (z - y)


GRADIENT_MISTAKES: Mistakes = {
    "p - y is the gradient of cross-entropy. Here the loss is the squared error: start from its "
    "slope 2 (p - y), then go back through softmax.": _p_minus_y,
    "2 (p - y) is the slope with respect to the probabilities. The logits stand before softmax: "
    "multiply by the Jacobian.": _before_softmax,
    "You have the diagonal of the Jacobian without its second part. The Jacobian is "
    "np.diag(p) - np.outer(p, p).": _diagonal_only,
    "p (1 - p) is only the diagonal of the Jacobian. Each logit moves every probability: use the "
    "whole matrix, np.diag(p) - np.outer(p, p).": _sigmoid_jacobian,
    "A factor of 2 is missing: the slope of (p - y)² is 2 (p - y).": _no_factor_two,
    "The sign is turned round. The gradient points uphill; the minus comes with the step, not "
    "here.": _wrong_sign,
    "You divide by the number of classes. The squared error of the course is the sum over the "
    "classes.": _mean_over_classes,
    "That is the gradient without softmax, of the logits themselves. Turn them into "
    "probabilities first.": _logits_minus_y,
}


@exercise
def my_squared_error_gradient(answer: Any) -> str:
    """Judge the gradient of softmax and squared error with respect to the logits."""
    must_be_function(answer, "my_squared_error_gradient")
    for z, y in PROBES:
        got = call_learner(answer, z, y, shape=z.shape)
        want = softmax_squared_error_gradient(z, y)
        if np.allclose(got, want, rtol=1e-5, atol=1e-12):
            continue
        for hint, mistake in GRADIENT_MISTAKES.items():
            if np.allclose(got, mistake(z, y), rtol=1e-5, atol=1e-12):
                raise NotRight(hint)
        must_agree(got, want, f"For logits {z.tolist()}", atol=1e-12)
    return "It agrees with the course's on four examples, one of them saturated."


# 3. Where the curve turns -----------------------------------------------------------------------

TURNING_POINT = float(-np.log(2))
TURNING_MISTAKES = {
    1 / 3: "1/3 is the probability σ at that place. Which difference of logits gives it? Take "
    "log(σ / (1 - σ)).",
    float(np.log(2)): "The sign: σ is below one half there, so dog must lead, and z_cat - z_dog is "
    "negative.",
    float(np.log(1 / 3)): "You took log σ. The difference of the logits is log(σ / (1 - σ)).",
    0.0: "At 0 the probability is one half. Find where it is 1/3.",
    float(np.log10(0.5)): "The logarithm is the natural one, np.log.",
    -1.0: "-log₂ 2 is -1, but the logarithm is the natural one, np.log.",
    0.5: "σ / (1 - σ) is 0.5 there. Take its logarithm.",
    2 / 3: "2/3 is what dog gets there, 1 - σ. Which difference of logits gives σ = 1/3?",
}


@exercise
def turning_point(answer: Any) -> str:
    """Judge the difference of logits where (1 - sigma)^2 turns from concave to convex."""
    asked = "One number is asked for, such as np.log(3 / 4): the difference z_cat - z_dog."
    value = one_number(answer, asked)
    if near(value, TURNING_POINT):
        return "σ is 1/3 where dog leads by log 2: left of that the squared error is concave."
    for mistake, hint in TURNING_MISTAKES.items():
        if near(value, mistake):
            raise NotRight(hint)
    sigma = 1 / (1 + np.exp(-np.clip(value, -500, 500)))
    raise NotRight(f"There the probability of cat is {sigma:.3f}. It should be 1/3.")


# 4. A loss of one's own -------------------------------------------------------------------------

P = np.linspace(0.001, 0.999, 999)
PULLED = np.array([-20.0, -5.0])
"""Log-odds of a confidently wrong model and of one that is less so."""


def _is_multiple(values: FloatArray, of: FloatArray) -> bool:
    """Whether values are a × of + b, with a above 0: the same loss in another unit."""
    table = np.column_stack([of, np.ones_like(of)])
    (a, b), *_ = np.linalg.lstsq(table, values, rcond=None)
    return a > 0 and np.allclose(a * of + b, values, atol=1e-6 * np.abs(values).max())


@exercise
def my_loss(answer: Any) -> str:
    """Judge a loss of p that is new and gets out of a confidently wrong start."""
    must_be_function(answer, "my_loss")
    plain = call_learner(answer, P)
    if plain.shape == ():
        raise NotRight(
            "You return one number for all the probabilities. Return the loss of each: leave out "
            "the mean or the sum."
        )
    values = call_learner(answer, P, shape=P.shape)
    if not np.isfinite(values).all():
        raise NotRight("For some p between 0.001 and 0.999 your loss is nan or infinite.")
    if np.ptp(values) < 1e-9:
        raise NotRight("Your loss is the same for every p, so it teaches nothing.")
    if (np.diff(values) > 1e-9 * np.ptp(values)).any():
        if (np.diff(values) >= 0).all():
            raise NotRight(
                "Your loss grows when the true class gets more. That is a score; put a minus sign "
                "before it."
            )
        raise NotRight(
            "Your loss grows somewhere when the true class gets more, so it would teach the model "
            "to be less right there."
        )
    if _is_multiple(values, -np.log(P)):
        raise NotRight("That is cross-entropy, perhaps in another unit. Invent another one.")
    if _is_multiple(values, (1 - P) ** 2):
        raise NotRight(
            "That is the squared error, perhaps in another unit. Its pull vanishes where p is "
            "tiny. Invent another one."
        )
    pull = -slope_in_log_odds(answer, PULLED)
    if not np.isfinite(pull).all():
        raise NotRight("At p = 2e-9 your loss has no finite slope. Look at what it does near 0.")
    if pull[0] < 1e-3 * pull[1] or pull[0] < 1e-6:
        raise NotRight(
            f"It saturates: where p is 2e-9 it pulls with {pull[0]:.0e} only. The pull is "
            "p (1 - p) times the slope, so the slope must grow like 1/p. A logarithm does that."
        )
    runs = run_race({"yours": through_softmax(answer)}, seeds=[0]).runs
    accuracy = {run.start: float(run.accuracy[-1]) for run in runs}
    if accuracy["wrong, sure"] < TARGET_ACCURACY:
        raise NotRight(
            f"It pulls, but from the start that is wrong and sure it ends at an accuracy of "
            f"{accuracy['wrong, sure']:.2f}, below 0.90. Perhaps it pulls too wildly."
        )
    results = ", ".join(f"{start} {value:.2f}" for start, value in accuracy.items())
    return f"Accuracy in one repetition of the race: {results}. Look at it in the pictures below."
