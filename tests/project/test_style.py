"""`make lint`, as part of the tests: style, types, code from text, which way imports go."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*command):
    """Run a tool of this environment on the whole project; return what it said and its verdict."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "--diff", "."], ["mypy"]],
    ids=" ".join,
)
def test_lint(command):
    code, words = run(*command)
    assert code == 0, words


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def double(x):\n    return 2 * x\n", "no-untyped-def"),
        ("def double(x: float) -> str:\n    return 2 * x\n", "return-value"),
        ("from helpers import one_hot\n\none_hot([0], num_classes='3')\n", "arg-type"),
    ],
    ids=["no types", "wrong type", "wrong use of the helpers"],
)
def test_the_types_are_looked_at(tmp_path, source, fault):
    """With the settings of the project, in a file of its own."""
    (tmp_path / "double.py").write_text(source, encoding="utf-8")
    code, words = run("mypy", str(tmp_path / "double.py"))
    assert code == 1 and f"[{fault}]" in words


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("eval('1 + 1')", "S307"),
        ("exec('x = 1')", "S102"),
        ("import pickle\n\npickle.loads(b'')", "S301"),
        ("import subprocess\n\nsubprocess.run('ls', shell=True)", "S602"),
        ("import os\n\nos.system('ls')", "S605"),
        ("import yaml\n\nyaml.load('', yaml.Loader)", "S506"),
    ],
)
@pytest.mark.parametrize("folder", ["helpers", "tools", "benchmarks", "jupyter", "notebooks"])
def test_text_that_becomes_code_is_noticed(folder, source, rule):
    command = [sys.executable, "-m", "ruff", "check", "--output-format=concise"]
    command += ["--stdin-filename", f"{folder}/new.py", "-"]
    done = subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True)
    assert f" {rule} " in done.stdout


# Imports ----------------------------------------------------------------------------------------


def lint_imports(folder):
    """Look at the imports of `helpers` in a folder; return what was said and the verdict."""
    command = [Path(sysconfig.get_path("scripts"), "lint-imports"), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_imports_point_down():
    code, words = lint_imports(ROOT)
    assert code == 0, words


@pytest.mark.parametrize(
    ("file", "imports"),
    [
        ("maths/softmax.py", "helpers.live.labels"),
        ("maths/softmax.py", "matplotlib"),
        ("live/labels.py", "helpers.learning.predictions"),
        ("learning/answers.py", "helpers.lessons.all_checks"),
        ("lessons/l03_softmax/checks.py", "helpers.lessons.l02_one_hot.checks"),
        ("new/__init__.py", "helpers.maths.softmax"),
    ],
)
def test_an_import_that_points_up_is_noticed(tmp_path, file, imports):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers")
    path = tmp_path / "helpers" / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as source:
        source.write(f"\ndef f():\n    import {imports}\n")
    code, words = lint_imports(tmp_path)
    assert code == 1, words
    assert "BROKEN" in words or "missing layers: new" in words.lower(), words
