"""Predictions and checks: every answer gets words, none gets a traceback."""

import re

import numpy as np
import pytest
from conftest import ROOT

from helpers import check, predict
from helpers.learning import predictions
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT, Feedback


@pytest.mark.parametrize("name", list(predictions.questions()))
def test_each_option_of_a_question_is_answered(name):
    question = predict(name)
    assert 2 <= len(question.options) <= 5
    assert question.feedback is None
    verdicts, said = [], set()
    for letter in question.options:
        feedback = question.choose(letter)
        verdicts.append(feedback.verdict)
        said.add(feedback.words)
        assert question.feedback == feedback
    assert sorted(verdicts) == [NOT_RIGHT] * (len(verdicts) - 1) + [RIGHT]
    assert len(said) == len(verdicts), "each option has an explanation of its own"


def test_the_buttons_drive_a_question():
    question = predict("double-the-scores")
    assert question.feedback is None
    question.widget.chosen = "B"  # as the page sends it
    assert repr(question.feedback).startswith("✓ Right. You predicted B.")
    question.widget.chosen = "C"
    assert repr(question.feedback).startswith("✗ Not right. You predicted C.")
    said = {option["letter"]: option["says"] for option in question.widget.options}
    assert said["C"] == repr(question.feedback), "the page says the same, without asking"


def test_the_still_form_of_a_question_folds_the_answer_to_each_option():
    question = predict("double-the-scores")
    bundle = question._repr_mimebundle_()[0]
    assert "A. It stays 0.659" in bundle["text/plain"]
    assert "0.864" not in bundle["text/plain"], "the answer is not given away"
    unfolded = re.sub("</summary>.*?</details>", "", bundle["text/html"])
    assert "0.864" in bundle["text/html"] and "0.864" not in unfolded
    assert "<summary><b>A.</b> It stays 0.659" in unfolded
    question.close()
    assert question._repr_mimebundle_()[0].keys() == {"text/plain", "text/html"}


def test_an_unknown_question_or_option_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"There are: .*double-the-scores"):
        predict("triple-the-scores")
    with pytest.raises(ValueError, match="there are A, B, C, D"):
        predict("double-the-scores").choose("Z")


OPTION = """
[[one.options]]
answer = "perhaps"
says = "who knows"
"""
GOOD = """
[one]
question = "?"
[[one.options]]
answer = "yes"
says = "so"
right = true
[[one.options]]
answer = "no"
says = "why not"
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("right = true", ""), "exactly one right option"),
        (GOOD + "right = true", "exactly one right option"),
        (GOOD.replace("why not", " "), "without an explanation"),
        (GOOD + 7 * OPTION, "has 9 options; there can be 2 to 8"),
        (GOOD[: GOOD.rindex("[[")], "has 1 options"),
    ],
)
def test_an_incomplete_question_is_refused(tmp_path, monkeypatch, text, message):
    monkeypatch.setattr(predictions, "LESSONS", tmp_path)
    file = tmp_path / "a" / "questions.toml"
    file.parent.mkdir()
    file.write_text(GOOD)
    assert list(predictions.questions.__wrapped__()) == ["one"]
    file.write_text(text)
    with pytest.raises(ValueError, match=message):
        predictions.questions.__wrapped__()


def test_a_question_may_not_share_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(predictions, "LESSONS", tmp_path)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "questions.toml").write_text(GOOD)
    with pytest.raises(ValueError, match="two questions named 'one'"):
        predictions.questions.__wrapped__()


def test_feedback_escapes_what_a_learner_typed():
    feedback = Feedback(NOT_RIGHT, "You wrote <script>alert(1)</script>.")
    assert "<script>" not in feedback.html()
    assert "<script>" in repr(feedback)


def test_a_check_never_ends_in_a_traceback():
    @exercise
    def judge_for_this_test(answer):
        if answer == "hint":
            raise NotRight("a hint")
        return f"{1 / answer:.1f}"

    del check.judge_for_this_test
    assert judge_for_this_test(2) == Feedback(RIGHT, "0.5")
    assert judge_for_this_test("hint") == Feedback(NOT_RIGHT, "a hint")
    assert judge_for_this_test(...).verdict == judge_for_this_test(None).verdict == NOT_YET
    assert "ZeroDivisionError" in judge_for_this_test(0).words
    assert judge_for_this_test(np.ones(3)).verdict == NOT_RIGHT


def test_two_lessons_cannot_take_one_name_for_their_checks():
    def my_softmax(answer):
        return "not reached"

    with pytest.raises(ValueError, match=r"check.my_softmax already, in .*l03_softmax"):
        exercise(my_softmax)


def test_the_example_of_an_exercise_works():
    """The one in CONTRIBUTING.md: who follows it has a check."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = re.search(r"## Add an exercise\n(.*?)\n## ", text, re.S)[1]
    (example,) = re.findall(r"```python\n(.*?)```", section, re.S)
    namespace = {"__name__": "example"}
    exec(example, namespace)
    try:
        assert check.my_margin(lambda z: np.sort(z)[-1] - np.sort(z)[-2]).verdict == RIGHT
        assert check.my_margin(lambda z: None).verdict == NOT_YET
        assert "not 0.676" in check.my_margin(lambda z: 7.0).words
        for hint, mistake in namespace["MARGIN_MISTAKES"].items():
            assert check.my_margin(mistake).words == hint
    finally:
        del check.my_margin
