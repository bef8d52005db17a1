"""Servers on this machine alone, and the browser that looks at them: for tests and benchmarks."""

import contextlib
import os
import shutil
import socket
import subprocess
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
