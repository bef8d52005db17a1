"""What docs/security.md promises: a local server, a token, hashed versions.

That no text becomes code is ruff's to see (test_style).
"""

import json
import re

import pytest
from conftest import ROOT
from jupyter_server.auth.identity import PasswordIdentityProvider
from jupyter_server.serverapp import ServerApp
from traitlets.config import Config

SETTINGS = sorted((ROOT / "jupyter").rglob("jupyter_server_config*.*"))
COMMANDS = [
    *(ROOT / name for name in ("Makefile", "README.md", "CONTRIBUTING.md", "postBuild", ".ci/run")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / ".github").rglob("*.yml")),
]


def name(path):
    return path.relative_to(ROOT).as_posix()


def server():
    """A server with all the settings of the course, not started."""
    config = Config()
    for path in SETTINGS:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            config.merge(Config(json.loads(text)))
        else:
            exec(compile(text, path, "exec"), {"get_config": lambda: config})
    return ServerApp(config=config)


def test_the_server_listens_to_this_computer_alone():
    app = server()
    assert len(SETTINGS) >= 2
    assert app.config.ServerApp.allow_root is True, "the settings were not read"
    assert app.ip == "localhost"
    assert app.allow_remote_access is False
    assert app.allow_origin == app.allow_origin_pat == ""
    assert app.disable_check_xsrf is False


def test_the_server_wants_its_token():
    app = server()
    assert app.identity_provider_class is PasswordIdentityProvider
    provider = PasswordIdentityProvider(parent=app)
    assert provider.token and provider.token_generated
    assert provider.auth_enabled
    assert app.allow_unauthenticated_access is ServerApp().allow_unauthenticated_access


OPEN_DOOR = re.compile(
    r"--ip\b(?!`)|\bip=|0\.0\.0\.0|(token|password)\s*=\s*(''|\"\"|\s|$)|"
    r"disable_check_xsrf|allow_remote|allow_origin|--allow-root",
    flags=re.IGNORECASE | re.MULTILINE,
)


@pytest.mark.parametrize("path", COMMANDS, ids=name)
def test_no_command_opens_the_server(path):
    assert OPEN_DOOR.search(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize(
    "command",
    [
        "jupyter lab --ip 0.0.0.0",
        "jupyter lab --ServerApp.ip='*'",
        "jupyter lab --IdentityProvider.token=''",
        "jupyter lab --ServerApp.token= --no-browser",
        "jupyter lab --ServerApp.disable_check_xsrf=True",
    ],
)
def test_a_command_that_does_is_noticed(command):
    assert OPEN_DOOR.search(command)


# Versions ---------------------------------------------------------------------------------------


def test_what_make_installs_has_hashes():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"pip install\b.*(?:\\\n.*)*", makefile)
    commands = [line for line in installs if " -r " in line]
    assert commands
    assert [line for line in commands if "--require-hashes" not in line] == []
    for line in commands:
        listed = (ROOT / re.search(r" -r (\S+)", line)[1]).read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.-]+==.*?(?=^\S|\Z)", listed, flags=re.MULTILINE | re.DOTALL)
        assert pins and all("--hash=sha256:" in pin for pin in pins)
