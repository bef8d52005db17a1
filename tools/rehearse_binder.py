"""Build and open the course as Binder does, as far as one machine can: `make rehearse-binder`.

    make rehearse-binder                                    # minutes; needs the network
    make rehearse-binder ARGS="--python /path/to/python3.12"

What is as on Binder: a clone of the last commit, which is the home of a user without rights; the
packages that repo2docker starts from and then those of environment.yml, both with their versions
there; postBuild; the command that starts the server; the page that the link opens, in Chromium.

What is not: the packages come from PyPI, not from conda-forge, and PyTorch is left out, because
PyPI's are not the builds that conda would choose. There is no container, no proxy and no limit.
"""

import argparse
import contextlib
import importlib.util
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from playwright.sync_api import TimeoutError, sync_playwright

from tools.binder_link import URL_PATH
from tools.servers import CHROMIUM_FLAGS, chromium_path, free_port, serving

ROOT = Path(__file__).resolve().parent.parent
PYPI_NAMES = {"matplotlib-base": "matplotlib", "jupyterhub-singleuser": "jupyterhub"}
LEFT_OUT = {"python", "nodejs", "pip", "pytorch-cpu"}
SCREENSHOT = ROOT / "test-results" / "rehearse-binder.png"


def entries(environment_yml):
    """Return the packages that a conda environment lists, {name: specifier}, without comments."""
    lines = yaml.safe_load(environment_yml)["dependencies"]
    return dict(re.fullmatch(r"([\w-]+)(.*)", line).groups() for line in lines)


def first_packages(python):
    """Return what repo2docker installs before the course's own list, at its locked versions."""
    package = Path(importlib.util.find_spec("repo2docker").origin).parent  # found, not imported
    folder = package / "buildpacks" / "conda"
    names = entries((folder / f"environment.py-{python}.yml").read_text(encoding="utf-8"))
    lock = (folder / f"environment.py-{python}-linux-64.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"/([\w.-]+)-([\d.]+)-[^-/]+\.conda", lock))
    wanted = [name for name in names if name not in LEFT_OUT]
    return [f"{PYPI_NAMES.get(name, name)}=={locked[name]}" for name in wanted]


def course_packages():
    """Return the packages of environment.yml as pip names them, and the Python version."""
    names = entries((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python = names["python"].removeprefix("=")
    return python, [
        PYPI_NAMES.get(name, name) + re.sub(r"^=([\d.]+)$", r"==\1.*", specifier)
        for name, specifier in names.items()
        if name not in LEFT_OUT
    ]


def say(words):
    """Print a step with the seconds since the start."""
    print(f"{time.monotonic() - START:5.0f} s  {words}", flush=True)


class Machine:
    """A folder with an environment and a home, and a user without rights who owns it all."""

    def __init__(self, scratch):
        self.home = scratch / "home"
        self.environment = scratch / "environment"
        self.bin = self.environment / "bin"
        self.user = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        if os.geteuid() != 0:
            self.user = {}
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "PYTHON", "GIT"))
        }
        variables = {**kept, "HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        variables["PATH"] = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        variables.pop("VIRTUAL_ENV", None)
        # How a command of the user starts, in the home.
        self.options = {"cwd": self.home, "env": variables, **self.user}

    def run(self, *command):
        """Run a command as the user; stop with what it said if it fails."""
        done = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self.options,
        )
        if done.returncode:
            sys.exit(f"{done.stdout}\nThe rehearsal stopped: {command[0]} failed.")
        return done.stdout

    def own(self, folder):
        """Give a folder to the user."""
        if self.user:
            subprocess.run(["chown", "--recursive", "nobody:nogroup", folder], check=True)


def clone(home):
    """Clone the last commit, as Binder sees it once it is pushed."""
    if subprocess.check_output(["git", "status", "--porcelain"], cwd=ROOT):
        say("Note: what is not committed is not rehearsed.")
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, home], check=True)


