"""The losses and their gradients: worked examples, finite differences, properties."""

from itertools import pairwise

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import (
    cross_entropy,
    one_hot,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
    squared_error,
)

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)
REDUCTIONS = ["mean", "sum", "none"]
FROM_PROBABILITIES = [cross_entropy, squared_error]
FROM_LOGITS = [softmax_cross_entropy, softmax_squared_error]
LOSSES = FROM_PROBABILITIES + FROM_LOGITS
GRADIENTS = [softmax_cross_entropy_gradient, softmax_squared_error_gradient]
WITH_GRADIENT = list(zip(FROM_LOGITS, GRADIENTS, strict=True))
CAT = [2.0, 1.0, 0.1]


@st.composite
def examples(draw, limit=10.0):
    """Logits with distributions as targets: N examples, K classes."""
    shape = draw(st.tuples(st.integers(1, 4), st.integers(1, 5)))
    logits = draw(arrays(np.float64, shape, elements=st.floats(-limit, limit)))
    weights = draw(arrays(np.float64, shape, elements=st.floats(0, 1)))
    weights[np.arange(shape[0]), draw(st.integers(0, shape[1] - 1))] += 0.5
    return logits, weights / weights.sum(axis=-1, keepdims=True)


# The numbers of the course ----------------------------------------------------------------------


def test_the_running_example():
    assert round(float(softmax_cross_entropy(CAT, 0)), 4) == 0.4170
    assert round(float(cross_entropy(softmax(CAT), 0)), 4) == 0.4170
    assert round(float(softmax_squared_error(CAT, 0)), 4) == 0.1848
    assert round(float(squared_error(softmax(CAT), 0)), 4) == 0.1848


def test_the_two_losses_rank_two_predictions_differently():
    rows = [[0.2, 0.2, 0.6], [0.0, 0.4, 0.6]]
    np.testing.assert_allclose(squared_error(rows, [2, 2], "none"), [0.24, 0.32])
    np.testing.assert_allclose(cross_entropy(rows, [2, 2], "none"), -np.log(0.6))


def test_saturation_leaves_squared_error_without_a_slope():
    logits = [-20.0, 0.0, 0.0]
    assert round(float(softmax_cross_entropy(logits, 0)), 2) == 20.69
    assert round(float(softmax_squared_error(logits, 0)), 2) == 1.50
    assert np.abs(softmax_cross_entropy_gradient(logits, 0)).max() == pytest.approx(1, abs=1e-8)
    tiny = np.exp(-20) / (2 + np.exp(-20))
    np.testing.assert_allclose(
        softmax_squared_error_gradient(logits, 0), tiny * np.array([-3, 1.5, 1.5]), rtol=1e-6
    )
    assert 3.0e-9 < np.abs(softmax_squared_error_gradient(logits, 0)).max() < 3.2e-9


@pytest.mark.parametrize("num_classes", [2, 3, 10])
def test_a_model_that_knows_nothing_loses_log_k(num_classes):
    logits = np.zeros((4, num_classes))
    loss = softmax_cross_entropy(logits, [0, 1, 0, 1])
    assert loss == pytest.approx(np.log(num_classes))


# Gradients --------------------------------------------------------------------------------------


def finite_differences(loss, logits, targets, reduction, step=1e-5):
    gradient = np.empty_like(logits)
    for entry in np.ndindex(logits.shape):
        shift = np.zeros_like(logits)
        shift[entry] = step
        difference = loss(logits + shift, targets, reduction) - loss(
            logits - shift, targets, reduction
        )
        gradient[entry] = np.sum(difference) / (2 * step)
    return gradient


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(("loss", "gradient"), WITH_GRADIENT)
@quick
@given(example=examples())
def test_gradients_agree_with_finite_differences(loss, gradient, reduction, example):
    logits, targets = example
    np.testing.assert_allclose(
        gradient(logits, targets, reduction),
        finite_differences(loss, logits, targets, reduction),
        atol=2e-9,
    )


@pytest.mark.parametrize(("loss", "gradient"), WITH_GRADIENT)
def test_gradients_for_class_indices_and_for_rows_rounded_by_hand(loss, gradient):
    logits = np.array([[2.0, 1.0, 0.1], [-1.0, 3.0, 0.5]])
    for targets in ([2, 0], [[0.333, 0.333, 0.333], [0.5, 0.2505, 0.2505]]):
        expected = finite_differences(loss, logits, targets, "mean")
        np.testing.assert_allclose(gradient(logits, targets), expected, atol=1e-9)


