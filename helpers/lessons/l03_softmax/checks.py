"""Checks of the exercises of lesson 03 on softmax and its logarithm.

Each check calls the answer on several probes. What it gives on them is compared with what the known
mistakes give; each of these has a hint of its own.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.languages import say, to_say
from helpers.learning.answers import (
    Mistakes,
    must_agree,
    must_be_function,
    must_hold_for_all_logits,
    must_keep_its_input,
    same,
    show,
    tell_mistake,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.live.learner import call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import log_softmax, log_sum_exp, softmax

ONE = np.array([2.0, 1.0, 0.1])
TWO = np.array([-1.5, 0.5])
BATCH = np.array([[2.0, 1.0, 0.1], [-1.0, 0.5, 3.0], [0.0, 0.0, -2.0]])
LARGE = np.array([1000.0, 999.0, 0.0])
SMALL = np.array([-1000.0, -1001.0, -1002.0])
FAR_APART = np.array([[1000.0, 999.0, 998.0], [2.0, 1.0, 0.1]])


def _for(logits: str) -> str:
    """Return how a hint begins that tells what came out for some logits."""
    return say("For {logits}").format(logits=logits)


# Softmax ----------------------------------------------------------------------------------------


def _exp(z: FloatArray) -> FloatArray:
    return np.exp(z - z.max(axis=-1, keepdims=True))


SOFTMAX_MISTAKES: Mistakes = {
    to_say(
        "You return the scores as they came. First take the exponential of each: np.exp(logits)."
    ): lambda z: z,
    to_say(
        "You divide the scores themselves by their sum. Take the exponential of each score first: "
        "np.exp(logits)."
    ): lambda z: z / z.sum(axis=-1, keepdims=True),
    to_say(
        "You take the exponentials but do not divide them by their sum, so the results do not sum "
        "to 1."
    ): np.exp,
    to_say(
        "You divide by the largest exponential. Divide by the sum of the exponentials, so that the "
        "results sum to 1."
    ): _exp,
    to_say(
        "You divide by the sum of the scores. Divide by the sum of the exponentials."
    ): lambda z: np.exp(z) / z.sum(axis=-1, keepdims=True),
    to_say(
        "You divide the scores by the largest one. Subtract it: a difference changes nothing, a "
        "ratio does."
    ): lambda z: softmax(z / z.max(axis=-1, keepdims=True)),
    to_say(
        "You divide the shifted scores by their sum. Take the exponential of each first: "
        "np.exp(shifted)."
    ): lambda z: (
        (z - z.max(axis=-1, keepdims=True))
        / (z - z.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)
    ),
    to_say(
        "Your exponentials are of the shifted scores, and you divide by the sum of the scores. "
        "Divide by the sum of the exponentials."
    ): lambda z: _exp(z) / z.sum(axis=-1, keepdims=True),
    to_say(
        "Above you use the shifted scores, below the plain ones. Take both from the shifted ones."
    ): lambda z: _exp(z) / np.exp(z).sum(axis=-1, keepdims=True),
    to_say(
        "You treat each score as a row of its own. One row of scores has no rows: sum over the "
        "last axis, axis=-1, which is there for one row and for a batch."
    ): np.ones_like,
    to_say("You take powers of 2. The exponential function is np.exp."): lambda z: (
        np.exp2(z) / np.exp2(z).sum(axis=-1, keepdims=True)
    ),
    to_say(
        "You return the logarithms of the probabilities. Softmax is the probabilities themselves."
    ): lambda z: np.log(softmax(z)),
    to_say(
        "The smallest score gets the largest probability: there is a minus sign too many in the "
        "exponent."
    ): lambda z: softmax(-z),
    to_say(
        "You give everything to the largest score. That is the maximum; softmax leaves a share to "
        "the others."
    ): lambda z: (z == z.max(axis=-1, keepdims=True)).astype(float),
}
BATCH_MISTAKES: Mistakes = {
    to_say(
        "On a batch you divide by the sum over all the rows. Each row is an example of its own: "
        "sum over the last axis, axis=-1."
    ): lambda z: np.exp(z) / np.exp(z).sum(),
    to_say(
        "On a batch you sum over the columns' direction, axis=0, so that examples are mixed. Each "
        "row is one example: sum over axis=-1."
    ): lambda z: np.exp(z) / np.exp(z).sum(axis=0),
    to_say(
        "Your sums have lost an axis, so that row 1 was divided by the sum of another row. Keep it "
        "with keepdims=True."
    ): lambda z: np.exp(z) / np.exp(z).sum(axis=-1),
    to_say(
        "Your maxima and sums have lost an axis, so that they meet the wrong rows. Keep it with "
        "keepdims=True in both."
    ): lambda z: np.exp(z - z.max(axis=-1)) / np.exp(z - z.max(axis=-1)).sum(axis=-1),
    to_say(
        "Your maxima have lost an axis, so that each column loses the maximum of a row. Keep it: "
        "logits.max(axis=-1, keepdims=True)."
    ): lambda z: softmax(z - z.max(axis=-1)),
    to_say(
        "You subtract the maximum of each column, axis=0, so that examples are mixed. Each row is "
        "one example: take the maximum over axis=-1."
    ): lambda z: softmax(z - z.max(axis=0)),
}


def _must_take_batches(answer: Any, right: Callable[..., Any], mistakes: Mistakes) -> None:
    """Try another number of classes, then a batch."""
    if not same(call_learner(answer, TWO, shape=(2,)), right(TWO)):
        raise NotRight(say("Three classes are right, two are not. Use no fixed number of classes."))
    batch = call_learner(answer, BATCH, shape=(3, 3))
    tell_mistake(mistakes, batch, BATCH)
    if not same(batch, right(BATCH)):
        raise NotRight(
            say(
                "One example is right, but in a batch of three not every row is. Give each row the "
                "same treatment, with axis=-1 and keepdims=True in both the maximum and the sum."
            )
        )


def _must_be_safe_in_batches(answer: Any, right: Callable[..., Any]) -> None:
    """Try rows of unlike size, then logits of every kind."""
    if not same(call_learner(answer, FAR_APART, shape=(2, 3)), right(FAR_APART)):
        raise NotRight(
            say(
                "You subtract the largest score of the whole batch, and the row with small scores "
                "underflows. Subtract each row's own maximum: logits.max(axis=-1, keepdims=True)."
            )
        )
    must_hold_for_all_logits(answer, right)
    must_keep_its_input(answer, ONE)


TOO_LARGE = to_say(
    "For {logits} you return nan: e to the {exponent:.0f} is too large for a float. Subtract the "
    "largest score before you take the exponentials."
)
TOO_SMALL = to_say(
    "For {logits} you return nan: e to the {exponent:.0f} is so small that it becomes 0. Subtract "
    "the largest score before you take the exponentials."
)


@exercise
def my_softmax(answer: Any) -> str:
    """Judge a softmax for one example and for a batch, safe from overflow."""
    must_be_function(answer, "my_softmax")
    one = call_learner(answer, ONE, shape=(3,))
    tell_mistake(SOFTMAX_MISTAKES, one, ONE)
    must_agree(one, softmax(ONE), _for("[2.0, 1.0, 0.1]"))
    _must_take_batches(answer, softmax, BATCH_MISTAKES)
    for name, probe in {"[1000, 999, 0]": LARGE, "[-1000, -1001, -1002]": SMALL}.items():
        extreme = call_learner(answer, probe, shape=(3,))
        if np.isnan(extreme).any():
            hint = TOO_LARGE if probe is LARGE else TOO_SMALL
            raise NotRight(say(hint).format(logits=name, exponent=probe[0]))
        must_agree(extreme, softmax(probe), _for(name))
    _must_be_safe_in_batches(answer, softmax)
    return say("Every row is positive and sums to 1, batches work, and scores of 1000 do no harm.")


# Log-softmax ------------------------------------------------------------------------------------


def _total(z: FloatArray) -> FloatArray:
    return np.exp(z).sum(axis=-1, keepdims=True)


LOG_MISTAKES: Mistakes = {
    to_say("You return the probabilities. Their logarithms are asked for."): softmax,
    to_say("You return the scores as they came. Subtract the log-sum-exp from each."): lambda z: z,
    to_say(
        "The sign is turned round. The logarithm of a number below 1 is below 0, so every result "
        "should be negative: z minus log-sum-exp."
    ): lambda z: -log_softmax(z),
    to_say("You take the logarithm to base 10. The natural logarithm is np.log."): lambda z: (
        log_softmax(z) / np.log(10)
    ),
    to_say("You take the logarithm to base 2. The natural logarithm is np.log."): lambda z: (
        log_softmax(z) / np.log(2)
    ),
    to_say("You subtract the sum of the exponentials. Subtract its logarithm."): lambda z: (
        z - _total(z)
    ),
    to_say(
        "You add log-sum-exp. Subtract it: dividing by the sum becomes subtracting its logarithm."
    ): lambda z: z + np.log(_total(z)),
    to_say(
        "You add the logarithm of the sum. Subtract it: dividing by the sum becomes subtracting "
        "its logarithm."
    ): lambda z: z - z.max(axis=-1, keepdims=True) + np.log(_exp(z).sum(axis=-1, keepdims=True)),
    to_say(
        "You take the logarithm of the scores. Asked for is that of their probabilities, the score "
        "minus log-sum-exp."
    ): np.log,
    to_say(
        "You divide by log-sum-exp. The logarithm turns the division into a subtraction."
    ): lambda z: z / np.log(_total(z)),
    to_say(
        "You subtract the largest score and stop there. What is left to subtract is the logarithm "
        "of the sum of the exponentials."
    ): lambda z: z - z.max(axis=-1, keepdims=True),
    to_say(
        "You subtract the logarithm of the sum of the scores. The exponentials are missing: "
        "np.log(np.exp(...).sum(...))."
    ): lambda z: z - np.log(z.sum(axis=-1, keepdims=True)),
    to_say(
        "The largest score is subtracted once too often. If you shift the scores first, take both "
        "parts from the shifted ones."
    ): lambda z: z - np.log(_total(z)) - z.max(axis=-1, keepdims=True),
    to_say(
        "The largest score is missing. If you shift the scores inside the logarithm, shift the "
        "score in front too, or add the maximum back."
    ): lambda z: log_softmax(z) + z.max(axis=-1, keepdims=True),
}
LOG_BATCH_MISTAKES: Mistakes = {
    to_say(
        "On a batch you sum over all the rows. Each row is an example of its own: sum over the "
        "last axis, axis=-1."
    ): lambda z: z - np.log(np.exp(z).sum()),
    to_say(
        "On a batch you sum over axis=0, so that examples are mixed. Each row is one example: sum "
        "over axis=-1."
    ): lambda z: z - np.log(np.exp(z).sum(axis=0)),
    to_say(
        "Your sums have lost an axis, so that a row meets the sum of another. Keep it with "
        "keepdims=True."
    ): lambda z: z - np.log(np.exp(z).sum(axis=-1)),
    to_say(
        "Your maxima and sums have lost an axis, so that they meet the wrong rows. Keep it with "
        "keepdims=True in both."
    ): lambda z: z - z.max(axis=-1) - np.log(np.exp(z - z.max(axis=-1)).sum(axis=-1)),
    to_say(
        "Your maxima have lost an axis, so that each column loses the maximum of a row. Keep it: "
        "logits.max(axis=-1, keepdims=True)."
    ): lambda z: log_softmax(z - z.max(axis=-1)),
}


@exercise
def my_log_softmax(answer: Any) -> str:
    """Judge a log-softmax for one example and for a batch, safe from overflow and log of 0."""
    must_be_function(answer, "my_log_softmax")
    one = call_learner(answer, ONE)
    if one.shape in ((), (1,)) and same(one.reshape(()), log_sum_exp(ONE)):
        raise NotRight(
            say(
                "You return log-sum-exp, one number for the row. Subtract it from each of the "
                "scores."
            )
        )
    one = call_learner(answer, ONE, shape=(3,))
    tell_mistake(LOG_MISTAKES, one, ONE)
    must_agree(one, log_softmax(ONE), _for("[2.0, 1.0, 0.1]"))
    _must_take_batches(answer, log_softmax, LOG_BATCH_MISTAKES)
    for name, probe in {"[1000, 999, 0]": LARGE, "[-1000, -1001, -1002]": SMALL}.items():
        extreme = call_learner(answer, probe, shape=(3,))
        if not np.isfinite(extreme[0]):
            raise NotRight(
                say(
                    "For {logits} you return {answer}: e to the {exponent:.0f} does not fit in a "
                    "float. Subtract the largest score before you take the exponentials."
                ).format(logits=name, answer=show(extreme), exponent=probe[0])
            )
        if np.isneginf(extreme).any():
            raise NotRight(
                say(
                    "For {logits} you return -inf: the smallest probability is rounded to 0, and "
                    "the logarithm of 0 is -inf. Take no logarithm of a probability: subtract "
                    "log-sum-exp from the scores."
                ).format(logits=name)
            )
        must_agree(
            extreme,
            log_softmax(probe),
            _for(name),
            say(
                "Add nothing to the probabilities before the logarithm: subtract log-sum-exp "
                "instead."
            ),
        )
    _must_be_safe_in_batches(answer, log_softmax)
    return say("Finite at scores of 1000, right for batches, and no logarithm of 0 anywhere.")
