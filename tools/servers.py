"""Servers on this machine alone, and the browser that looks at them: for tests and benchmarks."""

import contextlib
import functools
import http.server
import os
import re
import shutil
import socket
import socketserver
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


# What a Chromium asks for on its own account, whatever page it shows.
CHROMIUMS_OWN = {
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clientservices.googleapis.com",
    "content-autofill.googleapis.com",
    "edgedl.me.gvt1.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "safebrowsingohttpgateway.googleapis.com",
    "update.googleapis.com",
    "www.google.com",
}


class _Note(socketserver.StreamRequestHandler):
    """Reads whom a browser asks its proxy for, and does not answer."""

    def handle(self):
        asked = self.rfile.readline(4096).decode("ascii", "replace")
        found = re.match(r"[A-Z]+ (?:\w+://)?([^:/ ]+)", asked)
        self.server.asked.append(found[1] if found else asked)


class Elsewhere:
    """A proxy on 127.0.0.1 that lets nobody through, and notes which hosts were asked for.

    Whatever a browser asks of another machine comes here: from a page, a worker, a service worker,
    or a socket of its Python.
    """

    def __init__(self):
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Note)
        self._server.daemon_threads = True
        self._server.asked = []
        port = self._server.server_address[1]
        self.flags = [f"--proxy-server=127.0.0.1:{port}", "--proxy-bypass-list=127.0.0.1"]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def asked(self):
        """The hosts that were asked for, but for what the browser wants for itself."""
        return [host for host in self._server.asked if host not in CHROMIUMS_OWN]

    def forget(self):
        """Begin a new list."""
        self._server.asked.clear()

    def stop(self):
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


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
