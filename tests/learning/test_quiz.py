"""The ten questions before and after the course: kept on this machine, and what they show."""

import json
import os
from collections import Counter

import pytest

from helpers import quiz
from helpers.learning import quiz as module
from helpers.learning.feedback import NOT_RIGHT, NOT_YET


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def right_letters(when):
    return "".join(question["right"] for question in module.questions_of(when).values())


@pytest.mark.parametrize("when", ["before", "after"])
def test_there_are_ten_questions_and_no_letter_is_always_right(when):
    questions = module.questions_of(when)
    assert len(questions) == 10
    for question in questions.values():
        assert question["right"] in question["options"] and len(question["options"]) == 4
        assert len(set(question["options"].values())) == 4
    assert max(Counter(right_letters(when)).values()) <= 3


def test_the_questions_after_are_of_the_same_kind_with_other_numbers():
    before, after = module.questions_of("before"), module.questions_of("after")
    assert list(before) == list(after)
    for name in before:
        assert before[name]["asks"] != after[name]["asks"]
        assert before[name]["lesson"] == after[name]["lesson"]
    assert sum(before[name]["right"] != after[name]["right"] for name in before) > 5


def test_an_unanswered_quiz_asks_and_gives_nothing_away():
    asked = quiz("before")
    assert asked.feedback.verdict == NOT_YET and not asked
    bundle = asked._repr_mimebundle_()
    assert bundle["text/html"].count("<li>") == 50
    assert "10. In PyTorch" in bundle["text/plain"]
    assert "right" not in bundle["text/plain"].lower()


@pytest.mark.parametrize("answers", ["ABC", "", 3, ["A"] * 11])
def test_other_than_ten_letters_are_refused_in_words(answers, folder):
    asked = quiz("before", answers)
    assert asked.feedback.verdict == NOT_RIGHT and "letters" in asked.feedback.words
    assert list(folder.iterdir()) == []


def test_the_gain_is_the_share_of_what_could_be_gained(folder):
    wrong = ["E"] * 7 + list(right_letters("before")[7:])
    words = quiz("before", wrong).feedback.words
    assert str(folder / "what-i-knew.json") in words and "nothing is sent" in words
    assert "3" not in words.split(str(folder))[0], "how many are right is not told before the end"
    kept = json.loads((folder / "what-i-knew.json").read_text())
    assert len(kept["before"]) == 10
    after = "E" + right_letters("after")[1:8] + "EE"
    words = quiz("after", after).feedback.words
    assert words.startswith("7 of 10 are right. Not right: 1, 9, 10. Look again at 01, 05, 06.")
    assert "Before the course it was 3. Of 7 that could be gained you gained 4: 57%." in words


def test_all_right_before_leaves_nothing_to_gain():
    words = quiz("after", right_letters("after"), before=right_letters("before")).feedback.words
    assert "10 of 10 are right. Before the course it was 10. There was nothing to gain." in words


def test_without_answers_from_before_only_the_number_is_told(folder):
    (folder / "what-i-knew.json").write_text("not ours")
    words = quiz("after", right_letters("after")).feedback.words
    assert "There are no answers from before" in words


def test_where_no_file_can_be_written_it_says_so(monkeypatch):
    def refuse(*arguments, **options):
        raise OSError(30, os.strerror(30))

    monkeypatch.setattr("pathlib.Path.write_text", refuse)
    words = quiz("before", "ABCDABCDAB").feedback.words
    assert "No file could be written here (Read-only file system)" in words
    assert 'before="…"' in words and "kept in" not in words


def test_in_a_browser_it_says_that_the_browser_keeps_them(monkeypatch):
    monkeypatch.setattr("sys.platform", "emscripten")
    assert "in this browser alone" in quiz("before", "ABCDABCDAB").feedback.words


def test_another_time_is_refused():
    with pytest.raises(ValueError, match='"before" or "after"'):
        quiz("during")
