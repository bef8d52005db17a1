"""The two halves of a live picture in a browser: do they make the picture that matplotlib draws?"""

import base64
import io

import numpy as np
import pytest
from conftest import ROOT
from PIL import Image

import helpers
from tests.live.test_picture import image_of

EXPLORERS = sorted(name for name in helpers.__all__ if name.startswith("explore_"))
ARGUMENTS = {
    "explore_temperature": (
        lambda logits, temperature: helpers.softmax(logits / temperature),
        {"a model": np.random.default_rng(0).normal(size=(200, 10))},
        np.random.default_rng(1).integers(10, size=200),
    )
}
"""For those that show what a learner has made, and need it."""

CSS = (ROOT / "helpers" / "live" / "screen.css").read_text(encoding="utf-8")


def in_the_page(chromium, picture):
    """Return what Chromium paints: the background with the SVG over it, as screen.js puts them."""
    screen = picture._screen
    page = chromium.new_page(viewport={"width": 1000, "height": 600}, device_scale_factor=2)
    background = base64.b64encode(screen.background).decode("ascii")
    page.set_content(
        f"""<style>{CSS}</style><div class="course-live"><div class="course-picture">
        <div class="course-panel"><div class="course-sheet">
        <img class="course-background" width="{screen.width}" height="{screen.height}"
        src="data:image/png;base64,{background}">
        <div class="course-moving">{screen.moving}</div></div></div></div></div>"""
    )
    shot = page.locator(".course-picture").screenshot()
    page.close()
    return Image.open(io.BytesIO(shot))


def coarse(image):
    """Return the mean colour of each 16 by 16 pixels: what is left does not hang on a font."""
    image = image.convert("RGB")
    size = (image.width // 16, image.height // 16)
    return np.asarray(image.resize(size, Image.Resampling.BOX), dtype=int)


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_page_shows_what_matplotlib_draws(chromium, name):
    picture = getattr(helpers, name)(*ARGUMENTS.get(name, ()))
    live = in_the_page(chromium, picture)
    still = image_of(picture._repr_mimebundle_()[0]["text/html"])
    assert live.size == still.size
    difference = np.abs(coarse(live) - coarse(still)).max(axis=-1)
    assert difference.max() < 110, np.unravel_index(difference.argmax(), difference.shape)
    # The two round what shines through differently: one level, over a whole zone.
    assert np.where(difference > 1, difference, 0).mean() < 1


JOINS = """() => [...document.querySelectorAll("#beside, .course-moving path")]
    .filter(path => !path.style.strokeLinejoin)
    .map(path => getComputedStyle(path).strokeLinejoin)"""


def test_a_frame_restyles_nothing_but_itself(chromium):
    picture = helpers.explore_losses()
    assert "<style" not in picture._screen.moving
    page = chromium.new_page()
    page.set_content(
        f"""<style>{CSS}</style><svg><path id="beside" d="M0 0"/></svg>
        <div class="course-moving">{picture._screen.moving}</div>"""
    )
    beside, *own = page.evaluate(JOINS)
    page.close()
    assert beside == "miter", "an icon of JupyterLab stays as it is"
    assert len(own) > 3 and set(own) == {"round"}, "matplotlib's default, which it leaves out"
