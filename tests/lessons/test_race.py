"""The race between the losses is fair, its contenders are what they say, its result is stable."""

import numpy as np
import pytest

from helpers.lessons.l05_losses import race as module
from helpers.lessons.l05_losses.contenders import (
    CONTENDERS,
    cross_entropy_after_softmax,
    probability_at,
    slope_in_log_odds,
    squared_error_after_softmax,
    squared_error_without_softmax,
    through_softmax,
)
from helpers.lessons.l05_losses.race import LEARNING_RATES, Run, accuracies, descend, run_race
from helpers.lessons.l05_losses.starts import (
    FIRST_STARTS,
    NUM_CLASSES,
    Split,
    split_digits,
)
from helpers.live.learner import LearnerError
from helpers.maths.data import digits
from helpers.maths.losses import (
    softmax_cross_entropy_gradient,
    softmax_squared_error_gradient,
)
from helpers.maths.softmax import softmax

RATES = (0.3, 3.0)
SMALL = {"seeds": [0], "steps": 10, "learning_rates": RATES}


@pytest.fixture(scope="module")
def race():
    return run_race(seeds=[0])


@pytest.fixture(scope="module")
def examples():
    generator = np.random.default_rng(3)
    logits = 4 * generator.standard_normal((50, NUM_CLASSES))
    targets = np.eye(NUM_CLASSES)[generator.integers(NUM_CLASSES, size=50)]
    return logits, targets


# Contenders -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contender", "expected"),
    [
        (cross_entropy_after_softmax, softmax_cross_entropy_gradient),
        (squared_error_after_softmax, softmax_squared_error_gradient),
    ],
)
def test_contenders_are_the_gradients_of_the_course(examples, contender, expected):
    logits, targets = examples
    np.testing.assert_allclose(
        contender(logits, targets), expected(logits, targets, reduction="none"), atol=1e-14
    )
    stacked = contender(np.stack([logits, 2 * logits]), targets)
    np.testing.assert_array_equal(stacked[0], contender(logits, targets))
    np.testing.assert_array_equal(stacked[1], contender(2 * logits, targets))


def test_the_linear_contender_has_the_gradient_of_the_squared_error(examples):
    outputs, targets = examples
    h = 1e-6 * np.eye(NUM_CLASSES)[3]
    slope = ((outputs + h - targets) ** 2 - (outputs - h - targets) ** 2).sum(axis=-1) / 2e-6
    got = squared_error_without_softmax(outputs, targets)[:, 3]
    np.testing.assert_allclose(got, slope, atol=1e-6)


def test_a_loss_of_p_gets_its_gradient_through_softmax(examples):
    logits, targets = examples
    got = through_softmax(lambda p: -np.log(p))(logits, targets)
    np.testing.assert_allclose(got, softmax(logits) - targets, atol=1e-6)
    two = logits[:, :2]
    own = through_softmax(lambda p: 2 * (1 - p) ** 2)(two, np.eye(2)[np.zeros(50, dtype=int)])
    np.testing.assert_allclose(
        own, softmax_squared_error_gradient(two, np.zeros(50), reduction="none"), atol=1e-6
    )


def test_the_slope_of_a_loss_is_accurate_where_softmax_is_saturated():
    log_odds = np.array([-600.0, -20.0, 0.0, 20.0])
    np.testing.assert_allclose(
        slope_in_log_odds(lambda p: -np.log(p), log_odds), -probability_at(-log_odds), rtol=1e-4
    )
    slope = slope_in_log_odds(lambda p: 2 * (1 - p) ** 2, -20.0)
    assert slope == pytest.approx(-4 * probability_at(-20.0), rel=1e-3)


def test_a_loss_that_cannot_be_used_says_so(examples):
    logits, targets = examples
    with pytest.raises(TypeError, match="function of p"):
        through_softmax(0.5)
    with pytest.raises(LearnerError, match="shape"):
        through_softmax(lambda p: np.mean(p))(logits, targets)
    with pytest.raises(LearnerError, match="ZeroDivisionError"):
        through_softmax(lambda p: 1 / 0)(logits, targets)


# Fairness ---------------------------------------------------------------------------------------


class Spy:
    """A contender that remembers what it is given."""

    def __init__(self, gradient):
        self.gradient = gradient
        self.outputs, self.targets, self.calls = [], [], 0

    def __call__(self, outputs, targets):
        if self.calls % SMALL["steps"] == 0:
            self.outputs.append(outputs.copy())
            self.targets.append(targets.copy())
        self.calls += 1
        return self.gradient(outputs, targets)


