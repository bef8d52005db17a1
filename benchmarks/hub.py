"""What a learner costs on a JupyterHub: `make bench-hub` writes benchmarks/hub-results.md.

A real JupyterHub, its proxy and all servers run on this machine. Learners without a browser log in,
start a server and a kernel, run every cell of lesson 03 through the WebSocket, then drag the slider
of its first live picture, all at once, for some seconds. There are more and more of them, until 19
of 20 pictures no longer come within 250 ms, or memory or time run out. The wait goes from the move
to the arrival of the picture's message; a browser then needs some milliseconds to paint it. One
real Chromium logs in beside them and shows that the picture moves there too.
"""

import asyncio
import contextlib
import importlib.metadata
import importlib.util
import os
import platform
import secrets
import shutil
import signal
import statistics
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path

import nbformat
import psutil
from playwright.sync_api import sync_playwright

from benchmarks import hub_sums
from benchmarks.hub_learner import Learner
from benchmarks.pictures import WATCH
from benchmarks.run import processor
from tests.conftest import LabPage
from tools.servers import CHROMIUM_FLAGS, chromium_path, free_port, serving

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("hub-results.md")
PACKAGES = ("jupyterhub", "jupyterlab", "jupyter-server", "ipykernel", "ipywidgets", "matplotlib")
NOTEBOOK = "03_softmax.ipynb"
LEVELS = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100)
BEARABLE = 0.250  # seconds; 19 of 20 pictures must come sooner
DRAG_SECONDS = 8
IDLE_SECONDS = 20  # JupyterLab asks its server for news every few seconds
BESIDE = 5  # learners that drag while Chromium presses keys
PRESSES = 20
BUDGET = 220  # seconds, after which no more learners are let in
FREE = 1500  # MB that must stay free


def notebook_cells():
    """Return the id and source of each code cell."""
    notebook = nbformat.read(ROOT / "notebooks" / NOTEBOOK, as_version=4)
    return {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "code"}


@contextlib.contextmanager
def jupyterhub(folder):
    """Start a JupyterHub that writes into a folder; yields its address, password and process."""
    proxy = shutil.which("configurable-http-proxy") or shutil.which(
        "configurable-http-proxy", path=str(Path(sys.prefix, "proxy", "node_modules", ".bin"))
    )
    if proxy is None or importlib.util.find_spec("jupyterhub") is None:
        sys.exit("JupyterHub or its proxy is missing. `make bench-hub` installs both.")
    ports = [free_port() for _ in range(3)]
    password = secrets.token_urlsafe(24)
    log = folder / "hub.log"
    command = [sys.executable, "-m", "jupyterhub", "-f", ROOT / "benchmarks" / "hub_config.py"]
    variables = {
        **os.environ,
        "HUB_FOLDER": str(folder),
        "HUB_PASSWORD": password,
        "HUB_PORTS": " ".join(map(str, ports)),
        "HUB_PROXY": proxy,
    }
    base = f"http://127.0.0.1:{ports[0]}"
    # The hub, when it is ended, ends its servers and its proxy.
    with serving(command, f"{base}/hub/health", log, cwd=folder, env=variables) as process:
        try:
            yield base, password, psutil.Process(process.pid)
        except Exception:
            print(log.read_text()[-4000:], file=sys.stderr)
            raise


def processes(hub, learner=None):
    """Return what runs: the hub with its proxy, all or one learner's servers, and their kernels."""
    found = {"hub": [hub], "server": [], "kernel": []}
    for child in hub.children():
        owner = child.environ().get("JUPYTERHUB_USER")
        if owner is None:
            found["hub"].append(child)
        elif learner in (None, owner):
            found["server"].append(child)
            found["kernel"] += child.children()
    return found


def worked(found):
    """Return the processor seconds that each kind of process has used so far."""
    return {
        kind: sum(sum(process.cpu_times()[:2]) for process in group)
        for kind, group in found.items()
    }


def occupied(found):
    """Return MB for each kind: its fair share (PSS) and what it alone holds (USS)."""
    memory = {}
    for kind, group in found.items():
        full = [process.memory_full_info() for process in group]
        memory[kind] = sum(m.pss for m in full) / 1e6, sum(m.uss for m in full) / 1e6
    return memory


def free_memory():
    """Return the MB that new processes can have."""
    return psutil.virtual_memory().available / 1e6


