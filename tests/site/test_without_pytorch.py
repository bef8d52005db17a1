"""Lesson 06 where PyTorch cannot be had: what runs, and what shows a stored result."""

import json
import sys

import pytest
from conftest import NOTEBOOKS, needs_pytorch, read
from IPython.core.interactiveshell import InteractiveShell

from helpers import need_pytorch
from helpers.lessons.l06_pytorch import stored
from helpers.lessons.l06_pytorch.pytorch import IN_A_BROWSER

(LESSON,) = (path for path in NOTEBOOKS if needs_pytorch(path))
CELLS = [cell for cell in read(LESSON).cells if cell.cell_type == "code"]


@pytest.fixture
def shell(monkeypatch, tmp_path):
    """A shell in a browser: no PyTorch, but the results of the lesson."""
    results = tmp_path / "stored.json"
    results.write_text(json.dumps(stored.results_of(CELLS)), encoding="utf-8")
    monkeypatch.setattr(stored, "RESULTS", results)
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "torch", None)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    monkeypatch.setattr(stored, "get_ipython", lambda: shell)
    shown = []
    monkeypatch.setattr(stored, "display", lambda output, raw: shown.append(output))
    shell.shown = shown
    yield shell
    InteractiveShell.clear_instance()


def test_run_all_reaches_the_end_and_says_once_what_is_missing(shell, capsys):
    for cell in CELLS:
        done = shell.run_cell(cell.source)
        assert done.success, cell.id
    said = capsys.readouterr().out
    assert said.count(IN_A_BROWSER) == 1
    assert len(IN_A_BROWSER.splitlines()) == 2


def test_every_cell_without_pytorch_runs_and_every_other_shows_what_is_stored(shell, capsys):
    needs = stored.Needs()
    shell.run_cell(CELLS[0].source)
    for cell in CELLS[1:]:
        shell.shown.clear()
        capsys.readouterr()
        shell.run_cell(cell.source)
        said = capsys.readouterr().out
        alone = needs.rest_of(cell.source) is None
        if not alone:
            streams = "".join(o.text for o in cell.outputs if o.output_type == "stream")
            assert said == (f"{stored.MARK}\n" if cell.outputs else "") + streams, cell.id
            kept = [output.data for output in cell.outputs if "data" in output]
            assert [s["text/plain"] for s in shell.shown] == [d["text/plain"] for d in kept]
        assert alone == (cell.id in run_here()), cell.id


def run_here():
    """The cells of lesson 06 that no PyTorch is needed for."""
    return {
        *(cell.id for cell in CELLS if "predict(" in cell.source),
        *(cell.id for cell in CELLS if cell.id.startswith("exercise-")),
        *("loss-pipeline", "double-floor", "live-course", "diagnose-picture"),
    } - {"exercise-script-broken", "exercise-script-answer"}


def test_a_cell_that_a_learner_changed_says_that_it_did_not_run(shell, capsys):
    shell.run_cell(CELLS[0].source)
    shell.run_cell("from torch import nn\nprint(nn.Linear(2, 3))")
    assert capsys.readouterr().out.endswith(f"{stored.CHANGED}\n")


def test_a_mistake_in_a_cell_without_pytorch_is_shown_as_ever(shell):
    shell.run_cell(CELLS[0].source)
    assert isinstance(shell.run_cell("nothing_of_that_name").error_in_exec, NameError)
    assert not shell.run_cell("print('x'").success


def test_each_language_has_results_of_its_own(shell, monkeypatch, capsys):
    speaks = {"cell_type": "code", "source": "from helpers.languages import xx", "outputs": []}
    english, other = stored.results_of(CELLS), stored.results_of([speaks, *CELLS])
    assert list(english.values()) == list(other.values())
    assert not english.keys() & other.keys()
    stored.RESULTS.write_text(json.dumps(other), encoding="utf-8")
    assert marks(shell, capsys) == 0
    monkeypatch.setattr(stored, "spoken", lambda: "xx")
    assert marks(shell, capsys) == sum(map(bool, other.values()))


def marks(shell, capsys):
    """How many cells of the lesson show a stored result."""
    capsys.readouterr()
    for cell in CELLS:
        shell.run_cell(cell.source)
    return capsys.readouterr().out.count(stored.MARK)


def test_asking_twice_shows_each_result_once(shell, capsys):
    (outputs,) = (cell for cell in CELLS if cell.id == "outputs-model")
    for cell in (CELLS[0], CELLS[0], CELLS[1], outputs):
        shell.run_cell(cell.source)
    assert capsys.readouterr().out.count(stored.MARK) == 1


def test_elsewhere_nothing_changes(torch):
    before = list(getattr(stored.get_ipython(), "input_transformers_post", []))
    assert need_pytorch() is torch
    assert list(getattr(stored.get_ipython(), "input_transformers_post", [])) == before
