"""softmax, log_softmax and log_sum_exp: against scipy, and by their properties."""

import inspect

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers import log_softmax, log_sum_exp, softmax
from helpers.maths.softmax import sigmoid, softmax_jacobian_times

quick = settings(deadline=None, max_examples=60, derandomize=True, database=None)
finite = st.floats(-1e4, 1e4)
batches = arrays(np.float64, array_shapes(min_dims=1, max_dims=3, max_side=5), elements=finite)
rows = arrays(np.float64, st.integers(1, 6), elements=st.floats(-50, 50))
PAIRS = [
    (softmax, scipy.special.softmax, 1e-300),
    (log_softmax, scipy.special.log_softmax, 1e-14),
    (log_sum_exp, scipy.special.logsumexp, 1e-14),  # near 0, scipy has a few more digits
]
SHAPE_KEEPING = [softmax, log_softmax]
ALL = [softmax, log_softmax, log_sum_exp]


def test_the_running_example():
    np.testing.assert_allclose(softmax([2.0, 1.0, 0.1]), [0.6590, 0.2424, 0.0986], atol=5e-5)
    assert round(float(-log_softmax([2.0, 1.0, 0.1])[0]), 4) == 0.4170
    assert log_sum_exp([2.0, 1.0, 0.1]) == pytest.approx(np.log(np.exp([2.0, 1.0, 0.1]).sum()))


@pytest.mark.parametrize(("ours", "scipys", "smallest"), PAIRS)
@quick
@given(batches, st.data())
def test_against_scipy(ours, scipys, smallest, logits, data):
    axis = data.draw(st.integers(-logits.ndim, logits.ndim - 1))
    result = ours(logits, axis=axis)
    expected = scipys(logits, axis=axis)
    assert np.shape(result) == np.shape(expected)
    np.testing.assert_allclose(result, expected, rtol=1e-12, atol=smallest)


@quick
@given(batches)
def test_probabilities_sum_to_one(logits):
    probabilities = softmax(logits)
    assert probabilities.shape == logits.shape
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1, rtol=1e-14)


@quick
@given(batches)
def test_log_softmax_is_the_log_of_softmax(logits):
    np.testing.assert_allclose(np.exp(log_softmax(logits)), softmax(logits), rtol=1e-11)
    np.testing.assert_allclose(
        log_softmax(logits), logits - np.expand_dims(log_sum_exp(logits), -1), atol=1e-11
    )


@quick
@given(rows, finite)
def test_adding_a_constant_changes_softmax_not_at_all_and_log_sum_exp_by_it(logits, constant):
    np.testing.assert_allclose(softmax(logits + constant), softmax(logits), rtol=1e-10)
    assert log_sum_exp(logits + constant) == pytest.approx(log_sum_exp(logits) + constant, abs=1e-9)


@quick
@given(rows)
def test_the_order_of_the_logits_is_preserved(logits):
    order = np.argsort(logits)
    assert (np.diff(softmax(logits)[order]) >= 0).all()
    assert softmax(logits)[logits.argmax()] == softmax(logits).max()


@quick
@given(rows, st.randoms())
def test_permuting_the_classes_permutes_the_probabilities(logits, random):
    order = list(range(len(logits)))
    random.shuffle(order)
    np.testing.assert_allclose(softmax(logits[order]), softmax(logits)[order], rtol=1e-13)


@quick
@given(st.floats(-700, 700), st.floats(-700, 700))
def test_two_classes_are_the_sigmoid_of_the_difference(first, second):
    expected = scipy.special.expit(first - second)
    assert softmax([first, second])[0] == pytest.approx(expected, rel=1e-12)


@quick
@given(rows)
def test_log_sum_exp_lies_between_the_maximum_and_the_maximum_plus_log_k(logits):
    assert logits.max() <= log_sum_exp(logits) <= logits.max() + np.log(len(logits)) + 1e-12


@quick
@given(batches)
def test_the_gradient_of_log_sum_exp_is_softmax(logits):
    logits = np.clip(logits, -20, 20)
    step = 1e-5
    for entry in np.ndindex(logits.shape):
        shift = np.zeros_like(logits)
        shift[entry] = step
        slope = (log_sum_exp(logits + shift) - log_sum_exp(logits - shift)) / (2 * step)
        assert np.sum(slope) == pytest.approx(softmax(logits)[entry], abs=1e-8)


# Temperature ------------------------------------------------------------------------------------


@quick
@given(rows, st.floats(0.01, 100))
def test_temperature_divides_the_logits(logits, temperature):
    np.testing.assert_allclose(
        softmax(logits, temperature=temperature), softmax(logits / temperature), rtol=1e-10
    )


@quick
@given(rows)
def test_high_temperature_tends_to_equal_probabilities(logits):
    np.testing.assert_allclose(softmax(logits, temperature=1e9), 1 / len(logits), rtol=1e-6)


