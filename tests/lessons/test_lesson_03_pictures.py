"""Lesson 03: its pictures follow their controls and name what a function does wrong."""

import re

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

from helpers import (
    draw_ideas,
    draw_jacobian,
    draw_lift,
    draw_sigmoid,
    explore_overflow,
    explore_simplex,
    explore_softmax,
    softmax,
)
from helpers.lessons.l03_softmax.common import what_is_wrong
from helpers.lessons.l03_softmax.shares import lengths_that_fit
from helpers.live.simplex import CORNERS, on_simplex
from tests.learning.nonsense import fails

LOGITS = np.array([2.0, 1.0, 0.1])


def naive(z):
    return np.exp(z) / np.exp(z).sum()


def probabilities_in(words):
    """Return the three probabilities that the words of a picture state."""
    return [float(x) for x in re.findall(r"(?:cat|dog|rabbit) (\S+?)[,.] ", words)[:3]]


def ends_of(control):
    """Return the values of a control at its ends, or all that it offers."""
    if hasattr(control, "min"):
        return control.min, control.max
    return getattr(control, "options", (False, True))


def drive(picture):
    """Move each control over its whole range, the others at one end, then at the other."""
    ranges = {name: ends_of(control) for name, control in picture.controls.items()}
    for end in (0, -1):
        for name, values in ranges.items():
            picture.set(**{other: ends[end] for other, ends in ranges.items() if other != name})
            if isinstance(values[0], float):
                values = np.round(np.linspace(*values, 3), 1)
            for value in values:
                picture.set(**{name: value})
                assert picture.error is None, picture.words
                yield picture


@pytest.fixture(scope="module", params=[explore_softmax, explore_simplex])
def run_on(request):
    """Run one picture on any function, as if its cell had been run again."""
    function = softmax
    picture = request.param(lambda *arguments: function(*arguments))

    def run(other):
        nonlocal function
        function = other
        picture.refresh()
        return picture

    return run


# explore_softmax --------------------------------------------------------------------------------


def test_scores_become_probabilities():
    picture = explore_softmax()
    assert list(picture.controls) == ["cat", "dog", "rabbit"]
    assert picture.words == (
        "Probabilities: cat 0.659, dog 0.242, rabbit 0.099. "
        "Exponentials: cat 7.389, dog 2.718, rabbit 1.105. Scores: cat 2.0, dog 1.0, rabbit 0.1."
    )
    picture.controls["dog"].value = 3.0
    assert picture.words.startswith("Probabilities: cat 0.259, dog 0.703, rabbit 0.039.")


@pytest.mark.parametrize(
    ("function", "explore"),
    [
        (softmax, explore_softmax),
        (naive, explore_softmax),
        (softmax, explore_overflow),
        (naive, explore_overflow),
    ],
)
def test_every_value_of_every_control(function, explore):
    for picture in drive(explore(function)):
        assert "Probabilities: cat " in picture.words
        if function is softmax or explore is explore_softmax:
            assert "Not probabilities" not in picture.words
            assert sum(probabilities_in(picture.words)) == pytest.approx(1, abs=2e-3)


def bars_of(picture):
    """Return from where to where the scores, the exponentials and the probabilities reach."""
    boxes = [artist for artist in picture._moving if isinstance(artist, PolyCollection)]
    corners = [np.array([path.vertices for path in box.get_paths()])[..., 0] for box in boxes]
    spans = [np.column_stack([x.min(axis=1), x.max(axis=1)]) for x in corners]
    _, scores, exponentials, probabilities = spans  # the bands between the bars lie lowest
    return scores, exponentials, probabilities


def tears_in(picture):
    """Return the white strokes, shape (n, 2, 2), that break pieces."""
    wide = [a for a in picture._moving if isinstance(a, Line2D) and a.get_linewidth() == 6]
    drawn = [np.array(line.get_data()).T.reshape(-1, 3, 2)[:, :2] for line in wide]
    return np.concatenate(drawn)


