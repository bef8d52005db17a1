"""How fast a picture follows a slider, in a real browser, JupyterLab and Notebook 7.

For each peer and each distance of the server (a proxy adds the round trip): the time from the key
press (the event's own time stamp) until the new picture is in the page and, if it is an image,
decoded; until the browser has painted the frame that shows it; how many pictures were there before
the kernel had heard of the press ("ahead"); and how many of the values that a slider takes in a
drag of 3 seconds, at the pointer's usual rate, are seen. Each begins after a rest of 3 seconds.
Between the presses it is quiet for 60 to 140 ms; where every frame is missed for 150 to 300 ms, so
that the kernel is at its frames when the key comes.
"""

import asyncio
import contextlib
import random
import statistics
import threading
import time
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

from benchmarks.peers import PEERS
from tests.conftest import LabPage, jupyterlab
from tools.notebooks import METADATA
from tools.servers import CHROMIUM_FLAGS, chromium_path

ROOT = Path(__file__).resolve().parent.parent
PRESSES = 40
DRAG_SECONDS = 3.0
POINTER = 1 / 60  # seconds from one move of the pointer to the next
REST = 3000  # milliseconds
ROUND_TRIPS = (0.0, 0.1, 0.3)
USUAL_CONNECTION = (
    "jupyter_server.services.kernels.connection.channels.ZMQChannelsWebsocketConnection"
)

# In the page: note when keys and moves happen, and when a new picture is ready to be painted.
WATCH = """
(root) => {
    const bench = window.bench = {inputs: [], pictures: [], paints: [], ahead: [], values: 0};
    let inTask = false;  // while the page still handles the key itself
    const done = () => {
        bench.pictures.push(performance.now());
        bench.ahead.push(inTask);
        requestAnimationFrame(() => {
            const {port1, port2} = new MessageChannel();  // its task comes after the painting
            port1.onmessage = () => bench.paints.push(performance.now());
            port2.postMessage(null);
        });
    };
    const note = event => {
        bench.inputs.push(event.timeStamp);
        inTask = true;
        setTimeout(() => { inTask = false });
    };
    new MutationObserver(() => bench.values++).observe(
        root.querySelector('[role=slider]'), {attributeFilter: ['aria-valuenow']});
    document.addEventListener('keydown', note, true);
    document.addEventListener('pointermove', note, true);
    const canvas = root.querySelector('canvas');
    if (canvas) {  // ipympl draws the picture that it received into a canvas
        const draw = CanvasRenderingContext2D.prototype.drawImage;
        CanvasRenderingContext2D.prototype.drawImage = function (...args) {
            const result = draw.apply(this, args);
            if (root.contains(this.canvas)) done();
            return result;
        };
        return;
    }
    const moving = root.querySelector('.course-moving');
    if (moving) {  // ours: vectors, which need no decoding
        new MutationObserver(done).observe(moving, {childList: true});
        return;
    }
    const changes = {childList: true, subtree: true, characterData: true,
                     attributes: true, attributeFilter: ['src']};
    let last = root.querySelector('img')?.src;
    if (!last) {  // the bare label; the slider's own number is not what is measured
        new MutationObserver(done).observe(root.querySelector('.widget-html-content'), changes);
        return;
    }
    new MutationObserver(() => {
        const image = root.querySelector('img');
        if (!image || image.src === last) return;
        last = image.src;
        image.decode().then(done, () => {});
    }).observe(root, changes);
}
"""


