"""Helpers that speak Chinese: verdicts, hints, questions, controls, errors; what one types."""

import re

import numpy as np
import pytest

import helpers
from helpers import check, languages, predict, quiz
from helpers.languages import say_list
from helpers.learning import quiz as quiz_module
from helpers.learning.exercises import NotRight
from helpers.learning.predictions import questions
from helpers.learning.typed import one_number, sequence_of_letters
from helpers.live.page_words import LABELS, labels
from helpers.live.parts import in_words
from helpers.live.picture import CLASSES
from tests.translations import texts
from tests.translations.test_texts import ALLOWED

HAN = re.compile(rf"[{texts.HAN}]")
# What Python itself says of an error, and the names in a list of exercises, stay English.
PYTHON_SAYS = re.compile(r"\w*(?:Error|Exit|Exception)\b(?:: [^。（]*)?|<[^>]*>|'[^']*'|\"[^\"]*\"")


def left(words):
    """Return what is left in English of what a learner is told."""
    return texts.left_in_english(PYTHON_SAYS.sub(" ", words), ALLOWED)


def divide_by_zero(*arguments):
    return 1 / 0


def forget_return(*arguments):
    """Return nothing."""
    print("")


WRONG = {
    "nothing": ...,
    "None": None,
    "text": "好",
    "number": 3.25,
    "letters": "ZZ",
    "list": [1.0, 2.0],
    "rows of two lengths": [[1.0], [2.0, 3.0]],
    "empty": [],
    "dict": {"A": "?"},
    "array": np.full((2, 2), np.nan),
    "divides by zero": divide_by_zero,
    "forgets return": forget_return,
    "largest": np.max,
    "sum": lambda *arguments: np.sum(arguments[0]),
    "same": lambda *arguments: arguments[0],
    "two things": lambda *arguments: (1.0, 2.0),
    "true": True,
    "complex": 1j,
}


@pytest.mark.parametrize("name", sorted(vars(check)))
def test_a_wrong_answer_is_told_in_chinese(name, chinese, capsys):
    for kind, answer in WRONG.items():
        words = str(getattr(check, name)(answer))
        assert HAN.search(words), kind
        assert left(words) == [], f"{kind}: {words}"


def test_verdicts(chinese):
    assert str(check.my_softmax(...)).startswith("… 还没写")
    assert str(check.my_softmax(np.exp)).startswith("✗ 还不对")
    assert str(check.my_softmax(helpers.softmax)).startswith("✓ 对了")


def test_a_misspelt_exercise_is_told_in_chinese(chinese):
    with pytest.raises(AttributeError, match="my_softmax") as error:
        check.my_sofmax  # noqa: B018
    assert HAN.search(str(error.value)) and "Did you mean" not in str(error.value)


@pytest.mark.parametrize("name", sorted(questions()))
def test_questions_are_asked_and_answered_in_chinese(name, chinese, close_pictures, monkeypatch):
    monkeypatch.setattr("helpers.learning.predictions.replace_earlier", lambda made: None)
    question = predict(name)
    try:
        assert left(repr(question)) == [] and HAN.search(repr(question))
        for letter in question.options:
            assert left(str(question.choose(letter))) == []
        assert (question.widget.lang, question.widget.labels["vote"]) != ("en", "Count a vote")
        assert question._still().startswith('<div lang="zh-CN"')
    finally:
        question.close()


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_ten_questions_are_chinese(when, chinese, monkeypatch, tmp_path):
    monkeypatch.setattr(quiz_module, "FILE", tmp_path / "answers.json")
    assert left(repr(quiz(when))) == []
    for answers in ("ＡＢＣＡＢＣＡＢＣＡ", "A、B、C、A、B、C、A、B、C、A", "AB"):
        shown = quiz(when, answers)
        assert bool(shown) == (len(answers) > 2)
        assert left(repr(shown).replace(str(tmp_path), "")) == []


def test_classes_lists_and_buttons(chinese):
    assert [style.label for style in CLASSES] == ["猫", "狗", "兔子"]
    assert [style.name for style in CLASSES] == ["cat", "dog", "rabbit"]
    assert "dog" not in in_words([0.659, 0.242, 0.099]) and ", " not in in_words([0.1, 0.2, 0.7])
    assert "".join(say_list(["一", "二"], " ")) == "一二"
    assert labels().keys() == LABELS.keys()
    assert [words for words in labels().values() if left(words) or not HAN.search(words)] == []


def test_pictures_and_controls(chinese, close_pictures):
    picture = helpers.explore_softmax()
    assert left(repr(picture)) == [] and "猫" in repr(picture)
    for name, style in zip(("cat", "dog", "rabbit"), CLASSES, strict=True):
        slider = picture.controls[name]
        assert style.label in slider.description
        assert slider.style.handle_color == style.color
    assert picture._screen.lang == "zh-CN"
    data, _ = picture._repr_mimebundle_()
    assert 'lang="zh-CN"' in data["text/html"]


def test_english_slider_colours_are_what_they_were(close_pictures):
    controls = helpers.explore_softmax().controls
    assert [controls[s.name].style.handle_color for s in CLASSES] == [s.color for s in CLASSES]


def test_a_broken_function_is_told_in_the_picture(chinese, close_pictures):
    picture = helpers.explore_softmax(divide_by_zero)
    assert picture.error and left(repr(picture)) == []


@pytest.mark.parametrize(
    "call",
    [
        lambda: helpers.softmax([[1], [1, 2]]),
        lambda: helpers.softmax("a"),
        lambda: helpers.softmax([1.0, float("nan")]),
        lambda: helpers.softmax([2.0, 1.0], temperature=0),
        lambda: helpers.softmax(3.0),
        lambda: helpers.one_hot([3], num_classes=3),
        lambda: helpers.one_hot([0.5]),
        lambda: helpers.cross_entropy([0.5, 0.6], 0),
        lambda: helpers.cross_entropy([0.5, 0.5], 0, reduction="median"),
        lambda: helpers.explore_softmax(3),
        lambda: helpers.predict("no-such-question"),
    ],
)
def test_errors_of_public_functions(call, chinese):
    with pytest.raises((ValueError, TypeError)) as error:
        call()
    words = str(error.value)
    assert HAN.search(words)
    names = set(questions()) | {"no-such-question", "before", "softmax", "median", "temperature"}
    assert [word for word in left(words) if word not in names] == []


# What a learner types on a Chinese keyboard ---------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["Ａ，Ｃ", "A、C", "ａ；ｃ", "A 和 C", "「A」「C」", "A。C。", "（A）（C）"]
)
def test_letters(typed):
    assert sequence_of_letters(typed, "AC") == "AC"


@pytest.mark.parametrize(
    ("typed", "number"), [("１．３９", "1.39"), ("1，39", "1.39"), ("－１", "-1"), ("−1", "-1")]
)
def test_a_number_as_a_text(typed, number):
    with pytest.raises(NotRight, match=rf"{re.escape(number)}\.$"):
        one_number(typed)


# English -----------------------------------------------------------------------------------------


def test_english_is_spoken_unless_a_notebook_says_otherwise():
    assert languages.spoken() == "en" and languages.lang() == ""
    assert [style.label for style in CLASSES] == ["cat", "dog", "rabbit"]
    assert labels() == LABELS


def test_a_language_that_the_course_has_not_is_told():
    with pytest.raises(ImportError):
        from helpers.languages import xx  # noqa: F401
    with pytest.raises(ValueError, match="no language 'xx'"):
        languages.speak("xx")