class Room:
    """Learners on a hub. Their loop runs in a thread of its own, beside the real browser."""

    def __init__(self, base, password, hub):
        self.base, self.password, self.hub = base, password, hub
        self.cells = list(notebook_cells().values())
        self.learners = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def begin(self, work):
        """Start a coroutine in the loop; return its future."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def admit(self, number):
        """Let learners in, all at once, up to a number; return each one's seconds and the work.

        The seconds are those to a kernel that answers, and those of Run All.
        """
        before = worked(processes(self.hub))
        new = [
            Learner(self.base, f"learner-{count}", self.password)
            for count in range(len(self.learners), number)
        ]

        async def start(learner):
            began = time.perf_counter()
            await learner.log_in()
            await learner.start_server()
            await learner.open_kernel(NOTEBOOK)
            ready = time.perf_counter()
            await learner.run_all(self.cells)
            return ready - began, time.perf_counter() - ready

        async def start_all():
            return await asyncio.gather(*map(start, new))

        times = self.begin(start_all()).result()
        self.learners += new
        after = worked(processes(self.hub))
        return times, sum(after.values()) - sum(before.values())

    def drag(self, number, seconds):
        """Begin dragging with some learners; return the future of all their waits."""

        async def drag_all():
            return await asyncio.gather(*(who.drag(seconds) for who in self.learners[:number]))

        return self.begin(drag_all())

    def close(self):
        """Hang up."""

        async def leave_all():
            await asyncio.gather(*(learner.leave() for learner in self.learners))

        self.begin(leave_all()).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


def measure_level(room, number):
    """Admit learners up to a number, let all of them drag, and return the row of the table."""
    admitted = number - len(room.learners)
    times, work = room.admit(number)
    found = processes(room.hub)
    memory = occupied(found)
    room.drag(number, 1).result()  # the first moves are slower
    received = sum(learner.received for learner in room.learners)
    before, client = worked(found), time.process_time()
    began = time.perf_counter()
    waits = room.drag(number, DRAG_SECONDS).result()
    seconds = time.perf_counter() - began
    after = worked(found)
    every = [wait for own in waits for wait in own]
    return {
        "learners": number,
        "ready": max(ready for ready, _ in times),
        "run all": max(ran for _, ran in times),
        "start work": work / admitted,
        "rate": len(every) / seconds / number,
        "median": statistics.median(every),
        "p95": statistics.quantiles(every, n=20)[-1],
        "work": {kind: (after[kind] - before[kind]) / seconds for kind in before},
        "client": (time.process_time() - client) / seconds,
        "bytes": (sum(learner.received for learner in room.learners) - received) / len(every),
        "memory": memory,
    }


def measure_idle(room, learner=None):
    """Return the processor seconds per second and learner while all or one of them only read."""
    found = processes(room.hub, learner)
    before = worked(found)
    time.sleep(IDLE_SECONDS)
    after = worked(found)
    used = sum(after[kind] - before[kind] for kind in ("server", "kernel"))
    return used / IDLE_SECONDS / len(found["server"])


class HubPage(LabPage):
    """A notebook that a learner opens from a link to the hub."""

    def log_in(self, notebook, password):
        """Follow the link, log in, and wait until the notebook can be used."""
        link = f"/hub/user-redirect/doc/tree/notebooks/{notebook}"
        self.page.goto(f"{self.base}/hub/login?next={link}")
        self.page.fill("input[name=username]", "chromium")
        self.page.fill("input[name=password]", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
        self.page.evaluate(
            "async () => { await window.jupyterapp.shell.currentWidget.context"
            ".sessionContext.ready }"
        )
        self._wait_until_idle()


@contextlib.contextmanager
def browser():
    """Open a window of Chromium; yields None where there is none."""
    path = chromium_path()
    if path is None:
        yield None
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        page = chromium.new_page(viewport={"width": 1200, "height": 1000})
        page.set_default_timeout(60_000)
        yield page
        chromium.close()


def press(page, output):
    """Press an arrow key again and again; return the milliseconds to each picture on the screen.

    The words must change with it, or this fails.
    """
    picture = output.locator(".course-picture img").first
    output.locator("[role=slider]").first.focus()
    waits = []
    for step in range(PRESSES):
        words = picture.get_attribute("alt")
        page.evaluate("() => { bench.inputs.length = bench.paints.length = 0 }")
        page.keyboard.press("ArrowLeft" if step % 20 < 10 else "ArrowRight")
        page.wait_for_function("() => bench.paints.length > 0", polling=5)
        waits.append(page.evaluate("() => bench.paints[0] - bench.inputs[0]"))
        if picture.get_attribute("alt") == words:
            raise RuntimeError("A key was pressed, and the words of the picture stayed")
        page.wait_for_timeout(100)
    return waits


def measure_browser(room):
    """Return what one real browser saw, alone and beside others; None where there is none."""
    with browser() as page:
        if page is None:
            return None
        began = time.perf_counter()
        lab = HubPage(page, room.base)
        lab.log_in(NOTEBOOK, room.password)
        ready = time.perf_counter() - began
        loaded = page.evaluate(
            "() => [...performance.getEntriesByType('navigation'),"
            " ...performance.getEntriesByType('resource')]"
            ".reduce((sum, entry) => sum + entry.transferSize, 0)"
        )
        lab.run_all()
        if problems := lab.errors():
            raise RuntimeError(f"Chromium ran the notebook with errors: {problems}")
        cell = next(
            name
            for name, source in notebook_cells().items()
            if "explore_" in source and "import" not in source
        )
        output = lab.cell(cell)
        output.locator("[role=slider]").first.wait_for()
        page.wait_for_timeout(1500)
        page.evaluate(WATCH, output.element_handle())
        alone = press(page, output)
        number = min(BESIDE, len(room.learners))
        others = room.drag(number, PRESSES)  # a second for each press is more than enough
        beside = press(page, output)
        others.result()
        idle = measure_idle(room, "chromium")
    return {
        "ready": ready,
        "loaded": loaded / 1e6,
        "alone": alone,
        "beside": beside,
        "number": number,
        "idle": idle,
    }


def cost_of(rows, idle, processors):
    """Return what one learner costs, from the rows of the levels."""
    alone, last = rows[0], rows[-1]
    number = last["learners"]
    borne = max((row["learners"] for row in rows if row["p95"] <= BEARABLE), default=0)
    if not borne:
        sys.exit(
            f"One learner alone waited longer than {1000 * BEARABLE:.0f} ms: "
            "this machine is too slow or too busy for sums."
        )
    return hub_sums.Cost(
        hub=last["memory"]["hub"][0],
        server=last["memory"]["server"][0] / number,
        kernel=last["memory"]["kernel"][0] / number,
        start=statistics.mean(row["start work"] for row in rows),
        drag=sum(alone["work"].values()),
        idle=idle,
        together=borne / processors,
        traffic=8e-6 * alone["bytes"] * alone["rate"],
    )


def levels_table(rows):
    """Return one line for each number of learners."""
    lines = [
        "| learners | to a kernel, s | Run All, s | updates per second | median, ms "
        "| 95th percentile, ms | processors in use |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        lines.append(
            f"| {row['learners']} | {row['ready']:.1f} | {row['run all']:.1f} "
            f"| {row['rate']:.0f} | {1000 * row['median']:.0f} | {1000 * row['p95']:.0f} "
            f"| {sum(row['work'].values()):.2f} |"
        )
    return "\n".join(lines)


def work_table(row):
    """Return where one learner's work is done while dragging alone."""
    total = sum(row["work"].values())
    lines = [
        "| process | processor seconds per second of dragging | per update, ms |",
        "|---|---:|---:|",
    ]
    names = {"kernel": "kernel", "server": "server", "hub": "hub and proxy"}
    for kind, name in names.items():
        work = row["work"][kind]
        lines.append(f"| {name} | {work:.3f} | {1000 * work / row['rate']:.1f} |")
    lines.append(f"| together | {total:.3f} | {1000 * total / row['rate']:.1f} |")
    return "\n".join(lines)


