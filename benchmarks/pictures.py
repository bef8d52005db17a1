"""How fast a picture follows a slider, in real JupyterLab and real Chromium.

For each peer: the time from the key press (the event's own time stamp) until the new picture is in
the page and, if it is an image, decoded; until the browser has painted the frame that shows it; and
pictures per second while the handle is dragged. With and without the server's setting against
Nagle's delay, and once more through a proxy that adds a round trip of 100 ms.
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
PRESSES = 60
DRAG_SECONDS = 3.0
ROUND_TRIP = 0.100
STOPS = 12
USUAL_CONNECTION = (
    "jupyter_server.services.kernels.connection.channels.ZMQChannelsWebsocketConnection"
)

# In the page: note when keys and moves happen, and when a new picture is ready to be painted.
WATCH = """
(root) => {
    const bench = window.bench = {inputs: [], pictures: [], paints: []};
    const done = () => {
        bench.pictures.push(performance.now());
        requestAnimationFrame(() => {
            const {port1, port2} = new MessageChannel();  // its task comes after the painting
            port1.onmessage = () => bench.paints.push(performance.now());
            port2.postMessage(null);
        });
    };
    const note = event => bench.inputs.push(event.timeStamp);
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
def server(scratch, prompt):
    """Start JupyterLab on the peers' notebooks, with or without the setting of the course."""
    folder = scratch / "course"
    (folder / "notebooks").mkdir(parents=True)
    for name, source in PEERS.items():
        cell = nbformat.v4.new_code_cell(source.strip(), id="peer")
        notebook = nbformat.v4.new_notebook(cells=[cell], metadata=METADATA)
        nbformat.write(notebook, folder / "notebooks" / f"{file_name(name)}.ipynb")
    usual = f"--ServerApp.kernel_websocket_connection_class={USUAL_CONNECTION}"
    with jupyterlab(folder, scratch, arguments=[] if prompt else [usual]) as base:
        yield base


def file_name(peer):
    """Return a peer's name as a file name."""
    return "".join(c if c.isalnum() else "-" for c in peer)


class Peer:
    """One peer's slider and picture, open and alive in a window of its own."""

    def __init__(self, browser, base, name):
        self.page = browser.new_page(viewport={"width": 1200, "height": 900}, device_scale_factor=2)
        self.page.set_default_timeout(60_000)
        lab = LabPage(self.page, base).open(f"{file_name(name)}.ipynb").run_all()
        self.output = lab.cell("peer")
        self.handle = self.output.locator("[role=slider]").first
        self.handle.wait_for()
        self.page.wait_for_timeout(1500)
        self.page.evaluate(WATCH, self.output.element_handle())

    def _clear(self):
        self.page.evaluate(
            "() => { bench.inputs.length = bench.pictures.length = bench.paints.length = 0 }"
        )

    def _read(self):
        return self.page.evaluate(
            "() => ({inputs: [...bench.inputs], pictures: [...bench.pictures], "
            "paints: [...bench.paints]})"
        )

    def press(self, times, generator):
        """Return the milliseconds from each key press to its picture, and to that one painted."""
        self.handle.focus()
        found = []
        for step in range(times):
            self._clear()
            self.page.keyboard.press("ArrowLeft" if step % 40 < 20 else "ArrowRight")
            self.page.wait_for_function("() => bench.paints.length > 0", polling=5)
            seen = self._read()
            pressed = seen["inputs"][0]
            found.append((seen["pictures"][0] - pressed, seen["paints"][0] - pressed))
            self.page.wait_for_timeout(generator.uniform(60, 140))
        return found

    def drag(self, seconds):
        """Drag to and fro; return pictures per second, and how long after the last move the last
        picture stood (milliseconds)."""
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
        self.page.wait_for_timeout(1500)
        self.page.mouse.up()
        seen = self._read()
        during = [t for t in seen["pictures"] if t <= seen["inputs"][-1]]
        span = (seen["inputs"][-1] - seen["inputs"][0]) / 1000
        return len(during) / span, max(seen["pictures"]) - seen["inputs"][-1]

    def close(self):
        """Close the window."""
        self.page.close()


def measure(scratch, progress):
    """Return the rows of the table: peer, setting, latencies, pictures per second."""
    rows = []
    generator = random.Random(0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=CHROMIUM_FLAGS,
        )
        with contextlib.ExitStack() as stack:
            bases = {
                prompt: stack.enter_context(server(scratch / str(prompt), prompt))
                for prompt in (True, False)
            }
            for name in PEERS:
                for prompt, base in bases.items():
                    progress(f"{name}, {'with' if prompt else 'without'} the server's setting")
                    peer = Peer(browser, base, name)
                    peer.press(10, generator)
                    latencies, painted = zip(*peer.press(PRESSES, generator), strict=True)
                    rate, _ = peer.drag(DRAG_SECONDS)
                    peer.close()
                    rows.append(
                        {
                            "peer": name,
                            "prompt": prompt,
                            "median": statistics.median(latencies),
                            "p95": statistics.quantiles(latencies, n=20)[-1],
                            "painted": statistics.median(painted),
                            "rate": rate,
                        }
                    )
            far = []
            port = int(bases[True].rpartition(":")[2])
            with slow_line(port, ROUND_TRIP / 2) as base:
                for name in PEERS:
                    progress(f"{name}, {1000 * ROUND_TRIP:.0f} ms away")
                    peer = Peer(browser, base, name)
                    peer.press(3, generator)
                    waits = [peer.drag(0.8)[1] for _ in range(STOPS)]
                    peer.close()
                    far.append(
                        {"peer": name, "median": statistics.median(waits), "worst": max(waits)}
                    )
        browser.close()
    return rows, far


def tables(rows, far):
    """Return the results as Markdown."""
    ours = {row["prompt"]: row for row in rows if row["peer"] == "explore_softmax"}
    lines = [
        "| picture | server's setting | median, ms | 95th percentile, ms | painted: median, ms "
        "| pictures per second | median / ours |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        lines.append(
            f"| {row['peer']} | {'with' if row['prompt'] else 'without'} | {row['median']:.1f} "
            f"| {row['p95']:.1f} | {row['painted']:.1f} | {row['rate']:.0f} "
            f"| {row['median'] / ours[row['prompt']]['median']:.1f} |"
        )
    lines += [
        "",
        f"Through a line with a round trip of {1000 * ROUND_TRIP:.0f} ms, from the last move to "
        f"the last picture, over {STOPS} drags:",
        "",
        "| picture | median, ms | worst, ms |",
        "|---|---:|---:|",
    ]
    lines += [f"| {row['peer']} | {row['median']:.0f} | {row['worst']:.0f} |" for row in far]
    return "\n".join(lines)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        print(tables(*measure(Path(folder), lambda text: print(text, flush=True))))
