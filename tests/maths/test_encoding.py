"""one_hot and class_of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import class_of, one_hot

quick = settings(deadline=None, max_examples=50, derandomize=True, database=None)
label_lists = st.lists(st.integers(0, 9), min_size=1, max_size=20)


def test_one_hot_is_written_out():
    vectors = one_hot([0, 2, 1])
    assert vectors.dtype == np.float64
    np.testing.assert_array_equal(vectors, [[1, 0, 0], [0, 0, 1], [0, 1, 0]])


@pytest.mark.parametrize("label", [2, 2.0, np.int8(2), np.array(2), np.float32(2)])
def test_one_label_gives_one_vector(label):
    np.testing.assert_array_equal(one_hot(label, num_classes=4), [0, 0, 1, 0])
    np.testing.assert_array_equal(one_hot(label), [0, 0, 1])


@pytest.mark.parametrize(
    "labels",
    [[1, 0], (1, 0), np.array([1, 0], np.uint8), np.array([1.0, 0.0], np.float32), [1.0, 0.0]],
)
def test_any_kind_of_list_is_accepted(labels):
    vectors = one_hot(labels, num_classes=3)
    assert vectors.dtype == np.float64
    np.testing.assert_array_equal(vectors, [[0, 1, 0], [1, 0, 0]])


def test_largest_unsigned_label_does_not_wrap_around():
    assert one_hot(np.array([255], np.uint8)).shape == (1, 256)


def test_classes_are_counted_from_the_largest_label():
    assert one_hot([0, 5]).shape == (2, 6)
    assert one_hot([0, 5], num_classes=10).shape == (2, 10)
    assert one_hot([0, 5], num_classes=10.0).shape == (2, 10)


def test_no_labels_but_known_classes():
    assert one_hot([], num_classes=3).shape == (0, 3)


@quick
@given(label_lists)
def test_class_of_undoes_one_hot(labels):
    np.testing.assert_array_equal(class_of(one_hot(labels)), labels)


@quick
@given(st.integers(0, 9))
def test_class_of_undoes_one_hot_for_one_label(label):
    assert class_of(one_hot(label, num_classes=10)) == label


@quick
@given(label_lists)
def test_classes_are_equally_far_apart(labels):
    """The corners of a simplex: two different classes are always the root of 2 apart."""
    corners = one_hot(labels)
    distances = np.linalg.norm(corners[:, np.newaxis] - corners, axis=-1)
    different = np.not_equal.outer(labels, labels)
    np.testing.assert_allclose(distances, np.sqrt(2) * different)


def test_class_of_one_example_is_a_plain_int():
    winner = class_of([0.1, 0.7, 0.2])
    assert type(winner) is int
    assert winner == 1


def test_class_of_a_batch_keeps_the_other_axes():
    scores = np.arange(24.0).reshape(2, 3, 4)
    scores[1, 2, 0] = 100
    np.testing.assert_array_equal(class_of(scores), [[3, 3, 3], [3, 3, 0]])
    assert class_of(np.ones((0, 3))).shape == (0,)


def test_of_equal_scores_the_first_class_wins():
    assert class_of([1.0, 3.0, 3.0]) == 1
    np.testing.assert_array_equal(class_of([[0, 0], [1, 1]]), [0, 0])


def test_class_of_infinite_scores():
    assert class_of([-np.inf, 0.0, -1.0]) == 1
    assert class_of([0.0, np.inf]) == 1
