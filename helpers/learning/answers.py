"""What the checks of several lessons ask of a function or an array."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say, say_many, to_say
from helpers.learning.exercises import NotRight
from helpers.live.learner import call_learner, quietly

Mistakes = dict[str, Callable[..., Any]]
"""Hint → a function that makes the mistake which the hint names."""

_IN_WORDS = (
    *(to_say("no"), to_say("one"), to_say("two"), to_say("three")),
    *(to_say("four"), to_say("five"), to_say("six"), to_say("seven")),
)
_MANY = 12
"""Numbers that a hint shows at most; of a larger array it shows the first row that is wrong."""


def same(answer: ArrayLike, expected: ArrayLike, rtol: float = 1e-5, atol: float = 1e-7) -> bool:
    """Whether two arrays are of one shape and equal but for rounding, of float32 at worst.

    NaN is equal to nothing.

    Examples
    --------
    >>> same(0.1 + 0.2, 0.3), same([0.3, 0.3], 0.3), same(np.nan, np.nan)
    (True, False, False)
    """
    return np.shape(answer) == np.shape(expected) and np.allclose(
        answer, expected, rtol=rtol, atol=atol
    )


def tell_mistake(mistakes: Mistakes, answer: ArrayLike, *arguments: Any) -> None:
    """Raise the hint of the known mistake that gives the same answer for the arguments.

    Raises
    ------
    NotRight
        If one of them does.

    Examples
    --------
    >>> tell_mistake({"You return the largest. Asked for is its place.": np.max}, 1, [3.0, 9.0])
    """
    for hint, mistake in mistakes.items():
        if same(answer, mistake(*arguments)):
            raise NotRight(say(hint))


def must_not_be_rounded(answer: ArrayLike, expected: ArrayLike) -> None:
    """Say so if an answer is right but for being rounded, or computed in float16.

    Raises
    ------
    NotRight
        If it is one of the two.

    Examples
    --------
    >>> must_not_be_rounded([0.659, 0.242], [0.65900114, 0.24243297])
    Traceback (most recent call last):
        ...
    helpers.learning.exercises.NotRight: Right to three digits after the point: do not round.
    """
    got, want = np.asarray(answer, dtype=float), np.asarray(expected, dtype=float)
    if got.shape != want.shape or same(got, want):
        return
    for digits in range(1, len(_IN_WORDS)):
        rounded = np.round(want, digits)
        if np.array_equal(rounded, np.round(want)):  # nothing but whole numbers is left
            continue
        if np.allclose(got, rounded, rtol=1e-12, atol=1e-9):
            right = say_many(
                "Right to {digits} digit after the point: do not round.",
                "Right to {digits} digits after the point: do not round.",
                digits,
            )
            raise NotRight(right.format(digits=say(_IN_WORDS[digits])))
    with quietly():
        half = np.array_equal(got.astype(np.float16), got)
    if half and np.allclose(got, want, rtol=4e-3, atol=1e-5):
        raise NotRight(
            say(
                "Right to three digits: numbers of the type float16 have no more. Compute in "
                "float64, as numpy does unless it is told otherwise."
            )
        )


def must_agree(
    answer: ArrayLike,
    expected: ArrayLike,
    given: str,
    more: str = "",
    rtol: float = 1e-5,
    atol: float = 1e-7,
) -> None:
    """Compare an answer with the right one; if they differ, show both so that it can be seen.

    Parameters
    ----------
    answer, expected
    given
        How the hint begins: ``"For [2.0, 1.0, 0.1]"``.
    more
        A sentence to end the hint with.
    rtol, atol
        As for `same`.

    Raises
    ------
    NotRight
        If they differ: that it is rounded, or both numbers with as many digits as tell them apart.

    Examples
    --------
    >>> must_agree([0.5, 0.5001], [0.5, 0.5], "For [0, 0]")
    Traceback (most recent call last):
        ...
    helpers.learning.exercises.NotRight: For [0, 0] you return [0.5000, 0.5001], \
not [0.5000, 0.5000].
    """
    if same(answer, expected, rtol, atol):
        return
    must_not_be_rounded(answer, expected)
    got, want = shown_beside(answer, expected)
    raise NotRight(
        say("{given} you return {got}, not {want}. {more}")
        .format(given=given, got=got, want=want, more=more)
        .rstrip()
    )


def shown_beside(answer: ArrayLike, expected: ArrayLike) -> tuple[str, str]:
    """Return two arrays as text with three digits, or as many more as tell them apart.

    Examples
    --------
    >>> shown_beside(0.3333, 1 / 3)
    ('0.33330', '0.33333')
    """
    got, want = np.asarray(answer, dtype=float), np.asarray(expected, dtype=float)
    if got.shape == want.shape and got.ndim > 1 and got.size > _MANY:
        rows = got.reshape(-1, got.shape[-1]), want.reshape(-1, want.shape[-1])
        row = next(k for k in range(len(rows[0])) if not same(rows[0][k], rows[1][k]))
        got, want = rows[0][row], rows[1][row]
    for digits in range(3, 10):
        texts = show(got, digits), show(want, digits)
        if texts[0] != texts[1]:
            return texts
    return show(got, 17), show(want, 17)


def show(values: ArrayLike, digits: int = 3) -> str:
    """Return numbers as text, whole ones without a point.

    Examples
    --------
    >>> show([0.25, 1 / 3]), show(2.0), show([[1, 0], [0, 1]])
    ('[0.250, 0.333]', '2', '[[1, 0], [0, 1]]')
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.size > _MANY:
        return say("an array of shape {shape}").format(shape=numbers.shape)
    finite = numbers[np.isfinite(numbers)]
    whole = bool(np.all((finite == np.round(finite)) & (np.abs(finite) < 1e6)))
    if numbers.ndim == 0:
        return _number(float(numbers), digits, whole)
    if numbers.ndim == 1:
        return f"[{', '.join(_number(value, digits, whole) for value in numbers)}]"
    return f"[{', '.join(show(row, digits) for row in numbers)}]"


