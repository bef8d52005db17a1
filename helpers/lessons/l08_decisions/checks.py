"""Checks of the exercises 1 to 3 of lesson 08."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, say_list, to_say
from helpers.learning.answers import Mistakes, must_be_function, same
from helpers.learning.exercises import NotRight, exercise
from helpers.live.learner import NothingReturned, call_learner
from helpers.live.told import shown
from helpers.maths.arguments import FloatArray

# 1. Which way to turn the knob ------------------------------------------------------------------

ABOVE, BELOW, ONE = to_say("above 1"), to_say("below 1"), "1"
KNOB = {"A": ABOVE, "B": BELOW, "C": ONE, "D": ONE}
"""Which temperature each of four models needs."""

WHY = {
    "A": to_say(
        "A says 0.95 and is right 0.86 of the time: it promises more than it keeps. Which way are "
        "leads made smaller?"
    ),
    "B": to_say(
        "B says 0.70 and is right 0.91 of the time: it could be surer of what it says. Which way "
        "are leads made larger?"
    ),
    "C": to_say(
        "C says 0.97 and is right 0.97 of the time. There is nothing to mend in what it says."
    ),
    "D": to_say(
        "D says 0.60 and is right 0.60 of the time. It is often wrong, but it says so. A "
        "temperature changes no answer, so it cannot make D right more often."
    ),
}
_WORDS = {
    ABOVE: to_say("above, higher, larger, greater, >, more"),
    BELOW: to_say("below, lower, smaller, less, <, under"),
}
"""Words of which one tells the side of 1."""
_ONES = to_say("1, 1.0, one, t = 1, t=1, equal to 1")


@exercise
def knob(answer: Any) -> str:
    """Judge which temperature four models need, from what they say and how often they are right."""
    if not isinstance(answer, dict):
        raise NotRight(say('Fill in the dictionary: {"A": "above 1", ...}.'))
    given = {str(name).strip().upper(): value for name, value in answer.items()}
    if any(value is None or value is ... for value in given.values()):
        raise NothingReturned
    for name in KNOB:
        if name not in given:
            raise NotRight(say("Model {name} has no answer yet.").format(name=name))
    named = {name: _side(given[name]) for name in KNOB}
    for name, found in named.items():
        if found is None:
            raise NotRight(
                say(
                    'For model {name} you wrote {answer}. Choose one of: "above 1", "below 1", "1".'
                ).format(name=name, answer=shown(given[name]))
            )
    for name, side in KNOB.items():
        found = named[name]
        if found is not None and found != side:
            raise NotRight(
                say("Not {side} for model {name}. {why}").format(
                    side=say(found), name=name, why=say(WHY[name])
                )
            )
    return say("All four. The temperature sets belief right, and leaves every answer where it was.")


def _side(value: Any) -> str | None:
    """Return the side of 1 that an answer names, or None."""
    if isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool):
        if not value > 0:
            return None
        return ONE if value == 1 else ABOVE if value > 1 else BELOW
    if not isinstance(value, str):
        return None
    text = value.strip().lower()
    if text in _known(_ONES):
        return ONE
    found = [side for side, words in _WORDS.items() if any(word in text for word in _known(words))]
    return found[0] if len(found) == 1 else None


def _known(words: str) -> set[str]:
    """Return the words of a list, in English and in the language that is spoken."""
    return {word for text in (words, say(words)) for word in re.split("[,，] ?", text)}


# 2. Answer, or leave it to a person -------------------------------------------------------------

SURE = np.array(
    [
        [0.90, 0.06, 0.04],
        [0.20, 0.45, 0.35],
        [0.10, 0.15, 0.75],
        [0.40, 0.30, 0.30],
        [0.02, 0.97, 0.01],
        [0.16, 0.02, 0.82],
    ]
)
CASES = (
    (SURE, 8.0, 1.0),
    (SURE, 5.0, 1.0),
    (SURE, 2.0, 1.15),
    (SURE, 0.5, 0.21),
    (SURE[:, [2, 0, 1]], 60.0, 3.0),
)
"""Probabilities, the cost of an error, the cost of a person."""


def right_answers(p: FloatArray, error: float, person: float) -> NDArray[np.intp]:
    """Return the class where answering costs less on average than a person, else -1."""
    return np.where(error * (1 - p.max(axis=1)) <= person, p.argmax(axis=1), -1)


def _when(answers: Callable[..., Any]) -> Callable[..., Any]:
    """Return a way to decide that is right but for when it answers."""
    return lambda p, e, c: np.where(answers(p.max(axis=1), e, c), p.argmax(axis=1), -1)


PASS_MISTAKES: Mistakes = {
    to_say(
        "You pass on the pictures of which the model is sure, and answer the others. Turn the "
        "comparison round."
    ): _when(lambda s, e, c: e * (1 - s) > c),
    to_say(
        "You answer every picture. Where a person costs less than the error does on average, give "
        "-1."
    ): _when(lambda s, e, c: s >= 0),
    to_say(
        "You never leave a picture to the model. Where its answer costs less on average than a "
        "person, give the class."
    ): _when(lambda s, e, c: s > 2),
    to_say(
        "You multiply the cost of the error with the probability of being right. It is paid when "
        "the answer is wrong: with the probability 1 - p."
    ): _when(lambda s, e, c: e * s <= c),
    to_say(
        "You compare 1 - p with the cost of a person alone. The error costs cost_of_error, so on "
        "average cost_of_error * (1 - p)."
    ): _when(lambda s, e, c: 1 - s <= c),
    to_say(
        "Your threshold is cost_of_person / cost_of_error. That is how high the probability of an "
        "error may be; the answer itself needs one minus that."
    ): _when(lambda s, e, c: s >= c / e),
    to_say(
        "Your threshold is always 0.9, as in the lesson. It follows from the two costs that are "
        "given."
    ): _when(lambda s, e, c: s >= 0.9),
    to_say("You leave cost_of_person out: it is not always 1."): _when(
        lambda s, e, c: e * (1 - s) <= 1
    ),
    to_say(
        "Where you pass you give 0, but 0 is a class. Give -1, with np.where."
    ): lambda p, e, c: np.where(e * (1 - p.max(axis=1)) <= c, p.argmax(axis=1), 0),
    to_say("You return the highest probability. The class is asked for: argmax."): lambda p, e, c: (
        np.where(e * (1 - p.max(axis=1)) <= c, p.max(axis=1), -1)
    ),
    to_say(
        "You return whether to answer. Return the class where it is True, and -1 where it is False."
    ): lambda p, e, c: e * (1 - p.max(axis=1)) <= c,
    to_say(
        "You return what each decision costs. The decision is asked for: the class, or -1."
    ): lambda p, e, c: np.minimum(e * (1 - p.max(axis=1)), c),
}


@exercise
def answer_or_pass(answer: Any) -> str:
    """Judge a function that answers where that costs less than a person, and gives -1 elsewhere."""
    must_be_function(answer, "answer_or_pass")
    gots = [call_learner(answer, *case) for case in CASES]
    if all(got.shape == (SURE.shape[1],) for got in gots):
        raise NotRight(
            say(
                "You return one answer for each class: max and argmax looked along axis=0. Each "
                "row is a picture, and its classes are axis=1."
            )
        )
    wants = [right_answers(*case) for case in CASES]
    for got, want in zip(gots, wants, strict=True):
        if got.shape == (int((want >= 0).sum()),) and len(got) < len(want):
            raise NotRight(
                say(
                    "You leave out the pictures that are passed on. Give an answer for each "
                    "picture: the class, or -1."
                )
            )
        if got.shape != want.shape:
            raise NotRight(
                say(
                    "For {count} pictures you return the shape {shape}. One answer for each "
                    "picture is expected: look along axis=1."
                ).format(count=len(want), shape=got.shape)
            )
    if all(np.array_equal(got, want) for got, want in zip(gots, wants, strict=True)):
        _judge_the_edge(answer)
        return say("It answers where that is the cheaper decision, whatever the two cost.")
    for hint, mistake in PASS_MISTAKES.items():
        if all(np.array_equal(got, mistake(*case)) for got, case in zip(gots, CASES, strict=True)):
            raise NotRight(say(hint))
    k = next(k for k, want in enumerate(wants) if not np.array_equal(gots[k], want))
    p, error, person = CASES[k]
    row = int(np.flatnonzero(gots[k] != wants[k])[0])
    raise NotRight(
        say(
            "An error costs {error:g}, a person {person:g}. For the probabilities {probabilities} "
            "you decide {yours:g}, and {right} costs less: answering costs {cost:.2f} on average."
        ).format(
            error=error,
            person=person,
            probabilities=p[row].tolist(),
            yours=gots[k][row],
            right=wants[k][row],
            cost=error * (1 - p[row].max()),
        )
    )


def _judge_the_edge(answer: Callable[..., Any]) -> None:
    """Raise a hint unless it answers where both decisions cost the same."""
    got = call_learner(answer, np.array([[0.5, 0.25, 0.25]]), 2.0, 1.0, shape=(1,))
    if got[0] != 0:
        raise NotRight(
            say(
                "All is right but the edge: where both cost the same, let the model answer. Use <=."
            )
        )


# 3. The cheapest answer -------------------------------------------------------------------------

PHOTO = np.array([[0.659, 0.242, 0.099], [0.10, 0.85, 0.05], [0.30, 0.30, 0.40]])
COSTS = np.array([[0.0, 1.0, 2.0], [4.0, 0.0, 3.0], [25.0, 6.0, 0.0]])
"""A row for each true class, a column for each answer."""

PRICES = (
    (PHOTO, COSTS),
    (PHOTO[:, [1, 2, 0]], np.array([[1, 4, 0.5], [3, 0, 5], [3, 1, 0]])),
    (np.array([[0.7, 0.3], [0.45, 0.55], [0.9, 0.1], [0.2, 0.8]]), np.array([[0, 1], [5.0, 0.5]])),
)

CHEAPEST_MISTAKES: Mistakes = {
    to_say(
        "That is the most probable class, whatever the costs. Work out what each answer costs on "
        "average, and take the least."
    ): lambda p, c: p.argmax(axis=1),
    to_say("You take the dearest answer: argmin, not argmax."): lambda p, c: (p @ c).argmax(axis=1),
    to_say(
        "Rows and columns of the costs are swapped. A row of costs is a true class: the "
        "probabilities go along the rows, p @ costs."
    ): lambda p, c: (p @ c.T).argmin(axis=1),
    to_say(
        "You return what the cheapest answer costs. The answer is asked for: argmin."
    ): lambda p, c: (p @ c).min(axis=1),
    to_say(
        "You weigh the costs of the most probable class alone. Each class that may be true counts, "
        "with its probability."
    ): lambda p, c: c[p.argmax(axis=1)].argmin(axis=1),
    to_say(
        "You take the answer whose worst case is mildest. Weigh each case with its probability "
        "instead."
    ): lambda p, c: np.full(len(p), c.max(axis=0).argmin()),
    to_say(
        "You add up the costs without the probabilities. Multiply each with the probability of its "
        "class."
    ): lambda p, c: np.full(len(p), c.sum(axis=0).argmin()),
}


@exercise
def cheapest(answer: Any) -> str:
    """Judge a function that returns the answer with the least expected cost for each row."""
    must_be_function(answer, "cheapest")
    gots = [call_learner(answer, *case) for case in PRICES]
    wants = [(p @ costs).argmin(axis=1) for p, costs in PRICES]
    for got, want, (p, costs) in zip(gots, wants, PRICES, strict=True):
        if got.shape == (p @ costs).shape and same(got, p @ costs):
            raise NotRight(
                say(
                    "You return what every answer costs on average, which is right so far. Now the "
                    "place of the least in each row: argmin(axis=1)."
                )
            )
        if got.shape != want.shape:
            raise NotRight(
                say(
                    "For {count} rows of probabilities you return the shape {shape}. One "
                    "answer for each row is expected: argmin(axis=1)."
                ).format(count=len(want), shape=got.shape)
            )
    if all(np.array_equal(got, want) for got, want in zip(gots, wants, strict=True)):
        return say("The belief is the model's, the costs are yours, and the decision needs both.")
    for hint, mistake in CHEAPEST_MISTAKES.items():
        if all(same(got, mistake(*case)) for got, case in zip(gots, PRICES, strict=True)):
            raise NotRight(say(hint))
    k = next(k for k, want in enumerate(wants) if not np.array_equal(gots[k], want))
    p, costs = PRICES[k]
    row = int(np.flatnonzero(gots[k] != wants[k])[0])
    each = say_list(f"{cost:.2f}" for cost in p[row] @ costs)
    raise NotRight(
        say(
            "For the probabilities {probabilities} you answer {yours:g}. On average the answers "
            "cost {each}; the least is that of answer {right}."
        ).format(probabilities=p[row].tolist(), yours=gots[k][row], each=each, right=wants[k][row])
    )
