"""The pictures of lesson 07 show what they say."""

import numpy as np
import pytest

from helpers import (
    draw_blend,
    draw_learning_curve,
    draw_weights,
    explore_blend,
    explore_training,
    training_bar,
)
from helpers.lessons.l07_classifier import blend, runs
from helpers.lessons.l07_classifier import checks as exercises
from tests.learning.nonsense import fails
from tests.lessons.trained import history as history
from tests.lessons.trained import test_probabilities as test_probabilities

NAN = float("nan")


def moving(picture, kind):
    """Return the one artist of a kind that moves."""
    (artist,) = (a for a in picture._moving if type(a).__name__ == kind)
    return artist


def bar_heights(picture):
    """Return the heights of the bars of the digits, shape (rows, 10)."""
    points = np.concatenate(
        [line.get_xydata() for line in picture._moving if "bars" in line.get_label()]
    )
    ends = points.reshape(-1, 3, 2)  # foot, head, and the gap after it
    order = np.lexsort((ends[:, 0, 0], -ends[:, 0, 1]))
    return (ends[:, 1, 1] - ends[:, 0, 1])[order].reshape(-1, 10)


# The progress bar -------------------------------------------------------------------------------


def test_the_bar_passes_every_step_on_and_leaves_one_line(capsys):
    assert list(training_bar(range(250))) == list(range(250))
    assert set(capsys.readouterr().out.splitlines()) == {"250 steps of training."}


def test_a_short_training_has_no_bar(capsys):
    assert list(training_bar(range(99))) == list(range(99))
    assert capsys.readouterr().out == ""


def test_the_bar_goes_away_when_a_training_stops_early(capsys):
    steps = training_bar(range(1000))
    next(steps)
    steps.close()
    assert "1000 steps of training." in capsys.readouterr().out


# explore_training -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def training(history):
    return explore_training(history)


def test_every_step_of_the_training_can_be_shown(training):
    seen = set()
    for step in training.controls["step"].options:
        training.controls["step"].value = step
        assert training.error is None, step
        assert training.words.startswith(f"Step {step} of 1000: loss ")
        seen.add(training.words)
    assert len(seen) == len(training.controls["step"].options) >= 40


def test_words_points_and_bars_follow_the_step(training, history):
    training.set(step=0)
    assert "loss 2.303 on the training pictures" in training.words
    (points,) = (a for a in training._moving if a.get_label() == "now")
    assert np.allclose(points.get_xydata(), [[0, np.log(10)]] * 2)
    assert bar_heights(training).shape == (4, 10)
    assert np.allclose(bar_heights(training), 0.1)
    training.set(step=1000)
    assert f"loss {history.last_value:.3f} on the training pictures" in training.words
    assert "a 6 wrongly called 1 with 0.96" in training.words
    assert points.get_xdata()[0] == 1000
    heights = bar_heights(training)
    assert np.allclose(heights.sum(axis=1), 1) and heights[3].argmax() == 1


def test_the_weights_are_painted(training):
    image = moving(training, "PixelImage")
    training.set(step=0)
    blank = image.pixels.copy()
    training.set(step=1)
    assert image.pixels.shape == blank.shape == (28, 44, 4)
    assert not np.array_equal(image.pixels, blank)
    assert (image.pixels[:6, :, 3] == 0).all(), "the names show through"


def test_the_picture_runs_on_the_learners_training():
    picture = explore_training(exercises.right_path).set(step=300)
    assert picture.error is None
    assert picture.words.startswith("Step 300 of 300: loss 0.154 on the training pictures")


def test_a_list_of_weights_will_do(history):
    picture = explore_training(list(history.points[:6])).set(step=5)
    assert picture.words.startswith("Step 5 of 5: loss 1.526")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (fails, "the learner's own message"),
        (lambda *a: ..., "dots"),
        (lambda *a: np.zeros((65, 10)), "of shape (65, 10); (301, 65, 10) was expected"),
        (lambda *a: "weights", "not an array of numbers"),
    ],
    ids=["raises", "stub", "last weights alone", "text"],
)
def test_a_broken_training_is_told_in_words(function, message):
    picture = explore_training(function)
    assert message in picture.error
    for step in (0, picture.controls["step"].options[-1]):
        picture.controls["step"].value = step
        assert message in picture.words


def test_a_training_that_diverges_is_shown():
    path = np.zeros((4, 65, 10))
    path[1], path[2], path[3] = 1.0, 1e200 * np.arange(10), NAN
    picture = explore_training(path)
    for step in (0, 1, 2, 3):
        picture.set(step=step)
        assert picture.error is None, step
    assert "loss nan" in picture.words and "grown beyond all bounds" in picture.words