def test_same_data_batches_starts_and_budget_for_each_contender():
    spies = {name: Spy(gradient) for name, gradient in CONTENDERS.items()}
    result = run_race(spies, **SMALL | {"seeds": [0, 1]})
    first, *others = spies.values()
    assert first.calls == SMALL["steps"] * len(FIRST_STARTS) * 2  # all rates go side by side
    assert first.outputs[0].shape == (len(RATES), 400, NUM_CLASSES)  # every picture, every step
    for spy in others:
        assert spy.calls == first.calls
        for mine, theirs in zip(
            spy.outputs + spy.targets, first.outputs + first.targets, strict=True
        ):
            np.testing.assert_array_equal(mine, theirs)
    assert len({run.accuracy.shape for run in result.runs}) == 1
    assert len({run.search.shape for run in result.runs}) == 1


def test_two_names_for_one_contender_do_the_same():
    twins = {"one": cross_entropy_after_softmax, "other": cross_entropy_after_softmax}
    result = run_race(twins, **SMALL)
    for start in FIRST_STARTS:
        one, other = result.runs_of("one", start)[0], result.runs_of("other", start)[0]
        assert one.learning_rate == other.learning_rate
        np.testing.assert_array_equal(one.accuracy, other.accuracy)
        np.testing.assert_array_equal(one.weights, other.weights)


def test_company_and_order_change_nothing():
    alone = run_race(dict(reversed(CONTENDERS.items())), **SMALL)
    together = run_race(**SMALL)
    for name in CONTENDERS:
        for start in FIRST_STARTS:
            np.testing.assert_array_equal(
                alone.runs_of(name, start)[0].accuracy, together.runs_of(name, start)[0].accuracy
            )


def test_another_unit_of_the_loss_only_divides_the_learning_rate():
    """A loss times 10 with a tenth of every rate: the same race."""
    tenfold = {"ten": lambda z, y: 10 * squared_error_after_softmax(z, y)}
    ten = run_race(tenfold, **SMALL | {"learning_rates": [rate / 10 for rate in RATES]})
    plain = run_race({"ten": squared_error_after_softmax}, **SMALL)
    for mine, theirs in zip(ten.runs, plain.runs, strict=True):
        assert 10 * mine.learning_rate == pytest.approx(theirs.learning_rate)
        np.testing.assert_allclose(mine.weights, theirs.weights, rtol=1e-4, atol=1e-5)


def all_digits():
    data = digits()
    return (
        np.concatenate([data.train_images, data.test_images]),
        np.concatenate([data.train_labels, data.test_labels]),
    )


def test_three_parts_of_the_data_are_apart_and_new_in_each_repetition():
    images, labels = all_digits()
    split = split_digits(seed=4)
    order = np.random.default_rng(4).permutation(len(images))
    mean = images[order[:400]].mean(axis=0)
    for part, places in (
        (split.fit, order[:400]),
        (split.validation, order[400:800]),
        (split.test, order[800:]),
    ):
        np.testing.assert_allclose(part[:, :-1] + mean, images[places])
    np.testing.assert_array_equal(split.test_labels, labels[order[800:]])
    assert np.abs(split.fit[:, :-1].mean(axis=0)).max() < 1e-12
    assert not np.array_equal(split.test_labels, split_digits(seed=5).test_labels)


def test_wrong_labels_are_in_training_and_validation_alone():
    right, wrong = split_digits(3), split_digits(3, wrong_labels=0.4)
    np.testing.assert_array_equal(right.fit, wrong.fit)
    np.testing.assert_array_equal(right.test_labels, wrong.test_labels)
    for before, after in (
        (right.fit_targets.argmax(axis=1), wrong.fit_targets.argmax(axis=1)),
        (right.validation_labels, wrong.validation_labels),
    ):
        assert 0.28 < np.mean(before != after) < 0.44  # a random digit is the right one in ten


def test_the_rate_is_chosen_by_validation_alone(race):
    for run in race.runs:
        assert run.learning_rate == LEARNING_RATES[int(np.argmax(run.search))]
        assert run.search.shape == run.validation.shape == (len(LEARNING_RATES),)


