"""Frames ahead, in a real kernel: what it sends to a page while nobody moves anything."""

import json
import queue
import subprocess
import sys
import zlib

import psutil
import pytest
from conftest import ROOT

from helpers.live import frames_ahead
from helpers.live.controls import slider
from tests.kernel import Kernel, update

PICTURE = """
import asyncio, builtins, os, random, time
import ipywidgets as widgets
import numpy as np
from IPython.display import display
from helpers import explore_softmax, softmax
from helpers.live import frames_ahead

does = softmax
calls = []

def function(logits):
    calls.append(list(logits))
    return does(logits)

def burn(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass

picture = explore_softmax(function)
start = [2.0, 1.0, 0.1]
"""


class Page:
    """A page with the picture in sight: what the kernel tells it."""

    def __init__(self, kernel, name="page"):
        self.kernel, self.name, self.forgotten = kernel, name, []
        self.screen = kernel.comm_of("picture._screen")
        self.cat, self.dog = (
            kernel.comm_of(f"picture.controls['{name}']") for name in ("cat", "dog")
        )

    def see(self, seen=True):
        content = {"page": self.name, "seen": seen}
        self.kernel.tell(self.screen, {"method": "custom", "content": content})

    def rest(self):
        """Return what comes until the kernel sleeps for a while: told, in order, and frames."""
        told, frames, asleep = [], {}, 0
        process = psutil.Process(self.kernel.manager.provisioner.pid)
        while True:
            try:
                message = self.kernel.client.get_iopub_msg(timeout=0.1)
            except queue.Empty:
                asleep = asleep + 1 if process.status() == psutil.STATUS_SLEEPING else 0
                if asleep == 6:
                    return told, frames
                continue
            asleep = 0
            content = message["content"]
            told.append(
                content.get("name") or content.get("execution_state") or message["msg_type"]
            )
            data = content.get("data", {})
            if message["msg_type"] != "comm_msg" or content["comm_id"] != self.screen:
                continue
            if data["method"] == "update":
                told[-1] = data["state"]
            elif "drop" in data["content"]:
                told[-1] = "drop"
                frames.clear()
            elif "forget" in data["content"]:
                told[-1] = "forget"
                self.forgotten += map(tuple, data["content"]["forget"])
            else:
                told[-1] = "frames"
                (packed,) = message["buffers"]
                for states, frame in json.loads(zlib.decompress(packed, -15)):
                    frames[tuple(round(state, 6) for state in states)] = frame

    def answer(self, told):
        """Return the kernel's last answer among what it told."""
        return [each for each in told if isinstance(each, dict)][-1]


@pytest.fixture(scope="module")
def real_kernel(tmp_path_factory):
    kernel = Kernel(tmp_path_factory.mktemp("ahead"))
    yield kernel
    kernel.close()


@pytest.fixture
def kernel(real_kernel):
    """A kernel with a picture in the cell `picture`, which nobody has seen yet."""
    assert real_kernel.run("%reset -f", "reset") == []
    assert real_kernel.run(PICTURE, "picture") == []
    return real_kernel


@pytest.fixture
def page(kernel):
    return Page(kernel)


def test_the_frames_are_what_the_kernel_answers_later_the_nearest_first(kernel, page):
    kernel.run("does = lambda z: softmax(2 * z)")
    page.see()
    _, frames = page.rest()
    assert list(frames)[:3] == [(2.1, 1, 0.1), (1.9, 1, 0.1), (2, 1.1, 0.1)]
    assert frames.keys() >= {(-0.1, 1, 0.1), (2.3, 1, 0.1)}
    for value in (2.3, 1.1, -0.1):
        kernel.tell(page.cat, update(value))
        told, _ = page.rest()
        answer, frame = page.answer(told), frames[value, 1, 0.1]
        assert frame["words"] == answer["words"] and f"cat {value:.1f}" in answer["words"]
        assert frame["moving"] == answer["moving"]
        assert answer.get("handles", frame["handles"]) == frame["handles"]


def test_after_a_move_come_the_frames_of_the_other_controls(kernel, page):
    page.see()
    _, before = page.rest()
    kernel.tell(page.cat, update(1.5))
    told, frames = page.rest()
    assert "drop" not in told and (1.5, 1, 0.1) in before
    assert {(1.5, 1.1, 0.1), (1.5, 1, 0)} <= frames.keys()
    assert not frames.keys() & before.keys(), "where cat can go from there is known"


