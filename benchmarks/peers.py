"""The peers of the live picture, each as the code of one notebook cell with one slider.

All show the three panels of lesson 03 at the same size on the page, so that they differ only in how
a step of the slider becomes a picture.
"""

OURS = """
from helpers import explore_softmax

explore_softmax()
"""

OFF = "%env COURSE_FRAMES_AHEAD=0\n" + OURS

# The kernel draws frames in each rest, for places that nobody ever goes to.
MISSED = """
from helpers import explore_softmax
from helpers.live import frames_ahead

real = frames_ahead.places
frames_ahead.places = lambda control: [(state + 1e-4, value) for state, value in real(control)]
explore_softmax()
"""

_PANELS = """
import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np

from helpers import softmax

names = ["cat", "dog", "rabbit"]


def panels(figure, z):
    axes = figure.subplots(1, 3)
    for ax, values in zip(axes, (z, np.exp(z), softmax(z))):
        for bar, value in zip(ax.bar(names, values, hatch=["//", "..", "xx"]), values):
            ax.annotate(f"{value:.3f}", (bar.get_x() + 0.4, value), ha="center")
    axes[0].set_ylim(-4, 4)
    axes[2].set_ylim(0, 1)


cat = widgets.FloatSlider(value=2.0, min=-4, max=4, step=0.1, description="cat")
"""

INLINE = (
    "%matplotlib inline\n"
    + _PANELS
    + """
def draw(cat):
    figure = plt.figure(figsize=(8.6, 3.1), dpi=100)
    panels(figure, np.array([cat, 1.0, 0.1]))
    plt.show()


widgets.interact(draw, cat=cat);
"""
)

IPYMPL = (
    "%matplotlib widget\n"
    + _PANELS
    + """
plt.ioff()
figure = plt.figure(figsize=(8.6, 3.1), dpi=100)
panels(figure, np.array([2.0, 1.0, 0.1]))
plt.ion()
heights = [[(bar, text) for bar, text in zip(ax.patches, ax.texts)] for ax in figure.axes]


def draw(change):
    z = np.array([change["new"], 1.0, 0.1])
    for parts, values in zip(heights, (z, np.exp(z), softmax(z))):
        for (bar, text), value in zip(parts, values):
            bar.set_height(value)
            text.set_text(f"{value:.3f}")
            text.xy = (text.xy[0], value)
    figure.canvas.draw_idle()


cat.observe(draw, names="value")
widgets.VBox([cat, figure.canvas])
"""
)

LABEL = """
import ipywidgets as widgets

cat = widgets.FloatSlider(value=2.0, min=-4, max=4, step=0.1, description="cat")
label = widgets.HTML("2.0")
cat.observe(lambda change: setattr(label, "value", f"{change['new']:.3f}"), names="value")
widgets.VBox([cat, label])
"""

PEERS = {
    "explore_softmax": OURS,
    "the same, every frame missed": MISSED,
    "the same, no frames ahead": OFF,
    "interact + inline": INLINE,
    "ipympl": IPYMPL,
    "a bare label (the floor)": LABEL,
}
