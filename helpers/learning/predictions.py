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

from helpers.languages import lang, say, say_list, tag
from helpers.learning.feedback import NOT_RIGHT, RIGHT, TEXT, Feedback
from helpers.learning.question import LABELS, QuestionWidget
from helpers.live.cells import replace_earlier
from helpers.live.controls import close_widgets, mime_bundle

LESSONS = Path(__file__).parent.parent / "lessons"
LETTERS = "ABCDEFGH"

Question = dict[str, Any]
"""As it stands in the file: `question`, and `options` with `answer`, `says` and perhaps `right`."""


@functools.cache
def questions() -> dict[str, Question]:
    """Return all prediction questions, as a dict of name → question, checked for completeness.

    Raises
    ------
    ValueError
        If a question has the same name as another, has not exactly one right option, has one
        option or more than eight, or an option without an explanation.

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
            if not 2 <= len(options) <= len(LETTERS):
                raise ValueError(
                    f"{path.parent.name}: {name!r} has {len(options)} options; there can be 2 to "
                    f"{len(LETTERS)}."
                )
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
            say("There is no question named {name!r}. There are: {names}.").format(
                name=name, names=say_list(questions())
            )
        )
    return Prediction(questions()[name])


class Prediction:
    """A question with options A, B, C, …; see `predict`."""

    def __init__(self, question: Question) -> None:
        self.question = say(question["question"])
        self.options = {
            letter: {**option, "answer": say(option["answer"]), "says": say(option["says"])}
            for letter, option in zip(LETTERS, question["options"], strict=False)
        }
        self._box = widgets.VBox()
        self.widget = QuestionWidget(
            question=self.question,
            options=[
                {
                    "letter": letter,
                    "answer": option["answer"],
                    "verdict": self._feedback_on(letter).verdict,
                    "says": repr(self._feedback_on(letter)),
                }
                for letter, option in self.options.items()
            ],
            box=self._box.model_id or "",
            labels={name: say(words) for name, words in LABELS.items()},
            lang=tag(),
        )
        self._box.children = [self.widget]
        replace_earlier(self)

    def close(self) -> None:
        """Take the question off the page."""
        close_widgets(self._box)

    @property
    def feedback(self) -> Feedback | None:
        """The feedback on the option chosen now, or None before a choice."""
        chosen = self.widget.chosen
        return self._feedback_on(chosen) if chosen in self.options else None

    def _feedback_on(self, letter: str) -> Feedback:
        option = self.options[letter]
        verdict = RIGHT if option.get("right", False) else NOT_RIGHT
        return Feedback(
            verdict,
            say("You predicted {letter}. {says}").format(letter=letter, says=option["says"]),
        )

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
            raise ValueError(
                say("There is no option {letter!r}; there are {names}.").format(
                    letter=letter, names=say_list(self.options)
                )
            )
        self.widget.chosen = letter
        return self._feedback_on(letter)

    def __repr__(self) -> str:
        lines = [say_list([say("Predict."), self.question], " ")]
        lines += [f"  {letter}. {option['answer']}" for letter, option in self.options.items()]
        return "\n".join(lines)

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        return mime_bundle(repr(self), self._still(), self._box, self.widget)

    def _still(self) -> str:
        """Return the question without a kernel: each option unfolds to its answer."""
        options = "".join(
            f"<details><summary><b>{letter}.</b> {html.escape(option['answer'])}</summary>"
            f"{self._feedback_on(letter).html()}</details>"
            for letter, option in self.options.items()
        )
        asks = f"<strong>{say('Predict.')}</strong>"
        return (
            f'<div{lang()} style="{TEXT} border: 1px solid #767676; padding: 0.5em 1em;">'
            f"<p>{say_list([asks, html.escape(self.question)], ' ')}</p>{options}</div>"
        )
