"""Sliders that speak from another thread: over a real subshell, as JupyterLab can send them."""

import threading
import time

import pytest

from helpers.live.home import nobody_to_ask
from tests.kernel import Kernel, update

PICTURE = """
import builtins, threading, time, warnings
from helpers import explore_softmax, softmax

does = softmax
threads = []

def function(logits):
    threads.append(threading.current_thread() is threading.main_thread())
    return does(logits)

picture = explore_softmax(function)
heard = []
cat = picture.controls["cat"]
cat.observe(lambda change: heard.append(threading.current_thread().name), names="value")
# From 7.4 on ipykernel answers a comm where it spoke last; before, wherever the page asked.
vars(cat.comm).pop("_reply_subshell_id", None)
"""
ENDLESS = """
def does(logits):
    open("running", "w").close()
    while True:
        pass
"""
ASKS_AND_COMPLAINS = """
def does(logits):
    warnings.warn("complained")
    time.sleep(0.2)
    return [float(input()), 0, 0]
"""
LONG_CELL = """
seen, filters, asks = set(), list(warnings.filters), builtins.input
open("started", "w").close()
until = time.monotonic() + 2
while time.monotonic() < until:
    seen.add((builtins.input == asks, warnings.filters == filters, len(threads)))
"""


@pytest.fixture
def kernel(tmp_path):
    """A kernel of its own with a picture; its folder is tmp_path."""
    kernel = Kernel(tmp_path)
    assert kernel.run(PICTURE, "picture") == []
    kernel.folder = tmp_path
    yield kernel
    kernel.close()


def wait_for(condition, what, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


def words(kernel, expected):
    """Wait until the words of the picture hold what is expected."""
    wait_for(lambda: expected in kernel.value("picture.words"), expected)


def test_a_picture_is_drawn_where_its_cell_ran(kernel):
    subshell = kernel.new_subshell()
    kernel.tell(kernel.comm_of("cat"), update(-1), subshell)
    words(kernel, "Scores: cat -1.0")
    assert kernel.value("set(threads)") == "{True}"
    assert "MainThread" not in kernel.value("heard"), "it did not come through a subshell"


def test_an_endless_loop_that_a_slider_reaches_is_stopped_in_words(kernel):
    subshell = kernel.new_subshell()
    cat = kernel.comm_of("cat")
    kernel.run(ENDLESS)
    kernel.tell(cat, update(1), subshell)
    wait_for((kernel.folder / "running").exists, "the loop runs")
    kernel.manager.interrupt_kernel()
    words(kernel, "was stopped before it returned (in line ")
    kernel.run("does = softmax")
    kernel.tell(cat, update(-1), subshell)
    words(kernel, "Scores: cat -1.0")


def test_a_running_cell_feels_nothing_of_a_slider_that_moves(kernel):
    subshell = kernel.new_subshell()
    cat = kernel.comm_of("cat")
    kernel.run(ASKS_AND_COMPLAINS)
    cell = kernel.send(LONG_CELL, "long")
    wait_for((kernel.folder / "started").exists, "the cell runs")
    for step in range(20):
        kernel.tell(cat, update(step / 10), subshell)
        time.sleep(0.02)
    list(kernel.outputs(cell))
    assert "MainThread" not in kernel.value("heard") and kernel.value("len(heard)") == "20"
    assert kernel.value("seen") == "{(True, True, 1)}"
    words(kernel, "input() cannot ask anything while a picture moves")
    assert kernel.value("len(threads)") == "2", "twenty moves, drawn once when the cell was done"


def test_input_refuses_in_one_thread_alone(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt="": "asked")
    answers = []
    with nobody_to_ask():
        thread = threading.Thread(target=lambda: answers.append(input()))
        thread.start()
        thread.join()
        with pytest.raises(RuntimeError, match="cannot ask"):
            input()
    assert answers == [input()] == ["asked"]
