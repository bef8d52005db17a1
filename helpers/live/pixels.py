"""Small pictures made of pixels: many side by side, and the colours of ink on paper."""

import matplotlib
import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.maths.arguments import FloatArray

INK = (matplotlib.colormaps["gray_r"](np.arange(256)) * 255).astype(np.uint8)
"""A colour for each of 256 levels, from paper to ink."""

GAP = 1
"""Pixels of paper between two pictures of a mosaic."""


def mosaic(pictures: ArrayLike, columns: int) -> FloatArray:
    """Return small pictures side by side as one array, NaN between them: one artist for all.

    Parameters
    ----------
    pictures : array_like, shape (n, 64)
    columns : int

    Returns
    -------
    numpy.ndarray, shape (9 rows - 1, 9 columns - 1)

    Examples
    --------
    >>> mosaic(np.zeros((10, 64)), columns=5).shape
    (17, 44)
    """
    pictures = np.asarray(pictures, dtype=float)
    rows = -(-len(pictures) // columns)
    padded = np.full((rows * columns, 8 + GAP, 8 + GAP), np.nan)
    padded[: len(pictures), :8, :8] = pictures.reshape(-1, 8, 8)
    table = padded.reshape(rows, columns, 8 + GAP, 8 + GAP).transpose(0, 2, 1, 3)
    return table.reshape(rows * (8 + GAP), columns * (8 + GAP))[:-GAP, :-GAP]


def levels(values: ArrayLike) -> NDArray[np.uint8]:
    """Return the place of each value, 0 to 1, in a table of 256 colours; NaN is 0."""
    return (np.clip(np.nan_to_num(values), 0, 1) * 255).round().astype(np.uint8)