@pytest.mark.parametrize(
    "wrong", [np.zeros((3, 10, 65)), np.zeros((65, 10)), np.zeros((1, 65, 10)), "weights", 3]
)
def test_weights_of_another_shape_are_refused(wrong):
    with pytest.raises(ValueError, match=r"weights|step"):
        explore_training(wrong)


# explore_blend ----------------------------------------------------------------------------------


def test_every_share_and_every_digit_can_be_shown():
    picture = explore_blend()
    for share in np.linspace(0, 1, 21):
        picture.controls["share"].value = share
        assert picture.error is None, share
    for name in ("first", "second"):
        for digit in range(10):
            picture.controls[name].value = digit
            assert picture.error is None, (name, digit)


def test_the_ends_are_the_two_digits():
    picture = explore_blend().set(first=4, second=8, share=0)
    assert picture.words.startswith("A 4. One number: 4.0")
    picture.set(share=1)
    assert picture.words.startswith("An 8. One number: 8.06, nearest digit 8;")
    assert "surprise 11.6" in picture.words
    assert picture.set(first=8).words.startswith("An 8, twice.")


def test_marker_bars_and_image_follow_the_share():
    picture = explore_blend().set(first=0, second=1, share=0)
    image = moving(picture, "PixelImage")
    before = image.pixels.copy()
    heights = bar_heights(picture)
    assert heights.argmax() == 0 and np.isclose(heights.sum(), 1)
    picture.set(share=1)
    assert not np.array_equal(image.pixels, before)
    assert bar_heights(picture).argmax() == 1


def test_the_blend_runs_on_the_learners_models():
    picture = explore_blend(lambda image: 2, lambda image: np.full(10, 0.1)).set(share=0.5)
    assert "One number: 2.00, nearest digit 2" in picture.words
    assert "1 0.10, 2 0.10, 3 0.10" in picture.words
    assert "surprise 2.30 if it is a 1" in picture.words


@pytest.mark.parametrize(
    ("scalar", "soft", "message"),
    [
        (fails, blend._softmax_model, "the learner's own message"),
        (blend._scalar_model, fails, "the learner's own message"),
        (lambda image: ..., blend._softmax_model, "dots"),
        (lambda image: [1, 2], blend._softmax_model, "must give one number"),
        (blend._scalar_model, lambda image: [[0.1] * 10], "(10,) was expected"),
    ],
    ids=["scalar raises", "softmax raises", "stub", "two numbers", "a row too many"],
)
def test_a_broken_model_is_told_in_words(scalar, soft, message):
    picture = explore_blend(scalar, soft)
    assert message in picture.error
    assert message in picture.set(share=0.2).words


@pytest.mark.parametrize(
    ("value", "told"), [(NAN, "nan"), (np.inf, "inf"), (-1e300, "-1.0e+300"), (1e5, "1.0e+05")]
)
def test_a_wild_number_is_named(value, told):
    picture = explore_blend(lambda image: value)
    assert picture.error is None and f"One number: {told}" in picture.words


@pytest.mark.parametrize("p", [np.full(10, NAN), np.full(10, 0.5), np.full(10, np.inf)])
def test_what_are_no_probabilities_is_named(p):
    picture = explore_blend(softmax_model=lambda image: p)
    assert picture.error is None and "Not probabilities: " in picture.words


@pytest.mark.parametrize("explorer", [explore_blend, draw_blend])
def test_models_must_be_functions(explorer):
    with pytest.raises(TypeError, match="without brackets"):
        explorer(np.zeros(65))


@pytest.mark.parametrize("digit", [-1, 10, 2.5, "one"])
def test_only_digits_can_be_blended(digit):
    with pytest.raises(ValueError, match="digits from 0 to 9"):
        explore_blend(first=digit)


# Still pictures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [np.zeros((10, 65)), np.full((65, 10), NAN), np.zeros(65)])
def test_weights_to_draw_are_checked(wrong):
    with pytest.raises(ValueError, match="weights must be finite"):
        draw_weights(wrong)


@pytest.mark.parametrize("wrong", [[2.3], [2.3, NAN], [[2.3, 1.0]]])
def test_losses_to_draw_are_checked(wrong):
    with pytest.raises(ValueError, match="losses must be"):
        draw_learning_curve(wrong)


def test_the_four_faults_show_what_the_hints_say():
    four = runs.broken_runs()
    losses, test_losses, right = four["A"]
    assert right < 0.15 and test_losses[-1] > np.log(10) > losses[-1]
    losses, _, right = four["B"]
    assert losses[:20].max() > 10 and losses[-1] < 0.1 and right > 0.9
    losses, _, right = four["C"]
    assert right > 0.9 and np.log(1 + 9 / np.e) < losses.min() < 1.7
    losses, _, right = four["D"]
    assert (np.diff(losses) < 0).all() and losses[-1] > 2 and right > 0.8