def test_a_cell_drops_them_before_it_is_done_and_new_ones_come(kernel, page):
    page.see()
    _, before = page.rest()
    request = kernel.send("does = lambda z: np.full(3, 1 / 3)", "other")
    told, after = page.rest()
    assert told.index("drop") < told.index("idle"), request
    assert before[2.1, 1, 0.1]["words"] != after[2.1, 1, 0.1]["words"]
    assert "cat 0.333, dog 0.333" in after[2.1, 1, 0.1]["words"]


@pytest.mark.parametrize(("moves", "dog"), [("", 1), ("picture.set(dog=0.5)", 0.5)])
def test_a_widget_of_the_learners_own_drops_them(kernel, page, moves, dog):
    kernel.run(
        "own = widgets.IntSlider()\n"
        "def changed(_):\n"
        "    globals().update(does=lambda z: z * 0 + 0.25)\n"
        f"    {moves}\n"
        "own.observe(changed, names='value')"
    )
    own = kernel.comm_of("own")
    page.see()
    page.rest()
    kernel.tell(own, update(3))
    told, frames = page.rest()
    assert "drop" in told
    assert "cat 0.250" in frames[2.1, dog, 0.1]["words"]


def test_a_move_to_where_the_control_is_drops_none(kernel, page):
    page.see()
    _, before = page.rest()
    kernel.tell(page.cat, update(2.0))  # a hand that went and came back while the line was slow
    told, after = page.rest()
    assert before and "drop" not in told and not after.keys() & before.keys()


def test_refresh_drops_them_and_a_closed_picture_has_none(kernel, page):
    page.see()
    page.rest()
    kernel.tell(page.dog, update(0.5))
    page.rest()
    kernel.run("picture.refresh()")
    _, frames = page.rest()
    assert {states[1:] for states in frames} > {(0.5, 0.1)}
    kernel.run("watched = len(frames_ahead._rest.pictures)\npicture.close()\ncalls.clear()")
    assert page.rest()[1] == {}
    assert kernel.value("watched - len(frames_ahead._rest.pictures), calls") == "1 []"


SLOW = {
    "it works for long": "lambda z: (burn(0.05), softmax(z))[1]",
    "it waits": "lambda z: (time.sleep(0.15), softmax(z))[1]",
    "it never ends where the reader is not": "endless",
}


@pytest.mark.parametrize("does", SLOW.values(), ids=SLOW)
def test_a_slow_function_has_no_frames_and_holds_nobody_up(kernel, page, does):
    kernel.run("def endless(z):\n    while list(z) != start:\n        pass\n    return softmax(z)")
    kernel.run(f"does = {does}\npicture.refresh()\ncalls.clear()")
    page.see()
    _, frames = page.rest()
    assert frames == {}
    assert int(kernel.value("len(calls)")) <= 2
    assert kernel.value("picture.words").startswith("Probabilities: cat 0.659")


HARM = {
    "raises": "1 / 0",
    "leaves": "__import__('sys').exit()",
    "stops": "(_ for _ in ()).throw(KeyboardInterrupt)",
    "prints": "print('printed') or softmax(z)",
    "complains": "print('complained', file=__import__('sys').stderr) or softmax(z)",
    "shows": "display('shown') or softmax(z)",
    "asks": "[float(input('?')), 0, 0]",
}


@pytest.mark.parametrize("does", HARM.values(), ids=HARM)
def test_what_a_function_does_ahead_nobody_notices(kernel, page, does):
    kernel.run(f"does = lambda z: softmax(z) if list(z) == start else {does}")
    page.see()
    told, frames = page.rest()
    page.see()  # the kernel is alive
    told += page.rest()[0]
    assert not {"stdout", "stderr", "display_data", "error", "stream"} & {
        each for each in told if isinstance(each, str)
    }
    assert not any(isinstance(each, dict) for each in told), "no answer for where nobody is"
    assert bool(frames) == ("or softmax" in does)
    assert kernel.value("picture.words").startswith("Probabilities: cat 0.659")
    assert kernel.value("len(calls) > 1") == "True", "it was called"
    assert kernel.value("input is builtins.input") == "True"


