"""The one-command set-up: what it says when it cannot work, and that it works once.

tools/setup.py runs for real, in a copy of the project whose path has a space and an umlaut. Only
pip is replaced, by a module that writes down how it was called: the real one takes a minute.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup as course_setup

ROOT = Path(__file__).resolve().parents[2]
# make hands its own variables down; here it starts as from a shell.
HANDED_DOWN = {"ARGS", "LESSON", "OLDEST", "PLAN", "PYTHON", "PYTHONS", "TAG"}
OWN_ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in HANDED_DOWN and not name.startswith(("MAKE", "MFLAGS", "COURSE_"))
}
THIS_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
OTHER_PYTHON = "3.12" if THIS_PYTHON == "3.11" else "3.11"

# Stands for python3: may pretend another version or a missing module, and makes environments with
# the replaced pip, and a replaced pytest, in them.
PYTHON = """
import os, runpy, shutil, signal, subprocess, sys, sysconfig, venv
from pathlib import Path

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
here = Path(__file__).parent
if "PRETEND_VERSION" in os.environ:
    sys.version_info = (*map(int, os.environ["PRETEND_VERSION"].split(".")), "final", 0)
if "PRETEND_WITHOUT" in os.environ:
    sys.modules[os.environ["PRETEND_WITHOUT"]] = None

def make_environment(command):
    assert command[1:3] == ["-m", "venv"], command
    venv.create(command[-1], clear="--clear" in command, symlinks=os.name != "nt")
    base = {"base": command[-1], "platbase": command[-1]}
    for module in ("pip.py", "pytest.py"):
        shutil.copy(here / module, sysconfig.get_path("purelib", "venv", base))
    return 0

subprocess.call = make_environment
sys.argv = sys.argv[1:]
if sys.argv[0] == "-c":
    sys.exit(exec(sys.argv[1]))
runpy.run_path(sys.argv[0], run_name="__main__")
"""

PIP = """
import os, signal, sys, time

if sys.argv[1:] == ["config", "list"]:
    sys.exit()
with open("pip-calls.txt", "a", encoding="utf-8") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
print("Collecting numpy")
if os.environ.get("PRETEND_PIP") == "fails":
    sys.exit("ERROR: a hash is wrong")
if os.environ.get("PRETEND_PIP") == "is alone":
    sys.exit("WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'")
if os.environ.get("PRETEND_PIP") == "interrupted":
    os.kill(os.getppid(), signal.SIGINT)
    time.sleep(60)
"""

PYTEST = """
import os, sys

folder = os.path.relpath(sys.prefix).replace(os.sep, "/")
with open("pytest-calls.txt", "a", encoding="utf-8") as log:
    log.write(folder + " " + " ".join(sys.argv[1:]) + "\\n")
sys.exit(folder == os.environ.get("PRETEND_FAILURE"))
"""


class Project:
    """A copy of the project's set-up, and a python3 of its own."""

    def __init__(self, folder):
        self.folder = folder / "a b ü"
        self.folder.mkdir()
        for name in ("Makefile", "pyproject.toml", "requirements.txt"):
            shutil.copy(ROOT / name, self.folder)
        for name in ("tools", "jupyter"):
            shutil.copytree(ROOT / name, self.folder / name)
        bin = folder / "my bin"
        bin.mkdir()
        (bin / "python.py").write_text(PYTHON, encoding="utf-8")
        (bin / "pip.py").write_text(PIP, encoding="utf-8")
        (bin / "pytest.py").write_text(PYTEST, encoding="utf-8")
        self.python = bin / "python3"
        self.python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{bin}/python.py" "$@"\n')
        self.python.chmod(0o755)

    def make(self, *arguments, python=None, **environment):
        """Run make; returns the finished process, what it wrote in .stdout."""
        return subprocess.run(
            ["make", "--no-print-directory", f"PYTHON={python or self.python}", *arguments],
            cwd=self.folder,
            env={**OWN_ENVIRONMENT, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
        )

    @property
    def venv(self):
        return self.folder / ".venv"

    def pip_calls(self):
        return self._calls("pip")

    def pytest_calls(self):
        return self._calls("pytest")

    def _calls(self, name):
        log = self.folder / f"{name}-calls.txt"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def be_set_up(self):
        run = self.make("setup")
        assert run.returncode == 0, run.stdout
        assert run.stdout.splitlines()[-1] == "Ready."
        return self


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def only_line(run):
    """The one line that a failed make wrote, apart from make's own "Error 1"."""
    assert run.returncode != 0, run.stdout
    lines = [line for line in run.stdout.splitlines() if not line.startswith("make: ***")]
    assert len(lines) == 1, run.stdout
    return lines[0]


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