def _number(value: float, digits: int, whole: bool) -> str:
    if whole:
        return f"{value:.0f}"
    return f"{value:.{digits}f}" if abs(value) < 1e6 and digits < 10 else f"{value:.{digits}g}"


def must_be_function(answer: Any, name: str) -> None:
    """Say how to hand over a function, if the answer is none.

    Raises
    ------
    NotRight
        If the answer cannot be called, or is a class.

    Examples
    --------
    >>> must_be_function(np.argmax, "my_argmax")
    """
    if not callable(answer) or isinstance(answer, type):
        raise NotRight(
            say("Pass the function itself, without brackets: check.{name}({name}).").format(
                name=name
            )
        )


def must_keep_its_input(answer: Callable[..., Any], *arguments: Any) -> None:
    """Say so if a learner's function, which is otherwise right, changes what it is given.

    Raises
    ------
    NotRight
        If one of the arguments, which are copied, is not what it was; it is named.

    Examples
    --------
    >>> must_keep_its_input(np.exp, np.array([2.0, 1.0]))
    """
    kept = [np.array(argument) for argument in arguments]
    with quietly():
        answer(*kept)
    for place, (now, before) in enumerate(zip(kept, arguments, strict=True)):
        if not np.array_equal(now, before):
            name = _parameter(answer, place)
            raise NotRight(
                say(
                    "The result is right, but your function changes {name}, the array that it "
                    "was given. Make a new one: new = {name} - ..., not {name} -= ...."
                ).format(name=name)
            )


def _parameter(function: Callable[..., Any], place: int) -> str:
    """Return the name that a function has for one of its arguments."""
    try:
        return list(inspect.signature(function).parameters)[place]
    except (TypeError, ValueError, IndexError):
        return say("its input")


# Functions like softmax -------------------------------------------------------------------------

LOGITS: dict[str, NDArray[Any]] = {
    to_say("[2.0, 1.0, 0.1] in float32"): np.array([2.0, 1.0, 0.1], dtype=np.float32),
    to_say("the whole numbers [2, 1, 0]"): np.array([2, 1, 0]),
    to_say("one class, [3.0]"): np.array([3.0]),
    to_say("five classes, [0.3, -1.0, 2.0, 0.7, 0.0]"): np.array([0.3, -1.0, 2.0, 0.7, 0.0]),
    to_say("[1000, -1000, 0]"): np.array([1000.0, -1000.0, 0.0]),
    to_say("[1000, 0, 0, 0, 0]"): np.array([1000.0, 0.0, 0.0, 0.0, 0.0]),
    to_say("[-1000, -1001, -1002]"): np.array([-1000.0, -1001.0, -1002.0]),
    to_say("four rows of two classes"): np.array(
        [[2.0, 1.0], [-1.0, 0.5], [0.0, 0.0], [30.0, 0.1]]
    ),
    to_say("a batch of one row"): np.array([[0.2, 1.2, 0.4]]),
    to_say("a row near 1000 above one near 1"): np.array([[1000.0, 999.0, 998.0], [2.0, 1.0, 0.1]]),
}
"""Logits of every size, number of classes and type; what makes an unsafe softmax break is there."""

_SUBTRACT = to_say(
    "An exponential is too large or a sum too small for a float. Subtract from "
    "each row its own largest logit first; its mean, or the largest of the "
    "batch, does not help."
)
_WHOLE_NUMBERS = to_say(
    "Is there an array made with np.zeros_like or np.empty_like? Made from whole "
    "numbers it can only hold whole numbers."
)


def must_hold_for_all_logits(
    answer: Callable[..., Any],
    right: Callable[..., ArrayLike],
    others: Callable[[NDArray[Any]], tuple[Any, ...]] = lambda logits: (),
    ndims: tuple[int, ...] = (1, 2),
) -> None:
    """Compare a learner's function with the right one on logits of every size, shape and type.

    Parameters
    ----------
    answer
        The learner's function: (logits, *others) → array.
    right
        The same, as it should be.
    others
        logits → the other arguments.
    ndims
        ``(1, 2)`` for one row and for batches; ``(1,)`` or ``(2,)`` for one of them.

    Raises
    ------
    NotRight
        With the logits for which the two differ, and what is likely to be the reason.

    Examples
    --------
    >>> from helpers.maths.softmax import softmax
    >>> must_hold_for_all_logits(softmax, softmax)
    >>> unsafe = lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    >>> must_hold_for_all_logits(unsafe, softmax)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    helpers.learning.exercises.NotRight: For [1000, -1000, 0] you return [nan, 0, 0], ...
    """
    for name, logits in LOGITS.items():
        if logits.ndim not in ndims:
            if ndims == (1,):
                continue
            logits = logits[np.newaxis]
        arguments = (logits, *others(logits))
        want = np.asarray(right(*arguments), dtype=float)
        got = call_learner(answer, *arguments, shape=want.shape or None)
        if want.shape == got.shape[:-1] == () and got.size == 1:
            got = got.reshape(())  # one number in brackets
        more = ""
        if not np.isfinite(got).all():
            more = say(_SUBTRACT)
        elif logits.dtype.kind == "i" and np.array_equal(got, np.round(got)):
            more = say(_WHOLE_NUMBERS)
        must_agree(got, want, say("For {name}").format(name=say(name)), more, rtol=1e-5, atol=1e-6)
