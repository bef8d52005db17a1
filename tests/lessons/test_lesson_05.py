"""Lesson 05: its pictures follow their controls, its checks name each mistake, its facts hold."""

import numpy as np
import pytest

from helpers import (
    check,
    cross_entropy,
    draw_bounds,
    draw_curvature,
    draw_race,
    explore_loss_surface,
    explore_losses,
    explore_race,
    gradient_descent,
    run_race,
    show_progress,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
    squared_error,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import predict
from helpers.lessons.l05_losses import checks as exercises
from helpers.lessons.l05_losses import pictures as explorers

NOTHING = [..., None]
NONSENSE = ["text", [], [1, 2], np.nan, np.inf, 1e300, -5, np.eye(2), {}, object(), dict, True]


pytestmark = pytest.mark.usefixtures("close_pictures")


@pytest.fixture(scope="module")
def race():
    return run_race(seeds=[0], steps=12, learning_rates=[1.0, 10.0])


def log_squared(p):
    return np.log(p) ** 2


def broken(p):
    return np.mean(p)


def raising(p):
    raise RuntimeError("not finished")


def unwritten(p):
    return ...


def not_a_number(p):
    return p * np.nan


def infinite(p):
    return p * np.inf


def constant(p):
    return 0 * p + 3


OWN = [log_squared, not_a_number, infinite, constant, lambda p: list(1 - p), lambda p: 1e200 * p]
FAULTY = {broken: "shape", raising: "not finished", unwritten: "nothing yet"}


def values_of(control):
    if hasattr(control, "options"):
        return list(control.options)
    return np.linspace(control.min, control.max, 4).round(6).tolist()


def sweep(picture):
    """Move each control over its range; the words must change, and nothing may fail."""
    start = picture.values
    for name, control in picture.controls.items():
        words = set()
        for value in values_of(control):
            picture.set(**{name: value})
            assert picture.error is None, picture.error
            words.add(picture.words)
        assert len(words) > 2 or hasattr(control, "options"), name
        assert len(words) > 1, name
        picture.set(**start)


# Facts ------------------------------------------------------------------------------------------


def test_the_numbers_of_the_notes():
    p = softmax([2.0, 1.0, 0.1])
    assert cross_entropy(p, 0).round(3) == 0.417
    assert squared_error(p, 0).round(3) == 0.185
    assert np.mean((p - [1, 0, 0]) ** 2).round(3) == 0.062


def test_what_each_loss_rewards():
    even, uneven = [0.2, 0.2, 0.6], [0.0, 0.4, 0.6]
    assert squared_error(even, 2).round(2) == 0.24
    assert squared_error(uneven, 2).round(2) == 0.32
    assert cross_entropy(even, 2).round(3) == cross_entropy(uneven, 2).round(3) == 0.511


def test_saturation():
    z = [-20.0, 0.0, 0.0]
    assert softmax_cross_entropy(z, 0).round(2) == 20.69
    assert softmax_squared_error(z, 0).round(2) == 1.50
    assert np.abs(softmax_cross_entropy_gradient(z, 0)).max().round(2) == 1.00
    assert f"{np.abs(softmax_squared_error_gradient(z, 0)).max():.0e}" == "3e-09"


def test_squared_error_is_bounded_by_two():
    worst = softmax_squared_error(np.diag([50.0, 50.0])[:, ::-1], [0, 1], reduction="none")
    np.testing.assert_allclose(worst, 2)


def test_squared_error_is_concave_below_one_third():
    for sigma, sign in ((0.32, -1), (0.34, 1)):
        u = np.log(sigma / (1 - sigma))
        f = [(1 - explorers.probability_at(u + h)) ** 2 for h in (-1e-3, 0, 1e-3)]
        assert np.sign(f[0] - 2 * f[1] + f[2]) == sign


# explore_losses ---------------------------------------------------------------------------------


def test_both_losses_and_pulls_follow_the_slider():
    picture = explore_losses()
    sweep(picture)
    picture.set(cat=-20)
    assert picture.words.endswith(
        "Cross-entropy 20.69, pull 1.000. Squared error 1.50, pull 3e-09."
    )
    shown = [text for artist in picture._moving for text in getattr(artist, "texts", [])]
    assert shown == [
        "cross-entropy 20.69",
        "squared error 1.50",
        "cross-entropy 1.000",
        "squared error 3e-09",
    ]
    dots = [artist.get_data() for artist in picture._moving if hasattr(artist, "get_xdata")]
    assert all(x[0] == -20 for x, _ in dots)
    assert dots[0][1][0] == pytest.approx(20.69, abs=0.01)


@pytest.mark.parametrize("loss", OWN)
def test_the_path_takes_any_loss(loss):
    sweep(explore_losses(loss))


def test_the_path_shows_the_learners_numbers():
    picture = explore_losses(log_squared).set(cat=0)
    assert f"Log_squared {np.log(3) ** 2:.2f}, pull {2 * np.log(3) * 2 / 3:.3f}" in picture.words


@pytest.mark.parametrize("explorer", [explore_losses, explore_loss_surface])
@pytest.mark.parametrize("loss", FAULTY)
def test_a_faulty_loss_is_named(explorer, loss):
    picture = explorer(loss)
    assert FAULTY[loss] in picture.error
    assert picture.words.startswith("No picture: ")
    picture.set(cat=1.0)
    assert FAULTY[loss] in picture.error


@pytest.mark.parametrize("explorer", [explore_losses, explore_loss_surface])
def test_what_is_no_function_is_refused(explorer):
    with pytest.raises(TypeError, match="without brackets"):
        explorer(0.5)


# explore_loss_surface ---------------------------------------------------------------------------


def test_the_walk_follows_its_controls():
    picture = explore_loss_surface()
    sweep(picture)
    picture.set(steps=0, cat=-2.0, dog=1.0)
    assert picture.words.endswith("cross-entropy 0.047, squared error 0.047.")
    picture.set(cat=6, dog=-6, rate=5, steps=60)
    assert "cross-entropy 1.000, squared error 1.000" in picture.words


@pytest.mark.parametrize(
    ("name", "value", "gradient"),
    [
        ("cross-entropy", softmax_cross_entropy, softmax_cross_entropy_gradient),
        ("squared error", softmax_squared_error, softmax_squared_error_gradient),
    ],
)
def test_the_walk_is_gradient_descent(name, value, gradient):
    slope = explorers._two_class_losses()[name][1]
    history = gradient_descent(lambda z: (value(z, 0), gradient(z, 0)), [-1.0, 2.0], 1.5, 20)
    path = explorers._descend(slope, -1.0, 2.0, 1.5, 20)
    np.testing.assert_allclose(path, history.points, atol=1e-10)


def test_the_first_step_from_undecided_is_the_same():
    picture = explore_loss_surface().set(cat=0, dog=0, steps=1, rate=1)
    assert "cross-entropy 0.731, squared error 0.731" in picture.words


@pytest.mark.parametrize("loss", OWN)
def test_the_surface_takes_any_loss(loss):
    picture = explore_loss_surface(loss)
    sweep(picture)
    finite = loss not in (not_a_number, infinite)
    assert ("is not finite" not in picture.words) == finite


def test_cross_entropy_as_ones_own_loss_walks_the_same_way():
    picture = explore_loss_surface(lambda p: -np.log(p))
    assert "cross-entropy 0.972" in picture.words
    assert "<lambda> 0.972" in picture.words


# explore_race and its like ----------------------------------------------------------------------


def test_the_race_is_scrubbed(race):
    picture = explore_race(race)
    sweep(picture)
    picture.set(start="wrong, sure", step=12)
    run = race.runs_of("softmax + squared error", "wrong, sure")[0]
    assert f"softmax + squared error {run.accuracy[12]:.2f} (learning rate" in picture.words
    assert "Start: wrong, sure. Step 12." in picture.words


def test_the_weights_are_shown_as_pictures(race):
    picture = explore_race(race)
    (pictures,) = [a for a in picture._moving if isinstance(a, explorers.WeightPictures)]
    before = pictures.pixels.copy()
    picture.set(step=0)
    assert not np.array_equal(before, pictures.pixels)
    weights = np.zeros((10, 64))
    weights[2, 9] = 1.0  # row 1, column 1 of the picture of digit 2
    pictures.set_weights([weights] * 3)
    np.testing.assert_array_equal(pictures.pixels[0, 1, 21], pictures.COLORS[255])
    assert (pictures.pixels[0, 1, 1] != pictures.COLORS[255]).any()


def test_a_loss_of_ones_own_joins_the_race(race):
    picture = explore_race(race, loss=log_squared)
    sweep(picture)
    assert "softmax + log_squared 0." in picture.words
    own = explore_race(race, loss=lambda p: -np.log(p)).set(step=12)
    cross = race.runs_of("softmax + cross-entropy", "undecided")[0]
    assert f"<lambda> {cross.accuracy[12]:.2f}" in own.words


@pytest.mark.parametrize("loss", [*FAULTY, not_a_number, constant])
def test_a_faulty_loss_does_not_stop_the_picture(race, loss):
    picture = explore_race(race, loss=loss)
    if loss in FAULTY:
        assert FAULTY[loss] in picture.error
    else:
        assert picture.error is None


def test_wrong_arguments_are_refused(race):
    with pytest.raises(TypeError, match="race first"):
        explore_race(log_squared)
    with pytest.raises(TypeError, match="run_race"):
        explore_race(3)
    with pytest.raises(TypeError, match="run_race"):
        draw_race("race")
    with pytest.raises(TypeError, match="without brackets"):
        explore_race(race, loss=3)


def test_still_pictures_have_words(race, capsys):
    draw_bounds()
    draw_curvature()
    draw_race(race)
    words = capsys.readouterr().out
    assert "4.61 at 0.01" in words
    assert "concave where sigma is below 1/3" in words
    cross = race.runs_of("softmax + cross-entropy", "wrong, sure")[0]
    assert f"wrong, sure: softmax + cross-entropy {cross.accuracy[-1]:.2f}" in words


def test_progress_leaves_the_same_words_each_time(capsys):
    assert list(show_progress(range(3))) == [0, 1, 2]
    assert capsys.readouterr().out == "A race of 3 runs.\n"


# Predictions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "right"),
    [("ten-times-the-loss", "C"), ("which-guess", "A"), ("more-wrong", "B"), ("good-start", "C")],
)
def test_predictions_have_the_right_answer(name, right):
    question = predict(name)
    for letter in question.options:
        assert (question.choose(letter).verdict == RIGHT) == (letter == right)


