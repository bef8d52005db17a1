"""The lecture of each plan: one deck, which runs, fits the screen and obeys the keys."""

import re

import pytest
from conftest import rest_weekly

from tests.browser.test_lecture import ON_SCREEN, PRESENTING, Deck
from tools import lecture

SCREENS = [(1280, 720), (1920, 1080), (1024, 768)]
LEAST_PROSE = 0.04  # of the height of the slide


class Seen(Exception):
    """The lecture was seen to its end."""


@pytest.mark.parametrize("plan", rest_weekly(["50", "90", "lab"]))
def test_a_lecture_runs_and_fits_every_screen(plan, chromium, tmp_path):
    pytest.importorskip("jupyterlab_deck")
    title, steps = lecture.read_plans(lecture.PLANS.read_text(encoding="utf-8"))[plan]
    deck, _ = lecture.make_deck(title, lecture.parts_of(steps))
    shown = [c for c in deck.cells if c.metadata.slideshow.slide_type != "skip"]
    faults, presses = [], 0

    def watch(address):
        nonlocal presses
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        page.wait_for_function(PRESENTING)
        page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content?.activeCell")
        for cell in shown:
            if not arrived(page, cell.id):
                faults.append(f"{presses} presses led to {page.evaluate(ACTIVE)}, not {cell.id}")
                break
            if re.search(r"\bexplore_\w+\(", cell.source):
                page.locator(".jp-deck-mod-visible .course-alive [role=slider]").first.wait_for()
            for width, height in SCREENS:
                page.set_viewport_size({"width": width, "height": height})
                page.wait_for_timeout(150)
                now = page.evaluate(ON_SCREEN)
                where = f"{cell.id} on {width}x{height}"
                if now["bottom"] > height or now["top"] < 0 or now["cut"]:
                    faults.append(f"{where}: cut off, {now['bottom']:.0f}, {now['cut']}")
                if min(now["prose"], default=height) < LEAST_PROSE * height:
                    faults.append(f"{where}: small letters, {min(now['prose'])}")
            page.set_viewport_size({"width": 1280, "height": 720})
            if 'predict("' in cell.source:
                button = page.locator(".jp-deck-mod-visible .course-question button").first
                button.click()
                for key, back in (("Space", "Shift+Space"), ("ArrowRight", "ArrowLeft")):
                    button.focus()
                    turned = Deck(page).press(key)
                    if turned == cell.id or Deck(page).press(back) != cell.id:
                        faults.append(f"{cell.id}: {key} after a click does not turn the page")
            if cell is not shown[-1]:
                page.keyboard.press("Space")
                presses += 1
        faults.extend("a dialog" for _ in range(page.locator(".jp-Dialog").count()))
        page.close()
        raise Seen

    with pytest.raises(Seen):
        lecture.present(
            tmp_path / f"lecture-{plan}.ipynb",
            deck,
            tmp_path,
            opened=watch,
            arguments=["--expose-app-in-browser"],
        )
    assert faults == [], "\n".join(faults)
    assert presses == len(shown) - 1, "one press a step, and none between two slides of the plan"


ACTIVE = "() => window.jupyterapp.shell.currentWidget.content.activeCell?.model.id"


def arrived(page, cell_id):
    """Whether a cell is the active one, now or soon."""
    for _ in range(100):
        if page.evaluate(ACTIVE) == cell_id:
            return True
        page.wait_for_timeout(50)
    return False
