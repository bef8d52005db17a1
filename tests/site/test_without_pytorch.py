"""Lesson 06 where PyTorch cannot be had, in each language: what runs, what shows what is stored."""

import json
import sys

import matplotlib
import pytest
from conftest import NOTEBOOKS, ROOT, needs_pytorch, read
from IPython.core.interactiveshell import InteractiveShell

from helpers import languages, need_pytorch
from helpers.languages import say
from helpers.lessons.l06_pytorch import stored
from helpers.lessons.l06_pytorch.pytorch import IN_A_BROWSER

BUILT = sorted((ROOT / "notebooks").glob("[a-z]*/*.ipynb"))  # in other languages
LESSONS = [path for path in (*NOTEBOOKS, *BUILT) if needs_pytorch(path)]


@pytest.fixture(params=LESSONS, ids=lambda path: path.parent.name)
def cells(request):
    """The code cells of the lesson in one language, which its helpers speak until the test ends."""
    family = matplotlib.rcParams["font.family"]
    yield [cell for cell in read(request.param).cells if cell.cell_type == "code"]
    languages.speak("en")
    matplotlib.rcParams["font.family"] = family


@pytest.fixture
def shell(monkeypatch, tmp_path, cells):
    """A shell in a browser: no PyTorch, but the results of the lesson."""
    results = tmp_path / "stored.json"
    results.write_text(json.dumps(stored.results_of(cells)), encoding="utf-8")
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


def test_run_all_reaches_the_end_and_says_once_what_is_missing(shell, cells, capsys):
    for cell in cells:
        done = shell.run_cell(cell.source)
        assert done.success, cell.id
    said = capsys.readouterr().out
    assert said.count(say(IN_A_BROWSER)) == 1
    assert len(say(IN_A_BROWSER).splitlines()) == 2


def test_every_cell_without_pytorch_runs_and_every_other_shows_what_is_stored(shell, cells, capsys):
    needs = stored.Needs()
    shell.run_cell(cells[0].source)
    for cell in cells[1:]:
        shell.shown.clear()
        capsys.readouterr()
        shell.run_cell(cell.source)
        said = capsys.readouterr().out
        alone = needs.rest_of(cell.source) is None
        if not alone:
            streams = "".join(o.text for o in cell.outputs if o.output_type == "stream")
            assert said == (f"{say(stored.MARK)}\n" if cell.outputs else "") + streams, cell.id
            kept = [output.data for output in cell.outputs if "data" in output]
            assert [s["text/plain"] for s in shell.shown] == [d["text/plain"] for d in kept]
        assert alone == (cell.id in run_here(cells)), cell.id


def run_here(cells):
    """The cells of lesson 06 that no PyTorch is needed for."""
    return {
        *(cell.id for cell in cells if "predict(" in cell.source),
        *(cell.id for cell in cells if cell.id.startswith("exercise-")),
        *("loss-pipeline", "double-floor", "live-course", "diagnose-picture"),
    } - {"exercise-script-broken", "exercise-script-answer"}


def test_a_cell_that_a_learner_changed_says_that_it_did_not_run(shell, cells, capsys):
    shell.run_cell(cells[0].source)
    shell.run_cell("from torch import nn\nprint(nn.Linear(2, 3))")
    assert capsys.readouterr().out.endswith(f"{say(stored.CHANGED)}\n")


def test_a_mistake_in_a_cell_without_pytorch_is_shown_as_ever(shell, cells):
    shell.run_cell(cells[0].source)
    assert isinstance(shell.run_cell("nothing_of_that_name").error_in_exec, NameError)
    assert not shell.run_cell("print('x'").success


def test_each_language_has_results_of_its_own(cells):
    plain = [cell for cell in cells if "import zh_CN" not in cell.source]
    speaks = {"cell_type": "code", "source": "from helpers.languages import xx", "outputs": []}
    english, other = stored.results_of(plain), stored.results_of([speaks, *plain])
    assert list(english.values()) == list(other.values())
    assert not english.keys() & other.keys()


def test_results_of_another_language_are_not_shown(shell, cells, monkeypatch, capsys):
    count = sum(map(bool, json.loads(stored.RESULTS.read_text(encoding="utf-8")).values()))
    assert marks(shell, cells, capsys) == count > 0
    monkeypatch.setattr(stored, "spoken", lambda: "xx")
    assert marks(shell, cells, capsys) == 0


def marks(shell, cells, capsys):
    """How many cells of the lesson show a stored result."""
    capsys.readouterr()
    for cell in cells:
        shell.run_cell(cell.source)
    return capsys.readouterr().out.count(say(stored.MARK))


def test_asking_twice_shows_each_result_once(shell, cells, capsys):
    (outputs,) = (cell for cell in cells if cell.id == "outputs-model")
    for cell in (cells[0], cells[0], cells[1], outputs):
        shell.run_cell(cell.source)
    assert capsys.readouterr().out.count(say(stored.MARK)) == 1


def test_elsewhere_nothing_changes(torch):
    before = list(getattr(stored.get_ipython(), "input_transformers_post", []))
    assert need_pytorch() is torch
    assert list(getattr(stored.get_ipython(), "input_transformers_post", [])) == before
