"""What the tests share: tools that may be missing, the notebooks, and a real JupyterLab."""

import contextlib
import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import nbformat
import pytest

from helpers import languages
from tools.servers import (
    CHROMIUM_FLAGS,
    Elsewhere,
    StaticServer,
    chromium_path,
    free_port,
    serving,
)

matplotlib.use("agg")

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
JUPYTER = ROOT / "jupyter"
APPLICATIONS = {"jupyterlab": "LabApp", "notebook": "JupyterNotebookApp"}
TOKEN = "a-token-for-the-tests"

SLOW = {"chromium", "lonely_browser", "lab", "kernel", "site"}  # what these fixtures start

IN_CI = os.environ.get("CI") == "true"
NO_PYTORCH = (
    "PyTorch is missing. To run this test: .venv/bin/pip install torch==2.13.0 "
    "(on Linux, choose the CPU build on PyTorch's page 'Get started')"
)
NO_CHROMIUM = "Chromium is missing. To run this test: sudo apt install chromium, or set CHROMIUM"


def missing(message):
    """Skip the test with the command that installs what is missing; with CI=true, fail."""
    if IN_CI:
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def rest_weekly(values):
    """Return parameters of which the first is tried each time, the rest with `make weekly`.

    For what a training does on other splits and seeds: it takes minutes and hardly ever changes.
    """
    return [
        pytest.param(value, marks=[pytest.mark.weekly] if index else [])
        for index, value in enumerate(values)
    ]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark what is slow; leave out what is weekly unless asked for it, with -m or by name."""
    asked = "weekly" in config.option.markexpr or any("::" in name for name in config.args)
    weekly = [item for item in items if item.get_closest_marker("weekly") and not asked]
    items[:] = [item for item in items if item not in weekly]
    config.hook.pytest_deselected(items=weekly)
    for item in items:
        notebook = item.path.suffix == ".ipynb"
        uses = SLOW & set(getattr(item, "fixturenames", ()))
        browser = item.path.is_relative_to(ROOT / "tests" / "browser")
        if notebook or uses or browser or item.get_closest_marker("weekly"):
            item.add_marker(pytest.mark.slow)
        if notebook and needs_pytorch(item.path) and not importlib.util.find_spec("torch"):
            leave_out(item)


def leave_out(item):
    """Treat a cell of a notebook that needs PyTorch as `missing` treats a test."""
    if IN_CI:
        item.runtest = functools.partial(pytest.fail, NO_PYTORCH, pytrace=False)
    else:
        item.add_marker(pytest.mark.skip(reason=NO_PYTORCH))


@pytest.fixture(scope="session")
def torch():
    """PyTorch, on one thread."""
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        missing(NO_PYTORCH)
    torch.set_num_threads(1)
    return torch


def read(path):
    """Return a notebook."""
    return nbformat.read(path, as_version=4)


def needs_pytorch(path):
    """Whether a notebook imports PyTorch."""
    return bool(re.search(r"\bimport torch\b|\bneed_pytorch\b", path.read_text(encoding="utf-8")))


@pytest.fixture
def chinese():
    """Let the helpers speak Chinese in a test, and English after it."""
    family = matplotlib.rcParams["font.family"]
    languages.speak("zh_CN")
    yield
    languages.speak("en")
    matplotlib.rcParams["font.family"] = family


@pytest.fixture
def close_pictures(monkeypatch):
    """Close the live pictures of a test after it."""
    opened = []
    monkeypatch.setattr("helpers.live.live_picture.replace_earlier", opened.append)
    yield
    for picture in opened:
        picture.close()


# JupyterLab and Chromium ------------------------------------------------------------------------


@contextlib.contextmanager
def jupyterlab(folder, scratch, arguments=(), module="jupyterlab"):
    """Serve a folder with JupyterLab, with the settings of the course; yields its address.

    With the module "notebook" it is Notebook 7, which is made of the same parts.
    """
    profile = scratch / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    shutil.copy(JUPYTER / "etc" / "ipython" / "ipython_kernel_config.py", profile)
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", module, "--no-browser", "--allow-root"),
        *(f"--port={port}", "--ServerApp.port_retries=0", "--ip=127.0.0.1"),
        *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"),
        f"--{APPLICATIONS[module]}.app_settings_dir={JUPYTER / 'share/jupyter/lab/settings'}",
        "--expose-app-in-browser",
        *arguments,
    ]
    variables = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"),
        "JUPYTER_CONFIG_PATH": str(JUPYTER / "etc" / "jupyter"),
        "IPYTHONDIR": str(scratch / "ipython"),
    }
    ready, log = f"{base}/api?token={TOKEN}", scratch / f"{module}.log"
    with serving(command, ready, log, cwd=folder, env=variables):
        yield base


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The address of a JupyterLab that serves a copy of the notebooks."""
    scratch = tmp_path_factory.mktemp("jupyterlab")
    folder = scratch / "course"
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    with jupyterlab(folder, scratch) as base:
        yield base


