"""The form of an option tells nothing: not its length, not how carefully it is put."""

import math
import re

import pytest

from helpers.learning.predictions import questions

HEDGES = re.compile(
    r"\b(may|might|can|could|often|usually|mostly|sometimes|perhaps|hardly|almost|unless|depends)\b",
    re.I,
)


def shortest(answers):
    least = min(map(len, answers))
    return [len(answer) == least for answer in answers]


def longest(answers):
    most = max(map(len, answers))
    return [len(answer) == most for answer in answers]


def only_hedged(answers):
    hedged = [bool(HEDGES.search(answer)) for answer in answers]
    return hedged if sum(hedged) == 1 else [False] * len(answers)


def more_often_than_chance(stands_out, asked):
    """Compare how often the right option stands out with what an option drawn at random would.

    Returns the number of times, and the largest that chance still allows: two standard deviations
    above the mean.
    """
    found, mean, variance = 0, 0.0, 0.0
    for question in asked:
        answers = [option["answer"] for option in question["options"]]
        right = [bool(option.get("right")) for option in question["options"]].index(True)
        which = stands_out(answers)
        chance = sum(which) / len(which)
        found += which[right]
        mean += chance
        variance += chance * (1 - chance)
    return found, mean + 2 * math.sqrt(variance)


@pytest.mark.parametrize("stands_out", [shortest, longest, only_hedged])
def test_how_an_option_looks_does_not_tell_whether_it_is_right(stands_out):
    found, most = more_often_than_chance(stands_out, questions().values())
    assert found <= most, f"the right option is the {stands_out.__name__} {found} times"


def test_a_course_whose_right_options_are_the_shortest_would_be_noticed():
    options = [
        {"answer": "no", "right": True},
        {"answer": "perhaps it is"},
        {"answer": "yes, it is"},
    ]
    found, most = more_often_than_chance(shortest, 20 * [{"options": options}])
    assert found > most


def test_the_right_option_has_no_letter_of_its_own():
    places = [
        [bool(option.get("right")) for option in question["options"]].index(True)
        for question in questions().values()
    ]
    for place in range(3):
        assert places.count(place) <= len(places) / 2
