"""Boxes in the look of the classes."""

import numpy as np

from helpers.live.boxes import ClassBoxes
from helpers.live.picture import new_figure


def test_the_boxes_of_a_class_have_its_stripes_dots_or_crosses_and_no_more():
    _, axes = new_figure()
    boxes = ClassBoxes(axes)
    boxes.set([0, 0, 0], [1, 1, 1], [0, 0, 0], [0.3, 0.3, 0.3])
    stripes, dots = boxes.artists[1], boxes.artists[2]
    drawn = np.array(stripes.get_data()).T.reshape(-1, 3, 2)[:, :2]
    assert len(drawn) > 20
    slopes = np.sign(np.prod(drawn[:, 1] - drawn[:, 0], axis=1))
    assert set(slopes) == {1, -1}
    assert drawn[..., 0].min() >= -1e-9 and drawn[..., 0].max() <= 1 + 1e-9
    assert drawn[..., 1].min() >= -1e-9 and drawn[..., 1].max() <= 0.3 + 1e-9
    assert len(dots.get_xdata()) > 20
    boxes.set([0.5] * 3, [0.5] * 3, [0, 0, 0], [1, 1, 1])
    assert len(stripes.get_xdata()) == len(dots.get_xdata()) == 0
