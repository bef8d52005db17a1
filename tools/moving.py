"""Live pictures for pages without Python: the frames of each, drawn by running the lesson.

A page holds a picture as data (`helpers.live.stored`) beside its still form, and moves it with the
code that moves it in a notebook. For a page of its own:

    pictures, failed = run(path)           # by (cell id, number of the output)
    markup = embed(still, pictures[...])   # instead of the still form
    STYLE, SCRIPT                          # once a page
"""

import base64
import functools
import io
import json
import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

from helpers.live.joined import HERE, joined
from helpers.live.stored import MIME_TYPE, SETTING

STYLE = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("screen.css", "still.css"))
SCRIPT = joined("places.js", "frames.js", "handles.js", "player.js", "tools.js", "still.js")


@functools.cache
def run(path):
    """Run a notebook; return the data of its live pictures, and what went wrong.

    A cell that fails stops nothing: pictures that do not need it move all the same.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    pictures : dict of (str, int) to (str, dict)
        Words and data, by the id of the cell and the number of the output in it.
    failed : str
        Which cell failed first, and why; empty if none did.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        allow_errors=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(Path(path).resolve().parent)}},
    )
    client.execute(env={**os.environ, SETTING: "1", "COURSE_FRAMES_AHEAD": "0"})
    outputs = [
        (cell.id, number, output)
        for cell in notebook.cells
        for number, output in enumerate(cell.get("outputs", []))
    ]
    pictures = {
        (cell, number): (output.data["text/plain"], output.data[MIME_TYPE])
        for cell, number, output in outputs
        if MIME_TYPE in output.get("data", {})
    }
    failed = [
        f"{cell} failed: {output.ename}: {output.evalue}".splitlines()[0]
        for cell, _, output in outputs
        if output.output_type == "error"
    ]
    return pictures, failed[0] if failed else ""


def embed(still, picture):
    """Return the HTML of a picture that moves; its still form stays for print, and as it was."""
    data = {**picture, "background": smaller(picture["background"])}
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<div class="course-stored"><div class="course-still">{still}</div>'
        f'<script type="application/json" class="course-frames">{text}</script></div>'
    )


def moves(cells):
    """Whether a picture in the outputs of some cells moves."""
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return any("course-stored" in output.get("data", {}).get("text/html", "") for output in outputs)


def smaller(png):
    """Return a PNG, in base64, with at most 256 colours: enough for lines on white."""
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    stream = io.BytesIO()
    few = image.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(stream, "png", optimize=True)
    return base64.b64encode(stream.getvalue()).decode("ascii")
