"""The address that opens the course on Binder."""

import subprocess

import pytest
from conftest import ROOT

from tools import binder_link

PAGE = "?urlpath=lab%2Ftree%2Fnotebooks%2F00_start_here.ipynb"


@pytest.mark.parametrize(
    ("remote", "repository"),
    [
        ("https://github.com/name/course", "gh/name/course"),
        ("https://someone:secret@github.com/name/course.git", "gh/name/course"),
        ("git@github.com:name.x/my.course.git", "gh/name.x/my.course"),
        ("ssh://git@github.com:22/name/course.git/", "gh/name/course"),
        ("git@gitlab.com:group/sub.group/course.git", "gl/group%2Fsub.group%2Fcourse"),
        ("git@codeberg.org:name/course.git", "git/https%3A%2F%2Fcodeberg.org%2Fname%2Fcourse"),
        ("https://me:secret@host.edu/a/b", "git/https%3A%2F%2Fhost.edu%2Fa%2Fb"),
    ],
)
def test_the_address_of_a_remote(remote, repository):
    address = binder_link.address(remote, "v1.0/a#b")
    assert address == f"https://mybinder.org/v2/{repository}/v1.0/a%23b{PAGE}"


@pytest.mark.parametrize("remote", ["/home/me/x", "../x.git", "file:///a/b", "C:/course", "x", ""])
def test_a_remote_on_this_machine_has_no_address(remote):
    assert binder_link.address(remote, "v1.0") is None


def test_the_page_that_opens_is_there():
    assert (ROOT / binder_link.URL_PATH.removeprefix("lab/tree/")).is_file()


@pytest.fixture
def git(tmp_path, monkeypatch):
    """A repository with a commit, whose `origin` on GitHub is in truth a folder beside it."""
    address, there = "https://github.com/name/course", tmp_path / "there"

    def git(*arguments):
        identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *identity, *map(str, arguments)], cwd=tmp_path, check=True)

    git("init", "--quiet", "--bare", there)
    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "-m", "a step")
    git("remote", "add", "origin", address)
    git("config", f"url.{there}.insteadOf", address)
    monkeypatch.setattr(binder_link, "ROOT", tmp_path)
    return git


def test_the_command_wants_a_tag_that_is_pushed(git, capsys):
    with pytest.raises(SystemExit, match="Make a tag and push it"):
        binder_link.main()
    git("tag", "v1.0")
    with pytest.raises(SystemExit, match=r"First: git push origin v1\.0"):
        binder_link.main()
    git("push", "--quiet", "origin", "v1.0")
    binder_link.main()
    binder_link.main("v1.0")
    assert set(capsys.readouterr().out.splitlines()) == {
        f"https://mybinder.org/v2/gh/name/course/v1.0{PAGE}"
    }


def test_an_origin_on_this_machine_gets_one_line(git):
    git("remote", "set-url", "origin", "../course")
    with pytest.raises(SystemExit, match="not on the web"):
        binder_link.main("v1.0")
