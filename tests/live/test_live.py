"""LivePicture, driven as a learner drives it: through its controls."""

import gc
import html
import io
import re
import weakref

import numpy as np
import pytest
from conftest import ROOT
from ipywidgets.widgets.widget import _instances as open_widgets
from matplotlib.figure import Figure
from PIL import Image

from helpers import explore_softmax
from helpers.live import cells
from helpers.live.controls import choice, slider, switch
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.picture import new_figure
from tests.live.test_picture import image_of


def bar_picture(update=None, **controls):
    figure, axes = new_figure(width=4, height=3)
    axes.set_ylim(0, 1)
    (bar,) = axes.bar(["cat"], [0.0])

    def default(height, **others):
        bar.set_height(height)
        return f"One bar: {height:.1f} high."

    controls = {"height": slider("height", 0.5, 0, 1), **controls}
    return LivePicture(figure, controls, [bar], update or default)


def still(picture):
    return picture._repr_mimebundle_()[0]["text/html"]


def alt(picture):
    return html.unescape(re.search(r'alt="([^"]*)"', still(picture))[1])


def blue_height(picture):
    """Return how many rows of the still image have blue in them: the bar's height in pixels."""
    pixels = np.asarray(image_of(still(picture)).convert("RGB"), dtype=int)
    blue = (pixels[..., 2] > 130) & (pixels[..., 0] < 60)
    return int(blue.any(axis=1).sum())


def bar_in_svg(picture):
    """Return the height in points of the bar in the SVG that lies over the background."""
    (path,) = re.findall(r'<path d="([^"]*)"', picture._screen.moving)
    heights = [float(y) for y in re.findall(r"[ML] \S+ (\S+)", path)]
    return max(heights) - min(heights)


def test_image_and_words_follow_a_control():
    picture = bar_picture()
    assert alt(picture) == picture.words == picture._screen.words == "One bar: 0.5 high."
    half, half_in_svg = blue_height(picture), bar_in_svg(picture)
    picture.controls["height"].value = 1.0
    assert alt(picture) == picture._screen.words == "One bar: 1.0 high."
    assert blue_height(picture) == pytest.approx(2 * half, rel=0.02)
    assert bar_in_svg(picture) == pytest.approx(2 * half_in_svg, rel=0.001)
    picture.controls["height"].value = 0.5
    assert blue_height(picture) == half, "nothing of the taller bar is left behind"
    assert bar_in_svg(picture) == half_in_svg


def test_the_picture_is_sharp_on_a_screen_of_double_density():
    picture = bar_picture()
    assert image_of(still(picture)).size == (800, 600)
    assert 'width="400" height="300"' in still(picture)
    background = Image.open(io.BytesIO(picture._screen.background))
    assert background.size == (800, 600)
    assert (picture._screen.width, picture._screen.height) == (400, 300)


def test_what_moves_is_not_in_the_background_and_what_stays_is_not_sent_again():
    picture = bar_picture()
    background = np.asarray(Image.open(io.BytesIO(picture._screen.background)).convert("RGB"))
    assert (background < 128).any(), "the axes are there"
    assert not ((background[..., 2] > 130) & (background[..., 0] < 60)).any(), "the bar is not"
    assert picture._screen.moving.count("<path") == 1
    assert "cat" not in picture._screen.moving
    before = picture._screen.background
    picture.controls["height"].value = 1.0
    assert picture._screen.background is before


def test_one_step_of_a_control_sends_one_message(monkeypatch):
    picture = bar_picture()
    sent = []
    monkeypatch.setattr(picture._screen, "send_state", lambda names: sent.append(set(names)))
    picture.controls["height"].value = 1.0
    assert sent == [{"moving", "words", "drawn"}]


