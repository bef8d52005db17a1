"""Colours are told apart by every eye, and nothing is told by colour alone."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers.lessons.l04_cross_entropy import entropy as cross_entropy
from helpers.lessons.l05_losses import looks as losses_compared
from helpers.lessons.l06_pytorch import curves as double_softmax
from helpers.lessons.l07_classifier.blend import BLUE, VERMILION
from helpers.live.labels import COLOR
from helpers.live.picture import CLASSES, WARNING_COLOR

# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes (2009), "A physiologically-based model for
# simulation of color vision deficiency", IEEE TVCG 15(6): the matrices for a total deficiency.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TOGETHER = {  # colours that stand beside each other in one picture and mean different things
    "the classes": [style.color for style in CLASSES],
    "the losses": [look["color"] for look in (*losses_compared.LOOKS, losses_compared.OWN)],
    "the parts of a loss": [
        cross_entropy.ENTROPY_COLOR,
        cross_entropy.KL_COLOR,
        cross_entropy.CROSS_ENTROPY_COLOR,
    ],
    "softmax once and twice": [double_softmax.ONCE, double_softmax.TWICE],
    "the true digit and the others": ["#56B4E9", VERMILION],
    "the lines of lesson 07": ["black", BLUE, VERMILION],
    "words and warnings": [COLOR, WARNING_COLOR],
}
LEAST_DIFFERENCE = 15
"""Of two colours in CIELAB; about 2 is the smallest that an eye can see side by side."""


def linear(color):
    """Return a colour's linear sRGB, each part from 0 to 1 (IEC 61966-2-1)."""
    c = np.array(to_rgb(color))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """Return the CIELAB colour of linear sRGB, for the white of a screen (D65)."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = (to_xyz @ np.clip(rgb, 0, 1)) / [0.9505, 1.0, 1.089]
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(first, second, deficiency):
    one, other = (lab(DEFICIENCIES[deficiency] @ linear(color)) for color in (first, second))
    return np.linalg.norm(one - other)


def contrast(color, ground="white"):
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted([0.2126, 0.7152, 0.0722] @ linear(c) for c in (color, ground))
    return (light + 0.05) / (dark + 0.05)


def test_the_measures_are_right():
    assert lab(linear("white")) == pytest.approx([100, 0, 0], abs=0.05)
    assert lab(linear("red")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)
    assert contrast("black") == pytest.approx(21)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)
    assert difference("red", "green", "none") > 100
    assert difference("#C00000", "#606000", "protanopia") < LEAST_DIFFERENCE


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("what", TOGETHER)
def test_colours_are_told_apart_without_the_cones_of_one_kind(what, deficiency):
    for first, second in combinations(TOGETHER[what], 2):
        assert difference(first, second, deficiency) > LEAST_DIFFERENCE, (first, second)


def test_nothing_is_told_by_colour_alone():
    for looks in (
        [vars(style) for style in CLASSES],
        (*losses_compared.LOOKS, losses_compared.OWN),
    ):
        for first, second in combinations(looks, 2):
            assert all(first[key] != second[key] for key in first), (first, second)


def test_words_in_a_picture_stand_out_from_the_paper():
    for color in (COLOR, WARNING_COLOR):
        assert contrast(color) >= 4.5
    for style in CLASSES[::2]:
        assert contrast(style.color) >= 3
    # Orange cannot reach 3 on white; its bars are told by place, name and hatch.