def test_the_test_labels_have_no_say_in_the_choice(monkeypatch):
    honest = run_race(**SMALL)
    split = module.split_digits
    parts = ("fit", "fit_targets", "validation", "validation_labels", "test")

    def with_other_labels(seed, *more):
        honest = split(seed, *more)
        return Split(*(getattr(honest, n) for n in parts), test_labels=np.zeros(997, dtype=int))

    monkeypatch.setattr(module, "split_digits", with_other_labels)
    other = run_race(**SMALL)
    assert [r.learning_rate for r in other.runs] == [r.learning_rate for r in honest.runs]
    assert any(
        (a.accuracy != b.accuracy).any() for a, b in zip(other.runs, honest.runs, strict=True)
    )


# Descent and accuracy ---------------------------------------------------------------------------


def test_rates_side_by_side_are_the_loop_of_the_lesson():
    split, generator = split_digits(0), np.random.default_rng(0)
    start = generator.standard_normal((NUM_CLASSES, 65))
    path = descend(cross_entropy_after_softmax, split.fit, split.fit_targets, start, RATES, 5)
    for r, rate in enumerate(RATES):
        weights = start.T
        for step in range(5):
            slopes = cross_entropy_after_softmax(split.fit @ weights, split.fit_targets)
            weights = weights - rate * split.fit.T @ slopes / len(split.fit)
            np.testing.assert_allclose(path[step + 1, :, r], weights.T, atol=1e-10)
    expected = (np.argmax(split.test @ weights, axis=1) == split.test_labels).mean()
    assert accuracies(path, split.test, split.test_labels)[-1, 1] == pytest.approx(expected)


def test_a_run_that_diverges_is_out_and_the_others_go_on():
    split = split_digits(0)
    path = descend(
        squared_error_without_softmax,
        split.fit,
        split.fit_targets,
        np.zeros((NUM_CLASSES, 65)),
        [0.3, 1e6],
        steps=60,
    )
    assert np.isfinite(path[:, :, 0]).all()
    assert np.isnan(path[-1, :, 1]).all()
    reached = accuracies(path, split.test, split.test_labels)[-1]
    assert reached[0] > 0.9
    assert reached[1] == 0


def test_wild_losses_and_rates_are_survived():
    wild = {
        "steep": through_softmax(lambda p: np.exp(50 * (1 - p))),
        "pole": through_softmax(lambda p: 1 / p),
        "nan": through_softmax(lambda p: p * np.nan),
        "linear": squared_error_without_softmax,
    }
    for run in run_race(wild, **SMALL | {"learning_rates": [1e3, 1e6, 1e300]}).runs:
        assert np.isfinite(run.weights).all()
        assert ((run.accuracy >= 0) & (run.accuracy <= 1)).all()


@pytest.mark.parametrize(
    ("options", "error", "fragment"),
    [
        ({"contenders": {}}, ValueError, "at least one contender"),
        ({"contenders": {"mine": 3}}, TypeError, "through_softmax"),
        ({"seeds": []}, ValueError, "at least one contender"),
        ({"starts": []}, ValueError, "at least one contender"),
        ({"starts": ["best"]}, ValueError, "There is no start 'best'"),
        ({"wrong_labels": 20}, ValueError, "share from 0 to 1"),
        ({"pictures": 1500}, ValueError, "at most 1000"),
        ({"step": lambda gradient: gradient.sum()}, ValueError, "shape of the gradient"),
        ({"seeds": [1.5]}, ValueError, "seeds"),
        ({"steps": 0}, ValueError, "steps"),
        ({"learning_rates": [-1.0]}, ValueError, "learning_rates"),
        ({"contenders": {"mine": lambda z, y: z[0]}}, ValueError, "one slope for each output"),
    ],
)
def test_bad_input_is_refused(options, error, fragment):
    with pytest.raises(error, match=fragment):
        run_race(**SMALL | options)


def test_unknown_runs_are_refused(race):
    with pytest.raises(ValueError, match="softmax \\+ cross-entropy"):
        race.runs_of("nobody", "undecided")


def test_steps_to_an_accuracy():
    curve = np.array([0.1, 0.5, 0.92, 0.89, 0.95])
    run = Run("x", "y", 0, 1.0, curve, curve, curve, curve)
    assert run.steps_to(0.9) == 2
    assert run.steps_to(0.99) == np.inf


def test_progress_wraps_the_runs():
    seen = []

    def progress(runs):
        for run in runs:
            seen.append(run)
            yield run

    run_race(**SMALL, progress=progress)
    assert len(seen) == len(CONTENDERS) * len(FIRST_STARTS)