def test_what_a_learner_writes_is_escaped_in_the_svg():
    figure, axes = new_figure()
    label = Labels(axes, [0], [0])

    def update(height):
        label.set_labels(["<script>alert(1)</script> & \"'"])
        return "words"

    picture = LivePicture(figure, {"height": slider("height", 0.5, 0, 1)}, [label], update)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in picture._screen.moving
    assert "<script" not in picture._screen.moving


def test_the_figure_is_drawn_in_full_once(monkeypatch):
    drawn = []
    original = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda *a, **k: (drawn.append(1), original(*a, **k)))
    picture = bar_picture()
    built = len(drawn)
    for height in np.linspace(0, 1, 11):
        picture.controls["height"].value = height
    assert built >= 1
    assert len(drawn) == built


def test_set_moves_several_controls_and_draws_once():
    calls = []

    def update(height, wide, kind):
        calls.append((height, wide, kind))
        return f"{height} {wide} {kind}"

    picture = bar_picture(update, wide=switch("wide"), kind=choice("kind", ["a", "b"]))
    calls.clear()
    assert picture.set(height=0.2, wide=True, kind="b") is picture
    assert calls == [(0.2, True, "b")]
    assert picture.words == "0.2 True b"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"width": 1}, "no control 'width'. The controls are height, kind"),
        ({"height": 2}, "goes from 0.0 to 1.0, not to 2"),
        ({"height": "tall"}, "takes a number, not 'tall'"),
        ({"height": float("nan")}, "goes from 0.0 to 1.0"),
        ({"height": 0.9, "kind": "c"}, "'kind' cannot take 'c'"),
    ],
)
def test_set_refuses_what_a_control_cannot_take_and_changes_nothing(values, message):
    picture = bar_picture(lambda height, kind: f"{height} {kind}", kind=choice("kind", ["a", "b"]))
    with pytest.raises(ValueError, match=message):
        picture.set(**values)
    assert picture.values == {"height": 0.5, "kind": "a"}
    assert picture.words == "0.5 a"
    picture.controls["height"].value = 0.7
    assert picture.words == "0.7 a", "it still moves"


def test_an_error_stands_in_the_pictures_place_and_the_next_good_value_recovers():
    def fragile(height):
        if height > 0.8:
            raise ValueError("<too> tall")
        return f"{height:.1f} high"

    picture = bar_picture(fragile)
    picture.controls["height"].value = 0.9
    assert picture.words.startswith("No picture: ValueError: <too> tall")
    assert picture._screen.error == picture.words
    assert "<img" not in still(picture)
    assert "&lt;too&gt; tall" in still(picture)
    picture.controls["height"].value = 0.3
    assert alt(picture) == "0.3 high"
    assert picture.error is None
    assert picture._screen.error == ""
    assert "<img" in still(picture)


def test_a_control_must_have_a_value_and_an_artist_must_be_in_the_figure():
    figure, _axes = new_figure()
    _other, other_axes = new_figure()
    (stray,) = other_axes.plot([0, 1])
    with pytest.raises(TypeError, match="widget with a value"):
        LivePicture(figure, {"x": 3}, [], lambda x: "words")
    with pytest.raises(TypeError, match="not in the figure"):
        LivePicture(figure, {}, [stray], lambda: "words")


def test_every_form_of_the_output_is_there():
    bundle = bar_picture()._repr_mimebundle_()[0]
    assert bundle["text/plain"] == "One bar: 0.5 high."
    assert 'alt="One bar: 0.5 high."' in bundle["text/html"]
    assert "data:image/png" in bundle["text/html"], "a still picture loses nothing"
    view = bundle["application/vnd.jupyter.widget-view+json"]
    assert view["version_major"] == 2 and len(view["model_id"]) > 0


class Shell:
    """Stands for IPython while a cell runs: each execution has an id, and its cell has one."""

    def __init__(self, cell):
        self.cell, self.execution = cell, 0

    def get_parent(self):
        return {"header": {"msg_id": str(self.execution)}, "metadata": {"cellId": self.cell}}


