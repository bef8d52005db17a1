"""The pictures of lesson 06 show what they say."""

import math

import numpy as np
import pytest

from helpers import (
    add_intercept,
    digits,
    draw_two_runs,
    explore_double_softmax,
    one_hot,
    train_softmax,
)
from helpers.lessons.l06_pytorch.runs import unknown_runs
from helpers.maths.double_softmax import double_softmax_loss

# Explorer ---------------------------------------------------------------------------------------


def numbers(picture):
    """Return the words of the loss and slope bars, in the order of the picture."""
    artists = [a for a in picture._moving if hasattr(a, "texts")]
    return [text.strip() for artist in artists for text in artist.texts]


def test_the_explorer_follows_its_controls():
    picture = explore_double_softmax()
    assert "loss 0.417, largest slope 0.341" in picture.words
    assert "loss 0.802, largest slope 0.188" in picture.words
    picture.set(dog=-10.0, rabbit=-10.0)
    picture.controls["cat"].value = 10.0
    assert "Softmax twice: cat 0.576" in picture.words
    assert "0.551" in numbers(picture)
    picture.set(cat=-10.0, rabbit=10.0)
    assert "0.212" in numbers(picture)
    assert "1.551" in numbers(picture)
    picture.set(target=2)
    assert picture.words.startswith("Target rabbit")
    assert "0.551" in numbers(picture)


@pytest.mark.parametrize("name", ["cat", "dog", "rabbit", "target"])
def test_the_explorer_draws_over_the_whole_range(name):
    picture = explore_double_softmax()
    values = [0, 1, 2] if name == "target" else [-10, -3.3, 0, 0.1, 9.9, 10]
    seen = set()
    for value in values:
        picture.set(**{name: value})
        assert picture.error is None
        seen.add(picture.words)
    assert len(seen) == len(values)


def test_the_explorer_agrees_with_the_gradients():
    picture = explore_double_softmax(logits=(1.0, -2.0, 0.5))
    _, twice = double_softmax_loss(np.array([1.0, -2.0, 0.5]), 0)
    assert f"largest slope {np.abs(twice).max():.3f}" in picture.words


def no_division(z):
    return np.exp(z)


def broken(z):
    raise KeyError("cat")


def unwritten(z):
    return None


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (no_division, "Not probabilities: softmax once sums to 11.213"),
        (broken, "broken raised KeyError"),
        (unwritten, "unwritten returned nothing"),
        (lambda z: z * np.nan, "nan"),
        (lambda z: [0.5, 0.5], "(3,) was expected"),
    ],
)
def test_the_explorer_runs_on_what_a_learner_wrote(function, words):
    assert words in explore_double_softmax(function).words


def test_the_explorer_takes_a_softmax_written_otherwise():
    own = explore_double_softmax(lambda z: list(np.exp(z) / np.exp(z).sum()))
    assert own.words == explore_double_softmax().words


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"softmax": 3}, TypeError),
        ({"logits": (1.0, 2.0)}, ValueError),
        ({"logits": (11.0, 0.0, 0.0)}, ValueError),
        ({"logits": (np.nan, 0.0, 0.0)}, ValueError),
    ],
)
def test_the_explorer_refuses_what_it_cannot_show(arguments, error):
    with pytest.raises(error):
        explore_double_softmax(**arguments)


# Still pictures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("run", [[[1.0, 2.0]], [[1.0], [2.0]], [[np.nan, 1.0], [0.0, 1.0]], 3])
def test_draw_two_runs_refuses_what_is_no_run(run):
    with pytest.raises(ValueError, match="two rows of finite numbers"):
        draw_two_runs(run, [[2.3, 1.6], [0.1, 0.8]])


def test_the_unknown_runs_are_told_apart_by_what_the_lesson_teaches():
    runs = unknown_runs()
    floor = math.log(1 + 9 / math.e)
    ends = {name: losses[-1] for name, (losses, _) in runs.items()}
    falling = {name: losses[150] - losses[200] for name, (losses, _) in runs.items()}
    right = {name: part for name, (_, part) in runs.items()}
    assert all(losses[0] == pytest.approx(math.log(10)) for losses, _ in runs.values())
    assert all(floor < end < 1.55 for end in ends.values())
    assert falling["A"] > 0.1 > 0.05 > max(falling["B"], falling["C"])
    assert right["B"] > 0.95
    assert right["C"] < 0.7


def test_run_c_falls_below_the_floor_later():
    """It has not come to rest at step 200: it is the share right that gives it away."""
    images, labels, _, _ = digits()
    pixels, labels = add_intercept(images[:600]), labels[:600]
    random = np.random.default_rng(0)
    wrong = random.random(len(labels)) < 0.42
    labels = np.where(wrong, random.integers(10, size=len(labels)), labels)
    history = train_softmax(pixels, one_hot(labels, 10), 0.4, 1000)
    assert history.values[200] == pytest.approx(unknown_runs()["C"][0][-1])
    assert 1.3 < history.last_value < 1.35 < math.log(1 + 9 / math.e)


def test_the_signs_that_a_smoothed_target_spoils(torch):
    """With label smoothing the right model comes to rest at the entropy of its target."""
    images, labels, _, _ = (torch.tensor(part) for part in digits())
    torch.manual_seed(0)
    model = torch.nn.Linear(64, 10, dtype=torch.float64)
    optimiser = torch.optim.SGD(model.parameters(), lr=1.0)
    for _ in range(1000):
        loss = torch.nn.functional.cross_entropy(
            model(images[:10]), labels[:10], label_smoothing=0.1
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    smooth = 0.9 * one_hot(0, 10) + 0.01
    assert loss.item() == pytest.approx(-np.sum(smooth * np.log(smooth)), abs=0.01)


def test_a_loss_beyond_the_scale_is_drawn_broken():
    picture = explore_double_softmax().set(cat=0.0, dog=10.0)
    lines = [line for line in picture._moving if hasattr(line, "get_color")]
    breaks = [line for line in lines if line.get_color() == "white"]
    assert [np.isfinite(line.get_xdata()).sum() for line in breaks] == [4, 0]
    picture.set(dog=1.0)
    assert [np.isfinite(line.get_xdata()).sum() for line in breaks] == [0, 0]
