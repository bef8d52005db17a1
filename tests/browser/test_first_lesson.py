"""Lesson 00 in real JupyterLab and real Chromium: one page, opened once, for all that it promises.

The tests stand in the order of a reader's first minutes: open it, run it, move it, look closer.
"""

import pytest
from conftest import ROOT, LabPage, axe_violations, read

from tests.browser.test_browser import (
    move_every_picture,
    move_with_keys,
    seen,
    wait_for_change,
)

LESSON = ROOT / "notebooks" / "00_start_here.ipynb"


@pytest.fixture(scope="module")
def opened(lab, chromium):
    """The lesson as it is when its page opens."""
    page = chromium.new_page(viewport={"width": 1200, "height": 1000})
    page.set_default_timeout(30_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield LabPage(page, lab).open(LESSON.name)
    page.close()
    assert errors == []


@pytest.fixture(scope="module")
def lesson(opened):
    """The lesson, run from top to bottom."""
    return opened.run_all()


@pytest.fixture
def picture(lesson):
    """Its first live picture, as it is when its cell has just run."""
    lesson.cell("first-run")
    lesson.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
    lesson._wait_until_idle()
    output = lesson.cell("first-run")
    output.locator(".course-picture img").wait_for()
    return output


def test_an_opened_lesson_is_as_it_is_stored(opened):
    """Or JupyterLab asks to save it on leaving, and git finds a changed file."""
    opened.page.wait_for_timeout(1000)
    dirty = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
    assert opened.page.evaluate(dirty) is False


LONGEST_LINE = """() => {
    const lines = [];
    for (const block of document.querySelectorAll('.jp-RenderedMarkdown :is(p, li)')) {
        const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        const counts = new Map();
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            const range = document.createRange();
            for (let i = 0; i < text.length; i++) {
                range.setStart(text, i);
                range.setEnd(text, i + 1);
                const box = range.getBoundingClientRect();
                const line = Math.round(box.bottom / 10);
                if (box.width) counts.set(line, (counts.get(line) ?? 0) + 1);
            }
        }
        lines.push(...counts.values());
    }
    lines.sort((a, b) => b - a);
    return lines;
}"""


def test_a_line_of_prose_has_at_most_75_letters(opened):
    """Where there is room for 120."""
    lines = opened.page.evaluate(LONGEST_LINE)
    assert len(lines) > 20 and lines[0] > 55, "is this test still looking?"
    assert lines[0] <= 75, lines[:5]


def test_before_anything_runs_it_shows_its_still_pictures(opened):
    picture = opened.cell("first-run")
    assert seen(picture)[1].startswith("Probabilities: cat 0.659, dog 0.242, rabbit 0.099.")
    assert picture.locator(".jupyter-widgets").count() == 0
    assert "Error displaying widget" not in picture.inner_text()


def test_run_all_leaves_no_error_and_every_live_picture_moves(lesson):
    move_every_picture(lesson, read(LESSON))


def test_a_cell_run_again_shows_one_living_picture(lesson, picture):
    assert picture.locator("img").count() == 1
    before = seen(picture)
    move_with_keys(lesson.page, picture.locator("[role=slider]").first)
    wait_for_change(lesson.page, picture, before)


def test_each_slider_has_its_name_beside_it_and_for_a_screen_reader(picture):
    names = ["score of cat", "score of dog", "score of rabbit"]
    assert picture.locator(".widget-label").all_inner_texts()[:3] == names
    for name in names:
        slider = picture.get_by_role("slider", name=name, exact=True)
        assert slider.count() == 1
        number = picture.get_by_role("textbox", name=f"{name}, type a number", exact=True)
        assert number.inner_text() == slider.get_attribute("aria-valuetext")


def test_a_slider_says_its_value_as_the_number_beside_it_shows_it(lesson, picture):
    slider = picture.get_by_role("slider", name="score of rabbit", exact=True)
    said = []
    for _ in range(4):
        before = seen(picture)
        slider.press("ArrowLeft")
        wait_for_change(lesson.page, picture, before)
        said.append(slider.get_attribute("aria-valuetext"))
    assert said == ["0.0", "−0.1", "−0.2", "−0.3"]


def test_a_number_can_be_typed(lesson, picture):
    number = picture.get_by_role("textbox", name="score of dog, type a number")
    number.fill("3.5")
    number.press("Enter")
    lesson.page.wait_for_function(
        "image => image.alt.includes('dog 3.5')",
        arg=picture.locator(".course-picture img").element_handle(),
    )


def test_the_words_are_announced_once_the_hand_rests(lesson, picture):
    voice = picture.get_by_role("status")
    assert voice.text_content() == "", "nothing is read before anything moves"
    before = seen(picture)
    move_with_keys(lesson.page, picture.get_by_role("slider").first)
    words = wait_for_change(lesson.page, picture, before)[1]
    lesson.page.wait_for_function(
        """output => output.querySelector('[role=status]').textContent
            === output.querySelector('img').alt""",
        arg=picture.element_handle(),
    )
    assert words.startswith("Probabilities: cat ")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_pictures_questions_and_answers(lesson, picture, theme):
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    lesson.page.evaluate(change, theme)
    for cell in ("first-run", "predict-order", "exercise-answer"):
        output = lesson.cell(cell)
        for name in ("A", "B"):
            button = output.get_by_role("button", name=name, exact=True)
            if button.count():
                button.click()
                output.get_by_text(f"You predicted {name}.").wait_for()
                assert axe_violations(output) == []
        assert axe_violations(output) == []
    lesson.page.evaluate(change, "JupyterLab Light")


def test_axe_would_find_a_picture_without_words(picture):
    picture.locator(".course-picture img").evaluate("image => image.removeAttribute('alt')")
    handle = picture.get_by_role("slider").first
    handle.evaluate("handle => handle.removeAttribute('aria-label')")
    label = picture.locator(".widget-label").first
    label.evaluate("label => { label.style.cssText += 'color: #ccc; background: white' }")
    found = {rule for rule, _ in axe_violations(picture)}
    assert found == {"image-alt", "aria-input-field-name", "color-contrast"}


def test_run_all_during_run_all_leaves_one_living_picture_in_a_cell(lesson):
    lesson.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    lesson.run_all()
    assert lesson.errors() == []
    output = lesson.cell("first-run")
    output.locator(".course-picture img").wait_for()
    assert output.locator("img").count() == 1
    before = seen(output)
    move_with_keys(lesson.page, output.locator("[role=slider]").first)
    wait_for_change(lesson.page, output, before)