def test_a_cell_run_100_times_leaves_one_picture_behind(monkeypatch):
    shell = Shell("cell")
    monkeypatch.setattr(cells, "get_ipython", lambda: shell)
    monkeypatch.setattr(cells, "_made_by_cell", {})
    widgets_before = len(open_widgets)
    figures, out = [], []
    for shell.execution in range(100):
        picture = bar_picture()
        figures.append(weakref.ref(picture._figure))
        out.append(picture)  # as IPython keeps it in Out[n]
    gc.collect()
    assert [i for i, figure in enumerate(figures) if figure() is not None] == [99]
    assert out[0]._repr_mimebundle_()[0].keys() == {"text/plain", "text/html"}, "its still is left"
    with pytest.raises(RuntimeError, match="run again"):
        out[0].set(height=1)
    out[99].set(height=1)
    assert len(open_widgets) - widgets_before < 20


def test_two_pictures_of_one_execution_and_of_two_cells_live_side_by_side(monkeypatch):
    shell = Shell("one")
    monkeypatch.setattr(cells, "get_ipython", lambda: shell)
    monkeypatch.setattr(cells, "_made_by_cell", {})
    first, second = bar_picture(), bar_picture()
    shell.cell, shell.execution = "two", 1
    third = bar_picture()
    for picture in (first, second, third):
        picture.set(height=0.1)


def test_refresh_draws_again_when_the_function_behind_it_has_changed():
    words = ["before"]
    picture = bar_picture(lambda height: words[0])
    words[0] = "after"
    picture.refresh()
    assert alt(picture) == "after"


# The learner's function -------------------------------------------------------------------------


def test_call_learner_gives_a_copy_and_keeps_warnings_quiet(recwarn):
    z = np.array([1000.0, -1000.0])

    def changes_its_argument(logits):
        logits -= 1
        return np.exp(logits)

    assert call_learner(changes_its_argument, z, shape=(2,)).tolist() == [np.inf, 0.0]
    assert z.tolist() == [1000.0, -1000.0]
    assert len(recwarn) == 0


def no_return(z):
    z * 2


def divides(z):
    return z / "three"


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (no_return, r"no_return returned nothing: does it end with a return line\?"),
        (lambda z: ..., "dots"),
        (lambda z: "cat", "returned 'cat', which is not an array of numbers"),
        (lambda z: [[1, 2], [3]], "which is not an array of numbers"),
        (lambda z: z.sum(), r"returned an array of shape \(\); \(3,\) was expected"),
        (divides, r'divides raised .*\(in line \d+ of its cell: return z / "three"\)'),
        (3, "int raised TypeError"),
    ],
)
def test_what_is_wrong_with_a_learners_function_is_said_in_words(function, message):
    with pytest.raises(LearnerError, match=message):
        call_learner(function, np.array([2.0, 1.0, 0.1]), shape=(3,))


def test_a_list_is_taken_for_an_array():
    assert call_learner(lambda z: [1, 2, 3], np.zeros(3), shape=(3,)).tolist() == [1.0, 2.0, 3.0]


def test_the_explorer_of_the_first_page():
    picture = explore_softmax()
    assert picture.words.startswith("Probabilities: cat 0.659, dog 0.242, rabbit 0.099.")
    picture.controls["dog"].value = 2.0
    assert picture.words.startswith("Probabilities: cat 0.465, dog 0.465, rabbit 0.070.")
    assert alt(picture) == picture.words


def test_the_worked_example_for_contributors_works_as_it_is_printed():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (example,) = re.findall(
        r"```python\n(.*?)```", text.partition("## Add a live picture")[2], re.S
    )
    assert len(example.splitlines()) <= 30
    namespace = {}
    exec(example, namespace)
    picture = namespace["explore_sigmoid"]()
    picture.controls["score"].value = 2.0
    assert alt(picture) == "At the score 2.0 the probability is 0.881."
    for score in (-6, 6):
        picture.set(score=score)
        assert picture.error is None
