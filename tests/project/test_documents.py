"""What the documents tell a reader to type can be typed."""

import re
import shlex

import pytest
import yaml

from tests.project.declared import ROOT

# What the documents tell a reader to type -------------------------------------------------------

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]


def document_id(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=document_id)
def test_commands_in_documents_exist(document):
    text = document.read_text(encoding="utf-8")
    code = re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL)
    unquoted = re.sub(r'"[^"\n]*"', "", "\n".join(code))
    calls = re.findall(r"\bmake((?: +[\w=.-]+)+)", unquoted)
    named = {word for call in calls for word in call.split() if re.fullmatch("[a-z-]+", word)}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert named <= set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
    assert named or document.parent != ROOT, "no command was found: is this test still looking?"


@pytest.mark.parametrize("document", DOCUMENTS, ids=document_id)
def test_links_in_documents_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def code_blocks(language):
    fence = rf"^```{language}\n(.*?)^```"
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        yield from re.findall(fence, text, flags=re.DOTALL | re.MULTILINE)


def test_commands_and_settings_in_documents_can_be_read():
    assert all(shlex.split(block, comments=True) for block in code_blocks("sh"))
    (config,) = map(yaml.safe_load, code_blocks("yaml"))
    assert config["hub"]["config"]["DummyAuthenticator"]["password"], "open to everybody"
    page = config["singleuser"]["defaultUrl"].removeprefix("/lab/tree/")
    assert (ROOT / page).is_file()
