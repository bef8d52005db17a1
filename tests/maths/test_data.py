"""The data of the lessons, and the facts that the lessons build on."""

import difflib
import subprocess
import sys
from itertools import permutations

import numpy as np
import pytest
from conftest import ROOT
from sklearn.datasets import load_digits
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

from helpers import (
    class_of,
    clusters,
    digit_sheets,
    digits,
    fit_least_squares,
    one_hot,
    predict_linear,
)

# Clusters ---------------------------------------------------------------------------------------


def test_clusters_stand_in_the_order_of_their_classes():
    positions, labels = clusters()
    assert positions.shape == labels.shape == (300,)
    assert positions.dtype == np.float64
    np.testing.assert_array_equal(np.bincount(labels), [100, 100, 100])
    assert (np.diff(labels) >= 0).all()


def test_clusters_have_their_centres_and_their_spread():
    positions, labels = clusters(centres=[-5.0, 20.0], spread=2.0, per_class=4000, seed=3)
    for label, centre in enumerate([-5, 20]):
        cluster = positions[labels == label]
        assert cluster.mean() == pytest.approx(centre, abs=0.1)
        assert cluster.std() == pytest.approx(2, abs=0.1)


def test_moving_a_centre_moves_its_points_alone():
    before, labels = clusters(centres=[-1.0, 0.0, 1.0], seed=5)
    after, _ = clusters(centres=[-1.0, 0.7, 1.0], seed=5)
    np.testing.assert_allclose(after - before, 0.7 * (labels == 1), atol=1e-15)


def test_a_wider_spread_stretches_the_same_noise():
    narrow, _ = clusters(centres=[0.0], spread=0.1)
    wide, _ = clusters(centres=[0.0], spread=0.3)
    np.testing.assert_allclose(wide, 3 * narrow)


def test_another_class_leaves_the_first_ones_where_they_are():
    two, three = clusters(centres=[-1, 0]), clusters(centres=[-1, 0, 1])
    np.testing.assert_array_equal(two.positions, three.positions[:200])


def test_the_seed_decides():
    np.testing.assert_array_equal(clusters(seed=1).positions, clusters(seed=1).positions)
    assert (clusters(seed=1).positions != clusters(seed=2).positions).all()


def test_no_spread_puts_the_points_on_the_centres():
    positions, labels = clusters(centres=(3, 4), spread=0, per_class=2)
    np.testing.assert_array_equal(positions, [3, 3, 4, 4])
    np.testing.assert_array_equal(labels, [0, 0, 1, 1])


# Digits -----------------------------------------------------------------------------------------


def test_the_digits_are_all_there_once():
    data = digits()
    images = np.concatenate([data.train_images, data.test_images])
    labels = np.concatenate([data.train_labels, data.test_labels])
    together = np.column_stack([16 * images, labels])
    original = np.column_stack(load_digits(return_X_y=True))
    np.testing.assert_array_equal(
        together[np.lexsort(together.T)], original[np.lexsort(original.T)]
    )


def test_pixels_run_from_0_to_1():
    images = digits().train_images
    assert images.shape == (1257, 64)
    assert images.min() == 0
    assert images.max() == 1


def test_both_parts_hold_each_digit_equally_often():
    data = digits()
    everywhere = np.bincount(np.concatenate([data.train_labels, data.test_labels]))
    assert (np.abs(np.bincount(data.test_labels) - 0.3 * everywhere) <= 1.5).all()


def test_the_split_is_that_of_scikit_learn():
    images, labels = load_digits(return_X_y=True)
    train_images, test_images, train_labels, test_labels = train_test_split(
        images / 16, labels, test_size=0.3, stratify=labels, random_state=0
    )
    ours = digits()
    assert np.array_equal(ours.train_images, train_images)
    assert np.array_equal(ours.train_labels, train_labels)
    assert np.array_equal(ours.test_images, test_images)
    assert np.array_equal(ours.test_labels, test_labels)


def test_the_digits_need_no_scikit_learn():
    code = "import sys; sys.modules['sklearn'] = None; import helpers; print(len(helpers.digits()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout == "4\n", run.stderr


def test_the_digits_are_shared_so_nobody_can_change_them():
    assert digits() is digits()
    for array in digits():
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


# What the lessons find out ----------------------------------------------------------------------


def test_digits_as_numbers_are_hardly_ever_right():
    data = digits()
    weights = fit_least_squares(data.train_images, data.train_labels)
    predicted = predict_linear(data.test_images, weights)
    assert r2_score(data.test_labels, predicted) == pytest.approx(0.56, abs=0.005)
    assert np.mean(predicted.round() == data.test_labels) == pytest.approx(0.213, abs=0.005)


def test_digits_as_one_hot_vectors_are_mostly_right():
    data = digits()
    weights = fit_least_squares(data.train_images, one_hot(data.train_labels))
    predicted = class_of(predict_linear(data.test_images, weights))
    assert np.mean(predicted == data.test_labels) == pytest.approx(0.94, abs=0.005)


@pytest.mark.parametrize("numbers", list(permutations([1, 2, 3])))
def test_numbered_clusters_are_right_only_if_the_middle_one_has_the_middle_number(numbers):
    positions, labels = clusters()
    column, targets = positions[:, np.newaxis], np.array(numbers)[labels]
    predicted = predict_linear(column, fit_least_squares(column, targets)).round()
    right = np.mean(predicted == targets)
    if numbers[1] == 2:
        assert right == 1
    else:
        assert 0.30 <= right <= 0.36


def test_one_hot_least_squares_masks_the_middle_cluster():
    positions, labels = clusters()
    column = positions[:, np.newaxis]
    predicted = class_of(predict_linear(column, fit_least_squares(column, one_hot(labels))))
    assert np.mean(predicted == labels) == pytest.approx(2 / 3)
    assert 1 not in predicted


def test_each_sheet_holds_the_same_digits_in_the_same_order():
    """Some digits are missing from most sheets; what is there stands in the order of the form."""
    images, labels, sheets = digit_sheets()
    assert images.shape == (1797, 64) and np.array_equal(np.unique(sheets), np.arange(14))
    form = labels[sheets == 0].tolist()
    for sheet in range(14):
        written = labels[sheets == sheet].tolist()
        match = difflib.SequenceMatcher(None, form, written, autojunk=False)
        assert match.ratio() > 0.96 and 0.93 * len(form) <= len(written) <= len(form), sheet


def test_the_sheets_are_the_digits_of_the_split():
    split, (images, labels, _) = digits(), digit_sheets()
    pixels = np.concatenate([split.train_images, split.test_images])
    both = np.concatenate([split.train_labels, split.test_labels])
    order, sheets = np.lexsort(pixels.T), np.lexsort(images.T)
    assert np.array_equal(pixels[order], images[sheets])
    assert np.array_equal(both[order], labels[sheets])
