"""A picture carries its words into every form of a notebook."""

import base64
import html
import io
import re

import matplotlib.pyplot
import numpy as np
import pytest
from conftest import NOTEBOOKS, read
from matplotlib.backends.backend_agg import FigureCanvasAgg
from nbconvert import HTMLExporter
from PIL import Image

from helpers.live.labels import Labels
from helpers.live.picture import CLASSES, Picture, new_figure


def image_of(markup):
    data = re.search(r'src="data:image/\w+;base64,([^"]+)"', markup)[1]
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_a_picture_is_its_image_and_its_words():
    figure, axes = new_figure(width=4, height=3)
    axes.plot([0, 1], [0, 1])
    bundle = Picture(figure, 'A line with a slope of 1, "<here>" & now.')._repr_mimebundle_()
    assert bundle["text/plain"] == 'A line with a slope of 1, "<here>" & now.'
    alt = re.search(r'alt="([^"]*)"', bundle["text/html"])[1]
    assert html.unescape(alt) == bundle["text/plain"]
    assert "<here>" not in bundle["text/html"]
    assert 'width="400" height="300"' in bundle["text/html"]
    assert image_of(bundle["text/html"]).size == (800, 600), "two image pixels to the CSS pixel"


@pytest.mark.parametrize("words", ["", "  ", None, 3])
def test_a_picture_without_words_is_refused(words):
    figure, _ = new_figure()
    with pytest.raises(ValueError, match="needs words"):
        Picture(figure, words)


def test_a_figure_of_the_course_leaves_nothing_in_pyplot():
    before = matplotlib.pyplot.get_fignums()
    new_figure(columns=2, width_ratios=[2, 1])
    assert matplotlib.pyplot.get_fignums() == before


def test_the_look_does_not_depend_on_the_readers_settings():
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black"}):
        _, axes = new_figure()
    assert axes.xaxis.label.get_fontsize() == 12
    assert axes.get_facecolor() == (1, 1, 1, 1)


def test_classes_are_told_apart_by_more_than_colour():
    for attribute in ("name", "color", "marker", "hatch"):
        assert len({getattr(style, attribute) for style in CLASSES}) == len(CLASSES)


def test_labels_draw_each_text_once_where_it_belongs():
    figure, axes = new_figure(width=4, height=4)
    axes.set_axis_off()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    labels = Labels(axes, [0.25, 0.75], [0.5, 0.5], ["8888", ""], size=20, color="black")
    canvas = FigureCanvasAgg(figure)

    def ink():
        canvas.draw()
        pixels = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
        return pixels.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()

    left, _top, right, bottom = ink()
    assert left < 100 < right < 200 and bottom <= 200, "around x = 0.25, above y = 0.5"
    assert (left + right) / 2 == pytest.approx(100, abs=3), "in the middle of its place"
    labels.set_labels(below=[True, True])
    assert ink()[1] >= 200, "below y = 0.5"
    labels.set_labels(["", "8888"], x=[0.25, 0.75])
    assert ink()[0] > 200, "around x = 0.75"
    labels.set_labels(["", "8888"], x=[0.25, np.nan])
    assert ink() is None, "a text without a place is not drawn"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_words_reach_exported_pages(path):
    page, _ = HTMLExporter(template_name="lab").from_notebook_node(read(path))
    pictures = [
        output.data
        for cell in read(path).cells
        for output in cell.get("outputs", [])
        if "<img" in output.get("data", {}).get("text/html", "")
    ]
    shown = re.findall(r"<img\b[^>]*>", page)
    assert len(shown) == len(pictures) > 0
    for picture, element in zip(pictures, shown, strict=True):
        alt = html.unescape(re.search(r'alt="([^"]*)"', element)[1])
        assert alt == picture["text/plain"]
