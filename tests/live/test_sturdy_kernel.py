"""A real kernel survives what is done to it, and the course any folder and line ending."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import matplotlib
import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT, read

from helpers.learning import predictions
from helpers.live import picture as pictures
from helpers.live.picture import course_style
from tests.kernel import Kernel

# A real kernel ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kernel():
    kernel = Kernel(ROOT / "notebooks")
    yield kernel
    kernel.close()


@pytest.fixture
def fresh_kernel(kernel):
    assert kernel.run("%reset -f\nimport ipywidgets\nipywidgets.Widget.close_all()") == []
    return kernel


def cells_of(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code" and cell.source.strip()]


@pytest.mark.parametrize("path", NOTEBOOKS[:5], ids=lambda path: path.stem)
def test_cells_run_upwards_meet_nothing_but_missing_names(path, fresh_kernel):
    """As after a restart in the middle of a lesson: Python says which name is not there yet."""
    failed = 0
    for cell in reversed(cells_of(path)):
        for output in fresh_kernel.run(cell.source, cell.id, stop_on_error=False):
            assert output.get("ename") == "NameError", f"{cell.id}: {output}"
            assert "/helpers/" not in "".join(output["traceback"]), f"{cell.id}: ours"
            failed += 1
    assert failed > 0


def test_run_all_during_run_all_waits_its_turn(fresh_kernel):
    cells = cells_of(NOTEBOOKS[0])
    requests = [fresh_kernel.send(cell.source, cell.id) for cell in [*cells, *cells]]
    seen = []
    while not seen or seen[-1] != requests[-1]:
        message = fresh_kernel.client.get_iopub_msg(timeout=120)
        assert message["msg_type"] != "error", message["content"]
        if message["content"].get("execution_state") == "idle":
            seen.append(message["parent_header"].get("msg_id"))
    assert [each for each in seen if each in requests] == requests
    count = "sum(type(each).__name__ == 'Screen' for each in widgets._instances.values())"
    fresh_kernel.run("from ipywidgets.widgets import widget as widgets")
    live = sum("explore_" in cell.source for cell in cells)
    assert int(fresh_kernel.value(count)) == live > 0, "one for each cell; the others are closed"


ENDLESS = """
from helpers import check, explore_softmax
def my_softmax(logits):
    print("running", flush=True)
    while True:
        pass
check.my_softmax(my_softmax)
"""


def test_the_stop_button_ends_an_endless_check_in_words_and_the_run_all(fresh_kernel):
    request, below = fresh_kernel.send(ENDLESS, "endless"), fresh_kernel.send("below = 1")
    errors = []
    for message in fresh_kernel.outputs(request):
        if message["content"].get("text", "").startswith("running"):
            fresh_kernel.manager.interrupt_kernel()
        if message["msg_type"] == "error":
            errors.append(message["content"])
    (error,) = errors
    (words,) = error["traceback"]
    assert words.startswith("my_softmax was stopped before it returned (in line ")
    assert error["ename"] == "Stopped"
    list(fresh_kernel.outputs(below))
    assert fresh_kernel.value("'below' in globals()") == "False"


MOVING = """
import sys
from helpers import explore_softmax
does = lambda z: [0.2, 0.3, 0.5]
picture = explore_softmax(lambda z: does(z))
"""


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("sys.exit()", "called exit()"),
        ("input()", "input() cannot ask anything"),
        ("(_ for _ in ()).throw(KeyboardInterrupt)", "was stopped"),
        ("print('printed') or print('complained', file=sys.stderr)", "returned nothing"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_kernel_outlives_what_a_function_does_while_a_slider_moves(fresh_kernel, does, says):
    assert fresh_kernel.run(MOVING, "moving") == []
    fresh_kernel.run(f"does = lambda z: {does}")
    fresh_kernel.move("picture.controls['cat']", 1.0)
    assert says in fresh_kernel.value("picture.words")
    fresh_kernel.run("does = lambda z: [0.2, 0.3, 0.5]")
    fresh_kernel.move("picture.controls['cat']", 0.5)
    words = fresh_kernel.value("picture.words")
    assert words.startswith("Probabilities: cat 0.200, dog 0.300, rabbit 0.500."), words


SHAKEN = """
import gc, tracemalloc
import numpy as np
from ipywidgets.widgets.widget import _instances
from helpers import explore_simplex
picture = explore_simplex()
def shake(times, start):
    for step in range(times):
        picture.controls["cat"].value = np.sin(start + step) * 4
        picture.controls["temperature"].value = 2 + np.cos(start + step)