@pytest.fixture(scope="session")
def driver():
    """What drives the browsers; a process can have one alone."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(request):
    """A real Chromium, driven by Playwright; with FIREFOX=/path/to/firefox that one instead."""
    firefox, path = os.environ.get("FIREFOX"), chromium_path()
    if path is None and not firefox:
        missing(NO_CHROMIUM)
    driver = request.getfixturevalue("driver")
    if firefox:
        browser = driver.firefox.launch(channel="moz-firefox", executable_path=firefox)
    else:
        browser = driver.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
    yield browser
    browser.close()


class LabPage:
    """A notebook open in JupyterLab or Notebook 7, as a learner has it on the screen."""

    def __init__(self, page, base, folder="doc/tree/notebooks"):
        self.page = page
        self.base = base
        self.folder = folder

    def open(self, notebook):
        self.page.goto(f"{self.base}/{self.folder}/{notebook}?token={TOKEN}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.evaluate(
            "async () => { await window.jupyterapp.shell.currentWidget.context"
            ".sessionContext.ready }"
        )
        self._wait_until_idle()
        return self

    def run_all(self):
        self.page.evaluate(
            "() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
        )
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
        self.page.wait_for_function(
            """() => {
                const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells]
                    .filter(c => c.type === 'code' && c.sharedModel.source.trim());
                return cells.every(c => c.executionCount !== null) }""",
            timeout=120_000,
        )
        self._wait_until_idle()
        return self

    def _wait_until_idle(self):
        self.page.wait_for_function(
            "() => document.querySelector('.jp-Notebook-ExecutionIndicator')"
            "?.dataset.status === 'idle'",
            timeout=120_000,
        )

    def cells(self):
        """Return the cells of the notebook, with id and source."""
        return [
            SimpleNamespace(**cell)
            for cell in self.page.evaluate(
                """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
                    .map(c => ({id: c.id, source: c.sharedModel.source}))"""
            )
        ]

    def errors(self):
        """Return the texts of all cells that ended in an error or wrote to stderr."""
        return self.page.evaluate(
            """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
                .filter(c => c.type === 'code')
                .flatMap(c => [...Array(c.outputs.length).keys()]
                    .map(i => c.outputs.get(i).toJSON()))
                .filter(o => o.output_type === 'error' || o.name === 'stderr')
                .map(o => o.ename || o.text)"""
        )

    def cell(self, cell_id):
        """Scroll to the cell with an id and return its output area."""
        index = self.page.evaluate(
            """id => { const notebook = window.jupyterapp.shell.currentWidget.content;
                const index = [...notebook.model.cells].findIndex(c => c.id === id);
                notebook.activeCellIndex = index;
                return notebook.scrollToItem(index, 'center').then(() => index) }""",
            cell_id,
        )
        cell = self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{index}']")
        cell.scroll_into_view_if_needed()
        return cell.locator(".jp-Cell-outputArea")


# The body of JupyterLab's page has no height; axe-core would take all of it for hidden.
VISIBLE = "html, body, .jp-ThemedContainer { height: 100vh }"


def axe_violations(element):
    """Return what axe-core finds wrong within an element: pairs of a rule and the HTML."""
    from axe_playwright_python.sync_playwright import Axe

    page = element.page
    page.add_style_tag(content=VISIBLE)
    element.evaluate("element => element.setAttribute('data-axe', '')")
    found = Axe().run(page, context="[data-axe]").response["violations"]
    element.evaluate("element => element.removeAttribute('data-axe')")
    return [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]]


@pytest.fixture
def lab_page(lab, chromium):
    """A new browser window on the JupyterLab of the tests, 1200 by 1000, that may have no error."""
    page = chromium.new_page(viewport={"width": 1200, "height": 1000})
    page.set_default_timeout(30_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield LabPage(page, lab)
    page.close()
    assert errors == []


# The site -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the site, as `make site` builds it; once for all processes of a test run."""
    from tools.site.__main__ import alone

    scratch = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        scratch = scratch.parent
    folder = scratch / "edition in the browser" / "site"
    with alone(folder.parent):
        if not folder.exists():
            command = [sys.executable, "-m", "tools.site", "--still", "--output", str(folder)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            if done.returncode:
                missing(f"The site could not be built. {done.stderr}")
    return folder


@pytest.fixture(scope="session")
def site_server(site):
    """The site on a plain web server."""
    server = StaticServer(site)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def elsewhere():
    """Where everything goes that `lonely_chromium` asks of another machine; it says what."""
    proxy = Elsewhere()
    yield proxy
    proxy.stop()


@pytest.fixture(scope="session")
def lonely_browser(request, elsewhere):
    """A Chromium that reaches this machine alone."""
    path = chromium_path()
    if path is None:
        missing(NO_CHROMIUM)
    driver = request.getfixturevalue("driver")
    flags = [*CHROMIUM_FLAGS, *elsewhere.flags]
    browser = driver.chromium.launch(executable_path=path, args=flags)
    yield browser
    browser.close()


@pytest.fixture
def lonely_chromium(lonely_browser, elsewhere):
    """A Chromium that reaches this machine alone, and may not even ask for another."""
    before = len(elsewhere.asked)
    yield lonely_browser
    assert elsewhere.asked[before:] == []
