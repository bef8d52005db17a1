"""A notebook that cannot become a page is named, with the reason."""

import nbformat
import pytest
from conftest import NOTEBOOKS, read

from tests.project.still_page import small
from tools import slides

# Bad input --------------------------------------------------------------------------------------


def test_a_notebook_that_is_not_there_is_named_beside_those_that_are(tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        slides.main(["--output", str(tmp_path / "out"), "notebooks/99_none.ipynb"])
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert "there is no notebook notebooks/99_none.ipynb" in said
    assert NOTEBOOKS[0].name in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (r"Let $\nope(x)$ be", None, r"cell cell-1: no MathML for the formula $\nope(x)$"),
        ("[a](../README.md)", None, "cell cell-1: the link to ../README.md leads to nothing"),
        ("[a](08_none.ipynb)", None, "cell cell-1: the link to 08_none.ipynb leads to nothing"),
        ("![](dot.png)", None, "cell cell-1: the picture dot.png has no words"),
        ("![A dot](none.png)", None, "cell cell-1: the picture none.png is not a file"),
        ("# Another", None, "it has 2 titles"),
        ("a", "slyde", "cell cell-1: no slide type is called 'slyde'"),
    ],
    ids=["formula", "link", "lesson", "no words", "no picture", "titles", "slide type"],
)
def test_a_notebook_that_does_not_fit_is_named_with_the_reason(tmp_path, capsys, text, kind, said):
    good = small(tmp_path, name="08_good.ipynb")
    bad = small(tmp_path, (text, kind))
    assert slides.main(["--output", str(tmp_path / "out"), str(bad), str(good)]) == 1
    heard = capsys.readouterr().err
    assert heard.startswith("09_small.ipynb: no page was made. ")
    assert said in heard
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [
        "08_good.html",
        "index.html",
    ]


OUTPUTS = {
    "an error": (
        nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="", traceback=[]),
        "cell cell-1: it ended in ZeroDivisionError",
    ),
    "no words": (
        nbformat.v4.new_output("display_data", data={"text/html": '<img src="data:image/png,">'}),
        "cell cell-1: a picture has no words",
    ),
    "neither": (
        nbformat.v4.new_output("display_data", data={"image/png": "iVBORw0KGgo="}),
        "cell cell-1: an output has neither HTML nor text",
    ),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_that_does_not_fit_is_named(tmp_path, capsys, name):
    output, said = OUTPUTS[name]
    path = small(tmp_path, ("1 / 0", "code"))
    notebook = read(path)
    notebook.cells[1].outputs = [output]
    nbformat.write(notebook, path)
    assert slides.main(["--output", str(tmp_path / "out"), str(path)]) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_notebook_is_named(tmp_path, capsys):
    path = tmp_path / "09_text.ipynb"
    path.write_text("Dear reader", encoding="utf-8")
    assert slides.main(["--output", str(tmp_path / "out"), str(path)]) == 1
    assert "09_text.ipynb: no page was made. this is no notebook" in capsys.readouterr().err
