"""Print the address that opens the course on Binder: `make binder-link`.

    make binder-link            # the tag of the commit that is checked out
    make binder-link TAG=v1.0   # another one

Binder builds from what is pushed, so the address is made from the remote `origin`, and a tag keeps
it from changing under a class. The standard library and git are enough to run this.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
BINDER = "https://mybinder.org"
FIRST_PAGE = "notebooks/00_start_here.ipynb"
URL_PATH = f"lab/tree/{FIRST_PAGE}"
NEEDED = ("environment.yml", "postBuild", FIRST_PAGE)

GITHUB, GITLAB = "github.com", "gitlab.com"
# Other names under which the two answer, the second ones for ssh through a firewall.
ALIASES = {
    **dict.fromkeys(("www.github.com", "ssh.github.com"), GITHUB),
    **dict.fromkeys(("www.gitlab.com", "altssh.gitlab.com"), GITLAB),
}


NOT_ON_THE_WEB = "The remote `origin` is not on the web, where Binder could read it."


class NoLink(Exception):
    """Why there is no address, in one or two sentences."""


def split_remote(remote):
    """Return the host and the path of a git remote: ("github.com", "name/course").

    Without user, password and ending. A port is kept with http and https: it is part of where the
    repository is found; that of ssh is not.
    """
    if "://" in remote:
        parts = urlsplit(remote)
        host, path = parts.hostname, parts.path
        if parts.scheme not in ("https", "http", "ssh", "git") or not host:
            raise NoLink(NOT_ON_THE_WEB)
        if parts.scheme in ("https", "http") and ":" in parts.netloc.rpartition("@")[2]:
            host = parts.netloc.rpartition("@")[2]
    else:
        short = re.fullmatch(r"(?:[^@/:]+@)?([^@/:\\]{2,}):(.+)", remote)  # not C:/course
        if not short:
            raise NoLink(NOT_ON_THE_WEB)
        host, path = short.groups()
    path = path.strip("/").removesuffix(".git")
    if not path:
        raise NoLink(f"The remote `origin` names a host, {host}, but no repository.")
    return ALIASES.get(host.lower(), host.lower()), path


def launch_address(remote, tag):
    """Return the address that opens a tag of a remote in JupyterLab, on the public Binder."""
    host, path = split_remote(remote)
    if host == GITHUB:
        if path.count("/") != 1:
            raise NoLink(f"A repository on GitHub is owner/name, but `origin` has {path}.")
        repository = f"gh/{quote(path)}"
    elif host == GITLAB:
        if "/" not in path:
            raise NoLink(f"A repository on GitLab is group/name, but `origin` has {path}.")
        repository = f"gl/{quote(path, safe='')}"
    else:
        scheme = "http" if remote.startswith("http://") else "https"
        repository = f"git/{quote(f'{scheme}://{host}/{path}', safe='')}"
    return f"{BINDER}/v2/{repository}/{quote(tag)}?urlpath={quote(URL_PATH, safe='')}"


def git(*arguments, folder, timeout=None):
    """Run git and return what it printed; None if it failed."""
    environment = dict(os.environ, GIT_TERMINAL_PROMPT="0", LC_ALL="C")
    environment.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    try:
        run = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
        )
    except FileNotFoundError:
        raise NoLink("git is not installed.") from None
    except subprocess.TimeoutExpired:
        return None
    return run.stdout.strip() if run.returncode == 0 else None


def find_tag(folder):
    """Return the one tag of the commit that is checked out."""
    tags = (git("tag", "--points-at", "HEAD", folder=folder) or "").split()
    if not tags:
        raise NoLink(
            "The commit that is checked out has no tag. Make one, `git tag v1.0`, "
            "or name another: make binder-link TAG=v1.0"
        )
    if len(tags) > 1:
        raise NoLink(
            f"This commit has several tags: {', '.join(tags)}. "
            f"Say which: make binder-link TAG={tags[-1]}"
        )
    return tags[0]


def check_tag(tag, folder):
    """Stop if a tag is unknown here, or if Binder would not find the course in it."""
    if git("rev-parse", "-q", "--verify", f"refs/tags/{tag}^{{commit}}", folder=folder) is None:
        known = (git("tag", folder=folder) or "").split()
        raise NoLink(f"There is no tag {tag} here. The tags are: {', '.join(known) or 'none'}.")
    for name in NEEDED:
        if git("cat-file", "-e", f"refs/tags/{tag}:{name}", folder=folder) is None:
            raise NoLink(f"The tag {tag} has no {name}, which Binder needs to open the course.")


def check_pushed(tag, folder):
    """Stop if `origin` says that it has another tag of that name, or none.

    Returns whether it could be asked: without a network, or a password, it cannot.
    """
    ref = f"refs/tags/{tag}"
    answer = git("ls-remote", "origin", ref, folder=folder, timeout=20)
    if answer is None:
        return False
    there = dict(reversed(line.split("\t")) for line in answer.splitlines())
    if ref not in there:
        raise NoLink(f"The tag {tag} is not pushed yet. First: git push origin {tag}")
    if there[ref] != git("rev-parse", ref, folder=folder):
        raise NoLink(f"The tag {tag} of `origin` is not the one here: Binder would open the other.")
    return True


def find_link(tag, folder):
    """Return the address, and what could not be made sure of."""
    if git("rev-parse", "--git-dir", folder=folder) is None:
        raise NoLink("This folder is not a git repository: Binder needs one that is on the web.")
    remote = git("remote", "get-url", "origin", folder=folder)
    if remote is None:
        raise NoLink(
            "This repository has no remote `origin`. Name the place that Binder shall read: "
            "git remote add origin https://…"
        )
    tag = tag or find_tag(folder)
    check_tag(tag, folder)
    address = launch_address(remote, tag)
    notes = []
    if not check_pushed(tag, folder):
        notes.append(f"`origin` could not be asked: make sure that the tag {tag} is pushed.")
    if "/v2/git/" in address and not remote.startswith("http"):
        host, path = split_remote(remote)
        notes.append(f"`origin` is not read over https: make sure that https://{host}/{path} is.")
    return address, notes


def main(arguments=None, folder=ROOT):
    """Print the address; return 1 and say why if there is none."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tag", nargs="?", help="if not given, the tag of the commit checked out")
    options = parser.parse_args(arguments)
    try:
        address, notes = find_link(options.tag, folder)
    except NoLink as reason:
        print(reason, file=sys.stderr)
        return 1
    for note in notes:
        print(f"Note: {note}", file=sys.stderr)
    print(address)
    return 0


if __name__ == "__main__":
    sys.exit(main())
