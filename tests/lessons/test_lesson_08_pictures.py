"""The pictures of lesson 08 show what they say."""

import numpy as np
import pytest

from helpers import (
    digits,
    draw_reliability,
    draw_sheets,
    explore_temperature,
    one_hot,
    softmax,
    softmax_cross_entropy,
)
from helpers.maths.calibration import reliability, spread
from tests.learning.nonsense import fails


def soften(logits, temperature):
    """Do as the function of the lesson does."""
    return softmax(logits / temperature)


# The reliability of answers ---------------------------------------------------------------------


def test_the_bins_of_the_reliability_diagram(capsys):
    p = np.array([[0.95, 0.05], [1.0, 0.0], [0.85, 0.15], [0.3, 0.7]])
    draw_reliability([0, 1, 0, 1], p)
    words = " ".join(capsys.readouterr().out.split())
    assert "0.8 to 0.9, 1 answer, mean 0.85, right 1.00" in words
    assert "0.9 to 1.0, 2 answers, mean 0.97, right 0.50" in words or "mean 0.98" in words
    assert reliability(p, [0, 1, 0, 1]).counts.sum() == 4


@pytest.mark.parametrize(
    ("p", "labels"),
    [
        ([0.5, 0.5], [0]),
        (np.full((2, 2), 0.5), [0]),
        (np.full((1, 2), 2.0), [0]),
        (np.full((1, 2), 0.5), [2]),
        (np.zeros((0, 2)), []),
    ],
)
def test_what_are_no_probabilities_has_no_reliability(p, labels):
    with pytest.raises(ValueError, match=r"probabilities|labels"):
        reliability(p, labels)


def test_the_grey_bars_hold_nineteen_of_twenty():
    random = np.random.default_rng(0)
    for probability, count in ((0.85, 49), (0.6, 200), (0.95, 400)):
        low, high = spread(probability, count)
        shares = random.binomial(count, probability, size=4000) / count
        assert 0.93 < np.mean((shares >= low) & (shares <= high)) < 0.98


def test_a_sheet_without_a_digit_is_told():
    with pytest.raises(ValueError, match="There is no 0 on sheet 0"):
        draw_sheets(np.zeros((3, 64)), [1, 2, 3], [0, 0, 0])


# explore_temperature ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def logits():
    labels = digits().test_labels
    random = np.random.default_rng(0)
    z = 2 * random.standard_normal((len(labels), 10)) + 5 * one_hot(labels, 10)
    return {"one": z, "three times": 3 * z}, labels


def test_the_picture_follows_its_controls(logits):
    models, labels = logits
    picture = explore_temperature(soften, models, labels)
    seen = {}
    for model, z in models.items():
        for temperature in (0.3, 1.0, 3.0):
            picture.set(model=model, temperature=temperature)
            assert picture.error is None
            seen[model, temperature] = picture.words
            loss = softmax_cross_entropy(z / temperature, labels)
            assert (
                f"T = {temperature:.2f}:" in picture.words and f"loss {loss:.3f}" in picture.words
            )
    right = {words.split("right ")[1][:5] for words in seen.values()}
    assert len(right) == 1, "no temperature changes an answer"
    bins = {key: words.split(": says")[1] for key, words in seen.items()}
    assert bins["one", 1.0] == bins["three times", 3.0]


def test_the_ball_is_a_handle_on_the_curve(logits):
    models, labels = logits
    picture = explore_temperature(soften, models, labels)
    (handle,) = picture._handles
    before = handle.on_page()
    assert handle.control == "temperature"
    assert len(before) == len(np.arange(0.3, 3.01, 0.05))
    picture.set(model="three times")
    assert handle.on_page() != before


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (fails, "the learner's own message"),
        (lambda z, T: ..., "returned nothing yet"),
        (lambda z, T: softmax(z) / T, "does not give probabilities"),
        (lambda z, T: z / T, "does not give probabilities"),
        (lambda z, T: softmax(z)[0], "was expected"),
        (lambda z: softmax(z), "argument"),
    ],
)
def test_a_broken_function_is_told_in_words(logits, function, message):
    picture = explore_temperature(function, *logits).set(temperature=2.0)
    assert message in picture.error


def test_another_softening_is_shown_as_it_is(logits):
    picture = explore_temperature(lambda z, T: softmax(z * T), *logits).set(temperature=2.0)
    other = explore_temperature(soften, *logits).set(temperature=0.5)
    assert picture.words.split(": says")[1] == other.words.split(": says")[1]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((3, {"a": [[1.0, 2.0]]}, [0]), TypeError),
        ((soften, {}, [0]), ValueError),
        ((soften, {"a": [[1.0, 2.0]]}, [0, 1]), ValueError),
        ((soften, {"a": [1.0, 2.0]}, [0, 1]), ValueError),
        ((soften, {"a": [[np.nan, 2.0]]}, [0]), ValueError),
    ],
)
def test_what_cannot_be_shown_is_refused(arguments, error):
    with pytest.raises(error):
        explore_temperature(*arguments)
