"""Ed keeps the record in the admin, and the public sees each change at the next click."""

import pytest

from campaign.tasks.models import Task
from tests.browser.page_checks import violations
from tests.browser.screens import another_page, follow, press

pytestmark = pytest.mark.browser


def test_a_signature_that_ed_records_is_on_the_councils_page_at_the_next_click(visit, sign_in, axe):
    public = visit("/councils/sheffield/")
    assert public.get_by_text("No signature found").first.is_visible()
    page = sign_in("editor")
    follow(page, "Record what a document shows")
    fields = page.locator("#recording :is(input:not([type=radio]), select, textarea)")
    page.get_by_label("It has signed the charter").check()
    assert fields.filter(visible=True).count() == 5
    assert not page.get_by_label("In one sentence").is_visible()
    assert not violations(axe, page)
    page.get_by_label("Council", exact=True).fill("Sheffield")
    page.get_by_label("On what day?").fill("20 Nov 2026")
    page.get_by_text("No link, or more to say").click()
    page.get_by_label("Name of the document").fill("Minutes of 20 November 2026, item 7")
    press(page, "See what it would say in public")
    assert page.locator("#preview-head").evaluate("it => it === document.activeElement")
    assert page.get_by_text("Recorded: Sheffield City Council signed on 20").is_visible()
    press(page, "Publish")
    page.get_by_text("On record and public: Sheffield").wait_for()
    assert not violations(axe, page)
    public.reload()
    assert public.get_by_text("Signed on 20 November 2026", exact=True).is_visible()
    assert public.get_by_role("link", name="Thank Sheffield, and ask what’s next").is_visible()
    public.goto("/")
    assert "33 of 153 councils" in public.locator(".count").inner_text()


@pytest.mark.promise(26)
def test_a_person_is_found_and_erased_on_one_screen(sign_in, sheffield):
    Task.objects.create(council=sheffield, kind="wrong", text="x", email="anna@example.org")
    page = sign_in("administrator")
    follow(page, "A person: find, export, erase")
    page.get_by_label("Email address").fill("Anna@example.org")
    press(page, "Find")
    assert page.get_by_role("row", name="Messages from visitors, and complaints 1").is_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the file").click()
    assert saved.value.suggested_filename == "person.zip"
    page.get_by_label("Reason").select_option("the person asked for it")
    page.get_by_label("I have checked that this is the right person").check()
    press(page, "Erase")
    assert page.get_by_text("A person was erased on").first.is_visible()
    assert not Task.objects.exists()


@pytest.mark.promise(26)
def test_what_is_typed_beside_a_task_is_asked_about_before_a_link_or_back_loses_it(
    sign_in, sheffield
):
    task = Task.objects.create(council=sheffield, kind="complained", text="x", email="a@b.example")
    page = sign_in("supporter care")
    page.goto("/admin/tasks/task/")
    page.goto(task.desk_url)
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    note = page.get_by_label("A note for colleagues")
    note.fill("Rang them.")
    page.get_by_role("link", name="Its page").click(no_wait_after=True)
    page.evaluate("history.back()")
    page.get_by_role("button", name="Log out").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"] * 3
    assert note.input_value() == "Rang them."
    assert "Rang" not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")

    page.get_by_label("Our answer").fill("It was the 4th.")
    press(page, "See the email before it goes")
    page.get_by_role("link", name="Its page").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert len(asked) == 4  # it came back to be looked at: it is kept nowhere yet
    press(page, "Keep it as a note")
    assert "Rang them." in page.locator(".task-steps").inner_text()
    follow(page, "Its page")
    assert len(asked) == 4


def test_a_link_pressed_beside_a_form_asks_before_what_was_typed_is_lost(sign_in):
    page = sign_in("editor")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    def leave():
        page.get_by_role("link", name="The desk").click(no_wait_after=True)
        page.wait_for_timeout(500)
        return len(asked)

    page.on("dialog", stay)
    save = page.get_by_role("button", name="Save", exact=True)
    page.goto("/admin/pages/newsitem/add/")
    assert leave() == 0  # nothing was typed
    page.goto("/admin/pages/newsitem/add/")
    body = page.get_by_label("Text:")
    body.fill("We met them.")
    with page.expect_popup():
        page.get_by_role("button", name="Show how it looks, and save nothing").click()
    assert leave() == 1
    assert body.input_value() == "We met them."
    with another_page(page):
        save.click()
    assert leave() == 2  # it was refused, as it has no title
    page.get_by_label("Title:").fill("We met")
    page.get_by_label("Summary:").fill("We met them.")
    with another_page(page):
        save.click()
    page.get_by_text("was added successfully").wait_for()

    page.goto("/admin/record/?shows=signed")
    day = page.get_by_label("On what day?")
    day.fill("20 November 2026")
    assert leave() == 3
    assert day.input_value() == "20 November 2026"