# Exercises --------------------------------------------------------------------------------------

CHECKS = [check.unfair, check.turning_point, check.my_squared_error_gradient, check.my_loss]


@pytest.mark.parametrize("checked", CHECKS)
def test_nothing_yet(checked):
    for answer in NOTHING:
        assert checked(answer).verdict == NOT_YET


@pytest.mark.parametrize("checked", CHECKS)
def test_nonsense_never_passes(checked):
    for answer in [*NONSENSE, lambda: 1, lambda *a: "text", lambda *a: np.nan]:
        feedback = checked(answer)
        assert feedback.verdict == NOT_RIGHT, answer
        assert "could not be checked" not in feedback.words, answer


@pytest.mark.parametrize(
    "checked", [check.my_squared_error_gradient, check.my_loss], ids=["gradient", "loss"]
)
def test_unwritten_functions_are_not_yet(checked):
    assert checked(lambda *arguments: ...).verdict == NOT_YET


@pytest.mark.parametrize(
    "answer", ["ACDF", "a, c, d, f", "FDCA", {"A", "C", "D", "F"}, list("ACDF")]
)
def test_the_unfair_ones_in_any_form(answer):
    assert check.unfair(answer).verdict == RIGHT


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ("ABCDF", "B is fair"),
        ("ACDEF", "E is fair"),
        ("CDF", "something is missing"),
        ("ABCDEF", "Of the 6 that you name, 4 belong there"),
        ("ACDFX", "There is no sentence 'X'"),
        ("", "no letters"),
    ],
)
def test_each_mistake_about_fairness_has_its_hint(answer, hint):
    feedback = check.unfair(answer)
    assert feedback.verdict == NOT_RIGHT
    assert hint in feedback.words


