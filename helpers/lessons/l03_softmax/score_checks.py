"""Checks of the exercises of lesson 03 on what scores mean: a lead, and a temperature."""

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
from helpers.learning.typed import near, one_number
from helpers.live.learner import call_learner
from helpers.maths.softmax import softmax

ONE = np.array([2.0, 1.0, 0.1])


# How far ahead? ---------------------------------------------------------------------------------

WRONG_LEADS = {
    3.0: to_say("3 is the ratio of the two probabilities: the odds. The lead is its logarithm."),
    0.4: to_say(
        "0.4 is the difference of the probabilities. The lead of a score is the logarithm of their "
        "ratio."
    ),
    -1.0986: to_say(
        "The size is right, the sign is not. Cat has the larger probability, so its score is "
        "ahead: the lead is above 0."
    ),
    0.4771: to_say(
        "You took the logarithm to base 10. Softmax uses e: undo it with the natural logarithm, "
        "np.log."
    ),
    1.5850: to_say(
        "You took the logarithm to base 2. Softmax uses e: undo it with the natural logarithm, "
        "np.log."
    ),
    0.4055: to_say(
        "You compare cat with all the others together, 0.6 against 0.4. Compare it with dog alone: "
        "0.6 against 0.2."
    ),
    20.0855: to_say(
        "You took the exponential of the ratio. Softmax has taken the exponential already; undo it "
        "with np.log."
    ),
}


@exercise
def lead(answer: Any) -> str:
    """Judge the lead of cat over dog, given their probabilities 0.6 and 0.2."""
    number = one_number(
        answer, say("One number is asked for, such as np.log(2): the lead of cat over dog.")
    )
    if near(number, np.log(3)):
        return say("The ratio is 3, and the lead its logarithm: log 3 is about 1.10.")
    for wrong, hint in WRONG_LEADS.items():
        if near(number, wrong):
            raise NotRight(say(hint))
    raise NotRight(
        say(
            "You have {number:g}. Divide the probability of cat by that of dog, then ask which "
            "lead has this ratio as its exponential."
        ).format(number=number)
    )


# Temperature ------------------------------------------------------------------------------------

TEMPERATURE_MISTAKES: Mistakes = {
    to_say(
        "Your answer does not change with the temperature. Use it before the exponential, and "
        "divide by it: subtracting it from every score changes nothing, and dividing all the "
        "exponentials by it cancels."
    ): lambda z, t: softmax(z),
    to_say(
        "You multiply the scores by the temperature, so that a high one sharpens. Divide by it: a "
        "high temperature flattens."
    ): lambda z, t: softmax(z * t),
    to_say(
        "You divide the probabilities by the temperature, so that they no longer sum to 1. Divide "
        "the scores, before softmax."
    ): lambda z, t: softmax(z) / t,
    to_say(
        "You multiply the probabilities by the temperature, so that they no longer sum to 1. "
        "Divide the scores by it, before softmax."
    ): lambda z, t: softmax(z) * t,
    to_say(
        "You divide the scores by the temperature and take the exponentials, but do not divide by "
        "their sum."
    ): lambda z, t: np.exp(z / t),
    to_say(
        "Above you use the temperature, below you do not. Divide by the sum of the same "
        "exponentials."
    ): lambda z, t: np.exp(z / t) / np.exp(z).sum(),
    to_say("You take the exponential twice: softmax takes it already."): lambda z, t: softmax(
        np.exp(z / t)
    ),
    to_say("You divide the scores by the temperature, but softmax is missing."): lambda z, t: z / t,
    to_say(
        "You raise the probabilities to a power but do not divide by the new sum."
    ): lambda z, t: softmax(z) ** (1 / t),
    to_say(
        "You divide with //, which drops what is after the point. Divide with /."
    ): lambda z, t: softmax(z // t),
    to_say(
        "You give everything to the largest score. That is where softmax goes when the temperature "
        "falls to 0; before that the others keep a share."
    ): lambda z, t: (z == z.max()).astype(float),
}


@exercise
def my_temperature(answer: Any) -> str:
    """Judge a softmax with a temperature, of one row of logits."""
    must_be_function(answer, "my_temperature")
    for t in (2.0, 0.5):
        p = call_learner(answer, ONE, t, shape=(3,))
        tell_mistake(TEMPERATURE_MISTAKES, p, ONE, t)
        expected = softmax(ONE, temperature=t)
        given = say("For {logits} at T = {T}").format(logits="[2.0, 1.0, 0.1]", T=t)
        must_agree(p, expected, given)
    if not same(call_learner(answer, ONE, 1.0, shape=(3,)), softmax(ONE)):
        raise NotRight(say("At T = 1 nothing should change: plain softmax."))
    cold = call_learner(answer, ONE, 0.002, shape=(3,))
    if np.isnan(cold).any():
        raise NotRight(
            say(
                "At T = 0.002 you return nan: the score 2.0 becomes 1000, and its exponential is "
                "too large. Use a softmax that subtracts the largest score first."
            )
        )
    if not same(cold, [1, 0, 0]):
        raise NotRight(
            say("At T = 0.002 cat should have almost everything; you return {answer}.").format(
                answer=show(cold)
            )
        )
    warm = np.array([0.0, 3.0, -4.0, 1.0])
    if not same(call_learner(answer, warm, 5.0, shape=(4,)), softmax(warm, temperature=5.0)):
        raise NotRight(
            say("Three classes are right, four are not. Use no fixed number of classes.")
        )
    must_hold_for_all_logits(
        answer, lambda z, t: softmax(z, temperature=t), lambda z: (0.5,), ndims=(1,)
    )
    must_keep_its_input(answer, ONE, 2.0)
    return say("A high temperature flattens, a low one sharpens, and T = 0.002 does no harm.")