@pytest.mark.parametrize("temperature", [1e-3, 1e-300, 5e-324, np.float32(1e-45)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_low_temperature_tends_to_the_highest_logit(temperature, dtype):
    logits = np.array([[2.0, 1.0, 0.1], [-5.0, -4.0, -4.0]], dtype)
    expected = [[1, 0, 0], [0, 0.5, 0.5]]
    np.testing.assert_array_equal(softmax(logits, temperature=temperature), expected)


def test_temperature_one_is_the_default():
    np.testing.assert_array_equal(softmax([2.0, 1.0], temperature=1), softmax([2.0, 1.0]))


def test_a_colder_softmax_is_sharper():
    sharpness = [softmax([2.0, 1.0, 0.1], temperature=t).max() for t in (0.5, 1, 2, 10)]
    assert sharpness == sorted(sharpness, reverse=True)


# Extremes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_logits_do_not_overflow(dtype):
    largest = np.finfo(dtype).max
    np.testing.assert_array_equal(softmax(np.array([largest, -largest], dtype)), [1, 0])
    np.testing.assert_array_equal(softmax(np.array([largest, largest], dtype)), [0.5, 0.5])
    assert log_sum_exp(np.array([largest, -largest], dtype)) == largest
    assert log_softmax(np.array([largest, -largest], dtype))[0] == 0
    np.testing.assert_array_equal(log_softmax(np.array([1e4, -1e4], dtype)), [0, -2e4])


def test_an_impossible_class_has_probability_zero():
    logits = [1.0, -np.inf, 1.0]
    np.testing.assert_array_equal(softmax(logits), [0.5, 0, 0.5])
    np.testing.assert_array_equal(log_softmax(logits), [-np.log(2), -np.inf, -np.log(2)])
    assert log_sum_exp(logits) == pytest.approx(1 + np.log(2))
    np.testing.assert_array_equal(softmax(logits, temperature=1e-300), [0.5, 0, 0.5])


def test_the_log_of_an_empty_sum_is_minus_infinity():
    assert log_sum_exp([-np.inf, -np.inf]) == -np.inf
    np.testing.assert_array_equal(log_sum_exp([[-np.inf, -np.inf], [0.0, -np.inf]]), [-np.inf, 0])


def test_one_class_is_certain():
    np.testing.assert_array_equal(softmax([[-3.0], [1e300]]), [[1], [1]])
    np.testing.assert_array_equal(log_softmax([7.0]), [0])
    assert log_sum_exp([7.0]) == 7


def test_an_empty_batch_stays_empty():
    assert softmax(np.empty((0, 3))).shape == (0, 3)
    assert log_softmax(np.empty((0, 3))).shape == (0, 3)
    assert log_sum_exp(np.empty((0, 3))).shape == (0,)


@pytest.mark.parametrize("function", ALL)
def test_not_even_a_strict_numpy_complains(function):
    largest = np.finfo(np.float64).max
    with np.errstate(all="raise"):
        function([largest, -largest, 1e-310, -np.inf])
        function(np.array([3e38, -3e38, 1e-40], np.float32))
        function([[0.0, -745.0, -1e4], [-700.0, -710.0, 0.0]])
        softmax([largest, -largest], temperature=5e-324)
        log_sum_exp([-np.inf, -np.inf])


# Types ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", ALL)
@quick
@given(arrays(np.float32, (3, 4), elements=st.floats(-1e4, 1e4, width=32)))
def test_float32_stays_float32_and_is_rounded_once(function, logits):
    result = function(logits)
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result, function(logits.astype(np.float64)).astype(np.float32))


def test_float32_stays_float32_with_a_temperature_and_for_one_example():
    logits = np.array([2.0, 1.0], np.float32)
    assert softmax(logits, temperature=np.float64(3)).dtype == np.float32
    assert type(log_sum_exp(logits)) is np.float32
    assert type(log_sum_exp([2.0, 1.0])) is np.float64


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize(
    "logits",
    [[3, 1], (3, 1), np.array([3, 1], np.int8), np.array([3, 1], np.uint64), np.float16([3, 1])],
)
def test_other_numbers_are_computed_in_float64(function, logits):
    result = function(logits)
    assert result.dtype == np.float64
    np.testing.assert_array_equal(result, function([3.0, 1.0]))


@pytest.mark.parametrize("function", ALL)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_input_is_left_as_it_is(function, dtype):
    logits = np.array([[2.0, 1.0, 0.1], [0.0, -np.inf, 5.0]], dtype)
    logits.flags.writeable = False
    before = logits.copy()
    result = function(logits)
    assert not np.shares_memory(result, logits)
    np.testing.assert_array_equal(logits, before)


@pytest.mark.parametrize("function", ALL)
def test_a_batch_equals_its_rows(function):
    logits = np.random.default_rng(0).normal(size=(2, 3, 4))
    expected = [[function(row) for row in block] for block in logits]
    np.testing.assert_allclose(function(logits), expected, rtol=1e-14)


@pytest.mark.parametrize("function", SHAPE_KEEPING)
@pytest.mark.parametrize("axis", [0, 1, -1, -2, np.int64(1)])
def test_the_axis_runs_over_the_classes(function, axis):
    logits = np.random.default_rng(0).normal(size=(3, 4))
    expected = np.moveaxis(function(np.moveaxis(logits, axis, -1)), -1, axis)
    np.testing.assert_allclose(function(logits, axis=axis), expected, rtol=1e-14)


def test_the_jacobian_times_slopes_needs_no_matrix():
    generator = np.random.default_rng(0)
    p, slopes = softmax(generator.normal(size=(7, 5))), generator.normal(size=(7, 5))
    rows = zip(p, slopes, strict=True)
    matrices = [(np.diag(row) - np.outer(row, row)) @ slope for row, slope in rows]
    np.testing.assert_allclose(softmax_jacobian_times(p, slopes), matrices, atol=1e-15)


def test_the_sigmoid_is_softmax_for_two_classes():
    z = np.array([-1000.0, -3.0, 0.0, 0.5, 40.0, 1000.0])
    two = softmax(np.stack([z, np.zeros_like(z)], axis=-1))
    np.testing.assert_allclose(sigmoid(z), two[:, 0], rtol=1e-13)
    assert sigmoid(np.float32(2.0)).dtype == np.float32


@pytest.mark.parametrize("function", [softmax, log_softmax, log_sum_exp])
def test_a_formula_is_read_in_one_screen(function):
    """What a learner sees with softmax??: the lesson, no machinery."""
    source = inspect.getsource(function).replace(function.__doc__, "")
    assert len(source.strip().splitlines()) <= 15
