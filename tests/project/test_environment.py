"""pyproject.toml, the lock, environment.yml, postBuild and the settings agree with each other."""

import ast
import functools
import importlib.metadata
import json
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
import yaml
from jupyterlab.labapp import LabApp
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import rehearse_binder
from tools import setup as course_setup

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
RUNTIME = [Requirement(line) for line in PYPROJECT["project"]["dependencies"]]
LOCKED_EXTRAS = [Requirement(line) for extra in ("lab", "build", "test") for line in EXTRAS[extra]]
LAB = [Requirement(line) for line in EXTRAS["lab"]]
NOT_LOCKED = [Requirement(line) for line in EXTRAS["pytorch"]]
BUILD_SYSTEM = [Requirement(line) for line in PYPROJECT["build-system"]["requires"]]

LOCK_TEXT = (ROOT / "requirements.txt").read_text(encoding="utf-8")
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
CONDA_NAMES = {"matplotlib": "matplotlib-base", "torch": "pytorch-cpu"}
JUPYTER = ROOT / "jupyter"
SERVER_CONFIG = Path("etc/jupyter/jupyter_server_config.json")
OVERRIDES = Path("share/jupyter/lab/settings/overrides.json")

SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
# The oldest is Debian 12's; a lock must not forget that 3.11.2 is older than 3.11.9.
PLATFORMS = {
    f"{system} {python}": {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_full_version": python,
        "python_version": python.rpartition(".")[0],
        **markers,
    }
    for system, markers in SYSTEMS.items()
    for python in ("3.11.2", "3.12.1", "3.13.0")
}


@functools.cache
def lock_entries():
    """The entries of the lock: (requirement, its hashes)."""
    entries = []
    lines = [line.split("#")[0].strip() for line in LOCK_TEXT.replace("\\\n", " ").splitlines()]
    for line in filter(None, lines):
        requirement, *hashes = re.split(r"\s+--hash=", line)
        entries.append((Requirement(requirement), hashes))
    return entries


@functools.cache
def locked(platform):
    """What the lock installs on a platform: {name: version}."""
    markers = PLATFORMS[platform]
    return {
        canonicalize_name(entry.name): next(iter(entry.specifier)).version
        for entry, _ in lock_entries()
        if entry.marker is None or entry.marker.evaluate(markers)
    }


def conda_dependencies():
    """The entries of environment.yml: {name: specifier as it is written}."""
    return {
        match[1]: match[2]
        for match in (re.fullmatch(r"([a-z0-9-]+)(.*)", line) for line in CONDA["dependencies"])
    }


# The lock --------------------------------------------------------------------------------------


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("requirement", RUNTIME + LOCKED_EXTRAS + BUILD_SYSTEM, ids=str)
def test_lock_satisfies_what_is_declared(requirement, platform):
    versions = locked(platform)
    assert canonicalize_name(requirement.name) in versions, "run `make lock`"
    assert versions[canonicalize_name(requirement.name)] in requirement.specifier, "run `make lock`"


def test_lock_pins_every_entry_with_hashes():
    entries = lock_entries()
    assert len(entries) > 50
    for entry, hashes in entries:
        assert [specifier.operator for specifier in entry.specifier] == ["=="], str(entry)
        assert "*" not in str(entry.specifier), str(entry)
        assert hashes, f"{entry} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", hash) for hash in hashes), str(entry)


def test_lock_names_no_place():
    """No address, index or option: the reader's own pip decides where from, the hashes what."""
    assert "://" not in LOCK_TEXT
    assert [line for line in LOCK_TEXT.splitlines() if line.startswith(("-", "/", "."))] == []
    assert all(entry.url is None for entry, _ in lock_entries())


def test_lock_has_one_version_for_all_platforms():
    """The stored outputs are then compared with the same numbers everywhere."""
    names = [canonicalize_name(entry.name) for entry, _ in lock_entries()]
    assert sorted(names) == sorted(set(names))


def test_lock_has_no_entry_that_is_never_installed():
    names = {canonicalize_name(entry.name) for entry, _ in lock_entries()}
    assert names == set().union(*(locked(platform) for platform in PLATFORMS))


