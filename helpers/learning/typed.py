"""What a person types: one number, or letters."""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np

from helpers.languages import say, to_say
from helpers.learning.exercises import NotRight
from helpers.live.learner import NotNumbers, as_floats

MOST_ITEMS = 1000
"""What a list of letters may hold; an answer may also be endless."""

_JOINING_WORDS = re.compile(
    r"\b(and|or|und|et)\b|[\s,;:+&./|、。和与及或\"'“”‘’()\[\]{}「」【】《》]"
)
_NUMBER = re.compile(r"\s*[-+−]?\d*[.,]?\d+\s*")


def one_number(answer: Any, asked: str = to_say("One number is asked for.")) -> float:
    """Return the number that a learner gave, or say what was given instead.

    Parameters
    ----------
    answer
        A number, an expression's value, or anything else.
    asked
        What is asked for: a sentence that ends the hint if there is no number.

    Raises
    ------
    NotRight
        If it is no finite number: a text, a decimal comma, True or False, a function, a list.

    Examples
    --------
    >>> one_number(np.float64(1.5))
    1.5
    >>> one_number((1, 386))
    Traceback (most recent call last):
        ...
    helpers.learning.exercises.NotRight: A comma makes two numbers of it: write a point, 1.386.
    """
    if isinstance(answer, str):
        raise NotRight(_of_a_text(answer))
    if isinstance(answer, bool | np.bool_):
        raise NotRight(
            say("That is {answer}, no number. {asked}").format(
                answer=bool(answer), asked=say(asked)
            )
        )
    if callable(answer):
        raise NotRight(
            say("That is a function. Call it, or write the number. {asked}").format(
                asked=say(asked)
            )
        )
    if (
        isinstance(answer, tuple)
        and len(answer) == 2
        and all(type(part) is int for part in answer)
        and 0 <= answer[1] < 10**9
    ):
        raise NotRight(
            say("A comma makes two numbers of it: write a point, {whole}.{rest}.").format(
                whole=answer[0], rest=answer[1]
            )
        )
    try:
        number = as_floats(answer)
    except NotNumbers as what:
        raise NotRight(say("That is {what}. {asked}").format(what=what, asked=say(asked))) from None
    if number.size != 1:
        raise NotRight(
            say("That is an array of shape {shape}, not one number. {asked}").format(
                shape=number.shape, asked=say(asked)
            )
        )
    if not np.isfinite(number):
        raise NotRight(
            say("You have {number}, which is no finite number. {asked}").format(
                number=number.item(), asked=say(asked)
            )
        )
    return float(number.reshape(()))


def _of_a_text(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)  # full-width digits too
    if len(text) < 40 and _NUMBER.fullmatch(text):
        number = text.strip().replace("−", "-").replace(",", ".")
        point = say(", and with a point") if "," in text else ""
        minus = say(", and with the minus of the keyboard") if "−" in text else ""
        return say(
            "That is a text. Write the number without quotation marks{point}{minus}: {number}."
        ).format(point=point, minus=minus, number=number)
    return say("That is a text. Write the number without quotation marks.")


def near(number: float, expected: float, digits: int = 2) -> bool:
    """Whether a number is right to as many digits after the point as the exercise asks for.

    Examples
    --------
    >>> near(1.39, 1.38629), near(1.38, 1.38629), near(1.386, 1.38629, digits=3)
    (True, False, True)
    """
    return abs(number - expected) <= 0.5 * 10.0**-digits + 1e-9


def sequence_of_letters(answer: Any, example: str) -> str:
    """Return the letters that an answer names, in capitals and in their order.

    Parameters
    ----------
    answer
        As a learner writes it: ``"ah"``, ``"A, H"``, ``"A and H"`` or ``["A", "H"]``.
    example
        Shown in the hint if there are none.

    Raises
    ------
    NotRight
        If the answer is neither a text nor a list, or names no letters.

    Examples
    --------
    >>> sequence_of_letters("a, h", "AH"), sequence_of_letters("A, D and F", "AH")
    ('AH', 'ADF')
    """
    hint = say('Write the letters as a text, such as "{example}".').format(example=example)
    if callable(answer):
        raise NotRight(hint)
    try:
        items = list(itertools.islice(answer, MOST_ITEMS + 1))
    except TypeError:
        raise NotRight(hint) from None
    if len(items) > MOST_ITEMS:
        raise NotRight(hint)
    text = answer if isinstance(answer, str) else " ".join(str(item) for item in items)
    text = unicodedata.normalize("NFKC", text)  # full-width letters and commas too
    letters = _JOINING_WORDS.sub("", text.lower()).upper()
    if not letters:
        raise NotRight(say("There are no letters yet. {hint}").format(hint=hint))
    return letters


def letters_of(answer: Any, example: str) -> set[str]:
    """Return the letters that an answer names, in capitals; see `sequence_of_letters`.

    Examples
    --------
    >>> sorted(letters_of(["H", "a"], "AH"))
    ['A', 'H']
    """
    return set(sequence_of_letters(answer, example))


def must_choose(
    letters: set[str],
    right: Iterable[str],
    wrong: dict[str, str],
    kind: str = to_say("statement"),
    look: str = to_say("Read the others once more."),
) -> None:
    """Compare the letters that a learner chose with the right ones, without giving one away.

    Parameters
    ----------
    letters
        From `letters_of`.
    right
        The letters of the answer.
    wrong
        Letter → why it does not belong to the answer; said if it is the only wrong one.
    kind
        What the letters stand for.
    look
        Where to look if something is missing, or several are too many: a question that tells the
        right ones from the wrong ones, and names no letter.

    Raises
    ------
    NotRight
        If a letter is unknown, too many or missing.

    Examples
    --------
    >>> must_choose({"A"}, right="AC", wrong={"B": "B is odd."}, look="Divide each by 2.")
    Traceback (most recent call last):
        ...
    helpers.learning.exercises.NotRight: What you name is right, but something is missing. \
Divide each by 2.
    """
    known = sorted({*right, *wrong})
    for letter in sorted(letters):
        if letter not in known:
            raise NotRight(
                say("There is no {kind} {letter!r}. Use the letters {first} to {last}.").format(
                    kind=say(kind), letter=letter, first=known[0], last=known[-1]
                )
            )
    too_many = letters & wrong.keys()
    hits = len(letters) - len(too_many)
    if len(too_many) == 1 and len(letters) < len(known):
        raise NotRight(say("One is too many. {reason}").format(reason=say(wrong[too_many.pop()])))
    if too_many:
        raise NotRight(
            say("Of the {n} that you name, {hits} belong there. {look}").format(
                n=len(letters), hits=hits, look=say(look)
            )
        )
    if letters != set(right):
        raise NotRight(
            say("What you name is right, but something is missing. {look}").format(look=say(look))
        )
