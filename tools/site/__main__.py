"""Build the course for a web server: `make site`.

    python -m tools.site                  # into site/
    python -m tools.site --output public  # elsewhere

The folder is put on any web host as it is. Nobody else is asked for anything: Python runs in the
reader's browser (Pyodide), in JupyterLite. What is downloaded for it is kept in the environment
and used again by the next build, which then needs no network.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.editions import editions
from tools.site import lite, pages
from tools.site.pyodide import HERE, ROOT, NoSource

try:
    import fcntl
except ImportError:
    fcntl = None


@contextlib.contextmanager
def alone(folder):
    """Let one build at a time change what is kept; Windows does not know this lock."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "in-use.txt").open("w") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def install(folder):
    """Install the packages of the build into a folder of their own, once for each lock."""
    lock = (HERE / "requirements.txt").read_text(encoding="utf-8")
    stamp = folder / "installed.txt"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "--target", str(folder)]
    command += ["--requirement", str(HERE / "requirements.txt")]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise NoSource(f"The package index: {said[-1] if said else done.stderr.strip()}")
    stamp.write_text(lock, encoding="utf-8")


def main(arguments=None):
    """Build the site; return the exit code."""
    parser = argparse.ArgumentParser(prog="make site", description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "site", help="the folder to fill")
    parser.add_argument(
        "--still",
        action="store_true",
        help="do not run the lessons: quick, but to read they stand still",
    )
    options = parser.parse_args(arguments)
    venv = Path(os.environ.get("COURSE_VENV", ".venv"))
    kept = (ROOT / venv / "site").resolve()
    output = options.output.resolve()
    if output.exists() and not (output / "offline.json").is_file() and any(output.iterdir()):
        parser.error(f"{output} holds something else than a site")
    course = editions()
    building = output.with_name(f"{output.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        with alone(kept):
            install(kept / "tools")
            start = lite.build(building / "jupyter", kept, kept / "tools", course)
    except NoSource as reason:
        shutil.rmtree(building)
        print(f"No site was built. {reason}", file=sys.stderr)
        return 1
    pages.Site(building, course, start, lite.edition_of).write(moves=not options.still)
    shutil.rmtree(output, ignore_errors=True)
    building.rename(output)
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    print(f"{output}: {size / 1e6:.0f} MB. To look at it: make site-serve")
    return 0


if __name__ == "__main__":
    sys.exit(main())
