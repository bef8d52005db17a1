"""The project's set-up in a folder of its own, with a python3 that pretends.

tools/setup.py runs for real, in a copy of the project whose path has a space and an umlaut. Only
pip is replaced, by a module that writes down how it was called: the real one takes a minute.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def only_line(run):
    """The one line that a failed make wrote, apart from make's own "Error 1"."""
    assert run.returncode != 0, run.stdout
    lines = [line for line in run.stdout.splitlines() if not line.startswith("make: ***")]
    assert len(lines) == 1, run.stdout
    return lines[0]
