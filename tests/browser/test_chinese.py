"""One lesson in Chinese in JupyterLab: it runs, says its language, and is usable without sight."""

import re

from conftest import axe_violations

HAN = re.compile("[\u4e00-\u9fff]")
SPOKEN = """element => {
    const at = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const other = [];
    while (at.nextNode()) {
        const text = at.currentNode.data;
        const language = at.currentNode.parentElement.closest('[lang]')?.lang;
        if (/[\u4e00-\u9fff]/.test(text) && language !== 'zh-CN') other.push(text);
    }
    return other }"""


def test_a_lesson_in_chinese(lab_page):
    lab_page.open("zh/03_softmax.ipynb").run_all()
    assert lab_page.errors() == []

    question = lab_page.cell("double-predict")
    question.get_by_role("button", name="A", exact=True).click()
    answer = question.get_by_role("status")
    answer.get_by_text("还不对").wait_for()
    assert question.get_by_role("group").get_attribute("aria-label") == "猜一猜"
    assert question.get_by_role("group").evaluate(SPOKEN) == []
    assert axe_violations(question) == []

    lab_page.page.locator('.jp-Notebook[lang="zh-CN"]').wait_for()  # its text is Chinese too

    picture = lab_page.cell("live-yours")
    image = picture.locator(".course-picture img").first
    image.wait_for()
    assert HAN.search(image.get_attribute("alt")) and "cat" not in image.get_attribute("alt")
    slider = picture.get_by_role("slider", name="狗的得分")
    slider.focus()
    before = image.get_attribute("alt")
    lab_page.page.keyboard.press("ArrowRight")
    picture.locator(f'.course-picture img:not([alt="{before}"])').first.wait_for()
    assert "狗 3.004" in image.get_attribute("alt"), "e to the 1.1"
    assert "狗 3.004" in "".join(picture.locator(".course-moving text").all_text_contents())
    assert picture.get_by_role("button", name="重置").count() == 1
    assert picture.locator(".course-explorer").evaluate(SPOKEN) == []
    assert axe_violations(picture) == []
