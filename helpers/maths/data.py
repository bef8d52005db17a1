"""Data for the lessons: clusters on a line, and handwritten digits. No network."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say
from helpers.maths.arguments import as_finite, one_number, whole_number

DIGITS = Path(__file__).with_name("digits.csv.gz")
DIGITS_SPLIT = Path(__file__).with_name("digits_split.csv.gz")
"""The places in `DIGITS` to train on, then those to test on."""
TO_TRAIN = 1257


class Clusters(NamedTuple):
    """Points on a line, in the order of their classes.

    Attributes
    ----------
    positions
        Shape (N,).
    labels
        Shape (N,): the index of the centre that each point belongs to.
    """

    positions: NDArray[np.float64]
    labels: NDArray[np.intp]


class Digits(NamedTuple):
    """Handwritten digits, split into a part to train on and a part to test on.

    Attributes
    ----------
    train_images, test_images
        Shape (N, 64): 8x8 pixels row by row, from 0 (paper) to 1 (ink).
    train_labels, test_labels
        Shape (N,): the digit, 0 to 9.
    """

    train_images: NDArray[np.float64]
    train_labels: NDArray[np.intp]
    test_images: NDArray[np.float64]
    test_labels: NDArray[np.intp]


class Sheets(NamedTuple):
    """The handwritten digits in the order of their file, sheet by sheet.

    Attributes
    ----------
    images
        Shape (1797, 64), as in `Digits`.
    labels
        Shape (1797,): the digit.
    sheets
        Shape (1797,): on which of the 14 sheets it was written, 0 to 13.
    """

    images: NDArray[np.float64]
    labels: NDArray[np.intp]
    sheets: NDArray[np.intp]


SHEET_STARTS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
"""Where in the file each sheet begins: there the labels start the same sequence anew."""


def clusters(
    centres: ArrayLike = (-1.0, 0.0, 1.0),
    spread: float = 0.12,
    per_class: int = 100,
    seed: int = 0,
) -> Clusters:
    """Draw normally distributed points around centres on a line.

    The noise depends on the seed alone. Moving a centre moves the points of its cluster and
    leaves the others where they are.

    Parameters
    ----------
    centres
        Shape (K,): one centre for each class.
    spread
        The standard deviation of each cluster, 0 or more.
    per_class
        The number of points in each cluster.
    seed
        For `np.random.default_rng`, 0 or more.

    Returns
    -------
    Positions and labels, each of shape (K * per_class,).

    Raises
    ------
    TypeError
        An argument is not a number.
    ValueError
        The centres are not a list of finite numbers; the spread is negative; `per_class` or
        `seed` is not a whole number or too small.

    Examples
    --------
    >>> clusters(centres=[0, 10], spread=0, per_class=2)
    Clusters(positions=array([ 0.,  0., 10., 10.]), labels=array([0, 0, 1, 1]))
    """
    middle = as_finite(centres, "centres").astype(np.float64)
    if middle.ndim != 1 or middle.size == 0:
        raise ValueError(
            say(
                "centres must be a list with one number for each class, such as [-1, 0, 1], "
                "but has the shape {shape}."
            ).format(shape=middle.shape)
        )
    spread = one_number(spread, "spread")
    if spread < 0:
        raise ValueError(
            say("spread must be 0 or more, but got {spread:g}. Try 0.12.").format(spread=spread)
        )
    per_class = whole_number(per_class, "per_class", minimum=1)
    generator = np.random.default_rng(whole_number(seed, "seed", minimum=0))

    noise = generator.standard_normal((middle.size, per_class))
    positions = middle[:, np.newaxis] + spread * noise
    return Clusters(positions.ravel(), np.repeat(np.arange(middle.size), per_class))


@lru_cache(maxsize=1)
def digits() -> Digits:
    """Return 1797 handwritten digits, 1257 to train on and 540 to test on.

    Both parts hold each digit equally often. The pixels, whole numbers from 0 to 16 in the
    original, are scaled to 0..1. The arrays are read-only: the same ones are returned each time.

    Notes
    -----
    E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine
    Learning Repository: its test set, the very file that scikit-learn ships. The split is that of
    scikit-learn's ``train_test_split(…, test_size=0.3, stratify=labels, random_state=0)``.

    Examples
    --------
    >>> train_images, train_labels, test_images, test_labels = digits()
    >>> train_images.shape, test_images.shape
    ((1257, 64), (540, 64))
    """
    images, labels = _read_digits()
    places = np.loadtxt(DIGITS_SPLIT, dtype=np.intp)
    train, test = places[:TO_TRAIN], places[TO_TRAIN:]
    split = Digits(images[train], labels[train], images[test], labels[test])
    for array in split:
        array.flags.writeable = False
    return split


@lru_cache(maxsize=1)
def digit_sheets() -> Sheets:
    """Return the handwritten digits in the order of their file, with the sheet of each.

    The file does not name the writers. But everybody wrote the same digits in the same order, so
    that the labels show where a sheet ends (13 people wrote 14 sheets). The arrays are read-only.

    Examples
    --------
    >>> images, labels, sheets = digit_sheets()
    >>> labels[sheets == 3][:12]
    array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    """
    images, labels = _read_digits()
    sheets = np.searchsorted(SHEET_STARTS, np.arange(len(labels)), side="right") - 1
    for array in (images, labels, sheets):
        array.flags.writeable = False
    return Sheets(images, labels, sheets.astype(np.intp))


def _read_digits() -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Read the file beside this module: 64 shades from 0 to 16, then the digit."""
    table = np.loadtxt(DIGITS, delimiter=",")
    return table[:, :-1] / 16, table[:, -1].astype(np.intp)
