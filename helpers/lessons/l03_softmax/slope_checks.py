"""Check of the exercise of lesson 03 on one row of the Jacobian."""

import tracemalloc
from typing import Any

import numpy as np

from helpers.languages import say, to_say
from helpers.learning.answers import (
    Mistakes,
    must_agree,
    must_be_function,
    must_keep_its_input,
    must_not_be_rounded,
    same,
    show,
    tell_mistake,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.live.learner import call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import softmax

ONE = np.array([2.0, 1.0, 0.1])
MANY = 3000
"""Classes of a table that would take 72 MB; a row of it takes 24 kB."""


def _row(p: FloatArray, k: int) -> FloatArray:
    return (np.arange(len(p)) == k) * p[k] - p[k] * p


SLOPES_MISTAKES: Mistakes = {
    to_say(
        "The products are there. What is missing is the class's own gain: one entry has p[k] "
        "besides."
    ): lambda p, k: -p[k] * p,
    to_say(
        "These are the products p[k] * p. When another score rises, the probability of k falls: "
        "mind the sign, and the entry of k itself."
    ): lambda p, k: p[k] * p,
    to_say(
        "You have p[k] (1 - p_j) everywhere. Only the entry of k itself starts from p[k]; the "
        "others are minus a product."
    ): lambda p, k: p[k] * (1 - p),
    to_say(
        "Every sign is turned round. Raising its own score raises the probability of k."
    ): lambda p, k: -_row(p, k),
    to_say(
        "The entry of k is right, but the others are 0. When another score rises, the probability "
        "of k falls."
    ): lambda p, k: (np.arange(len(p)) == k) * p[k] * (1 - p[k]),
    to_say(
        "That is the diagonal of the table: each probability for its own score. Asked for is one "
        "probability, for every score."
    ): lambda p, k: p * (1 - p),
    to_say(
        "The entry of k is p[k] alone. Its product, p[k] times p[k], belongs to it too: use += and "
        "not =."
    ): lambda p, k: np.where(np.arange(len(p)) == k, p[k], -p[k] * p),
    to_say(
        "The entry of k is right. The others have the wrong sign: when another score rises, the "
        "probability of k falls."
    ): lambda p, k: np.where(np.arange(len(p)) == k, p[k] * (1 - p[k]), p[k] * p),
    to_say("The other entries are right. The one of k is p_k (1 - p_k)."): lambda p, k: np.where(
        np.arange(len(p)) == k, 1 - p[k], -p[k] * p
    ),
    to_say(
        "The entry of k is right. The others are products of two different probabilities, -p[k] * "
        "p_j, no squares."
    ): lambda p, k: np.where(np.arange(len(p)) == k, p[k] * (1 - p[k]), -p * p),
    to_say(
        "These are differences of probabilities. A slope is a product, and p[k] is in each."
    ): lambda p, k: p - p[k],
    to_say("Every entry starts from its own probability. Only the entry of k does."): lambda p, k: (
        p - p[k] * p
    ),
    to_say(
        "The entry of k starts from 1. The slope of p_k for its own score is p_k (1 - p_k)."
    ): lambda p, k: (np.arange(len(p)) == k) - p[k] * p,
    to_say("These are the slopes of log p_k. For p_k itself, multiply by p[k]."): lambda p, k: (
        (np.arange(len(p)) == k) - p
    ),
    to_say(
        "You apply softmax to the probabilities. They are probabilities already."
    ): lambda p, k: _row(softmax(p), k),
    to_say("You return the row of the first class, whatever k is."): lambda p, k: _row(p, 0),
}


@exercise
def my_slopes(answer: Any) -> str:
    """Judge one row of the Jacobian of softmax, made from the probabilities."""
    must_be_function(answer, "my_slopes")
    p = softmax(ONE)
    for k in (1, 2):
        slopes = call_learner(answer, p, k)
        if slopes.shape == (3, 3):
            raise NotRight(
                say("You return a whole table. Asked for is the row of one probability.")
            )
        if slopes.size == 1:
            raise NotRight(
                say(
                    "You return one number. Asked for is a slope for each score: how the "
                    "probability of k answers to it."
                )
            )
        if slopes.shape != (3,):
            raise NotRight(
                say("You return the shape {shape}, not one slope for each score.").format(
                    shape=slopes.shape
                )
            )
        tell_mistake(SLOPES_MISTAKES, slopes, p, k)
        must_not_be_rounded(slopes, _row(p, k))
        if not np.isclose(slopes.sum(), 0, atol=1e-6):
            raise NotRight(
                say(
                    "For k = {k} your slopes sum to {total}. They should sum to 0, for adding the "
                    "same to every score changes nothing."
                ).format(k=k, total=show(slopes.sum()))
            )
        given = say("For the running example and k = {k}").format(k=k)
        must_agree(slopes, _row(p, k), given)
    five = softmax(np.array([0.5, -1.0, 0.0, 2.0, 0.3]))
    for k in (0, 4):
        if not same(call_learner(answer, five, k), _row(five, k)):
            raise NotRight(
                say("Three classes are right, five are not. Use no fixed number of classes.")
            )
    must_keep_its_input(answer, p, 1)
    many = np.full(MANY, 1 / MANY)
    tracemalloc.start()
    try:
        row = call_learner(answer, many, 7, shape=(MANY,))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    given = say("For 3000 equal classes")
    must_agree(row[:9], _row(many, 7)[:9], given, rtol=1e-5, atol=1e-12)
    if most > 8 * MANY * MANY // 4:
        raise NotRight(
            say(
                "The row is right, but your function builds the whole table first. Each entry of "
                "the row needs only p[k] and one other probability."
            )
        )
    return say("It sums to 0, for every class, and no table was built.")