@contextlib.contextmanager
def slow_line(port, delay):
    """Open a proxy to a local port that holds everything back for `delay` seconds each way."""
    opened = threading.Event()
    state = {}

    async def pump(reader, writer):
        queue = asyncio.Queue()

        async def send():
            while True:
                due, data = await queue.get()
                await asyncio.sleep(max(0, due - time.monotonic()))
                if not data:
                    break
                writer.write(data)
            with contextlib.suppress(OSError):
                writer.close()

        sender = asyncio.create_task(send())
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                queue.put_nowait((time.monotonic() + delay, data))
        queue.put_nowait((time.monotonic() + delay, b""))
        await sender

    async def serve(reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        with contextlib.suppress(asyncio.CancelledError):  # the benchmark is over
            await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    async def main():
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        state["port"] = server.sockets[0].getsockname()[1]
        state["loop"], state["stop"] = asyncio.get_running_loop(), asyncio.Event()
        opened.set()
        await state["stop"].wait()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    opened.wait(10)
    try:
        yield f"http://127.0.0.1:{state['port']}"
    finally:
        state["loop"].call_soon_threadsafe(state["stop"].set)
        thread.join(10)


@contextlib.contextmanager
def server(scratch, module="jupyterlab", prompt=True):
    """Start a host on the peers' notebooks, with or without the server's setting of the course."""
    folder = scratch / "course"
    (folder / "notebooks").mkdir(parents=True)
    for name, source in PEERS.items():
        cell = nbformat.v4.new_code_cell(source.strip(), id="peer")
        notebook = nbformat.v4.new_notebook(cells=[cell], metadata=METADATA)
        nbformat.write(notebook, folder / "notebooks" / f"{file_name(name)}.ipynb")
    usual = f"--ServerApp.kernel_websocket_connection_class={USUAL_CONNECTION}"
    with jupyterlab(folder, scratch, [] if prompt else [usual], module=module) as base:
        yield base


def file_name(peer):
    """Return a peer's name as a file name."""
    return "".join(c if c.isalnum() else "-" for c in peer)


class Peer:
    """One peer's slider and picture, open and alive in a window of its own."""

    def __init__(self, browser, base, name, folder):
        self.page = browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=2)
        self.page.set_default_timeout(60_000)
        lab = LabPage(self.page, base, folder=folder).open(f"{file_name(name)}.ipynb").run_all()
        self._watch(lab.cell("peer"), pauses=(150, 300) if "missed" in name else (60, 140))

    def _watch(self, output, pauses=(60, 140)):
        """Wait for the slider in an output, and for a rest; then note what happens there."""
        self.output, self.pauses = output, pauses
        self.handle = output.locator("[role=slider]").first
        self.handle.wait_for()
        self.page.wait_for_timeout(REST)
        self.page.evaluate(WATCH, output.element_handle())

    def _clear(self):
        self.page.evaluate(
            "() => { bench.values = bench.inputs.length = bench.pictures.length = "
            "bench.paints.length = bench.ahead.length = 0 }"
        )

    def press(self, times, generator):
        """Return for each key press (milliseconds to its picture, to that one painted, ahead)."""
        self.handle.focus()
        found = []
        for step in range(times):
            self._clear()
            self.page.keyboard.press("ArrowLeft" if step % 40 < 20 else "ArrowRight")
            self.page.wait_for_function("() => bench.paints.length > 0", polling=5)
            seen = self.page.evaluate("() => JSON.parse(JSON.stringify(bench))")
            pressed = seen["inputs"][0]
            found.append(
                (seen["pictures"][0] - pressed, seen["paints"][0] - pressed, seen["ahead"][0])
            )
            self.page.wait_for_timeout(generator.uniform(*self.pauses))
        return found

    def drag(self, seconds):
        """Drag to and fro after a rest; return pictures per second, and pictures per new value."""
        self.page.wait_for_timeout(REST)
        track = self.output.locator(".noUi-target").first.bounding_box()
        box = self.handle.bounding_box()
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + box["width"] / 2, y)
        self.page.mouse.down()
        self._clear()
        started = time.monotonic()
        step = 0
        while time.monotonic() - started < seconds:
            step += 1
            there = abs((step * 0.013) % 2 - 1)
            self.page.mouse.move(track["x"] + there * track["width"], y)
            time.sleep(max(0, started + step * POINTER - time.monotonic()))
        seen = self.page.evaluate("() => JSON.parse(JSON.stringify(bench))")
        self.page.mouse.up()
        shown = len(seen["pictures"])
        return shown / seconds, shown / max(seen["values"], 1)

    def close(self):
        """Close the window."""
        self.page.close()


HOSTS = {"JupyterLab": ("jupyterlab", "doc/tree/notebooks"), "Notebook 7": ("notebook", None)}


def measure_one(browser, base, name, folder):
    """Return the figures of one peer at one address."""
    generator = random.Random(0)
    peer = Peer(browser, base, name, folder)
    peer.press(5, generator)
    drawn, painted, ahead = zip(*peer.press(PRESSES, generator), strict=True)
    rate, shown = peer.drag(DRAG_SECONDS)
    peer.close()
    return {
        "median": statistics.median(drawn),
        "p95": statistics.quantiles(drawn, n=20)[-1],
        "painted": statistics.median(painted),
        "ahead": sum(ahead) / len(ahead),
        "rate": rate,
        "shown": shown,
    }


def measure(scratch, progress):
    """Return the rows of the table: host, peer, round trip, and the figures of each."""
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        for host, (module, folder) in HOSTS.items():
            names = [n for n in PEERS if host == "JupyterLab" or "softmax" in n or "same" in n]
            folder = folder or "notebooks/notebooks"
            with server(scratch / module, module) as near:
                for trip in ROUND_TRIPS:
                    port = int(near.rpartition(":")[2])
                    with (
                        slow_line(port, trip / 2) if trip else contextlib.nullcontext(near) as base
                    ):
                        for name in names:
                            progress(f"{host}, {1000 * trip:.0f} ms away: {name}")
                            found = measure_one(browser, base, name, folder)
                            rows.append({"host": host, "peer": name, "trip": trip, **found})
        with server(scratch / "usual", prompt=False) as base:
            name = "the same, no frames ahead"
            progress(f"{name}, without the server's setting against Nagle's delay")
            found = measure_one(browser, base, name, "doc/tree/notebooks")
            rows.append({"host": "JupyterLab, usual server", "peer": name, "trip": 0.0, **found})
        browser.close()
    return rows


def tables(rows):
    """Return the results as Markdown."""
    ours = {
        (row["host"], row["trip"]): row["median"]
        for row in rows
        if row["peer"] == "explore_softmax"
    }
    lines = [
        "| host | round trip, ms | picture | median, ms | 95th percentile, ms "
        "| painted: median, ms | ahead | values shown in a drag | pictures per second "
        "| median / ours |",
        "|---|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        best = ours.get((row["host"], row["trip"]))
        lines.append(
            f"| {row['host']} | {1000 * row['trip']:.0f} | {row['peer']} | {row['median']:.1f} "
            f"| {row['p95']:.1f} | {row['painted']:.1f} | {row['ahead']:.0%} | {row['shown']:.0%} "
            f"| {row['rate']:.0f} | {row['median'] / best if best else float('nan'):.1f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        print(tables(measure(Path(folder), lambda text: print(text, flush=True))))
