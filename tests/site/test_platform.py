"""The helpers on the platform of the browser, 32 bit and one thread; on Node, not in a page."""

import json
import os
from pathlib import Path

import pytest
from conftest import ROOT

from tools.site import compiled, pages

pytestmark = pytest.mark.site

# Runs there: all doctests of the helpers, the examples of the public names among them.
DOCTESTS = """
import doctest, importlib, io, json, pkgutil, struct
from pathlib import Path
import numpy
import helpers

failed, tried = {}, set()
modules = [info.name for info in pkgutil.walk_packages(helpers.__path__, "helpers.")]
for module in map(importlib.import_module, ["helpers", *modules]):
    for test in doctest.DocTestFinder().find(module):
        said = io.StringIO()
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE, verbose=False)
        if runner.run(test, out=said.write).failed:
            failed[test.name] = said.getvalue()
        elif test.examples:
            tried.add(test.name)
things = {name: getattr(helpers, name) for name in helpers.__all__}
untried = [name for name, thing in things.items() if not {
    f"{type(thing).__module__}.{type(thing).__qualname__}",
    f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', '')}"} & tried]
Path("/shared/found.json").write_text(json.dumps({
    "bits": 8 * struct.calcsize("P"), "integer": numpy.dtype(numpy.intp).name,
    "failed": failed, "untried": untried, "tried": len(tried)}))
"""


def test_every_public_name_does_in_the_browsers_python_what_its_example_says(site, tmp_path):
    (tmp_path / "doctests.py").write_text(DOCTESTS, encoding="utf-8")
    kept = Path(os.environ.get("COURSE_VENV", ROOT / ".venv")) / "site"
    folder = site / "jupyter" / pages.FOLDER
    packages = json.loads((folder / "pyodide-lock.json").read_text())["packages"]
    compiled.in_pyodide(tmp_path / "doctests.py", folder, kept, tmp_path, list(packages))
    found = json.loads((tmp_path / "found.json").read_text())
    assert found["failed"] == {}
    assert (found["bits"], found["integer"]) == (32, "int32")
    assert found["untried"] == []
    assert found["tried"] > 100