def test_lock_leaves_pytorch_out():
    assert not {"torch", "nvidia", "triton"} & {entry.name for entry, _ in lock_entries()}


# What the code imports -------------------------------------------------------------------------


def imported(folder):
    """The top-level modules that the Python files of a folder import."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("folder", "declared"),
    [
        ("helpers", RUNTIME + NOT_LOCKED),
        ("tools", RUNTIME + LOCKED_EXTRAS),
        ("tests", RUNTIME + LOCKED_EXTRAS + NOT_LOCKED),
    ],
    ids=["helpers", "tools", "tests"],
)
def test_imports_are_declared(folder, declared):
    own = {"helpers", "tools", "benchmarks", "tests", "conftest"}
    packages = importlib.metadata.packages_distributions()
    names = {canonicalize_name(requirement.name) for requirement in declared}
    undeclared = {
        module
        for module in set(imported(folder)) - own - set(sys.stdlib_module_names)
        if not names & {canonicalize_name(name) for name in packages.get(module, [module])}
    }
    assert undeclared == set(), "add them to pyproject.toml"


# Hosts that bring their own packages ------------------------------------------------------------

HOSTS = sorted((ROOT / "tests" / "project" / "hosts").glob("*.txt"))


def not_left_alone(requirements, there):
    """Return what `pip install` of some requirements would replace among the packages of a host.

    pip keeps a package whose version is admitted, with all that it needs. What is not there comes
    in the version of the lock, and is asked for its own requirements.
    """
    replaced, seen, waiting = {}, set(), list(requirements)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in there:
            if there[name] not in requirement.specifier:
                replaced[name] = f"{there[name]}, but wanted: {requirement}"
        elif name not in seen:
            seen.add(name)
            needs = map(Requirement, importlib.metadata.requires(name) or ())
            waiting += [n for n in needs if n.marker is None or n.marker.evaluate({"extra": ""})]
    return replaced


def versions_of(host):
    lines = [line for line in host.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in (x.split("==") for x in lines)}


@pytest.mark.parametrize("host", HOSTS, ids=lambda path: path.stem)
def test_installing_the_course_replaces_nothing_on_a_host(host):
    """On Colab, ipython 9 in the place of 7 ends every kernel before its first cell."""
    there = versions_of(host)
    assert there.keys() >= {"ipython", "ipywidgets", "matplotlib", "numpy", "traitlets"}
    assert not_left_alone(RUNTIME, there) == {}


@pytest.mark.parametrize(
    ("wanted", "replaced"),
    [("ipython>=8.24", "ipython"), ("jupyterlab>=4.5", "tornado"), ("mypy>=1.13", None)],
)
def test_what_would_replace_something_is_noticed(wanted, replaced):
    """jupyterlab itself is not there; one of the packages that it needs is, and is too old."""
    there = {"ipython": "7.34.0", "tornado": "6.0.0"}
    assert set(not_left_alone([Requirement(wanted)], there)) == {replaced} - {None}


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


# What the documents tell a reader to type -------------------------------------------------------

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]


def document_id(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=document_id)
def test_commands_in_documents_exist(document):
    text = document.read_text(encoding="utf-8")
    code = re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL)
    unquoted = re.sub(r'"[^"\n]*"', "", "\n".join(code))
    calls = re.findall(r"\bmake((?: +[\w=.-]+)+)", unquoted)
    named = {word for call in calls for word in call.split() if re.fullmatch("[a-z-]+", word)}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert named <= set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
    assert named or document.parent != ROOT, "no command was found: is this test still looking?"


@pytest.mark.parametrize("document", DOCUMENTS, ids=document_id)
def test_links_in_documents_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def code_blocks(language):
    fence = rf"^```{language}\n(.*?)^```"
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        yield from re.findall(fence, text, flags=re.DOTALL | re.MULTILINE)


def test_commands_and_settings_in_documents_can_be_read():
    assert all(shlex.split(block, comments=True) for block in code_blocks("sh"))
    (config,) = map(yaml.safe_load, code_blocks("yaml"))
    assert config["hub"]["config"]["DummyAuthenticator"]["password"], "open to everybody"
    page = config["singleuser"]["defaultUrl"].removeprefix("/lab/tree/")
    assert (ROOT / page).is_file()
