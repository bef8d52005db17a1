"""Write requirements-oldest.txt: the oldest versions that pyproject.toml admits, for one test run.

    make lock

What the course itself needs is at its lower bound. The tools that test it, and what all of these
need in turn, stay at the versions of requirements.txt as far as they fit. `make versions` runs the
tests with it, on Python 3.11.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
OLDEST = ROOT / "requirements-oldest.txt"

GO_WITH_JUPYTERLAB = {"notebook"}
"""Hosts of the course: each release fits one minor version of JupyterLab."""


def kept_versions():
    """Return the lines `name==version` of the lock that need not become older."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    old = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]} | GO_WITH_JUPYTERLAB
    pins = re.findall(r"^([\w.-]+)(==\S+( ; [^\\\n]+)?)", LOCK.read_text("utf-8"), re.MULTILINE)
    return [name + version for name, version, _ in pins if name not in old]


def main():
    """Resolve the versions with uv."""
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text("\n".join(kept_versions()), encoding="utf-8")
        command = [
            *("uv", "pip", "compile", "--quiet", "--custom-compile-command", "make lock"),
            *("--no-emit-index-url", "--universal", "--python-version", "3.11"),
            *(
                "--upgrade",
                "--resolution",
                "lowest-direct",
                "--fork-strategy",
                "fewest",
                "--generate-hashes",
            ),
            *("--extra", "build", "--extra", "test", "--extra", "lecture"),
            *("--constraints", str(constraints), "--no-annotate"),
            *("pyproject.toml", "--output-file", OLDEST.name),
        ]
        sys.exit(subprocess.call(command, cwd=ROOT))


if __name__ == "__main__":
    main()
