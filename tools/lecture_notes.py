"""The page of a lecturer's notes: what comes when, what the room will say, a clock."""

import html
import re
from pathlib import Path

from helpers.languages import lang, say, to_say

TEMPLATE = Path(__file__).parent / "templates" / "lecture-notes.html"
# The words of the template, by their names in it.
WORDS = {
    "notes": to_say("notes"),
    "start": to_say("Start the clock"),
    "again": to_say("Start it again"),
    "frame": to_say(
        "The row that the clock is at has a frame. The numbers of the slides are counted from 1."
    ),
    "minute": to_say("Minute"),
    "slides": to_say("Slides"),
    "where": to_say("Where"),
    "todo": to_say("What to do"),
}


def notes(title, steps, slides, answers):
    """Return a page for the lecturer alone, in the language that is spoken."""
    numbers = {}
    for number, step in slides:
        numbers.setdefault(step, []).append(str(number))
    rows = ""
    for step in steps:
        expected = "".join(
            f"<p class=expect>{html.escape(words)}</p>"
            for name, words in answers.items()
            if f"`{name}`" in step.todo
        )
        where = say("no slide")
        if step.lesson:
            where = say("{lesson}: {heading}").format(lesson=step.lesson, heading=step.heading)
        rows += (
            f'<tr data-minute="{step.minute}"><td>{step.minute}'
            f"<td>{' '.join(numbers.get(step, []))}<td>{html.escape(where)}"
            f"<td>{html.escape(step.todo)}{expected}\n"
        )
    parts = {name: html.escape(say(words)) for name, words in WORDS.items()}
    parts |= {"title": html.escape(title), "rows": rows, "lang": lang() or ' lang="en"'}
    template = TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], template)


def expectations(text):
    """Return what a room is expected to answer: name of the question → words."""
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.*?) \| (.*?) \|$", text, flags=re.MULTILINE)
    words = say("{question}: we expect {answer}. {why}")
    return {name: words.format(question=name, answer=answer, why=why) for name, answer, why in rows}
