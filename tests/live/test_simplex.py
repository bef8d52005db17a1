"""The triangle of lessons 02, 03 and 04."""

import numpy as np
import pytest

from helpers.live.picture import new_figure
from helpers.live.simplex import CORNERS, draw_simplex, from_simplex, on_simplex


def test_the_triangle_is_in_true_size():
    sides = np.linalg.norm(CORNERS - np.roll(CORNERS, 1, axis=0), axis=1)
    np.testing.assert_allclose(sides, np.sqrt(2))
    p, q = np.random.default_rng(0).dirichlet(np.ones(3), (2, 50))
    np.testing.assert_allclose(
        np.linalg.norm(on_simplex(p) - on_simplex(q), axis=1), np.linalg.norm(p - q, axis=1)
    )


def test_the_way_back_finds_the_probabilities():
    p = np.random.default_rng(1).dirichlet(np.ones(3), (4, 5))
    np.testing.assert_allclose(from_simplex(on_simplex(p)), p)
    np.testing.assert_allclose(on_simplex([1 / 3] * 3), [0, 0], atol=1e-12)


@pytest.mark.parametrize("regions", [False, True])
def test_each_corner_has_the_marker_and_the_name_of_its_class(regions):
    _, axes = new_figure()
    draw_simplex(axes, ["a", "b", "c"], regions=regions)
    markers = [line for line in axes.lines if line.get_marker() != "None"]
    assert [line.get_marker() for line in markers] == ["o", "s", "^"]
    assert np.allclose([line.get_xydata()[0] for line in markers], CORNERS)
    assert [text.get_text() for text in axes.texts] == ["a", "b", "c"]
    hatches = [patch.get_hatch() for patch in axes.patches if patch.get_hatch()]
    assert hatches == (["//", "..", "xx"] if regions else [])
