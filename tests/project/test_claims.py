"""`make claims` prints each claim with its verdict, and fails if one of them does not hold."""

import types

import pytest

from benchmarks.claims import __main__ as runner

HOLDS = ("One number: 0.21 to 0.27 right.", "0.22 to 0.26", True)
FAILS = ("Least squares: " + "0.915 to 0.954 " * 8, "0.88 to 0.95", False)


@pytest.fixture
def claims(monkeypatch):
    """Let a lesson l42 claim what the test says."""
    said = []
    module = types.SimpleNamespace(claims=lambda: iter(said))
    monkeypatch.setattr(runner, "lessons", lambda names: ["l42"])
    monkeypatch.setattr(runner.importlib, "import_module", lambda name: module)
    return said


def test_claims_that_hold_are_a_success(claims, capsys):
    claims.append(HOLDS)
    assert runner.main() == 0
    printed = capsys.readouterr().out
    assert printed.startswith("l42  One number: 0.21 to 0.27 right.")
    assert "0.22 to 0.26" in printed
    assert "Claims: 1. Do not hold: 0." in printed


def test_one_claim_that_does_not_hold_is_a_failure(claims, capsys):
    claims += [FAILS, HOLDS]
    assert runner.main() == 1
    printed = capsys.readouterr().out
    assert printed.count("0.915") == printed.count("0.954") == 8  # folded, not cut
    assert "FAILS" in printed
    assert "Claims: 2. Do not hold: 1." in printed


def test_nothing_measured_is_no_success(claims):
    assert runner.main() == 1


def test_a_lesson_without_claims_is_named():
    with pytest.raises(SystemExit, match=r"No claims for l99\. There are: "):
        runner.lessons(["l99"])
