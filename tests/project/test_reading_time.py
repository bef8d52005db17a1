"""The time that each lesson states is the one that the tool computes from what is in it."""

import re
from types import SimpleNamespace

import pytest
from conftest import NOTEBOOKS, read

from tools import reading_time

LONGEST_CORE = 50  # minutes; 45 are aimed at


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_states_its_time(path):
    cells = read(path).cells
    stated = reading_time.TIME.search(cells[0].source) or reading_time.TIME.search(
        "".join(cell.source for cell in cells[:4])
    )
    assert stated, "no line **Time.** on top"
    wanted = reading_time.time_line(cells)
    assert stated[0] == wanted, "to write it: python tools/reading_time.py --write"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_core_of_a_lesson_is_no_longer_than_a_class(path):
    cells = read(path).cells
    if any(re.match(r"## More\b", cell.source) for cell in cells):
        assert reading_time.core_and_whole(cells)[0] <= LONGEST_CORE


def cell(source, cell_type="markdown"):
    return SimpleNamespace(source=source, cell_type=cell_type, id="x")


def test_what_stands_under_more_is_not_core():
    words = "word " * 1500
    core, whole = reading_time.core_and_whole(
        [cell("# Title"), cell(words), cell("## More\n"), cell(words), cell("## In one line")]
    )
    assert (core, whole) == (10, 20)


def test_what_a_cell_takes():
    minutes = reading_time.minutes_of
    assert minutes(cell("def f(z):\n    ...\n\ncheck.f(f)", "code")) == 7
    assert minutes(cell("x = ...\ncheck.x(x)", "code")) == 3
    assert minutes(cell("explore_softmax(softmax)", "code")) == pytest.approx(2.1)
    assert minutes(cell("<details>\n" + "word " * 3000 + "</details>")) == 0
    assert minutes(cell("a $z_k$ b\n$$ z = 1 $$")) > minutes(cell("a b"))
