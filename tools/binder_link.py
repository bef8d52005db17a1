"""Print the address that opens the course on Binder: `make binder-link`, or with TAG=v1.0.

Binder builds from what is pushed, so the address is made from the remote `origin`; a tag keeps it
from changing under a class.
"""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
URL_PATH = "lab/tree/notebooks/00_start_here.ipynb"
REMOTE = re.compile(r"(?:\w+://)?(?:[^/]*@)?([\w.-]{2,})(?::\d+)?[:/]+(.+?)(?:\.git)?/?")


def address(remote, tag):
    """Return the address that opens a tag of a git remote; None if the remote is a folder."""
    found = None if remote.startswith(("file:", ".", "/")) else REMOTE.fullmatch(remote)
    if found is None:
        return None
    host, path = found.groups()
    source = {
        "github.com": f"gh/{quote(path)}",
        "gitlab.com": f"gl/{quote(path, safe='')}",
    }.get(host, f"git/{quote(f'https://{host}/{path}', safe='')}")
    return f"https://mybinder.org/v2/{source}/{quote(tag)}?urlpath={quote(URL_PATH, safe='')}"


def git(*arguments):
    """Run git; return what it printed, "" if it failed."""
    return subprocess.run(["git", *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout


def main(tag=""):
    """Print the address, or stop with the reason why there is none."""
    tag = tag or git("describe", "--tags", "--exact-match").strip()
    if not tag:
        sys.exit("Make a tag and push it, or name one: make binder-link TAG=v1.0")
    link = address(git("config", "remote.origin.url").strip(), tag)
    if link is None:
        sys.exit("The remote `origin` is not on the web, where Binder could read it.")
    if not git("ls-remote", "origin", f"refs/tags/{tag}"):
        sys.exit(f"`origin` does not have the tag {tag}. First: git push origin {tag}")
    print(link)


if __name__ == "__main__":
    main(*sys.argv[1:])
