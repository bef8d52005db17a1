"""Binder and conda get the same course."""

import json
import os
import pkgutil
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from jupyterlab.labapp import LabApp
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.project.declared import (
    BUILD_SYSTEM,
    CONDA,
    CONDA_NAMES,
    JUPYTER,
    LAB,
    NOT_LOCKED,
    OVERRIDES,
    PYPROJECT,
    ROOT,
    RUNTIME,
    SERVER_CONFIG,
    conda_dependencies,
    locked,
)
from tools import rehearse_binder
from tools import setup as course_setup

# conda and Binder ------------------------------------------------------------------------------


@pytest.mark.parametrize("requirement", RUNTIME + LAB + NOT_LOCKED, ids=str)
def test_conda_takes_the_bounds_up_to_the_next_major_version(requirement):
    name = canonicalize_name(requirement.name)
    written = SpecifierSet(conda_dependencies()[CONDA_NAMES.get(name, name)])
    lower, upper = sorted(written, key=lambda bound: bound.operator, reverse=True)
    bounds = [each.specifier for each in RUNTIME + LAB + NOT_LOCKED if each.name == name]
    assert lower.operator == ">=" and str(lower) == max(map(str, bounds), key=as_version)
    assert upper.operator == "<"
    if requirement not in NOT_LOCKED:
        version = locked("Linux 3.12.1")[name]
        assert version in written and int(upper.version) == Version(version).major + 1


def as_version(bound):
    return Version(bound.removeprefix(">="))


def test_conda_installs_nothing_without_a_reason():
    reasons = [*RUNTIME, *LAB, *NOT_LOCKED, *BUILD_SYSTEM]
    expected = {CONDA_NAMES.get(requirement.name, requirement.name) for requirement in reasons}
    assert set(conda_dependencies()) == expected | {"python", "pip"}


def test_conda_uses_conda_forge_alone():
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]


def test_conda_python_is_one_that_the_package_allows():
    python = conda_dependencies()["python"].removeprefix("=")
    assert python in Requirement(f"python{PYPROJECT['project']['requires-python']}").specifier


def test_binder_reads_the_repository_as_conda_environment():
    """repo2docker itself, as on Binder, up to the point where it would call a container engine."""
    run = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", ROOT],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    python = conda_dependencies()["python"].removeprefix("=")
    assert f"Building conda environment for python={python}" in run.stdout + run.stderr
    steps = [
        "COPY --chown=0:0 src/environment.yml",
        'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"',
        "COPY --chown=0:0 src/ ",
        "RUN ./postBuild",
    ]
    places = [run.stdout.find(step) for step in steps]
    assert -1 not in places, run.stdout
    assert places == sorted(places), "environment.yml must be installed before the rest is copied"
    assert "requirements.txt" not in run.stdout


def test_the_rehearsal_installs_what_binder_would():
    """`make rehearse-binder` takes minutes; this is its list of packages alone."""
    python, packages = rehearse_binder.course_packages()
    reasons = [*RUNTIME, *LAB, *BUILD_SYSTEM]
    wanted = {requirement.name: requirement for requirement in map(Requirement, packages)}
    assert wanted.keys() == {requirement.name for requirement in reasons}
    for name in wanted.keys() & {requirement.name for requirement in RUNTIME}:
        assert locked("Linux 3.12.1")[canonicalize_name(name)] in wanted[name].specifier
    first = {Requirement(line).name for line in rehearse_binder.first_packages(python)}
    assert {"jupyterlab", "jupyter_server", "jupyterhub", "notebook"} <= first


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """A throw-away environment in which postBuild has run on a copy of the repository."""
    scratch = tmp_path_factory.mktemp("post build")
    prefix, copy = scratch / "prefix", scratch / "copy"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", prefix], check=True)
    bin = prefix / ("Scripts" if os.name == "nt" else "bin")
    # What conda would have installed is lent by the environment of the tests.
    (site_packages(prefix) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    copy.mkdir()
    for name in ("helpers", "jupyter"):
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, copy / name, ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE", "postBuild"):
        shutil.copy(ROOT / name, copy)
    environment = dict(os.environ, PATH=f"{bin}{os.pathsep}{os.environ['PATH']}")
    run = subprocess.run(
        [copy / "postBuild"], cwd=scratch, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return prefix


def site_packages(prefix):
    return Path(sysconfig.get_path("purelib", "venv", {"base": prefix, "platbase": prefix}))


def files(folder):
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_post_build_installs_every_file_of_the_helpers(prefix):
    assert files(site_packages(prefix) / "helpers") == files(ROOT / "helpers")


def test_post_build_makes_helpers_importable_from_anywhere(prefix, tmp_path):
    python = prefix / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    code = "import helpers; print(helpers.__file__)"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = subprocess.run(
        [python, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert Path(run.stdout.strip()).is_relative_to(prefix)


@pytest.mark.parametrize("how", ["as conda users have it", "as make lab has it"])
def test_an_empty_folder_called_helpers_hides_nothing(prefix, tmp_path, how):
    """As a learner has it who keeps other files there; Python takes it for a package."""
    python = prefix / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if how == "as make lab has it":
        command = [python, "-m", "pip", "install", *course_setup.FROM_HERE, prefix.parent / "copy"]
        run = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr
    (tmp_path / "helpers").mkdir()
    command = [python, "-c", "from helpers import softmax"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("name", [SERVER_CONFIG, OVERRIDES], ids=str)
def test_post_build_copies_the_settings(prefix, name):
    assert (prefix / name).read_bytes() == (JUPYTER / name).read_bytes()


# The Jupyter settings --------------------------------------------------------------------------


def test_server_config_names_real_settings():
    """A misspelt setting would be ignored without a word."""
    server = LabApp.serverapp_class
    classes = {cls.__name__: cls for cls in (*LabApp.mro(), server, *server.classes)}
    config = json.loads((JUPYTER / SERVER_CONFIG).read_text(encoding="utf-8"))
    for name, settings in config.items():
        assert set(settings) <= set(classes[name].class_trait_names(config=True))
    assert pkgutil.resolve_name(config["LabApp"]["check_for_updates_class"])
    page = config["LabApp"]["default_url"].removeprefix("/lab/tree/")
    assert (ROOT / page).is_file()


def test_overrides_name_real_settings():
    jupyter = Path(sys.prefix) / "share" / "jupyter"
    overrides = json.loads((JUPYTER / OVERRIDES).read_text(encoding="utf-8"))
    for plugin, settings in overrides.items():
        package, _, name = plugin.partition(":")
        of_lab = jupyter / "lab" / "schemas" / package / f"{name}.json"
        of_extension = jupyter / "labextensions" / package / "schemas" / package / f"{name}.json"
        file = of_lab if of_lab.exists() else of_extension
        schema = json.loads(file.read_text(encoding="utf-8"))
        assert set(settings) <= set(schema["properties"])


def test_nothing_is_fetched_at_run_time():
    """The news, the search for updates and the list of extensions would each ask the network."""
    lab = json.loads((JUPYTER / SERVER_CONFIG).read_text(encoding="utf-8"))["LabApp"]
    assert lab["news_url"] is None
    assert lab["check_for_updates_class"].endswith(".NeverCheckForUpdate")
    assert lab["extension_manager"] == "readonly"
    overrides = json.loads((JUPYTER / OVERRIDES).read_text(encoding="utf-8"))
    notification = overrides["@jupyterlab/apputils-extension:notification"]
    assert notification == {"fetchNews": "false", "checkForUpdates": False}
