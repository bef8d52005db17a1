"""A lesson shown as slides in real JupyterLab and real Chromium, on a projector of 1280 by 720."""

import pytest
from conftest import ROOT, LabPage, read

from tests.project.test_slides import slide_type, slides_of

LESSON = ROOT / "notebooks" / "03_softmax.ipynb"
WIDTH, HEIGHT = 1280, 720
LEAST_PROSE, LEAST_CODE, LEAST_ZOOM = 20, 18, 1.3  # CSS pixels; pictures: size on the page to ours

PRESENTING = "() => document.body.dataset.jpDeckMode === 'presenting'"

# What stands on the screen: the cells, how far down they reach, what is cut off, sizes of letters.
ON_SCREEN = """() => {
    const cells = [...document.querySelectorAll('.jp-Deck .jp-deck-mod-onscreen')]
    const seen = cells.filter(cell => cell.classList.contains('jp-deck-mod-visible'))
    const all = selector => seen.flatMap(cell => [...cell.querySelectorAll(selector)])
        .filter(element => element.offsetParent && element.textContent.trim())
    const sizes = selector => all(selector).map(e => parseFloat(getComputedStyle(e).fontSize))
    const boxes = cells.map(cell => cell.getBoundingClientRect())
    return {
        active: window.jupyterapp.shell.currentWidget.content.activeCell.model.id,
        seen: seen.map(cell => cell.dataset.jpfCellId),
        heights: boxes.map(box => box.height),
        top: Math.min(...boxes.map(box => box.top)),
        bottom: Math.max(...boxes.map(box => box.bottom)),
        cut: all('pre, .jp-MarkdownOutput, .jp-OutputArea-output, .cm-scroller')
            .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60)),
        prose: sizes('p, li, td, th, .widget-label, .widget-readout, .widget-toggle-button'),
        code: sizes('.cm-line, .jp-RenderedText pre'),
        zooms: seen.flatMap(cell => [...cell.querySelectorAll('img[alt][width]')])
            .map(image => image.getBoundingClientRect().width / image.getAttribute('width')),
    }
}"""


class Deck:
    """A lesson on the projector."""

    def __init__(self, page):
        self.page = page

    def press(self, key):
        """Press a key and return the cell that is active then."""
        before = self.now()["active"]
        self.page.keyboard.press(key)
        self.page.wait_for_timeout(100)
        for _ in range(20):  # at the end of the slides nothing follows
            if self.now()["active"] != before:
                break
            self.page.wait_for_timeout(25)
        return self.now()["active"]

    def now(self):
        return self.page.evaluate(ON_SCREEN)

    def start(self):
        """Show the first slide, as the lecturer does: F8, then Home."""
        if not self.page.evaluate(PRESENTING):
            self.page.keyboard.press("F8")
            self.page.wait_for_function(PRESENTING)
        self.page.keyboard.press("Home")
        self.page.wait_for_selector(".jp-deck-mod-visible[data-jpf-cell-id='title']")

    def turn_to(self, cell_id):
        """Turn pages until a cell is active; return it."""
        while (active := self.now()["active"]) != cell_id:
            assert self.press("PageDown") != active, f"the slides end at {active}"
        return self.page.locator(f".jp-Cell[data-jpf-cell-id='{cell_id}']")


@pytest.fixture(scope="module")
def projector(chromium, lab):
    """The lesson in JupyterLab, run from top to bottom; the slides are left at the end."""
    pytest.importorskip("jupyterlab_deck")
    page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_default_timeout(30_000)
    LabPage(page, lab).open(LESSON.name).run_all()
    yield Deck(page)
    if page.evaluate(PRESENTING):  # or the next page of this JupyterLab would begin inside them
        page.keyboard.press("F8")
        page.wait_for_timeout(1000)
    page.close()


@pytest.fixture
def deck(projector):
    """The lesson at its first slide."""
    projector.start()
    return projector


def test_the_space_bar_shows_the_whole_lesson_and_every_slide_is_legible(deck):
    slides = slides_of(read(LESSON).cells)
    for slide in slides:
        for count, cell in enumerate(slide, start=1):
            deck.page.wait_for_function(
                "id => window.jupyterapp.shell.currentWidget.content.activeCell.model.id === id",
                arg=cell.id,
            )
            now = deck.now()
            assert now["seen"] == [shown.id for shown in slide[:count]]
            assert min(now["heights"]) > 20, f"an empty cell: {now}"
            assert now["top"] >= 0 and now["bottom"] <= HEIGHT, f"not on the screen: {now}"
            assert now["cut"] == [], cell.id
            assert min(now["prose"], default=LEAST_PROSE) >= LEAST_PROSE, cell.id
            assert min(now["code"], default=LEAST_CODE) >= LEAST_CODE, cell.id
            assert min(now["zooms"], default=LEAST_ZOOM) >= LEAST_ZOOM, cell.id
            deck.page.keyboard.press("Space")
    assert deck.press("Space") == slides[-1][-1].id, "nothing comes after the last slide"


def test_every_key_turns_the_page_there_and_back(deck):
    shown = [cell.id for cell in read(LESSON).cells if slide_type(cell) != "skip"]
    keys = ("Space", "PageDown", "ArrowRight", "ArrowDown")
    assert [deck.press(key) for key in keys] == shown[1:5]
    back = ("Shift+Space", "PageUp", "ArrowLeft", "ArrowUp")
    assert [deck.press(key) for key in back] == shown[3::-1]


def test_the_keys_work_when_nothing_has_the_focus(deck):
    deck.page.evaluate("() => document.activeElement.blur()")
    assert deck.press("Space") == "needs"
    deck.page.evaluate("() => document.activeElement.blur()")
    assert deck.press("Home") == "title"


def test_a_slider_moves_on_a_slide_and_the_page_can_be_turned_from_it(deck):
    cell = deck.turn_to("live-yours")
    image = cell.locator("img[alt]").first
    before = image.get_attribute("alt")
    handle = cell.locator("[role=slider]").nth(1)
    handle.focus()
    for _ in range(3):
        deck.page.keyboard.press("ArrowRight")
    deck.page.wait_for_function(
        "([image, words]) => image.alt !== words", arg=[image.element_handle(), before]
    )
    assert "cat 0.659" in before and "cat 0.659" not in image.get_attribute("alt")
    assert deck.now()["active"] == "live-yours", "the arrow keys are the slider's"
    assert deck.press("Space") == "double-question", "the space bar is the deck's"
    assert deck.press("Shift+Space") == "live-yours"
    moved = image.get_attribute("alt")
    handle.focus()
    assert deck.press("PageDown") == "double-question", "so are the keys of a remote control"
    assert deck.press("PageUp") == "live-yours"
    assert image.get_attribute("alt") == moved
    handle.focus()
    image.click()
    assert deck.press("ArrowRight") == "double-question", (
        "after a click beside the slider, so are all"
    )


def test_the_answer_to_a_prediction_is_seen_below_it(deck):
    cell = deck.turn_to("needs-predict")
    for letter in "ABCD":
        cell.get_by_role("button", name=letter, exact=True).click()
        cell.get_by_text(f"You predicted {letter}.").wait_for()
        assert deck.now()["bottom"] <= HEIGHT, letter
    assert deck.press("PageDown") == "needs-experiment"


def test_f8_leaves_the_slides(deck):
    deck.page.keyboard.press("F8")
    deck.page.wait_for_function(f"() => !({PRESENTING})()")
    assert deck.page.locator(".jp-Deck").count() == 0
