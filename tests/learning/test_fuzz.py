"""Every check against hundreds of wrong answers: all are refused, in words, and none breaks it.

Three sorts of answers: nonsense of every kind, also returned by a function; the same drawn at
random with a fixed seed; and nearly right ones, which are the published solution with one fault.
"""

import io
import re
import warnings

import numpy as np
import pytest

from helpers import check
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT, Feedback
from tests.learning.nearly_right import nearly_right, published_solution
from tests.learning.nonsense import at_random, functions, objects

AT_LEAST = 200
"""Wrong answers for each check."""

LONGEST_WORDS = 1000
"""More than a hint needs, less than a screen: an answer of thousands of letters is not repeated."""


NO_FAULTS = {
    "my_train": {"right once", "constant"},
    "lines_for": {"3 % too large", "0.01 too much", "one more"},
    "numbers_for": {
        *("list", "its first argument", "its last argument", "minus its argument"),
        *("its argument as a list", "3 % too large", "a little noise", "0.01 too much", "doubled"),
        *("one more", "logarithms of size + 2", "first_is_broken"),
    },
    "my_loss": {
        *("3 % too large", "0.01 too much", "doubled", "one more", "a thousandth", "-3.3 last"),
        *("squared, plus 0.3", "logarithms of size + 2", "first_is_broken", "a little noise"),
    },
}
"""What is right all the same. A training is run once; lines of scores may be stretched together, or
raised; numbers for classes too, and they may be the places themselves; any new loss will do."""


def must_refuse(name, what, answer):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a warning of ours would stand in red on the page
        feedback = getattr(check, name)(answer)
    assert isinstance(feedback, Feedback), what
    assert feedback.verdict in (NOT_RIGHT, NOT_YET), f"check.{name} took {what}"
    assert 10 < len(feedback.words) <= LONGEST_WORDS, what
    assert not re.search(r"\d{45}", feedback.words), f"{what}: {feedback.words}"
    assert "Traceback" not in feedback.words and "Warning" not in feedback.words, feedback.words
    page = feedback._repr_mimebundle_()
    assert "<script" not in page["text/html"]
    page["text/plain"].encode("utf-8")  # or it could not be sent to the page


@pytest.mark.parametrize("name", sorted(vars(check)))
def test_every_wrong_answer_is_refused_in_words(name, request, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())  # some answers ask
    tools = {}
    if name == "my_train":
        torch = request.getfixturevalue("torch")
        tools = {"torch": torch, "F": torch.nn.functional}
    right = published_solution(name, **tools)
    assert getattr(check, name)(right).verdict == RIGHT
    with np.errstate(all="ignore"):
        nearly = [
            (what, answer)
            for what, answer in nearly_right(name, right)
            if what not in NO_FAULTS.get(name, ())
        ]
    nothing = [None, ..., *([lambda *a: None, lambda *a: ...] if callable(right) else [])]
    assert [getattr(check, name)(each).verdict for each in nothing] == [NOT_YET] * len(nothing)
    nonsense = [*objects(), *functions(), *at_random()]
    for number, answer in enumerate(nonsense):
        must_refuse(name, f"nonsense {number}", answer)
    for what, answer in nearly:
        must_refuse(name, what, answer)
    assert len(nonsense) + len(nearly) >= AT_LEAST
