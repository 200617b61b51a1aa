"""News: drafts and publishing by staff, and a picture of which nothing else is kept."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaign.pages.models import NewsItem
from campaign.staff import roles
from tests.conftest import forget_everything
from tests.seen import fields, links, words

NEWS = "/admin/pages/newsitem/"
WRITTEN = {
    "title": "The map has names now",
    "slug": "map-names",
    "day": "2026-11-20",
    "summary": "Each hexagon shows whose it is.",
    "body": "## How\n\nSelect a region. <script>alert(1)</script>",
}


@pytest.fixture
def editor(client, db, today_is):
    today_is("2026-11-24")
    user = User(username="eve@example.org")
    roles.give(user, "editor")
    client.force_login(user)
    return client


def saved(browser, address=f"{NEWS}add/", **typed):
    answer = browser.post(address, WRITTEN | typed)
    forget_everything()
    return answer


def photo(size=(2400, 1200), kind="JPEG") -> SimpleUploadedFile:
    """A picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "A camera of Anna Example"
    exif.get_ifd(0x8825)[2] = (53.0, 22.0, 48.0)
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, kind, exif=exif)
    return SimpleUploadedFile("anna.jpg", file.getvalue() + b"and a second file")


def test_news_that_was_written_over_is_got_back_with_its_picture_at_its_address(editor):
    saved(editor, is_published="on", picture_file=photo(), picture_words="A map on a wall")
    item = NewsItem.objects.get()
    form = f"{NEWS}{item.pk}/change/"
    slip = fields(editor.get(form)) | {"body": "A slip.", "picture_words": "A cat"}
    editor.post(form, slip | {"picture_file": photo((40, 40))})
    forget_everything()
    assert "A slip." in words(editor.get("/news/map-names/"))
    history = f"{NEWS}{item.pk}/history/"
    listed = words(editor.get(history))
    assert "eve@example.org" in listed and "A map on a wall → A cat" in listed
    older = f"{history}{item.history.last().pk}/"
    shown = editor.get(older)
    assert "Restore this version" in words(shown) and "Revert" not in words(shown)
    assert editor.post(older, fields(shown)).status_code == 302
    forget_everything()
    seen = editor.get("/news/map-names/")
    assert "Select a region." in words(seen) and "A slip." not in words(seen)
    assert 'alt="A map on a wall"' in seen.text
    assert 'width="1200"' in seen.text
    assert item.history.count() == 3, "the slip can be got back too"


def test_a_version_from_before_an_item_was_public_takes_it_neither_down_nor_elsewhere(editor):
    saved(editor)
    item = NewsItem.objects.get()
    form = f"{NEWS}{item.pk}/change/"
    published = {"slug": "names", "title": "Names", "is_published": "on"}
    editor.post(form, fields(editor.get(form)) | published)
    older = f"{NEWS}{item.pk}/history/{item.history.last().pk}/"
    editor.post(older, fields(editor.get(older)))
    forget_everything()
    assert "The map has names now" in words(editor.get("/news/names/"))


def test_the_versions_of_a_draft_go_with_it(editor):
    saved(editor)
    item = NewsItem.objects.get()
    editor.post(f"{NEWS}{item.pk}/delete/", {"post": "yes"})
    assert not NewsItem.history.exists()


def test_a_draft_and_a_day_to_come_are_seen_by_nobody(editor):
    assert "There’s no news yet, but" in words(editor.get("/news/"))
    assert saved(editor).status_code == 302
    assert saved(editor, slug="later", day="2026-12-01", is_published="on").status_code == 302
    for address in ("/news/", "/feed.atom", "/", "/sitemap.xml"):
        body = editor.get(address).content.decode()
        assert "map-names" not in body
        assert "news/later" not in body
    assert editor.get("/news/map-names/").status_code == 404
    assert editor.get("/news/later/").status_code == 404


def test_what_the_desk_publishes_is_on_home_in_the_list_and_in_the_feed(editor):
    saved(editor, is_published="on")
    for address in ("/", "/news/"):
        page = editor.get(address)
        assert "/news/map-names/" in links(page)
    assert "Each hexagon shows whose it is." in words(editor.get("/news/"))
    assert "Each hexagon shows whose it is." in editor.get("/feed.atom").content.decode()
    main = editor.get("/news/map-names/").content.decode().split("<main", 1)[1]
    assert '<h2 id="how">How</h2>' in main
    assert "<script>alert" not in main


