"""What a browser does to the course: reloads, two of everything, no network, text like HTML."""

import json
import os
import re
import shutil
import socket
import struct
import subprocess
import sys
import urllib.request

import nbformat
import pytest
from conftest import NO_CHROMIUM, ROOT, TOKEN, LabPage, missing

from tests.browser.test_browser import move_with_keys, seen
from tools.notebooks import METADATA
from tools.servers import chromium_path

PICTURES = {
    "first": "from helpers import explore_softmax, predict\n\nexplore_softmax()",
    "second": "explore_softmax(logits=(0.0, 0.0, 0.0))",
    "question": 'predict("double-the-scores")',
}


@pytest.fixture
def written(lab):
    """Write a notebook of the given cells, id → source, into the served folder."""

    def write(name, cells):
        notebook = nbformat.v4.new_notebook(metadata=METADATA)  # or it asks for a kernel
        for cell_id, source in cells.items():
            cell = nbformat.v4.new_code_cell(source)
            cell.id = cell_id
            notebook.cells.append(cell)
        request = urllib.request.Request(
            f"{lab}/api/contents/notebooks/{name}?token={TOKEN}",
            data=json.dumps({"type": "notebook", "content": notebook}).encode(),
            method="PUT",
        )
        urllib.request.urlopen(request).close()
        return name

    return write


def picture_in(lab_page, cell_id):
    picture = lab_page.cell(cell_id)
    picture.locator(".course-picture img").wait_for()
    return picture


def move(lab_page, cell_id):
    """Move the score of cat with the keys; return what is seen once the picture shows it."""
    picture = picture_in(lab_page, cell_id)
    before = seen(picture)
    handle = picture.locator("[role=slider]").first
    move_with_keys(lab_page.page, handle)
    score = float(handle.get_attribute("aria-valuenow"))
    picture.locator(f"img[alt*='Scores: cat {score:.1f},']").wait_for()
    after = seen(picture)
    assert after[0] != before[0] and after[1] != before[1]
    return after


def test_two_pictures_and_two_notebooks_move_alone_and_ask_nobody_else(lab_page, written, chromium):
    asked = []
    lab_page.page.on("request", lambda request: asked.append(request.url))
    lab_page.open(written("one.ipynb", PICTURES)).run_all()
    second = seen(picture_in(lab_page, "second"))
    moved = move(lab_page, "first")
    assert seen(picture_in(lab_page, "second")) == second != moved
    assert move(lab_page, "second") != second
    assert seen(picture_in(lab_page, "first")) == moved

    other = LabPage(chromium.new_page(viewport={"width": 1200, "height": 1000}), lab_page.base)
    other.open(written("other.ipynb", PICTURES)).run_all()
    assert move(other, "first")[1] == moved[1], "a kernel of its own, where nothing had moved"
    move(other, "first")
    assert seen(picture_in(lab_page, "first")) == moved
    other.page.close()

    ours = (lab_page.base, "data:", "blob:")
    assert asked and [url for url in asked if not url.startswith(ours)] == []


def test_a_reloaded_notebook_is_alive_if_saved_and_whole_if_not(lab_page, written):
    lab_page.open(written("reloaded.ipynb", PICTURES)).run_all()
    move(lab_page, "first")
    lab_page.open("reloaded.ipynb")
    assert lab_page.cell("first").inner_text().strip() == "", "the file has no outputs yet"
    lab_page.run_all()
    moved = move(lab_page, "first")
    lab_page.cell("question").get_by_role("button", name="B", exact=True).click()
    lab_page.cell("question").get_by_text("You predicted B.").wait_for()
    lab_page.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    lab_page.page.wait_for_function(
        "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
    )
    lab_page.open("reloaded.ipynb")
    assert seen(picture_in(lab_page, "first"))[1] == moved[1], "as it was left"
    assert move(lab_page, "first") != moved
    question = lab_page.cell("question")
    question.get_by_text("You predicted B.").wait_for()
    question.get_by_role("button", name="C", exact=True).click()
    question.get_by_text("You predicted C.").wait_for()
    assert lab_page.errors() == []


SLOW = """
import time
from helpers import explore_softmax, softmax
calls = []

def slow_softmax(logits):
    calls.append(logits)
    print("printed")
    time.sleep(0.3)
    return softmax(logits)

explore_softmax(slow_softmax)
"""


def test_a_slow_function_that_prints_makes_no_queue(lab_page, written):
    cells = {"slow": SLOW, "count": "print(len(calls))"}
    lab_page.open(written("slow.ipynb", cells)).run_all()
    picture = picture_in(lab_page, "slow")
    printed = picture.inner_text().count("printed")
    assert printed > 0
    handle = picture.locator("[role=slider]").first
    handle.focus()
    for _ in range(30):
        lab_page.page.keyboard.press("ArrowLeft")
    value = float(handle.get_attribute("aria-valuenow"))
    assert value == -1
    picture.locator(f"img[alt*='Scores: cat {value:.1f}']").wait_for()
    lab_page.cell("count")
    lab_page.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
    lab_page._wait_until_idle()
    assert int(lab_page.cell("count").inner_text()) < 20, "most of the 30 steps are left out"
    assert picture.inner_text().count("printed") == printed, "the page does not fill up"


