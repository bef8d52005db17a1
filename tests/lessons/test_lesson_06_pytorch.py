"""Lesson 06 finds PyTorch, or says how to get it."""

import importlib
import subprocess
import sys

import pytest

from helpers import (
    need_pytorch,
)
from helpers.lessons.l06_pytorch.pytorch import (
    HOW_TO_INSTALL,
    VERSION,
    PyTorchMissing,
    _not_installed,
)

# PyTorch, there or not --------------------------------------------------------------------------


def test_need_pytorch_returns_the_module(torch):
    assert need_pytorch() is torch


def test_without_pytorch_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(PyTorchMissing) as caught:
        need_pytorch()
    shown = "\n".join(caught.value._render_traceback_())
    assert shown == str(caught.value)
    assert "Traceback" not in shown
    for name in ("Linux", "macOS", "Windows", "Get started", "pip install torch==2.13.0"):
        assert name in shown


@pytest.mark.parametrize(
    ("platform", "first"), [("linux", "Linux"), ("darwin", "macOS"), ("win32", "Windows")]
)
def test_the_platform_at_hand_comes_first(platform, first):
    message = _not_installed(platform)
    assert message.split("  - ")[1].startswith(first)
    assert max(len(line) for line in message.splitlines()) <= 90
    for words in HOW_TO_INSTALL.values():
        assert " ".join(words.format(version=VERSION).split()) in " ".join(message.split())


@pytest.mark.parametrize(
    "error",
    [
        ImportError("DLL load failed"),
        OSError("libtorch.so: cannot open"),
        ModuleNotFoundError("No module named 'sympy'", name="sympy"),
    ],
)
def test_a_pytorch_that_does_not_load_is_told_from_a_missing_one(monkeypatch, error):
    def fail(name):
        raise error

    monkeypatch.setattr(importlib, "import_module", fail)
    with pytest.raises(PyTorchMissing, match="does not load"):
        need_pytorch()


def test_ipython_shows_the_message_alone(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # another one would be warned of
    shown = []
    shell = InteractiveShell()
    monkeypatch.setattr(shell, "_showtraceback", lambda kind, error, lines: shown.extend(lines))
    monkeypatch.setitem(sys.modules, "torch", None)
    shell.run_cell("from helpers import need_pytorch\ntorch = need_pytorch()")
    assert "\n".join(shown) == _not_installed()


def test_the_helpers_do_not_import_pytorch():
    code = "import sys, helpers; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