def memory_table(rows):
    """Return the memory of one learner, alone and among the most that were there."""
    lines = [
        "| learners | server: share, MB | server: alone its own, MB | kernel: share, MB "
        "| kernel: alone its own, MB | hub and proxy, MB |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for row in (rows[0], rows[-1]):
        number, memory = row["learners"], row["memory"]
        server, kernel = memory["server"], memory["kernel"]
        lines.append(
            f"| {number} | {server[0] / number:.0f} | {server[1] / number:.0f} "
            f"| {kernel[0] / number:.0f} | {kernel[1] / number:.0f} | {memory['hub'][0]:.0f} |"
        )
    return "\n".join(lines)


def browser_lines(seen):
    """Return what the real browser saw."""
    if seen is None:
        return "Not measured: there is no Chromium on this machine."
    alone, beside = (statistics.median(seen[name]) for name in ("alone", "beside"))
    return textwrap.fill(
        "With the learners of the last step still there, at rest. From the login page to a "
        f"notebook with a kernel: {seen['ready']:.1f} s, and {seen['loaded']:.1f} MB loaded. From "
        f"a key press to the painted picture, median of {PRESSES}: {alone:.0f} ms, and "
        f"{beside:.0f} ms while {seen['number']} learners drag.",
        width=100,
    )


REPORT = """\
# A room on a JupyterHub: measurements

Written by `make bench-hub`. All figures come from one run on one machine; a machine that does other
work too gives larger ones. [docs/hub.md](../docs/hub.md) says what to do with them.

{machine}

{versions}

## Learners who all drag at once

{method}

Each step lets new learners in at the same moment, which is why starting takes longer: the slowest
of them is shown. The last step is the one that ended the run: {end}.

{levels}

The learners themselves, which on a real hub are other people's machines, used {client:.2f}
processors at the last step. One update is {bytes:.1f} kB.

## The work of one learner

Alone on the machine, dragging:

{work}

Reading, with a kernel that rests{window}: {idle:.4f} processor seconds per second.
From the login to the end of Run All: {start:.1f} processor seconds.

## The memory of one learner

After Run All of lesson 03. A share counts a page that several processes hold in parts (PSS); its
own is what would be free if it ended (USS). Other lessons need more or less: see the table "kernel
after Run All" in [results.md](results.md).

{memory}

## One real Chromium

{browser}

## The sums

For each learner a server and {kernels} kernels of lesson 03. One in {share:.0f} drags at the same
moment. All come within {arrival:.0f} minutes, and each runs a notebook. "While they work" is what
lets those who drag wait no longer than one alone; "if all drag at once" is what brings 19 of 20
pictures within {bearable:.0f} ms: here one processor bore {together:.1f} learners, or more if
another reason ended the run. Memory and processors include a reserve of {reserve:.0%}.

{sums}
"""


def report(rows, idle, seen, end):
    """Return the whole page of results."""
    processors = os.cpu_count()
    cost = cost_of(rows, idle, processors)
    load = os.getloadavg()[2]
    return REPORT.format(
        machine=f"{processor()}, {processors} processors, "
        f"{psutil.virtual_memory().total / 1e9:.0f} GB, {platform.system()}; load average "
        f"over the run, its own work included: {load:.1f}.",
        versions=f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
        + ".",
        method=__doc__.partition("\n\n")[2].strip(),
        end=end,
        levels=levels_table(rows),
        client=rows[-1]["client"],
        bytes=rows[0]["bytes"] / 1000,
        work=work_table(rows[0]),
        window=" and JupyterLab open in Chromium" if seen else ", without a browser",
        idle=idle,
        start=cost.start,
        memory=memory_table(rows),
        browser=browser_lines(seen),
        kernels=hub_sums.KERNELS,
        share=1 / hub_sums.DRAGGING,
        arrival=hub_sums.ARRIVAL / 60,
        bearable=1000 * BEARABLE,
        together=cost.together,
        reserve=hub_sums.RESERVE - 1,
        sums=hub_sums.table(cost),
    )


def main():
    """Measure, with progress on stderr, and write the results."""
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("The memory of processes that share pages can only be measured on Linux.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended; the hub is ended too."))
    started = time.monotonic()

    def progress(text):
        print(f"[{time.monotonic() - started:4.0f} s] {text}", file=sys.stderr, flush=True)

    rows, needed = [], 500
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        room = Room(*stack.enter_context(jupyterhub(folder)))
        stack.callback(room.close)
        for number in LEVELS:
            if free_memory() < FREE + (number - len(room.learners)) * needed:
                end = f"there was no memory for {number}"
                break
            if time.monotonic() - started > BUDGET:
                end = "the time was over"
                break
            progress(f"{number} learners")
            rows.append(measure_level(room, number))
            memory = rows[-1]["memory"]
            needed = (memory["server"][0] + memory["kernel"][0]) / number
            progress(f"95th percentile {1000 * rows[-1]['p95']:.0f} ms")
            if rows[-1]["p95"] > BEARABLE:
                end = f"more than {1000 * BEARABLE:.0f} ms"
                break
        else:
            end = "there were no more steps"
        progress("a real browser beside them")
        seen = measure_browser(room)
        idle = seen["idle"] if seen else measure_idle(room)
    text = report(rows, idle, seen, end)
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
