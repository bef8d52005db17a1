"""The course in hosts other than JupyterLab: Notebook 7, Voilà, and pages without a kernel."""

import re
import shutil
import sys
import urllib.request

import nbconvert
import pytest
from conftest import NOTEBOOKS, ROOT, TOKEN, LabPage, jupyterlab, read

from tests.project.test_slides import calls
from tools.servers import free_port, serving

SOFTMAX = "03_softmax.ipynb"


def words_of(picture):
    return picture.locator("img").first.get_attribute("alt")


def press_until_the_words_change(page, picture, control, key):
    """Focus a control, press a key, and wait for other words than before."""
    before = words_of(picture)
    assert len(before) > 20
    control.focus()
    page.keyboard.press(key)
    page.wait_for_function(
        "([picture, words]) => picture.querySelector('img').alt !== words",
        arg=[picture.element_handle(), before],
    )


def answer(question):
    """Answer a prediction, wrongly, and wait to be told so."""
    question.get_by_role("button", name="C", exact=True).click()
    question.get_by_text("You predicted C.").wait_for()
    assert "✗ Not right." in question.inner_text()


# Notebook 7 ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebook_7(tmp_path_factory):
    """The address of a Notebook 7 that serves a copy of the notebooks."""
    scratch = tmp_path_factory.mktemp("notebook")
    shutil.copytree(ROOT / "notebooks", scratch / "course" / "notebooks")
    with jupyterlab(scratch / "course", scratch, module="notebook") as base:
        yield base


@pytest.fixture(scope="module")
def notebook_page(notebook_7, chromium):
    """A lesson, run from top to bottom in a browser window on Notebook 7."""
    page = chromium.new_page(viewport={"width": 1200, "height": 1000})
    page.set_default_timeout(30_000)
    yield LabPage(page, notebook_7, folder="notebooks/notebooks").open(SOFTMAX).run_all()
    page.close()


def test_notebook_7_runs_a_lesson_and_its_pictures_and_questions_live(notebook_page):
    assert notebook_page.errors() == []
    picture = notebook_page.cell("live-yours")
    slider = picture.get_by_role("slider").first
    press_until_the_words_change(notebook_page.page, picture, slider, "ArrowRight")
    press_until_the_words_change(notebook_page.page, picture, slider, "ArrowDown")
    assert slider.evaluate("slider => slider === document.activeElement"), "the cursor went away"
    answer(notebook_page.cell("double-predict"))


def test_notebook_7_leaves_the_arrow_keys_to_a_list_and_keeps_its_own_keys(notebook_page):
    picture = notebook_page.cell("large-live")
    press_until_the_words_change(
        notebook_page.page, picture, picture.locator("select").first, "ArrowDown"
    )
    notebook_page.page.keyboard.press("Shift+Enter")
    notebook_page.page.wait_for_function(
        "() => document.activeElement.matches('.jp-MarkdownCell, .jp-CodeCell')"
    )


# Voilà -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def voila(tmp_path_factory):
    """The address of Voilà, which shows the lesson on softmax to who has the token."""
    scratch = tmp_path_factory.mktemp("voila")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "voila", ROOT / "notebooks" / SOFTMAX, "--no-browser"),
        *(f"--port={port}", "--Voila.ip=127.0.0.1", f"--Voila.token={TOKEN}"),
    ]
    with serving(command, f"{base}/login", scratch / "voila.log", cwd=ROOT):
        yield base


def test_voila_runs_nothing_without_the_token(voila):
    with urllib.request.urlopen(f"{voila}/", timeout=10) as page:
        assert page.url.startswith(f"{voila}/login"), "Voilà is open to everybody"


def test_voila_shows_every_output_and_its_pictures_and_questions_live(voila, chromium):
    page = chromium.new_page(viewport={"width": 1200, "height": 1000})
    page.goto(f"{voila}/?token={TOKEN}", timeout=120_000)
    code = [cell for cell in read(ROOT / "notebooks" / SOFTMAX).cells if cell.cell_type == "code"]
    page.get_by_role("slider").first.wait_for(timeout=60_000)
    assert "Traceback" not in page.inner_text("body")
    assert "There was an error" not in page.inner_text("body")
    pictures = page.locator(".widget-vbox:has(.course-picture:not([hidden]))")
    alive = [c for c in code if calls(c, "explore_") and "<img" in str(c.get("outputs"))]
    assert pictures.count() == len(alive) > 0
    picture = pictures.first
    press_until_the_words_change(page, picture, picture.get_by_role("slider").first, "ArrowRight")
    answer(page.locator(".course-question", has_text="It doubles, to 1.318"))
    assert page.locator("img:not([alt])").count() == 0
    page.close()


# Pages without a kernel ------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("template", ["lab", "classic"])
def test_a_page_without_a_kernel_shows_every_picture_with_its_words(path, template):
    page, _ = nbconvert.HTMLExporter(template_name=template).from_filename(str(path))
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    stored = re.findall(r'<img alt="([^"]+)"', "".join(str(cell.outputs) for cell in cells))
    shown = re.findall(r"<img\b[^>]*>", page)
    assert len(shown) == len(stored) > 0
    assert all(re.search(r'\balt="[^"]{20,}"', image) for image in shown)
    assert "widget-view" not in page and "Error displaying widget: model" not in page
