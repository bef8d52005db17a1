"""The pictures of lesson 02 follow their controls, and tell what a learner's function does."""

import numpy as np
import pytest
from matplotlib.lines import Line2D

from helpers import (
    class_of,
    clusters,
    draw_digit_scores,
    draw_one_hot,
    explore_corners,
    explore_masking,
    explore_one_hot,
    fit_least_squares,
    one_hot,
    predict_linear,
)
from helpers.lessons.l02_one_hot.corners import _CAT_DOG_RABBIT, _view
from helpers.lessons.l02_one_hot.lines import line_scores
from helpers.live.simplex import on_simplex
from tests.learning.nonsense import fails

NAMES = ("cat", "dog", "rabbit")


def steps(control):
    """Return every value that a slider can take."""
    count = round((control.max - control.min) / control.step)
    return np.round(np.linspace(control.min, control.max, count + 1), 6)


def moving_line(picture, marker, style="None"):
    (line,) = (
        artist
        for artist in picture._moving
        if isinstance(artist, Line2D)
        and artist.get_marker() == marker
        and artist.get_linestyle() == style
    )
    return line


# explore_one_hot --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scores", [(1.5, 0.9, 0.0), (-0.5, -0.2, -0.3), (0.2, 0.3, 1.1), (1.5, 1.4, -0.5)]
)
def test_the_highest_score_is_the_nearest_corner(scores):
    picture = explore_one_hot().set(**dict(zip(NAMES, scores, strict=True)))
    name = NAMES[int(np.argmax(scores))]
    distances = np.linalg.norm(np.eye(3) - scores, axis=1)
    assert f"Class: {name}. " in picture.words
    assert picture.words.endswith(f"the nearest is {name}.")
    assert f"cat {distances[0]:.3f}, dog {distances[1]:.3f}" in picture.words


def test_point_and_ring_follow_the_scores():
    picture = explore_one_hot()
    point, ring = moving_line(picture, "D"), moving_line(picture, "o")
    picture.set(cat=0.0, dog=1.0, rabbit=0.0)
    assert np.allclose(point.get_xydata(), [on_simplex([0, 1, 0])])
    assert np.allclose(ring.get_xydata(), [on_simplex([0, 1, 0])])
    picture.set(cat=1.3)
    assert np.allclose(point.get_xydata(), [on_simplex([1.3, 1, 0])])
    assert np.allclose(ring.get_xydata(), [on_simplex([1, 0, 0])])


def test_adding_the_same_to_all_scores_moves_neither_point_nor_class():
    picture = explore_one_hot(scores=(1.5, 0.9, 0.0))
    before, words = moving_line(picture, "D").get_xydata().copy(), picture.words
    picture.set(cat=1.2, dog=0.6, rabbit=-0.3)
    assert np.allclose(moving_line(picture, "D").get_xydata(), before)
    assert "Class: cat. " in picture.words and picture.words != words


def test_equal_scores_are_equally_near():
    picture = explore_one_hot(scores=(0.2, 0.7, 0.7))
    assert "Class: dog. " in picture.words
    assert picture.words.endswith("equally near: dog and rabbit.")


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_a_score_works(name):
    picture = explore_one_hot(scores=(0.4, 0.4, 0.4))
    for value in steps(picture.controls[name]):
        picture.controls[name].value = value
        assert picture.error is None, value
        assert f"{name} {value + 0.0:.1f}" in picture.words


def test_a_wrong_choice_is_drawn_and_named():
    picture = explore_one_hot(np.argmin, scores=(0.8, 0.1, 0.3))
    assert "Class: dog, which is not the highest score." in picture.words
    assert "the nearest is cat." in picture.words
    assert np.allclose(moving_line(picture, "o").get_xydata(), [on_simplex([0, 1, 0])])


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (fails, "the learner's own message"),
        (lambda z: ..., "dots"),
        (lambda z: 3, "returned 3. A class is 0 (cat), 1 (dog) or 2 (rabbit)"),
        (lambda z: 0.5, "returned 0.5"),
        (lambda z: np.nan, "returned nan"),
        (lambda z: z, "shape (3,)"),
        (lambda z: "cat", "not an array of numbers"),
    ],
    ids=["raises", "stub", "3", "half", "nan", "scores", "text"],
)
def test_a_broken_class_of_is_told_in_words(function, message):
    picture = explore_one_hot(function)
    assert message in picture.error
    picture.set(cat=-0.5)
    assert message in picture.words


@pytest.mark.parametrize("wrong", [(1, 2), (2, 0, 0), (np.nan, 0, 0), (0, 0, -0.6)])
def test_scores_to_start_with_are_checked(wrong):
    with pytest.raises(ValueError, match="3 numbers between"):
        explore_one_hot(scores=wrong)


@pytest.mark.parametrize("explorer", [explore_one_hot, explore_masking])
def test_an_explorer_needs_a_function(explorer):
    with pytest.raises(TypeError, match="without brackets"):
        explorer(3)


# explore_masking --------------------------------------------------------------------------------


def by_hand(positions, labels, where):
    return np.column_stack([-where - 0.5, np.zeros(len(where)), where - 0.5])


