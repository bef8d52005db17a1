"""Lesson 05: its pictures follow their controls, and run on any loss."""

import numpy as np
import pytest

from helpers import (
    draw_bounds,
    draw_curvature,
    draw_leads,
    draw_race,
    explore_ground,
    explore_losses,
    explore_race,
    gradient_descent,
    one_digit_leads,
    run_race,
    show_progress,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
)
from helpers.lessons.l05_losses import ground
from helpers.lessons.l05_losses.contenders import CONTENDERS
from helpers.lessons.l05_losses.race_pictures import WEIGHT_COLORS, weight_pixels
from helpers.live.parts import PixelImage

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


@pytest.mark.parametrize("explorer", [explore_losses, explore_ground])
@pytest.mark.parametrize("loss", FAULTY)
def test_a_faulty_loss_is_named(explorer, loss):
    picture = explorer(loss)
    assert FAULTY[loss] in picture.error
    assert picture.words.startswith("No picture: ")
    picture.set(**{next(iter(picture.controls)): 1.0})
    assert FAULTY[loss] in picture.error


@pytest.mark.parametrize("explorer", [explore_losses, explore_ground])
def test_what_is_no_function_is_refused(explorer):
    with pytest.raises(TypeError, match="without brackets"):
        explorer(0.5)


# explore_ground -----------------------------------------------------------------------------------


def test_the_balls_follow_their_controls():
    picture = explore_ground()
    sweep(picture)
    picture.set(step=0, lead=-3.0)
    assert "probability of cat 0.047. Step 0" in picture.words
    assert "Squared error: probability 0.047, pull 0.172." in picture.words
    picture.set(lead=10, rate=5, step=40)
    assert picture.words.count("probability 1.000") == 2


def test_one_ball_rolls_and_the_other_sits_on_the_plain():
    picture = explore_ground().set(step=20)
    assert "Cross-entropy: probability 0.97" in picture.words
    assert "Squared error: probability 0.004" in picture.words


@pytest.mark.parametrize(("lead", "arrives"), [(-3.0, True), (-10.0, False)])
def test_what_there_is_to_find_on_the_ground(lead, arrives):
    rate = 1.0 if arrives else 5.0
    words = explore_ground().set(lead=lead, rate=rate, step=40).words
    cross, squared = (
        float(part.split()[0].rstrip(",")) for part in words.split("probability ")[2:]
    )
    assert cross > 0.9
    assert (squared > 0.9) == arrives


@pytest.mark.parametrize(
    ("name", "value", "gradient"),
    [
        ("cross-entropy", softmax_cross_entropy, softmax_cross_entropy_gradient),
        ("squared error", softmax_squared_error, softmax_squared_error_gradient),
    ],
)
def test_the_walk_is_gradient_descent_over_two_logits(name, value, gradient):
    loss, slope = ground.two_class_losses()[name]
    history = gradient_descent(lambda z: (value(z, 0), gradient(z, 0)), [-1.0, 2.0], 1.5, 20)
    leads = history.points[:, 0] - history.points[:, 1]
    np.testing.assert_allclose(ground.walk(slope, -3.0, 1.5, 20), leads, atol=1e-10)
    np.testing.assert_allclose(loss(ground.probability_at(leads)), history.values, atol=1e-10)


def test_the_balls_touch_the_ground_and_can_be_dragged_along_it():
    picture = explore_ground()
    for handle in picture._handles:
        assert handle.control == "lead"
        assert len(handle.on_page()) == 81
    balls = [a for a in picture._moving if getattr(a, "get_markersize", lambda: 0)() == 14]
    assert len({ball.get_color() for ball in balls}) == 2


@pytest.mark.parametrize("loss", OWN)
def test_the_ground_takes_any_loss(loss):
    picture = explore_ground(loss)
    sweep(picture)
    finite = loss not in (not_a_number, infinite)
    assert ("is not finite" not in picture.words) == finite


def test_cross_entropy_as_ones_own_loss_walks_the_same_way():
    picture = explore_ground(lambda p: -np.log(p)).set(step=20)
    assert picture.words.count("probability 0.972") == 2


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
    images = [a for a in picture._moving if isinstance(a, PixelImage)]
    assert len(images) == 3
    before = images[0].pixels.copy()
    picture.set(step=12)
    assert not np.array_equal(before, images[0].pixels)
    before = images[0].pixels.copy()
    picture.set(digit=7)
    assert not np.array_equal(before, images[0].pixels)
    weights = np.zeros(64)
    weights[9] = 1.0  # row 1, column 1
    np.testing.assert_array_equal(weight_pixels(weights)[1, 1], WEIGHT_COLORS[255])
    assert (weight_pixels(weights)[0, 0] != WEIGHT_COLORS[255]).any()


def test_a_loss_of_ones_own_joins_the_race(race):
    picture = explore_race(race, loss=log_squared)
    sweep(picture)
    assert "softmax + log_squared 0." in picture.words
    own = explore_race(race, loss=lambda p: -np.log(p)).set(step=12)
    cross = race.runs_of("softmax + cross-entropy", "wrong, sure")[0]
    assert f"<lambda> {cross.accuracy[12]:.2f}" in own.words


@pytest.mark.parametrize("loss", [*FAULTY, not_a_number, constant])
def test_a_faulty_loss_does_not_stop_the_picture(race, loss):
    picture = explore_race(race, loss=loss)
    if loss in FAULTY:
        assert FAULTY[loss] in picture.error
    else:
        assert picture.error is None


def test_the_race_opens_on_the_start_that_is_wrong_and_sure(race):
    assert explore_race(race).words.startswith("Start: wrong, sure. Step 0.")


def named(count):
    slopes = list(CONTENDERS.values())
    contenders = {f"contender {i}": slopes[i % 3] for i in range(count)}
    return run_race(contenders, seeds=[0], steps=2, learning_rates=[1.0])


def test_up_to_five_contenders_have_a_look_of_their_own(capsys):
    five = named(5)
    draw_race(five)
    assert capsys.readouterr().out.count("contender 4") == 3
    assert "contender 4 0." in explore_race(five).words
    assert "softmax + log_squared 0." in explore_race(five, loss=log_squared).words


@pytest.mark.parametrize("picture", [draw_race, explore_race])
def test_more_contenders_than_looks_are_refused_in_words(picture):
    with pytest.raises(ValueError, match="Race fewer"):
        picture(named(6))


def test_leads_need_a_start_each(race):
    contender = {"mine": CONTENDERS["softmax + squared error"]}
    starts = {"a": one_digit_leads(1), "b": one_digit_leads(2)}
    own = run_race(contender, seeds=[0], steps=2, learning_rates=[1.0], starts=starts)
    with pytest.raises(ValueError, match="one contender and a start for each of the 3 leads"):
        draw_leads([1, 2, 3], {"plain": own})
    with pytest.raises(ValueError, match="3 and 3"):
        draw_leads([1, 2, 3], {"plain": race})
    draw_leads([1, 2], {"plain": own})


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


def test_a_place_that_the_page_sends_with_a_rounding_error_is_the_whole_number(race):
    picture = explore_race(race).set(digit=2.9999999999999996, step=6.999999999999999)
    assert "Step 7." in picture.words
    assert picture.words.endswith("the weights of the digit 3.")
    assert "Step 7 at" in explore_ground().set(step=6.999999999999999).words
