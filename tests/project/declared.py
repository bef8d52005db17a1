"""What the course declares that it needs: the list, its lock, and the same for conda."""

import functools
import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
