"""Practice: `predict` asks before the experiment, `check` answers an exercise at once.

The questions stand in `helpers/questions/*.toml` and the checks in `helpers/exercises/`, so that a
learner who reads the notebook does not read the answers with it.
"""

import functools
import html
import tomllib
import types
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from helpers.cells import replace_earlier
from helpers.learner import LearnerError, NothingReturned, describe
from helpers.live import close_widgets, mime_bundle

QUESTIONS = Path(__file__).with_name("questions")

RIGHT, NOT_RIGHT, NOT_YET = "right", "not right", "not yet"
_MARKS = {RIGHT: ("✓", "#00664A"), NOT_RIGHT: ("✗", "#B33F00"), NOT_YET: ("…", "#555555")}
_TEXT = "font-size: var(--jp-content-font-size1, 14px); line-height: 1.5; max-width: 60em;"


@dataclass(frozen=True)
class Feedback:
    """What a learner is told about an answer.

    Parameters
    ----------
    verdict : str
        ``RIGHT``, ``NOT_RIGHT`` or ``NOT_YET``.
    words : str
        One to three sentences.

    Examples
    --------
    >>> Feedback(RIGHT, "Your rows sum to 1.")
    ✓ Right. Your rows sum to 1.
    """

    verdict: str
    words: str

    def __repr__(self) -> str:
        return f"{_MARKS[self.verdict][0]} {self.verdict.capitalize()}. {self.words}"

    def html(self) -> str:
        """Return the feedback as HTML, with every character of it escaped."""
        color = _MARKS[self.verdict][1]
        lines = html.escape(repr(self)).replace("\n", "<br>")
        return (
            f'<div style="{_TEXT} border-left: 4px solid {color}; padding: 0.4em 1em; '
            f'overflow-wrap: anywhere;">{lines}</div>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self.html()}


# Predictions ------------------------------------------------------------------------------------

Question = dict[str, Any]
"""As it stands in the file: `question`, and `options` with `answer`, `says` and perhaps `right`."""


@functools.cache
def questions() -> dict[str, Question]:
    """Return all prediction questions, as a dict of name → question, checked for completeness.

    Raises
    ------
    ValueError
        If a question has the same name as another, has not exactly one right option, or has an
        option without an explanation.

    Examples
    --------
    >>> question = questions()["double-the-scores"]
    >>> len(question["options"]) >= 2
    True
    """
    found = {}
    for path in sorted(QUESTIONS.glob("*.toml")):
        for name, question in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{path.name}: there are two questions named {name!r}.")
            options = question["options"]
            if sum(option.get("right", False) for option in options) != 1:
                raise ValueError(f"{path.name}: {name!r} must have exactly one right option.")
            if not all(option["answer"].strip() and option["says"].strip() for option in options):
                raise ValueError(f"{path.name}: {name!r} has an option without an explanation.")
            found[name] = question
    return found


def predict(name: str) -> "Prediction":
    """Ask a prediction question; the answer to an option is shown once it is chosen.

    Parameters
    ----------
    name : str
        The name of the question, as in ``helpers/questions/``.

    Returns
    -------
    Prediction
        Shows itself: the question, its options, a button for each.

    Raises
    ------
    ValueError
        If there is no question of that name.

    Examples
    --------
    >>> question = predict("double-the-scores")
    >>> question.choose("B").verdict in ("right", "not right")
    True
    """
    if name not in questions():
        raise ValueError(
            f"There is no question named {name!r}. There are: {', '.join(questions())}."
        )
    return Prediction(questions()[name])


class Prediction:
    """A question with options A, B, C, …; see `predict`."""

    def __init__(self, question: Question) -> None:
        self.question = question["question"]
        self.options = {
            letter: option for letter, option in zip("ABCDEFGH", question["options"], strict=False)
        }
        items = "".join(
            f"<li>{html.escape(option['answer'])}</li>" for option in self.options.values()
        )
        self._text = (
            f'<div style="{_TEXT}"><p><strong>Predict.</strong> {html.escape(self.question)}</p>'
            f'<ol type="A">{items}</ol></div>'
        )
        self.buttons = widgets.ToggleButtons(
            options=list(self.options),
            value=None,
            tooltips=[option["answer"] for option in self.options.values()],
            style={"button_width": "4em"},
        )
        self._answer = widgets.HTML()
        self.buttons.observe(self._on_choice, names="value")
        self._box = widgets.VBox([widgets.HTML(self._text), self.buttons, self._answer])
        replace_earlier(self)

    def close(self) -> None:
        """Take the question off the page."""
        close_widgets(self._box)

    @property
    def feedback(self) -> Feedback | None:
        """The feedback on the option chosen now, or None before a choice."""
        return None if self.buttons.value is None else self._feedback_on(self.buttons.value)

    def _feedback_on(self, letter: str) -> Feedback:
        option = self.options[letter]
        verdict = RIGHT if option.get("right", False) else NOT_RIGHT
        return Feedback(verdict, f"You predicted {letter}. {option['says']}")

    def choose(self, letter: str) -> Feedback:
        """Choose an option from Python, as if its button had been pressed.

        Parameters
        ----------
        letter : str
            ``"A"``, ``"B"``, …

        Returns
        -------
        Feedback

        Raises
        ------
        ValueError
            If there is no such option.
        """
        if letter not in self.options:
            raise ValueError(f"There is no option {letter!r}; there are {', '.join(self.options)}.")
        self.buttons.value = letter
        return self._feedback_on(letter)

    def _on_choice(self, change: Any) -> None:
        self._answer.value = self.feedback.html() if self.feedback else ""

    def __repr__(self) -> str:
        lines = [f"Predict. {self.question}"]
        lines += [f"  {letter}. {option['answer']}" for letter, option in self.options.items()]
        return "\n".join(lines)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        answers = "".join(
            f"<p><strong>{letter}</strong> ({'right' if option.get('right') else 'not right'}): "
            f"{html.escape(option['says'])}</p>"
            for letter, option in self.options.items()
        )
        still = f"{self._text}<details><summary>The answers</summary>{answers}</details>"
        return mime_bundle(repr(self), still, self._box)


# Exercises --------------------------------------------------------------------------------------

check = types.SimpleNamespace()
"""The checks of the exercises: ``check.my_softmax(my_softmax)`` and its like."""


class NotRight(Exception):
    """Raised inside a check, with the hint that the learner reads."""


def exercise(judge: Callable[[Any], str]) -> Callable[[Any], Feedback]:
    """Make a check of a function that judges an answer, and put it into `check` by its name.

    Parameters
    ----------
    judge : callable
        Receives the answer; returns a sentence of praise, or raises `NotRight` with a hint. What
        else it raises is told as the fault of the answer: a check never ends in a traceback.

    Returns
    -------
    callable
        answer → `Feedback`.

    Raises
    ------
    ValueError
        If another module has a check of that name.

    Examples
    --------
    >>> @exercise
    ... def half(answer):
    ...     if answer != 0.5:
    ...         raise NotRight("Half of 1 was asked for.")
    ...     return "One half."
    >>> check.half(0.5), check.half(2), check.half(...)
    (✓ Right. One half., ✗ Not right. Half of 1 was asked for., … Not yet. Write your answer in \
the cell above and run it again.)
    >>> del check.half
    """

    @functools.wraps(judge)
    def checked(answer: Any) -> Feedback:
        try:
            if answer is None or answer is ...:
                raise NothingReturned
            return Feedback(RIGHT, judge(answer))
        except (NothingReturned, NotImplementedError):
            return Feedback(NOT_YET, "Write your answer in the cell above and run it again.")
        except (NotRight, LearnerError) as hint:
            return Feedback(NOT_RIGHT, str(hint))
        except KeyboardInterrupt:  # the stop button also stops what stands below in Run All
            raise
        except BaseException as error:  # an exit() in the answer too
            return Feedback(NOT_RIGHT, f"Your answer could not be checked: {describe(error)}")

    taken = getattr(check, judge.__name__, judge)
    if taken.__module__ != judge.__module__:
        raise ValueError(f"There is a check.{judge.__name__} already, in {taken.__module__}.")
    setattr(check, judge.__name__, checked)
    return checked
