"""A question on the page: by mouse and keys, for a screen reader, without a kernel, on slides."""

import re

import pytest
from conftest import axe_violations

from tests.browser.test_sturdy_browser import written  # noqa: F401

ASKS = {"import": "from helpers import predict", "question": 'predict("double-the-scores")'}


@pytest.fixture
def question(lab_page, written):  # noqa: F811
    """A question that has just been asked, in JupyterLab."""
    lab_page.open(written("question.ipynb", ASKS)).run_all()
    cell = lab_page.cell("question")
    cell.get_by_role("button", name="A", exact=True).wait_for()
    return cell


def pressed(question):
    """Return the letters of the buttons that say that they are pressed."""
    return question.locator("button[aria-pressed=true]").all_inner_texts()


def press(question, letter):
    question.get_by_role("button", name=letter, exact=True).click()
    question.get_by_text(f"You predicted {letter}.").wait_for()


def test_the_chosen_button_and_the_answer_are_told_to_a_screen_reader(question):
    assert pressed(question) == []
    status = question.get_by_role("status")
    assert status.inner_text() == ""
    for letter in "CB":
        press(question, letter)
        assert pressed(question) == [letter]
    assert status.inner_text().startswith("✓ Right. You predicted B.")
    button = question.get_by_role("button", name="A", exact=True)
    described = button.get_attribute("aria-describedby")
    assert question.locator(f"[id='{described}']").inner_text().startswith("It stays 0.659")
    assert axe_violations(question) == []


def test_the_words_of_an_option_can_be_clicked_too(question):
    question.get_by_text("It stays 0.659").click()
    question.get_by_text("You predicted A.").wait_for()


def test_keys_press_a_button(question, lab_page):
    for letter, key in (("A", "Enter"), ("B", "Space")):
        question.get_by_role("button", name=letter, exact=True).focus()
        lab_page.page.keyboard.press(key)
        question.get_by_text(f"You predicted {letter}.").wait_for()


@pytest.mark.parametrize("end", ["restartKernel", "shutdown"])
def test_a_press_after_the_kernel_is_gone_is_answered(question, lab_page, end):
    press(question, "B")
    lab_page.page.evaluate(
        "end => window.jupyterapp.shell.currentWidget.context.sessionContext[end]?.() ?? "
        "window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()",
        end,
    )
    lab_page.page.wait_for_timeout(1500)
    if question.get_by_role("button", name="A", exact=True).count():
        press(question, "A")
        assert "You predicted B." not in question.inner_text()
    else:  # the still form, in which each option unfolds
        question.get_by_text("It stays 0.659").click()
        assert "You predicted A." in question.inner_text()
        assert "You predicted B." not in question.inner_text()
    assert "Error displaying widget" not in question.inner_text()


def test_focus_and_choice_are_seen_in_forced_colours(question, lab_page):
    lab_page.page.emulate_media(forced_colors="active")
    press(question, "A")
    looks = """button => { const style = getComputedStyle(button);
        return [style.backgroundColor, style.borderTopWidth] }"""
    chosen, other = (
        question.get_by_role("button", name=letter, exact=True).evaluate(looks) for letter in "AB"
    )
    assert chosen[0] != other[0] and chosen[1] != other[1]
    lab_page.page.keyboard.press("Tab")
    focused = question.locator("button:focus-visible")
    assert focused.evaluate("button => getComputedStyle(button).outlineWidth") == "3px"


def test_hands_are_counted_on_slides(question, lab_page):
    page = lab_page.page
    assert question.get_by_role("button", name="Count a vote").count() == 0, "not while reading"
    page.evaluate("() => { document.body.dataset.jpDeckMode = 'presenting' }")
    question.get_by_role("button", name="Count a vote").click()
    for letter, hands in (("A", "120"), ("B", "60")):
        question.get_by_label(f"hands for {letter}").fill(hands)
    bars = question.locator(".course-bar")
    page.wait_for_timeout(400)  # they grow
    widths = [bars.nth(k).evaluate("bar => bar.getBoundingClientRect().width") for k in range(3)]
    assert widths[0] == pytest.approx(2 * widths[1]) and widths[2] == 0 < widths[1]
    assert "You predicted" not in question.inner_text(), "the room sees the bars before the answer"
    press(question, "B")
    assert question.get_by_label("hands for A").input_value() == "120"


@pytest.mark.parametrize(
    "key", ["Space", "PageDown", "PageUp", "ArrowRight", "ArrowLeft", "ArrowDown"]
)
def test_a_key_turns_the_page_after_a_click_on_an_answer(question, lab_page, key):
    page = lab_page.page
    page.evaluate(
        """() => { document.body.dataset.jpDeckMode = 'presenting'
            window.keys = []
            document.body.addEventListener('keydown', e => {
                if (e.target === document.body) window.keys.push(e.key) }) }"""
    )
    press(question, "B")
    page.keyboard.press(key)
    assert page.evaluate("() => window.keys") == [" " if key == "Space" else key]
    assert pressed(question) == ["B"]
    assert re.search("You predicted B", question.inner_text()), "nothing else was pressed"
