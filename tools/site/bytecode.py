"""Compile what the lessons import, in each zip of /shared/in; runs in Pyodide, see run.mjs.

A browser would compile it anew at every start of a kernel, which takes longer than all the rest of
the start. What no lesson imports stays source, which is smaller.
"""

import contextlib
import importlib.util
import io
import marshal
import runpy
import sys
import zipfile
from pathlib import Path

UNCHECKED = (1).to_bytes(4, "little")  # flags of a .pyc that is never compared with its source
EARLY = (1980, 1, 1, 0, 0, 0)
STDLIB, PACKAGES = "/lib/python312.zip/", "/lib/python3.12/site-packages/"


def imported():
    """Import what the lessons do; return the files of all modules that this loads."""
    with contextlib.redirect_stdout(io.StringIO()):
        runpy.run_path("/shared/imports.py")
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return {file for file in files if file}


def bytecode(source, file):
    """Return the content of the .pyc of a module."""
    code = compile(source, file, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + bytes(8) + marshal.dumps(code)


def convert(source, target, used):
    """Write a zip with compiled modules from one with sources.

    A .pyc takes the place of its source. The sources of `helpers` stay, for a learner's curiosity;
    how Pygments colours languages that nothing here is written in does not.
    """
    root = STDLIB if "stdlib" in source.name else PACKAGES
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name.startswith("pygments/lexers/") and root + name not in used:
                continue
            data = old.read(name)
            if root + name in used and name.endswith(".py"):
                pyc = bytecode(data, root + name)
                if name.startswith("helpers/"):
                    folder, _, file = name.rpartition("/")
                    write(new, f"{folder}/__pycache__/{file[:-3]}.cpython-312.pyc", pyc)
                else:
                    name, data = f"{name}c", pyc
            write(new, name, data)


def write(archive, name, data):
    """Add a file to a zip, with the same bytes at every build."""
    archive.writestr(zipfile.ZipInfo(name, EARLY), data, zipfile.ZIP_DEFLATED, 9)


used = imported()
for path in sorted(Path("/shared/in").iterdir()):
    convert(path, Path("/shared/out") / path.name, used)