@pytest.mark.parametrize("answer", [-np.log(2), -0.693, np.float32(-0.6931), [np.log(0.5)]])
def test_the_turning_point_in_any_form(answer):
    assert check.turning_point(answer).verdict == RIGHT


@pytest.mark.parametrize("mistake", exercises.TURNING_MISTAKES)
def test_each_wrong_turning_point_has_its_hint(mistake):
    feedback = check.turning_point(mistake)
    assert feedback.verdict == NOT_RIGHT
    assert feedback.words == exercises.TURNING_MISTAKES[mistake]


def test_another_turning_point_is_told_its_probability():
    assert "probability of cat is 0.731" in check.turning_point(1.0).words


def by_matrix(logits, target):
    p = softmax(logits)
    return (np.diag(p) - np.outer(p, p)) @ (2 * (p - target))


def by_hand(logits, target):
    p = softmax(logits)
    mean = sum(pj * (pj - yj) for pj, yj in zip(p, target, strict=True))
    return [2 * pk * ((pk - yk) - mean) for pk, yk in zip(p, target, strict=True)]


def in_place(logits, target):
    logits -= logits.max()
    p = np.exp(logits) / np.exp(logits).sum()
    slope = 2 * (p - target)
    return p * (slope - p @ slope)


@pytest.mark.parametrize("answer", [by_matrix, by_hand, in_place, softmax_squared_error_gradient])
def test_right_gradients_pass(answer):
    assert check.my_squared_error_gradient(answer).verdict == RIGHT