@quick
@given(examples())
def test_the_gradient_of_cross_entropy_is_the_error(example):
    logits, targets = example
    expected = (softmax(logits) - targets) / len(logits)
    np.testing.assert_allclose(
        softmax_cross_entropy_gradient(logits, targets), expected, atol=1e-15
    )


@quick
@given(examples())
def test_the_gradient_of_squared_error_goes_through_the_jacobian(example):
    logits, targets = example
    for row, target in zip(logits, targets, strict=True):
        p = softmax(row)
        jacobian = np.diag(p) - np.outer(p, p)
        np.testing.assert_allclose(
            softmax_squared_error_gradient(row, target), jacobian @ (2 * (p - target)), atol=1e-15
        )


@pytest.mark.parametrize("gradient", GRADIENTS)
@quick
@given(example=examples(limit=1e4))
def test_gradients_sum_to_zero_over_the_classes(gradient, example):
    rows = gradient(*example)
    np.testing.assert_allclose(rows.sum(axis=-1), 0, atol=1e-15)


@pytest.mark.parametrize("gradient", GRADIENTS)
def test_only_the_mean_divides_by_the_number_of_examples(gradient):
    logits, targets = np.random.default_rng(0).normal(size=(2, 5, 3)), np.ones((2, 5), int)
    total = gradient(logits, targets, "sum")
    assert total.shape == logits.shape
    np.testing.assert_array_equal(gradient(logits, targets, "none"), total)
    np.testing.assert_allclose(gradient(logits, targets, "mean"), total / 10, rtol=1e-15)
    np.testing.assert_allclose(total[0, 0], gradient(logits[0, 0], 1), rtol=1e-14)


# Values -----------------------------------------------------------------------------------------


@quick
@given(examples(limit=300))
def test_the_fused_losses_equal_the_losses_of_softmax(example):
    logits, targets = example
    for fused, plain in zip(FROM_LOGITS, FROM_PROBABILITIES, strict=True):
        np.testing.assert_allclose(
            fused(logits, targets, "none"),
            plain(softmax(logits), targets, "none"),
            rtol=1e-11,
            atol=1e-11,
        )


@quick
@given(examples())
def test_cross_entropy_against_scipy(example):
    logits, targets = example
    p = softmax(logits)
    expected = (scipy.special.entr(targets) + scipy.special.rel_entr(targets, p)).sum(axis=-1)
    np.testing.assert_allclose(cross_entropy(p, targets, "none"), expected, atol=1e-13)


@pytest.mark.parametrize("loss", LOSSES)
def test_class_indices_and_one_hot_targets_agree(loss):
    predictions = softmax(np.random.default_rng(0).normal(size=(2, 5, 3)))
    labels = np.random.default_rng(1).integers(3, size=(2, 5))
    vectors = one_hot(labels.ravel(), 3).reshape(2, 5, 3)
    for reduction in REDUCTIONS:
        np.testing.assert_array_equal(
            loss(predictions, labels, reduction), loss(predictions, vectors, reduction)
        )
    np.testing.assert_array_equal(
        loss(predictions, labels.astype(float)), loss(predictions, labels)
    )


