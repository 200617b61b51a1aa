import pytest
from django.core.management import call_command

from campaign.pages import loading
from campaign.pages.models import Page


def test_loading_again_changes_nothing(db):
    before = list(Page.objects.values_list("slug", "changed_at", "shipped_digest"))
    assert loading.load() == {"added": 0, "renewed": 0, "kept": len(before)}
    assert list(Page.objects.values_list("slug", "changed_at", "shipped_digest")) == before


def test_the_command_says_what_it_did(db, capsys):
    Page.objects.get(slug="about").delete()
    call_command("load_pages")
    assert "Pages: 1 added, 0 renewed," in capsys.readouterr().out


def test_a_page_that_ships_with_new_words_is_updated(db, tmp_path, monkeypatch):
    (tmp_path / "about.md").write_text(
        "---\nslug: about\ntitle: Why: a title with a colon\ndescription: d\nlead: l\n---\nNew.\n",
        "utf-8",
    )
    monkeypatch.setattr(loading, "SHIPPED", tmp_path)
    assert loading.load()["renewed"] == 1
    page = Page.objects.get(slug="about")
    assert page.title == "Why: a title with a colon"
    assert page.html == "<p>New.</p>\n"


def test_a_page_that_staff_changed_is_left_alone(db, tmp_path, monkeypatch):
    Page.objects.filter(slug="about").update(shipped_digest="", body="Ours.")
    assert loading.load()["renewed"] == 0
    assert Page.objects.get(slug="about").body == "Ours."


@pytest.mark.parametrize("path", sorted(loading.SHIPPED.glob("*.md")), ids=lambda path: path.stem)
def test_a_shipped_file_is_named_as_its_address(path):
    assert loading.read(path)[0]["slug"] == path.stem
