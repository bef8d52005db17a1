"""How long the edition in the browser takes, lesson by lesson, in real Chromium.

Each lesson is opened in a browser that has never been there, then once more. Seconds from opening
the page until Python is ready, and until the first live picture is there after *Run All*; what was
fetched until then, as stored and as a host sends it that compresses (gzip). Then the time from a
key press to its picture in lesson 00, beside JupyterLab in the same run.
"""

import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import pictures
from tools.servers import CHROMIUM_FLAGS, Elsewhere, StaticServer, chromium_path
from tools.site.reader import LessonPage

ROOT = Path(__file__).resolve().parent.parent
COMPRESSED = {".css", ".html", ".ipynb", ".js", ".json", ".svg", ".wasm"}
FIRST, CELL = "00_start_here", "first-run"


def build(folder):
    """Build the site; return how long it took."""
    started = time.monotonic()
    command = [sys.executable, "-m", "tools.site", "--output", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.monotonic() - started


def fetched(folder, asked):
    """Return the megabytes of all files that were sent: as stored, and compressed."""
    stored = small = 0
    for status, path in asked:
        file = folder / path.partition("?")[0].lstrip("/")
        if status != 200 or not file.is_file():
            continue
        data = file.read_bytes()
        stored += len(data)
        small += len(gzip.compress(data, 6)) if file.suffix in COMPRESSED else len(data)
    return stored / 1e6, small / 1e6


def visit(context, server, stem):
    """Open a lesson and run it until its first picture; return seconds and megabytes."""
    already = len(server.asked)
    page = context.new_page()
    page.set_default_timeout(300_000)
    started = time.monotonic()
    lesson = LessonPage(page, server, stem).open()
    ready = time.monotonic() - started
    lesson.command("notebook:run-all-cells")
    lesson.frame.wait_for_selector(".course-moving svg", state="attached")
    first = time.monotonic() - started
    stored, small = fetched(server.folder, server.asked[already:])
    page.close()
    return {"ready": ready, "picture": first, "stored": stored, "small": small}


class InTheBrowser(pictures.Peer):
    """The first picture of the site, in a window of its own."""

    def __init__(self, browser, server):
        self.page = browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=2)
        self.page.set_default_timeout(300_000)
        self.page.goto(f"{server.base}/jupyter/notebooks/index.html?path={FIRST}.ipynb")
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell?.currentWidget?.context?.sessionContext"
            "?.kernelDisplayStatus === 'idle'"
        )
        lesson = LessonPage(self.page, server, FIRST)
        lesson.command("notebook:run-all-cells")
        output = lesson.cell(CELL)
        output.locator(".course-moving svg").wait_for()
        self._watch(output)


def latencies(browser, server, scratch):
    """Return the milliseconds from key press to picture: in the browser's Python, in JupyterLab."""
    generator = random.Random(0)
    found = {}
    with pictures.server(scratch) as base:
        for name in ("the browser alone", "JupyterLab"):
            alone = name != "JupyterLab"
            peer = (
                InTheBrowser(browser, server)
                if alone
                else pictures.Peer(browser, base, "explore_softmax", "doc/tree/notebooks")
            )
            peer.press(10, generator)
            found[name] = [drawn for drawn, _, _ in peer.press(pictures.PRESSES, generator)]
            peer.close()
    return found


def measure(scratch, progress):
    """Return what `tables` shows."""
    folder = scratch / "site"
    took = build(folder)
    progress(f"site built in {took:.0f} s")
    server = StaticServer(folder)
    rows = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*CHROMIUM_FLAGS, *Elsewhere().flags]
        )
        for path in sorted(folder.glob("run/*.html")):
            context = browser.new_context(viewport={"width": 1200, "height": 1000})
            rows[path.stem] = [visit(context, server, path.stem) for _ in range(2)]
            context.close()
            progress(f"{path.stem}: {rows[path.stem][0]['picture']:.1f} s")
        seen = latencies(browser, server, scratch / "lab")
        browser.close()
    server.stop()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"rows": rows, "seen": seen, "took": took, "size": size / 1e6}


def tables(found):
    """Return the results as Markdown."""
    lines = [
        "| lesson | ready, s | picture, s | fetched, MB | compressed, MB | again: ready, s "
        "| picture, s | fetched, MB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for stem, (cold, warm) in found["rows"].items():
        lines.append(
            f"| {stem[:2]} | {cold['ready']:.1f} | {cold['picture']:.1f} | {cold['stored']:.1f} "
            f"| {cold['small']:.1f} | {warm['ready']:.1f} | {warm['picture']:.1f} "
            f"| {warm['stored']:.1f} |"
        )
    lines += [
        "",
        "| from key press to picture | median, ms | 95th percentile, ms |",
        "|---|---:|---:|",
    ]
    lines += [
        f"| {name} | {statistics.median(times):.1f} | {statistics.quantiles(times, n=20)[-1]:.1f} |"
        for name, times in found["seen"].items()
    ]
    lines += [
        "",
        f"The site has {found['size']:.0f} MB, and was built in {found['took']:.0f} s, its "
        f"downloads at hand. Load average at the end: {os.getloadavg()[0]:.1f}.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        print(tables(measure(Path(scratch), lambda text: print(text, flush=True))))
