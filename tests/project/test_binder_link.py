"""The address that opens the course on Binder, for every kind of remote and every wrong one."""

import subprocess

import pytest
from conftest import ROOT

from tools import binder_link

PAGE = "?urlpath=lab%2Ftree%2Fnotebooks%2F00_start_here.ipynb"


@pytest.mark.parametrize(
    ("remote", "repository"),
    [
        ("https://github.com/name/course", "gh/name/course"),
        ("https://github.com/name/course.git", "gh/name/course"),
        ("https://github.com/name/course/", "gh/name/course"),
        ("https://GitHub.com/Name/Course.git", "gh/Name/Course"),
        ("https://someone:secret@github.com/name/course.git", "gh/name/course"),
        ("https://www.github.com/name/course", "gh/name/course"),
        ("git@github.com:name/course.git", "gh/name/course"),
        ("git@github.com:name/course", "gh/name/course"),
        ("github.com:name/course.git", "gh/name/course"),
        ("ssh://git@github.com/name/course.git", "gh/name/course"),
        ("ssh://git@ssh.github.com:443/name/course.git", "gh/name/course"),
        ("git://github.com/name/course.git", "gh/name/course"),
        ("git@github.com:name.x/my.course.git", "gh/name.x/my.course"),
        ("https://github.com/name/course.github", "gh/name/course.github"),
        ("https://gitlab.com/name/course.git", "gl/name%2Fcourse"),
        ("git@gitlab.com:name/course.git", "gl/name%2Fcourse"),
        ("git@gitlab.com:group/sub.group/course.git", "gl/group%2Fsub.group%2Fcourse"),
        ("ssh://git@altssh.gitlab.com:443/name/course.git", "gl/name%2Fcourse"),
        ("https://codeberg.org/name/course.git", "git/https%3A%2F%2Fcodeberg.org%2Fname%2Fcourse"),
        ("git@codeberg.org:name/course.git", "git/https%3A%2F%2Fcodeberg.org%2Fname%2Fcourse"),
        ("ssh://git@host.edu:2222/a/b.git", "git/https%3A%2F%2Fhost.edu%2Fa%2Fb"),
        ("https://host.edu:8443/a/b.git", "git/https%3A%2F%2Fhost.edu%3A8443%2Fa%2Fb"),
        ("https://me:secret@host.edu/b.git", "git/https%3A%2F%2Fhost.edu%2Fb"),
        ("http://host.edu/b", "git/http%3A%2F%2Fhost.edu%2Fb"),
    ],
)
def test_the_address_of_a_remote(remote, repository):
    address = binder_link.launch_address(remote, "v1.0")
    assert address == f"https://mybinder.org/v2/{repository}/v1.0{PAGE}"


@pytest.mark.parametrize(
    "remote",
    ["/home/me/course", "../course.git", "file:///home/me/course", "C:/course", "C:\\course", "x"],
)
def test_a_remote_on_this_machine_has_no_address(remote):
    with pytest.raises(binder_link.NoLink, match="not on the web"):
        binder_link.launch_address(remote, "v1.0")


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/",
        "https://github.com/name",
        "https://github.com/name/course/tree/main",
        "git@gitlab.com:course.git",
        "https://host.edu",
    ],
)
def test_a_remote_that_is_no_repository_has_no_address(remote):
    with pytest.raises(binder_link.NoLink, match="`origin`"):
        binder_link.launch_address(remote, "v1.0")


def test_a_tag_may_have_a_slash_and_signs():
    address = binder_link.launch_address("https://github.com/name/course", "2026/autumn#1")
    assert address.endswith(f"/gh/name/course/2026/autumn%231{PAGE}")


def test_the_page_that_opens_is_there():
    assert (ROOT / binder_link.FIRST_PAGE).is_file()


# The whole command -----------------------------------------------------------------------------