def build(machine, interpreter):
    """Make the environment: repo2docker's packages, then the course's, then postBuild."""
    python, packages = course_packages()
    version = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        found = machine.run(interpreter, "-c", version).strip()
    except OSError as error:
        sys.exit(f"{interpreter} cannot be run by everybody, as on Binder: {error}")
    if found != python:
        sys.exit(f"environment.yml asks for Python {python}, but {interpreter} is {found}.")
    machine.run(interpreter, "-m", "venv", machine.environment)
    pip = [machine.bin / "python", "-m", "pip", "install", "--quiet", "--no-cache-dir"]
    for step in (first_packages(python), packages):
        say(f"pip install {' '.join(step)}")
        machine.run(*pip, *step)
    say("postBuild")
    machine.run(machine.home / "postBuild")


@contextlib.contextmanager
def server(machine):
    """Start JupyterLab as BinderHub starts it, but for 127.0.0.1 alone; yields base and token."""
    port = free_port()
    token, base_url = secrets.token_urlsafe(16), "/user/name-course-a1b2c3d4/"
    settings = {
        "base_url": base_url,
        "token": token,
        "trust_xheaders": "True",
        "allow_origin": "*",
        "allow_origin_pat": ".*",
    }
    command = [machine.bin / "jupyter-lab", "--ip=127.0.0.1", f"--port={port}", "--no-browser"]
    for application in ("NotebookApp", "ServerApp"):  # both, for servers old and new
        command += [f"--{application}.{name}={value}" for name, value in settings.items()]
    log = machine.home / ".jupyter-server-log.txt"
    base = f"http://127.0.0.1:{port}{base_url}"
    try:
        with serving(command, f"{base}api?token={token}", log, **machine.options):
            yield base, token
    finally:
        for line in log.read_text().splitlines():
            if re.match(r"\[E |Traceback|\w*Error", line):
                say(f"The server wrote: {line}")


def move_a_picture(page, address):
    """Do what a visitor does: open the page, run all cells, move a slider with the keyboard."""
    page.goto(address)
    heading = page.get_by_role("heading", name="Start here").first
    say(f"The page shows: {heading.inner_text()}")
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    say("The kernel is ready.")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    slider = page.locator(".jp-OutputArea [role=slider]").first
    slider.wait_for()
    image = page.locator(".jp-OutputArea-output:has([role=slider]) img").first
    before = image.get_attribute("alt")
    say(f"The picture says: {before}")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([image, before]) => image.alt !== before", arg=[image.element_handle(), before]
    )
    say(f"It moved, and says: {image.get_attribute('alt')}")


def visit(address):
    """Open the address in Chromium, and stop with a picture of the page if no picture moves."""
    chromium = chromium_path()
    if chromium is None:
        sys.exit("Chromium is missing: sudo apt install chromium, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        page.set_default_timeout(120_000)
        page.on("pageerror", lambda error: say(f"The page wrote: {error}"))
        try:
            move_a_picture(page, address)
        except TimeoutError as error:
            page.screenshot(path=SCREENSHOT)
            sys.exit(f"{error}\nThe rehearsal stopped. The page is shown in {SCREENSHOT}.")
        finally:
            browser.close()


def main():
    """Rehearse; stop with a reason at the first step that fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    python, _ = course_packages()
    parser.add_argument("--python", help=f"a Python {python} that everybody may run")
    options = parser.parse_args()
    interpreter = options.python or shutil.which(f"python{python}")
    if interpreter is None:
        sys.exit(f"There is no python{python} on the path. Name one: ARGS='--python /path/to/it'")
    with tempfile.TemporaryDirectory(prefix="binder-") as scratch:
        os.chmod(scratch, 0o755)  # noqa: S103  (the user without rights has to enter)
        machine = Machine(Path(scratch))
        clone(machine.home)
        machine.environment.mkdir()
        machine.own(scratch)
        build(machine, interpreter)
        with server(machine) as (base, token):
            say("The server answers.")
            visit(f"{base}{URL_PATH}?token={token}")
    say("Done. Not rehearsed: conda's packages, PyTorch, the container, Binder itself.")


if __name__ == "__main__":
    START = time.monotonic()
    main()