def test_random_numbers_go_on_as_if_nothing_had_been(kernel, page):
    kernel.run("does = lambda z: softmax(z + np.random.rand(3) + random.random())")
    kernel.run("np.random.seed(7)\nrandom.seed(7)\nexpected = np.random.rand(), random.random()")
    kernel.run("np.random.seed(7)\nrandom.seed(7)")
    page.see()
    assert page.rest()[1]
    assert kernel.value("(np.random.rand(), random.random()) == expected") == "True"


def test_the_still_picture_is_where_the_reader_is(kernel, page):
    kernel.run("before = picture._html()")
    page.see()
    page.rest()
    assert kernel.value("picture._elsewhere") == "True"
    assert kernel.value("picture._html() == before") == "True"


def test_a_rest_is_short(kernel, page):
    kernel.run("does = lambda z: (burn(0.012), softmax(z))[1]")
    kernel.run("longest, frames_ahead.LONGEST = frames_ahead.LONGEST, 10")  # for a busy machine
    page.see()
    _, frames = page.rest()
    spent = float(kernel.value("frames_ahead._rest._spent"))
    assert frames_ahead.PROCESSOR < spent < frames_ahead.PROCESSOR + 2 * frames_ahead.SLOWEST
    assert 10 < len(frames) < 80
    kernel.run("frames_ahead.LONGEST = longest")


def test_a_full_page_keeps_what_one_move_can_reach(kernel, page):
    kernel.run("kept, frames_ahead.KEPT = frames_ahead.KEPT, 600_000")
    page.see()
    _, first = page.rest()
    size = sum(len(frame["moving"]) + len(frame["words"]) for frame in first.values())
    assert 600_000 < size < 620_000 and not page.forgotten, "full, and all of it can be reached"
    kernel.tell(page.cat, update(1.5))
    told, second = page.rest()
    assert "drop" not in told and second
    forgotten = set(page.forgotten)
    line = {states for states in first if states[1:] == (1, 0.1)}
    assert forgotten == first.keys() - line, "where dog and rabbit could go, before cat moved"
    kernel.tell(page.cat, update(2.0))
    _, third = page.rest()
    again = third.keys() & first.keys()
    assert again and again <= forgotten, "only what was forgotten is drawn again"
    kernel.run("frames_ahead.KEPT = kept")


def test_nothing_is_drawn_while_a_cell_runs(kernel, page):
    page.see()
    request = kernel.send("calls.clear()\nawait asyncio.sleep(2)\nduring = len(calls)", "waits")
    list(kernel.outputs(request))
    assert kernel.value("during") == "0"
    assert page.rest()[1], "and afterwards it is"


def test_nothing_is_drawn_that_nobody_sees(kernel, page):
    kernel.run("calls.clear()")
    assert page.rest()[1] == {}, "no page has said that it sees it: an export, a test, nbval"
    page.see(True)
    page.see(False)
    assert page.rest()[1] == {}
    assert kernel.value("calls") == "[]"
    page.see(True)
    seen = page.rest()[1]
    assert seen
    other = Page(kernel, "another page")
    other.see()
    assert other.rest()[1].keys() >= set(list(seen)[:40]), "a new page has none"


def test_one_setting_turns_them_off(kernel, page):
    kernel.run("%env COURSE_FRAMES_AHEAD=0")
    page.see()
    assert page.rest()[1] == {}
    kernel.run("%env COURSE_FRAMES_AHEAD=1")
    assert page.rest()[1]


PLAIN_SCRIPT = """
from helpers import explore_softmax
picture = explore_softmax()
picture.set(cat=0.3)
print(picture._ahead, picture.words)
"""


def test_in_a_plain_script_there_are_none():
    # In a process of its own: Playwright keeps an event loop running in the one of the tests.
    command = [sys.executable, "-c", PLAIN_SCRIPT]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert run.stdout.startswith("None Probabilities: cat 0."), run.stderr
    assert "cat 0.3" in run.stdout


def test_every_place_of_a_control_is_one_that_the_page_can_ask_for():
    numbers = [number for number, _ in frames_ahead.places(slider("x", 0, -0.3, 0.3))]
    assert numbers == [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]
    uneven = frames_ahead.places(slider("x", 0, 0, 1, step=0.3))
    assert [number for number, _ in uneven] == [0.0, 0.3, 0.6, 0.9]