shake(30, 0)
gc.collect()
tracemalloc.start()
widgets, before = len(_instances), tracemalloc.get_traced_memory()[0]
shake(60, 1000)
gc.collect()
grown = tracemalloc.get_traced_memory()[0] - before
tracemalloc.stop()
picture.set(cat=0, temperature=1)
"""


def test_a_shaken_slider_leaves_nothing_behind(fresh_kernel):
    assert fresh_kernel.run(SHAKEN, "shaken") == []
    assert fresh_kernel.value("len(_instances) - widgets") == "0"
    # What was measured of a text is kept, some thousand texts at most: a kilobyte for a step.
    assert int(fresh_kernel.value("grown")) < 500_000
    assert fresh_kernel.value("picture.words").startswith("Probabilities: cat 0.207, dog 0.564")


# Files and folders ------------------------------------------------------------------------------


def with_windows_lines(path):
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
    assert b"\r\n" in path.read_bytes()


def test_windows_line_endings_in_the_questions_change_nothing(tmp_path, monkeypatch):
    expected = predictions.questions()
    folder = shutil.copytree(predictions.LESSONS, tmp_path / "lessons")
    for path in folder.glob("*/questions.toml"):
        with_windows_lines(path)
    monkeypatch.setattr(predictions, "LESSONS", folder)
    assert predictions.questions.__wrapped__() == expected


def test_windows_line_endings_in_the_style_change_nothing(tmp_path, monkeypatch):
    with course_style():
        expected = dict(matplotlib.rcParams)
    copy = Path(shutil.copy(pictures.STYLE, tmp_path))
    with_windows_lines(copy)
    monkeypatch.setattr("helpers.live.picture.STYLE", copy)
    with course_style():
        assert dict(matplotlib.rcParams) == expected


def copy_of_the_course(folder):
    """Copy what a reader needs to run a notebook."""
    ignore = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("helpers", "notebooks", "tools", "jupyter"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


def run_in(folder, *command, before=()):
    """Run a Python program in a copy of the course, with the copy's helpers and environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")}
    return subprocess.run(
        [*before, sys.executable, *command],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )


def last_line(run):
    return run.stdout.splitlines()[-1]


RUN_THE_FIRST = ("tools/notebooks.py", "--check", "notebooks/00_start_here.ipynb")


def read_only(folder):
    """Make a folder read-only; return what must stand before a command in it, None if not allowed.

    The modes of files do not bind root: for root the folder is mounted over itself.
    """
    if os.geteuid() != 0:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
        return ()
    script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$0" && exec "$@"'
    prefix = ("unshare", "--mount", "sh", "-c", script, str(folder))
    if not shutil.which("unshare") or subprocess.run([*prefix, "true"]).returncode:
        return None
    return prefix


@pytest.mark.weekly
def test_windows_lines_an_awkward_folder_and_a_read_only_one(tmp_path):
    folder = copy_of_the_course(tmp_path / "наука 日本 é 'x' %20 $HOME")
    with_windows_lines(folder / RUN_THE_FIRST[2])
    prefix = read_only(folder)
    try:
        run = run_in(folder, *RUN_THE_FIRST, before=prefix or ())
        usual = run_in(ROOT, *RUN_THE_FIRST)  # another matplotlib draws other pixels
        assert (run.returncode, last_line(run)) == (usual.returncode, last_line(usual)), run.stdout
        assert last_line(run).startswith("00_start_here.ipynb: "), run.stdout
        if prefix is None:
            pytest.skip("as root only a mount makes a folder read-only; none is permitted here")
        write = run_in(folder, "-c", "open('new', 'w')", before=prefix)
        assert write.returncode != 0, "it is not read-only"
        setup = run_in(folder, "tools/setup.py", before=prefix)
        assert setup.returncode == 1
        assert "could not be made: see the lines above" in setup.stdout
        assert "Traceback" not in setup.stdout
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


@pytest.mark.parametrize("version", [(4, 4), (3, 0)], ids=["4.4", "3"])
def test_a_notebook_saved_in_an_older_format_runs(version, tmp_path, fresh_kernel):
    """Its cells have no ids, so nothing is closed when one runs again."""
    notebook = read(NOTEBOOKS[0])
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 4
    old = nbformat.convert(notebook, version[0])
    old.nbformat_minor = version[1]
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(old), encoding="utf-8")
    assert all("id" not in cell for cell in old.get("cells", []))
    cells = cells_of(path)
    assert [cell.source for cell in cells] == [cell.source for cell in cells_of(NOTEBOOKS[0])]
    for cell in cells:
        assert fresh_kernel.run(cell.source) == []
