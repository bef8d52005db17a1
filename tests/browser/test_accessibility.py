"""The course without a mouse and without sight."""

from helpers.live.picture import CLASSES

FOCUSED = """() => {
    const at = document.activeElement;
    return [at.getAttribute('role') ?? at.tagName.toLowerCase(),
            at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent] }"""


def test_every_control_is_reached_with_the_tab_key(lab_page):
    lab_page.open("04_cross_entropy.ipynb").run_all()
    page = lab_page.page
    cell = next(c for c in lab_page.cells() if "explore_cross_entropy(" in c.source)
    picture = lab_page.cell(cell.id)
    picture.locator(".course-picture img").wait_for()
    picture.get_by_role("slider").first.focus()
    reached = []
    for _ in range(7):
        reached.append(tuple(page.evaluate(FOCUSED)))
        page.keyboard.press("Tab")
    expected = []
    for style in CLASSES:
        expected.append(("slider", f"score of {style.name}"))
        expected.append(("textbox", f"score of {style.name}, type a number"))
    assert reached[:6] == expected
    assert reached[6][0] == "select"
