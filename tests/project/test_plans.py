"""The plans for a lecture: each makes a deck, and says of its questions what they are."""

import re

import nbformat
import pytest

from helpers.learning.predictions import questions
from tools import lecture, lecture_notes
from tools.translations import build

TEXT = lecture.PLANS.read_text(encoding="utf-8")
PLANS = lecture.read_plans(TEXT)
each_plan = pytest.mark.parametrize("name", sorted(PLANS))


def test_the_plans_are_those_that_the_makefile_names():
    assert sorted(PLANS) == ["50", "90", "lab"]


@each_plan
def test_a_plan_makes_a_deck_whose_first_slide_is_its_first_cell(name):
    title, steps = PLANS[name]
    deck, slides = lecture.make_deck(title, lecture.parts_of(steps))
    nbformat.validate(deck)
    assert deck.cells[0].metadata.slideshow.slide_type == "slide"
    numbers = [number for number, _ in slides]
    assert numbers == list(range(1, len(slides) + 1))
    assert {step for _, step in slides if step} == {step for step in steps if step.lesson}
    shown = [c for c in deck.cells if c.metadata.slideshow.slide_type != "skip"]
    folded = [c.metadata.jupyter.source_hidden for c in shown if c.cell_type == "code"]
    assert folded and all(folded)


@each_plan
def test_each_question_that_a_plan_names_is_in_its_deck_and_no_other(name):
    title, steps = PLANS[name]
    deck, _ = lecture.make_deck(title, lecture.parts_of(steps))
    shown = [c for c in deck.cells if c.metadata.slideshow.slide_type != "skip"]
    asked = {lecture.asked(cell) for cell in shown} - {None}
    named = set(re.findall(r"`([a-z0-9-]+)`", " ".join(step.todo for step in steps)))
    assert asked == named & questions().keys() == named


@each_plan
def test_the_minutes_of_a_plan_run_on(name):
    minutes = [step.minute for step in PLANS[name][1]]
    assert minutes == sorted(minutes)
    assert minutes[0] == 0


VOTE = re.compile(r"Vote, (\d+) minutes: `([a-z0-9-]+)`")


@pytest.mark.parametrize(("name", "votes"), [("50", "five votes"), ("90", "Ten votes")])
def test_a_lecture_has_minutes_for_its_votes_and_some_to_spare(name, votes):
    title, steps = PLANS[name]
    ends = [*(step.minute for step in steps[1:]), int(name)]
    taken = []
    for step, end in zip(steps, ends, strict=True):
        minutes = [int(vote[1]) for vote in VOTE.finditer(step.todo)]
        assert all(minute >= 3 for minute in minutes)
        assert end - step.minute > sum(minutes), step.heading  # to show what is so
        taken += minutes
    part = TEXT.partition(f"## {title}")[2].partition("\n## ")[0]
    assert f"{votes}: {sum(taken)} minutes of" in part
    assert len(taken) == {"five": 5, "Ten": 10}[votes.split()[0]]
    reserve = re.search(r"(\w+) minutes are in reserve", part)[1]
    assert int(name) - steps[-1].minute == {"Four": 4, "Seven": 7}[reserve]


@pytest.mark.parametrize("name", ["50", "90"])
def test_what_is_dropped_when_time_runs_short_is_a_vote_or_a_section_of_the_plan(name):
    title, steps = PLANS[name]
    part = TEXT.partition(f"## {title}")[2].partition("\n## ")[0]
    late = set(re.findall(r"`([a-z0-9-]+)`", part[part.index("**Late?**") :]))
    votes = {vote[2] for step in steps for vote in VOTE.finditer(step.todo)}
    assert late and late - votes <= {"target-equals-prediction"}


def test_the_notes_have_every_step_and_what_the_room_will_say():
    title, steps = PLANS["50"]
    _, slides = lecture.make_deck(title, lecture.parts_of(steps))
    page = lecture_notes.notes(title, steps, slides, lecture_notes.expectations(TEXT))
    assert page.count("<tr data-minute=") == len(steps)
    assert page.count("we expect") == sum(len(re.findall(r"`[a-z-]+`", s.todo)) for s in steps)


@pytest.mark.parametrize("language", build.catalogs.languages())
def test_the_plans_of_another_language_show_the_same_slides(language):
    text = build.document("docs/lecture-plan.md", language)
    plans, lessons = lecture.read_plans(text), {}
    assert plans.keys() == PLANS.keys()
    assert lecture_notes.expectations(text).keys() == lecture_notes.expectations(TEXT).keys()
    for name, (_, steps) in plans.items():
        for step, english in zip(steps, PLANS[name][1], strict=True):
            assert (step.minute, step.lesson) == (english.minute, english.lesson)
            if not step.lesson:
                continue
            if step.lesson not in lessons:
                path = lecture.lesson_path(step.lesson)
                lessons[step.lesson] = (
                    nbformat.read(path, as_version=4).cells,
                    build.notebook(path, language).cells,
                )
            there, here = lessons[step.lesson]
            shown = [cell.id for cell in lecture.section(here, step)]
            assert shown == [cell.id for cell in lecture.section(there, english)]


@pytest.mark.parametrize("arguments", [["--plan", "51"], ["--lesson", "42"]])
def test_what_is_not_there_is_said_in_one_line(arguments, capsys):
    assert lecture.main([*arguments, "--only-make"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("There is no") and said.count("\n") == 1


def test_a_heading_that_no_lesson_has_is_named():
    step = lecture.Step(0, "03", "No such heading", "")
    with pytest.raises(lecture.BadPlan, match="no heading 'No such heading'"):
        list(lecture.parts_of([step]))