class Course:
    """A repository with a tag, whose `origin` on GitHub is in truth a folder beside it."""

    def __init__(self, folder):
        self.folder, self.there = folder / "here", folder / "there.git"
        self.git("init", "--quiet", "--bare", self.there, folder=folder)
        self.git("init", "--quiet", self.folder, folder=folder)
        self.commit("environment.yml", "postBuild", binder_link.FIRST_PAGE)
        self.git("tag", "-a", "v1.0", "-m", "the first")
        self.git("remote", "add", "origin", "git@github.com:name/course.git")

    def git(self, *arguments, folder=None):
        identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false")
        command = ["git", *identity, *map(str, arguments)]
        subprocess.run(command, cwd=folder or self.folder, check=True, capture_output=True)

    def commit(self, *names):
        for name in names:
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(name)
        self.git("add", ".")
        self.git("commit", "--quiet", "-m", "a step")

    def push(self, *tags):
        self.git("push", "--quiet", "--force", self.there, *tags)

    def link(self, *arguments):
        return binder_link.main(arguments, self.folder)


@pytest.fixture
def course(tmp_path, monkeypatch):
    course = Course(tmp_path)
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\nexec git upload-pack '{course.there}'\n")
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", f"'{ssh}'")
    monkeypatch.setenv("GIT_SSH_VARIANT", "ssh")
    return course


@pytest.mark.parametrize("arguments", [(), ("",), ("v1.0",)], ids=["none", "empty", "named"])
def test_a_pushed_tag_has_an_address(course, capsys, arguments):
    course.push("v1.0")
    assert course.link(*arguments) == 0
    said = capsys.readouterr()
    assert said.out == f"https://mybinder.org/v2/gh/name/course/v1.0{PAGE}\n"
    assert said.err == ""


def the_reason(course, capsys, *arguments):
    assert course.link(*arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_a_tag_that_is_not_pushed(course, capsys):
    assert "git push origin v1.0" in the_reason(course, capsys)


def test_a_tag_that_was_moved_after_the_push(course, capsys):
    course.push("v1.0")
    course.commit("more")
    course.git("tag", "--force", "v1.0")
    assert "not the one here" in the_reason(course, capsys)


def test_a_commit_without_a_tag(course, capsys):
    course.commit("more")
    assert "has no tag" in the_reason(course, capsys)


def test_a_commit_with_two_tags(course, capsys):
    course.git("tag", "v1.1")
    assert "several tags: v1.0, v1.1" in the_reason(course, capsys)


def test_a_tag_that_does_not_exist(course, capsys):
    assert "no tag v2 here. The tags are: v1.0." in the_reason(course, capsys, "v2")


def test_a_tag_without_the_course(course, capsys):
    course.git("rm", "--quiet", "postBuild")
    course.commit("more")
    course.git("tag", "v2")
    assert "has no postBuild" in the_reason(course, capsys, "v2")


def test_no_origin(course, capsys):
    course.git("remote", "remove", "origin")
    assert "git remote add origin" in the_reason(course, capsys)


def test_no_repository(tmp_path, capsys):
    assert binder_link.main([], tmp_path) == 1
    assert "not a git repository" in capsys.readouterr().err


def test_no_git(course, capsys, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in the_reason(course, capsys)


def test_an_origin_that_cannot_be_asked_is_said(course, capsys, monkeypatch):
    monkeypatch.setenv("GIT_SSH_COMMAND", "false")
    assert course.link() == 0
    said = capsys.readouterr()
    assert said.out.startswith("https://mybinder.org/v2/gh/name/course/v1.0")
    assert "make sure that the tag v1.0 is pushed" in said.err


def test_an_origin_over_ssh_elsewhere_must_be_readable_over_https(course, capsys):
    course.push("v1.0")
    course.git("remote", "set-url", "origin", "git@host.edu:name/course.git")
    assert course.link() == 0
    assert "make sure that https://host.edu/name/course is" in capsys.readouterr().err