# Text that looks like HTML ----------------------------------------------------------------------

TRAP = "<img src=x onerror='window.ran = 1'><script>window.ran = 2</script><svg onload='ran = 3'>"
UNTRUSTED = {
    "names": f'''
import numpy as np
from helpers import *
from helpers.live.picture import new_figure

TRAP = "{TRAP}"
Error = type(TRAP, (Exception,), {{}})
Shows = type("Shows", (), {{"__repr__": lambda self: TRAP}})

def raises(*arguments):
    raise Error(TRAP)

def doubles(*arguments):
    return 2.0 * np.asarray(arguments[0])

returns = lambda *arguments: Shows()
for function in (raises, doubles, returns):
    function.__name__ = TRAP
race = run_race(seeds=[0], steps=2, learning_rates=[1.0])
''',
    "check-raises": "check.my_softmax(raises)",
    "check-returns": "check.my_softmax(returns)",
    "check-text": "check.double_run(TRAP)",
    "check-list": "check.true_statements([TRAP])",
    "check-dictionary": "check.faults(dict.fromkeys('ABCD', TRAP))",
    "check-heads": "check.heads(TRAP)",
    "check-number": "check.sum_of_probabilities(Shows())",
    "picture-raises": "explore_softmax(raises)",
    "picture-returns": "explore_simplex(returns)",
    "picture-wrong": "explore_cross_entropy(lambda *a: TRAP)",
    "picture-losses": "explore_losses(doubles)",
    "picture-surface": "explore_ground(doubles)",
    "picture-race": "explore_race(race, loss=doubles)",
    "picture-numbers": "explore_scalar_targets(doubles)",
    "picture-training": "explore_training(raises)",
    "still": "figure, axes = new_figure()\naxes.bar([TRAP], [1.0])\nshow(figure, TRAP)",
    "still-names": "draw_distances([1, 2], names=[TRAP, 'b'])",
    "still-raises": "draw_sigmoid(raises)",
    "question": "predict(TRAP)",
    "helper": "softmax(TRAP)",
    "own": "raises()",
    "value": "Shows()",
}


def test_no_text_of_a_learner_becomes_part_of_the_page(lab_page, written):
    page = lab_page.page
    lab_page.open(written("trap.ipynb", UNTRUSTED))
    for cell_id in UNTRUSTED:  # one by one: some end in an error, which would stop the rest
        lab_page.cell(cell_id)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
    lab_page._wait_until_idle()
    for cell_id in UNTRUSTED:
        output = lab_page.cell(cell_id)
        if cell_id != "names":
            output.locator(".jp-OutputArea-output").first.wait_for()
        assert output.locator("img[src=x], script, svg[onload]").count() == 0, cell_id
        assert page.evaluate("() => window.ran ?? null") is None, cell_id
    assert "onerror" in lab_page.cell("check-raises").inner_text(), "it is shown as text"
    losses = picture_in(lab_page, "picture-losses")
    assert "onerror" in losses.locator(".course-moving").text_content() + seen(losses)[1]
    # And the trap works: what is shown as HTML on purpose springs it.
    lab_page.cell("value")
    page.evaluate(
        """() => { const cell = window.jupyterapp.shell.currentWidget.content.activeCell;
            cell.model.sharedModel.setSource('from IPython.display import HTML\\nHTML(TRAP)') }"""
    )
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
    page.wait_for_function("() => window.ran")


# No network -------------------------------------------------------------------------------------


def bring_loopback_up():
    """What `ip link set lo up` does, which not every machine has."""
    import fcntl  # where there is no such module, there is no unshare either

    with socket.socket() as probe:
        interface = struct.pack("16sh", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING
        fcntl.ioctl(probe, 0x8914, interface)  # SIOCSIFFLAGS


@pytest.mark.weekly
def test_without_any_network_a_notebook_runs_and_its_picture_moves(tmp_path):
    """JupyterLab, Chromium and the kernel, in a network of their own that has only 127.0.0.1."""
    if chromium_path() is None:
        missing(NO_CHROMIUM)
    alone = ("unshare", "--net", *(() if os.geteuid() == 0 else ("--map-root-user",)))
    if not shutil.which("unshare") or subprocess.run([*alone, "true"]).returncode:
        pytest.skip("this user may not make a network of its own (unshare --net)")
    script = f"""
import sys, socket
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from tests.browser.test_sturdy_browser import bring_loopback_up
bring_loopback_up()
try:
    socket.create_connection(("192.0.2.1", 80), timeout=5)
except OSError as error:
    assert "unreachable" in str(error), error
else:
    raise AssertionError("there is a network")
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header",
    "tests/browser/test_first_lesson.py"]))
"""
    run = subprocess.run(
        [*alone, sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"^\d+ passed", run.stdout, flags=re.MULTILINE), run.stdout
