"""Servers on this machine alone, and the browser that looks at them: for tests and benchmarks."""

import contextlib
import functools
import http.server
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request

PATIENCE = 90  # seconds that a server may take to start
CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Whatever is not this machine is asked of a proxy that is not there.
NOBODY_ELSE = ["--proxy-server=127.0.0.1:9", "--proxy-bypass-list=127.0.0.1"]


def chromium_path():
    """Return where Chromium is; None where there is none. The variable CHROMIUM goes before."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def free_port():
    """Return a port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(command, address, log, **options):
    """Run a server from when its address answers to the end of the block.

    Parameters
    ----------
    command : list of str
        What starts it.
    address : str
        A page that it answers once it is ready.
    log : pathlib.Path
        Where what it says is written.
    **options
        For subprocess.Popen.

    Yields
    ------
    subprocess.Popen
        The running process.

    Raises
    ------
    RuntimeError
        If it ends before it answers, or does not answer in time, with what it said.
    """
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, **options)
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text('utf-8')}")
            time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        process.wait(60)


def _answers(address):
    with contextlib.suppress(OSError):
        urllib.request.urlopen(address, timeout=2).close()
        return True
    return False


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as any web host does, and notes what was asked for and sent."""

    def log_message(self, *arguments):
        pass

    def log_request(self, code="-", size="-"):
        self.server.asked.append((int(code), self.path))

    def copyfile(self, source, outputfile):
        self.server.sent += os.fstat(source.fileno()).st_size
        super().copyfile(source, outputfile)


class StaticServer:
    """A plain web server of a folder on 127.0.0.1, which can be taken away and come back."""

    def __init__(self, folder):
        self.folder = folder
        self.port = 0
        self.start()

    def start(self):
        """Serve; on the port from before, if there was one."""
        handler = functools.partial(_Handler, directory=str(self.folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.asked, self._server.sent = [], 0
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        """Stop, and leave the port."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def base(self):
        """The address of the folder."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def asked(self):
        """What was asked for since the start: pairs of a status and a path."""
        return self._server.asked

    @property
    def sent(self):
        """The bytes of all files that were sent since the start."""
        return self._server.sent
