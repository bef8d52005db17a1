"""Gradient descent and least squares."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression

from helpers import (
    add_intercept,
    clusters,
    digits,
    fit_least_squares,
    gradient_descent,
    one_hot,
    predict_linear,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)

quick = settings(deadline=None, max_examples=40, derandomize=True, database=None)


def bowl(point):
    """The sum of squares and its gradient."""
    return np.sum(point**2), 2 * point


# Gradient descent -------------------------------------------------------------------------------


@quick
@given(st.floats(0.01, 0.9), st.integers(0, 20))
def test_on_a_bowl_every_step_shrinks_the_point_by_the_same_factor(learning_rate, steps):
    history = gradient_descent(bowl, [3.0, -4.0], learning_rate, steps)
    shrunk = (1 - 2 * learning_rate) ** np.arange(steps + 1)
    np.testing.assert_allclose(history.points, np.outer(shrunk, [3, -4]), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(history.values, 25 * shrunk**2, rtol=1e-12, atol=1e-12)
    assert len(history) == steps + 1
    assert history.steps == steps
    assert not history.diverged


def test_the_history_begins_at_the_start_and_ends_at_the_last_point():
    history = gradient_descent(bowl, [3.0, -4.0], learning_rate=0.25, steps=2)
    np.testing.assert_array_equal(history.points[0], [3, -4])
    np.testing.assert_array_equal(history.last_point, [0.75, -1])
    assert history.last_value == 0.75**2 + 1
    assert type(history.last_value) is float


@pytest.mark.parametrize("shape", [(), (1,), (2, 3), (2, 0)])
def test_a_point_may_have_any_shape(shape):
    history = gradient_descent(bowl, np.ones(shape), learning_rate=0.25, steps=3)
    assert history.points.shape == (4, *shape)
    np.testing.assert_array_equal(history.last_point, np.full(shape, 0.125))


@pytest.mark.parametrize("start", [[2, 1], (2, 1), np.float32([2, 1]), np.array([2, 1], np.int8)])
def test_everything_is_computed_in_float64(start):
    history = gradient_descent(bowl, start, learning_rate=0.1, steps=1)
    assert history.points.dtype == history.values.dtype == np.float64
    np.testing.assert_allclose(history.last_point, [1.6, 0.8], rtol=1e-15)


def test_the_history_cannot_be_changed_and_the_start_is_not():
    start = np.array([3.0, -4.0])
    history = gradient_descent(bowl, start, learning_rate=0.25, steps=2)
    start[:] = 7
    np.testing.assert_array_equal(history.points[0], [3, -4])
    with pytest.raises(ValueError, match="read-only"):
        history.points[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        history.values[0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        history.diverged = True


def test_a_function_cannot_move_the_point_by_accident():
    def careless(point):
        point -= 1
        return bowl(point)

    with pytest.raises(ValueError, match="read-only"):
        gradient_descent(careless, [3.0], learning_rate=0.1, steps=1)


def test_the_gradient_that_a_function_returns_is_left_as_it_is():
    slopes = np.array([2.0, -1.0])
    history = gradient_descent(lambda x: (x @ slopes, slopes), [0.0, 0.0], 0.5, steps=3)
    np.testing.assert_array_equal(slopes, [2, -1])
    np.testing.assert_array_equal(history.points[:, 0], [0, -1, -2, -3])


def test_no_more_evaluations_than_points():
    calls = []

    def counting(point):
        calls.append(point)
        return bowl(point)

    gradient_descent(counting, [3.0], learning_rate=0.1, steps=5)
    assert len(calls) == 6


def test_progress_wraps_the_range_of_steps():
    seen = []

    def progress(steps):
        for step in steps:
            seen.append(step)
            yield step

    history = gradient_descent(bowl, [3.0], learning_rate=0.1, steps=4, progress=progress)
    assert seen == [0, 1, 2, 3]
    assert history.steps == 4


def test_too_large_a_learning_rate_diverges_and_keeps_what_there_is():
    with np.errstate(over="ignore"):
        history = gradient_descent(bowl, [1.0], learning_rate=1e100, steps=50)
    assert history.diverged
    np.testing.assert_allclose(history.points, [[1], [-2e100], [4e200]])
    np.testing.assert_allclose(history.values, [1, 4e200, np.inf])


def test_a_point_that_overflows_is_never_evaluated():
    def cliff(point):
        assert np.isfinite(point).all()
        return 0.0, np.array([1e300])

    history = gradient_descent(cliff, [0.0], learning_rate=1e300, steps=3)
    assert history.diverged
    assert history.steps == 0


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_value_that_is_not_finite_stops_the_descent(value):
    history = gradient_descent(lambda x: (value, x), [1.0], learning_rate=0.1, steps=3)
    assert history.diverged
    np.testing.assert_array_equal(history.points, [[1]])
    np.testing.assert_array_equal(history.values, [value])


@pytest.mark.parametrize("slope", [np.nan, np.inf])
@pytest.mark.parametrize("steps", [0, 3])
def test_a_gradient_that_is_not_finite_stops_the_descent(slope, steps):
    history = gradient_descent(lambda x: (1.0, [slope]), [1.0], learning_rate=0.1, steps=steps)
    assert history.diverged
    np.testing.assert_array_equal(history.points, [[1]])
    np.testing.assert_array_equal(history.values, [1])


def test_divergence_in_the_very_last_step_is_noticed():
    def steep(point):
        return (0.0, np.ones(1)) if point == 1 else (np.nan, np.ones(1))

    history = gradient_descent(steep, [1.0], learning_rate=0.5, steps=1)
    assert history.diverged
    np.testing.assert_array_equal(history.values, [0, np.nan])


def test_softmax_regression_starts_at_log_10_and_learns():
    data = digits()
    features = add_intercept(data.train_images)

    def value_and_gradient(weights):
        logits = features @ weights
        slopes = softmax_cross_entropy_gradient(logits, data.train_labels)
        return softmax_cross_entropy(logits, data.train_labels), features.T @ slopes

    history = gradient_descent(value_and_gradient, np.zeros((65, 10)), learning_rate=0.5, steps=60)
    assert history.values[0] == pytest.approx(np.log(10))
    assert (np.diff(history.values) < 0).all()
    assert history.last_value < 0.6


# Least squares ----------------------------------------------------------------------------------


def test_the_intercept_is_a_last_column_of_ones():
    np.testing.assert_array_equal(add_intercept([[1, 2], [3, 4]]), [[1, 2, 1], [3, 4, 1]])
    assert add_intercept(np.empty((0, 2))).shape == (0, 3)
    np.testing.assert_array_equal(add_intercept(np.empty((2, 0))), [[1], [1]])


@pytest.mark.parametrize("outputs", [(), (3,)])
def test_least_squares_against_scikit_learn(outputs):
    random = np.random.default_rng(0)
    features, targets = random.normal(size=(20, 4)), random.normal(size=(20, *outputs))
    weights = fit_least_squares(features, targets)
    peer = LinearRegression().fit(features, targets)
    assert weights.shape == (5, *outputs)
    np.testing.assert_allclose(weights[:-1], peer.coef_.T, atol=1e-12)
    np.testing.assert_allclose(weights[-1], peer.intercept_, atol=1e-12)
    np.testing.assert_allclose(
        predict_linear(features, weights), peer.predict(features), atol=1e-12
    )


def test_what_is_left_over_is_orthogonal_to_the_features():
    random = np.random.default_rng(1)
    features, targets = random.normal(size=(20, 4)), random.normal(size=20)
    rest = targets - predict_linear(features, fit_least_squares(features, targets))
    np.testing.assert_allclose(add_intercept(features).T @ rest, 0, atol=1e-12)


def test_a_feature_that_never_changes_does_no_harm():
    features = np.column_stack([np.arange(5.0), np.zeros(5), np.ones(5)])
    weights = fit_least_squares(features, 3 * np.arange(5.0) + 2)
    np.testing.assert_allclose(weights, [3, 0, 1, 1], atol=1e-12)


def test_outputs_fitted_to_one_hot_targets_sum_to_one():
    """Because of the intercept, although the outputs leave the range from 0 to 1."""
    positions, labels = clusters()
    column = positions[:, np.newaxis]
    outputs = predict_linear(column, fit_least_squares(column, one_hot(labels)))
    np.testing.assert_allclose(outputs.sum(axis=1), 1, rtol=1e-12)
    assert outputs.min() < 0


def test_lists_are_accepted_and_nothing_is_changed():
    features, targets = np.array([[0.0], [1.0]]), np.array([1.0, 3.0])
    features.flags.writeable = targets.flags.writeable = False
    weights = fit_least_squares(features, targets)
    np.testing.assert_allclose(weights, fit_least_squares([[0], [1]], (1, 3)))
    np.testing.assert_allclose(predict_linear(features, weights), targets)
    np.testing.assert_array_equal(features, [[0], [1]])
    np.testing.assert_array_equal(targets, [1, 3])
