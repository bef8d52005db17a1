"""The lessons in real JupyterLab and real Chromium: run all, move every live picture.

Lesson 00 has a file of its own, test_first_lesson.
"""

import pytest
from conftest import NOTEBOOKS, axe_violations, needs_pytorch, read

from tests.project.test_slides import calls

LIVE = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(params=NOTEBOOKS[1:], ids=lambda path: path.stem)
def run_notebook(request, lab_page):
    """A notebook, run from top to bottom in the browser."""
    if needs_pytorch(request.param):
        request.getfixturevalue("torch")
    lab_page.open(request.param.name).run_all()
    return lab_page, read(request.param)


# What an eye sees of a picture, still or alive, and what a screen reader reads.
SEEN = """output => {
    const image = output.querySelector('img');
    const moving = output.querySelector('.course-moving')?.innerHTML ?? '';
    return [image?.src + moving, image?.alt] }"""


def seen(picture):
    return picture.evaluate(SEEN)


def wait_for_change(page, picture, before):
    """Wait until image and words both differ from what they were."""
    page.wait_for_function(
        f"""([output, image, words]) => {{
            const now = ({SEEN})(output);
            return now[0] !== image && now[1] !== words }}""",
        arg=[picture.element_handle(), *before],
    )
    return seen(picture)


def move_with_keys(page, handle, steps=3):
    at_the_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
    handle.focus()
    for _ in range(steps):
        page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")


def move_with_mouse(page, handle, track):
    box, rail = handle.bounding_box(), track.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    to_the_left = x - rail["x"] > rail["width"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + (-1 if to_the_left else 1) * 0.3 * rail["width"], y, steps=5)
    page.mouse.up()


def move_every_picture(lab_page, notebook):
    """See that Run All left no error; move every live picture by keyboard and by mouse."""
    page = lab_page.page
    assert lab_page.errors() == []
    moved = 0
    for cell in notebook.cells:
        if not calls(cell, "explore_"):
            continue
        if "<img" not in str(cell.outputs):  # a picture that waits for the learner's function
            continue
        picture = lab_page.cell(cell.id)
        picture.locator(".jupyter-widgets img").first.wait_for()
        before = seen(picture)
        assert len(before[1]) > 20
        sliders = picture.locator("[role=slider]")
        if sliders.count():
            # One alone may wait for another: a rate, for a step; all by the same move no softmax.
            for number, slider in enumerate(sliders.all()):
                move_with_keys(page, slider, steps=number + 3)
            before = wait_for_change(page, picture, before)
            move_with_mouse(page, sliders.first, picture.locator(".noUi-target").first)
            wait_for_change(page, picture, before)
        else:
            picture.locator("select").first.focus()
            page.keyboard.press("ArrowDown")
            wait_for_change(page, picture, before)
        assert axe_violations(picture) == []
        moved += 1
    expected = sum(
        bool(calls(c, "explore_")) and "<img" in str(c.get("outputs")) for c in notebook.cells
    )
    assert moved == expected > 0


def test_run_all_leaves_no_error_and_every_live_picture_moves(run_notebook):
    move_every_picture(*run_notebook)


def test_a_prediction_is_answered_by_mouse_and_by_keyboard(lab_page):
    lab_page.open("03_softmax.ipynb").run_all()
    question = lab_page.cell("double-predict")
    question.get_by_role("button", name="C", exact=True).click()
    question.get_by_text("You predicted C.").wait_for()
    assert "No probability can be above 1" in question.inner_text()
    button = question.get_by_role("button", name="B", exact=True)
    button.focus()
    lab_page.page.keyboard.press("Enter")
    question.get_by_text("✓ Right. You predicted B.").wait_for()
