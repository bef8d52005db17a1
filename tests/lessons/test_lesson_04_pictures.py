"""Lesson 04: its pictures follow their controls and name what a function does wrong."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

import helpers
from helpers import draw_properness, draw_surprise, explore_cross_entropy, explore_gradient
from helpers.lessons.l04_cross_entropy.common import TARGETS
from helpers.lessons.l04_cross_entropy.downhill import LEVELS, STEPS, ground_of
from helpers.live.labels import Labels
from helpers.live.simplex import from_simplex, on_simplex

PEOPLE = (0.6, 0.3, 0.1)
LOGITS = (2.0, 1.0, 0.1)

pytestmark = pytest.mark.usefixtures("close_pictures")


def artists(picture, kind, **look):
    """Return the moving artists of a kind that have a look, such as a marker size."""
    found = [artist for artist in picture._moving if isinstance(artist, kind)]
    return [a for a in found if all(getattr(a, f"get_{k}")() == v for k, v in look.items())]


class Passed:
    """A function that a learner passed, exchanged from test to test: a new figure is slow."""

    def __init__(self, explorer, keyword):
        self.picture = explorer(**{keyword: lambda *arguments: self.function(*arguments)})
        self.start = self.picture.values

    def __call__(self, function, **values):
        self.function = function
        return self.picture.set(**(self.start | values))

    function = staticmethod(lambda first, second: None)


@pytest.fixture(scope="module")
def loss_picture():
    passed = Passed(explore_cross_entropy, "cross_entropy")
    yield passed
    passed.picture.close()


@pytest.fixture(scope="module")
def gradient_picture():
    passed = Passed(explore_gradient, "gradient")
    yield passed
    passed.picture.close()


def extremes(picture):
    """Yield after setting each control to each end of its range, or to each of its options."""
    for name, control in picture.controls.items():
        options = getattr(control, "options", None)
        values = [control.min, control.max] if options is None else [pair[1] for pair in options]
        for value in values:
            control.value = value
            yield name, value


def gradient_of_one(logits, target):
    return helpers.softmax(logits) - target


def solution_cross_entropy(probabilities, targets):
    safe = np.where(targets > 0, probabilities, 1.0)
    return -np.sum(targets * np.log(safe), axis=-1).mean()


def raises(first, second):
    raise RuntimeError("not today")


# explore_cross_entropy ----------------------------------------------------------------------------


def test_entropy_and_kl_add_up_for_every_control():
    picture = explore_cross_entropy()
    assert picture.words.startswith("Entropy 0.000 + KL 0.417 = cross-entropy 0.417. ")
    for name, value in extremes(picture):
        assert picture.error is None, (name, value)
        assert "Not right" not in picture.words
        sentence = picture.words.split(". ")[0].replace("=", "+")
        entropy, kl, total = (float(part.split()[-1]) for part in sentence.split("+"))
        assert entropy + kl == pytest.approx(total, abs=0.0016)


def test_the_words_and_the_image_follow_the_controls(loss_picture):
    picture = loss_picture(helpers.cross_entropy)
    before = picture._screen.moving
    picture.controls["cat"].value = 1.0
    assert "Prediction: cat 0.416, dog 0.416, rabbit 0.169" in picture.words
    assert picture._screen.moving != before
    picture.controls["target"].value = PEOPLE
    assert "Target: cat 0.600, dog 0.300, rabbit 0.100" in picture.words
    assert picture.words.startswith("Entropy 0.898 + KL 0.070 = cross-entropy 0.968. ")


def test_the_goal_is_a_line_across_each_bar_and_touches_no_number():
    picture = explore_cross_entropy(target=PEOPLE)
    (line,) = artists(picture, Line2D, linewidth=3)
    ends = np.array(line.get_data()).T.reshape(3, 3, 2)[:, :2]
    np.testing.assert_allclose(ends[..., 1], np.column_stack([PEOPLE, PEOPLE]))
    np.testing.assert_allclose(ends[..., 0].mean(axis=1), [0, 1, 2])
    numbers = artists(picture, Labels)[0]
    for cat in np.linspace(-4, 4, 17):
        picture.set(cat=cat)
        text = 0.12  # from the foot of a number to above its head, in units of the axis
        above = PEOPLE - numbers._y
        assert ((above <= 0) | (above > text)).all()


def test_the_best_prediction_leaves_the_entropy(loss_picture):
    picture = loss_picture(helpers.cross_entropy, target=PEOPLE, cat=1.8, dog=1.1, rabbit=0.0)
    assert picture.words.startswith("Entropy 0.898 + KL 0.000 = cross-entropy 0.898. ")


def naive(probabilities, target):
    return -np.sum(target * np.log(probabilities))


def test_a_naive_function_shows_0_log_0(loss_picture):
    picture = loss_picture(naive)
    assert picture.error is None
    assert picture.words.startswith("Entropy nan + KL nan = cross-entropy 0.417. ")
    assert picture.words.endswith("Not right: H(y) is nan, from 0 times log 0.")
    assert "Not right" not in picture.set(target=PEOPLE).words


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda p, y: np.sum(y * np.log(p)), "below 0: turn the sign"),
        (lambda p, y: -np.mean(y * np.log(p)), "too small: mean over the classes?"),
        (lambda p, y: -np.sum(y * np.log2(p)), "too large: log to base 2?"),
        (lambda p, y: -np.sum(y * np.log10(p)), "too small: log to base 10?"),
        (lambda p, y: np.nan, "H(y, p) is nan"),
        (lambda p, y: 7.0, "H(y, p) should be 0.907"),
        (lambda p, y: 0.0 if np.array_equal(p, y) else naive(p, y), "H(y) should be 0.898"),
        (lambda p, y: np.inf, "H(y, p) should be 0.907"),
    ],
)
def test_a_wrong_cross_entropy_is_named(loss_picture, function, says):
    picture = loss_picture(function, target=PEOPLE)
    assert picture.error is None
    assert picture.words.endswith(f"Not right: {says}.")


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (raises, "raised RuntimeError: not today"),
        (lambda p, y: None, "returned nothing"),
        (lambda p, y: ..., "dots"),
        (lambda p, y: "text", "not an array of numbers"),
        (lambda p, y: p, "returned an array of shape (1, 3)"),
    ],
)
def test_a_broken_function_is_told_in_words(loss_picture, function, says):
    picture = loss_picture(function)
    assert says in picture.error
    assert picture.words == f"No picture: {picture.error}"


def test_a_learners_function_gives_the_same_picture(loss_picture):
    words = loss_picture(solution_cross_entropy).words
    assert words == loss_picture(helpers.cross_entropy).words
    assert words.startswith("Entropy 0.000 + KL 0.417 = cross-entropy 0.417. ")


def test_the_name_of_a_function_that_raises_is_told():
    assert explore_cross_entropy(cross_entropy=raises).error.startswith("raises raised Runtime")
    assert explore_gradient(gradient=raises).error.startswith("raises raised Runtime")


# explore_gradient ---------------------------------------------------------------------------------


def test_the_gradient_follows_every_control():
    picture = explore_gradient()
    words = picture.words
    assert words.startswith("Step 0: loss 2.317, gradient cat 0.659, dog 0.242, rabbit -0.901. ")
    for name, value in extremes(picture):
        assert picture.error is None, (name, value)
        assert "Not right" not in picture.words, (name, value)


def test_each_step_goes_downhill_to_where_gradient_descent_goes(gradient_picture):
    picture = gradient_picture(gradient_of_one, target=(0.0, 0.0, 1.0))
    losses = []
    for step in range(STEPS + 1):
        picture.controls["steps"].value = step
        losses.append(float(picture.words.split("loss ")[1].split(",")[0]))
    assert losses[0] == pytest.approx(2.317) and losses[-1] < 0.05
    assert all(after < before for before, after in pairwise(losses))

    target = np.array([0.0, 0.0, 1.0])
    history = helpers.gradient_descent(
        lambda z: (
            float(helpers.softmax_cross_entropy(z, target)),
            helpers.softmax_cross_entropy_gradient(z, target),
        ),
        start=[2.0, 1.0, 0.1],
        learning_rate=1.0,
        steps=STEPS,
    )
    np.testing.assert_allclose(losses, history.values, atol=6e-4)


def test_the_learning_rate_lengthens_the_step(gradient_picture):
    picture = gradient_picture(gradient_of_one, steps=1, target=(1.0, 0.0, 0.0))
    assert "Logits: cat 2.34, dog 0.76, rabbit 0.00" in picture.words
    picture.controls["rate"].value = 2.0
    assert "Logits: cat 2.68, dog 0.52, rabbit -0.10" in picture.words


def test_a_target_that_can_be_reached_has_no_pull_left():
    target = tuple(helpers.softmax([2.0, 1.0, 0.1]))
    picture = explore_gradient(target=target)
    assert "gradient cat 0.000, dog 0.000, rabbit 0.000" in picture.words
    assert picture.controls["target"].value == pytest.approx(target)
    assert len(picture.controls["target"].options) == len(TARGETS) + 1


def test_the_arrow_starts_at_the_prediction_and_ends_at_the_target():
    picture = explore_gradient()
    for target in TARGETS.values():
        for steps in (0, 1, 5):
            picture.set(target=target, steps=steps)
            (ball,) = artists(picture, Line2D, markersize=15)
            (arrow,) = artists(picture, PathPatch)
            p = helpers.softmax(LOGITS)
            z = np.array(LOGITS)
            for _ in range(steps):
                z = z - (helpers.softmax(z) - target)
                p = helpers.softmax(z)
            np.testing.assert_allclose(ball.get_xydata()[0], on_simplex(p), atol=1e-9)
            vertices = arrow.get_path().vertices
            np.testing.assert_allclose(vertices[3], on_simplex(target), atol=1e-9)
            np.testing.assert_allclose((vertices[0] + vertices[6]) / 2, on_simplex(p), atol=1e-9)


def test_the_dots_are_where_the_ball_has_been():
    picture = explore_gradient()
    places = []
    for step in range(STEPS + 1):
        picture.set(steps=step)
        (trail,) = artists(picture, Line2D, markersize=4, marker="o", linestyle="None")
        (ball,) = artists(picture, Line2D, markersize=15)
        np.testing.assert_allclose(trail.get_xydata(), np.reshape(places, (-1, 2)))
        places.append(ball.get_xydata()[0])


@pytest.mark.parametrize("target", TARGETS.values())
def test_the_shades_are_where_the_loss_is_low(target):
    _, *parts = ground_of(np.array(target))
    assert len(parts) == len(LEVELS)
    lowest = helpers.cross_entropy([target], [target])
    for level, outline in zip(LEVELS, parts, strict=True):
        p = np.clip(from_simplex(outline), 0, 1)
        inside = p.min(axis=1) > 1e-6
        losses = helpers.cross_entropy(p[inside], np.tile(target, (inside.sum(), 1)), "none")
        np.testing.assert_allclose(losses, lowest + level, rtol=1e-3)
    shares = np.random.default_rng(0).dirichlet([1, 1, 1], 300)
    above = helpers.cross_entropy(shares, np.tile(target, (300, 1)), "none") - lowest
    for level, outline in zip(LEVELS, parts, strict=True):
        clear = (np.abs(above - level) > 0.1) & (shares.min(axis=1) > 0.03)
        low = Path(outline).contains_points(on_simplex(shares[clear]), radius=1e-9)
        assert np.array_equal(low, above[clear] < level)


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda z, y: y - helpers.softmax(z), "y − p goes uphill"),
        (lambda z, y: helpers.softmax(z), "sum 1.000, not 0"),
        (lambda z, y: (helpers.softmax(z) - y) / 3, "not p - y"),
        (lambda z, y: np.full(3, np.nan), "no finite number"),
        (lambda z, y: np.full(3, 1e308), "no finite number"),
    ],
)
def test_a_wrong_gradient_is_named(gradient_picture, function, says):
    picture = gradient_picture(function, steps=STEPS, target=(0.0, 0.0, 1.0))
    assert picture.error is None
    assert picture.words.endswith(f"Not right: {says}.")


def test_uphill_the_loss_grows(gradient_picture):
    picture = gradient_picture(lambda z, y: y - helpers.softmax(z), steps=STEPS)
    assert float(picture.words.split("loss ")[1].split(",")[0]) > 10


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (raises, "raised RuntimeError: not today"),
        (lambda z, y: ..., "dots"),
        (lambda z, y: 0.0, "returned an array of shape ()"),
        (lambda z, y: [[1.0, 2.0]], "returned an array of shape (1, 2)"),
    ],
)
def test_a_broken_gradient_is_told_in_words(gradient_picture, function, says):
    picture = gradient_picture(function)
    assert says in picture.error
    assert gradient_picture(gradient_of_one).error is None


@pytest.mark.parametrize(
    "function",
    [
        lambda z, y: helpers.softmax(z) - y,
        lambda z, y: (helpers.softmax(z) - y) / len(z),
        lambda z, y: (helpers.softmax(z) - y)[0],
        lambda z, y: (helpers.softmax(z) - y).tolist(),
        helpers.softmax_cross_entropy_gradient,
    ],
)
def test_a_right_gradient_in_another_form_gives_the_same_picture(gradient_picture, function):
    words = gradient_picture(function, steps=3).words
    assert words == gradient_picture(gradient_of_one, steps=3).words
    assert words.startswith("Step 3: loss 0.334, ") and "Not right" not in words


# What explorers and drawings are given ------------------------------------------------------------


@pytest.mark.parametrize("explorer", [explore_cross_entropy, explore_gradient])
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"logits": (1.0, 2.0)}, ValueError),
        ({"logits": (1.0, 2.0, 5.0)}, ValueError),
        ({"logits": (1.0, 2.0, np.nan)}, ValueError),
        ({"target": (1.0, 1.0, 0.0)}, ValueError),
        ({"target": (1.5, -0.5, 0.0)}, ValueError),
        ({"target": (np.nan, 0.5, 0.5)}, ValueError),
    ],
)
def test_bad_arguments_are_refused(explorer, arguments, error):
    with pytest.raises(error):
        explorer(**arguments)


def test_what_is_no_function_is_refused():
    with pytest.raises(TypeError, match="without brackets"):
        explore_cross_entropy(cross_entropy=0.417)
    with pytest.raises(TypeError, match="without brackets"):
        explore_gradient(gradient=[1.0])


@pytest.mark.parametrize("bad", [(0.5, 0.5), (0.0, 0.5, 0.5), (1.2, 0.1, 0.1)])
def test_drawings_refuse_what_they_cannot_draw(bad):
    with pytest.raises(ValueError):
        draw_surprise(bad)
    with pytest.raises(ValueError):
        draw_properness(bad)


def test_properness_finds_another_truth(capsys):
    draw_properness((0.2, 0.0, 0.8))
    words = capsys.readouterr().out
    assert "least, 0.500, at 0.20, the truth" in words
    assert "least, 0.200, at 0.00, an exaggeration" in words


def place_of(handle, control):
    """Return where a handle stands for the value of its control, in data coordinates."""
    share = (control.value - control.min) / (control.max - control.min)
    at = share * (len(handle._path) - 1)
    return [np.interp(at, np.arange(len(handle._path)), along) for along in handle._path.T]


def test_what_can_be_dragged_is_where_the_picture_shows_it():
    picture = explore_gradient().set(rate=2.0)
    (handle,) = picture._handles
    for step in (0, 1, 7, 20):
        picture.set(steps=step)
        (ball,) = artists(picture, Line2D, markersize=15)
        place = place_of(handle, picture.controls["steps"])
        np.testing.assert_allclose(place, ball.get_xydata()[0], atol=1e-9)
    uphill = explore_gradient(lambda z, y: 1e300 * (y - helpers.softmax(z)))
    assert uphill.set(steps=3, rate=3.0).error is None

    picture = explore_cross_entropy(logits=(0.0, 1.0, 2.0)).set(cat=-1.0)
    p = helpers.softmax([-1.0, 1.0, 2.0])
    for k, handle in enumerate(picture._handles):
        place = place_of(handle, picture.controls[handle.control])
        np.testing.assert_allclose(place, [k, p[k]], atol=1e-3)
