"""What comes out of the races of lesson 05, on its seeds and on others."""

import gettext

import numpy as np
import pytest

from helpers import check, languages
from helpers.languages.columns import columns_of
from helpers.lessons.l05_losses.contenders import (
    CONTENDERS,
    cross_entropy_after_softmax,
    fixed_length,
    squared_error_after_softmax,
)
from helpers.lessons.l05_losses.race import LEARNING_RATES, run_race
from helpers.lessons.l05_losses.starts import (
    FIRST_STARTS,
    STARTS,
    names_exchanged,
    one_digit_leads,
    split_digits,
)
from helpers.maths.losses import (
    softmax_squared_error,
)
from helpers.maths.softmax import softmax


@pytest.fixture(scope="module")
def race():
    return run_race(seeds=[0])


# What comes out ---------------------------------------------------------------------------------


def end(race, contender, start):
    return float(np.median([run.accuracy[-1] for run in race.runs_of(contender, start)]))


def test_the_result_of_the_lesson(race):
    cross, through, linear = CONTENDERS
    assert abs(end(race, cross, "undecided") - end(race, through, "undecided")) < 0.02
    assert end(race, linear, "undecided") > 0.9
    assert end(race, through, "wrong, half sure") > 0.9
    assert end(race, linear, "wrong, half sure") < 0.7
    assert end(race, cross, "wrong, sure") > 0.93
    assert end(race, linear, "wrong, sure") > 0.9
    stuck = race.runs_of(through, "wrong, sure")[0]
    assert stuck.validation.max() < 0.15  # at every rate


def test_no_rate_that_matters_is_at_the_edge_of_the_grid(race):
    for run in race.runs:
        if run.accuracy[-1] > 0.15:
            assert LEARNING_RATES[0] < run.learning_rate < LEARNING_RATES[-1]


def test_the_wrong_starts_are_wrong():
    split = split_digits(0)
    for name, given in (("wrong, half sure", 0.1), ("wrong, sure", 1e-6)):
        weights = STARTS[name](np.random.default_rng([0, 1]), split)
        p = softmax(split.fit @ weights.T)
        assert np.median((p * split.fit_targets).sum(axis=1)) < given
    logits = split.fit @ weights.T
    losses = softmax_squared_error(logits, split.fit_targets, reduction="none")
    assert np.median(losses) > 1.99


def test_tables_say_what_the_runs_say(race):
    lines = race.table().splitlines()
    assert "softmax + squared error" in lines[-2]
    assert "0.09 (0.09-0.09)   never (never-never)" in lines[-2]
    search = race.search_table("wrong, sure").splitlines()
    assert len(search) == 1 + len(LEARNING_RATES)
    assert search[-1].split()[0] == "3000"
    assert search[-1].split()[-1] == "0.00"


def test_rates_that_lift_it_off_the_plain_do_not_teach_it():
    """What lesson 05 answers a sceptic who asks for a rate of a billion."""
    pair = {"one": cross_entropy_after_softmax, "two": squared_error_after_softmax}
    wild = run_race(pair, seeds=[0, 1], learning_rates=[1e6, 1e9, 1e12])
    for run in wild.runs_of("one", "wrong, sure"):
        assert run.accuracy.max() > 0.91
    for run in wild.runs_of("two", "wrong, sure"):
        assert 0.15 < run.accuracy.max() < 0.85


def test_two_exchanged_names_leave_the_others_right():
    split = split_digits(0)
    weights = names_exchanged(np.random.default_rng([0, 1]), split)
    logits, labels = split.test @ weights.T, split.test_labels
    right = logits.argmax(axis=1) == labels
    wrong = np.isin(labels, [0, 1])
    assert right[wrong].mean() < 0.05
    assert right[~wrong].mean() > 0.9
    given = np.take_along_axis(softmax(logits), labels[:, np.newaxis], axis=1)[:, 0]
    assert np.median(given[wrong]) < 1e-12


# What the lesson says of the races, for splits that are not its own ---------------------------

PAIR = dict(list(CONTENDERS.items())[:2])
CROSS, THROUGH = PAIR
OTHER_SEEDS = (11, 12, 13)
TO_100 = {"learning_rates": LEARNING_RATES[:7]}
NOISY = TO_100 | {"wrong_labels": 0.2, "pictures": 800}
FIXED = {"step": fixed_length, "learning_rates": (0.1, 0.3, 1, 3)}


def shaken(start, noise):
    """Return the start with weights that differ by 1e-12 of their size."""

    def weights(generator, split):
        exact = start(generator, split)
        return exact * (1 + 1e-12 * noise.standard_normal(exact.shape))

    return weights


def test_rounding_does_not_decide_the_race(race):
    """Starts that differ by 1e-12 of their size end in the same table, so platforms agree."""
    noise = np.random.default_rng(7)
    starts = {name: shaken(STARTS[name], noise) for name in FIRST_STARTS}
    assert run_race(seeds=[0], starts=starts).table() == race.table()


