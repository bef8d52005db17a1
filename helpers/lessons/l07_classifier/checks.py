"""Checks of the exercises of lesson 07."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.languages import say, say_list, to_say
from helpers.learning.answers import Mistakes, must_be_function, must_not_be_rounded, same
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import letters_of, must_choose
from helpers.lessons.l07_classifier.runs import FAULTS
from helpers.live.learner import NothingReturned, call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.encoding import one_hot
from helpers.maths.softmax import softmax, softmax_jacobian_times

# 1. The whole course ----------------------------------------------------------------------------

FALSE = {
    "A": to_say(
        "A: adding the same number to every logit changes no probability. Softmax looks at "
        "differences (lesson 03)."
    ),
    "C": to_say(
        "C: one-hot targets are all equally far apart, so dog lies between nobody. It was the "
        "numbers 1, 2, 3 that put it there (lessons 01 and 02)."
    ),
    "F": to_say(
        "F: a mean of surprises and a sum of squares are in different units, so their values "
        "cannot be compared (lesson 05)."
    ),
    "G": to_say(
        "G: a proper loss is least at the true frequencies. How near a training comes to them is "
        "another matter: compare what the model says with what happens."
    ),
    "H": to_say(
        "H: CrossEntropyLoss takes logits and does log-softmax itself. A softmax before it is one "
        "too many (lesson 06)."
    ),
}
TRUE = "BDE"


@exercise
def true_statements(answer: Any) -> str:
    """Judge the letters of the true statements about the course."""
    must_choose(
        letters_of(answer, "AH"),
        right=TRUE,
        wrong={letter: say(hint) for letter, hint in FALSE.items()},
        look=say(
            "Each statement belongs to one lesson: which of its experiments would come out "
            "otherwise, if the statement were wrong?"
        ),
    )
    return say("B, D and E are true, and you know what is wrong with the other five.")


# 2. A training loop of one's own ----------------------------------------------------------------


Gradient = Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
"""(pixels, targets, weights) → the slopes of the weights."""

Training = Callable[[FloatArray, FloatArray, float, int], FloatArray]
"""(pixels, targets, learning rate, steps) → the weights at every step."""


def _training(gradient: Gradient, start: float = 0.0) -> Training:
    """Return a training loop that is right but for the gradient that it walks along."""

    def path(
        pixels: FloatArray, targets: FloatArray, learning_rate: float, steps: int
    ) -> FloatArray:
        weights = np.full((pixels.shape[1], targets.shape[1]), start)
        weights_at_each_step = [weights]
        for _ in range(steps):
            weights = weights - learning_rate * gradient(pixels, targets, weights)
            weights_at_each_step.append(weights)
        return np.array(weights_at_each_step)

    return path


def _error(pixels: FloatArray, targets: FloatArray, weights: FloatArray) -> FloatArray:
    return softmax(pixels @ weights) - targets


def _right(x: FloatArray, y: FloatArray, w: FloatArray) -> FloatArray:
    return x.T @ _error(x, y, w) / len(x)


def _double(x: FloatArray, y: FloatArray, w: FloatArray) -> FloatArray:
    return x.T @ (softmax(softmax(x @ w)) - y) / len(x)


def _double_with_jacobian(x: FloatArray, y: FloatArray, w: FloatArray) -> FloatArray:
    p = softmax(x @ w)
    g = softmax(p) - y
    return x.T @ softmax_jacobian_times(p, g) / len(x)


def _squared(x: FloatArray, y: FloatArray, w: FloatArray) -> FloatArray:
    p = softmax(x @ w)
    g = 2 * (p - y)
    return x.T @ softmax_jacobian_times(p, g) / len(x)


def _never_looks_again(
    pixels: FloatArray, targets: FloatArray, learning_rate: float, steps: int
) -> FloatArray:
    still = np.zeros((pixels.shape[1], targets.shape[1]))
    gradient = _right(pixels, targets, still)
    return np.array([still - learning_rate * step * gradient for step in range(steps + 1)])


def _one_array(
    pixels: FloatArray, targets: FloatArray, learning_rate: float, steps: int
) -> FloatArray:
    path = right_path(pixels, targets, learning_rate, steps)
    return np.array([path[-1]] * (steps + 1))


def _fixed_rate(
    pixels: FloatArray, targets: FloatArray, learning_rate: float, steps: int
) -> FloatArray:
    return right_path(pixels, targets, 1.0, steps)


right_path = _training(_right)

PATH_MISTAKES: Mistakes = {
    to_say("You walk uphill: the weights move along the gradient. Subtract it."): _training(
        lambda x, y, w: -_right(x, y, w)
    ),
    to_say(
        "You sum the gradient over the pictures. Divide by their number, so that a step does not "
        "depend on how many there are."
    ): _training(lambda x, y, w: x.T @ _error(x, y, w)),
    to_say(
        "You divide by the number of pictures and also by the number of classes. The loss is the "
        "mean over the pictures only."
    ): _training(lambda x, y, w: _right(x, y, w) / y.shape[1]),
    to_say(
        "Softmax is missing: you take logits - targets. That is half the gradient of the squared "
        "error without softmax."
    ): _training(lambda x, y, w: x.T @ (x @ w - y) / len(x)),
    to_say(
        "That is the gradient of the squared error without softmax, the linear contender of lesson "
        "05. Turn the logits into probabilities."
    ): _training(lambda x, y, w: 2 * x.T @ (x @ w - y) / len(x)),
    to_say("You apply softmax twice. The gradient is softmax(logits) - targets."): _training(
        _double
    ),
    to_say(
        "That is the gradient behind two softmaxes. One is enough: softmax(logits) - targets."
    ): _training(_double_with_jacobian),
    to_say(
        "That is the gradient of the squared error behind softmax. Cross-entropy has the simpler "
        "one: softmax(logits) - targets."
    ): _training(_squared),
    to_say(
        "Softmax ran over the pictures. It must run over the classes of each picture, axis=-1, "
        "which is what softmax(logits) does."
    ): _training(lambda x, y, w: x.T @ (softmax(x @ w, axis=0) - y) / len(x)),
    to_say(
        "The gradient is always that of the start. Compute logits and gradient inside the loop, "
        "with the weights as they are now."
    ): _never_looks_again,
    to_say(
        "All the entries of your list are the last weights, for weights -= ... changes the one "
        "array that they all are. Write weights = weights - ...."
    ): _one_array,
    to_say("Your steps do not depend on learning_rate. Multiply the gradient by it."): _fixed_rate,
}


def _probe(seed: int, pictures: int, pixels: int, classes: int) -> tuple[FloatArray, FloatArray]:
    random = np.random.default_rng(seed)
    table = np.column_stack([random.random((pictures, pixels)), np.ones(pictures)])
    return table, one_hot(np.arange(pictures) % classes, classes)


PROBES = (
    (*_probe(0, 12, 5, 3), 0.5, 6),
    (*_probe(1, 7, 4, 4), 2.0, 9),
    (*_probe(2, 9, 6, 2), 0.5, 1),
)


@exercise
def my_training(answer: Any) -> str:
    """Judge a training loop of softmax regression that returns the weights at every step."""
    must_be_function(answer, "my_training")
    gots = []
    for pixels, targets, rate, steps in PROBES:
        path = call_learner(answer, pixels, targets, rate, steps)
        gots.append(_as_path(path, pixels, targets, steps))
    wants = [right_path(*probe) for probe in PROBES]
    if all(_same(got, want) for got, want in zip(gots, wants, strict=True)):
        return say(
            "Every step is right, for two, three and four classes. Now watch it train, below."
        )
    for got, want in zip(gots, wants, strict=True):
        must_not_be_rounded(got, want)
    starts = [got[0] for got in gots]
    if not all(np.allclose(start, 0) for start in starts):
        moved = [want[1] for want in wants]
        if all(_same(start, first) for start, first in zip(starts, moved, strict=True)):
            raise NotRight(
                say(
                    "Your list begins after the first step. Put the zero weights in before the "
                    "loop, and leave out what comes after the last step."
                )
            )
        if not all(_same(got, mistake) for got, mistake in zip(gots, _ends(gots), strict=True)):
            raise NotRight(say("Start from zero weights, np.zeros, so that yours can be compared."))
    for hint, mistake in PATH_MISTAKES.items():
        if all(_same(got, mistake(*probe)) for got, probe in zip(gots, PROBES, strict=True)):
            raise NotRight(say(hint))
    if any(not np.isfinite(got).all() for got in gots):
        raise NotRight(say("Some of your weights are nan or infinite, though the steps are small."))
    if all(np.allclose(got, 0) for got in gots):
        raise NotRight(say("Your weights stay at zero. Does the loop put its step into weights?"))
    raise NotRight(
        say(
            "Your weights are not those of gradient descent on the cross-entropy. In each step: "
            "logits, softmax, minus targets; then pixels.T @ that, divided by the number of "
            "pictures."
        )
    )


def _ends(paths: list[FloatArray]) -> list[FloatArray]:
    """Return what a list that holds one array many times looks like."""
    return [np.array([path[-1]] * len(path)) for path in paths]


def _as_path(path: FloatArray, pixels: FloatArray, targets: FloatArray, steps: int) -> FloatArray:
    """Check the shape of a learner's path, with a hint for each usual wrong one."""
    table = pixels.shape[1], targets.shape[1]
    if path.shape == (steps + 1, *table):
        return path
    if path.shape == table:
        raise NotRight(
            say(
                "You return the last weights alone. Collect them: the start and the weights after "
                "each step, in one list."
            )
        )
    if path.shape == (steps, *table):
        raise NotRight(
            say(
                "For {steps} steps you return {steps} tables of weights. There are {more}: the "
                "start and one after each step."
            ).format(steps=steps, more=steps + 1)
        )
    if path.shape in ((steps,), (steps + 1,)):
        raise NotRight(say("You return the losses, it seems. The weights are asked for."))
    if path.shape[1:] == table[::-1] or path.shape == table[::-1]:
        raise NotRight(
            say(
                "Rows and columns of your weights are swapped: a row for each pixel, a column for "
                "each class."
            )
        )
    raise NotRight(
        say(
            "For {steps} steps you return an array of shape {shape}; {expected} was expected: the "
            "weights at the start and after each step."
        ).format(steps=steps, shape=path.shape, expected=(steps + 1, *table))
    )


