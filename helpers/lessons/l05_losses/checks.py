"""Checks of the exercises of lesson 05."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, say_list, to_say
from helpers.learning.answers import (
    Mistakes,
    must_agree,
    must_be_function,
    must_hold_for_all_logits,
    must_keep_its_input,
    same,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import letters_of, must_choose, near, one_number
from helpers.lessons.l05_losses.contenders import slope_in_log_odds, through_softmax
from helpers.lessons.l05_losses.race import run_race
from helpers.lessons.l05_losses.results import TARGET_ACCURACY
from helpers.lessons.l05_losses.starts import WRONG_SURE
from helpers.live.learner import call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import softmax

# 1. What is unfair ------------------------------------------------------------------------------

UNFAIR = "ACDF"
FAIR = {
    "B": to_say("B is fair: the same starting weights for all, and several of them."),
    "E": to_say(
        "E is fair: accuracy has the same unit for every contender, and the spread shows what "
        "chance does."
    ),
}


@exercise
def unfair(answer: Any) -> str:
    """Judge the letters of the statements that make a comparison unfair."""
    must_choose(
        letters_of(answer, "AB"),
        right=UNFAIR,
        wrong={letter: say(why) for letter, why in FAIR.items()},
        kind=say("sentence"),
        look=say(
            "Ask of each sentence whether both losses got the same chance, and whether what is "
            "compared is in the same unit."
        ),
    )
    return say("A, C, D and F each favour somebody, or show nothing.")


# 3. Where the curve turns -----------------------------------------------------------------------

TURNING_POINT = float(-np.log(2))
TURNING_MISTAKES = {
    1 / 3: to_say(
        "1/3 is the probability σ at that place. Which difference of logits gives it? Take "
        "log(σ / (1 - σ))."
    ),
    float(np.log(2)): to_say(
        "The sign: σ is below one half there, so dog must lead, and z_cat - z_dog is negative."
    ),
    float(np.log(1 / 3)): to_say(
        "You took log σ. The difference of the logits is log(σ / (1 - σ))."
    ),
    0.0: to_say("At 0 the probability is one half. Find where it is 1/3."),
    float(np.log10(0.5)): to_say("The logarithm is the natural one, np.log."),
    -1.0: to_say("-log₂ 2 is -1, but the logarithm is the natural one, np.log."),
    0.5: to_say("σ / (1 - σ) is 0.5 there. Take its logarithm."),
    2 / 3: to_say("2/3 is what dog gets there, 1 - σ. Which difference of logits gives σ = 1/3?"),
}


@exercise
def turning_point(answer: Any) -> str:
    """Judge the difference of logits where (1 - sigma)^2 turns from concave to convex."""
    asked = say("One number is asked for, such as np.log(3 / 4): the difference z_cat - z_dog.")
    value = one_number(answer, asked)
    if near(value, TURNING_POINT):
        return say("σ is 1/3 where dog leads by log 2: left of that the squared error is concave.")
    for mistake, hint in TURNING_MISTAKES.items():
        if near(value, mistake):
            raise NotRight(say(hint))
    if near(value, TURNING_POINT, digits=1):
        raise NotRight(say("That is near. Give it to two digits after the point, or with np.log."))
    sigma = 1 / (1 + np.exp(-np.clip(value, -500, 500)))
    raise NotRight(
        say("There the probability of cat is {sigma:.3f}. It should be 1/3.").format(sigma=sigma)
    )


# 4. The absolute error through softmax ----------------------------------------------------------

PROBES: tuple[tuple[NDArray[Any], NDArray[Any]], ...] = (
    (np.array([2.0, 1.0, 0.1]), np.array([1.0, 0.0, 0.0])),
    (np.array([-3.0, 0.5, 1.0]), np.array([1.0, 0.0, 0.0])),
    (np.array([0.3, -1.0, 2.0, 0.7, 1.1]), np.array([0.0, 0.0, 0.0, 1.0, 0.0])),
    (np.array([-20.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0])),
)


def _jacobian(z: FloatArray) -> FloatArray:
    p = softmax(z)
    return np.diag(p) - np.outer(p, p)


def _sign(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.sign(softmax(z) - y)


def absolute_error_gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    """Return the slope of sum |p - y| at each logit, one example.

    >>> absolute_error_gradient(np.array([2.0, 1.0, 0.1]), np.array([1, 0, 0])).round(3)
    array([-0.449,  0.32 ,  0.13 ])
    """
    return _jacobian(z) @ _sign(z, y)


def _value(z: FloatArray, y: FloatArray) -> FloatArray:
    return np.abs(softmax(z) - y).sum()


GRADIENT_MISTAKES: Mistakes = {
    to_say(
        "That is the gradient of the squared error. The slope of |p - y| at the probabilities is "
        "not 2 (p - y): it does not grow with the error."
    ): lambda z, y: _jacobian(z) @ (2 * (softmax(z) - y)),
    to_say(
        "You pass p - y through the Jacobian. The slope of |x| is 1 or -1, never between: np.sign."
    ): (lambda z, y: _jacobian(z) @ (softmax(z) - y)),
    to_say(
        "You pass |p - y| itself through the Jacobian. What goes back is its slope, not its value."
    ): (lambda z, y: _jacobian(z) @ np.abs(softmax(z) - y)),
    to_say(
        "p - y is the gradient of cross-entropy. Start from the slope of |p - y| at the "
        "probabilities, then go back through softmax."
    ): lambda z, y: softmax(z) - y,
    to_say(
        "Those are the slopes at the probabilities. The logits stand before softmax: multiply by "
        "the Jacobian."
    ): _sign,
    to_say(
        "You have the diagonal p of the Jacobian without its second part. The Jacobian is "
        "np.diag(p) - np.outer(p, p)."
    ): lambda z, y: softmax(z) * _sign(z, y),
    to_say(
        "p (1 - p) is only the diagonal of the Jacobian. Each logit moves every probability: use "
        "the whole matrix."
    ): lambda z, y: softmax(z) * (1 - softmax(z)) * _sign(z, y),
    to_say(
        "You multiply by the Jacobian entry by entry. A matrix times a vector is written with @."
    ): (lambda z, y: _jacobian(z) * _sign(z, y)),
    to_say(
        "The sign is turned round. The gradient points uphill; the minus comes with the step, not "
        "here."
    ): lambda z, y: -absolute_error_gradient(z, y),
    to_say("You divide by the number of classes. The error is the sum over the classes."): (
        lambda z, y: absolute_error_gradient(z, y) / len(z)
    ),
    to_say(
        "You take the sign of logits minus target. The error is that of the probabilities: p - y."
    ): (lambda z, y: _jacobian(z) @ np.sign(z - y)),
    to_say(
        "There is a factor of 2 too many: it belongs to the square. The slope of |x| is 1 or -1."
    ): (lambda z, y: 2 * absolute_error_gradient(z, y)),
    to_say("The second part of the Jacobian is taken off: np.diag(p) - np.outer(p, p)."): (
        lambda z, y: (np.diag(softmax(z)) + np.outer(softmax(z), softmax(z))) @ _sign(z, y)
    ),
    to_say("What is taken off each slope is the sum of p times slope, not its mean."): (
        lambda z, y: softmax(z) * (_sign(z, y) - (softmax(z) * _sign(z, y)).mean())
    ),
    to_say(
        "That is |p - y|, the error of each class. Asked for is its slope at each of the logits."
    ): (lambda z, y: np.abs(softmax(z) - y)),
    to_say(
        "That is the absolute error, one number. Asked for is its slope at each of the logits."
    ): _value,
    to_say("You add the slopes up. Return one slope for each logit."): (
        lambda z, y: absolute_error_gradient(z, y).sum()
    ),
}


def _first_class(z: NDArray[Any]) -> tuple[FloatArray]:
    return (np.eye(z.shape[-1])[0],)


@exercise
def my_absolute_error_gradient(answer: Any) -> str:
    """Judge the gradient of softmax and absolute error with respect to the logits."""
    must_be_function(answer, "my_absolute_error_gradient")
    for z, y in PROBES:
        got = call_learner(answer, z, y)
        want = absolute_error_gradient(z, y)
        if same(got, want, atol=1e-12):
            continue
        for hint, mistake in GRADIENT_MISTAKES.items():
            if same(got, mistake(z, y), atol=1e-12):
                raise NotRight(say(hint))
        if got.shape != z.shape:
            raise NotRight(
                say(
                    "For {count} logits you return an array of shape {shape}. Return one slope "
                    "for each logit."
                ).format(count=len(z), shape=got.shape)
            )
        one, other = (call_learner(answer, z, y) for z, y in PROBES[:2])
        if same(one, other):
            raise NotRight(
                say(
                    "For other logits you return the same slopes. Is everything computed inside "
                    "the function, from its own logits? p and jacobian stand above as well."
                )
            )
        given = say("For logits {logits}").format(logits=z.tolist())
        must_agree(got, want, given, atol=1e-12)
    must_hold_for_all_logits(answer, absolute_error_gradient, _first_class, ndims=(1,))
    must_keep_its_input(answer, *PROBES[0])
    return say(
        "It agrees on all the examples. At (-20, 0, 0) it is of the size 1e-09: this loss has a "
        "plain as well."
    )


# 2. A loss of one's own -------------------------------------------------------------------------

P = np.linspace(0.001, 0.999, 999)
SURE = -20.0
"""The log-odds of the true class where the start *wrong, sure* puts it: p is 2e-9."""


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
            say(
                "You return one number for all the probabilities. Return the loss of each: leave "
                "out the mean or the sum."
            )
        )
    values = call_learner(answer, P, shape=P.shape)
    if not np.isfinite(values).all():
        raise NotRight(say("For some p between 0.001 and 0.999 your loss is nan or infinite."))
    if np.ptp(values) < 1e-9:
        raise NotRight(say("Your loss is the same for every p, so it teaches nothing."))
    if (np.diff(values) > 1e-9 * np.ptp(values)).any():
        if (np.diff(values) >= 0).all():
            raise NotRight(
                say(
                    "Your loss grows when the true class gets more. That is a score; put a minus "
                    "sign before it."
                )
            )
        raise NotRight(
            say(
                "Your loss grows somewhere when the true class gets more, so it would teach the "
                "model to be less right there."
            )
        )
    if _is_multiple(values, -np.log(P)):
        raise NotRight(say("That is cross-entropy, perhaps in another unit. Invent another one."))
    if _is_multiple(values, (1 - P) ** 2):
        raise NotRight(
            say(
                "That is (1 - p)², the true class's part of the squared error, perhaps in another "
                "unit. Invent another one."
            )
        )
    pull = float(-slope_in_log_odds(answer, SURE))
    if not np.isfinite(pull):
        raise NotRight(
            say("At p = 2e-9 your loss has no finite slope. Look at what it does near 0.")
        )
    runs = run_race({"yours": through_softmax(answer)}, seeds=[0]).runs
    accuracy = {run.start: float(run.accuracy[-1]) for run in runs}
    reached = accuracy[say(WRONG_SURE)]
    so_far = {"reached": reached, "pull": pull}
    if reached < TARGET_ACCURACY and pull > 100:
        raise NotRight(
            say(
                "From the start that is wrong and sure it ends at {reached:.2f}. Where p is 2e-9 "
                "it pulls with {pull:.0e} at the logit, and throws the weights about; "
                "cross-entropy pulls with 1. Let it rise less steeply towards p = 0."
            ).format(**so_far)
        )
    if reached < 0.2:
        raise NotRight(
            say(
                "From the start that is wrong and sure it stays at {reached:.2f}. There p is 2e-9, "
                "and your loss pulls with {pull:.0e} at the logit; cross-entropy with 1. What must "
                "a loss do near p = 0 to pull there?"
            ).format(**so_far)
        )
    if reached < TARGET_ACCURACY:
        raise NotRight(
            say(
                "It gets out of the start that is wrong and sure, but only to {reached:.2f} in 60 "
                "steps. Where p is 2e-9 it pulls with {pull:.0e} at the logit; cross-entropy "
                "with 1."
            ).format(**so_far)
        )
    results = say_list((f"{start} {value:.2f}" for start, value in accuracy.items()))
    return say(
        "Accuracy in one repetition of the race: {results}. Look at it in the pictures below."
    ).format(results=results)
