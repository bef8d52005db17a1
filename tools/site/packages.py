"""What `import helpers` finds in the browser: a wheel of the course, and Pyodide's lock with it."""

import io
import json
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

from helpers.lessons.l06_pytorch import stored
from tools.site import pyodide
from tools.site.pyodide import OFFICIAL, ROOT, sha256

# What a lesson never needs, though Pyodide's lock says that matplotlib depends on it:
# fonttools writes PDF files, pytz is for pandas.
LEFT_OUT = {"fonttools", "pytz", "matplotlib-pyodide"}
# What the kernel installs at each start unless it is there: empty wheels stand for it and save 4 MB
# and some time. OpenSSL has no socket to work on, and IPython completes without jedi.
EMPTY = ["ssl", "jedi"]
NOT_AT_THE_START = {"jupyterlab", "scikit-learn"}  # the page is one; fetched where it is imported
EARLY = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the oldest time that a zip knows: the same bytes from the same files


def course():
    """Return what pyproject.toml says of the package `helpers`: name, version, dependencies."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    depends = [re.match(r"[\w-]+", line)[0] for line in project["dependencies"]]
    return project["name"], project["version"], sorted(set(depends) - NOT_AT_THE_START)


def helpers_files():
    """Return the files of the package `helpers`: path → bytes."""
    files = sorted(path for path in (ROOT / "helpers").rglob("*") if path.is_file())
    kept = [path for path in files if "__pycache__" not in path.parts]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in kept}


def stored_results(lessons):
    """Return what lesson 06 shows in place of what needs PyTorch, which no browser has."""
    results = {}
    folder = ROOT / "notebooks"
    for path in (*folder.glob("[0-9][0-9]_*.ipynb"), *folder.glob("[a-z]*/[0-9][0-9]_*.ipynb")):
        text = path.read_text(encoding="utf-8")
        if "need_pytorch()" in text:
            results |= stored.results_of(json.loads(text)["cells"])
    file = Path(stored.RESULTS).relative_to(ROOT).as_posix()
    return {file: json.dumps(results, ensure_ascii=False).encode()}


def wheel(name, version, files):
    """Return a wheel of pure Python: its file name, and its bytes.

    The name holds a part of the hash of the bytes: a browser that kept the wheel of an older course
    asks for the new one.
    """
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    metadata = {
        f"{folder}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{folder}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{folder}/RECORD": "",
    }
    content = files | {path: text.encode() for path, text in metadata.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in content.items():
            archive.writestr(zipfile.ZipInfo(path, EARLY), data, zipfile.ZIP_DEFLATED)
    data = stream.getvalue()
    build = f"0{sha256(data)[:12]}"
    return f"{name.replace('-', '_')}-{version}-{build}-py3-none-any.whl", data


def font_list(folder):
    """Return matplotlib's list of its fonts, which it would otherwise make, slowly, at each start.

    Pyodide ships one beside the module, but of another version than the module reads.
    """
    (path,) = folder.glob("matplotlib-*.whl")
    with zipfile.ZipFile(path) as archive:
        fonts = json.loads(archive.read("matplotlib/fontlist.json"))
        code = archive.read("matplotlib/font_manager.py").decode()
    fonts["_version"] = int(re.search(r"__version__ = (\d+)", code)[1])
    return {"matplotlib/fontlist.json": json.dumps(fonts).encode()}


def entry(name, version, file_name, data, imports, depends):
    """Return the entry of a wheel in Pyodide's lock."""
    return {
        "name": name,
        "version": version,
        "file_name": file_name,
        "sha256": sha256(data),
        "install_dir": "site",
        "imports": imports,
        "depends": depends,
        "package_type": "package",
        "unvendored_tests": False,
    }


def fill(target, kept, kernel_wheels, lessons):
    """Fill the folder that Pyodide loads from: the official files, our wheels, the lock.

    Parameters
    ----------
    target : pathlib.Path
        The folder `pyodide` of the site.
    kept : pathlib.Path
        Where downloads are kept from one build to the next.
    kernel_wheels : list of pathlib.Path
        The wheels of the kernel of JupyterLite.
    lessons : list of pathlib.Path
        The notebooks, in all languages.

    Returns
    -------
    list of str
        The packages that a lesson starts with.
    """
    target.mkdir(parents=True, exist_ok=True)
    official = kept / f"pyodide-{pyodide.VERSION}"
    pyodide.fetch(official)
    for name in pyodide.wanted().keys() - {"pyodide.mjs"}:  # that one is for Node
        shutil.copy(official / name, target / name)
    lock = json.loads(json.dumps(OFFICIAL["lock"]))  # a copy
    packages = lock["packages"]
    for package in packages.values():
        package["depends"] = [name for name in package["depends"] if name not in LEFT_OUT]

    def add(name, version, file_name, data, imports, depends):
        (target / file_name).write_bytes(data)
        packages[name] = entry(name, version, file_name, data, imports, depends)

    pure = pyodide.fetch_pure(kept / "pure").items()
    for name, path in [*pure, *((_name(path), path) for path in kernel_wheels)]:
        depends = pyodide.FROM_THE_LOCK.get(name, [])
        add(name, path.name.split("-")[1], path.name, path.read_bytes(), _imports(path), depends)
    for name in EMPTY:
        add(name, "0", *wheel(name, "0", {}), [], [])
    name, version, depends = course()
    unknown = [dependency for dependency in depends if dependency not in packages]
    if unknown:
        raise pyodide.NoSource(
            f"The browser has no {', '.join(unknown)}: see tools/site/pyodide.py."
        )
    files = helpers_files() | font_list(official) | stored_results(lessons)
    add(name, version, *wheel(name, version, files), ["helpers"], depends)
    (target / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return [name, "comm", "micropip", *EMPTY, *(path.name.split("-")[0] for path in kernel_wheels)]


def _name(path):
    return path.name.split("-")[0].replace("_", "-")


def _imports(path):
    """Return the packages and modules that a wheel holds."""
    with zipfile.ZipFile(path) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    kept = {top.removesuffix(".py") for top in tops if not top.endswith((".dist-info", ".data"))}
    return sorted(kept)
