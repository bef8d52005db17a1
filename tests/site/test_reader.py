"""The site as a reader has it: by keys, mouse, touch; another day, offline, an edition later."""

import json
import re

import pytest
from conftest import read

from helpers import check
from helpers.languages import say
from tools.editions import editions, spoken
from tools.site.reader import START, LessonPage

pytestmark = [pytest.mark.site, pytest.mark.slow]

EDITIONS = editions()
FIRST = "00_start_here"
SOLVED = """from helpers import check

total = 0.659 + 0.242 + 0.099

check.sum_of_probabilities(total)"""
SOLVED_IN_CHINESE = SOLVED.replace(
    "import check\n", "import check\nfrom helpers.languages import zh_CN\n"
)
ENDLESS = "while True:\n    pass"
MINE = "# My own words: the others keep their order."
LIVE = "data-course-live"  # in an output whose widget lives


@pytest.fixture
def reader(lonely_chromium, site_server):
    """Somebody who has never been here; a finger works as well as a mouse."""
    context = lonely_chromium.new_context(
        viewport={"width": 1200, "height": 900}, has_touch=True, accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield LessonPage(page, site_server, FIRST)
    context.close()


def run(lesson, cell_id, source=None):
    """Run a cell by its button, after giving it another source; return its output."""
    lesson.select(cell_id, source)
    lesson.press_run()
    cell = lesson.cell(cell_id)
    return cell.locator(".jp-Cell-outputArea")


def words_of(output):
    picture = output.locator("img.course-background").first
    picture.wait_for()
    return picture.get_attribute("alt")


def until_other_words(lesson, output, words):
    lesson.frame.wait_for_function(
        "([element, words]) => element.querySelector('img.course-background').alt !== words",
        arg=[output.element_handle(), words],
    )
    return words_of(output)


def test_a_reader_moves_solves_and_finds_all_again(reader):
    reader.open()
    output = run(reader, "first-run")
    words = words_of(output)
    assert words.startswith("Probabilities: cat 0.659")

    handle = output.locator("[role=slider]").first
    handle.focus()
    reader.page.keyboard.press("ArrowRight")
    words = until_other_words(reader, output, words)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    reader.page.mouse.move(x, y)
    reader.page.mouse.down()
    reader.page.mouse.move(x - 60, y, steps=3)
    reader.page.mouse.up()
    words = until_other_words(reader, output, words)
    track = output.locator(".noUi-base").first.bounding_box()
    reader.page.touchscreen.tap(track["x"] + 0.9 * track["width"], track["y"] + 2)
    until_other_words(reader, output, words)

    output = run(reader, "exercise-answer", SOLVED)
    output.get_by_text("✓ Right.").wait_for()
    reader.save()
    reader.page.reload()
    reader.ready()
    assert reader.source("exercise-answer") == SOLVED
    output = reader.cell("first-run").locator(".jp-Cell-outputArea")
    output.get_by_text("A still picture. To make it move, run this cell").wait_for()
    assert "cat 0.659" in output.locator("img").get_attribute("alt")

    with reader.page.expect_download() as download:
        reader.page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == f"{FIRST}.ipynb"
    notebook = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert SOLVED in ["".join(cell["source"]) for cell in notebook["cells"]]

    reader.page.get_by_role("button", name="Reset this lesson").click()
    mine = reader.page.get_by_role("link", name=re.compile(rf"{FIRST}_mine_.*\.ipynb"))
    mine.wait_for(timeout=START)
    assert "total = ..." in reader.source("exercise-answer")
    assert SOLVED in reader.sources_of(mine.inner_text())
    assert reader.errors == []


def test_the_first_picture_moves_at_once_without_python(lonely_chromium, site_server):
    page = lonely_chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_server.base}/")
    picture = page.locator("figure img.course-background")
    words = picture.get_attribute("alt")
    assert words.startswith("Probabilities: cat 0.659")
    page.locator("figure [role=slider], figure input[type=range]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "words => document.querySelector('figure img.course-background').alt !== words", arg=words
    )
    assert not [url for url in asked if "/jupyter/" in url]
    page.close()


