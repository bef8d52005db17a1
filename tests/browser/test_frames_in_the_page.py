"""Frames ahead in real JupyterLab: the picture moves before the kernel has heard of it."""

import os
import re
import signal

from tests.browser.test_sturdy_browser import picture_in
from tests.browser.test_sturdy_browser import written as written

CELLS = {
    "first": "import os\nprint('process', os.getpid())\n"
    "from helpers import explore_softmax, softmax\n"
    "from helpers.live import frames_ahead\n\n"
    "for bound in 'LONGEST', 'SLOWEST', 'PROCESSOR':\n"
    "    setattr(frames_ahead, bound, 10)  # on a busy machine too\n"
    "does = softmax\nexplore_softmax(lambda logits: does(logits))",
    "second": "explore_softmax(lambda logits: logits * 0 + 0.25)",
    "changes": "does = lambda logits: logits * 0 + 0.5",
}

# How many frames of a picture the page holds cannot be asked; so wait until the kernel rests.
REST = 4000


def words_of(picture):
    return picture.locator(".course-background").first.get_attribute("alt")


def press(page, picture, name, key):
    """Press a key on a slider; return the words, once the page has handled it."""
    slider = picture.get_by_role("slider", name=f"score of {name}", exact=True)
    slider.focus()
    page.keyboard.press(key)
    page.wait_for_timeout(100)  # Firefox handles it after it said that it was pressed
    return words_of(picture)


def test_a_picture_moves_while_its_kernel_is_silent_and_the_kernel_has_the_last_word(
    lab_page, written
):
    page = lab_page.page
    lab_page.open(written("ahead.ipynb", CELLS))
    for cell in ("first", "second"):
        run(lab_page, cell)
    second = picture_in(lab_page, "second")
    assert "cat 0.250" in words_of(second)
    first = picture_in(lab_page, "first")
    process = int(re.search(r"process (\d+)", first.inner_text())[1])
    page.wait_for_timeout(REST)
    os.kill(process, signal.SIGSTOP)
    try:
        start = words_of(first)
        assert "Probabilities: cat 0.659" in start
        moved = press(page, first, "cat", "ArrowLeft")
        assert moved.startswith("Probabilities: cat 0.636") and "cat 1.9," in moved
        assert press(page, first, "cat", "ArrowRight") == start
        moved = press(page, first, "cat", "ArrowRight")
        assert "cat 2.1," in moved
        page.wait_for_function(  # and it is said aloud
            "output => output.querySelector('[role=status].course-spoken').textContent"
            " === output.querySelector('.course-background').alt",
            arg=first.element_handle(),
        )
        missed = press(page, first, "dog", "ArrowRight")
        assert missed == moved, "no frame shows two controls moved: it waits for the kernel"
    finally:
        os.kill(process, signal.SIGCONT)
    first.locator("img[alt*='cat 2.1, dog 1.1,']").wait_for()
    assert "cat 0.250" in words_of(second), "frames are of one picture"

    page.wait_for_timeout(REST)
    run(lab_page, "changes")  # nothing of before is shown after it, but perhaps a new frame
    first = picture_in(lab_page, "first")
    os.kill(process, signal.SIGSTOP)
    try:
        stale = press(page, first, "cat", "ArrowRight")
        assert "cat 2.2," not in stale or "the sum is 1.500" in stale
    finally:
        os.kill(process, signal.SIGCONT)
    first.locator("img[alt*='cat 2.2, dog 1.1,']").wait_for()
    assert "the sum is 1.500" in words_of(first)


def run(lab_page, cell):
    """Run one cell and wait until it is done."""
    lab_page.cell(cell)
    lab_page.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
    lab_page._wait_until_idle()