@pytest.mark.parametrize("hint", exercises.GRADIENT_MISTAKES)
def test_each_wrong_gradient_has_its_hint(hint):
    feedback = check.my_squared_error_gradient(exercises.GRADIENT_MISTAKES[hint])
    assert feedback.verdict == NOT_RIGHT
    assert feedback.words == hint


def test_another_wrong_gradient_is_shown_its_numbers():
    feedback = check.my_squared_error_gradient(lambda z, y: softmax(z) * 3)
    assert "you return [1.977, 0.727, 0.296]" in feedback.words


@pytest.mark.parametrize(
    "answer",
    [
        log_squared,
        lambda p: -np.log(p) + (1 - p),
        lambda p: -np.log(p) * (2 - p),
        lambda p: [-np.log(x) + (1 - x) ** 2 for x in p] if np.ndim(p) == 1 else log_squared(p),
    ],
)
def test_losses_that_get_out_pass(answer):
    feedback = check.my_loss(answer)
    assert feedback.verdict == RIGHT, feedback
    assert "wrong, sure 0.9" in feedback.words


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda p: -np.log(p), "That is cross-entropy"),
        (lambda p: 3 - 2 * np.log2(p), "That is cross-entropy"),
        (lambda p: (1 - p) ** 2, "That is the squared error"),
        (lambda p: 7 * (1 - p) ** 2 + 1, "That is the squared error"),
        (lambda p: 1 - p, "It saturates"),
        (lambda p: -np.sqrt(p), "It saturates"),
        (lambda p: (1 - p) ** 4, "It saturates"),
        (np.log, "put a minus sign"),
        (lambda p: (p - 0.5) ** 2, "less right there"),
        (constant, "same for every p"),
        (broken, "one number for all"),
        (not_a_number, "nan or infinite"),
        (lambda p: np.log(p - 0.5), "nan or infinite"),
        (lambda p: np.exp(1 / p), "nan or infinite"),
        (raising, "not finished"),
        (lambda p: p[:3], "shape"),
    ],
)
def test_each_wrong_loss_has_its_hint(answer, hint):
    feedback = check.my_loss(answer)
    assert feedback.verdict == NOT_RIGHT
    assert hint in feedback.words
