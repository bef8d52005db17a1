"""Build the course's environment in .venv. The standard library is enough to run this.

    make setup              on Linux and macOS
    py tools\\setup.py       on Windows

`make versions` builds others beside it: COURSE_VENV and COURSE_LOCK, relative to the project, name
another folder and another list of versions.

A file in .venv, written last, tells from which Python, folder and inputs it was built. As long as
all of them are the same, there is nothing to do. This file is kept so plain that a Python older
than the course needs (3.6 and up) can still read it, and say so.
"""

import ast
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, os.environ.get("COURSE_VENV", ".venv"))
VENV_PYTHON = os.path.join(VENV, "Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = os.path.join(VENV, "course-setup.txt")
LOCK = os.path.join(ROOT, os.environ.get("COURSE_LOCK", "requirements.txt"))
SETTINGS = os.path.join(ROOT, "jupyter")

OLDEST, NEWEST = (3, 11), (3, 14)  # `make lock` looks for wheels for all of them

# A reader's settings of pip may say where packages come from, but not which ones and where to.
WHERE_FROM = {
    *("index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "proxy"),
    *("cert", "client-cert", "timeout", "default-timeout", "retries", "keyring-provider"),
    *("cache-dir", "no-cache-dir", "use-feature", "use-deprecated"),
}
# The course itself; "compat" makes it a folder on the path, so that an empty folder `helpers`
# beside a notebook does not hide it.
FROM_HERE = ("--no-index", "--no-deps", "--no-build-isolation")
FROM_HERE += ("--config-settings", "editable_mode=compat", "--editable")
NO_CONNECTION = ("after connection broken by", "Max retries exceeded", "Could not fetch URL")


def check_python(name):
    """Stop with one line if this Python cannot build the environment."""
    major, minor, micro = sys.version_info[:3]
    if (major, minor) < OLDEST:
        sys.exit(
            f"This course needs Python 3.11 or newer; `{name}` is {major}.{minor}.{micro}. "
            "Install a newer one, or: make PYTHON=python3.12 setup"
        )
    if (major, minor) > NEWEST:
        sys.exit(
            f"`{name}` is Python {major}.{minor}: not all packages are there for it. "
            f"Take Python 3.11 to {NEWEST[0]}.{NEWEST[1]}, as in: make PYTHON=python3.13 setup"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            f"`{name}` cannot make a virtual environment: its module venv or ensurepip is missing. "
            f"On Debian and Ubuntu: sudo apt install python{major}.{minor}-venv"
        )


def inputs():
    """Return the files that decide what the environment holds."""
    files = [LOCK, os.path.join(ROOT, "pyproject.toml"), os.path.abspath(__file__)]
    for folder, _, names in os.walk(SETTINGS):
        files += [os.path.join(folder, name) for name in names]
    return sorted(files)


def wanted_stamp():
    """Return what the stamp says of an environment that is ready: Python, folder, inputs."""
    digest = hashlib.sha256()
    for path in inputs():
        with open(path, "rb") as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return [f"{sys.version_info[0]}.{sys.version_info[1]}", ROOT, digest.hexdigest()]


def read_stamp():
    """Return the lines of the stamp; none if there is no environment or it was left half-built."""
    if not os.path.exists(VENV_PYTHON) or not os.path.exists(STAMP):
        return []
    with open(STAMP, encoding="utf-8") as file:
        return file.read().splitlines()


def create_environment():
    """Make an empty environment, over whatever is there, but for what is not the project's own."""
    if os.path.exists(VENV) and os.path.relpath(VENV, ROOT).startswith(os.pardir):
        sys.exit(f"COURSE_VENV names {VENV}, which is not of this folder: it is left as it is.")
    folder = os.path.relpath(VENV, ROOT)
    print(f"Setting up the course in {folder}. This takes a minute or two, once.", flush=True)
    # Inside an environment (perhaps that one), go back to the Python that it was made from.
    python = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.call([python, "-m", "venv", "--clear", VENV]) != 0:
        sys.exit("The virtual environment could not be made: see the lines above.")


def pip_environment():
    """Return the variables for pip: of the reader's settings those alone of WHERE_FROM."""
    # Settings also change what this command lists: "user" would leave the files of others out.
    plain = dict(os.environ, PIP_USER="0", PIP_GLOBAL="0", PIP_SITE="0", PIP_QUIET="0")
    command = [VENV_PYTHON, "-m", "pip", "config", "list"]
    listed = subprocess.check_output(command, env=plain)
    lines = [line.partition("=")[::2] for line in listed.decode("utf-8", "replace").splitlines()]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    for section in ("global", "install", ":env:"):  # what comes later counts more
        for key, value in lines:
            name = key.rpartition(".")[2]
            if key == f"{section}.{name}" and name in WHERE_FROM:
                kept["PIP_" + name.upper().replace("-", "_")] = ast.literal_eval(value)
    return dict(kept, PIP_CONFIG_FILE=os.devnull, PIP_DISABLE_PIP_VERSION_CHECK="1")


def pip_install(*arguments):
    """Run pip in .venv, counting the packages on a terminal; on failure show what pip said."""
    command = [VENV_PYTHON, "-m", "pip", "install", "--progress-bar", "off"]
    said, packages = [], 0
    with subprocess.Popen(
        command + list(arguments),
        cwd=ROOT,
        env=pip_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout:
            said.append(line)
            packages += line.startswith("Collecting ")
            if line.startswith(("Collecting ", "Installing collected ")):
                show_progress(f"{line.split()[0].lower()} {packages} packages")
    show_progress("")
    if process.returncode != 0:
        sys.stderr.write("".join(said[-15:]))
        words = "The set-up stopped: see pip's words above."
        if any(sign in line for line in said for sign in NO_CONNECTION):
            words += " It could not connect. Is the network there? Then try again."
        sys.exit(words)


def show_progress(words):
    """Write over the last line of a terminal; write nothing to a file."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{words:<40}" if words else "\r" + " " * 40 + "\r")
        sys.stdout.flush()


def copy_settings():
    """Copy the course's Jupyter settings into .venv; the folder mirrors an environment."""
    for folder, _, names in os.walk(SETTINGS):
        target = os.path.join(VENV, os.path.relpath(folder, SETTINGS))
        if not os.path.isdir(target):
            os.makedirs(target)
        for name in names:
            shutil.copy(os.path.join(folder, name), target)


def main():
    """Bring .venv up to date, and do nothing if it is."""
    name = sys.argv[1] if len(sys.argv) > 1 else os.path.basename(sys.executable)
    check_python(name)
    wanted, found = wanted_stamp(), read_stamp()
    folder = os.path.relpath(VENV, ROOT)
    if found == wanted:
        return
    if found[:2] == wanted[:2]:
        print(f"What the course needs has changed: updating {folder}.")
        os.remove(STAMP)
    else:
        if found and found[0] != wanted[0]:
            print(f"{folder} has Python {found[0]}, `{name}` is {wanted[0]}: building it anew.")
        create_environment()
    pip_install("--only-binary", ":all:", "--require-hashes", "-r", LOCK)
    pip_install(*FROM_HERE, ROOT)
    copy_settings()
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write("\n".join(wanted) + "\n")
    print("Ready.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. Nothing is lost: call it again.")
