"""Checks of the exercises of lesson 06, but for the one that needs PyTorch."""

import math
from typing import Any

import numpy as np

from helpers.languages import say, say_many, to_say
from helpers.learning.answers import Mistakes, must_be_function, must_not_be_rounded
from helpers.learning.exercises import NotRight, exercise
from helpers.lessons.l06_pytorch.runs import unknown_runs
from helpers.live.learner import NothingReturned, call_learner
from helpers.live.parts import short_number
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import softmax

# Lowest loss ------------------------------------------------------------------------------------

CASES = ((2, 2), (3, 2), (10, 2), (1000, 2), (3, 1), (10, 3), (5, 4))
"""Numbers of classes, and of softmaxes."""


def lowest(classes: int, softmaxes: int, first: float = 1.0) -> float:
    """Return the loss of a model that is sure and right, after so many softmaxes.

    Examples
    --------
    >>> round(lowest(10, 2), 3)
    1.461
    """
    p = first * np.eye(classes)[0]
    for _ in range(softmaxes - 1):
        p = softmax(p)
    return -math.log(p[0]) + 0.0


def _floor(classes: int, softmaxes: int) -> float:
    return math.log(1 + (classes - 1) / math.e) if softmaxes > 1 else 0.0


FLOOR_MISTAKES: Mistakes = {
    to_say(
        "That is the floor with two softmaxes, whatever their number. Apply softmax once more for "
        "each one that is added."
    ): lambda k, n: math.log(1 + (k - 1) / math.e),
    to_say(
        "With one and with two softmaxes it is right. With three the third receives what the "
        "second gave, and that is no longer 1 and 0."
    ): _floor,
    to_say(
        "That is log K, the loss of a model that knows nothing. Here the model is as sure and as "
        "right as it can be: the first softmax gives 1 to the true class and 0 to the others."
    ): lambda k, n: math.log(k),
    to_say(
        "That is one softmax too many. The first one gives 1 to the true class and 0 to the "
        "others; only the softmaxes after it flatten that."
    ): lambda k, n: lowest(k, n + 1),
    to_say(
        "That is one softmax too few. With 1 softmax the loss is 0, with 2 it is the floor of the "
        "lesson."
    ): lambda k, n: lowest(k, max(n - 1, 1)),
    to_say(
        "That is the probability of the true class. The loss is minus its logarithm."
    ): lambda k, n: math.exp(-lowest(k, n)),
    to_say(
        "The sign is turned: the loss is minus the logarithm, and so never below 0."
    ): lambda k, n: -lowest(k, n),
    to_say(
        "Take the natural logarithm, np.log: the losses of this course and of PyTorch are in nats."
    ): lambda k, n: lowest(k, n) / math.log(2),
    to_say(
        "Your last probability is softmax of a logarithm, or of a loss. Only the probabilities go "
        "into the next softmax; the logarithm comes once, at the end."
    ): lambda k, n: _log_between(k, n),
}


FURTHER = to_say(
    "The first softmax can give 1 to the true class and 0 to the others. What do the further ones "
    "make of that? The loss is minus the logarithm of what is left for the true class."
)


def _log_between(classes: int, softmaxes: int) -> float:
    p = np.eye(classes)[0]
    for _ in range(softmaxes - 1):
        p = softmax(-np.log(np.maximum(p, 1e-300)))
    return -math.log(max(p[0], 1e-300)) + 0.0


def _same(answer: FloatArray, expected: float) -> bool:
    return math.isclose(float(answer), expected, rel_tol=1e-6, abs_tol=1e-9)


@exercise
def lowest_loss(answer: Any) -> str:
    """Judge the lowest loss behind several softmaxes, as a function of K and their number."""
    if isinstance(answer, int | float | np.number):
        raise NotRight(
            say(
                "That is one number. Write a function of num_classes and softmaxes, and pass it "
                "without brackets: check.lowest_loss(lowest_loss)."
            )
        )
    must_be_function(answer, "lowest_loss")
    got = {case: call_learner(answer, *case).squeeze() for case in CASES}
    for (k, _), value in got.items():
        if value.shape != ():
            raise NotRight(
                say(
                    "For {classes} classes you return {size} numbers. Return the loss alone: that "
                    "of the true class."
                ).format(classes=k, size=value.size)
            )
    if all(_same(value, lowest(*case)) for case, value in got.items()):
        return say("One softmax too many lifts the floor to 1.461 of 2.303, and two to 2.167.")
    for hint, mistake in FLOOR_MISTAKES.items():
        if all(_same(value, mistake(*case)) for case, value in got.items()):
            raise NotRight(say(hint))
    for case, value in got.items():
        must_not_be_rounded(value, lowest(*case))
    (k, n), value = next((c, v) for c, v in got.items() if not _same(v, lowest(*c)))
    raise NotRight(
        say_many(
            "For {classes} classes and {number} softmax you return {value}. {hint}",
            "For {classes} classes and {number} softmaxes you return {value}. {hint}",
            n,
        ).format(classes=k, number=n, value=short_number(float(value)), hint=say(FURTHER))
    )


# Which run --------------------------------------------------------------------------------------