@pytest.mark.parametrize("loss", LOSSES)
def test_reductions(loss):
    predictions = softmax(np.random.default_rng(0).normal(size=(2, 5, 3)))
    labels = np.random.default_rng(1).integers(3, size=(2, 5))
    each = loss(predictions, labels, "none")
    assert each.shape == (2, 5)
    assert loss(predictions, labels) == pytest.approx(each.mean(), rel=1e-14)
    assert loss(predictions, labels, reduction="mean") == loss(predictions, labels)
    assert loss(predictions, labels, reduction="sum") == pytest.approx(each.sum(), rel=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_batch_equals_its_rows(loss):
    predictions = softmax(np.random.default_rng(0).normal(size=(2, 5, 3)))
    labels = np.random.default_rng(1).integers(3, size=(2, 5))
    each = loss(predictions, labels, "none")
    for entry in np.ndindex(2, 5):
        one = loss(predictions[entry], labels[entry])
        assert one == pytest.approx(each[entry], rel=1e-14)
        assert loss(predictions[entry], labels[entry], "none") == one


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_one_example_gives_one_number(loss, reduction):
    assert type(loss([0.2, 0.8], 1, reduction)) is np.float64
    assert type(loss(np.float32([0.2, 0.8]), 1, reduction)) is np.float32


def test_squared_error_sums_over_the_classes():
    assert squared_error([0.0, 1.0, 0.0], 0) == 2
    assert squared_error(np.full(4, 0.25), 0) == pytest.approx(0.75**2 + 3 * 0.25**2)


def test_squared_error_accepts_linear_outputs():
    assert squared_error([1.5, -0.5], [1, 0]) == 0.5
    assert squared_error([3, -1, 7], 2) == 9 + 1 + 36


@quick
@given(examples(limit=1e4))
def test_squared_error_of_softmax_lies_between_0_and_2(example):
    losses = softmax_squared_error(*example, "none")
    assert ((losses >= 0) & (losses <= 2 + 1e-12)).all()


# Both losses are proper -------------------------------------------------------------------------


@quick
@given(examples(limit=5), st.sampled_from(FROM_PROBABILITIES))
def test_in_expectation_no_prediction_beats_the_truth(example, loss):
    logits, truths = example
    for guess, truth in zip(softmax(logits), truths, strict=True):
        outcomes = np.flatnonzero(truth)
        expected_loss = {
            name: sum(truth[k] * loss(prediction, k) for k in outcomes)
            for name, prediction in (("truth", truth), ("guess", guess))
        }
        assert expected_loss["truth"] <= expected_loss["guess"] + 1e-12
        if np.abs(truth - guess).max() > 1e-3:
            assert expected_loss["truth"] < expected_loss["guess"]


@quick
@given(examples(limit=5))
def test_at_the_truth_the_expected_gradient_is_zero(example):
    truth = softmax(example[0][0])
    for gradient in GRADIENTS:
        average = sum(truth[k] * gradient(np.log(truth), k) for k in range(len(truth)))
        np.testing.assert_allclose(average, 0, atol=1e-15)


@quick
@given(examples())
def test_cross_entropy_of_a_distribution_with_itself_is_its_entropy(example):
    _, targets = example
    entropy = scipy.special.entr(targets).sum(axis=-1)
    np.testing.assert_allclose(cross_entropy(targets, targets, "none"), entropy, atol=1e-13)


# Extremes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_logits_stay_finite(dtype):
    logits = np.array([[1e4, -1e4, 0.0]] * 3, dtype)
    np.testing.assert_array_equal(softmax_cross_entropy(logits, [0, 1, 2], "none"), [0, 2e4, 1e4])
    np.testing.assert_array_equal(softmax_squared_error(logits, [0, 1, 2], "none"), [0, 2, 2])
    np.testing.assert_array_equal(
        softmax_cross_entropy_gradient(logits, [0, 1, 2], "sum"),
        [[0, 0, 0], [1, -1, 0], [1, 0, -1]],
    )
    np.testing.assert_array_equal(softmax_squared_error_gradient(logits, [0, 1, 2]), 0)


def test_zero_times_log_zero_is_zero():
    assert cross_entropy([1.0, 0.0, 0.0], 0) == 0
    assert cross_entropy([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]) == pytest.approx(np.log(2))
    assert softmax_cross_entropy([0.0, 0.0, -np.inf], 0) == pytest.approx(np.log(2))
    assert softmax_squared_error([0.0, -np.inf], 0) == 0


def test_a_perfect_answer_is_not_printed_as_minus_zero():
    for reduction in REDUCTIONS:
        assert str(cross_entropy([1.0, 0.0], 0, reduction)) == "0.0"
        assert str(softmax_cross_entropy([1000.0, 0.0], 0, reduction)) == "0.0"


def test_a_target_that_was_called_impossible_costs_infinitely_much():
    assert cross_entropy([1.0, 0.0], 1) == np.inf
    assert cross_entropy([1.0, 0.0], [0.9, 0.1]) == np.inf
    assert softmax_cross_entropy([0.0, -np.inf], 1) == np.inf
    np.testing.assert_array_equal(cross_entropy([[1, 0], [1, 0]], [0, 1], "none"), [0, np.inf])
    np.testing.assert_array_equal(softmax_cross_entropy_gradient([0.0, -np.inf], 1), [1, -1])


def test_rows_rounded_by_hand_pass_and_are_not_normalised():
    row = [0.333, 0.333, 0.333]
    assert cross_entropy(row, 0) == -np.log(0.333)
    assert cross_entropy([0.5, 0.5, 0.0], row) == np.inf
    assert softmax_cross_entropy([0.0, 0.0, 0.0], row) == pytest.approx(0.999 * np.log(3))


def test_rounding_errors_around_0_and_1_pass():
    assert cross_entropy([1 + 1e-12, -1e-12], 0) == 0
    assert cross_entropy([1 + 1e-12, -1e-12], [1, -1e-17]) == 0


def test_no_examples_have_no_mean_but_a_sum():
    for loss in LOSSES:
        assert loss(np.empty((0, 3)), [], "sum") == 0
        assert loss(np.empty((0, 3)), [], "none").shape == (0,)
    for gradient in GRADIENTS:
        assert gradient(np.empty((0, 3)), [], "sum").shape == (0, 3)


def test_not_even_a_strict_numpy_complains():
    with np.errstate(all="raise"):
        for function in FROM_LOGITS + GRADIENTS:
            for reduction in REDUCTIONS:
                function([[1e308, -1e308, -np.inf], [0.0, -745.0, -700.0]], [1, 1], reduction)
                function([[0.0, -745.0, -700.0]], [[1e-310, 0.5, 0.5]], reduction)
                function(np.float32([[3e38, -3e38], [0, -100]]), [1, 1], reduction)
        cross_entropy([1.0, 0.0], 1)
        cross_entropy(np.float32([1.0, 1e-40]), [0.5, 0.5])
        squared_error([1e200, -1e200], 0)
        squared_error([1e-200, 1.0], 1)


# Types ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", LOSSES + GRADIENTS)
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_float32_stays_float32_and_is_rounded_once(function, reduction):
    predictions = softmax(np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32))
    labels = np.array([0, 1, 2, 1, 0])
    result = function(predictions, labels, reduction)
    assert result.dtype == np.float32
    exact = function(predictions.astype(np.float64), labels, reduction)
    np.testing.assert_array_equal(result, exact.astype(np.float32))