@pytest.mark.promise(35)
def test_a_childs_name_is_asked_about_and_taken_out_of_the_public_log(visit, sign_in, axe):
    page = sign_in("editor")
    follow(page, "Record what a document shows")
    page.get_by_label("It has decided to sign").check()
    page.get_by_label("Council", exact=True).fill("Sheffield")
    page.get_by_label("On what day?").fill("4 Nov 2026")
    page.get_by_label("In one sentence").fill("After Jamie F., 14, ran away, it decided to sign.")
    page.get_by_label("Link to it").fill("https://democracy.sheffield.gov.uk/ieList.aspx?CId=1")
    press(page, "See what it would say in public")
    assert page.locator("mark").inner_text() == "Jamie F., 14"
    assert not violations(axe, page)
    press(page, "See what it would say in public")  # it asks once
    press(page, "Publish")
    page.get_by_text("On record and public: Sheffield").wait_for()
    public = visit("/changes/")
    assert public.get_by_text("Jamie F.").is_visible()

    page.get_by_role("link", name="The desk").first.click()
    follow(page, "The public log: what we changed")
    page.get_by_role("link", name="Line ").first.click()
    page.get_by_label("The words").fill("Jamie F.")
    press(page, "Show where they stand")
    assert page.locator("#found-head").evaluate("it => it === document.activeElement")
    assert page.get_by_text("Backups hold").is_visible()
    assert not violations(axe, page)
    press(page, "Take these words out")
    page.get_by_text("Taken out of 2 texts.").wait_for()
    public.reload()
    assert public.get_by_text("Words taken out by us on").is_visible()
    assert not public.get_by_text("Jamie").is_visible()


FROM_WORD = """<html><head><style><!-- @list l0:level1 {} --></style></head><body>
<h1>The year<o:p></o:p></h1>
<p class=MsoNormal>Councils are asked to <b>sign</b>:
see <a href="https://example.org/report">the report</a>.</p>
<h2>What we ask</h2>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Count</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>each night</p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>First</p>
<table class=MsoTableGrid><tr><td><p>Council</p></td><td><p>Day</p></td></tr>
<tr><td><p>Kent</p></td><td><p>1 May</p></td></tr></table></body></html>"""
"""What Word puts on the clipboard beside the plain words, which hold no heading and no link."""
AS_MARKDOWN = """## The year

Councils are asked to **sign**: see [the report](https://example.org/report).

### What we ask

- Count
    - each night
1. First

| Council | Day |
| --- | --- |
| Kent | 1 May |"""
PASTE = """(box, html) => {
  const carried = new DataTransfer();
  carried.setData("text/html", html);
  const options = { clipboardData: carried, bubbles: true, cancelable: true };
  return box.dispatchEvent(new ClipboardEvent("paste", options));
}"""
"""Paste into a field; return whether the browser is left to paste the plain words itself."""


def test_what_is_pasted_from_word_keeps_its_headings_links_lists_and_table(sign_in):
    page = sign_in("editor")
    follow(page, "News")
    follow(page, "Write an item of news")
    body = page.get_by_label("Text:")
    body.focus()
    assert not body.evaluate(PASTE, FROM_WORD)
    assert body.input_value() == AS_MARKDOWN
    page.keyboard.press("Control+z")
    assert body.input_value() == ""
    assert body.evaluate(PASTE, "<div><span>## Markdown of one’s own</span></div>")
    assert body.evaluate(PASTE, "")
    body.evaluate(PASTE, FROM_WORD)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Show how it looks, and save nothing").click()
    seen = opened.value
    assert seen.get_by_role("heading", name="What we ask", level=3).is_visible()
    assert seen.get_by_role("link", name="the report", exact=True).is_visible()
    assert seen.locator("li li", has_text="each night").is_visible()
    assert seen.get_by_role("cell", name="Kent").is_visible()