@exercise
def double_run(answer: Any) -> str:
    """Judge which of the three unknown runs has a softmax too many."""
    if not isinstance(answer, str):
        raise NotRight(say('Give the letter of a run as a text: "A", "B" or "C".'))
    letter = answer.strip().upper().removeprefix("RUN").removeprefix(say("RUN")).strip()
    right = {name: part for name, (_, part) in unknown_runs().items()}
    if letter == "A":
        raise NotRight(
            say(
                "The loss of run A is still falling at the last step, and has not slowed down at a "
                "floor. More steps or a larger learning rate will bring it down: it is only slow."
            )
        )
    if letter == "C":
        raise NotRight(
            say(
                "Run C has only {right:.2f} right: its loss is high because its answers are bad. "
                "(Some of its labels are wrong.) Look for a loss that is high though the answers "
                "are good."
            ).format(right=right["C"])
        )
    if letter != "B":
        raise NotRight(
            say('There are the runs "A", "B" and "C", and no {answer!r}.').format(
                answer=answer[:20]
            )
        )
    return say(
        "{right:.2f} right, and yet a loss that has come to rest above 1.461, the floor for "
        "10 classes. Run A is slow, and run C was given some wrong labels."
    ).format(right=right["B"])


# Heads ------------------------------------------------------------------------------------------

DIGIT = to_say("which of 10 digits")
SPAM = to_say("spam or not")
OBJECTS = to_say("which of 5 objects are in the photo")
HEADS = {
    DIGIT: {(10, "ce")},
    SPAM: {(1, "bce"), (2, "ce")},
    OBJECTS: {(5, "bce")},
}
_LOSSES = {
    "crossentropyloss": "ce",
    "crossentropy": "ce",
    "bcewithlogitsloss": "bce",
    "binarycrossentropywithlogits": "bce",
}


@exercise
def heads(answer: Any) -> str:
    """Judge the number of outputs and the loss that three tasks need."""
    if not isinstance(answer, dict):
        raise NotRight(say("Keep `heads` a dictionary: each task, and a pair (outputs, loss)."))
    known = {task: task for task in HEADS} | {say(task): task for task in HEADS}
    named = {known.get(task): pair for task, pair in answer.items()}
    if len(answer) != len(HEADS) or named.keys() != HEADS.keys():
        raise NotRight(
            say("Keep the three tasks as they are named in the cell; fill in the pairs.")
        )
    pairs = {task: _as_head(say(task), named[task]) for task in HEADS}
    for task, (outputs, loss) in pairs.items():
        _judge_head(task, outputs, loss)
    return say("One choice among many: softmax. Many yes-or-no questions: a sigmoid for each.")


def _as_head(task: str, pair: Any) -> tuple[int, str]:
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise NotRight(
            say("{task}: write a pair, the number of outputs and the name of the loss.").format(
                task=task
            )
        )
    outputs, loss = pair
    if outputs in (..., None) or loss in (..., None):
        raise NothingReturned
    if isinstance(outputs, bool) or not isinstance(outputs, int | np.integer):
        raise NotRight(
            say("{task}: the number of outputs must be a whole number.").format(task=task)
        )
    name = loss if isinstance(loss, str) else name_of(loss)
    short = name.strip().removesuffix("()").split(".")[-1].replace("_", "").lower()
    if short == "bceloss":
        raise NotRight(
            say(
                "{task}: BCELoss wants probabilities, so that you must apply the sigmoid yourself. "
                "BCEWithLogitsLoss takes the logits and is safe from overflow."
            ).format(task=task)
        )
    if short == "nllloss":
        raise NotRight(
            say(
                "{task}: NLLLoss wants log-probabilities, so that you must apply log-softmax "
                "yourself. CrossEntropyLoss does both."
            ).format(task=task)
        )
    if short not in _LOSSES:
        raise NotRight(
            say(
                '{task}: the loss must be "CrossEntropyLoss" or "BCEWithLogitsLoss", not {name!r}.'
            ).format(task=task, name=name[:30])
        )
    return int(outputs), _LOSSES[short]


def _judge_head(task: str, outputs: int, loss: str) -> None:
    if (outputs, loss) in HEADS[task]:
        return
    if outputs == 1 and loss == "ce":
        hint = say(
            "{task}: softmax of one logit is always 1, so CrossEntropyLoss with one output is "
            "always 0 and nothing is learnt."
        )
    elif task == DIGIT and outputs == 10:
        hint = say(
            "{task}: BCEWithLogitsLoss asks ten separate yes-or-no questions, and several digits "
            "could be likely at once. A picture is exactly one digit: the ten must share one whole."
        )
    elif task == SPAM and outputs == 2:
        hint = say(
            "{task}: BCEWithLogitsLoss with two outputs asks two separate questions, and could "
            "answer yes to both. Use one output, or two with the other loss."
        )
    elif task == OBJECTS and outputs == 5:
        hint = say(
            "{task}: CrossEntropyLoss makes the five share one whole, so that a photo with two of "
            "them could give each 0.5 at most. Here each object is a question of its own."
        )
    elif task == DIGIT:
        hint = say("{task}: {outputs} outputs do not fit 10 classes. How many logits are needed?")
    elif task == SPAM:
        hint = say("{task}: {outputs} outputs do not fit 2 classes. How many logits are needed?")
    else:
        hint = say("{task}: {outputs} outputs do not fit 5 questions. How many logits are needed?")
    raise NotRight(hint.format(task=say(task), outputs=outputs))