def test_whoever_is_asked_for_elsewhere_is_noted(lonely_browser, site_server, elsewhere):
    """The other tests of the site end with this list being empty."""
    page = lonely_browser.new_page()
    page.goto(f"{site_server.base}/")
    page.evaluate(
        """async () => { await fetch("https://fonts.example.org/a.css").catch(() => {});
            const code = 'fetch("http://cdn.example.org/b.js").finally(() => postMessage(0))';
            const worker = new Worker(URL.createObjectURL(new Blob([code])));
            await new Promise((resolve) => (worker.onmessage = resolve)) }"""
    )
    page.close()
    assert {"fonts.example.org", "cdn.example.org"} == set(elsewhere.asked)
    elsewhere.forget()


def test_a_newer_edition_is_told_and_taken_and_nothing_is_lost(reader):
    reader.open()
    assert reader.page.get_by_role("alert").is_hidden()
    reader.select("exercise-answer", SOLVED)
    reader.make_older()
    reader.page.reload()
    reader.page.get_by_role("button", name="take the new one").click(timeout=START)
    mine = reader.page.get_by_role("link", name=re.compile(r"_mine_.*\.ipynb"))
    mine.wait_for(timeout=START)
    assert "total = ..." in reader.source("exercise-answer")
    assert reader.page.get_by_role("alert").is_hidden()
    assert SOLVED in reader.sources_of(mine.inner_text())


def test_the_second_visit_needs_no_server_and_an_endless_loop_ends(reader, site_server):
    reader.page.goto(f"{site_server.base}/")
    reader.open()
    reader.until_kept()
    failed = []
    reader.page.on("requestfailed", lambda request: failed.append((request.failure, request.url)))
    site_server.stop()
    try:
        page = reader.page
        page.goto(f"{site_server.base}/")
        page.get_by_role("link", name=re.compile("^Read 03 ")).click()
        page.get_by_role("heading", level=1).wait_for()
        page.goto(f"{site_server.base}/")
        page.get_by_role("link", name=re.compile("^Run 00 ")).click()
        page.wait_for_url("**/run/*")
        reader.ready()
        output = run(reader, "first-run")
        assert words_of(output).startswith("Probabilities: cat 0.659")

        reader.select("predict-result", MINE)
        reader.select("exercise-answer", ENDLESS)
        reader.press_run()
        reader.frame.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget.context.sessionContext"
            ".kernelDisplayStatus === 'busy'"
        )
        reader.frame.get_by_role("menuitem", name="Kernel").click()
        reader.frame.get_by_role("menuitem", name="Restart Kernel…").click()
        reader.frame.get_by_role("button", name="Confirm Kernel Restart").click()
        assert reader.source("exercise-answer") == ENDLESS
        output = run(reader, "exercise-answer", SOLVED)
        output.get_by_text("✓ Right.").wait_for(timeout=START)
        reader.save()
        page.reload()
        reader.ready()
        assert reader.source("predict-result") == MINE
        assert reader.source("exercise-answer") == SOLVED
    finally:
        site_server.start()
    # The page that is left lets go of what it was still loading.
    assert [url for reason, url in failed if reason != "net::ERR_ABORTED"] == []


