"""The lessons as slides: what each cell is, what fits, and a plan that names what is there."""

import json
import math
import re

import pytest
from conftest import NOTEBOOKS, ROOT, read

from helpers.learning.predictions import questions

PLAN = ROOT / "docs" / "lecture-plan.md"
OVERRIDES = ROOT / "jupyter" / "share" / "jupyter" / "lab" / "settings" / "overrides.json"

# Sizes on a slide of 1280 by 720, in CSS pixels, as JupyterLab shows them with the settings of the
# course. The estimate below was compared with every cell in the browser: 90 too many to 80 too few.
HEIGHT = 720
PROSE_LINE, CODE_LINE, ROW_OF_CONTROLS, GAP = 32, 26, 44, 22
CHARACTERS_IN_A_LINE = 100

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def slide_type(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type")


def is_exercise(cell):
    return cell.id.startswith("exercise") or cell.id.endswith("-solution")


def core_of(path):
    """Return the cells up to "In one line", but for the questions on earlier lessons."""
    cells = read(path).cells
    end = next(k for k, cell in enumerate(cells) if cell.source.startswith("## In one line"))
    return [cell for cell in cells[: end + 1] if not re.match(r"re(call|member)\b", cell.id)]


def calls(cell, name):
    return cell.cell_type == "code" and re.search(rf"^{name}", cell.source, re.M)


def slides_of(cells):
    """Return the slides: lists of cells, without those that are skipped."""
    slides = []
    for cell in cells:
        if slide_type(cell) == "slide":
            slides.append([])
        if slide_type(cell) != "skip":
            slides[-1].append(cell)
    return slides


def headings(text):
    return re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", text, flags=re.S), re.M)


# What each cell is -----------------------------------------------------------------------------


@each_notebook
def test_each_cell_says_where_it_stands(path):
    cells = read(path).cells
    for cell in cells:
        assert cell.metadata == {"slideshow": {"slide_type": slide_type(cell)}}, cell.id
        assert slide_type(cell) in ("slide", "fragment", "skip"), cell.id
    assert slide_type(cells[0]) == "slide"


@each_notebook
def test_exercises_are_left_out_and_the_last_slide_is_the_one_line(path):
    cells = read(path).cells
    assert [cell.id for cell in cells if is_exercise(cell) and slide_type(cell) != "skip"] == []
    assert slides_of(cells)[-1][0].source.startswith("## In one line")


@each_notebook
def test_every_prediction_and_live_picture_is_on_a_slide(path):
    for cell in core_of(path):
        if is_exercise(cell):
            continue
        if calls(cell, "predict") or calls(cell, "explore_"):
            assert slide_type(cell) != "skip", cell.id


@each_notebook
def test_no_slide_gives_away_what_it_asks(path):
    for slide in slides_of(read(path).cells):
        asked = [index for index, cell in enumerate(slide) if calls(cell, r"predict\(")]
        assert asked in ([], [len(slide) - 1]), [cell.id for cell in slide]


@each_notebook
def test_a_heading_begins_a_slide(path):
    for cell in core_of(path):
        if cell.cell_type == "markdown" and not is_exercise(cell) and headings(cell.source):
            assert cell.source.startswith("#"), f"{cell.id}: give the new heading a cell of its own"
            assert len(headings(cell.source)) == 1, cell.id
            assert slide_type(cell) in ("slide", "skip"), cell.id


# What fits -------------------------------------------------------------------------------------


def lines(text):
    """Return the number of lines of a paragraph on a slide."""
    return math.ceil(len(re.sub(r"\s+", " ", text)) / CHARACTERS_IN_A_LINE)


def height_of_prose(source):
    source = re.sub(r"<details>.*?</details>", "details", source, flags=re.S)
    pixels = 0
    for block in re.split(r"\n\s*\n", source.strip()):
        if block.startswith("#"):
            pixels += 76
        elif block.startswith("|"):
            pixels += 50 * (len(block.splitlines()) - 1) + 20
        elif "$$" in block:
            pixels += 60 * max(1, block.count("\\\\")) + (60 if r"\frac" in block else 30)
        else:
            items = re.split(r"\n(?=(?:\d+\.|[-*]) )", block)
            pixels += sum(lines(item) for item in items) * PROSE_LINE + GAP
    return pixels


def height_of_output(output):
    data = output.get("data", {})
    image = re.search(r'<img [^>]*?height="(\d+)"', data.get("text/html", ""))
    text = output.get("text") or data.get("text/plain", "")
    if image:
        return 1.4 * min(int(image[1]), 400) + GAP
    if text.startswith("Predict."):
        feedback = 4
        return (sum(lines(line) for line in text.splitlines()) + feedback) * PROSE_LINE + 100
    return CODE_LINE * len(text.splitlines()) + 12


def height_of(cell):
    if cell.cell_type == "markdown":
        return height_of_prose(cell.source)
    controls = 2 * ROW_OF_CONTROLS if calls(cell, "explore_") else 0
    code = CODE_LINE * len(cell.source.splitlines()) + 12
    return code + controls + sum(height_of_output(output) for output in cell.outputs)


@each_notebook
def test_every_slide_fits(path):
    for slide in slides_of(read(path).cells):
        heights = {cell.id: round(height_of(cell)) for cell in slide}
        assert sum(heights.values()) <= HEIGHT, f"too much for one slide: {heights}"


# The settings ----------------------------------------------------------------------------------


def test_the_keys_of_a_lecture_do_nothing_outside_the_slides():
    """A key that turned the page of a deck must not fold a heading or move a cell elsewhere."""
    settings = json.loads(OVERRIDES.read_text(encoding="utf-8"))
    for shortcut in settings["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]:
        starts = shortcut["command"] == "deck:toggle"
        assert starts or re.search(r"\.jp-Deck |deck-mode", shortcut["selector"]), shortcut["keys"]
    for selector in settings["@deathbeds/jupyterlab-fonts:fonts"]["styles"]:
        assert all("[data-jp-deck-mode='presenting']" in part for part in selector.split(", "))


# The plan --------------------------------------------------------------------------------------


def named_in_the_plan():
    text = PLAN.read_text(encoding="utf-8")
    return re.findall(r"\[(\d\d): ([^\]]+)\]\(\.\./notebooks/([^)]+)\)", text)


def test_every_heading_named_in_the_plan_is_shown_in_its_lesson():
    named = named_in_the_plan()
    assert len(named) > 30
    for number, heading, name in named:
        assert name.startswith(number), (heading, name)
        slides = slides_of(read(ROOT / "notebooks" / name).cells)
        starts = [slide[0].source for slide in slides if slide[0].cell_type == "markdown"]
        assert heading in headings("\n\n".join(starts)), f"{name} has no slide {heading!r}"


def test_every_prediction_named_in_the_plan_exists():
    text = PLAN.read_text(encoding="utf-8")
    named = re.findall(r"`([a-z]+(?:-[a-z]+)+)`", text)
    assert len(named) > 10
    assert set(named) <= questions().keys()
    for name in named:
        options = [option.get("right", False) for option in questions()[name]["options"]]
        right = "ABCDEFGH"[options.index(True)]
        assert set(re.findall(rf"`{name}` \(right: (.)\)", text)) <= {right}, name
        for expected in re.findall(rf"^\| `{name}` \| (.), ", text, re.M):
            assert expected != right and expected in "ABCDEFGH"[: len(options)], name
