"""Formulas become MathML, or are named."""

import doctest

import pytest

from tools import formulas
from tools.formulas import mathml

# Formulas ---------------------------------------------------------------------------------------


def test_the_example_of_a_formula_is_true():
    tried = doctest.testmod(formulas)
    assert tried.attempted > 0 and tried.failed == 0


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"x = -1", '<mo>=</mo><mo form="prefix">−</mo><mn>1</mn>'),
        (r"(-1, -x)", '<mo>,</mo><mo form="prefix">−</mo><mi>x</mi>'),
        (r"a - b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
        (r"(a) - |b| - c", '</mo><mo>−</mo><mo stretchy="false">|</mo>'),
        (r"p^\top - q", "</msup><mo>−</mo>"),
        (r"a, \dots, b", '<mo lspace="0" rspace="0">…</mo>'),
        (r"a + \dots + b", '<mo lspace="0" rspace="0">⋯</mo>'),
        (r"a \cdots b", '<mo lspace="0.167em" rspace="0.167em">⋯</mo>'),
        (r"z_k .", '<mo lspace="0" rspace="0">.</mo>'),
        (r"1/K", '<mo lspace="0" rspace="0">/</mo>'),
        (r"(N,)", '<mo rspace="0">,</mo>'),
        (r"\log p", '<mi>log</mi><mo lspace="0" rspace="0.167em">\u2061</mo><mi>p</mi>'),
        (r"\log(p)", '<mi>log</mi><mo lspace="0" rspace="0">\u2061</mo><mo'),
        (r"2 \log p", '<mn>2</mn><mspace width="0.167em" /><mi>log</mi>'),
        (r"-\log p", '<mo form="prefix">−</mo><mi>log</mi>'),
        (r"\operatorname{lse}(z)", '<mi>lse</mi><mo lspace="0" rspace="0">\u2061</mo>'),
        (r"\text{slope of } p", "<mtext>slope\u00a0of\u00a0</mtext>"),
        (r"\mathrm{KL}", '<mi mathvariant="normal">K</mi>'),
        (r"p < q", "<mo>&lt;</mo>"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", '<mtd style="text-align: right">'),
        (r"\begin{cases} a & b \\ c & d \end{cases}", '<mtd style="text-align: left">'),
        (r"\begin{pmatrix} a & b \\ c & -d \end{pmatrix}", '<mtd><mo form="prefix">−</mo>'),
    ],
    ids=lambda text: None if text.startswith("<") else text,
)
def test_a_formula_is_spaced_as_tex_does(formula, expected):
    assert expected in mathml(formula)


def test_a_formula_of_its_own_line_is_displayed():
    assert mathml(r"\sum_k p_k", display=True).startswith('<math display="block">')
    assert "<munder>" in mathml(r"\sum_k p_k", display=True)


BAD_FORMULAS = [
    (r"\unknown{a}", r"\unknown is unknown"),
    (r"\frac{1}", "an argument is missing"),
    (r"\left( a", "ExtraLeftOrMissingRightError"),
    (r"a_", "MissingSuperScriptOrSubscriptError"),
    (r"{a", "a brace is not closed"),
    (r"a & b", "an & stands outside of a table that is known"),
    (r"\text{a $b$}", "is unknown"),
    ("", "NoAvailableTokensError"),
]


@pytest.mark.parametrize(("formula", "reason"), BAD_FORMULAS, ids=[f for f, _ in BAD_FORMULAS])
def test_a_formula_that_is_not_understood_is_named(formula, reason):
    with pytest.raises(ValueError) as caught:
        mathml(formula)
    assert str(caught.value).startswith(f"no MathML for the formula ${formula}$: ")
    assert reason in str(caught.value)