@pytest.mark.skipif(len(EDITIONS) < 2, reason="no other language has all its lessons yet")
def test_a_reader_changes_the_language_and_stays_at_the_same_place(reader, site_server):
    chinese = EDITIONS[1]
    page = reader.page
    page.goto(f"{site_server.base}/{FIRST}.html")
    page.locator("#cell-exercise").evaluate("cell => cell.scrollIntoView()")
    page.get_by_role("link", name=chinese.name).click()
    page.wait_for_url(f"**/{chinese.folder}/{FIRST}.html#cell-*")
    place = page.url.partition("#")[2]
    assert near(chinese, place, "cell-exercise")
    with spoken(chinese.tag):
        runs, reads, verdict = (
            say("Run here"),
            say("Read only"),
            repr(check.sum_of_probabilities(1)),
        )
    assert verdict != repr(check.sum_of_probabilities(1))
    page.get_by_role("link", name=runs).click()
    page.wait_for_url(f"**/{chinese.folder}/run/{FIRST}.html#cell-*")
    reader.ready()
    assert near(chinese, f"cell-{reader.active()}", place)

    output = run(reader, "exercise-answer", SOLVED_IN_CHINESE)
    output.get_by_text(verdict).wait_for()
    output = run(reader, "first-run")
    stored = next(cell for cell in read(chinese.lessons[0]).cells if cell.id == "first-run")
    assert words_of(output) == stored.outputs[0].data["text/plain"]
    output.locator("[role=slider]").first.press("ArrowRight")
    until_other_words(reader, output, stored.outputs[0].data["text/plain"])
    reader.save()
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"{site_server.base}/run/{FIRST}.html#cell-*")
    reader.ready()
    assert "total = ..." in reader.source("exercise-answer")
    page.go_back()
    reader.ready()
    assert reader.source("exercise-answer") == SOLVED_IN_CHINESE
    page.get_by_role("link", name=reads).click()
    page.wait_for_url(f"**/{chinese.folder}/{FIRST}.html*")


def near(edition, *places):
    """Whether two places in the first lesson are the same, or follow each other."""
    names = [f"cell-{cell.id}" for cell in read(edition.lessons[0]).cells]
    first, second = map(names.index, places)
    return abs(first - second) <= 1


# What in an output is wider than the screen, as the eye sees it (less what a box around it cuts),
# and what can be scrolled sideways.
TOO_WIDE = """output => [...output.querySelectorAll('*')].flatMap(element => {
    const said = `${element.tagName} ${element.getAttribute('class')}`;
    const moves = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    if (moves && element.scrollWidth > element.clientWidth + 1) return [`${said} scrolls`];
    let {left, right} = element.getBoundingClientRect();
    if (right - left < 2 || getComputedStyle(element).visibility === 'hidden') return [];
    for (let box = element.parentElement; box !== output; box = box.parentElement) {
        if (getComputedStyle(box).overflowX === 'visible') continue;
        const cut = box.getBoundingClientRect();
        [left, right] = [Math.max(left, cut.left), Math.min(right, cut.right)] }
    return left < -0.5 || right > innerWidth + 0.5 ? [`${said}: ${left} to ${right}`] : [] })"""


def test_on_a_phone_nothing_but_code_is_wider_than_the_screen(lonely_chromium, site_server):
    context = lonely_chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    for path in ("", f"{FIRST}.html"):
        page.goto(f"{site_server.base}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    lesson = LessonPage(page, site_server, FIRST).open().run_all()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shown = [cell.id for cell in lesson.cells() if LIVE in str(cell.outputs)]
    assert {"first-run", "predict-order", "predict-result"} <= set(shown)
    for name in shown:
        output = lesson.cell(name).locator(".jp-Cell-outputArea")
        output.locator("img.course-background, .course-question").first.wait_for()
        assert output.evaluate(TOO_WIDE) == [], name
    output = lesson.cell("first-run").locator(".jp-Cell-outputArea")
    words = words_of(output)
    panels = [panel.bounding_box() for panel in output.locator(".course-panel").all()]
    assert len(panels) == 2
    assert all(panel["x"] >= 0 and panel["x"] + panel["width"] <= 390 for panel in panels)
    assert panels[1]["y"] >= panels[0]["y"] + panels[0]["height"]
    track = output.locator(".noUi-base").first.bounding_box()
    page.touchscreen.tap(track["x"] + 0.9 * track["width"], track["y"] + 2)
    until_other_words(lesson, output, words)
    context.close()