def with_square(positions, labels, where):
    def table(x):
        return np.column_stack([x, x**2])

    return predict_linear(table(where), fit_least_squares(table(positions), one_hot(labels)))


def test_the_class_in_the_middle_never_comes_out_on_top():
    picture = explore_masking()
    for place in steps(picture.controls["middle"]):
        picture.controls["middle"].value = place
        assert picture.error is None, place
        assert f"Cluster of dog at {place + 0.0:.1f}." in picture.words
        assert "of all 0.667." in picture.words
        if abs(abs(place) - 1) > 0.05:
            middle = NAMES[int(np.argsort([-1, place, 1])[1])]
            assert f"Never on top: {middle}." in picture.words


def test_lines_and_cluster_follow_the_slider():
    picture = explore_masking()
    spots, line = moving_line(picture, "s"), moving_line(picture, "s", "-")
    assert abs(spots.get_xdata().mean()) < 0.05
    assert np.ptp(line.get_ydata()) < 0.05
    picture.set(middle=2)
    assert abs(spots.get_xdata().mean() - 2) < 0.05
    positions, labels = clusters(centres=(-1, 2, 1))
    assert np.allclose(line.get_ydata(), line_scores(positions, labels, line.get_xdata())[:, 1])
    assert line.get_ydata()[-1] > line.get_ydata()[0] + 1


def test_lines_by_hand_find_all_three():
    words = explore_masking(by_hand).words
    assert "from left to right: cat, dog, rabbit. Right: cat 1.000, dog 1.000" in words
    assert "Never" not in words and "of all 1.000." in words


def test_a_square_unmasks_the_class_in_the_middle():
    picture = explore_masking(with_square)
    assert "from left to right: cat, dog, rabbit. Right: cat 1.000, dog 1.000" in picture.words
    assert "Never" not in picture.words
    picture.set(middle=0.8)
    assert "of all 1.000" not in picture.words


def test_the_words_count_what_the_function_answers():
    def stripes(positions, labels, where):
        return one_hot((np.floor(where * 4).astype(int)) % 3, 3)

    picture = explore_masking(stripes)
    positions, labels = clusters()
    expected = np.mean(class_of(stripes(None, None, positions)) == labels)
    assert f"of all {expected:.3f}." in picture.words
    assert ", …. " in picture.words, "many stretches are cut short"
    assert picture.error is None


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (fails, "the learner's own message"),
        (lambda p, n, w: ..., "dots"),
        (lambda p, n, w: n, "was expected here"),
        (lambda p, n, w: np.zeros((len(w), 2)), "was expected here"),
        (lambda x: x, "takes 1 positional argument"),
    ],
    ids=["raises", "stub", "labels", "two classes", "one argument"],
)
def test_broken_scores_are_told_in_words(function, message):
    picture = explore_masking(function)
    assert message in picture.error
    assert message in picture.set(middle=1.5).words


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_scores_that_are_no_numbers_are_drawn_and_named(bad):
    def broken(positions, labels, where):
        return np.add(by_hand(positions, labels, where), [0, bad, 0])

    picture = explore_masking(broken)
    assert picture.error is None
    assert picture.words.endswith("Some scores are nan or inf.")


# Still pictures ---------------------------------------------------------------------------------


def test_the_cube_ends_face_on():
    corners = _CAT_DOG_RABBIT @ _view(1.0)
    assert np.allclose(corners, on_simplex(np.eye(3))), "the triangle of the other lessons"
    assert not np.allclose(_CAT_DOG_RABBIT @ _view(0.0), corners, atol=0.1)


def test_the_cube_turns():
    picture = explore_corners()
    assert "turned 0 % of the way" in picture.words
    for turn in steps(picture.controls["turn"]):
        assert picture.set(turn=turn).error is None
    assert picture.words.endswith("Face on, one sees it: a triangle with three equal sides.")
    points = np.array([moving_line(picture, marker).get_xydata()[0] for marker in "os^"])
    assert np.allclose(points, on_simplex(np.eye(3)))


def test_lamps_show_what_the_function_gave(capsys):
    draw_one_hot([1, 2], [[0, 0.5, -1], [0, 0, 1]])
    assert "A dog: 0, 0.5, -1. A rabbit: 0, 0, 1." in capsys.readouterr().out
    with pytest.raises(ValueError, match="one row of three numbers for each of the 2 labels"):
        draw_one_hot([1, 2], [0, 1, 0])
    with pytest.raises(ValueError, match="labels"):
        draw_one_hot([3], [[0, 1, 0]])


def test_still_pictures_speak(capsys):
    draw_digit_scores(np.zeros(64), np.arange(10) / 10, 4)
    said = capsys.readouterr().out
    assert "A handwritten 4" in said and "The highest is 9. Sum 4.50." in said


@pytest.mark.parametrize(
    ("image", "scores", "message"),
    [
        (np.zeros((8, 8)), np.zeros(10), "64 pixels"),
        (np.zeros(64), np.zeros(3), "10 numbers"),
        (np.zeros(64), np.full(10, np.nan), "10 numbers"),
    ],
)
def test_a_digit_that_cannot_be_drawn_is_refused(image, scores, message):
    with pytest.raises(ValueError, match=message):
        draw_digit_scores(image, scores, 0)
