"""`make lint`, as part of the tests: the style of code and notebooks, the types in the helpers."""

import subprocess
import sys
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
