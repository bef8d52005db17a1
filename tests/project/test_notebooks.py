"""House rules for every notebook, and every published solution put to its check."""

import ast
import itertools
import re
from pathlib import Path

import nbconvert
import nbformat
import pytest
from conftest import NOTEBOOKS, ROOT, needs_pytorch, read
from IPython.core.inputtransformer2 import TransformerManager

from helpers import check
from helpers.learning.feedback import NOT_YET, RIGHT
from helpers.learning.predictions import questions
from tools import notebooks as storing

MAX_LINES = 15
IMAGE = re.compile(r"<img\b[^>]*>")

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def markdown(path):
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def test_the_course_is_there():
    numbers = [path.name[:2] for path in NOTEBOOKS]
    assert numbers[0] == "00"
    assert numbers == sorted(set(numbers)), "each lesson has a number of its own"


@each_notebook
def test_a_notebook_is_stored_in_its_clean_form(path):
    text = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert storing.as_text(storing.clean(notebook)) == text, "run: make notebooks"
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1)), "empty cell, or not run from the top"
    assert "/root/" not in text and "/home/" not in text, "a path of somebody's machine"


@each_notebook
def test_nothing_in_a_notebook_failed_or_was_hidden_from_the_tests(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", f"{cell.id}: {output.text}"
        assert not any(tag.startswith(("nbval", "raises")) for tag in cell.metadata.get("tags", []))
        assert not re.search(r"NBVAL_|PYTEST_VALIDATE", cell.source), cell.id


@each_notebook
def test_cells_are_short_and_named(path):
    cells = read(path).cells
    ids = [cell.id for cell in cells]
    assert len(set(ids)) == len(ids)
    for cell in cells:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell.id), f"name the cell {cell.id!r}"
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= MAX_LINES, cell.id
            assert not cell.source.rstrip().endswith(";"), f"{cell.id}: a trailing semicolon"
            assert "pyplot" not in cell.source, f"{cell.id}: draw in helpers"


@each_notebook
def test_every_picture_has_words(path):
    pictures = 0
    for cell in code_cells(path):
        for output in cell.outputs:
            data = output.get("data", {})
            assert not any(kind.startswith("image/") for kind in data), f"{cell.id}: use show()"
            for image in IMAGE.findall(data.get("text/html", "")):
                alt = re.search(r'alt="([^"]*)"', image)
                assert alt and len(alt[1]) > 20, cell.id
                pictures += 1
    assert pictures > 0


@each_notebook
def test_a_lesson_has_the_skeleton(path):
    cells = read(path).cells
    text = markdown(path)
    headings = re.findall(r"^(#+) (.*)$", re.sub(r"```.*?```", "", text, flags=re.S), re.M)
    levels = [len(marks) for marks, _ in headings]
    assert levels[0] == 1 and levels.count(1) == 1, "one title"
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), "a level is left out"
    head = "\n".join(cell.source for cell in cells[:3])
    assert re.search(r"you can\*\*|find out", head) and re.search(r"\*\*Time[.:]\*\*", head)
    assert any(title == "In one line" for _, title in headings)
    assert re.search(r"\*\*(Next|Previous):\*\*", cells[-1].source)
    sources = "\n".join(cell.source for cell in code_cells(path))
    assert "predict(" in sources and "check." in sources


@each_notebook
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#\s]+)", markdown(path)):
        if not re.match(r"https?://", target):
            assert (path.parent / target).exists(), target


@each_notebook
def test_every_question_asked_exists(path):
    asked = re.findall(r'predict\("([^"]+)"\)', "\n".join(c.source for c in code_cells(path)))
    assert asked
    assert set(asked) <= questions().keys()


def test_every_question_is_asked_once():
    asked = [
        name
        for path in NOTEBOOKS
        for cell in code_cells(path)
        for name in re.findall(r'predict\("([^"]+)"\)', cell.source)
    ]
    assert sorted(asked) == sorted(questions())


def test_every_check_is_used_once():
    used = [
        name
        for path in NOTEBOOKS
        for cell in code_cells(path)
        for name in re.findall(r"^check\.(\w+)\(", cell.source, re.M)
    ]
    assert sorted(used) == sorted(vars(check))


