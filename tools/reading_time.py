"""Say how long a lesson takes, from what is in it; write that on top of each.

    python tools/reading_time.py                  # a table
    python tools/reading_time.py --write          # and the line "Time." in each lesson

Of the rates below one is measured by others: adults read 238 words of English a minute, silently,
without having to learn them (M. Brysbaert, 2019, "How many words do we read per minute?", Journal
of Memory and Language 109). Who studies reads slower, and the course is not in everybody's first
language. The other rates are what we hold likely; nobody has measured them for this course.
"""

import argparse
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))

WORDS_A_MINUTE = 150
MINUTES = {
    "formula": 0.3,  # set off from the text
    "line of code": 0.1,
    "prediction": 1.0,
    "ten questions": 8.0,
    "live picture": 2.0,
    "picture": 0.5,
    "exercise": 3.0,  # a number, letters, a choice
    "exercise, a function": 7.0,
}
TIME = re.compile(
    r"\*\*Time[.:]\*\* (?:Core: about \d+ minutes; with More: about|[Aa]bout)? ?\d+ minutes"
)


def minutes_of(cell):
    """Return the minutes that a cell takes.

    >>> from types import SimpleNamespace as Cell
    >>> round(minutes_of(Cell(cell_type="markdown", source="word " * 150, id="a")), 1)
    1.0
    >>> minutes_of(Cell(cell_type="code", source='predict("a")', id="b"))
    1.0
    """
    if cell.cell_type == "markdown":
        return _minutes_of_text(cell.source)
    if re.search(r"^check\.", cell.source, re.M):
        return MINUTES["exercise, a function" if "def " in cell.source else "exercise"]
    if re.search(r"^predict\(", cell.source, re.M):
        return MINUTES["prediction"]
    if re.search(r"^quiz\(", cell.source, re.M):
        return MINUTES["ten questions"]
    lines = [line for line in cell.source.splitlines() if line.strip()]
    minutes = len(lines) * MINUTES["line of code"]
    if re.search(r"\bexplore_\w+\(", cell.source):
        minutes += MINUTES["live picture"]
    elif re.search(r"\bdraw_\w+\(", cell.source):
        minutes += MINUTES["picture"]
    return minutes


def _minutes_of_text(source):
    source = re.sub(r"<details>.*?</details>", "", source, flags=re.S)  # opened when one is done
    formulas = re.findall(r"\$\$.*?\$\$", source, re.S)
    prose = re.sub(r"\$\$.*?\$\$|<[^>]+>|\]\([^)]*\)", " ", source, flags=re.S)
    words = re.findall(r"[^\W_]+(?:['’.,-][^\W_]+)*", prose)
    return len(words) / WORDS_A_MINUTE + len(formulas) * MINUTES["formula"]


def core_and_whole(cells):
    """Return the minutes of the core of a lesson, and of all of it; each to the nearest five.

    What stands under the heading "More", up to the next heading of its level, is no core.
    """
    core = whole = 0.0
    more = False
    for cell in cells:
        heading = re.match(r"##? (.*)", cell.source) if cell.cell_type == "markdown" else None
        if heading:
            more = heading[1].strip() == "More"
        minutes = minutes_of(cell)
        whole += minutes
        core += 0 if more else minutes
    return _to_five(core), _to_five(whole)


def _to_five(minutes):
    return max(5, 5 * round(minutes / 5))


def time_line(cells):
    """Return what stands on top of a lesson."""
    core, whole = core_and_whole(cells)
    if any(re.match(r"## More\b", cell.source) for cell in cells):
        return f"**Time.** Core: about {core} minutes; with More: about {whole} minutes"
    return f"**Time.** About {whole} minutes"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the line into the lessons")
    parser.add_argument("notebooks", nargs="*", type=Path, default=LESSONS)
    options = parser.parse_args()
    for path in options.notebooks:
        notebook = nbformat.read(path, as_version=4)
        line = time_line(notebook.cells)
        print(f"{path.name:45} {line.removeprefix('**Time.** ')}")
        if options.write:
            text = path.read_text(encoding="utf-8")
            path.write_text(TIME.sub(line, text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
