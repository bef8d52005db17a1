"""The one-command set-up: what it says when it cannot work, and that it works once.

tools/setup.py runs for real, in a copy of the project whose path has a space and an umlaut. Only
pip is replaced, by a module that writes down how it was called: the real one takes a minute.
"""

import ast
import os
import sys

import pytest

from tests.project.pretended import OTHER_PYTHON, ROOT, THIS_PYTHON, Project, only_line
from tools import setup as course_setup


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


# When it cannot work ---------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["setup", "lab", "test"])
def test_a_python_that_is_too_old_gets_one_line(project, target):
    assert only_line(project.make(target, PRETEND_VERSION="3.9.2")) == (
        f"This course needs Python 3.11 or newer; `{project.python}` is 3.9.2. "
        "Install a newer one, or: make PYTHON=python3.12 setup"
    )
    assert not project.venv.exists()


def test_the_set_up_can_be_read_by_an_old_python():
    source = (ROOT / "tools" / "setup.py").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6))


@pytest.mark.parametrize("module", ["ensurepip", "venv"])
def test_a_python_without_venv_gets_one_line(project, module):
    line = only_line(project.make("setup", PRETEND_WITHOUT=module))
    assert line.endswith(f"sudo apt install python{THIS_PYTHON}-venv")
    assert not project.venv.exists()


def test_no_python_gets_one_line(project):
    line = only_line(project.make("setup", python="python-that-is-not-there"))
    assert line.startswith("No `python-that-is-not-there` here. Install Python 3.11 or newer")


@pytest.mark.parametrize("version", ["3.15.0", "4.0.0"])
def test_a_python_that_is_too_new_gets_one_line(project, version):
    line = only_line(project.make("setup", PRETEND_VERSION=version))
    assert "not all packages are there for it" in line
    assert "Take Python 3.11 to 3.14" in line
    assert not project.venv.exists()


def test_pip_that_fails_is_shown_and_leaves_nothing_that_looks_ready(project):
    run = project.make("setup", PRETEND_PIP="fails")
    assert run.returncode != 0
    assert "ERROR: a hash is wrong" in run.stdout
    assert "The set-up stopped" in run.stdout
    assert "network" not in run.stdout, "pip was connected"
    assert "Traceback" not in run.stdout
    project.be_set_up()


def test_pip_that_cannot_connect_asks_for_the_network(project):
    run = project.make("setup", PRETEND_PIP="is alone")
    assert run.returncode != 0
    assert "Is the network there?" in run.stdout
    project.be_set_up()


def test_an_interrupted_set_up_leaves_nothing_that_looks_ready(project):
    run = project.make("setup", PRETEND_PIP="interrupted")
    assert run.returncode != 0
    assert "Interrupted." in run.stdout
    assert "Traceback" not in run.stdout
    project.be_set_up()


SETTINGS_OF_A_READER = """
[global]
index-url = https://of-the-reader.example/simple
timeout = 7
user = true
[install]
target = /elsewhere
constraint = /elsewhere/constraints.txt
timeout = 8
"""


def test_pip_takes_from_a_reader_where_packages_come_from_and_not_where_they_go(
    tmp_path, monkeypatch
):
    """The real pip is asked what it was told, in files and in variables."""
    (tmp_path / "pip.conf").write_text(SETTINGS_OF_A_READER, encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("PIP_", "PYTHON"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_PREFIX", "/elsewhere")
    monkeypatch.setenv("PIP_NO_DEPS", "1")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://a.example https://b.example")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setattr(course_setup, "VENV_PYTHON", sys.executable)
    pip = course_setup.pip_environment()
    assert pip["PIP_INDEX_URL"] == "https://of-the-reader.example/simple"
    assert pip["PIP_TIMEOUT"] == "8"
    assert pip["PIP_EXTRA_INDEX_URL"] == "https://a.example https://b.example"
    assert "/elsewhere" not in pip.values()
    assert not {"PIP_TARGET", "PIP_PREFIX", "PIP_NO_DEPS", "PIP_USER"} & pip.keys()
    assert not {name for name in pip if name.startswith("PYTHON")}


# When it works ---------------------------------------------------------------------------------


def test_the_first_call_installs_the_lock_then_the_helpers(project):
    project.be_set_up()
    lock, helpers = project.pip_calls()
    assert "--require-hashes" in lock
    assert lock.endswith(str(project.folder / "requirements.txt"))
    for option in ("--no-index", "--no-deps", "--no-build-isolation"):
        assert option in helpers
    assert helpers.endswith(f"--editable {project.folder}")


def test_the_settings_are_copied(project):
    project.be_set_up()
    for path in (ROOT / "jupyter").rglob("*.json"):
        copy = project.venv / path.relative_to(ROOT / "jupyter")
        assert copy.read_bytes() == path.read_bytes()


def test_a_second_call_does_nothing(project):
    project.be_set_up()
    calls = project.pip_calls()
    run = project.make("setup")
    assert (run.returncode, run.stdout) == (0, "")
    assert project.pip_calls() == calls


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "pyproject.toml",
        "tools/setup.py",
        "jupyter/share/jupyter/lab/settings/overrides.json",
    ],
)
def test_a_change_updates_and_keeps_what_the_reader_added(project, name):
    project.be_set_up()
    (project.venv / "added-by-the-reader").touch()
    calls = len(project.pip_calls())
    with open(project.folder / name, "a", encoding="utf-8") as file:
        file.write("\n")
    run = project.make("setup")
    assert run.stdout.splitlines() == [
        "What the course needs has changed: updating .venv.",
        "Ready.",
    ]
    assert len(project.pip_calls()) == 2 * calls
    assert (project.venv / "added-by-the-reader").exists()
    assert project.make("setup").stdout == ""


def test_another_python_builds_anew_and_says_so(project):
    project.be_set_up()
    (project.venv / "of-the-old-python").touch()
    run = project.make("setup", PRETEND_VERSION=f"{OTHER_PYTHON}.0")
    assert run.stdout.splitlines()[0] == (
        f".venv has Python {THIS_PYTHON}, `{project.python}` is {OTHER_PYTHON}: building it anew."
    )
    assert not (project.venv / "of-the-old-python").exists()


def test_a_moved_folder_builds_anew(project):
    """The scripts in .venv name their folder: they would run the old one, or nothing."""
    project.be_set_up()
    (project.venv / "of-the-old-folder").touch()
    project.folder = project.folder.rename(project.folder.with_name("c d"))
    project.be_set_up()
    assert not (project.venv / "of-the-old-folder").exists()


def test_an_environment_of_somebody_else_is_left_as_it_is(project):
    """COURSE_VENV may name any folder; what is there is not ours to clear."""
    other = project.folder.parent / "other"
    other.mkdir()
    (other / "file").touch()
    line = only_line(project.make("setup", COURSE_VENV=str(other)))
    assert line == f"COURSE_VENV names {other}, which is not of this folder: it is left as it is."
    assert (other / "file").exists()
