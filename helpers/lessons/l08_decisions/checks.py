"""Checks of the exercises of lesson 08."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.learning.answers import (
    Mistakes,
    must_be_function,
    must_not_be_rounded,
    same,
    shown_beside,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.live.learner import NothingReturned, call_learner, shown
from helpers.maths.arguments import FloatArray
from helpers.maths.calibration import BINS, reliability

# 1. Which way to turn the knob ------------------------------------------------------------------

KNOB = {"A": "above 1", "B": "below 1", "C": "1", "D": "1"}
"""Which temperature each of four models needs."""

WHY = {
    "A": "A says 0.95 and is right 0.86 of the time: it promises more than it keeps. Which way are "
    "leads made smaller?",
    "B": "B says 0.70 and is right 0.91 of the time: it could be surer of what it says. Which way "
    "are leads made larger?",
    "C": "C says 0.97 and is right 0.97 of the time. There is nothing to mend in what it says.",
    "D": "D says 0.60 and is right 0.60 of the time. It is often wrong, but it says so. A "
    "temperature changes no answer, so it cannot make D right more often.",
}
_WORDS = {
    "above 1": ("above", "higher", "larger", "greater", ">", "more"),
    "below 1": ("below", "lower", "smaller", "less", "<", "under"),
}


@exercise
def knob(answer: Any) -> str:
    """Judge which temperature four models need, from what they say and how often they are right."""
    if not isinstance(answer, dict):
        raise NotRight('Fill in the dictionary: {"A": "above 1", ...}.')
    given = {str(name).strip().upper(): value for name, value in answer.items()}
    if any(value is None or value is ... for value in given.values()):
        raise NothingReturned
    for name in KNOB:
        if name not in given:
            raise NotRight(f"Model {name} has no answer yet.")
    named = {name: _side(given[name]) for name in KNOB}
    for name, side in named.items():
        if side is None:
            raise NotRight(
                f"For model {name} you wrote {shown(given[name])}. Choose one of: "
                '"above 1", "below 1", "1".'
            )
    for name, side in KNOB.items():
        if named[name] != side:
            raise NotRight(f"Not {named[name]} for model {name}. {WHY[name]}")
    return "All four. The temperature sets belief right, and leaves every answer where it was."


def _side(value: Any) -> str | None:
    """Return the side of 1 that an answer names, or None."""
    if isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool):
        if not value > 0:
            return None
        return "1" if value == 1 else "above 1" if value > 1 else "below 1"
    if not isinstance(value, str):
        return None
    text = value.strip().lower()
    if text in ("1", "1.0", "one", "t = 1", "t=1", "equal to 1"):
        return "1"
    found = [side for side, words in _WORDS.items() if any(word in text for word in words)]
    return found[0] if len(found) == 1 else None


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
    "You pass on the pictures of which the model is sure, and answer the others. Turn the "
    "comparison round.": _when(lambda s, e, c: e * (1 - s) > c),
    "You answer every picture. Where a person costs less than the error does on average, give "
    "-1.": _when(lambda s, e, c: s >= 0),
    "You never leave a picture to the model. Where its answer costs less on average than a person, "
    "give the class.": _when(lambda s, e, c: s > 2),
    "You multiply the cost of the error with the probability of being right. It is paid when the "
    "answer is wrong: with the probability 1 - p.": _when(lambda s, e, c: e * s <= c),
    "You compare 1 - p with the cost of a person alone. The error costs cost_of_error, so on "
    "average cost_of_error * (1 - p).": _when(lambda s, e, c: 1 - s <= c),
    "Your threshold is cost_of_person / cost_of_error. That is how high the probability of an "
    "error may be; the answer itself needs one minus that.": _when(lambda s, e, c: s >= c / e),
    "Your threshold is always 0.9, as in the lesson. It follows from the two costs that are "
    "given.": _when(lambda s, e, c: s >= 0.9),
    "You leave cost_of_person out: it is not always 1.": _when(lambda s, e, c: e * (1 - s) <= 1),
    "Where you pass you give 0, but 0 is a class. Give -1, with np.where.": lambda p, e, c: (
        np.where(e * (1 - p.max(axis=1)) <= c, p.argmax(axis=1), 0)
    ),
    "You return the highest probability. The class is asked for: argmax.": lambda p, e, c: np.where(
        e * (1 - p.max(axis=1)) <= c, p.max(axis=1), -1
    ),
    "You return whether to answer. Return the class where it is True, and -1 where it is "
    "False.": lambda p, e, c: e * (1 - p.max(axis=1)) <= c,
    "You return what each decision costs. The decision is asked for: the class, or "
    "-1.": lambda p, e, c: np.minimum(e * (1 - p.max(axis=1)), c),
}


@exercise
def answer_or_pass(answer: Any) -> str:
    """Judge a function that answers where that costs less than a person, and gives -1 elsewhere."""
    must_be_function(answer, "answer_or_pass")
    gots = [call_learner(answer, *case) for case in CASES]
    if all(got.shape == (SURE.shape[1],) for got in gots):
        raise NotRight(
            "You return one answer for each class: max and argmax looked along axis=0. Each row is "
            "a picture, and its classes are axis=1."
        )
    wants = [right_answers(*case) for case in CASES]
    for got, want in zip(gots, wants, strict=True):
        if got.shape == (int((want >= 0).sum()),) and len(got) < len(want):
            raise NotRight(
                "You leave out the pictures that are passed on. Give an answer for each picture: "
                "the class, or -1."
            )
        if got.shape != want.shape:
            raise NotRight(
                f"For {len(want)} pictures you return the shape {got.shape}. One answer for each "
                "picture is expected: look along axis=1."
            )
    if all(np.array_equal(got, want) for got, want in zip(gots, wants, strict=True)):
        _judge_the_edge(answer)
        return "It answers where that is the cheaper decision, whatever the two cost."
    for hint, mistake in PASS_MISTAKES.items():
        if all(np.array_equal(got, mistake(*case)) for got, case in zip(gots, CASES, strict=True)):
            raise NotRight(hint)
    k = next(k for k, want in enumerate(wants) if not np.array_equal(gots[k], want))
    p, error, person = CASES[k]
    row = int(np.flatnonzero(gots[k] != wants[k])[0])
    raise NotRight(
        f"An error costs {error:g}, a person {person:g}. For the probabilities {p[row].tolist()} "
        f"you decide {gots[k][row]:g}, and {wants[k][row]} costs less: answering costs "
        f"{error * (1 - p[row].max()):.2f} on average."
    )


def _judge_the_edge(answer: Callable[..., Any]) -> None:
    """Raise a hint unless it answers where both decisions cost the same."""
    got = call_learner(answer, np.array([[0.5, 0.25, 0.25]]), 2.0, 1.0, shape=(1,))
    if got[0] != 0:
        raise NotRight(
            "All is right but the edge: where both cost the same, let the model answer. Use <=."
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
    "That is the most probable class, whatever the costs. Work out what each answer costs on "
    "average, and take the least.": lambda p, c: p.argmax(axis=1),
    "You take the dearest answer: argmin, not argmax.": lambda p, c: (p @ c).argmax(axis=1),
    "Rows and columns of the costs are swapped. A row of costs is a true class: the probabilities "
    "go along the rows, p @ costs.": lambda p, c: (p @ c.T).argmin(axis=1),
    "You return what the cheapest answer costs. The answer is asked for: argmin.": lambda p, c: (
        p @ c
    ).min(axis=1),
    "You weigh the costs of the most probable class alone. Each class that may be true counts, "
    "with its probability.": lambda p, c: c[p.argmax(axis=1)].argmin(axis=1),
    "You take the answer whose worst case is mildest. Weigh each case with its probability "
    "instead.": lambda p, c: np.full(len(p), c.max(axis=0).argmin()),
    "You add up the costs without the probabilities. Multiply each with the probability of its "
    "class.": lambda p, c: np.full(len(p), c.sum(axis=0).argmin()),
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
                "You return what every answer costs on average, which is right so far. Now the "
                "place of the least in each row: argmin(axis=1)."
            )
        if got.shape != want.shape:
            raise NotRight(
                f"For {len(want)} rows of probabilities you return the shape {got.shape}. One "
                "answer for each row is expected: argmin(axis=1)."
            )
    if all(np.array_equal(got, want) for got, want in zip(gots, wants, strict=True)):
        return "The belief is the model's, the costs are yours, and the decision needs both."
    for hint, mistake in CHEAPEST_MISTAKES.items():
        if all(same(got, mistake(*case)) for got, case in zip(gots, PRICES, strict=True)):
            raise NotRight(hint)
    k = next(k for k, want in enumerate(wants) if not np.array_equal(gots[k], want))
    p, costs = PRICES[k]
    row = int(np.flatnonzero(gots[k] != wants[k])[0])
    each = ", ".join(f"{cost:.2f}" for cost in p[row] @ costs)
    raise NotRight(
        f"For the probabilities {p[row].tolist()} you answer {gots[k][row]:g}. On average the "
        f"answers cost {each}; the least is that of answer {wants[k][row]}."
    )


# 4. One number for the diagram ------------------------------------------------------------------


def _batch(seed: int, count: int, classes: int, sharp: float) -> tuple[FloatArray, NDArray[Any]]:
    random = np.random.default_rng(seed)
    e = np.exp(sharp * random.standard_normal((count, classes)))
    return e / e.sum(axis=1, keepdims=True), random.integers(classes, size=count)


BATCHES = (_batch(0, 40, 3, 2.0), _batch(1, 25, 4, 1.5), _batch(2, 60, 2, 3.0))


def right_error(p: FloatArray, labels: NDArray[Any]) -> Any:
    """Return the expected calibration error: the mean gap of ten bins, weighted by their counts."""
    counts, says, right = reliability(p, labels)
    return np.nansum(counts * np.abs(says - right)) / counts.sum()


def _bins(p: FloatArray, labels: NDArray[Any]) -> Any:
    counts, says, right = reliability(p, labels)
    filled = counts > 0
    return counts[filled], says[filled] - right[filled]


ERROR_MISTAKES: Mistakes = {
    "Too sure in one bin and too careful in another cancel in your sum. Take the size of each gap, "
    "np.abs, within its bin, before you add them.": lambda p, y: (
        np.abs(np.dot(*_bins(p, y))) / len(p)
    ),
    "You take the plain mean of the bins, so that a bin with one picture counts as much as one "
    "with twenty. Weigh each by its share of the pictures.": lambda p, y: np.abs(
        _bins(p, y)[1]
    ).mean(),
    "You divide by ten bins, empty ones too. Weigh each by its share of the pictures.": (
        lambda p, y: np.abs(_bins(p, y)[1]).sum() / BINS
    ),
    "You return the largest gap. The mean is asked for, weighted by the pictures.": lambda p, y: (
        np.abs(_bins(p, y)[1]).max()
    ),
    "You add the gaps up without a weight. Multiply each by its share of the "
    "pictures.": lambda p, y: np.abs(_bins(p, y)[1]).sum(),
    "You multiply each gap by the number of its pictures. Divide by the number of all pictures "
    "too.": lambda p, y: right_error(p, y) * len(p),
    "You take the mean of |probability - right| over single pictures. First the means within each "
    "bin, then the gap between them.": lambda p, y: np.abs(p.max(axis=1) - _hits(p, y)).mean(),
    "max and argmax looked through the whole table. Each row is a picture: axis=1.": lambda p, y: (
        abs(p.max() - np.sum(p.argmax() == y)) / len(p)
    ),
    "You take the probability of the true class. What the model says is that of its answer, the "
    "highest.": lambda p, y: _error_of_truth(p, y),
}


def _hits(p: FloatArray, labels: NDArray[Any]) -> NDArray[np.bool_]:
    return p.argmax(axis=1) == labels


def _error_of_truth(p: FloatArray, labels: NDArray[Any]) -> Any:
    given = p[np.arange(len(p)), labels]
    places = np.minimum((given * BINS).astype(int), BINS - 1)
    gaps = np.bincount(places, weights=given - _hits(p, labels), minlength=BINS)
    return np.abs(gaps).sum() / len(p)


@exercise
def calibration_error(answer: Any) -> str:
    """Judge the expected calibration error of ten bins."""
    must_be_function(answer, "calibration_error")
    gots = [call_learner(answer, p, labels) for p, labels in BATCHES]
    for got in gots:
        if got.shape != ():
            raise NotRight(f"Return one number. Yours has the shape {got.shape}.")
    wants = [right_error(*batch) for batch in BATCHES]
    if all(same(got, want) for got, want in zip(gots, wants, strict=True)):
        _judge_certainty(answer)
        return "0 would be a model whose every bin comes true. Read it with the diagram beside it."
    for hint, mistake in ERROR_MISTAKES.items():
        if all(same(got, mistake(*batch)) for got, batch in zip(gots, BATCHES, strict=True)):
            raise NotRight(hint)
    if any(not np.isfinite(got) for got in gots):
        raise NotRight("You return nan: the mean of an empty bin is 0 / 0. Leave empty bins out.")
    for got, want in zip(gots, wants, strict=True):
        must_not_be_rounded(got, want)
    yours, right = shown_beside(gots[0], wants[0])
    raise NotRight(
        f"For {len(BATCHES[0][1])} pictures you return {yours}, not {right}. For each bin: the "
        "pictures in it, the mean of what was said, the share right, and the gap between the two."
    )


def _judge_certainty(answer: Callable[..., Any]) -> None:
    """Raise a hint unless a probability of exactly 1 falls into the last bin."""
    p, labels = np.array([[1.0, 0.0], [0.96, 0.04]]), np.array([1, 0])
    got = call_learner(answer, p, labels, shape=())
    if not same(got, right_error(p, labels)):
        raise NotRight(
            "All is right but the edge: a probability of exactly 1 belongs into the last bin too."
        )
