"""The workflows of a public forge, which cannot be run here: what can be checked is their text."""

import json
import re
import shutil
import subprocess
import sysconfig
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


def zizmor(path):
    """Look for what can change by itself or lets a stranger in; return what was found and said."""
    zizmor = shutil.which("zizmor", path=sysconfig.get_path("scripts"))
    config = ROOT / ".github" / "zizmor.yml"
    command = [zizmor, "--offline", "--quiet", "--persona=auditor", "--format=json-v1"]
    command += ["--config", config, path]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    return {finding["ident"] for finding in json.loads(done.stdout)}, done.stdout + done.stderr


def test_nothing_in_them_can_change_by_itself_or_lets_a_stranger_in():
    """Actions are pinned by their commit, the token may only read, no title reaches a shell."""
    found, words = zizmor(ROOT / ".github")
    assert found == set(), words


@pytest.mark.parametrize(
    ("mended", "broken", "ident"),
    [
        (r"(actions/checkout)@\w+ .*", r"\1@v6", "unpinned-uses"),
        ("contents: read", "contents: write", "excessive-permissions"),
        ("persist-credentials: false", "persist-credentials: true", "artipacked"),
        ("pull_request:", "pull_request_target:", "dangerous-triggers"),
        (r"\.ci/run$", "echo ${{ github.event.pull_request.title }}", "template-injection"),
    ],
)
def test_what_would_is_noticed(tmp_path, mended, broken, ident):
    """So the tool is used with settings under which it looks at these."""
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    changed = re.sub(mended, broken, text, flags=re.MULTILINE)
    path = tmp_path / ".github" / "workflows" / "ci.yml"
    path.parent.mkdir(parents=True)
    path.write_text(changed, encoding="utf-8")
    found, words = zizmor(tmp_path / ".github")
    assert ident in found, words


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
