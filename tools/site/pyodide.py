"""Python for the browser: Pyodide's files, each with its official hash, and pure-Python wheels.

`pyodide.json` names the files and their SHA-256: of the packages as in Pyodide's own lock, of the
core as in its release on npm. Where the bytes come from does not matter, for each file is checked.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
OFFICIAL = json.loads((HERE / "pyodide.json").read_text(encoding="utf-8"))
VERSION = OFFICIAL["lock"]["info"]["version"]
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"

# Pure Python and not in Pyodide; in the versions of requirements.txt, whose other half, the
# JavaScript of the widgets, goes into the site from there.
FROM_THE_LOCK = {
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "comm": ["traitlets"],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "lazy-loader": ["packaging"],
    "psygnal": [],
    "typing-extensions": [],
}


class NoSource(Exception):
    """A file that cannot be had; the message says which, and from where it was asked."""


def sha256(data):
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def wanted():
    """Return the official files: name → SHA-256."""
    packages = OFFICIAL["lock"]["packages"].values()
    return OFFICIAL["core"] | {package["file_name"]: package["sha256"] for package in packages}


def fetch(folder):
    """Fill a folder with the official files; those that are there and right stay.

    Parameters
    ----------
    folder : pathlib.Path

    Raises
    ------
    NoSource
        If a file can be had from nowhere with the right hash.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = {name: sha for name, sha in wanted().items() if not _is_there(folder / name, sha)}
    if not missing:
        return
    reasons = []
    for source in (_from_a_wheel, _from_the_cdn):
        try:
            source(folder, missing)
        except NoSource as reason:
            reasons.append(str(reason))
        missing = {name: sha for name, sha in missing.items() if not _is_there(folder / name, sha)}
        if not missing:
            return
    raise NoSource(f"{len(missing)} files of Pyodide {VERSION} are missing. {' '.join(reasons)}")


def _is_there(path, sha):
    return path.is_file() and sha256(path.read_bytes()) == sha


def _keep(folder, name, sha, data, source):
    """Write a file, if it has the right hash."""
    if sha256(data) != sha:
        raise NoSource(f"{name} from {source} has the wrong SHA-256.")
    (folder / name).write_bytes(data)


def _from_a_wheel(folder, missing):
    """Unpack a wheel of the package index that carries Pyodide."""
    with tempfile.TemporaryDirectory() as scratch:
        download(["--require-hashes", "--requirement", str(HERE / "pyodide.txt")], Path(scratch))
        (wheel,) = Path(scratch).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            inside = {name.rpartition("/")[2]: name for name in archive.namelist()}
            for name, sha in missing.items():
                if name in inside:
                    _keep(folder, name, sha, archive.read(inside[name]), wheel.name)


def _from_the_cdn(folder, missing):
    """Ask Pyodide's own public server, file by file."""
    for name, sha in missing.items():
        try:
            with urllib.request.urlopen(CDN + name, timeout=60) as answer:
                data = answer.read()
        except (urllib.error.URLError, OSError) as error:
            raise NoSource(f"{CDN}{name} cannot be reached ({error}).") from None
        _keep(folder, name, sha, data, CDN)


def download(arguments, folder):
    """Let pip download wheels of pure Python into a folder.

    Raises
    ------
    NoSource
        If pip cannot, with the last line of what it says.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "--dest", str(folder)]
    command += ["--platform=any", "--abi=none", "--implementation=py", "--python-version=3.12"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise NoSource(f"The package index: {said[-1] if said else done.stderr.strip()}")


def fetch_pure(folder):
    """Fill a folder with the wheels named in `FROM_THE_LOCK`.

    Returns
    -------
    dict
        Name of a package → path of its wheel.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = {name: _locked(name) for name in FROM_THE_LOCK}
    kept = {name: _found(folder, name, entry) for name, entry in entries.items()}
    if not all(kept.values()):
        for old in folder.glob("*.whl"):
            old.unlink()
        with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as stream:
            stream.write("\n".join(entries.values()))
        try:
            download(["--require-hashes", "--requirement", stream.name], folder)
        finally:
            Path(stream.name).unlink()
        kept = {name: _found(folder, name, entry) for name, entry in entries.items()}
    return kept


def _locked(name):
    """Return the entry of a package in requirements.txt, hashes included."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    entry = re.search(rf"^{re.escape(name)}==[^\\\n]*(?:\\\n[^\\\n]*)+", text, re.M)
    return entry[0]


def _found(folder, name, entry):
    """Return the wheel of a package in a folder, if it has one of the hashes of its entry."""
    for wheel in folder.glob(f"{name.replace('-', '_')}-*.whl"):
        if sha256(wheel.read_bytes()) in entry:
            return wheel
    return None