@pytest.mark.parametrize("function", LOSSES + GRADIENTS)
def test_the_predictions_decide_the_type_not_the_targets(function):
    assert function([0.5, 0.5], np.float32([1, 0])).dtype == np.float64
    assert function(np.float32([0.5, 0.5]), np.float64([1, 0])).dtype == np.float32


@pytest.mark.parametrize("function", LOSSES + GRADIENTS)
@pytest.mark.parametrize("predictions", [[1, 0], (1, 0), np.array([1, 0], np.uint8)])
def test_lists_tuples_and_whole_numbers_are_accepted(function, predictions):
    result = function(predictions, (1, 0))
    assert result.dtype == np.float64
    np.testing.assert_array_equal(result, function([1.0, 0.0], 0))


@pytest.mark.parametrize("function", LOSSES + GRADIENTS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_the_input_is_left_as_it_is(function, dtype, reduction):
    predictions = np.array([[0.25, 0.75], [1.0, 0.0]], dtype)
    targets = np.array([[1.0, 0.0], [0.5, 0.5]], dtype)
    before = predictions.copy(), targets.copy()
    predictions.flags.writeable = targets.flags.writeable = False
    result = function(predictions, targets, reduction)
    assert not np.shares_memory(result, predictions)
    assert not np.shares_memory(result, targets)
    np.testing.assert_array_equal(predictions, before[0])
    np.testing.assert_array_equal(targets, before[1])


def test_the_more_wrong_the_larger_the_cross_entropy_but_squared_error_is_bounded():
    logits = [[-distance, 0.0, 0.0] for distance in (1, 5, 20, 100)]
    surprises = softmax_cross_entropy(logits, [0] * 4, "none")
    assert all(before < after for before, after in pairwise(surprises))
    assert surprises[-1] > 100
    assert softmax_squared_error(logits, [0] * 4, "none").max() <= 1.5
