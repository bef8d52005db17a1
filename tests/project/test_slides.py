"""The lessons as slides: what each cell is, what fits, and a plan that names what is there."""

import json
import re

import pytest
from conftest import NOTEBOOKS, ROOT, read

from helpers.learning.predictions import questions
from tools import lecture

PLAN = ROOT / "docs" / "lecture-plan.md"
OVERRIDES = ROOT / "jupyter" / "share" / "jupyter" / "lab" / "settings" / "overrides.json"

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def slide_type(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type")


def is_exercise(cell):
    return cell.id.startswith("exercise") or cell.id.endswith("-solution")


def core_of(path):
    """Return the cells up to "In one line", but for the questions on earlier lessons."""
    cells = read(path).cells
    end = next(k for k, cell in enumerate(cells) if cell.source.startswith("## In one line"))
    return [
        cell for cell in cells[: end + 1] if not re.match(r"(recall|remember|still)\b", cell.id)
    ]


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


@each_notebook
def test_no_cell_is_a_wall_of_text(path):
    """One cell stands on one slide: `make lecture` parts cells, not their text.

    Lines are counted for a screen of 4:3; where the letters are as high, one of 16:9 has more room.
    """
    for cell in core_of(path):
        if cell.cell_type == "markdown" and slide_type(cell) != "skip":
            assert lecture.lines(lecture.short(cell)) <= lecture.ROOM + 10, cell.id


# The settings ----------------------------------------------------------------------------------


def test_the_keys_of_a_lecture_do_nothing_outside_the_slides():
    """A key that turned the page of a deck must not fold a heading or move a cell elsewhere."""
    settings = json.loads(OVERRIDES.read_text(encoding="utf-8"))
    for shortcut in settings["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]:
        starts = shortcut["command"] == "deck:toggle"
        assert starts or re.search(r"\.jp-Deck |deck-mode", shortcut["selector"]), shortcut["keys"]
    styles = settings["@deathbeds/jupyterlab-fonts:fonts"]["styles"]
    outside = [
        selector for selector in styles if selector.startswith("body:not([data-jp-deck-mode")
    ]
    prose, tables = {"max-width": "34em"}, {"margin-left": "0"}  # a table stands below its prose
    assert [styles[selector] for selector in outside] == [prose, tables]
    for selector in set(styles) - set(outside):
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