def test_the_piece_of_cat_stays_and_its_share_falls_when_dog_rises():
    picture = explore_softmax()
    _, before, share_before = bars_of(picture)
    picture.set(dog=2.5)
    _, after, share_after = bars_of(picture)
    for span in (before[0], after[0]):
        assert span == pytest.approx((0, np.exp(2) / 30))
    assert after[1][1] - after[1][0] == pytest.approx(np.exp(2.5) / 30)
    assert share_before[0] == pytest.approx((0, 0.659), abs=1e-3)
    assert share_after[0] == pytest.approx((0, softmax([2, 2.5, 0.1])[0]))
    assert share_after[2][1] == pytest.approx(1)


def test_a_piece_that_outgrows_the_scale_is_torn_and_the_others_keep_their_length():
    picture = explore_softmax().set(cat=4)
    _, pieces, _ = bars_of(picture)
    assert pieces[2][1] == pytest.approx(1)
    assert pieces[1][1] - pieces[1][0] == pytest.approx(np.exp(1) / 30)
    assert len(tears_in(picture)) == 1
    assert pieces[0][0] < tears_in(picture)[0].mean(axis=0)[0] < pieces[0][1]
    assert len(tears_in(picture.set(cat=2))) == 0


@pytest.mark.parametrize(
    ("values", "lengths"),
    [
        ([0.5, 0.3, 0.2], [0.5, 0.3, 0.2]),
        ([0.5, 0.3, 0.9], [0.35, 0.3, 0.35]),
        ([9, 0.1, 9], [0.45, 0.1, 0.45]),
        ([np.inf, np.nan, -1], [1, 0, 0]),
        ([9, 8, 7], [1 / 3] * 3),
        ([1, 0, 0], [1, 0, 0]),
    ],
)
def test_what_is_longest_is_shortened_until_all_fit(values, lengths):
    np.testing.assert_allclose(lengths_that_fit(values), lengths)


def test_overflow_of_a_naive_softmax_is_drawn_and_explained():
    picture = explore_overflow(naive, (700, 699, 698))
    assert "Not" not in picture.words
    before = picture._screen.moving
    picture.controls["cat"].value = 709
    assert "Not" not in picture.words
    picture.controls["cat"].value = 710
    assert picture.error is None
    assert picture.words.startswith("Probabilities: cat nan, dog 0.000, rabbit 0.000.")
    assert "exp(710) overflows, above 709.8 it is inf" in picture.words
    assert "inf / inf is nan" in picture.words
    assert picture._screen.moving != before
    picture.controls["subtract"].value = True
    assert "Not" not in picture.words
    assert picture.words.startswith("Probabilities: cat 1.000")


@pytest.mark.parametrize(("z", "fits"), [(88, True), (89, False), (300, False)])
def test_float32_overflows_earlier(z, fits):
    picture = explore_overflow(naive, (0, 0, 0))
    picture.set(cat=z)
    assert "Not" not in picture.words
    picture.set(numbers="float32")
    assert ("above 88.7" in picture.words) != fits


def test_underflow_of_every_exponential_is_explained():
    picture = explore_overflow(naive, (-1000, -1000, -1000))
    assert "underflow to 0; 0 / 0 is nan" in picture.words
    assert "Not" not in picture.set(subtract=True).words


def test_a_stable_softmax_gets_round_the_overflow():
    picture = explore_overflow().set(cat=1000)
    assert "Exponentials: cat inf" in picture.words
    assert picture.words.endswith(
        "exp overflows, but this function gets round it: the sum is 1.000."
    )


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (np.exp, "Not probabilities: the sum is 11.213."),
        (lambda z: -z, "Not probabilities: some are below 0."),
        (lambda z: z * np.inf, "Not probabilities: inf: too large for a float."),
        (lambda z: z * np.nan, "Not probabilities: nan: no number came out."),
        (lambda z: [0.5, 0.5, 0.5], "Not probabilities: the sum is 1.500."),
    ],
)
def test_what_is_no_probability_is_named(run_on, function, says):
    picture = run_on(function)
    assert picture.error is None
    assert says in picture.words


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (fails, "RuntimeError: the learner's own message"),
        (lambda z: None, "returned nothing"),
        (lambda z: z[:2], "returned an array of shape (2,)"),
        (lambda z: "cat", "not an array of numbers"),
        (lambda: 1, "TypeError"),
    ],
)
def test_a_function_that_fails_is_told_in_words(run_on, function, says):
    picture = run_on(function)
    assert picture.words.startswith("No picture: ")
    assert says in picture.words
    assert run_on(naive).error is None
    assert picture.words.startswith("Probabilities: cat 0.659, dog 0.242, rabbit 0.099.")


