"""The other targets of the Makefile do what their line says."""

import os
import sys

import pytest

from tests.project.pretended import ROOT, Project, only_line


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


# On several Pythons ----------------------------------------------------------------------------


@pytest.fixture
def versions(project):
    """Run `make versions` with a python3.11 and a python3.12, both pretended, and a missing one."""
    pythons = []
    for version in ("3.11", "3.12"):
        python = project.python.with_name(f"python{version}")
        python.write_text(f'#!/bin/sh\nPRETEND_VERSION={version}.0 exec "{project.python}" "$@"\n')
        python.chmod(0o755)
        pythons.append(python.name)
    path = f"{project.python.parent}{os.pathsep}{os.environ['PATH']}"

    def run(*arguments, target="versions", pythons=(*pythons, "python-of-nobody"), **environment):
        return project.make(
            target, f"PYTHONS={' '.join(pythons)}", *arguments, PATH=path, **environment
        )

    return run


def test_the_tests_run_on_every_python_at_hand(project, versions):
    run = versions("ARGS=-k softmax")
    assert run.returncode == 0, run.stdout
    assert "No `python-of-nobody` here: skipped." in run.stdout
    assert run.stdout.splitlines()[-1] == "== All passed."
    assert [call.split()[0] for call in project.pytest_calls()] == [
        ".versions/3.11",
        ".versions/3.12",
    ]
    assert all(call.endswith("-k softmax") for call in project.pytest_calls())
    assert not project.venv.exists()


def test_one_version_that_fails_does_not_stop_the_others(project, versions):
    run = versions(PRETEND_FAILURE=".versions/3.11")
    assert run.returncode != 0
    assert "== Failed: 3.11\n" in run.stdout
    assert len(project.pytest_calls()) == 2


def test_no_python_at_hand_is_a_failure(versions):
    run = versions(pythons=["python-of-nobody"])
    assert run.returncode != 0
    assert "Nothing was tested. Try: make versions PYTHONS=" in run.stdout


UV = """#!/bin/sh
echo "$@" >> uv-calls.txt
while [ $# -gt 1 ]; do shift; done
[ "$1" = --version ] || echo "numpy==2.0" > "$1"
"""


def test_the_oldest_dependencies_are_resolved_and_tested(project, versions):
    uv = project.python.with_name("uv")
    uv.write_text(UV, encoding="utf-8")
    uv.chmod(0o755)
    run = versions("ARGS=-k softmax", target="oldest")
    assert run.returncode == 0, run.stdout
    _, bounds, oldest = (project.folder / "uv-calls.txt").read_text().splitlines()
    assert "--no-deps --resolution lowest-direct" in bounds
    assert "--constraints .versions/bounds.txt" in oldest and "--generate-hashes" in oldest
    (call,) = project.pytest_calls()
    assert call.startswith(".versions/oldest ") and call.endswith("-k softmax")
    assert project.pip_calls()[0].endswith(".versions/oldest.txt")


@pytest.mark.parametrize("target", ["oldest", "lock"])
def test_without_uv_one_line_says_how_to_get_it(project, target):
    line = only_line(project.make(target, PATH="/usr/bin:/bin"))
    assert line == "This needs uv. Install it: .venv/bin/pip install uv"


# JupyterLab ------------------------------------------------------------------------------------


@pytest.fixture
def lab(project):
    """Run `make lab` with a jupyter that only says how it was called."""
    project.be_set_up()
    jupyter = project.venv / "bin" / "jupyter"
    jupyter.write_text('#!/bin/sh\necho "$@"\n')
    jupyter.chmod(0o755)

    def run(*arguments, target="lab", **displays):
        nothing = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"), "")
        return project.make(target, *arguments, **{**nothing, **displays}).stdout.strip()

    return run


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_lab_without_a_display_opens_no_browser(lab):
    assert lab() == "lab --no-browser"


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"])
def test_lab_with_a_display_opens_the_browser(lab, display):
    assert lab(**{display: ":0"}) == "lab"


def test_lab_passes_arguments_on(lab):
    assert lab("ARGS=--port=9000", DISPLAY=":0") == "lab --port=9000"


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ((), "-m tools.lecture --lesson 01"),
        (("LESSON=03",), "-m tools.lecture --lesson 03"),
        (("PLAN=50", "ARGS=--only-make"), "-m tools.lecture --plan 50 --only-make"),
    ],
)
def test_lecture_shows_a_plan_or_a_lesson(project, given, called):
    project.be_set_up()
    python = project.venv / "bin" / "python"
    python.unlink()
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o755)
    assert project.make("lecture", *given).stdout.strip() == called


# The Makefile itself ---------------------------------------------------------------------------


def test_help_is_the_default_and_names_every_target(project):
    run = project.make()
    assert run.returncode == 0
    named = {line.split()[1] for line in run.stdout.splitlines() if line.startswith("  make ")}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    phony = next(line for line in makefile.splitlines() if line.startswith(".PHONY:"))
    assert named == set(phony.split()[1:])


def test_clean_removes_what_was_built_and_nothing_else(project):
    before = {path for path in project.folder.rglob("*") if "__pycache__" not in path.parts}
    project.be_set_up()
    (project.folder / "tools" / "__pycache__").mkdir(exist_ok=True)
    (project.folder / ".versions").mkdir()
    assert project.make("clean").returncode == 0
    after = set(project.folder.rglob("*")) - {project.folder / "pip-calls.txt"}
    assert after == before