def run_with_solutions(path):
    """Run a notebook's code in one namespace; yield each exercise's verdicts before and after.

    The solution is the block that a reader sees in the folded part below the exercise: it runs in
    the place of the stub, then the last expression of the exercise's cell is evaluated again.
    """
    transform = TransformerManager().transform_cell
    namespace = {"__name__": "__main__", "display": lambda *things: None}
    cells = read(path).cells
    for cell, below in zip(cells, [*cells[1:], None], strict=True):
        if cell.cell_type != "code":
            continue
        tree = ast.parse(transform(cell.source))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, cell.id, "exec"), namespace)
        value = last and eval(compile(ast.Expression(last.value), cell.id, "eval"), namespace)
        if re.search(r"^check\.", cell.source, re.M):
            assert last is not None, f"{cell.id}: the check must stand last"
            (solution,) = re.findall(r"```python\n(.*?)```", below.source, re.S)
            assert below.source.startswith("<details>") and below.id.endswith("-solution")
            exec(compile(solution, below.id, "exec"), namespace)
            solved = eval(compile(ast.Expression(last.value), cell.id, "eval"), namespace)
            yield cell.id, value, solved


@each_notebook
def test_each_published_solution_passes_its_check(path, request, capsys):
    if needs_pytorch(path):
        request.getfixturevalue("torch")
    exercises = list(run_with_solutions(path))
    assert exercises
    for name, unsolved, solved in exercises:
        assert unsolved.verdict == NOT_YET, f"{name}: {unsolved}"
        assert solved.verdict == RIGHT, f"{name}: {solved}"


@each_notebook
def test_a_notebook_becomes_a_python_file(path):
    """`jupyter nbconvert --to script` asks the stored metadata for the ending."""
    script, resources = nbconvert.ScriptExporter().from_filename(str(path))
    assert resources["output_extension"] == ".py"
    assert ast.parse(script)


def test_what_a_cell_complains_of_is_not_stored(tmp_path, capsys):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("import sys; sys.stderr.write('findfont: not found')")]
    )
    path = tmp_path / "noisy.ipynb"
    nbformat.write(notebook, path)
    before = path.read_bytes()
    assert storing.main([str(path)]) == 1
    assert "findfont: not found" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_storing_is_strict_about_what_it_keeps(tmp_path):
    cell = nbformat.v4.new_code_cell("1 + 1", id="sum")
    cell.metadata = {"execution": {"iopub.execute_input": "2026"}, "tags": ["x"], "trusted": True}
    cell.outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="a\n"),
        nbformat.v4.new_output("stream", name="stdout", text="b\n"),
        nbformat.v4.new_output(
            "execute_result",
            data={"text/plain": "2", storing.WIDGET_VIEW: {"model_id": "1"}},
            execution_count=7,
        ),
    ]
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata = {"widgets": {"state": 1}, "language_info": {"version": "3.11.7"}}
    storing.clean(notebook)
    assert notebook.metadata == storing.METADATA
    assert cell.metadata == {"tags": ["x"]}
    assert [output.get("text") for output in cell.outputs] == ["a\nb\n", None]
    assert cell.outputs[1].data == {"text/plain": "2"}
    assert cell.outputs[1].execution_count == cell.execution_count == 1


def test_a_notebook_that_fails_is_not_stored(tmp_path, capsys):
    path = Path(tmp_path, "broken.ipynb")
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0", id="a")]), path
    )
    before = path.read_text()
    assert storing.main([str(path)]) == 1
    assert path.read_text() == before
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_make_notebooks_would_change_nothing_that_is_stored_twice(tmp_path, capsys):
    path = Path(tmp_path, "small.ipynb")
    cells = [nbformat.v4.new_code_cell(f"print({i})", id=f"c{i}") for i in range(2)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert storing.main(["--check", str(path)]) == 1, "it has no outputs yet"
    assert storing.main([str(path)]) == 0
    assert storing.main(["--check", str(path)]) == 0
    assert [c.outputs[0].text for c in read(path).cells] == ["0\n", "1\n"]


def test_the_list_of_lessons_in_the_readme_is_the_folder():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in NOTEBOOKS:
        assert f"notebooks/{path.name}" in readme, path.name