@pytest.mark.parametrize("explore", [explore_softmax, explore_simplex])
def test_the_picture_comes_back_with_the_next_good_value(explore):
    def fails_when_cat_leads(z):
        if z[0] == z.max():
            raise ValueError("cat leads")
        return naive(z)

    picture = explore(fails_when_cat_leads)
    assert "fails_when_cat_leads raised ValueError: cat leads" in picture.error
    picture.set(cat=-1.0)
    assert picture.error is None
    assert sum(probabilities_in(picture.words)) == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize("explore", [explore_softmax, explore_simplex])
def test_bad_arguments_are_refused(explore):
    with pytest.raises(TypeError, match="without brackets"):
        explore(softmax(LOGITS))
    for logits in [(1, 2), (5, 0, 0), (np.nan, 0, 0)]:
        with pytest.raises(ValueError, match="3 numbers between -4 and 4"):
            explore(logits=logits)
    with pytest.raises(ValueError, match="between -1000 and 1000"):
        explore_overflow(logits=(1001, 0, 0))


# explore_simplex --------------------------------------------------------------------------------


def path_and_point(picture):
    """Return the places that make the path, shape (M, 2), and the place of the point, (1, 2)."""
    lines = [artist for artist in picture._moving if artist.get_label().startswith(("its", "the"))]
    return [np.array(line.get_data()).T for line in lines]


@pytest.mark.parametrize("function", [softmax, naive], ids=["course", "naive"])
def test_the_point_moves_as_the_scores_do(function):
    for picture in drive(explore_simplex(function)):
        assert "Not probabilities" not in picture.words
        z = np.array([picture.values[name] for name in ("cat", "dog", "rabbit")])
        p = softmax(z / picture.values["temperature"])
        path, point = path_and_point(picture)
        np.testing.assert_allclose(point, [on_simplex(p)], atol=1e-9)
        np.testing.assert_allclose(path[0], [0, 0], atol=0.07)
        if (z == z.max()).sum() == 1:
            np.testing.assert_allclose(path[-1], CORNERS[z.argmax()], atol=0.36)


def test_the_winning_region_is_named():
    picture = explore_simplex()
    assert "in the region of cat, 0.430 from its corner" in picture.words
    picture.set(dog=3.5)
    assert "in the region of dog" in picture.words
    picture.set(cat=3.5)
    assert "on the border between cat and dog" in picture.words
    picture.set(rabbit=3.5)
    assert "on the border between cat, dog and rabbit" in picture.words


def test_only_the_temperature_moves_the_point_along_its_path():
    picture = explore_simplex()
    path, _ = path_and_point(picture)
    for temperature in (10, 2, 0.5, 0.1):
        picture.set(temperature=temperature)
        same_path, point = path_and_point(picture)
        np.testing.assert_array_equal(path, same_path)
        assert np.linalg.norm(path - point, axis=1).min() < 0.08


def test_a_point_with_a_negative_probability_is_drawn_outside():
    picture = explore_simplex(lambda z: z / z.sum()).set(dog=-0.5)
    assert "The point leaves the triangle." in picture.words
    _, point = path_and_point(picture)
    assert on_simplex([1, 0, 0])[1] > point[0, 1]
    picture = explore_simplex(np.exp)
    assert "There is no point." in picture.words
    path, point = path_and_point(picture)
    assert len(path) == 0 and np.isnan(point).all()