@pytest.mark.weekly
@pytest.mark.parametrize(
    ("start", "options"),
    [
        ("wrong, sure", FIXED),
        ("two names exchanged", TO_100),
        ("two names exchanged", FIXED),
        ("undecided", NOISY | {"wrong_labels": 0.4}),
    ],
)
def test_rounding_decides_no_other_race_of_the_lesson(start, options):
    exact = run_race(PAIR, starts=[start], **options)
    for seed in (7, 8):
        starts = {start: shaken(STARTS[start], np.random.default_rng(seed))}
        assert run_race(PAIR, starts=starts, **options).table() == exact.table()


@pytest.mark.weekly
@pytest.mark.parametrize("options", [TO_100, FIXED], ids=["plain", "fixed length"])
def test_rounding_decides_no_point_in_the_picture_of_the_leads(options):
    through = {THROUGH: PAIR[THROUGH]}
    leads = {f"{lead}": one_digit_leads(lead) for lead in (3, 5, 8, 10, 12, 15, 20)}
    exact = run_race(through, starts=leads, **options)
    noise = np.random.default_rng(7)
    starts = {lead: shaken(start, noise) for lead, start in leads.items()}
    assert run_race(through, starts=starts, **options).table() == exact.table()


def ends(contender, **options):
    race = run_race({contender: PAIR[contender]}, OTHER_SEEDS, **options)
    (start,) = race.starts
    return np.array([run.accuracy[-1] for run in race.runs_of(contender, start)])


def test_plain_descent_stalls_and_steps_of_fixed_length_do_not():
    assert (ends(THROUGH, starts=["wrong, sure"]) < 0.2).all()
    assert (ends(THROUGH, starts=["wrong, sure"], **FIXED) > 0.88).all()
    assert (ends(CROSS, starts=["wrong, sure"], **FIXED) > 0.88).all()


def test_the_plain_begins_between_a_lead_of_ten_and_of_twelve():
    for lead in (8, 10):
        assert (ends(THROUGH, starts={"lead": one_digit_leads(lead)}, **TO_100) > 0.8).all()
    for lead in (12, 20):
        assert (ends(THROUGH, starts={"lead": one_digit_leads(lead)}, **TO_100) < 0.2).all()


@pytest.mark.parametrize("kind", [TO_100, FIXED], ids=["plain", "fixed length"])
def test_what_some_photos_learnt_wrong_only_cross_entropy_mends(kind):
    options = kind | {"starts": ["two names exchanged"]}
    assert (ends(CROSS, **options) > 0.92).all()
    assert (ends(THROUGH, **options) < 0.8).all()


def test_nor_do_larger_rates_mend_it_though_rounding_decides_where_they_end():
    start = {"starts": ["two names exchanged"]}
    assert (ends(THROUGH, **start) < ends(CROSS, **start) - 0.05).all()


def test_with_wrong_labels_the_squared_error_does_a_little_better():
    race = run_race(PAIR, range(20, 32), starts=["undecided"], **NOISY)
    cross, through = (
        np.array([run.accuracy[-1] for run in race.runs_of(name, "undecided")]) for name in PAIR
    )
    assert (through > cross).sum() >= 7
    assert 0 < (through - cross).mean() < 0.04


# In another language ----------------------------------------------------------------------------

BRIEF = {"seeds": [0], "steps": 2, "learning_rates": [1.0]}
SAID = {"wrong, sure": "错而确信", "linear + squared error": "线性", "rate": "学习率"}


@pytest.fixture
def spoken(monkeypatch):
    """Speak a language with three words that are twice as wide as their letters."""
    language = gettext.NullTranslations()
    language.gettext = lambda text: SAID.get(text, text)
    monkeypatch.setattr(languages, "_spoken", language)


def test_what_the_course_brings_along_has_names_in_the_language_spoken(spoken):
    race = run_race(**BRIEF)
    assert race.starts == ("undecided", "wrong, half sure", "错而确信")
    assert race.contenders[2] == "线性"


def test_a_start_is_known_by_its_name_in_either_language(spoken):
    race = run_race(**BRIEF, starts=["wrong, sure", "错而确信"])
    ours, said = (race.runs_of("线性", start)[0] for start in race.starts)
    np.testing.assert_array_equal(ours.accuracy, said.accuracy)
    with pytest.raises(ValueError, match="错而确信"):  # the names that it would take
        run_race(**BRIEF, starts=["right, sure"])


@pytest.mark.parametrize("width", [1.5, 2])  # of a Chinese letter, in Latin ones: fonts differ
def test_tables_are_aligned_under_wide_letters(spoken, width):
    def length(text):
        return sum(width if columns_of(letter) == 2 else 1 for letter in text)

    race = run_race(**BRIEF)
    head, *rows = [line for line in race.table().splitlines() if line]
    (place,) = {length(row[: row.index("(")]) for row in rows}
    assert length(head[: head.index("accuracy")]) == pytest.approx(place - len("0.95 "))
    (end,) = {length(line) for line in race.search_table("错而确信").splitlines()}
    assert end > 3 * len("0.95")


def test_the_check_of_a_loss_finds_its_start_in_the_language_spoken(spoken):
    assert "错而确信 0.9" in check.my_loss(lambda p: np.log(p) ** 2).words
