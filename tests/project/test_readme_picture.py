"""The moving picture of the README is the first picture of the course, and light."""

import re

import numpy as np
from conftest import ROOT
from PIL import Image

from helpers import softmax
from tools import readme_picture

DOCS = ROOT / "docs"


def test_it_is_under_a_megabyte_and_goes_on_for_ever():
    assert (DOCS / "softmax.gif").stat().st_size < 1_000_000
    with Image.open(DOCS / "softmax.gif") as moving:
        assert moving.info["loop"] == 0 and moving.n_frames > 20


def test_it_shows_what_the_picture_shows_today(monkeypatch):
    monkeypatch.setattr(readme_picture, "FRAMES", 2)
    start, end = (np.asarray(frame.convert("RGB"), float) for frame in readme_picture.frames())
    with Image.open(DOCS / "softmax.png") as stored:
        first = np.asarray(stored.convert("RGB"), dtype=float)
    with Image.open(DOCS / "softmax.gif") as moving:
        moving.seek(24)
        last = np.asarray(moving.convert("RGB"), dtype=float)
    assert np.abs(first - start).mean() < 2, "run: python tools/readme_picture.py"
    assert np.abs(last - end).mean() < 2


def test_its_words_state_the_numbers_that_it_shows():
    alt = re.search(r'alt="([^"]*)" src="docs/softmax.gif"', (ROOT / "README.md").read_text())[1]
    for dog in readme_picture.SCORES:
        assert f"{dog:.1f}" in alt
        assert f"{softmax([2.0, dog, 0.1])[0]:.3f}" in alt
