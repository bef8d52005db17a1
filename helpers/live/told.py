"""What a learner passed, and what went wrong in it, as words that fit into a sentence."""

import reprlib
import traceback
from typing import Any

from helpers.languages import say
from helpers.live.time_limit import NOT_THE_LEARNERS


def name_of(function: Any) -> str:
    """Return the name of what a learner passed, for a sentence.

    Examples
    --------
    >>> name_of(abs), name_of(3)
    ('abs', 'int')
    """
    try:
        name = function.__name__
    except (Exception, SystemExit):  # a class of the learner's own can answer with anything
        name = None
    return _short(name if isinstance(name, str) else type(function).__name__, 60)


_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = _REPR.maxlong = 80


def shown(value: Any) -> str:
    """Return anything as short text for a sentence, even what cannot show itself.

    Examples
    --------
    >>> shown("cat"), shown([1.5] * 100)
    ("'cat'", '[1.5, 1.5, 1.5, 1.5, 1.5, 1.5, ...]')
    """
    try:
        return _short(" ".join(_REPR.repr(value).split()), 120)
    except (Exception, SystemExit) as error:
        return say("a {type} whose repr raises {error}").format(
            type=type(value).__name__, error=type(error).__name__
        )


def _short(text: str, length: int) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a character cannot be sent
    return text if len(text) <= length else text[: length - 1] + "…"


def describe(error: BaseException) -> str:
    """Say in one sentence what was raised, and in which line of the learner's own code.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str

    Examples
    --------
    >>> describe(ValueError("the logits are empty"))
    'ValueError: the logits are empty'
    """
    try:
        text = str(error)
    except (Exception, SystemExit):  # an exception of the learner's own that cannot be written
        text = ""
    return f"{type(error).__name__}: {_short(text, 300)}".rstrip(": ") + line_of(error)


def line_of(error: BaseException) -> str:
    """Return the last line of the learner's own code that an error came through, in brackets.

    Examples
    --------
    >>> line_of(ValueError("never raised"))
    ''
    """
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(NOT_THE_LEARNERS)
    ]
    if not frames:
        return ""
    lineno, code = frames[-1].lineno, frames[-1].line
    if not code:
        return say(" (in line {lineno} of its cell)").format(lineno=lineno)
    return say(" (in line {lineno} of its cell: {code})").format(
        lineno=lineno, code=_short(code, 120)
    )
