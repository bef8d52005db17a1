"""The course in real JupyterLab and real Chromium: run all, move every live picture."""

import pytest
from conftest import NOTEBOOKS, axe_violations, needs_pytorch, read

LIVE = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
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


def move_with_keys(page, handle):
    at_the_end = handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
    handle.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft" if at_the_end else "ArrowRight")


def move_with_mouse(page, handle, track):
    box, rail = handle.bounding_box(), track.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    to_the_left = x - rail["x"] > rail["width"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + (-1 if to_the_left else 1) * 0.3 * rail["width"], y, steps=5)
    page.mouse.up()


def test_run_all_leaves_no_error_and_every_live_picture_moves(run_notebook):
    lab_page, notebook = run_notebook
    page = lab_page.page
    assert lab_page.errors() == []
    moved = 0
    for cell in notebook.cells:
        if cell.cell_type != "code" or "explore_" not in cell.source or not cell.outputs:
            continue
        if "<img" not in str(cell.outputs):  # a picture that waits for the learner's function
            continue
        picture = lab_page.cell(cell.id)
        picture.locator(".jupyter-widgets img").first.wait_for()
        before = seen(picture)
        assert len(before[1]) > 20
        sliders = picture.locator("[role=slider]")
        if sliders.count():
            move_with_keys(page, sliders.first)
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
        "explore_" in c.source and "<img" in str(c.get("outputs")) for c in notebook.cells
    )
    assert moved == expected > 0


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


def test_before_anything_runs_a_notebook_shows_its_still_pictures(lab_page):
    lab_page.open("00_start_here.ipynb")
    picture = lab_page.cell("first-run")
    assert seen(picture)[1].startswith("Probabilities: cat 0.659, dog 0.242, rabbit 0.099.")
    assert picture.locator(".jupyter-widgets").count() == 0
    assert "Error displaying widget" not in picture.inner_text()


def test_a_cell_run_again_shows_one_living_picture(lab_page):
    lab_page.open("00_start_here.ipynb").run_all()
    for _ in range(3):
        lab_page.cell("first-run")
        lab_page.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
        lab_page._wait_until_idle()
    picture = lab_page.cell("first-run")
    picture.locator(".jupyter-widgets img").first.wait_for()
    assert picture.locator("img").count() == 1
    before = seen(picture)
    move_with_keys(lab_page.page, picture.locator("[role=slider]").first)
    wait_for_change(lab_page.page, picture, before)


def test_each_slider_has_its_name_beside_it_and_for_a_screen_reader(lab_page):
    lab_page.open("00_start_here.ipynb").run_all()
    picture = lab_page.cell("first-run")
    picture.locator(".jupyter-widgets img").first.wait_for()
    names = ["score of cat", "score of dog", "score of rabbit"]
    assert picture.locator(".widget-label").all_inner_texts()[:3] == names
    for name in names:
        slider = picture.get_by_role("slider", name=name, exact=True)
        assert slider.count() == 1
        number = picture.get_by_role("textbox", name=f"{name}, type a number", exact=True)
        assert number.inner_text() == slider.get_attribute("aria-valuetext")


def test_a_slider_says_its_value_as_the_number_beside_it_shows_it(lab_page):
    lab_page.open("00_start_here.ipynb").run_all()
    picture = lab_page.cell("first-run")
    picture.locator(".course-picture img").wait_for()
    slider = picture.get_by_role("slider", name="score of rabbit", exact=True)
    said = []
    for _ in range(4):
        before = seen(picture)
        slider.press("ArrowLeft")
        wait_for_change(lab_page.page, picture, before)
        said.append(slider.get_attribute("aria-valuetext"))
    assert said == ["0.0", "−0.1", "−0.2", "−0.3"]


def test_the_words_are_announced_once_the_hand_rests(lab_page):
    lab_page.open("00_start_here.ipynb").run_all()
    picture = lab_page.cell("first-run")
    picture.locator(".course-picture img").wait_for()
    voice = picture.get_by_role("status")
    assert voice.text_content() == "", "nothing is read before anything moves"
    before = seen(picture)
    move_with_keys(lab_page.page, picture.get_by_role("slider").first)
    words = wait_for_change(lab_page.page, picture, before)[1]
    lab_page.page.wait_for_function(
        """output => output.querySelector('[role=status]').textContent
            === output.querySelector('img').alt""",
        arg=picture.element_handle(),
    )
    assert words.startswith("Probabilities: cat ")
