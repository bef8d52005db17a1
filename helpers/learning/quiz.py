"""What the course has taught: ten questions before it, ten of the same kind after it.

The answers are kept in a file beside the notebook, on the learner's machine alone; nothing is sent.
"""

import html
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from helpers.languages import lang, say, say_list
from helpers.learning.exercises import NotRight
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT, TEXT, Feedback
from helpers.learning.typed import sequence_of_letters

LESSONS = Path(__file__).parent.parent / "lessons"
TIMES = {"before": "l00_start_here", "after": "l08_decisions"}
FILE = Path("what-i-knew.json")

Answers = dict[str, str]
"""Name of a question → the letter that was chosen."""


def questions_of(when: str) -> dict[str, dict[str, Any]]:
    """Return ten questions by their names, which are the same before and after.

    Parameters
    ----------
    when : str
        ``"before"`` or ``"after"``.

    Examples
    --------
    >>> questions_of("before").keys() == questions_of("after").keys()
    True
    """
    file = LESSONS / TIMES[when] / "quiz.toml"
    questions: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return questions


class Quiz:
    """Ten questions, and what is said to the answers; see `quiz`."""

    def __init__(self, when: str, feedback: Feedback) -> None:
        self.when = when
        self.feedback = feedback

    def __bool__(self) -> bool:
        return bool(self.feedback)

    def __repr__(self) -> str:
        if self.feedback:
            return repr(self.feedback)
        lines = []
        for number, question in enumerate(questions_of(self.when).values(), start=1):
            lines.append(f"{number}. {say(question['asks'])}")
            options = question["options"].items()
            lines += [f"   {letter}. {say(text)}" for letter, text in options]
        return "\n".join([*lines, repr(self.feedback)])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        items = ""
        if not self.feedback:
            for question in questions_of(self.when).values():
                options = "".join(
                    f"<li>{html.escape(say(text))}</li>" for text in question["options"].values()
                )
                asks = html.escape(say(question["asks"]))
                items += f'<li><p>{asks}</p><ol type="A">{options}</ol></li>'
            items = f'<div{lang()} style="{TEXT}"><ol>{items}</ol></div>'
        return {"text/plain": repr(self), "text/html": items + self.feedback.html()}


def quiz(when: str, answers: Any = ..., before: Any = None) -> Quiz:
    """Ask the ten questions; once there are answers, keep them and say what they show.

    Parameters
    ----------
    when : str
        ``"before"`` or ``"after"`` the course.
    answers : str, optional
        Ten letters, such as ``"ABCABCABCA"``; E, or whatever is no option, for "I do not know".
    before : str, optional
        With ``"after"``: the ten letters of before, where no file could keep them.

    Returns
    -------
    Quiz
        Shows the questions and what is said to the answers; true once there are ten letters.

    Raises
    ------
    ValueError
        If `when` is neither of the two.

    Notes
    -----
    The gain is a share of what could be gained: R. R. Hake (1998), "Interactive-engagement versus
    traditional methods", American Journal of Physics 66, 64-74.

    Examples
    --------
    >>> quiz("before").feedback
    … Not yet. Put ten letters in place of the dots, such as "ABCABCABCA"; E for "I do not know".
    """
    if when not in TIMES:
        raise ValueError(
            say('when must be "before" or "after", but got {when!r}.').format(when=when)
        )
    if answers is ... or answers is None:
        return Quiz(
            when,
            Feedback(
                NOT_YET,
                say(
                    'Put ten letters in place of the dots, such as "ABCABCABCA"; E for "I do not '
                    'know".'
                ),
            ),
        )
    try:
        given = _as_answers(when, answers)
        earlier = None if before is None else _as_answers("before", before)
    except NotRight as hint:
        return Quiz(when, Feedback(NOT_RIGHT, str(hint)))
    trouble = _keep(when, given)
    if when == "before":
        words = say_list([say("There are ten answers."), trouble or _kept()], " ")
        return Quiz(when, Feedback(RIGHT, words))
    earlier = earlier or _kept_answers().get("before")
    words = say_list([*_what_it_shows(given, earlier), trouble or _kept()], " ")
    return Quiz(when, Feedback(RIGHT, words))


def _as_answers(when: str, answers: Any) -> Answers:
    letters = sequence_of_letters(answers, "ABCABCABCA")
    names = questions_of(when)
    if len(letters) != len(names):
        raise NotRight(
            say("There are {n} questions, and you give {letters} letters.").format(
                n=len(names), letters=len(letters)
            )
        )
    return dict(zip(names, letters, strict=True))


def _right(when: str, answers: Answers) -> list[str]:
    """Return the names of the questions that are answered rightly."""
    asked = questions_of(when)
    return [name for name in asked if answers.get(name) == asked[name]["right"]]


def _what_it_shows(after: Answers, before: Answers | None) -> list[str]:
    """Return sentences: how many are right now, how many were, and where to look again."""
    names = questions_of("after")
    right = _right("after", after)
    wrong = [name for name in names if name not in right]
    words = [say("{n} of {all} are right.").format(n=len(right), all=len(names))]
    if wrong:
        numbers = [str(k) for k, name in enumerate(names, start=1) if name in wrong]
        words.append(say("Not right: {numbers}.").format(numbers=say_list(numbers)))
        again = sorted({names[name]["lesson"] for name in wrong})
        words.append(say("Look again at {lessons}.").format(lessons=say_list(again)))
    if before is None:
        return [*words, say("There are no answers from before to compare with.")]
    were = len(_right("before", before))
    could = len(names) - were
    words.append(say("Before the course it was {were}.").format(were=were))
    if could == 0:
        return [*words, say("There was nothing to gain.")]
    gained = len(right) - were
    gain = say("Of {could} that could be gained you gained {gained}: {share:.0%}.")
    return [*words, gain.format(could=could, gained=gained, share=gained / could)]


def _keep(when: str, answers: Answers) -> str:
    """Write the answers into the file; return what hinders it, in words, or an empty text."""
    try:
        text = json.dumps(_kept_answers() | {when: answers}, indent=1) + "\n"
        FILE.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return say(
            "No file could be written here ({reason}), so nothing is kept. Note your ten "
            'letters and give them at the end: quiz("after", "…", before="…").'
        ).format(reason=reason)
    if sys.platform == "emscripten":
        return say(
            "They are kept in this browser alone, and gone when its data are cleared: "
            'note your ten letters. At the end you can give them: quiz("after", "…", '
            'before="…").'
        )
    return ""


def _kept() -> str:
    return say("They are kept in {file}, on this machine alone; nothing is sent.").format(
        file=FILE.resolve()
    )


def _kept_answers() -> dict[str, Answers]:
    """Return what the file holds; nothing if there is none, or if it is none of ours."""
    try:
        kept = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