def test_a_picture_is_made_smaller_and_says_nothing_of_itself(editor):
    saved(editor, is_published="on", picture_file=photo(), picture_words="A map on a wall")
    page = editor.get("/news/map-names/").content.decode()
    assert 'alt="A map on a wall"' in page
    assert 'width="1200" height="600"' in page
    answer = editor.get("/news/map-names/picture.jpg")
    assert answer.headers["Content-Type"] == "image/jpeg"
    for trace in (b"Anna", b"second file", b"Exif"):
        assert trace not in answer.content
    with Image.open(io.BytesIO(answer.content)) as image:
        assert not image.getexif()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"picture_file": photo(kind="GIF")}, "not a PDF, JPEG or PNG"),
        ({"picture_file": SimpleUploadedFile("a.jpg", b"not a picture")}, "not a PDF, JPEG or PNG"),
        ({"picture_file": SimpleUploadedFile("a.jpg", b"0" * 10_500_000)}, "larger than 10 MB"),
        ({"picture_file": photo(), "picture_words": " "}, "Say in words what the picture shows."),
    ],
)
def test_a_picture_that_cannot_be_taken_loses_no_word(editor, typed, says):
    answer = saved(editor, **typed)
    assert says in words(answer)
    assert fields(answer)["title"] == "The map has names now"
    assert not NewsItem.objects.exists()


FROM_WORD = """Calderdale signs the charter
\tThe council signed on 14 November 2026, the first to do so since 2013, in its town hall.
“This is a promise to every child,” said the leader.

What it promised
•\tto count
•\tto act
The next steps are:
1.\ta report
2.\ta meeting
84,000 children ran away in a year.
"""


def test_each_paragraph_from_word_stays_one_in_the_preview_and_in_public(editor):
    typed = fields(editor.get(f"{NEWS}add/")) | WRITTEN | {"body": FROM_WORD}
    preview = editor.post("/admin/pages/typed/", typed).content.decode()
    saved(editor, body=FROM_WORD, is_published="on")
    for page in (preview, editor.get("/news/map-names/").content.decode()):
        for paragraph in ("Calderdale signs the charter", "The next steps are:"):
            assert f"<p>{paragraph}</p>" in page
        assert "<p>The council signed on 14 November" in page
        assert "<p>“This is a promise" in page
        assert "<li>to act</li>" in page
        assert "<li>a meeting</li>" in page
        assert "<p>84,000 children ran away in a year.</p>" in page


def test_what_was_broken_within_a_sentence_or_on_purpose_stays_together(editor):
    wrapped = (
        "The council has signed the charter that young people wrote with\n"
        "The Children’s Society in 2012. It said so\n"
        "in its minutes.\n\n- one\n  still one\n\n1 High Street  \nLeeds"
    )
    saved(editor, body=wrapped, is_published="on")
    page = editor.get("/news/map-names/").content.decode()
    assert "wrote with\nThe Children’s Society in 2012. It said so\nin its minutes.</p>" in page
    assert "<li>one\nstill one</li>" in page
    assert "1 High Street<br />\nLeeds" in page


def test_after_saving_it_is_said_whether_visitors_see_it_and_a_public_address_stays(editor):
    drafted = editor.post(f"{NEWS}add/", WRITTEN, follow=True)
    assert "It is a draft: visitors do not see it." in words(drafted)
    item = NewsItem.objects.get()
    address = f"{NEWS}{item.pk}/change/"
    later = editor.post(address, WRITTEN | {"day": "2026-12-01", "is_published": "on"}, follow=True)
    assert "Visitors see it from 1 December 2026." in words(later)
    again = editor.post(address, WRITTEN | {"slug": "other", "is_published": "on"}, follow=True)
    assert "Visitors see it now." in words(again)
    forget_everything()
    assert editor.get("/news/map-names/").status_code == 200


def test_who_goes_back_and_saves_again_is_told_that_it_may_be_saved_already(editor):
    saved(editor)
    page = saved(editor, title="The map has better names")
    assert "Perhaps you have just saved this one: look under News first" in words(page)
    assert fields(page)["title"] == "The map has better names"
    assert NewsItem.objects.get().title == WRITTEN["title"]


def test_news_taken_off_the_site_by_mistake_is_put_back_from_the_same_place(editor):
    saved(editor, is_published="on")
    change = f"{NEWS}{NewsItem.objects.get().pk}/change/"
    delete = change.replace("change", "delete")
    page = editor.get(change)
    assert "To take it off the site, take the tick out of “published”" in words(page)
    assert not [link for link in links(page) if "delete" in link]
    assert editor.post(delete, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": NewsItem.objects.get().pk}
    editor.post(NEWS, chosen | {"post": "yes"})
    form = fields(page)
    del form["is_published"]
    assert "It is a draft" in words(editor.post(change, form, follow=True))
    forget_everything()
    assert editor.get("/news/map-names/").status_code == 404
    editor.post(change, fields(editor.get(change)) | {"is_published": "on"})
    forget_everything()
    assert editor.get("/news/map-names/").status_code == 200


def test_a_draft_of_news_is_deleted_only_once_it_was_asked_about(editor):
    saved(editor)
    delete = f"{NEWS}{NewsItem.objects.get().pk}/delete/"
    asked = words(editor.get(delete))
    assert "This cannot be undone." in asked
    assert "The map has names now" in asked
    assert NewsItem.objects.exists()
    editor.post(delete, {"post": "yes"})
    assert not NewsItem.objects.exists()
