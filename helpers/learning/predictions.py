"""Predictions: `predict` asks before the experiment.

The questions stand in the `questions.toml` of each lesson, so that a learner who reads the notebook
does not read the answers with it.
"""

import functools
import html
import tomllib
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from helpers.learning.feedback import NOT_RIGHT, RIGHT, TEXT, Feedback
from helpers.live.cells import replace_earlier
from helpers.live.controls import close_widgets, mime_bundle

LESSONS = Path(__file__).parent.parent / "lessons"

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
    for path in sorted(LESSONS.glob("*/questions.toml")):
        for name, question in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if name in found:
                raise ValueError(f"{path.parent.name}: there are two questions named {name!r}.")
            options = question["options"]
            if sum(option.get("right", False) for option in options) != 1:
                raise ValueError(
                    f"{path.parent.name}: {name!r} must have exactly one right option."
                )
            if not all(option["answer"].strip() and option["says"].strip() for option in options):
                raise ValueError(
                    f"{path.parent.name}: {name!r} has an option without an explanation."
                )
            found[name] = question
    return found


def predict(name: str) -> "Prediction":
    """Ask a prediction question; the answer to an option is shown once it is chosen.

    Parameters
    ----------
    name : str
        The name of the question, as in the ``questions.toml`` of its lesson.

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
            f'<div style="{TEXT}"><p><strong>Predict.</strong> {html.escape(self.question)}</p>'
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
        self._answer.value = "" if self.feedback is None else self.feedback.html()

    def __repr__(self) -> str:
        lines = [f"Predict. {self.question}"]
        lines += [f"  {letter}. {option['answer']}" for letter, option in self.options.items()]
        return "\n".join(lines)

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        answers = "".join(
            f"<p><strong>{letter}</strong> ({'right' if option.get('right') else 'not right'}): "
            f"{html.escape(option['says'])}</p>"
            for letter, option in self.options.items()
        )
        still = f"{self._text}<details><summary>The answers</summary>{answers}</details>"
        return mime_bundle(repr(self), still, self._box)