# Still pictures ---------------------------------------------------------------------------------


def displayed(monkeypatch, draw, *arguments):
    """Return the words of a still picture."""
    words = []
    monkeypatch.setattr("helpers.live.picture.display", lambda picture: words.append(repr(picture)))
    draw(*arguments)
    return words[0]


def test_sigmoid_picture(monkeypatch):
    def sigmoid(lead):
        return 1 / (1 + np.exp(-lead))

    words = displayed(monkeypatch, draw_sigmoid, sigmoid)
    assert "-2: 0.119, 0: 0.500, 2: 0.881" in words
    assert "shaped like an S" in words
    assert "shaped like an S" not in displayed(monkeypatch, draw_sigmoid, lambda lead: lead)


def test_ideas_picture_marks_what_is_no_probability(monkeypatch):
    ideas = {"one": [1.5, -0.5, 0.0], "two": [0.5, 0.5, 0.0]}
    words = displayed(monkeypatch, draw_ideas, ideas)
    assert words == (
        "one: cat 1.500 (above 1), dog -0.500 (below 0), rabbit 0.000. "
        "two: cat 0.500, dog 0.500, rabbit 0.000."
    )
    with pytest.raises(ValueError, match="three numbers"):
        draw_ideas({"one": [1.0, 0.0]})


def test_lift_picture_shows_what_the_function_does(monkeypatch):
    words = displayed(monkeypatch, draw_lift, softmax, LOGITS)
    assert words.count("cat 0.659, dog 0.242, rabbit 0.099") == 2
    ratios = displayed(monkeypatch, draw_lift, lambda z: z / z.sum(), LOGITS)
    assert "cat 0.645" in ratios and "cat 0.337, dog 0.333, rabbit 0.330" in ratios


def test_jacobian_picture(monkeypatch):
    p = softmax(LOGITS)
    words = displayed(monkeypatch, draw_jacobian, np.diag(p) - np.outer(p, p))
    assert "Score of cat: cat 0.225, dog -0.160, rabbit -0.065." in words
    assert words.endswith("Sums of the rows: cat 0.000, dog 0.000, rabbit 0.000.")
    wrong = displayed(monkeypatch, draw_jacobian, np.diag(p))
    assert wrong.endswith("Sums of the rows: cat 0.659, dog 0.242, rabbit 0.099.")
    with pytest.raises(ValueError, match=r"shape \(3, 3\)"):
        draw_jacobian(np.zeros((2, 2)))


def test_what_is_wrong_finds_nothing_wrong_with_probabilities():
    assert what_is_wrong(softmax(LOGITS)) == ""


def place_of(handle, control):
    """Return where a handle stands for the value of its control, in data coordinates."""
    share = (control.value - control.min) / (control.max - control.min)
    at = share * (len(handle._path) - 1)
    return [np.interp(at, np.arange(len(handle._path)), along) for along in handle._path.T]


def test_what_can_be_dragged_is_where_the_picture_shows_it():
    picture = explore_softmax().set(cat=-1.5, dog=3.0)
    for k, (handle, (left, right)) in enumerate(
        zip(picture._handles, bars_of(picture)[0], strict=True)
    ):
        end = left if left < 0 else right
        place = place_of(handle, picture.controls[handle.control])
        np.testing.assert_allclose(place, [end, k], atol=1e-9)

    picture = explore_simplex().set(dog=1.5)
    (handle,) = picture._handles
    for temperature in (0.4, 1.0, 10.0):
        picture.set(temperature=temperature)
        _, point = path_and_point(picture)
        place = place_of(handle, picture.controls["temperature"])
        np.testing.assert_allclose(place, point[0], atol=0.02)

    picture = explore_overflow()
    for subtract in (False, True):
        picture.set(subtract=subtract, dog=-300)
        handle = picture._handles[1]
        place = place_of(handle, picture.controls["dog"])
        np.testing.assert_allclose(place, [-1000 if subtract else -300, 1], atol=1e-6)
