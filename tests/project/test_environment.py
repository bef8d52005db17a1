"""pyproject.toml, the lock, environment.yml, postBuild and the settings agree with each other."""

import ast
import importlib.metadata
import re
import sys

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.declared import (
    BUILD_SYSTEM,
    LOCK_TEXT,
    LOCKED_EXTRAS,
    NOT_LOCKED,
    PLATFORMS,
    ROOT,
    RUNTIME,
    lock_entries,
    locked,
)

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
