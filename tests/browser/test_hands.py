"""A live picture under the hand: dragged, played, typed into, on a phone, without an answer."""

import json
import re

import nbformat
import pytest
from conftest import TOKEN

PICTURE = """
from helpers import softmax
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars
from helpers.live.picture import new_figure

figure, (left, right) = new_figure(columns=2, width=8.6)
scores, shares = ClassBars(left, -3, 3, digits=1), ClassBars(right, 0, 1)

def update(cat, dog):
    scores.set([cat, dog, 0.1])
    shares.set(softmax([cat, dog, 0.1]))
    return f"The scores are {cat:.1f} for cat, {dog:.1f} for dog, 0.1 for rabbit."

controls = {"cat": slider("score of cat", 2, -3, 3), "dog": slider("score of dog", 1, -3, 3)}
handles = [Handle(name, left, [(k, -3), (k, 3)]) for k, name in enumerate(controls)]
moving = [*scores.artists, *shares.artists]
LivePicture(figure, controls, moving, update, handles=handles, play="dog")
"""
START = "The scores are 2.0 for cat, 1.0 for dog, 0.1 for rabbit."


def put(page, base, name):
    """Put a notebook with the picture beside the lessons; return the address of its contents."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"display_name": "", "language": "python", "name": "python3"}},
        cells=[
            nbformat.v4.new_code_cell(PICTURE.strip(), id="picture"),
            nbformat.v4.new_markdown_cell("The end.", id="end"),
        ],
    )
    address = f"{base}/api/contents/notebooks/{name}?token={TOKEN}"
    body = {"type": "notebook", "format": "json", "content": notebook}
    assert page.request.put(address, data=json.loads(json.dumps(body))).ok
    return address


@pytest.fixture
def hands(lab_page, lab, request):
    """A notebook of its own with one picture, run in the browser."""
    page = lab_page.page
    name = f"hands-{abs(hash(request.node.name))}.ipynb"
    address = put(page, lab, name)
    lab_page.open(name).run_all()
    lab_page.address, lab_page.name = address, name
    page.locator(".course-handle").first.wait_for()
    return lab_page


def wait_for_words(page, words):
    page.wait_for_function(
        "words => document.querySelector('.course-background').alt === words", arg=words
    )


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_handle_is_dragged_by_mouse_and_by_finger(hands):
    page = hands.page
    x, y = middle(page.locator(".course-handle").nth(1))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y - 500, steps=4)
    wait_for_words(page, START.replace("1.0 for dog", "3.0 for dog"))
    page.mouse.up()
    page.mouse.move(x, y)
    assert page.get_by_role("slider", name="score of dog").get_attribute("aria-valuetext") == "3.0"
    x, y = middle(page.locator(".course-handle").first)
    finger = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x, "y": y + 300}]),
        ("touchMove", [{"x": x, "y": y + 600}]),
        ("touchEnd", []),
    ):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    wait_for_words(page, "The scores are -3.0 for cat, 3.0 for dog, 0.1 for rabbit.")


def test_play_moves_one_control_and_reset_brings_all_back(hands):
    page = hands.page
    page.get_by_role("slider", name="score of cat").press("ArrowLeft")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").wait_for()
    wait_for_words(page, START.replace("2.0", "1.9").replace("1.0 for dog", "3.0 for dog"))
    page.get_by_role("button", name="Play").wait_for()
    page.get_by_role("button", name="Reset").click()
    wait_for_words(page, START)


@pytest.mark.parametrize(("typed", "shown"), [("−0.5", "-0.5"), ("1,5", "1.5"), ("-.7", "-0.7")])
def test_a_number_is_read_as_people_type_it(hands, typed, shown):
    page = hands.page
    number = page.get_by_role("textbox", name="score of dog, type a number")
    number.fill(typed)
    number.press("Enter")
    wait_for_words(page, START.replace("1.0 for dog", f"{shown} for dog"))


def test_what_is_no_number_is_refused_in_words(hands):
    page = hands.page
    number = page.get_by_role("textbox", name="score of dog, type a number")
    number.fill("1/2")
    number.press("Enter")
    page.get_by_role("alert").get_by_text("“1/2” is no number").wait_for()
    assert number.inner_text() == "1.0"
    wait_for_words(page, START)
    page.get_by_role("slider", name="score of dog").press("ArrowRight")
    wait_for_words(page, START.replace("1.0 for dog", "1.1 for dog"))
    assert page.get_by_text("is no number").count() == 0


def test_on_a_phone_panels_stand_below_each_other_and_sliders_are_wide(hands):
    page = hands.page
    assert page.locator(".course-panel").count() == 1
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".course-panel").nth(1).wait_for()
    first, second = (page.locator(".course-panel").nth(i).bounding_box() for i in (0, 1))
    assert second["y"] >= first["y"] + first["height"]
    room = page.locator(".course-alive").bounding_box()
    assert first["x"] + first["width"] <= room["x"] + room["width"] + 1
    assert first["width"] > 0.85 * room["width"]
    track = page.locator(".noUi-target").first.bounding_box()
    assert track["width"] > 0.5 * room["width"]
    handle = page.locator(".course-panel").first.locator(".course-handle").nth(1)
    handle.scroll_into_view_if_needed()
    x, y = middle(handle)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 400, steps=3)
    page.mouse.up()
    wait_for_words(page, START.replace("1.0 for dog", "3.0 for dog"))


def test_sliders_are_seen_in_forced_colours(hands):
    page = hands.page
    page.emulate_media(forced_colors="active")
    track = page.locator(".noUi-target").first
    assert track.evaluate("t => getComputedStyle(t).borderTopStyle") == "solid"
    slider = page.get_by_role("slider", name="score of cat")
    slider.focus()
    assert slider.evaluate("s => getComputedStyle(s).outlineStyle") == "solid"


KERNEL = "window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel"
NO_ANSWER = re.compile("No answer from Python yet")
# The page says that there is no answer, or the picture shows where the slider is: some presses are
# lost with the connection, and then the kernel's state moves the slider back.
SAID_OR_SHOWN = """() => {
    const dog = document.querySelector('[role=slider][aria-label*="dog"]');
    const now = Number(dog.getAttribute('aria-valuenow')).toFixed(1);
    const picture = document.querySelector('.course-background');
    return document.querySelector('.course-silence').textContent.includes('No answer from Python')
        || picture.alt.includes(` ${now} for dog`) }"""


def test_what_gets_no_answer_says_so(hands):
    """Once after the connection is cut in the middle of a drag, once after the kernel restarts."""
    page = hands.page
    slider = page.get_by_role("slider", name="score of dog")
    for _ in range(8):
        slider.press("ArrowRight")
    page.evaluate(f"() => {KERNEL}._ws.close(4000)")
    for _ in range(8):
        slider.press("ArrowLeft")
    page.wait_for_function(SAID_OR_SHOWN)
    page.evaluate(f"() => {KERNEL}.restart()")
    hands._wait_until_idle()
    slider.press("ArrowLeft")
    page.get_by_role("alert").get_by_text(NO_ANSWER).wait_for()


def test_the_next_day_the_still_picture_is_there_and_says_how_to_wake(hands):
    page = hands.page
    page.get_by_role("slider", name="score of cat").press("ArrowLeft")
    wait_for_words(page, START.replace("2.0", "1.9"))
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    stored = page.request.get(hands.address).json()["content"]["cells"][0]["outputs"]
    assert [sorted(output["data"]) for output in stored] == [["text/html", "text/plain"]]
    page.reload()
    hands.open(hands.name)
    page.locator(".course-alive .course-handle").first.wait_for()
    wait_for_words(page, START.replace("2.0", "1.9"))
    page.evaluate("() => window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")
    page.reload()
    page.get_by_text("To make it move, run this cell").wait_for()
    assert page.locator(".jp-OutputArea img").get_attribute("alt") == START
    assert "Error displaying widget" not in page.inner_text("body")


def test_a_cell_moved_cleared_or_deleted_leaves_no_error_on_the_page(hands):
    page = hands.page
    commands = "move-cell-down move-cell-up clear-cell-output run-cell delete-cell"
    for command in commands.split():
        page.evaluate(
            """command => { const notebook = window.jupyterapp.shell.currentWidget.content;
                const cells = [...notebook.model.cells];
                notebook.activeCellIndex = cells.findIndex(cell => cell.id === 'picture');
                return window.jupyterapp.commands.execute(command) }""",
            f"notebook:{command}",
        )
        hands._wait_until_idle()
        page.wait_for_timeout(300)
    assert page.locator(".course-alive").count() == 0