def _same(got: FloatArray, want: FloatArray) -> bool:
    return same(got, want, rtol=1e-4, atol=1e-6)


# 3. Broken trainings ----------------------------------------------------------------------------

WORDS = {
    to_say("too large"): to_say("large, high, big"),
    to_say("too small"): to_say("small, low, slow"),
    to_say("double softmax"): to_say("double, twice, two softmax"),
    to_say("shuffled labels"): to_say("shuffle, label, random"),
}
"""Faults, and what an answer may say of each."""

SIGNS = {
    "A": to_say(
        "Run A is right about as often as a guess among ten, and its test loss rises above log 10: "
        "it learns things that do not hold for other pictures. What could pictures teach that have "
        "nothing to do with their labels?"
    ),
    "B": to_say(
        "Run B jumps far above log 10 in its first steps, and later it does well. Its labels and "
        "its loss must be in order; what makes a step overshoot?"
    ),
    "C": to_say(
        "Run C is right nearly always, and yet its loss comes to rest far above 0, near 1.461. "
        "Which fault puts a floor under the loss?"
    ),
    "D": to_say(
        "Run D goes down in a straight line, without a floor and without a jump, and is right "
        "quite often. It has only not come far. What is left?"
    ),
}


@exercise
def faults(answer: Any) -> str:
    """Judge what the learner says is the matter with each of four trainings."""
    if not isinstance(answer, dict):
        raise NotRight(say('Fill in the dictionary: {"A": "too large", ...}.'))
    given = {str(name).strip().upper(): text for name, text in answer.items()}
    if any(text is None or text is ... for text in given.values()):
        raise NothingReturned
    missing = sorted(FAULTS.keys() - given.keys())
    if missing:
        raise NotRight(say("Run {name} has no answer yet.").format(name=missing[0]))
    named = {}
    for name in FAULTS:
        fault = _fault(given[name])
        if fault is None:
            raise NotRight(
                say("For run {name} you say {answer!r}. Choose one of: {faults}.").format(
                    name=name,
                    answer=str(given[name])[:30],
                    faults=say_list(say(fault) for fault in WORDS),
                )
            )
        named[name] = fault
    for name, fault in FAULTS.items():
        if named[name] != fault:
            raise NotRight(
                say("{name} is not the run with {fault}. {sign}").format(
                    name=name, fault=say(_NAMED[named[name]]), sign=say(SIGNS[name])
                )
            )
    return say("All four. In the order A to D: the data, the step, the loss, the step again.")


_NAMED = {
    "too large": to_say("a learning rate that is too large"),
    "too small": to_say("a learning rate that is too small"),
    "double softmax": to_say("double softmax"),
    "shuffled labels": to_say("shuffled labels"),
}


def _fault(text: Any) -> str | None:
    """Return the fault that a text names, or None if it names none or several."""
    if not isinstance(text, str):
        return None
    text = text.lower()
    found = [fault for fault, words in WORDS.items() if any(word in text for word in _known(words))]
    return found[0] if len(found) == 1 else None


def _known(words: str) -> set[str]:
    """Return the words of a list, in English and in the language that is spoken."""
    return {word for text in (words, say(words)) for word in re.split("[,，] ?", text)}
