"""Draw the moving picture of the README: the first live picture of the course, its slider moved.

python tools/readme_picture.py   # docs/softmax.gif, and docs/softmax.png without motion
"""

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from helpers import explore_softmax
from helpers.live.picture import course_style

DOCS = Path(__file__).resolve().parent.parent / "docs"
SCORES = (1.0, 3.0)
"""From where to where the score of dog goes, and back."""

FRAMES, FRAME, REST = 25, 80, 1200  # frames one way; milliseconds of a frame, and at each end
COLORS = 64


def frames() -> list[Image.Image]:
    """Return the frames of one way, in the few colours that the picture has."""
    picture = explore_softmax()
    figure: Any = picture._figure
    drawn = []
    for share in np.linspace(0, 1, FRAMES):
        eased = share * share * (3 - 2 * share)  # starts and ends slowly
        low, high = SCORES
        picture.set(dog=low + (high - low) * eased)
        stream = io.BytesIO()
        with course_style():
            figure.savefig(stream, format="png", dpi=100)
        drawn.append(Image.open(stream).convert("RGB"))
    palette = drawn[-1].quantize(COLORS)
    return [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in drawn]


def main() -> None:
    """Write both files."""
    there = frames()
    there[0].convert("RGB").save(DOCS / "softmax.png", optimize=True)
    back = there[-2:0:-1]
    times = [REST, *[FRAME] * (FRAMES - 2), REST, *[FRAME] * len(back)]
    there[0].save(
        DOCS / "softmax.gif",
        save_all=True,
        append_images=[*there[1:], *back],
        duration=times,
        loop=0,
        optimize=True,
    )


if __name__ == "__main__":
    main()
