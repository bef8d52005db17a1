"""The workflows of a public forge: nothing in them can change by itself, nothing can write.

They cannot be run here. What can be checked is their text: each action is pinned by its commit, the
token may only read, and what they call is there.
"""

import re
import tomllib

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def jobs(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]


def steps(path):
    return [step for job in jobs(path).values() for step in job["steps"]]


def commands(path):
    """Return what a workflow types into a shell."""
    return [step["run"] for step in steps(path) if "run" in step]


def test_both_are_there():
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "weekly.yml"]


@each_workflow
def test_each_action_is_pinned_by_its_commit(path):
    """A tag can be moved to other code; the comment says which version the commit is."""
    lines = re.findall(r"^.*\buses:.*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pin = re.compile(r"\s+- uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert lines
    assert [line for line in lines if not pin.fullmatch(line)] == []
    assert len(lines) == sum("uses" in step for step in steps(path))


def test_an_action_has_one_version():
    pins = {step["uses"] for path in WORKFLOWS for step in steps(path) if "uses" in step}
    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


@each_workflow
def test_the_token_may_only_read(path):
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["permissions"] == {"contents": "read"}
    assert [name for name, job in jobs(path).items() if "permissions" in job] == []
    checkouts = [step for step in steps(path) if "actions/checkout@" in step.get("uses", "")]
    assert len(checkouts) == len(jobs(path))
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@each_workflow
def test_no_word_of_a_stranger_reaches_a_shell(path):
    """Titles and branch names are written by whoever opens a pull request."""
    text = path.read_text(encoding="utf-8")
    assert "pull_request_target" not in text and "secrets." not in text
    used = {name for command in commands(path) for name in re.findall(r"\${{(.*?)}}", command)}
    assert {name.strip() for name in used} <= {"matrix.without"}


@each_workflow
def test_what_is_called_is_there(path):
    targets = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, flags=re.MULTILINE))
    for command in commands(path):
        assert set(re.findall(r"\bmake ([a-z]+)", command)) <= targets
        words = command.replace("\\", "/").replace("--ignore=", "").split()
        for word in words:
            if re.match(r"(\.ci|tools|tests|notebooks|benchmarks)/|[\w-]+\.(md|txt)$", word):
                assert (ROOT / word).exists(), word
        for extra in re.findall(r"\.\[([\w,]+)\]", command):
            assert set(extra.split(",")) <= PYPROJECT["project"]["optional-dependencies"].keys()


def test_the_weekly_run_covers_what_is_promised():
    weekly = jobs(ROOT / ".github" / "workflows" / "weekly.yml")
    matrix = weekly["newest"]["strategy"]["matrix"]
    assert [system.partition("-")[0] for system in matrix["system"]] == [
        "ubuntu",
        "macos",
        "windows",
    ]
    pythons = re.search(r"^PYTHONS \?= (.*)$", MAKEFILE, flags=re.MULTILINE)[1].split()
    assert [f"python{version}" for version in matrix["python"]] == pythons
    assert PYPROJECT["project"]["requires-python"] == f">={matrix['python'][0]}"
    assert not any("require-hashes" in step.get("run", "") for step in weekly["newest"]["steps"])
    assert "--requirement requirements.txt" in weekly["audit"]["steps"][-1]["run"]
