"""The course in JupyterLite: its notebooks, Pyodide, the widgets, and the settings."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from tools.site import compiled, packages, pages
from tools.site.pyodide import sha256

EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "anywidget"]
KERNEL = "@jupyterlite/pyodide-kernel-extension"
LITE_ONLY = {"ipykernel": "comm", "piplite": "micropip", "pyodide_kernel": "ipython"}
NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
APPS = ["lab", "notebooks", "tree"]


def edition_of(path):
    """Return what tells one edition of a lesson from another: a part of its hash."""
    return sha256(path.read_bytes())[:16]


def write_notebook(path, target):
    """Copy a lesson, with its edition in its metadata: so a reader's own copy tells its age.

    Texts are joined, which a file stores line by line: JupyterLite puts a comma between the lines.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["course"] = {"edition": edition_of(path)}
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def settings(start, stdlib):
    """Return the configuration of JupyterLite.

    Parameters
    ----------
    start : list of str
        The packages that every lesson starts with.
    stdlib : str
        The name of Python's standard library.
    """
    kernel = {
        "pyodideUrl": f"./{pages.FOLDER}/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {
            "lockFileURL": f"./{pages.FOLDER}/pyodide-lock.json",
            "stdLibURL": f"./{pages.FOLDER}/{stdlib}",
            "packages": start,
        },
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "From Scores to Probabilities",
            "exposeAppInBrowser": "true",
            "litePluginSettings": {f"{KERNEL}:kernel": kernel},
        },
    }


def labextension(folder, name):
    """Return the folder of a built extension of JupyterLab."""
    return folder / "share" / "jupyter" / "labextensions" / name


def build(target, kept, tools, editions):
    """Build JupyterLite with the course into a folder.

    Parameters
    ----------
    target : pathlib.Path
        The folder; it must not exist.
    kept : pathlib.Path
        Where downloads are kept from one build to the next.
    tools : pathlib.Path
        Where the packages of the build are installed.
    editions : list of Edition
        The lessons, in each language.

    Returns
    -------
    list of str
        The packages that every lesson starts with.
    """
    source = target.with_name(f"source-of-{target.name}")
    shutil.rmtree(source, ignore_errors=True)
    (source / "files").mkdir(parents=True)
    for edition in editions:
        for path in edition.lessons:
            write_notebook(path, source / "files" / edition.address(path.name))
    lessons = [path for edition in editions for path in edition.lessons]
    wheels = labextension(tools, KERNEL) / "static" / "pypi"
    kernel_wheels = [next(wheels.glob(f"{name}-*.whl")) for name in LITE_ONLY]
    pyodide = source / "pyodide"
    start = packages.fill(pyodide, kept, kernel_wheels, lessons)
    texts = [json.loads(path.read_text(encoding="utf-8")) for path in lessons]
    stdlib = compiled.compile_all(pyodide, kept, compiled.imports_of(texts))
    (source / "overrides.json").write_text(json.dumps(NO_NEWS))
    (source / "jupyter-lite.json").write_text(json.dumps(settings(start, stdlib), indent=1))
    _jupyterlite(source, target, tools)
    shutil.move(pyodide, target / pages.FOLDER)
    shutil.rmtree(source)
    return start


def _jupyterlite(source, target, tools):
    """Call JupyterLite's own build."""
    folders = [labextension(tools, KERNEL)]
    folders += [labextension(Path(sys.prefix), name) for name in EXTENSIONS]
    config = {
        "LiteBuildConfig": {
            "contents": [str(source / "files")],
            "federated_extensions": [str(folder) for folder in folders],
            "ignore_sys_prefix": ["federated_extensions"],
            "apps": APPS,
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "output_dir": str(target),
            "cache_dir": str(source / ".cache"),
        }
    }
    path = source / "jupyter_lite_config.json"
    path.write_text(json.dumps(config))
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(source)]
    command += ["--config", str(path)]
    variables = {**os.environ, "PYTHONPATH": str(tools)}
    done = subprocess.run(command, env=variables, cwd=source, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"JupyterLite could not be built:\n{done.stdout}\n{done.stderr}")
