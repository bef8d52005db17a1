"""The room of learners: its sums, its page, and the hub of the benchmark, which is not run."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, read
from packaging.requirements import Requirement
from traitlets.config import Config

from benchmarks import hub, hub_learner, hub_sums

PAGE = (ROOT / "docs" / "hub.md").read_text(encoding="utf-8")
RESULTS = (ROOT / "benchmarks" / "hub-results.md").read_text(encoding="utf-8")
CONFIG = ROOT / "benchmarks" / "hub_config.py"


# The sums ---------------------------------------------------------------------------------------


COST = hub_sums.Cost(
    hub=200, server=100, kernel=150, start=6, drag=0.5, idle=0.01, together=8, traffic=3
)


def test_the_sums_are_those_of_the_page():
    """Worked by hand for 200 learners, from the formulas in docs/hub.md."""
    assert hub_sums.memory(COST, 200) == pytest.approx(1.25 * (200 + 200 * 400) / 1000)
    assert hub_sums.dragging(200) == 20
    assert hub_sums.dragging(1) == 1
    assert hub_sums.processors_arriving(COST, 200) == pytest.approx(5)
    assert hub_sums.processors_working(COST, 200) == pytest.approx(1.25 * (10 + 1.8))
    assert hub_sums.processors_all(COST, 200) == pytest.approx(31.25)
    assert hub_sums.traffic(COST, 200) == 60


def test_the_table_rounds_processors_up():
    lines = hub_sums.table(COST).splitlines()
    assert lines[3] == "| 200 | 100 | 20 | 5 | 15 | 32 | 60 |"
    assert [line.split()[1] for line in lines[2:]] == ["30", "200", "1,000"]


def row(learners, p95, work=0.5):
    """A row as measure_level returns it."""
    return {
        "learners": learners,
        "ready": 3.0,
        "run all": 2.0,
        "start work": 6.0,
        "rate": 20.0,
        "median": p95 / 2,
        "p95": p95,
        "work": {"hub": 0.0, "server": 0.1, "kernel": work - 0.1},
        "client": 0.1,
        "bytes": 5000.0,
        "memory": {
            "hub": (200, 180),
            "server": (100 * learners, 90 * learners),
            "kernel": (150 * learners, 140 * learners),
        },
    }


def test_the_cost_of_a_learner_comes_from_the_rows():
    rows = [row(1, 0.02), row(10, 0.2, work=1.9), row(15, 0.4, work=1.9)]
    assert hub.cost_of(rows, idle=0.01, processors=2) == hub_sums.Cost(
        hub=200, server=100, kernel=150, start=6, drag=0.5, idle=0.01, together=5, traffic=0.8
    )


def test_a_machine_too_slow_for_one_gives_no_sums():
    with pytest.raises(SystemExit, match="too slow or too busy"):
        hub.cost_of([row(1, 0.3)], idle=0.01, processors=2)


# The benchmark's own hub and learners -----------------------------------------------------------


def test_the_hub_is_for_this_machine_and_asks_for_a_password(monkeypatch):
    monkeypatch.setenv("HUB_FOLDER", "/a/folder")
    monkeypatch.setenv("HUB_PORTS", "1001 1002 1003")
    monkeypatch.setenv("HUB_PROXY", "a-proxy")
    monkeypatch.setenv("HUB_PASSWORD", "a-password-for-the-test")
    config = Config()
    code = compile(CONFIG.read_text(encoding="utf-8"), CONFIG, "exec")
    exec(code, {"__name__": "config", "__file__": str(CONFIG), "get_config": lambda: config})
    addresses = [
        config.JupyterHub.bind_url,
        config.JupyterHub.hub_bind_url,
        config.ConfigurableHTTPProxy.api_url,
    ]
    assert addresses == [f"http://127.0.0.1:{port}" for port in (1001, 1002, 1003)]
    assert config.Spawner.ip == "127.0.0.1"
    assert config.JupyterHub.authenticator_class == "shared-password"
    assert config.SharedPasswordAuthenticator.user_password == "a-password-for-the-test"
    assert config.JupyterHub.db_url == f"sqlite:///{Path('/a/folder', 'hub.sqlite')}"


def opening(comm, **state):
    return "comm_open", {"comm_id": comm, "data": {"state": state}}, 0.0


def test_a_learner_finds_the_slider_and_the_picture_of_a_cell():
    slider = opening("s", _model_name="FloatSliderModel", min=-3, max=3, step=0.1)
    layout = opening("l", _model_name="LayoutModel")
    screen = opening("p", moving="<svg></svg>", words="One bar.")
    found, picture = hub_learner.slider_and_screen([layout, slider, screen])
    assert found == ("s", slider[1]["data"]["state"]) and picture == "p"
    assert hub_learner.slider_and_screen([layout, slider]) == (None, None)


def test_the_lesson_of_the_benchmark_has_a_live_picture():
    assert any("explore_" in source for source in hub.notebook_cells().values())
    assert (ROOT / "notebooks" / hub.NOTEBOOK).exists()
    assert len(read(ROOT / "notebooks" / hub.NOTEBOOK).cells) > len(hub.notebook_cells())


def test_what_the_hub_adds_is_not_in_the_lock():
    """`make bench-hub` installs it beside the lock, without dependencies."""

    def names(path):
        text = (ROOT / path).read_text(encoding="utf-8").replace("\\\n", "")
        lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert all("--hash=sha256:" in line for line in lines)
        return {Requirement(line.partition(" --hash")[0].strip()).name for line in lines}

    added = names("benchmarks/requirements-hub.txt")
    assert "jupyterhub" in added
    assert added & names("requirements.txt") == set()


def test_the_proxy_is_locked_too():
    folder = ROOT / "benchmarks" / "proxy"
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert locked.pop("")["dependencies"] == wanted
    assert locked["node_modules/configurable-http-proxy"]["version"] in wanted.values()
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())
    assert not any("resolved" in package for package in locked.values())


# The page ---------------------------------------------------------------------------------------


def code_blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)]+)\)", PAGE))))
def test_the_page_links_to_what_is_there(link):
    assert (ROOT / "docs" / link).exists()


def test_the_page_names_targets_and_files_that_are_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
    assert "bench-hub" in targets
    assert set(re.findall(r"`make ([a-z-]+)`", PAGE)) <= targets
    for name in ("requirements.txt", "environment.yml", "postBuild", "jupyter/"):
        assert f"`{name}`" in PAGE and (ROOT / name).exists()
    for name in re.findall(r"notebooks(?:/|%2F)(\w+\.ipynb)", PAGE):
        assert (ROOT / "notebooks" / name).exists()


def test_the_page_refers_to_tables_that_the_results_have():
    """Every heading that is named stands in hub-results.md, and in what the script writes."""
    other = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    for heading in (
        "The memory of one learner",
        "The work of one learner",
        "Learners who all drag at once",
        "One real Chromium",
        "The sums",
    ):
        assert f'"{heading}"' in PAGE
        assert f"\n## {heading}\n" in hub.REPORT and f"\n## {heading}\n" in RESULTS
    assert '"kernel after Run All"' in PAGE and "| kernel after Run All |" in other
    assert "Through a line with a round trip of 100 ms" in other


def test_the_page_says_the_assumptions_of_the_sums():
    text = " ".join(PAGE.split())
    assert f"**Memory** = {hub_sums.RESERVE} × (hub" in text
    assert f"server + {hub_sums.KERNELS} × kernel" in text
    assert f"(processor seconds to start) / {hub_sums.ARRIVAL}" in text
    assert f"$d$ = $n$ / {1 / hub_sums.DRAGGING:.0f}" in text


def test_the_commands_and_the_configuration_can_be_read():
    for block in code_blocks("sh"):
        assert shlex.split(block, comments=True)
    (config,) = map(yaml.safe_load, code_blocks("yaml"))
    assert config["hub"]["config"]["DummyAuthenticator"]["password"]
    assert config["singleuser"]["defaultUrl"].startswith("/lab/tree/notebooks/")
